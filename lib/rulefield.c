#include "base.h"
#include "arena.h"
#include "rulefield.h"
#include "str.h"

#define ID_MAX 64u

static const char no_memory[] = "no memory";

static bool
is_id(struct str s)
{
	if (s.n == 0 || s.n > ID_MAX)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-')
			return false;
	}
	return true;
}

static const char *
take_id(struct arena *mem, struct rule *r, void *member, struct str value)
{
	size_t slash = str_chr(value, '/', 0);

	(void)mem;
	(void)member;
	if (slash != STR_NONE) {
		r->sieve = str_sub(value, 0, slash);
		value = str_sub(value, slash + 1, value.n);
	}
	r->id = value;
	if (!is_id(r->id) || !is_id(r->sieve))
		return "must be made of a-z, 0-9 and '-'";
	return NULL;
}

static const char *
take_text(struct arena *mem, struct rule *r, void *member, struct str value)
{
	(void)mem;
	(void)r;
	*(struct str *)member = value;
	return NULL;
}

static const char *
take_model(struct arena *mem, struct rule *r, void *member, struct str value)
{
	static const char *const models[] = { "password", "secret", "token",
		"key", "salt", NULL };

	(void)mem;
	(void)member;
	for (size_t i = 0; models[i] != NULL; i++)
		if (str_eqz(value, models[i])) {
			r->model = value;
			return NULL;
		}
	return "must be password, secret, token, key or salt";
}

static const char *
take_severity(struct arena *mem, struct rule *r, void *member, struct str value)
{
	(void)mem;
	(void)member;
	if (sev_parse(value, &r->severity) < 0)
		return "must be critical, high, medium, low or info";
	return NULL;
}

static const char *
take_flag(struct arena *mem, struct rule *r, void *member, struct str value)
{
	(void)mem;
	(void)r;
	*(bool *)member = str_eqz(value, "yes");
	if (!str_eqz(value, "yes") && !str_eqz(value, "no"))
		return "must be yes or no";
	return NULL;
}

static const char *
take_size(struct arena *mem, struct rule *r, void *member, struct str value)
{
	uint64_t n;

	(void)mem;
	(void)r;
	if (str_num(value, 1u << 20, &n) < 0 || n == 0)
		return "must be a number from 1 to 1048576";
	*(size_t *)member = n;
	return NULL;
}

static const char *
take_distance(struct arena *mem, struct rule *r, void *member, struct str value)
{
	uint64_t n;

	(void)mem;
	(void)r;
	if (str_num(value, RULE_DISTANCE_MAX, &n) < 0 || n == 0)
		return "must be a number of bytes from 1 to 4096";
	*(size_t *)member = n;
	return NULL;
}

static const char *
take_cwe(struct arena *mem, struct rule *r, void *member, struct str value)
{
	uint64_t n;

	(void)mem;
	(void)member;
	if (str_starts(value, STR("CWE-")))
		value = str_sub(value, 4, value.n);
	if (str_num(value, 99999, &n) < 0 || n == 0)
		return "must be the number of a weakness";
	r->cwe = (unsigned)n;
	return NULL;
}

/* "3.25" is 325; a byte has no more than 8 bits. */
static const char *
take_bits(struct arena *mem, struct rule *r, void *member, struct str value)
{
	static const char wrong[] = "must be bits a byte, as in 3.5";
	size_t dot = str_chr(value, '.', 0);
	uint64_t whole, part = 0;

	(void)mem;
	(void)r;
	if (dot != STR_NONE) {
		struct str frac = str_sub(value, dot + 1, value.n);

		if (frac.n > 2 || str_num(frac, 99, &part) < 0)
			return wrong;
		if (frac.n == 1)
			part *= 10;
	}
	if (str_num(str_sub(value, 0, dot), 8, &whole) < 0)
		return wrong;
	*(unsigned *)member = (unsigned)(whole * 100 + part);
	return NULL;
}

static const char *
list_add(struct arena *mem, struct list *l, struct str value)
{
	if (l->n == RULE_LIST_MAX)
		return "is too long a list";
	/* The array doubles whenever its length is a power of two. */
	if ((l->n & (l->n - 1)) == 0) {
		size_t cap = l->n ? l->n * 2 : 1;
		struct str *v = arena_new(mem, cap * sizeof(*v));

		if (v == NULL)
			return no_memory;
		if (l->n)
			memcpy(v, l->v, l->n * sizeof(*v));
		l->v = v;
	}
	l->v[l->n++] = value;
	return NULL;
}

static const char *
take_line(struct arena *mem, struct rule *r, void *member, struct str value)
{
	(void)r;
	return list_add(mem, member, value);
}

static const char *
take_globs(struct arena *mem, struct rule *r, void *member, struct str value)
{
	const char *why = NULL;
	struct str word;

	(void)r;
	while (why == NULL && str_word(&value, &word))
		why = list_add(mem, member, word);
	return why;
}

/* The byte at *at of s, where a backslash begins "\s", "\xNN" or "\\". */
static int
unescape(struct str s, size_t *at)
{
	char c = s.p[(*at)++];
	int hi, lo;

	if (c != '\\')
		return (unsigned char)c;
	if (*at == s.n)
		return -1;
	switch (c = s.p[(*at)++]) {
	case 's': return ' ';
	case 't': return '\t';
	case 'n': return '\n';
	case 'r': return '\r';
	case 'x':
		if (s.n - *at < 2 || (hi = str_hex(s.p[*at])) < 0 ||
		    (lo = str_hex(s.p[*at + 1])) < 0)
			return -1;
		*at += 2;
		return hi * 16 + lo;
	default:
		return (unsigned char)c > ' ' && !(c >= '0' && c <= '9') &&
			!((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ?
		    (unsigned char)c :
		    -1;
	}
}

static const char *
decode(struct arena *mem, struct str *word)
{
	struct str out;
	size_t n = 0;

	if (str_chr(*word, '\\', 0) == STR_NONE)
		return NULL;
	out = *word;
	*word = arena_str(mem, out);
	if (word->p == NULL)
		return no_memory;
	for (size_t at = 0; at < out.n;) {
		int c = unescape(out, &at);

		if (c < 0)
			return "has an escape that is none: \\s \\xNN \\\\";
		/* Nobody else has seen this copy yet. */
		((char *)(uintptr_t)word->p)[n++] = (char)c;
	}
	word->n = n;
	return NULL;
}

static const char *
take_words(struct arena *mem, struct rule *r, void *member, struct str value)
{
	const char *why = NULL;
	struct str word;

	(void)r;
	while (why == NULL && str_word(&value, &word))
		if ((why = decode(mem, &word)) == NULL)
			why = list_add(mem, member, word);
	return why;
}

static const char *
take_keyword(struct arena *mem, struct rule *r, void *member, struct str value)
{
	const char *why = take_words(mem, r, member, value);

	for (size_t i = 0; i < r->keyword.n && why == NULL; i++)
		if (r->keyword.v[i].n < 2 || r->keyword.v[i].n > 64)
			why = "must be literals of 2 to 64 bytes";
	return why;
}

static void
set_range(uint64_t set[4], unsigned from, unsigned to)
{
	for (unsigned b = from; b <= to; b++)
		set[b / 64] |= UINT64_C(1) << (b % 64);
}

/* The inside of "[A-Za-z0-9_-]"; false when it is not one. */
static bool
class_of(struct str s, uint64_t set[4])
{
	for (size_t at = 0; at < s.n;) {
		int from, to;

		if (str_starts(str_sub(s, at, s.n), STR("\\w"))) {
			set_range(set, 'a', 'z');
			set_range(set, 'A', 'Z');
			set_range(set, '0', '9');
			set_range(set, '_', '_');
			at += 2;
			continue;
		}
		if ((from = to = unescape(s, &at)) < 0)
			return false;
		if (at + 1 < s.n && s.p[at] == '-') {
			at++;
			to = unescape(s, &at);
		}
		if (to < from)
			return false;
		set_range(set, (unsigned)from, (unsigned)to);
	}
	return s.n > 0;
}

/* "[A-Za-z0-9_-]{0,64}" */
static const char *
take_back(struct arena *mem, struct rule *r, void *member, struct str value)
{
	static const char wrong[] = "must be as in [A-Za-z0-9_-]{0,64}";
	size_t end = str_rchr(value, ']'), comma;
	struct str count;
	uint64_t max;

	(void)mem;
	(void)member;
	if (end == STR_NONE || !str_starts(value, STR("[")) ||
	    !class_of(str_sub(value, 1, end), r->back.set))
		return wrong;
	count = str_sub(value, end + 1, value.n);
	if (!str_starts(count, STR("{")) || !str_ends(count, STR("}")))
		return wrong;
	count = str_sub(count, 1, count.n - 1);
	if ((comma = str_chr(count, ',', 0)) != STR_NONE)
		count = str_sub(count, comma + 1, count.n);
	if (str_num(count, 4096, &max) < 0 || max == 0)
		return wrong;
	r->back.max = max;
	return NULL;
}

#define FIELD(name, take, member, flags) \
	{ \
		name, sizeof(name) - 1, take, offsetof(struct rule, member), \
		    flags \
	}

const struct rulefield rulefields[] = {
	FIELD("back", take_back, back, 0),
	FIELD("check", take_line, check, RULEFIELD_REPEAT),
	FIELD("context", take_words, context, RULEFIELD_REPEAT),
	FIELD("cwe", take_cwe, cwe, 0),
	FIELD("distance", take_distance, distance, 0),
	FIELD("entropy", take_bits, entropy, 0),
	FIELD("fix", take_text, fix, 0),
	FIELD("generic", take_flag, generic, 0),
	FIELD("guessable", take_flag, guessable, 0),
	FIELD("id", take_id, id, RULEFIELD_MUST),
	FIELD("keyword", take_keyword, keyword, 0),
	FIELD("match", take_text, match, RULEFIELD_MUST),
	FIELD("model", take_model, model, 0),
	FIELD("no", take_line, no, RULEFIELD_REPEAT),
	FIELD("nocase", take_flag, nocase, 0),
	FIELD("not-context", take_words, not_context, RULEFIELD_REPEAT),
	FIELD("not-path", take_globs, not_path, 0),
	FIELD("pair", take_text, pair, 0),
	FIELD("pair-lines", take_size, pair_lines, 0),
	FIELD("path", take_globs, path, 0),
	FIELD("placeholder", take_words, placeholder, RULEFIELD_REPEAT),
	FIELD("revoke", take_line, revoke, RULEFIELD_REPEAT),
	FIELD("secret", take_text, secret, 0),
	FIELD("see", take_line, see, RULEFIELD_REPEAT),
	FIELD("severity", take_severity, severity, RULEFIELD_MUST),
	FIELD("stored", take_flag, stored, 0),
	FIELD("title", take_text, title, RULEFIELD_MUST),
	FIELD("why", take_text, why, 0),
	FIELD("without", take_line, without, RULEFIELD_REPEAT),
	FIELD("yes", take_line, yes, RULEFIELD_REPEAT),
	{ NULL, 0, NULL, 0, 0 },
};

_Static_assert(LEN(rulefields) == RULEFIELD_COUNT + 1,
    "RULEFIELD_COUNT counts the fields");
