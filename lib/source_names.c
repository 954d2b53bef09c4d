#include "base.h"
#include "namelist.h"
#include "source_in.h"
#include "str.h"
#include "walk.h"

#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

/* Names of arguments and of stdin differ in where they come from only. */
struct names {
	struct walk *walk; /* of the directory named last, or NULL */
	char **argv;
	struct namelist list;
	bool from_list, done;
};

static int
open_names(struct source *s)
{
	struct names *n = calloc(1, sizeof(*n));

	if (n == NULL)
		return source_fail(s, "out of memory");
	n->argv = s->spec.names;
	s->of = n;
	return 0;
}

static int
open_list(struct source *s)
{
	struct names *n;

	if (open_names(s) < 0)
		return -1;
	n = s->of;
	n->from_list = true;
	namelist_init(&n->list, STDIN_FILENO, s->spec.null);
	return 0;
}

static void
free_names(void *of)
{
	struct names *n = of;

	walk_free(n->walk);
	namelist_free(&n->list);
	free(n);
}

static int
next_name(struct source *s, struct names *n, struct str *name)
{
	int rc;

	if (!n->from_list) {
		if (n->argv == NULL || *n->argv == NULL)
			return 0;
		*name = str_of(*n->argv++);
		return 1;
	}
	if ((rc = namelist_next(&n->list, name)) < 0)
		return source_fail(s, "%s", n->list.why);
	/* A broken pipeline must not look clean. */
	if (rc == 0 && n->list.n == 0)
		return source_fail(s,
		    "no name came on stdin; say --tracked or --rev=HEAD if "
		    "no list is meant");
	return rc;
}

/* `git ls-files` lists submodules as names: those are no files of ours. */
static bool
is_submodule(struct source *s, const char *name)
{
	const char *dir = s->spec.dir ? s->spec.dir : ".";
	size_t n = strlen(dir) + strlen(name) + 2, top, i;
	char *path = malloc(n), *real = NULL;
	bool is = false;
	struct str rel;

	if (path) {
		snprintf(path, n, "%s%s%s", name[0] == '/' ? "" : dir,
		    name[0] == '/' ? "" : "/", name);
		real = realpath(path, NULL);
		free(path);
	}
	top = s->at.top ? strlen(s->at.top) : 0;
	if (real && top && strncmp(real, s->at.top, top) == 0 &&
	    real[top] == '/' && source_read_index(s) == 0) {
		rel = str_of(real + top + 1);
		i = index_at(&s->index.x, rel);
		is = i < s->index.x.n && str_eq(s->index.x.v[i].path, rel) &&
		    s->index.x.v[i].mode == 0160000;
	}
	free(real);
	return is;
}

static int
start_walk(struct source *s, struct names *n, struct str name)
{
	struct walk_opts o = { .root = s->root,
		.dir = s->spec.dir,
		.repo = s->at.dir ? &s->at : NULL,
		.no_ignore = s->spec.no_ignore,
		.left_out = source_left_out,
		.arg = s };

	if ((n->walk = walk_new(&o, name)) == NULL)
		return source_fail(s, "out of memory");
	return 0;
}

static int
from_walk(struct source *s, struct names *n, struct arena *mem, struct item *it)
{
	int rc = walk_next(n->walk, &it->name, &it->why);

	if (rc < 0)
		return source_fail(s, "out of memory");
	if (rc == 0) {
		walk_free(n->walk);
		n->walk = NULL;
		return 0;
	}
	it->type = rc == 1 ? ITEM_FILE : ITEM_UNREAD;
	it->path = it->name;
	return source_item(s, mem, it);
}

/* The last part of a name, its slashes at the end left out. */
static bool
is_dotgit(struct str name)
{
	while (name.n > 1 && name.p[name.n - 1] == '/')
		name.n--;
	return str_eqz(name, ".git") || str_ends(name, STR("/.git"));
}

static int
next(struct source *s, struct arena *mem, struct item *it)
{
	struct names *n = s->of;
	struct stat st;
	int rc;

	for (;;) {
		if (n->walk && (rc = from_walk(s, n, mem, it)) != 0)
			return rc;
		if ((rc = next_name(s, n, &it->name)) <= 0)
			return rc;
		if (source_left_out(it->name, s))
			continue;
		it->path = it->name;
		it->type = ITEM_FILE;
		if ((rc = source_item(s, mem, it)) < 0 ||
		    fstatat(s->root, it->path.p, &st, AT_SYMLINK_NOFOLLOW) <
			0 ||
		    !S_ISDIR(st.st_mode))
			return rc;
		if (is_dotgit(it->name)) {
			it->type = ITEM_UNREAD;
			it->why = "a git directory is not walked";
			return 1;
		}
		if (n->from_list && is_submodule(s, it->path.p))
			continue;
		if (start_walk(s, n, it->name) < 0)
			return -1;
	}
}

const struct source_ops source_names_ops = { open_names, next, free_names };
const struct source_ops source_list_ops = { open_list, next, free_names };

static int
open_stdin(struct source *s)
{
	if (s->spec.name == NULL || *s->spec.name == '\0')
		return source_fail(s, "cannot read stdin: - needs --name=NAME");
	return open_names(s);
}

static int
next_stdin(struct source *s, struct arena *mem, struct item *it)
{
	struct names *n = s->of;

	if (n->done)
		return 0;
	n->done = true;
	it->type = ITEM_STDIN;
	it->name = it->path = str_of(s->spec.name);
	s->total = 1;
	return source_item(s, mem, it);
}

const struct source_ops source_stdin_ops = { open_stdin, next_stdin,
	free_names };
