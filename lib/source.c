#include "base.h"
#include "source.h"
#include "arena.h"
#include "glob.h"
#include "revname.h"
#include "source_in.h"
#include "str.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

static const struct source_ops *const kinds[] = {
	[SOURCE_NAMES] = &source_names_ops,
	[SOURCE_LIST] = &source_list_ops,
	[SOURCE_STDIN] = &source_stdin_ops,
	[SOURCE_TRACKED] = &source_tracked_ops,
	[SOURCE_STAGED] = &source_staged_ops,
	[SOURCE_REV] = &source_rev_ops,
	[SOURCE_RANGE] = &source_range_ops,
	[SOURCE_PUSHED] = &source_pushed_ops,
	[SOURCE_HISTORY] = &source_history_ops,
};

int
source_fail(struct source *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(s->why, sizeof(s->why), fmt, ap);
	va_end(ap);
	return -1;
}

bool
source_left_out(struct str name, void *source)
{
	const struct source *s = source;
	const char *const *x = s->spec.exclude;

	while (str_starts(name, STR("./")))
		name = str_sub(name, 2, name.n);
	for (; x && *x; x++)
		if (glob_match(str_of(*x), name))
			return true;
	return false;
}

int
source_read_index(struct source *s)
{
	char why[160];

	if (s->index_read)
		return 0;
	if (indexfile_read(&s->index, &s->at, why, sizeof(why)) < 0)
		return source_fail(s, "cannot read '%s': %s", s->at.index, why);
	s->index_read = true;
	return 0;
}

int
source_need_objects(struct source *s)
{
	if (s->odb)
		return 0;
	if (s->at.odd)
		return source_fail(
		    s, "cannot read the repository: %s", s->at.odd);
	s->odb = odb_open(&s->at, s->why, sizeof(s->why));
	if (s->odb == NULL)
		return -1;
	if (objread_init(&s->objects, &s->at, s->odb) < 0)
		return source_fail(s, "out of memory");
	return 0;
}

int
source_rev(struct source *s, struct str rev, struct oid *o)
{
	if (revname(&s->objects, rev, o) == 0)
		return 0;
	return source_fail(
	    s, "cannot resolve '%.*s': %s", FMT(rev), s->objects.why);
}

int
source_item(struct source *s, struct arena *mem, struct item *it)
{
	bool same = it->path.p == it->name.p;

	it->name = arena_str(mem, it->name);
	it->path = same ? it->name : arena_str(mem, it->path);
	it->keys = arena_str(mem, it->keys);
	if (it->name.p && it->path.p && it->keys.p)
		return 1;
	return source_fail(s, "out of memory");
}

int
waiting_add(
    struct waiting_list *l, struct str path, const struct oid *o, unsigned mode)
{
	struct waiting *v = l->v;

	l->mem.max = SOURCE_LIST_MAX;
	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 64;

		if (cap > SOURCE_LIST_MAX / sizeof(*v) ||
		    (v = realloc(v, cap * sizeof(*v))) == NULL)
			return -1;
		l->v = v;
		l->cap = cap;
	}
	v = &l->v[l->n];
	*v = (struct waiting){ arena_str(&l->mem, path), *o, mode };
	if (v->path.p == NULL)
		return -1;
	l->n++;
	return 0;
}

void
waiting_reset(struct waiting_list *l)
{
	arena_reset(&l->mem);
	l->n = l->i = 0;
}

void
waiting_free(struct waiting_list *l)
{
	arena_free(&l->mem);
	free(l->v);
}

int
waiting_visit(const struct tree_item *e, void *arg)
{
	const struct waiting_arg *a = arg;

	/* A submodule has no bytes here. */
	if ((!S_ISREG(e->mode) && !S_ISLNK(e->mode)) ||
	    source_left_out(e->path, a->s))
		return 0;
	return waiting_add(a->list, e->path, &e->oid, e->mode) < 0;
}

/* A broken repository does not matter to what needs none. */
static int
find_repo(struct source *s)
{
	bool optional = s->spec.kind <= SOURCE_STDIN;
	char why[160];

	if (gitdir_find(&s->at, s->spec.dir, why, sizeof(why)) == 0 || optional)
		return 0;
	return source_fail(s, "cannot open '%s' as a repository: %s",
	    s->spec.dir ? s->spec.dir : ".", why);
}

static int
open_root(struct source *s)
{
	const char *dir = s->spec.dir ? s->spec.dir : ".";

	if (s->spec.kind == SOURCE_TRACKED && s->at.top)
		dir = s->at.top;
	s->root = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (s->root < 0)
		return source_fail(
		    s, "cannot open '%s': %s", dir, strerror(errno));
	return 0;
}

struct source *
source_open(const struct source_spec *spec, char *why, size_t whylen)
{
	struct source *s = calloc(1, sizeof(*s));

	if (s == NULL) {
		snprintf(why, whylen, "%s", strerror(ENOMEM));
		return NULL;
	}
	s->spec = *spec;
	s->root = -1;
	if ((size_t)spec->kind >= LEN(kinds))
		source_fail(s, "cannot read such a source");
	else if ((s->ops = kinds[spec->kind]) != NULL && find_repo(s) == 0 &&
	    open_root(s) == 0 && s->ops->open(s) == 0)
		return s;
	snprintf(why, whylen, "%s", s->why);
	source_free(s);
	return NULL;
}

int
source_next(struct source *s, struct arena *mem, struct item *it)
{
	*it = (struct item){ .keys = STR("") };
	return s->ops->next(s, mem, it);
}

const char *
source_why(const struct source *s)
{
	return s->why;
}

const char *
source_empty(const struct source *s)
{
	return s->empty;
}

size_t
source_total(const struct source *s)
{
	return s->total;
}

const char *
source_top(const struct source *s)
{
	return s->at.top;
}

const char *
source_git(const struct source *s)
{
	return s->at.common;
}

void
source_free(struct source *s)
{
	if (s == NULL)
		return;
	if (s->of)
		s->ops->free(s->of);
	if (s->root >= 0)
		close(s->root);
	objread_free(&s->objects);
	odb_free(s->odb);
	indexfile_free(&s->index);
	gitdir_free(&s->at);
	free(s);
}
