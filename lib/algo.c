#include "base.h"
#include "algo.h"
#include "stanza.h"
#include "str.h"
#include "vec.h"

enum {
	NAME_BYTES = 40, /* of one name, and of one word of a spec */
	WORDS = 24,	 /* of a spec that count */
	JOINED = 5,	 /* words that are one name together */
	SPEC_BYTES = 200
};

const char *const algo_kinds[ALGO_KINDS + 1] = { "cipher", "curve", "hash",
	"kdf", "mac", "mode", "padding", "public", "rng", "tls", "filler",
	NULL };

static uint64_t
hash(struct str s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211);
	return h ^ h >> 29;
}

static const struct algo *
look(const struct algos *a, struct str s)
{
	if (a->nslot == 0 || s.n == 0)
		return NULL;
	for (size_t i = (size_t)hash(s) & (a->nslot - 1);
	     a->slot[i] != UINT32_MAX; i = (i + 1) & (a->nslot - 1))
		if (str_eq(a->name[a->slot[i]].text, s))
			return &a->v[a->name[a->slot[i]].algo];
	return NULL;
}

/* Letters in lower case and digits. */
static size_t
plain(struct str s, char out[NAME_BYTES])
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < NAME_BYTES; i++) {
		char c = s.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			out[n++] = c;
	}
	return n;
}

static int
add_name(struct algos *a, struct str s)
{
	char text[NAME_BYTES];
	struct name *to;

	if (vec_room(&a->name, &a->capname, a->nname + 1, sizeof(*a->name)) < 0)
		return -1;
	to = &a->name[a->nname];
	to->text = arena_str(&a->mem, (struct str){ text, plain(s, text) });
	to->algo = (uint32_t)(a->n - 1);
	if (to->text.p == NULL)
		return -1;
	a->nname += to->text.n > 0;
	return 0;
}

static const char *
take(struct algos *a, struct str field, struct str value)
{
	struct algo *to = &a->v[a->n - 1];
	struct str word;
	uint64_t n = 0;
	size_t kind;

	if (str_eqz(field, "kind")) {
		for (kind = 0; kind < ALGO_KINDS; kind++)
			if (str_eqz(value, algo_kinds[kind]))
				break;
		to->kind = (enum algo_kind)kind;
		return kind < ALGO_KINDS ? NULL : "there is no such kind";
	}
	if (str_eqz(field, "quantum")) {
		to->quantum = str_eqz(value, "yes");
		return NULL;
	}
	if (str_eqz(field, "names")) {
		while (str_word(&value, &word))
			if (add_name(a, word) < 0)
				return "no memory";
		return NULL;
	}
	if (str_num(value, 65536, &n) < 0)
		return "must be a number of bits";
	if (str_eqz(field, "bits"))
		to->bits = (unsigned)n;
	else if (str_eqz(field, "block"))
		to->block = (unsigned)n;
	else
		return "there is no such field";
	return NULL;
}

static const char *
begin(struct algos *a, struct str field, struct str value)
{
	struct algo *to;

	if (!str_eqz(field, "id"))
		return "a stanza begins with its id";
	if (vec_room(&a->v, &a->cap, a->n + 1, sizeof(*a->v)) < 0)
		return "no memory";
	to = &a->v[a->n++];
	*to = (struct algo){ .id = arena_str(&a->mem, value) };
	return to->id.p == NULL || add_name(a, value) < 0 ? "no memory" : NULL;
}

static int
index_names(struct algos *a)
{
	a->nslot = 64;
	while (a->nslot < a->nname * 2)
		a->nslot *= 2;
	if ((a->slot = malloc(a->nslot * sizeof(*a->slot))) == NULL)
		return -1;
	memset(a->slot, 0xff, a->nslot * sizeof(*a->slot));
	for (size_t i = 0; i < a->nname; i++) {
		size_t s = (size_t)hash(a->name[i].text) & (a->nslot - 1);

		while (a->slot[s] != UINT32_MAX &&
		    !str_eq(a->name[a->slot[s]].text, a->name[i].text))
			s = (s + 1) & (a->nslot - 1);
		if (a->slot[s] == UINT32_MAX)
			a->slot[s] = (uint32_t)i;
	}
	return 0;
}

int
algos_parse(struct algos *a, struct str text, struct where *w)
{
	struct stanza s;
	struct str field, value;
	enum stanza_got got;
	const char *why = NULL;
	bool open = false;

	stanza_init(&s, text);
	a->mem.max = 4u << 20;
	while (why == NULL &&
	    (got = stanza_next(&s, &field, &value, &why)) != STANZA_EOF) {
		if (got == STANZA_FIELD) {
			why = open ? take(a, field, value) :
				     begin(a, field, value);
			open = true;
		} else if (got == STANZA_END)
			open = false;
	}
	if (why == NULL && index_names(a) < 0)
		why = "no memory";
	if (why == NULL)
		return 0;
	w->line = s.line;
	snprintf(w->why, sizeof(w->why), "%s", why);
	return -1;
}

void
algos_free(struct algos *a)
{
	free(a->v);
	free(a->name);
	free(a->slot);
	arena_free(&a->mem);
	*a = (struct algos){ 0 };
}

const struct algo *
algos_find(const struct algos *a, struct str id)
{
	char text[NAME_BYTES] = "";
	size_t n = plain(id, text);

	return look(a, (struct str){ text, n });
}

static void
note(struct spec *out, const struct algo *a)
{
	if (out->of[a->kind] == NULL)
		out->of[a->kind] = a;
}

static bool
note_number(struct spec *out, struct str s)
{
	uint64_t n;

	if (str_num(s, 65536, &n) < 0)
		return false;
	/* "1" of "sha-1" was part of a name; what is left are sizes. */
	if (n >= 40 && out->bits == 0)
		out->bits = (unsigned)n;
	return true;
}

static size_t
digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n;
}

/*
 * A word made of names and numbers alone, "pbewithmd5anddes", the longest
 * name first; "description" is none. Depth is bounded by the word.
 */
static bool
split(const struct algos *a, struct str s, struct spec *out)
{
	struct spec tried;
	const struct algo *is;
	size_t n;

	if (s.n == 0)
		return true;
	for (n = s.n; n > 1; n--) {
		if ((is = look(a, str_sub(s, 0, n))) == NULL)
			continue;
		tried = *out;
		note(&tried, is);
		if (split(a, str_sub(s, n, s.n), &tried)) {
			*out = tried;
			return true;
		}
	}
	n = digits(s);
	if (n == 0)
		return false;
	tried = *out;
	if (!note_number(&tried, str_sub(s, 0, n)) ||
	    !split(a, str_sub(s, n, s.n), &tried))
		return false;
	*out = tried;
	return true;
}

struct words {
	struct str v[WORDS];
	size_t n;
};

static bool
is_letter(char c)
{
	return (c >= '0' && c <= '9') ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static struct words
cut(struct str text)
{
	struct words w = { .n = 0 };
	size_t at = 0, from;

	text = str_sub(text, 0, SPEC_BYTES);
	while (at < text.n && w.n < WORDS) {
		while (at < text.n && !is_letter(text.p[at]))
			at++;
		for (from = at; at < text.n && is_letter(text.p[at]);)
			at++;
		if (at > from)
			w.v[w.n++] = str_sub(text, from, at);
	}
	return w;
}

/* The longest run of words from i that is one name: how many, or 0. */
static size_t
joined(const struct algos *a, const struct words *w, size_t i, struct spec *out)
{
	char text[NAME_BYTES] = "";
	const struct algo *is;
	size_t len;

	for (size_t n = w->n - i < JOINED ? w->n - i : JOINED; n > 0; n--) {
		struct str all = { w->v[i].p,
			(size_t)(w->v[i + n - 1].p + w->v[i + n - 1].n -
			    w->v[i].p) };

		if (all.n > NAME_BYTES)
			continue;
		len = plain(all, text);
		is = look(a, (struct str){ text, len });
		if (is) {
			note(out, is);
			return n;
		}
	}
	return 0;
}

bool
algos_read(const struct algos *a, struct str text, struct spec *out)
{
	struct words w = cut(text);
	char word[NAME_BYTES];

	*out = (struct spec){ .bits = 0 };
	for (size_t i = 0; i < w.n;) {
		size_t n = joined(a, &w, i, out);

		if (n == 0 && w.v[i].n <= NAME_BYTES) {
			struct str s = { word, plain(w.v[i], word) };

			if (!note_number(out, s))
				split(a, s, out);
		}
		i += n ? n : 1;
	}
	for (size_t k = 0; k < ALGO_FILLER; k++)
		if (out->of[k])
			return true;
	return false;
}
