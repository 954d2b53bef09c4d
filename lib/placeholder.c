#include "base.h"
#include "chance.h"
#include "placeholder.h"
#include "str.h"
#include "word.h"

/* The whole value, any case. */
static const char whole[] =
    " password passwd passwort motdepasse passphrase pass pwd pw secret-key "
    "secret_key secretkey token key apikey api_key api-key mypassword "
    "mypass mysecret mytoken mykey my-secret my_secret my-password "
    "my_password my-token my_token thepassword userpassword yourpassword "
    "yourtoken yoursecret none null nil undefined true false yes no on off "
    "empty default value string text xxx abc foo bar baz foobar blah todo "
    "tbd n/a na unset unknown optional required hidden protected masked "
    "encrypted secure somepassword some-password some_password pass_word "
    "newpassword oldpassword passw0rd-here user_password db_password "
    "changeit ";

/* Anywhere in it, any case: nobody draws these. */
static const char *const inside[] = { "example", "changeme", "change-me",
	"change_me", "change me", "change-this", "change_this", "changethis",
	"placeholder", "redacted", "your-", "your_", "your ", "yourpass",
	"yoursecret", "yourtoken", "yourkey", "insert-", "insert_", "replace-",
	"replace_", "replaceme", "replacethis", "fixme", "dummy", "xxxx",
	"-goes-here", "_goes_here", "-here", "_here", "not-a-real",
	"not_a_real", "notreal", "notasecret", "not-a-secret", "not_a_secret",
	"censored", "sanitized", "anonymized", "fill-in", "fill_in", "to-do",
	"********", "........", "________", NULL };
/* The same where the value is long enough to be generated. */
static const char *const inside_long[] = { "sample", "foobar", "fake",
	"removed", "<", "...", "\xe2\x80\xa6", NULL };

/* In a long one chance spells short words: these it does not. */
static const char *const inside_huge[] = { "example", "your_", "your-",
	"redacted", "placeholder", "xxxxxxxx", "........", "...", "changeme",
	"\xe2\x80\xa6", NULL };

/* Walks over keyboards and alphabets, English, French, German. */
static const char *const walks[] = { "1234567890", "0987654321", "qwertyuiop",
	"asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "qwertzuiop",
	"abcdefghijklmnopqrstuvwxyz", "abcdef0123456789", "0123456789abcdef",
	"deadbeef", "cafebabe", "1q2w3e4r5t6y", NULL };

/* Open doors that everybody knows: a finding, but a low one. */
static const char weak[] =
    " admin administrator root guest test tester testing test123 secret "
    "secret123 s3cret letmein welcome welcome1 qwerty azerty postgres mysql "
    "mariadb redis mongo mongodb rabbitmq rabbit minio minioadmin elastic "
    "kibana grafana sonar nexus jenkins tomcat oracle sa user demo public "
    "private master super toor vagrant docker ubuntu pi raspberry admin123 "
    "admin1234 root123 pass123 password1 password123 passw0rd p@ssw0rd "
    "p@ssword topsecret supersecret super-secret dev development "
    "local localhost hello world app web db database backup manager system "
    "1234 12345 123456 1234567 12345678 123456789 ";

static bool
has_any(struct str v, const char *const *list)
{
	size_t i;

	for (i = 0; list[i] != NULL; i++)
		if (str_ifind(v, str_of(list[i]), 0) != STR_NONE)
			return true;
	return false;
}

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

static bool
all_name(struct str v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if (!is_name(v.p[i]))
			return false;
	return v.n > 0;
}

/* "<x>", "[x]", "{x}", "%x%", "__x__", "$(x)" and the like, as a whole. */
static bool
is_wrapped(struct str v)
{
	char a = v.p[0], z = v.p[v.n - 1];
	struct str in;

	if (v.n < 3)
		return false;
	in = str_sub(v, 1, v.n - 1);
	if ((a == '<' && z == '>') || (a == '{' && z == '}') ||
	    (a == '`' && z == '`') || (a == '(' && z == ')'))
		return true;
	if (((a == '[' && z == ']') || (a == '%' && z == '%') ||
		(a == '@' && z == '@') || (a == '!' && z == '!')) &&
	    (all_name(in) || str_chr(in, ' ', 0) != STR_NONE))
		return true;
	return v.n > 4 && str_starts(v, STR("__")) && str_ends(v, STR("__"));
}

/* A hole that something else fills: "${X}", "{{ x }}", "%s", "$X". */
static const char *
template_why(struct str v)
{
	static const char *const holes[] = { "${", "{{", "#{", "<%", "%{", "$(",
		"$[", "$\\{", "@{", "%(", "{%", NULL };
	size_t i = 0;

	if (is_wrapped(v) || has_any(v, holes))
		return "a template";
	if (str_starts(v, STR("ENC[")) || str_starts(v, STR("ENC(")) ||
	    str_starts(v, STR("{cipher}")) || str_starts(v, STR("vault:")) ||
	    str_starts(v, STR("op://")))
		return "encrypted, or kept elsewhere";
	if (v.p[0] == '$' && v.n > 1 && all_name(str_sub(v, 1, v.n)))
		return "a variable";
	if (v.p[0] == '%' && v.n >= 2 && v.n <= 5 &&
	    strchr("sdvqxuil", v.p[v.n - 1]) != NULL)
		return "a format";
	/* {0}, {}, {name}: a hole of format() */
	while ((i = str_chr(v, '{', i)) != STR_NONE) {
		size_t end = str_chr(v, '}', i);

		if (end == STR_NONE)
			break;
		if (end - i <= 32 &&
		    (end == i + 1 || all_name(str_sub(v, i + 1, end))))
			return "a format";
		/* {A-Za-z0-9:16}, as in the examples of rules */
		if (end - i <= 32 && v.p[end - 1] >= '0' &&
		    v.p[end - 1] <= '9' &&
		    str_chr(str_sub(v, i, end), ':', 0) != STR_NONE)
			return "a generator";
		i = end;
	}
	return NULL;
}

/* "xxxxxxxx", "********", "x-x-x": one symbol and separators. */
static bool
is_mask(struct str v)
{
	static const char symbols[] = "xX*.-_#?=~0+ ";
	size_t i;

	for (i = 0; i < v.n; i++)
		if (strchr(symbols, v.p[i]) == NULL || v.p[i] == '\0')
			break;
	return i == v.n;
}

/* "abcabcabc", "deadbeefdeadbeef": one piece again and again. */
static bool
is_repeated(struct str v)
{
	size_t period;

	for (period = 1; period <= v.n / 2 && period <= 32; period++)
		if (v.n >= 6 && memcmp(v.p, v.p + period, v.n - period) == 0 &&
		    (v.n % period == 0 || v.n >= 3 * period))
			return true;
	return false;
}

/* Bytes of v covered by walks of at least five. */
static size_t
walked(struct str v)
{
	size_t i, at, n, best, sum = 0;

	for (i = 0; i<v.n; i += best> 0 ? best : 1) {
		best = 0;
		for (at = 0; walks[at] != NULL; at++) {
			size_t max = strlen(walks[at]);

			for (n = 5; n <= max && n <= v.n - i; n++)
				if (str_ifind(str_of(walks[at]),
					str_sub(v, i, i + n), 0) == STR_NONE)
					break;
			if (n > 5 && n - 1 > best)
				best = n - 1;
		}
		sum += best;
	}
	return sum;
}

static const char *
drawn_why(struct str v, bool human)
{
	struct shape h = chance_shape(v);

	if (is_mask(v) || (h.n >= 3 && h.distinct == 1))
		return "a mask";
	if (h.n >= 8 && h.run >= 5 && h.run * 2 >= h.n)
		return "one byte repeated";
	if (h.n >= 16 && (h.run >= 8 || h.distinct <= 4))
		return "too few different bytes";
	if (is_repeated(v))
		return "a piece repeated";
	if (v.n <= 256 && walked(v) * 3 >= v.n * 2)
		return "a sequence";
	if (!human && v.n <= 256 && walked(v) * 2 >= v.n)
		return "a sequence";
	return NULL;
}

const char *
placeholder_why(struct str v, bool human)
{
	const char *why;

	v = str_trim(v);
	if (v.n == 0)
		return "empty";
	if ((why = template_why(v)) != NULL)
		return why;
	if (word_in(v, whole))
		return "a word for it";
	if (has_any(v, v.n > 256 ? inside_huge : inside))
		return "says that it is none";
	if (v.n > 256)
		return is_mask(v) ? "a mask" : NULL;
	if (!human && v.n >= 12 && has_any(v, inside_long))
		return "says that it is none";
	return drawn_why(v, human);
}

const char *
placeholder_weak(struct str v)
{
	static const char *const hints[] = { "test", "demo", "fake", "sample",
		"foo", "bogus", "anonymous", NULL };

	v = str_trim(v);
	if (word_in(v, weak))
		return "a known default";
	if (v.n <= 24 && has_any(v, hints))
		return "says that it is a test's";
	return NULL;
}

/* "P@ssw0rd" is "password"; out has room for n bytes. */
static struct str
unleet(struct str v, char *out, size_t n)
{
	static const char from[] = "4@301!5$7", to[] = "aaeoiisst";
	const char *k;
	size_t i;

	for (i = 0; i < v.n && i < n; i++) {
		out[i] = v.p[i];
		k = v.p[i] == '\0' ? NULL : strchr(from, v.p[i]);
		if (k != NULL)
			out[i] = to[k - from];
	}
	return (struct str){ out, i };
}

static bool
has_byte(struct str v, const char *set)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if (v.p[i] != '\0' && strchr(set, v.p[i]) != NULL)
			return true;
	return false;
}

const char *
placeholder_plain(struct str v)
{
	static const char *const selves[] = { "password", "passwd", "passwort",
		"secret", "sekret", "passwor", NULL };
	static const char *const shorts[] = { "pass", "pwd", "token", "user",
		NULL };
	char text[32];
	struct shape h = chance_shape(v);

	if (v.n < 4)
		return "very short";
	/* One word, or two with a sign between them. */
	if (h.digit == 0 && h.upper <= 1 && h.punct <= 1 && v.n <= 16 &&
	    !(h.classes & (CLASS_BLANK | CLASS_OTHER)) &&
	    (h.punct == 0 || has_byte(v, "-_;:,")))
		return "a word";
	if (v.n > sizeof(text))
		return NULL;
	if (has_any(unleet(v, text, sizeof(text)), selves))
		return "a spelling of password";
	if (v.n <= 12 && has_any(v, shorts))
		return "a word for it";
	return NULL;
}

bool
placeholder_hole(struct str host)
{
	return host.n > 0 && host.p[0] != '\0' &&
	    strchr("$%{<", host.p[0]) != NULL;
}

const char *
placeholder_host(struct str host)
{
	static const char *const ends[] = { "example.com", "example.net",
		"example.org", "example.edu", ".example", ".test", ".invalid",
		NULL };
	static const char words[] = " host hostname server somehost myhost "
				    "yourhost proxy the.host x.y host.com foo "
				    "bar foo.com bar.com foo.bar somewhere "
				    "foo.host ";
	size_t i, end = 0;

	while (end < host.n && (is_name(host.p[end]) || (host.p[end] & 0x80)))
		end++;
	host = str_sub(host, 0, end);
	for (i = 0; ends[i] != NULL; i++)
		if (host.n >= strlen(ends[i]) &&
		    str_ieq(str_sub(host, host.n - strlen(ends[i]), host.n),
			str_of(ends[i])))
			return "a host of documentation";
	return word_in(host, words) ? "a host of documentation" : NULL;
}
