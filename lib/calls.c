#include "base.h"
#include "calls.h"
#include "stanza.h"
#include "str.h"
#include "vec.h"

enum { PATHS_MAX = 16384, EXPAND_MAX = 256, PATH_BYTES = 200 };

const char *const call_slots[CALL_SLOTS + 1] = { "algorithm", "bits", "bytes",
	"cost", "curve", "hash", "iterations", "iv", "key", "mode", "padding",
	"password", "salt", "seed", "suites", "url", "version", NULL };

/* "0", "key=", "=DES", "name", "class", "star", "receiver" */
static const char *
take_ref(struct call_place *p, struct str word)
{
	static const struct {
		const char *name;
		enum call_from from;
	} words[] = { { "any", FROM_ANY }, { "body", FROM_BODY },
		{ "class", FROM_CLASS }, { "count", FROM_COUNT },
		{ "name", FROM_NAME }, { "receiver", FROM_RECEIVER },
		{ "star", FROM_STAR } };
	struct call_ref *r = &p->v[p->n];
	uint64_t n;

	if (p->n == CALL_REFS)
		return "has too many places";
	*r = (struct call_ref){ .text = word };
	if (str_num(word, 99, &n) == 0) {
		r->from = FROM_ARG;
		r->n = (unsigned)n;
	} else if (str_starts(word, STR("="))) {
		r->from = FROM_TEXT;
		r->text = str_sub(word, 1, word.n);
	} else if (str_starts(word, STR("."))) {
		r->from = FROM_METHOD;
		r->text = str_sub(word, 1, word.n);
	} else if (str_ends(word, STR("="))) {
		r->from = FROM_KEYWORD;
		r->text = str_sub(word, 0, word.n - 1);
	}
	for (size_t i = 0; i < LEN(words); i++)
		if (str_eqz(word, words[i].name))
			r->from = words[i].from;
	if (r->from == FROM_NONE)
		return "has a place that is none: 0, name=, =text, name, "
		       "class, star, receiver";
	p->n++;
	return NULL;
}

static const char *
take_place(struct call_place *p, struct str value)
{
	const char *why = NULL;
	struct str word;

	while (why == NULL && str_word(&value, &word))
		why = take_ref(p, word);
	return why;
}

/* "verify= is False 0", "4 not absent" */
static const char *
take_when(struct call *c, struct str value)
{
	struct call_when *w = &c->when[c->nwhen];
	const char *why = NULL;
	struct str word;
	bool is = false;

	if (c->nwhen == CALL_WHENS)
		return "is given too often";
	while (why == NULL && !is && str_word(&value, &word)) {
		is = str_eqz(word, "is") || str_eqz(word, "not");
		w->not = str_eqz(word, "not");
		if (!is)
			why = take_ref(&w->place, word);
	}
	while (why == NULL && str_word(&value, &word)) {
		if (w->nvalue == CALL_VALUES)
			return "has too many values";
		w->value[w->nvalue++] = word;
	}
	if (why == NULL && w->nvalue == 0)
		return "must be as in 'verify= is False'";
	c->nwhen++;
	return why;
}

/* Of the last two parts the longer one: both stand in the source. */
static struct str
longest_part(struct str path)
{
	struct str best = STR(""), part;
	size_t dot = str_rchr(path, '.');

	if (dot != STR_NONE)
		dot = str_rchr(str_sub(path, 0, dot), '.');
	path = str_sub(path, dot == STR_NONE ? 0 : dot + 1, path.n);
	while (str_cut(&path, '.', &part)) {
		size_t slash = str_rchr(part, '/');

		if (slash != STR_NONE)
			part = str_sub(part, slash + 1, part.n);
		if (str_ends(part, STR("*")))
			part = str_sub(part, 0, part.n - 1);
		if (part.n > best.n)
			best = part;
	}
	return best;
}

static const char *
add_path(struct calls *c, enum call_kind kind, struct str text)
{
	struct call_path *p;
	size_t dot;

	if (c->npath == PATHS_MAX ||
	    vec_room(&c->path, &c->cappath, c->npath + 1, sizeof(*c->path)) < 0)
		return "has no more room";
	p = &c->path[c->npath++];
	*p = (struct call_path){ .kind = kind,
		.path = arena_str(&c->mem, text),
		.call = (uint32_t)(c->n - 1),
		.files = UINT32_C(1) << (c->nfile - 1) };
	if (p->path.p == NULL)
		return "is too much: no memory";
	p->any = str_starts(p->path, STR("?."));
	dot = str_rchr(p->path, '.');
	p->last = str_sub(p->path, dot == STR_NONE ? 0 : dot + 1, p->path.n);
	p->library = str_sub(p->path, 0, dot == STR_NONE ? 0 : dot);
	p->star = str_ends(p->last, STR("*"));
	if (p->star)
		p->last.n--;
	p->trigger = longest_part(p->path);
	return p->trigger.n < 2 ? "has no part that is longer than a letter" :
				  NULL;
}

/* "{Crypto,Cryptodome}.Cipher.{DES,DES3}.new" are four. */
static const char *
expand(struct calls *c, enum call_kind kind, struct str text)
{
	struct str todo[EXPAND_MAX], one;
	char out[PATH_BYTES];
	const char *why = NULL;
	size_t n = 0;

	todo[n++] = text;
	while (n > 0 && why == NULL) {
		struct str t = todo[--n], list;
		size_t open = str_chr(t, '{', 0), close = str_chr(t, '}', 0);

		if (open == STR_NONE || close == STR_NONE || close < open) {
			why = add_path(c, kind, t);
			continue;
		}
		list = str_sub(t, open + 1, close);
		while (str_cut(&list, ',', &one)) {
			int len = snprintf(out, sizeof(out), "%.*s%.*s%.*s",
			    (int)open, t.p, FMT(one), (int)(t.n - close - 1),
			    t.p + close + 1);

			if (n == EXPAND_MAX || len < 0 ||
			    (size_t)len >= sizeof(out))
				return "is too long a list";
			todo[n] = arena_str(
			    &c->mem, (struct str){ out, (size_t)len });
			if (todo[n++].p == NULL)
				return "is too much: no memory";
		}
	}
	return why;
}

static const char *
take_paths(struct calls *c, enum call_kind kind, struct str value)
{
	const char *why = NULL;
	struct str word;

	while (why == NULL && str_word(&value, &word))
		why = expand(c, kind, word);
	return why;
}

static const char *
take(struct calls *c, size_t first, struct str f, struct str value)
{
	static const char *const kinds[] = { "call", "name", "set",
		"function" };
	struct call *to = &c->v[c->n - 1];
	const struct {
		const char *name;
		struct str *to;
	} texts[] = { { "use", &to->use }, { "library", &to->library },
		{ "rule", &to->rule }, { "fix", &to->fix } };
	size_t i;

	for (i = 0; i < LEN(kinds); i++)
		if (str_eqz(f, kinds[i]))
			return take_paths(c, (enum call_kind)i, value);
	for (i = 0; i < LEN(texts); i++)
		if (str_eqz(f, texts[i].name)) {
			*texts[i].to = value;
			return NULL;
		}
	for (i = 0; i < CALL_SLOTS; i++)
		if (str_eqz(f, call_slots[i]))
			return take_place(&to->slot[i], value);
	if (str_eqz(f, "when"))
		return take_when(to, value);
	if (!str_eqz(f, "trigger"))
		return "is unknown";
	for (i = first; i < c->npath; i++)
		c->path[i].trigger = value;
	return value.n < 2 ? "is too short" : NULL;
}

static const char *
end(struct calls *c, size_t first)
{
	struct call *to = &c->v[c->n - 1];

	if (first == c->npath)
		return "the stanza names no call";
	if (to->use.n == 0 && to->rule.n == 0)
		return "the stanza has neither use nor rule";
	if (to->library.n)
		for (size_t i = first; i < c->npath; i++)
			c->path[i].library = to->library;
	return NULL;
}

static int
fail(struct where *w, size_t line, struct str field, const char *why)
{
	w->line = line;
	snprintf(w->why, sizeof(w->why), "%s%.*s%s%s", field.n ? "field '" : "",
	    FMT(str_sub(field, 0, 40)), field.n ? "' " : "", why);
	return -1;
}

int
calls_parse(struct calls *c, struct str name, struct str file, struct str text,
    struct where *w)
{
	struct str f = STR(""), value;
	enum stanza_got got;
	struct stanza s;
	const char *why = NULL;
	size_t first = c->npath;
	bool open = false;

	c->mem.max = 16u << 20;
	text = arena_str(&c->mem, text);
	file = arena_str(&c->mem, file);
	if (c->nfile == CALLS_FILES || text.p == NULL || file.p == NULL)
		return fail(w, 0, STR(""), "too many files of calls");
	c->file[c->nfile++] = arena_str(&c->mem, name);
	stanza_init(&s, text);
	while ((got = stanza_next(&s, &f, &value, &why)) != STANZA_EOF) {
		if (got == STANZA_BAD)
			return fail(w, s.line, STR(""), why);
		if (got == STANZA_END) {
			if ((why = end(c, first)) != NULL)
				return fail(w, s.line, STR(""), why);
			open = false;
			continue;
		}
		if (!open) {
			if (vec_room(&c->v, &c->cap, c->n + 1, sizeof(*c->v)) <
			    0)
				return fail(w, s.line, f, "no memory");
			c->v[c->n++] =
			    (struct call){ .file = file, .line = s.line };
			first = c->npath;
			open = true;
		}
		if ((why = take(c, first, f, value)) != NULL)
			return fail(w, s.line, f, why);
	}
	return 0;
}

static int
by_last(const void *x, const void *y, void *arg)
{
	const struct calls *c = arg;
	const uint32_t *a = x, *b = y;
	int d = str_cmp(c->path[*a].last, c->path[*b].last);

	return d ? d : (*a > *b) - (*a < *b);
}

int
calls_end(struct calls *c)
{
	c->by_last = calloc(c->npath + 1, sizeof(*c->by_last));
	c->stars = calloc(c->npath + 1, sizeof(*c->stars));
	if (c->by_last == NULL || c->stars == NULL)
		return -1;
	for (size_t i = 0; i < c->npath; i++)
		if (c->path[i].star)
			c->stars[c->nstars++] = (uint32_t)i;
		else
			c->by_last[c->nlast++] = (uint32_t)i;
	qsort_r(c->by_last, c->nlast, sizeof(*c->by_last), by_last, c);
	return 0;
}

void
calls_free(struct calls *c)
{
	free(c->v);
	free(c->path);
	free(c->by_last);
	free(c->stars);
	arena_free(&c->mem);
	*c = (struct calls){ 0 };
}

uint32_t
calls_file(const struct calls *c, struct str name)
{
	for (size_t i = 0; i < c->nfile; i++)
		if (str_eq(c->file[i], name))
			return UINT32_C(1) << i;
	return 0;
}

const uint32_t *
calls_find(const struct calls *c, struct str last, size_t *n)
{
	size_t lo = 0, hi = c->nlast, from;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (str_cmp(c->path[c->by_last[mid]].last, last) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	from = lo;
	while (lo < c->nlast && str_eq(c->path[c->by_last[lo]].last, last))
		lo++;
	*n = lo - from;
	return *n ? &c->by_last[from] : NULL;
}
