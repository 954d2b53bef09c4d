#include "base.h"
#include "idshape.h"
#include "str.h"

#define DIGITS UINT64_C(0x3ff)
#define LETTERS (((UINT64_C(1) << 26) - 1) << 10)

uint64_t
idshape_bit(char c)
{
	if (c >= '0' && c <= '9')
		return UINT64_C(1) << (c - '0');
	if (c >= 'A' && c <= 'Z')
		return UINT64_C(1) << (c - 'A' + 10);
	if (c >= 'a' && c <= 'z')
		return UINT64_C(1) << (c - 'a' + 10);
	switch (c) {
	case '+': return UINT64_C(1) << 36;
	case '-': return UINT64_C(1) << 37;
	case '<': return UINT64_C(1) << 38;
	default: return 0;
	}
}

/* "[A-CF-]": *at is behind the bracket, then behind its end. */
static uint64_t class(struct str s, size_t *at)
{
	uint64_t set = 0;

	for (; *at < s.n && s.p[*at] != ']'; (*at)++) {
		char c = s.p[*at], to = c;

		if (*at + 2 < s.n && s.p[*at + 1] == '-' &&
		    s.p[*at + 2] != ']') {
			to = s.p[*at + 2];
			*at += 2;
		}
		if (to < c || idshape_bit(c) == 0)
			return 0;
		for (unsigned char k = (unsigned char)c; k <= (unsigned char)to;
		     k++)
			set |= idshape_bit((char)k);
	}
	(*at)++;
	return *at <= s.n ? set : 0;
}

/* "{2}" or "{2,9}", or nothing: once. */
static bool
times(struct str s, size_t *at, uint64_t *min, uint64_t *max)
{
	struct str body, head;
	size_t end;

	*min = *max = 1;
	if (*at >= s.n || s.p[*at] != '{')
		return true;
	if ((end = str_chr(s, '}', *at)) == STR_NONE)
		return false;
	body = str_sub(s, *at + 1, end);
	*at = end + 1;
	if (!str_cut(&body, ',', &head) || str_num(head, IDSHAPE_MAX, min) < 0)
		return false;
	*max = *min;
	return body.n == 0 || str_num(body, IDSHAPE_MAX, max) == 0;
}

const char *
idshape_parse(struct idshape *s, struct str text)
{
	size_t at = 0;

	*s = (struct idshape){ .min = 0 };
	while (at < text.n) {
		uint64_t set = 0, min, max;
		char c = text.p[at++];

		if (s->min != s->max)
			return "may vary in length at its end alone";
		switch (c) {
		case '9': set = DIGITS; break;
		case 'A': set = LETTERS; break;
		case 'X': set = DIGITS | LETTERS; break;
		case '[': set = class(text, &at); break;
		default: break;
		}
		if (set == 0 || !times(text, &at, &min, &max) || max < min)
			return "is made of 9, A, X and [sets], with {n} behind";
		if (max > IDSHAPE_MAX - s->max)
			return "is too long";
		for (uint64_t i = 0; i < max; i++)
			s->set[s->max++] = set;
		s->min += min;
	}
	return s->max ? NULL : "is empty";
}

bool
idshape_match(const struct idshape *s, struct str v)
{
	if (v.n < s->min || v.n > s->max)
		return false;
	for (size_t i = 0; i < v.n; i++)
		if ((s->set[i] & idshape_bit(v.p[i])) == 0)
			return false;
	return true;
}

/* What people write between the parts. */
static bool
is_separator(char c)
{
	return c == ' ' || c == '-' || c == '.' || c == '/' || c == '+' ||
	    c == '\'';
}

bool
idtext_make(struct idtext *t, struct str v)
{
	t->nbare = t->nraw = 0;
	t->digits = true;
	v = str_trim(v);
	if (v.n == 0 || v.n > IDSHAPE_MAX)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		t->raw[i] = c;
		if (is_separator(c) && i > 0)
			continue;
		if (idshape_bit(c) == 0)
			return false;
		t->digits &= c >= '0' && c <= '9';
		t->bare[t->nbare++] = c;
	}
	t->nraw = v.n;
	return t->nbare > 0;
}

size_t
idshape_form(struct str form, struct str s)
{
	if (s.n < form.n)
		return 0;
	for (size_t i = 0; i < form.n; i++) {
		uint64_t bit = idshape_bit(s.p[i]);

		switch (form.p[i]) {
		case '9':
			if ((bit & DIGITS) == 0)
				return 0;
			break;
		case 'A':
			if ((bit & LETTERS) == 0)
				return 0;
			break;
		case 'X':
			if ((bit & (DIGITS | LETTERS)) == 0)
				return 0;
			break;
		default:
			if (form.p[i] != s.p[i])
				return 0;
		}
	}
	if (s.n > form.n && idshape_bit(s.p[form.n]) & (DIGITS | LETTERS))
		return 0;
	return form.n;
}
