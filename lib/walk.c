#include "base.h"
#include "walk.h"
#include "arena.h"
#include "buf.h"
#include "gitdir.h"
#include "ignore.h"
#include "indexfile.h"
#include "str.h"

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum {
	LEVELS_MAX = 4096,
	NAMES_MAX = 1 << 24, /* in one directory */
	NAMES_BYTES_MAX = 1 << 30,
	PATH_BYTES_MAX = 1 << 16
};

/* A repository that is walked through. */
struct tree {
	struct tree *next;
	struct gitdir own;
	const struct gitdir *git; /* NULL: it could not be read */
	struct indexfile index;
	bool asked, known; /* was the index read; could it be */
};

struct name {
	struct str s;
	bool dir;
};

struct level {
	struct arena mem;
	struct name *v;
	size_t n, cap, i;
	size_t path; /* length of w->path that leads here, its slash too */
	size_t rel;  /* the same of w->rel ... */
	size_t top;  /* ... and where the repository's top is in it */
	struct ignore rules;
	struct tree *tree; /* NULL: outside of any */
	bool dark;	   /* ignored: what is tracked here counts, only */
};

struct walk {
	struct walk_opts o;
	struct level *v;
	size_t n, cap, floor; /* below floor: rules of the parents alone */
	struct tree *trees;
	struct buf path, rel;
	const char *failed; /* why the named directory could not be read */
};

static int
by_name(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	size_t n = x->s.n < y->s.n ? x->s.n : y->s.n;
	int c = memcmp(x->s.p, y->s.p, n), cx, cy;

	if (c)
		return c;
	/* Git's order: a directory sorts as if a slash ended it. */
	cx = x->s.n > n ? (unsigned char)x->s.p[n] : x->dir ? '/' : 0;
	cy = y->s.n > n ? (unsigned char)y->s.p[n] : y->dir ? '/' : 0;
	return cx - cy;
}

static struct level *
push(struct walk *w)
{
	struct level *v = w->v, *up;

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
	*v = (struct level){ .mem = { .max = NAMES_BYTES_MAX },
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
	struct level *l = &w->v[--w->n];

	free(l->v);
	arena_free(&l->mem);
	ignore_free(&l->rules);
}

/* A file of patterns; what is no plain file, as for git, is none. */
static int
load_rules(struct ignore *g, int dirfd, const char *name)
{
	struct buf b = { .max = IGNORE_FILE_MAX };
	struct stat st;
	ssize_t got = -1;
	int rc = 0, fd;

	fd =
	    openat(dirfd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return 0;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		while (buf_room(&b, 4096) == 0 &&
		    (got = read(fd, b.p + b.n, 4096)) > 0)
			b.n += (size_t)got;
	close(fd);
	if (got == 0)
		rc = ignore_parse(g, buf_str(&b));
	buf_free(&b);
	return rc;
}

static struct tree *
add_tree(struct walk *w)
{
	struct tree *t = calloc(1, sizeof(*t));

	if (t) {
		t->next = w->trees;
		w->trees = t;
	}
	return t;
}

/* The level of .git/info/exclude, under all others of its repository. */
static int
load_exclude(struct walk *w, struct tree *t)
{
	struct buf path = { .max = PATH_BYTES_MAX };
	struct level *l = push(w);
	int rc = -1;

	if (l) {
		l->tree = t;
		l->top = w->rel.n;
		rc = 0;
		if (t->git)
			rc = buf_addf(&path, "%s/info/exclude", t->git->common);
		if (rc == 0 && t->git)
			rc = load_rules(&l->rules, AT_FDCWD, path.p);
	}
	buf_free(&path);
	return rc;
}

/* The rules of the directories from the top down to, without, real. */
static int
load_parents(struct walk *w, const char *top, const char *real)
{
	size_t n = strlen(top);
	struct str rest = str_of(real + n), part;
	struct buf path = { .max = PATH_BYTES_MAX };
	int rc = buf_addz(&path, top), fd;

	if (rest.n && rest.p[0] == '/')
		rest = str_sub(rest, 1, rest.n);
	while (rc == 0 && str_cut(&rest, '/', &part)) {
		struct level *l = push(w);

		if (l == NULL)
			rc = -1;
		else if ((fd = open(path.p, O_PATH | O_CLOEXEC)) >= 0) {
			rc = load_rules(&l->rules, fd, ".gitignore");
			close(fd);
		}
		if (buf_addc(&path, '/') < 0 || buf_adds(&path, part) < 0 ||
		    buf_adds(&w->rel, part) < 0 || buf_addc(&w->rel, '/') < 0)
			rc = -1;
	}
	buf_free(&path);
	return rc;
}

static bool
within(const char *top, const char *real)
{
	size_t n = strlen(top);

	return strncmp(real, top, n) == 0 &&
	    (real[n] == '/' || real[n] == '\0' || strcmp(top, "/") == 0);
}

/* The repository that the directory real is in, if any. */
static int
find_tree(struct walk *w, const char *real)
{
	struct tree *t = add_tree(w);
	const struct gitdir *given = w->o.repo;
	char why[160];

	if (t == NULL)
		return -1;
	if (gitdir_find_plain(&t->own, real, why, sizeof(why)) == 0)
		t->git = &t->own;
	/* The one that the variables name knows its index better. */
	if (given && given->top && within(given->top, real) &&
	    (t->git == NULL || t->git->top == NULL ||
		strcmp(given->top, t->git->top) == 0))
		t->git = given;
	if (t->git == NULL || t->git->top == NULL || !within(t->git->top, real))
		return 0;
	if (load_exclude(w, t) < 0)
		return -1;
	return load_parents(w, t->git->top, real);
}

static bool
tracked(struct level *l, struct str rel)
{
	struct tree *t = l->tree;
	char why[160];

	if (!t->asked && t->git)
		t->known =
		    indexfile_read(&t->index, t->git, why, sizeof(why)) == 0;
	t->asked = true;
	/* Where nobody can tell, nothing is left out. */
	return !t->known || index_holds(&t->index.x, rel);
}

/* Is the entry that w->rel names ignored by the rules in force here? */
static bool
ignored(const struct walk *w, const struct level *l, bool dir)
{
	if (l->dark)
		return true;
	for (const struct level *k = l; k->tree == l->tree; k--) {
		enum ignored said = ignore_match(&k->rules,
		    str_sub(buf_str(&w->rel), k->rel, w->rel.n), dir);

		if (said != IGNORE_SILENT)
			return said == IGNORE_YES;
		if (k == w->v)
			break;
	}
	return false;
}

static int
add_name(struct level *l, const char *name, bool dir)
{
	struct name *v = l->v;

	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 32;

		if (cap > NAMES_MAX ||
		    (v = realloc(v, cap * sizeof(*v))) == NULL)
			return -1;
		l->v = v;
		l->cap = cap;
	}
	v = &l->v[l->n];
	*v = (struct name){ arena_str(&l->mem, str_of(name)), dir };
	if (v->s.p == NULL)
		return -1;
	l->n++;
	return 0;
}

struct listing {
	bool git, rules; /* has it .git; has it .gitignore */
};

static int
list(struct level *l, DIR *d, struct listing *has)
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

/* A repository inside another begins anew: rules of the outer one end. */
static int
enter_nested(struct walk *w, int fd)
{
	struct tree *t = add_tree(w);
	char link[64], why[160], *real;

	if (t == NULL)
		return -1;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	if ((real = realpath(link, NULL)) != NULL &&
	    gitdir_find_plain(&t->own, real, why, sizeof(why)) == 0)
		t->git = &t->own;
	free(real);
	/* info/exclude sits in the level of the top itself, first. */
	w->v[w->n - 1].tree = t;
	w->v[w->n - 1].top = w->rel.n;
	w->v[w->n - 1].dark = false;
	if (t->git) {
		struct buf p = { .max = PATH_BYTES_MAX };
		int rc = buf_addf(&p, "%s/info/exclude", t->git->common);

		if (rc == 0)
			rc = load_rules(&w->v[w->n - 1].rules, AT_FDCWD, p.p);
		buf_free(&p);
		return rc;
	}
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
	struct level *l;
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
	if ((d = fdopendir(fd)) == NULL || (l = push(w)) == NULL) {
		rc = errno;
		d ? closedir(d) : close(fd);
		errno = rc ? rc : ENOMEM;
		return -1;
	}
	l->dark = dark;
	rc = list(l, d, &has);
	if (rc == 0 && has.git && !first && !w->o.no_ignore)
		rc = enter_nested(w, fd);
	if (rc == 0 && has.rules && l->tree)
		rc = load_rules(&l->rules, fd, ".gitignore");
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
	w->path.max = w->rel.max = PATH_BYTES_MAX;
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
		rc = find_tree(w, real);
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
static const struct name *
step(struct walk *w)
{
	while (w->n > w->floor) {
		struct level *l = &w->v[w->n - 1];
		const struct name *e;

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
	const struct name *e;
	bool dark = false;

	while (w->failed == NULL && (e = step(w)) != NULL) {
		struct level *l = &w->v[w->n - 1];

		*path = buf_str(&w->path);
		if (w->failed || w->o.left_out(*path, w->o.arg))
			continue;
		if (l->tree && (dark = ignored(w, l, e->dir)) &&
		    !tracked(l, str_sub(buf_str(&w->rel), l->top, w->rel.n)))
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
		struct tree *next = w->trees->next;

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
