#include "base.h"
#include "idvalue.h"
#include "str.h"
#include "text.h"

enum { NAME_MAX_CHARS = 60, ADDRESS_MAX = 160, YEAR_FIRST = 1880 };
enum { YEAR_LAST = 2035 };

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (unsigned char)c >= 0x80;
}

static size_t
count(struct str v, bool (*is)(char c))
{
	size_t n = 0;

	for (size_t i = 0; i < v.n; i++)
		n += is(v.p[i]);
	return n;
}

/* What stands where nothing is known. */
static bool
nothing(struct str v)
{
	static const struct str none[] = { { "null", 4 }, { "none", 4 },
		{ "n/a", 3 }, { "na", 2 }, { "nil", 3 }, { "unknown", 7 },
		{ "inconnu", 7 }, { "unbekannt", 9 }, { "undefined", 9 },
		{ "test", 4 }, { "true", 4 }, { "false", 5 }, { "string", 6 },
		{ "name", 4 }, { "foo", 3 }, { "bar", 3 }, { "todo", 4 },
		{ "anonym", 6 }, { "anonymous", 9 }, { "xxx", 3 } };

	for (size_t i = 0; v.n < 10 && i < LEN(none); i++)
		if (v.n == none[i].n && (v.p[0] | 0x20) == none[i].p[0] &&
		    str_ieq(v, none[i]))
			return true;
	return v.n == 0;
}

/* Letters of any script, and what stands between the parts of a name. */
static bool
is_name(struct str v)
{
	size_t letters = count(v, letter);

	if (v.n < 2 || v.n > NAME_MAX_CHARS || letters < 2 || nothing(v))
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (!letter(v.p[i]) && strchr(" -'.,^&()*", v.p[i]) == NULL)
			return false;
	return letters * 10 >= v.n * 6;
}

/* Faker's and Synthea's names carry numbers: "Abe604". */
static bool
is_name_numbered(struct str v)
{
	char plain[NAME_MAX_CHARS];
	size_t n = 0;

	if (v.n > NAME_MAX_CHARS)
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (!digit(v.p[i]))
			plain[n++] = v.p[i];
	return n + 4 >= v.n && is_name((struct str){ plain, n });
}

static bool
is_day(int y, int m, int d)
{
	return y >= YEAR_FIRST && y <= YEAR_LAST && m >= 1 && m <= 12 &&
	    d >= 1 && d <= 31 && (m != 2 || d <= 29) &&
	    ((m != 4 && m != 6 && m != 9 && m != 11) || d <= 30);
}

/* Three numbers with one kind of separator; how many bytes, or 0. */
static size_t
three(struct str v, int n[3], size_t len[3])
{
	size_t at = 0;
	char sep = 0;

	for (size_t i = 0; i < 3; i++) {
		n[i] = 0;
		len[i] = 0;
		for (; at < v.n && digit(v.p[at]) && len[i] < 4; at++) {
			n[i] = n[i] * 10 + (v.p[at] - '0');
			len[i]++;
		}
		if (len[i] == 0)
			return 0;
		if (i == 2)
			break;
		if (at >= v.n || strchr("-/.", v.p[at]) == NULL ||
		    (i == 1 && v.p[at] != sep))
			return 0;
		sep = v.p[at++];
	}
	return at;
}

/* A calendar date, with or without a time behind. */
static bool
is_date(struct str v)
{
	size_t at, len[3];
	uint64_t all;
	int n[3];

	if (v.n > 40)
		return false;
	if ((v.n == 8 || v.n == 12 || v.n == 14 ||
		(v.n > 14 && (v.p[14] == '.' || v.p[14] == '+'))) &&
	    str_num(str_sub(v, 0, 8), 99999999, &all) == 0)
		return is_day((int)(all / 10000), (int)(all / 100 % 100),
			   (int)(all % 100)) ||
		    (v.n == 8 &&
			is_day((int)(all % 10000), (int)(all / 10000 % 100),
			    (int)(all / 1000000)));
	if ((at = three(v, n, len)) == 0)
		return false;
	if (at < v.n && v.p[at] != 'T' && v.p[at] != ' ')
		return false;
	if (len[0] == 4)
		return is_day(n[0], n[1], n[2]);
	if (len[2] == 2)
		n[2] += n[2] > 35 ? 1900 : 2000;
	return is_day(n[2], n[1], n[0]) || is_day(n[2], n[0], n[1]);
}

/* A year or a month of birth counts in a field that says so. */
static bool
is_birth(struct str v)
{
	uint64_t y;

	if (v.n == 4 && str_num(v, 9999, &y) == 0)
		return y >= YEAR_FIRST && y <= YEAR_LAST;
	if (v.n == 7 && v.p[4] == '-' &&
	    str_num(str_sub(v, 0, 4), 9999, &y) == 0)
		return y >= YEAR_FIRST && y <= YEAR_LAST;
	return is_date(v);
}

static bool
local_char(char c)
{
	return letter(c) || digit(c) ||
	    (c != '\0' && strchr("!#$%&'*+/=?^_`{|}~.-", c) != NULL);
}

static bool
host_char(char c)
{
	return letter(c) || digit(c) || c == '.' || c == '-';
}

static bool
is_email(struct str v)
{
	size_t at = str_rchr(v, '@'), dot;
	struct str host;

	if (str_starts(v, STR("mailto:"))) {
		v = str_sub(v, 7, v.n);
		at = str_rchr(v, '@');
	}
	if (at == STR_NONE || at == 0 || at > 64 || v.n > 254)
		return false;
	host = str_sub(v, at + 1, v.n);
	dot = str_rchr(host, '.');
	if (dot == STR_NONE || dot == 0 || host.n - dot < 3)
		return false;
	return count(str_sub(v, 0, at), local_char) == at &&
	    count(host, host_char) == host.n &&
	    count(str_sub(host, dot + 1, host.n), letter) == host.n - dot - 1;
}

/* E.164, or as it is dialled at home: 6 to 15 digits and what stands
   between them. */
static bool
is_phone(struct str v)
{
	size_t digits = count(v, digit);

	if (str_starts(v, STR("tel:")))
		v = str_sub(v, 4, v.n);
	if (digits < 6 || digits > 15 || v.n > 30)
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (!digit(v.p[i]) && strchr(" +-./()xX", v.p[i]) == NULL)
			return false;
	return true;
}

static bool
is_address(struct str v)
{
	return v.n >= 4 && v.n <= ADDRESS_MAX && count(v, letter) >= 3 &&
	    !nothing(v) && str_chr(v, '@', 0) == STR_NONE &&
	    str_find(v, STR("://"), 0) == STR_NONE;
}

static bool
is_street(struct str v)
{
	return is_address(v) && count(v, digit) > 0;
}

static bool
is_postal_code(struct str v)
{
	size_t digits = count(v, digit), letters = count(v, letter);

	return v.n >= 3 && v.n <= 10 && digits >= 2 && letters <= 5 &&
	    digits + letters + 1 >= v.n;
}

static bool
is_blood_group(struct str v)
{
	static const char *const v_[] = { "A", "B", "AB", "O", "0" };

	while (v.n && strchr("+- ", v.p[v.n - 1]))
		v.n--;
	for (size_t i = 0; i < LEN(v_); i++)
		if (str_ieq(v, str_of(v_[i])))
			return true;
	return false;
}

static bool
is_ipv4(struct str v)
{
	struct str part;
	uint64_t n;
	size_t k = 0;

	while (str_cut(&v, '.', &part)) {
		if (part.n > 3 || str_num(part, 255, &n) < 0)
			return false;
		k++;
	}
	return k == 4;
}

static bool
is_ip(struct str v)
{
	size_t colons = 0;

	if (is_ipv4(v))
		return true;
	for (size_t i = 0; i < v.n; i++) {
		colons += v.p[i] == ':';
		if (v.p[i] != ':' && v.p[i] != '.' && str_hex(v.p[i]) < 0)
			return false;
	}
	return colons >= 2 && colons <= 7 && v.n >= 3 && v.n <= 45;
}

static bool
is_mac(struct str v)
{
	if (v.n != 17)
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (i % 3 == 2 ? v.p[i] != v.p[2] : str_hex(v.p[i]) < 0)
			return false;
	return v.p[2] == ':' || v.p[2] == '-';
}

/* Degrees with digits behind the point: where somebody is. */
static bool
is_degrees(struct str v)
{
	size_t dot = str_chr(v, '.', 0);

	if (v.n && (v.p[0] == '-' || v.p[0] == '+')) {
		v = str_sub(v, 1, v.n);
		dot = str_chr(v, '.', 0);
	}
	return dot != STR_NONE && dot >= 1 && dot <= 3 && v.n - dot > 4 &&
	    v.n < 24 && count(v, digit) == v.n - 1;
}

/* A number of an insurance, a record, a licence: has digits. */
static bool
is_number(struct str v)
{
	size_t digits = count(v, digit);

	return v.n >= 3 && v.n <= 40 && digits >= 1 && !nothing(v) &&
	    str_chr(v, ' ', 0) == STR_NONE;
}

/* Words about somebody. */
static bool
is_words(struct str v)
{
	return v.n >= 3 && count(v, letter) >= 3 && !nothing(v);
}

/* A number with or without a unit, or a word or two. */
static bool
is_result(struct str v)
{
	return v.n > 0 && v.n <= 200 && (count(v, digit) || is_words(v));
}

static const struct value {
	const char *name;
	idvalue_test *is;
} values[] = {
	{ "address", is_address },
	{ "birth", is_birth },
	{ "blood-group", is_blood_group },
	{ "degrees", is_degrees },
	{ "email", is_email },
	{ "ip", is_ip },
	{ "mac", is_mac },
	{ "name", is_name_numbered },
	{ "number", is_number },
	{ "phone", is_phone },
	{ "postal-code", is_postal_code },
	{ "result", is_result },
	{ "street", is_street },
	{ "words", is_words },
};

idvalue_test *
idvalue_find(struct str name)
{
	for (size_t i = 0; i < LEN(values); i++)
		if (str_eqz(name, values[i].name))
			return values[i].is;
	return NULL;
}

const char *const *
idvalue_names(void)
{
	static const char *names[LEN(values) + 1];

	for (size_t i = 0; i < LEN(values); i++)
		names[i] = values[i].name;
	return names;
}

/* RFC 2606 and RFC 6761, and who is known to stand in examples. */
static const char *
email_synthetic(struct str v)
{
	static const char *const hosts[] = { "example.com", "example.org",
		"example.net", "example.edu", "test.com", "domain.com",
		"email.com", "foo.com", "foo.bar", "localhost.localdomain",
		"mydomain.com", "yourdomain.com", "acme.com", "company.com" };
	static const char *const ends[] = { ".example", ".test", ".invalid",
		".localhost", ".example.com", ".example.org", ".example.net",
		".local", ".localdomain" };
	size_t at = str_rchr(v, '@');
	struct str host = str_sub(v, at == STR_NONE ? 0 : at + 1, v.n);

	for (size_t i = 0; i < LEN(hosts); i++)
		if (str_ieq(host, str_of(hosts[i])))
			return "of an example's domain";
	for (size_t i = 0; i < LEN(ends); i++) {
		struct str end = str_of(ends[i]);

		if (host.n >= end.n &&
		    str_ieq(str_sub(host, host.n - end.n, host.n), end))
			return "of a reserved domain";
	}
	return NULL;
}

/* 555-01xx, and the ranges that ARCEP and Ofcom keep for fiction. */
static const char *
phone_synthetic(struct str v)
{
	static const char *const heads[] = { "19900", "26191", "35301", "46571",
		"53649", "63998" };
	char d[16];
	size_t n = 0;
	struct str all;

	for (size_t i = 0; i < v.n && n < sizeof(d); i++)
		if (digit(v.p[i]))
			d[n++] = v.p[i];
	all = (struct str){ d, n };
	if (n >= 7 && str_starts(str_sub(all, n - 7, n), STR("555")))
		return "in a range kept for fiction";
	if (str_starts(all, STR("33")))
		all = str_sub(all, 2, n);
	if (all.n && all.p[0] == '0')
		all = str_sub(all, 1, all.n);
	for (size_t i = 0; i < LEN(heads) && all.n == 9; i++)
		if (str_starts(all, str_of(heads[i])))
			return "in a range kept for fiction";
	return NULL;
}

/* RFC 5737, RFC 3849, RFC 1918 and what is local. */
static const char *
ip_synthetic(struct str v)
{
	static const char *const heads[] = { "192.0.2.", "198.51.100.",
		"203.0.113.", "2001:db8:", "127.", "10.", "192.168.", "0.",
		"::1", "fe80:", "169.254.", "255." };

	for (size_t i = 0; i < LEN(heads); i++)
		if (str_starts(v, str_of(heads[i])))
			return "of a private or documentation's network";
	return NULL;
}

const char *
idvalue_synthetic(idvalue_test *test, struct str v)
{
	if (test == is_email)
		return email_synthetic(v);
	if (test == is_phone)
		return phone_synthetic(v);
	if (test == is_ip)
		return ip_synthetic(v);
	if (test == is_name_numbered && !is_name(v))
		return "a name with a number, as generators make them";
	return NULL;
}

bool
idvalue_vague(idvalue_test *test)
{
	return test == is_number || test == is_words || test == is_result ||
	    test == is_address;
}

bool
idvalue_any(struct str v)
{
	return count(v, letter) + count(v, digit) > 0 && !nothing(v);
}
