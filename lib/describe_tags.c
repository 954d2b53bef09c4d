#include "base.h"
#include "describe_in.h"
#include "str.h"
#include "wild.h"

#include <inttypes.h>

enum { NAMES_MAX = 1 << 20, TAG_MAX = 16 << 20 };

static int
truth(struct str s)
{
	static const char *const yes[] = { "true", "yes", "on" };
	static const char *const no[] = { "false", "no", "off" };
	uint64_t v;

	for (size_t i = 0; i < LEN(yes); i++) {
		if (str_ieq(s, str_of(yes[i])))
			return 1;
		if (str_ieq(s, str_of(no[i])))
			return 0;
	}
	if (s.n == 0)
		return 0;
	return str_num(s, INT32_MAX, &v) == 0 ? v != 0 : -1;
}

/* At least four digits, or none; 0 is no suffix at all. */
static int
length(struct str s, int *out)
{
	bool minus = s.n && s.p[0] == '-';
	uint64_t v;

	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		s = str_sub(s, 1, s.n);
	if (str_num(s, INT32_MAX, &v) < 0)
		return -1;
	*out = v == 0 ? 0 : minus || v < 4 ? 4 : (int)v;
	return 0;
}

static bool
parse_value(struct nearby_want *w, struct str key, struct str value)
{
	if (str_eq(key, STR("abbrev")))
		return length(value, &w->abbrev) == 0;
	if (str_eq(key, STR("match")) && w->nmatch < DESCRIBE_GLOBS)
		w->match[w->nmatch++] = value;
	else if (str_eq(key, STR("exclude")) && w->nexclude < DESCRIBE_GLOBS)
		w->exclude[w->nexclude++] = value;
	else
		return false;
	return true;
}

bool
describe_parse(struct str args, struct nearby_want *w)
{
	struct str one, value;
	bool odd = false;
	int on;

	*w = (struct nearby_want){ .abbrev = -1 };
	while (str_cut(&args, ',', &one)) {
		size_t eq = str_chr(one, '=', 0);

		value = eq == STR_NONE ? STR("") : str_sub(one, eq + 1, one.n);
		one = str_sub(one, 0, eq);
		if (str_eq(one, STR("tags")) && !odd) {
			/* Git passes over what is no truth value, but not
			   when one more follows. */
			on = eq == STR_NONE ? 1 : truth(value);
			if ((odd = on < 0) == false)
				w->tags = on;
			continue;
		}
		odd = false;
		if (value.n == 0 || !parse_value(w, one, value))
			return false;
	}
	return true;
}

static bool
any(const struct str *globs, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (wild_match(globs[i], name, false))
			return true;
	return false;
}

int
describe_add(const struct repo_ref *ref, void *arg)
{
	struct nearby *j = arg;
	struct str name = str_of(ref->name);

	if (!str_starts(name, STR("refs/tags/")) || ref->peeled.n == 0)
		return 0;
	name = str_sub(name, 10, name.n);
	if (any(j->want.exclude, j->want.nexclude, name) ||
	    (j->want.nmatch > 0 && !any(j->want.match, j->want.nmatch, name)))
		return 0;
	if (j->n == j->cap) {
		size_t cap = j->cap ? j->cap * 2 : 64;
		struct tagname *v =
		    cap > NAMES_MAX ? NULL : realloc(j->v, cap * sizeof(*v));

		if (v == NULL)
			goto full;
		j->v = v;
		j->cap = cap;
	}
	j->v[j->n] = (struct tagname){ .ref = arena_str(&j->mem, name),
		.oid = ref->oid,
		.peeled = ref->peeled,
		.annotated = !oid_eq(&ref->oid, &ref->peeled) };
	if (j->v[j->n++].ref.p)
		return 0;
full:
	j->full = true;
	return 1;
}

bool
describe_load(struct nearby *j, struct tagname *n)
{
	struct str rest, line;

	if (n->loaded || !n->annotated)
		return true;
	j->raw.max = TAG_MAX;
	if (repo_raw(j->r, &n->oid, &j->raw) < 0)
		return false;
	rest = buf_str(&j->raw);
	while (str_cut(&rest, '\n', &line) && line.n > 0) {
		size_t at = str_chr(line, '>', 0);

		if (str_starts(line, STR("tag ")))
			n->own = arena_str(&j->mem, str_sub(line, 4, line.n));
		else if (str_starts(line, STR("tagger ")) && at != STR_NONE)
			n->date = strtoumax(line.p + at + 1, NULL, 10);
	}
	n->loaded = true;
	return n->own.p != NULL;
}

/* Does b take the place of a, which names the same commit? */
static bool
beats(struct nearby *j, struct tagname *a, struct tagname *b)
{
	if (a->annotated != b->annotated)
		return b->annotated;
	if (!a->annotated)
		return false;
	if (!describe_load(j, a))
		return true;
	return describe_load(j, b) && a->date < b->date;
}

static int
by_place(const void *va, const void *vb)
{
	const struct tagname *a = va, *b = vb;
	int c = memcmp(a->peeled.id, b->peeled.id, OID_MAX);

	return c ? c : str_cmp(a->ref, b->ref);
}

void
describe_settle(struct nearby *j)
{
	size_t n = 0;

	if (j->n > 0)
		qsort(j->v, j->n, sizeof(*j->v), by_place);
	for (size_t i = 0; i < j->n; i++)
		if (n == 0 || !oid_eq(&j->v[n - 1].peeled, &j->v[i].peeled))
			j->v[n++] = j->v[i];
		else if (beats(j, &j->v[n - 1], &j->v[i]))
			j->v[n - 1] = j->v[i];
	j->n = n;
}

struct tagname *
describe_find(struct nearby *j, const struct oid *o)
{
	size_t lo = 0, hi = j->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = memcmp(j->v[mid].peeled.id, o->id, OID_MAX);

		if (c == 0)
			return &j->v[mid];
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}
