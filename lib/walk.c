#include "base.h"
#include "walk.h"
#include "str.h"
#include "walk_in.h"

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum {
	LEVELS_MAX = 4096,
	NAMES_MAX = 1 << 24, /* in one directory */
	NAMES_BYTES_MAX = 1 << 30
};

static int
by_name(const void *a, const void *b)
{
	const struct walk_name *x = a, *y = b;
	size_t n = x->s.n < y->s.n ? x->s.n : y->s.n;
	int c = memcmp(x->s.p, y->s.p, n), cx, cy;

	if (c)
		return c;
	/* Git's order: a directory sorts as if a slash ended it. */
	cx = x->s.n > n ? (unsigned char)x->s.p[n] : x->dir ? '/' : 0;
	cy = y->s.n > n ? (unsigned char)y->s.p[n] : y->dir ? '/' : 0;
	return cx - cy;
}

struct walk_level *
walk_push(struct walk *w)
{
	struct walk_level *v = w->v, *up;

	if (w->n == w->cap) {
		size_t cap = w->cap ? w->cap * 2 : 16;

		if (cap > LEVELS_MAX ||
		    (v = realloc(v, cap * sizeof(*v))) == NULL)
			return NULL;
		w->v = v;
		w->cap = cap;
	}
	up = w->n ? &v[w->n - 1] : NULL;
	v += w->n++;
	*v = (struct walk_level){ .mem = { .max = NAMES_BYTES_MAX },
		.path = w->path.n,
		.rel = w->rel.n };
	if (up) {
		v->tree = up->tree;
		v->top = up->top;
	}
	return v;
}

static void
pop(struct walk *w)
{
	struct walk_level *l = &w->v[--w->n];

	free(l->v);
	arena_free(&l->mem);
	ignore_free(&l->rules);
}

static int
add_name(struct walk_level *l, const char *name, bool dir)
{
	struct walk_name *v = l->v;

	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 32;

		if (cap > NAMES_MAX ||
		    (v = realloc(v, cap * sizeof(*v))) == NULL)
			return -1;
		l->v = v;
		l->cap = cap;
	}
	v = &l->v[l->n];
	*v = (struct walk_name){ arena_str(&l->mem, str_of(name)), dir };
	if (v->s.p == NULL)
		return -1;
	l->n++;
	return 0;
}

struct listing {
	bool git, rules; /* has it .git; has it .gitignore */
};

static int
list(struct walk_level *l, DIR *d, struct listing *has)
{
	struct dirent *e;
	struct stat st;

	while ((errno = 0, e = readdir(d)) != NULL) {
		bool dir = e->d_type == DT_DIR;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (strcmp(e->d_name, ".git") == 0) {
			has->git = true;
			continue;
		}
		has->rules |= strcmp(e->d_name, ".gitignore") == 0;
		if (e->d_type == DT_UNKNOWN &&
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			dir = S_ISDIR(st.st_mode);
		if (add_name(l, e->d_name, dir) < 0) {
			errno = ENOMEM;
			return -1;
		}
	}
	if (errno)
		return -1;
	if (l->n > 1)
		qsort(l->v, l->n, sizeof(*l->v), by_name);
	return 0;
}

/* Enter the directory that w->path names, its slash included. 0, or -1
   with errno. */
static int
enter(struct walk *w, bool first, bool dark)
{
	const char *path = w->path.n ? w->path.p : ".";
	int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK, fd, rc;
	struct listing has = { 0 };
	struct walk_level *l;
	DIR *d;

	/* What was listed as a directory is not entered as a link; a name
	   that was given may end in a slash to say so. */
	if (!first) {
		w->path.p[w->path.n - 1] = '\0';
		flags |= O_NOFOLLOW;
	}
	fd = openat(w->o.root, path, flags);
	if (!first)
		w->path.p[w->path.n - 1] = '/';
	if (fd < 0)
		return -1;
	if ((d = fdopendir(fd)) == NULL || (l = walk_push(w)) == NULL) {
		rc = errno;
		d ? closedir(d) : close(fd);
		errno = rc ? rc : ENOMEM;
		return -1;
	}
	l->dark = dark;
	rc = list(l, d, &has);
	if (rc == 0 && has.git && !first && !w->o.no_ignore)
		rc = walk_enter_repo(w, fd);
	if (rc == 0 && has.rules && l->tree)
		rc = walk_load_rules(&l->rules, fd, ".gitignore");
	flags = errno;
	closedir(d);
	if (rc < 0)
		pop(w);
	errno = flags ? flags : ENOMEM;
	return rc;
}

static char *
real_of(const struct walk *w)
{
	const char *dir = w->o.dir ? w->o.dir : ".";
	const char *path = w->path.n ? w->path.p : ".";
	size_t n = strlen(dir) + w->path.n + 4;
	char *p = malloc(n), *real = NULL;

	if (p == NULL)
		return NULL;
	if (path[0] == '/')
		snprintf(p, n, "%s", path);
	else
		snprintf(p, n, "%s/%s", dir, path);
	real = realpath(p, NULL);
	free(p);
	return real;
}

struct walk *
walk_new(const struct walk_opts *o, struct str name)
{
	struct walk *w = calloc(1, sizeof(*w));
	char *real = NULL;
	int rc;

	if (w == NULL)
		return NULL;
	w->o = *o;
	w->path.max = w->rel.max = WALK_PATH_MAX;
	while (name.n > 1 && name.p[name.n - 1] == '/')
		name.n--;
	if (!str_eqz(name, "."))
		rc = buf_adds(&w->path, name) < 0 ||
			(!str_eqz(name, "/") && buf_addc(&w->path, '/') < 0) ?
		    -1 :
		    0;
	else
		rc = 0;
	if (rc == 0 && !o->no_ignore && (real = real_of(w)) != NULL)
		rc = walk_find_repo(w, real);
	free(real);
	if (rc < 0) {
		walk_free(w);
		return NULL;
	}
	w->floor = w->n;
	if (enter(w, true, false) < 0)
		w->failed = strerror(errno);
	return w;
}

/* The next entry, w->path and w->rel made to name it; NULL at the end. */
static const struct walk_name *
step(struct walk *w)
{
	while (w->n > w->floor) {
		struct walk_level *l = &w->v[w->n - 1];
		const struct walk_name *e;

		if (l->i == l->n) {
			pop(w);
			continue;
		}
		e = &l->v[l->i++];
		w->path.n = l->path;
		w->rel.n = l->rel;
		if (buf_adds(&w->path, e->s) < 0 || buf_adds(&w->rel, e->s) < 0)
			w->failed = "its path is too long";
		return e;
	}
	return NULL;
}

int
walk_next(struct walk *w, struct str *path, const char **why)
{
	const struct walk_name *e;
	bool dark = false;

	while (w->failed == NULL && (e = step(w)) != NULL) {
		struct walk_level *l = &w->v[w->n - 1];

		*path = buf_str(&w->path);
		if (w->failed || w->o.left_out(*path, w->o.arg))
			continue;
		if (walk_ignored(w, l, e->dir, &dark))
			continue;
		if (!e->dir)
			return 1;
		if (buf_addc(&w->path, '/') < 0 || buf_addc(&w->rel, '/') < 0)
			w->failed = "its path is too long";
		else if (enter(w, false, dark) < 0)
			w->failed = strerror(errno);
	}
	if (w->failed == NULL)
		return 0;
	if (w->path.n > 1 && w->path.p[w->path.n - 1] == '/')
		w->path.p[--w->path.n] = '\0';
	*path = w->path.n ? buf_str(&w->path) : STR(".");
	*why = w->failed;
	w->failed = NULL;
	return 2;
}

void
walk_free(struct walk *w)
{
	if (w == NULL)
		return;
	while (w->n > 0)
		pop(w);
	while (w->trees) {
		struct walk_tree *next = w->trees->next;

		gitdir_free(&w->trees->own);
		indexfile_free(&w->trees->index);
		free(w->trees);
		w->trees = next;
	}
	free(w->v);
	buf_free(&w->path);
	buf_free(&w->rel);
	free(w);
}
