#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "image.h"
#include "str.h"

/* Dockerfile: the images that its stages stand on. */
enum { ARGS_MAX = 64, STAGES_MAX = 256, VALUE_MAX = 1024, DEEP = 4 };

struct docker {
	struct depread *r;
	struct str arg[ARGS_MAX], value[ARGS_MAX];
	size_t nargs;
	struct str stage[STAGES_MAX];
	size_t nstages;
	bool begun; /* a FROM was seen: other ARGs are a stage's own */
};

static const struct str *
arg_of(const struct docker *d, struct str name)
{
	for (size_t i = d->nargs; i-- > 0;)
		if (str_eq(d->arg[i], name))
			return &d->value[i];
	return NULL;
}

/* "$NAME", "${NAME}", "${NAME:-default}", "${NAME:+other}": what it stands
   for, and where it ends. */
static struct str
variable(const struct docker *d, struct str s, size_t *at)
{
	size_t from = *at + 1, to = from, colon;
	bool brace = from < s.n && s.p[from] == '{';
	struct str inner, other;
	const struct str *v;

	if (brace) {
		to = str_chr(s, '}', ++from);
		to = to == STR_NONE ? s.n : to;
	} else {
		while (to < s.n &&
		    (str_hex(s.p[to]) >= 0 || s.p[to] == '_' ||
			(s.p[to] >= 'A' && s.p[to] <= 'Z') ||
			(s.p[to] >= 'a' && s.p[to] <= 'z')))
			to++;
	}
	inner = str_sub(s, from, to);
	*at = to + brace;
	colon = str_chr(inner, ':', 0);
	if (colon != STR_NONE && colon + 1 < inner.n) {
		other = str_sub(inner, colon + 2, inner.n);
		v = arg_of(d, str_sub(inner, 0, colon));
		if (inner.p[colon + 1] == '+')
			return v && v->n ? other : STR("");
		return v && v->n ? *v : other;
	}
	v = arg_of(d, inner);
	return v ? *v : STR("");
}

static struct str
expand(struct docker *d, struct str s, unsigned deep)
{
	struct buf b = { .max = VALUE_MAX };
	struct str out;
	size_t at = 0, next;
	int rc = 0;

	if (str_chr(s, '$', 0) == STR_NONE || deep == DEEP)
		return s;
	while (rc == 0 && (next = str_chr(s, '$', at)) != STR_NONE) {
		rc = buf_adds(&b, str_sub(s, at, next));
		at = next;
		if (rc == 0)
			rc = buf_adds(&b, variable(d, s, &at));
	}
	if (rc == 0)
		rc = buf_adds(&b, str_sub(s, at, s.n));
	out = rc == 0 ? arena_str(&d->r->mem, buf_str(&b)) : STR("");
	buf_free(&b);
	return out.p ? expand(d, out, deep + 1) : STR("");
}

static bool
is_stage(const struct docker *d, struct str name)
{
	uint64_t number;

	for (size_t i = 0; i < d->nstages; i++)
		if (str_ieq(d->stage[i], name))
			return true;
	return str_num(name, STAGES_MAX, &number) == 0;
}

static struct str
unquote(struct str s)
{
	if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') &&
	    s.p[s.n - 1] == s.p[0])
		return str_sub(s, 1, s.n - 1);
	return s;
}

static int
put(struct docker *d, struct str word)
{
	struct str image = expand(d, unquote(word), 0);

	if (image.n == 0 || str_eqz(image, "scratch") || is_stage(d, image))
		return 0;
	return image_put(d->r, image, depfile_at(d->r, word));
}

static int
from(struct docker *d, struct str rest)
{
	struct str word, as, name;
	int rc;

	do
		if (!str_word(&rest, &word))
			return 0;
	while (str_starts(word, STR("--")));
	rc = put(d, word);
	if (str_word(&rest, &as) && str_ieq(as, STR("as")) &&
	    str_word(&rest, &name) && d->nstages < STAGES_MAX)
		d->stage[d->nstages++] = name;
	d->begun = true;
	return rc;
}

/* "ARG A=1 B=2" before the first stage. */
static void
arg(struct docker *d, struct str rest)
{
	struct str word, name;

	while (!d->begun && str_word(&rest, &word)) {
		if (d->nargs == ARGS_MAX) {
			depfile_unread(d->r, "it has too many arguments");
			return;
		}
		if (!str_cut(&word, '=', &name))
			continue;
		d->arg[d->nargs] = name;
		d->value[d->nargs++] = unquote(str_trim(word));
	}
}

/* "COPY --from=image", "RUN --mount=type=bind,from=image". */
static int
options(struct docker *d, struct str rest)
{
	struct str word, part, list;

	while (str_word(&rest, &word) && str_starts(word, STR("--"))) {
		list = str_sub(word, 2, word.n);
		while (str_cut(&list, ',', &part)) {
			size_t at = str_find(part, STR("from="), 0);

			if (at == STR_NONE || (at > 0 && part.p[at - 1] != '='))
				continue;
			if (put(d, str_sub(part, at + 5, part.n)) < 0)
				return -1;
		}
	}
	return 0;
}

int
depread_docker(struct depread *r)
{
	struct docker d = { .r = r };
	struct deplines l = { .bytes = r->bytes };
	struct str line, verb;
	bool joined = false;
	size_t at;
	int rc = 0;

	while (rc == 0 && deplines_next(&l, &line, &at)) {
		struct str rest = str_trim(line);
		bool was = joined;

		if (rest.n == 0 || rest.p[0] == '#')
			continue;
		joined = str_ends(rest, STR("\\")) || str_ends(rest, STR("`"));
		if (joined)
			rest = str_trim(str_sub(rest, 0, rest.n - 1));
		if (was || !str_word(&rest, &verb))
			continue;
		if (str_ieq(verb, STR("FROM")))
			rc = from(&d, rest);
		else if (str_ieq(verb, STR("ARG")))
			arg(&d, rest);
		else if (str_ieq(verb, STR("COPY")) ||
		    str_ieq(verb, STR("ADD")) || str_ieq(verb, STR("RUN")))
			rc = options(&d, rest);
	}
	return rc;
}
