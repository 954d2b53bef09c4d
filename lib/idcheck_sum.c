#include "base.h"
#include "idcheck_in.h"
#include "str.h"

int
idcheck_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 10;
	return c == '<' ? 0 : -1;
}

bool
idcheck_take(const struct idplaces *p, struct str v, char *out, size_t *n)
{
	*n = p->all ? v.n : p->n;
	if (*n > IDCHECK_VALUE)
		return false;
	for (size_t i = 0; i < *n; i++) {
		size_t at = p->all ? i : p->v[i];

		if (!p->all && at >= PLACE_END)
			at = v.n + at - 256;
		if (at >= v.n)
			return false;
		out[i] = v.p[at];
	}
	return true;
}

/*
 * The characters at c->at as digits: prefix, map, letters by their number
 * in base 36 (two digits) unless the map knows better. 0: not possible.
 */
static size_t
digits_of(const struct idcheck *c, struct str v, char out[IDCHECK_DIGITS])
{
	char in[IDCHECK_VALUE];
	size_t n, k = 0;

	if (!idcheck_take(&c->at, v, in, &n))
		return 0;
	for (; k < c->prefix.n; k++)
		out[k] = c->prefix.p[k];
	for (size_t i = 0; i < n;) {
		struct str rest = { in + i, n - i };
		int d = idcheck_value(in[i]);
		size_t m;

		for (m = 0; m < c->nmap && !str_starts(rest, c->from[m]); m++)
			;
		if (k + 4 > IDCHECK_DIGITS || d < 0)
			return 0;
		if (m < c->nmap) {
			for (size_t j = 0; j < c->to[m].n && j < 4; j++)
				out[k++] = c->to[m].p[j];
			i += c->from[m].n;
			continue;
		}
		if (d > 9)
			out[k++] = (char)('0' + d / 10);
		out[k++] = (char)('0' + d % 10);
		i++;
	}
	return k;
}

/* ISO/IEC 7812-1, annex B; a letter counts as its number in base 36. */
bool
idcheck_luhn(const struct idcheck *c, struct str v)
{
	char in[IDCHECK_DIGITS];
	size_t n, k = c->prefix.n;
	unsigned sum = 0;

	for (size_t i = 0; i < k; i++)
		in[i] = c->prefix.p[i];
	if (!idcheck_take(&c->at, v, in + k, &n))
		return false;
	n += k;
	for (size_t i = n, odd = 0; i-- > 0; odd = !odd) {
		int value = idcheck_value(in[i]);
		unsigned d = (unsigned)value;

		if (in[i] == '-') { /* of a number that is kept as written */
			odd = !odd;
			continue;
		}
		if (value < 0)
			return false;
		if (odd)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return sum % 10 == 0;
}

/* J. Verhoeff, Error Detecting Decimal Codes, 1969. */
bool
idcheck_verhoeff(const struct idcheck *c, struct str v)
{
	static const char *const mul[10] = { "0123456789", "1234067895",
		"2340178956", "3401289567", "4012395678", "5987604321",
		"6598710432", "7659821043", "8765932104", "9876543210" };
	static const char *const perm[8] = { "0123456789", "1576283094",
		"5803796142", "8916043527", "9453126870", "4286573901",
		"2793806415", "7046913258" };
	char in[IDCHECK_VALUE];
	size_t n;
	int s = 0;

	if (!idcheck_take(&c->at, v, in, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		int d = idcheck_value(in[n - 1 - i]);

		if (d < 0 || d > 9)
			return false;
		s = mul[s][perm[i % 8][d] - '0'] - '0';
	}
	return s == 0;
}

/* Does the remainder stand where the check is? */
static bool
stands(const struct idcheck *c, struct str v, unsigned r)
{
	char in[IDCHECK_VALUE];
	unsigned given = 0;
	size_t n;

	if (!idcheck_take(&c->check, v, in, &n) || n == 0)
		return false;
	if (c->alphabet.n)
		return r < c->alphabet.n && n == 1 && in[0] == c->alphabet.p[r];
	for (size_t i = 0; i < n; i++) {
		if (in[i] < '0' || in[i] > '9')
			return false;
		given = given * 10 + (unsigned)(in[i] - '0');
	}
	return given == r;
}

bool
idcheck_mod(const struct idcheck *c, struct str v)
{
	char d[IDCHECK_DIGITS];
	size_t n = digits_of(c, v, d);
	unsigned r = 0;

	if (n == 0)
		return false;
	for (size_t i = 0; i < n; i++)
		r = (r * 10 + (unsigned)(d[i] - '0')) % c->mod;
	r = (r + c->add) % c->mod;
	if (c->minus)
		r = c->mod - r;
	if (r == 0)
		r = c->zero;
	if (r == 10 && c->ten >= 0)
		r = (unsigned)c->ten;
	return stands(c, v, r);
}

static int
letter(const struct idcheck *c, char ch)
{
	static const char vin[] = "12345678.12345.7.923456789";
	int d = idcheck_value(ch);
	size_t at;

	if (d < 10 || c->letters == LETTERS_36 || c->letters == LETTERS_TWO)
		return d;
	if (c->letters == LETTERS_VIN)
		return vin[d - 10] == '.' ? -1 : vin[d - 10] - '0';
	at = str_chr(c->alphabet, ch, 0);
	return at == STR_NONE ? -1 : (int)at;
}

/* The weighted sum modulo c->mod, or -1. */
static int
weighted(const struct idcheck *c, struct str v, const int *w, size_t nw)
{
	char in[IDCHECK_VALUE], two[IDCHECK_DIGITS];
	size_t n, k = 0;
	int sum = (int)c->add;

	if (nw == 0 || !idcheck_take(&c->at, v, in, &n))
		return -1;
	for (size_t i = 0; i < n && k + 2 < IDCHECK_DIGITS; i++) {
		int d = letter(c, in[i]);

		if (d < 0)
			return -1;
		if (c->letters == LETTERS_TWO && d > 9) {
			two[k++] = (char)((d - 9) / 10);
			d = (d - 9) % 10;
		}
		two[k++] = (char)d;
	}
	for (size_t i = 0; i < k; i++) {
		int p = two[i] * w[i % nw];

		sum += c->digits ? p / 10 + p % 10 : p;
	}
	sum %= (int)c->mod;
	return sum < 0 ? sum + (int)c->mod : sum;
}

bool
idcheck_sum(const struct idcheck *c, struct str v)
{
	int r = weighted(c, v, c->w, c->nw), ten = c->ten;

	if (r < 0)
		return false;
	if (r == 10 && ten == TEN_NEXT) {
		r = weighted(c, v, c->then, c->nthen);
		ten = 0;
	}
	if (c->minus)
		r = ((int)c->mod - r) % (int)c->mod;
	if (r >= 10 && c->alphabet.n == 0) {
		if (ten == TEN_NONE)
			return false;
		r = ten;
	}
	return r >= 0 && stands(c, v, (unsigned)r);
}

bool
idcheck_total(const struct idcheck *c, struct str v)
{
	return weighted(c, v, c->w, c->nw) == (int)c->zero;
}

/* ISO/IEC 7064, hybrid system with two moduli. */
bool
idcheck_iso7064_11_10(const struct idcheck *c, struct str v)
{
	char in[IDCHECK_VALUE];
	size_t n;
	int p = 10;

	if (!idcheck_take(&c->at, v, in, &n) || n == 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		int d = idcheck_value(in[i]);

		if (d < 0 || d > 9)
			return false;
		p = (p + d) % 10;
		if (i + 1 == n)
			return p == 1;
		p = (p ? p : 10) * 2 % 11;
	}
	return false;
}

/* ISO/IEC 7064, pure system; the last may be X. */
bool
idcheck_iso7064_11_2(const struct idcheck *c, struct str v)
{
	char in[IDCHECK_VALUE];
	size_t n;
	int p = 0;

	if (!idcheck_take(&c->at, v, in, &n) || n == 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		int d = i + 1 == n && in[i] == 'X' ? 10 : idcheck_value(in[i]);

		if (d < 0 || d > 10)
			return false;
		p = (p * 2 + d) % 11;
	}
	return p == 1;
}

/* Decreto ministeriale of 23 December 1976: a character at an odd place has
   a value of its own, here as a letter from A = 0 on. */
bool
idcheck_codice_fiscale(const struct idcheck *c, struct str v)
{
	static const char odd[] = "BAFHJNPRTVCESULDGIMOQKWZYX";
	char in[IDCHECK_VALUE];
	size_t n;
	int sum = 0, d;

	if (!idcheck_take(&c->at, v, in, &n) || n != 16)
		return false;
	for (size_t i = 0; i < 15; i++) {
		if ((d = idcheck_value(in[i])) < 0)
			return false;
		d = d > 9 ? d - 10 : d;
		sum += i % 2 ? d : odd[d] - 'A';
	}
	return in[15] == 'A' + sum % 26;
}

/* Does the country have IBANs of this length? */
static bool
iban_length(const struct idcheck *c, struct str v)
{
	uint64_t n;

	for (size_t i = 0; i < c->nword; i++)
		if (memcmp(c->word[i].p, v.p, 2) == 0)
			return str_num(str_sub(c->word[i], 2, c->word[i].n), 64,
				   &n) == 0 &&
			    n == v.n;
	return false;
}

/* ISO 13616: the first four go to the end, modulo 97 is 1. */
bool
idcheck_iban(const struct idcheck *c, struct str v)
{
	unsigned r = 0;

	if (v.n < 5 || v.n > IDCHECK_VALUE || !iban_length(c, v))
		return false;
	for (size_t i = 0; i < v.n; i++) {
		int d = idcheck_value(v.p[(i + 4) % v.n]);

		if (d < 0)
			return false;
		r = (r * (d > 9 ? 100 : 10) + (unsigned)d) % 97;
	}
	return r == 1;
}
