#include "base.h"
#include "str.h"
#include "walk_in.h"

#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

/* A file of patterns; what is no plain file, as for git, is none. */
int
walk_load_rules(struct ignore *g, int dirfd, const char *name)
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

static struct walk_tree *
add_tree(struct walk *w)
{
	struct walk_tree *t = calloc(1, sizeof(*t));

	if (t) {
		t->next = w->trees;
		w->trees = t;
	}
	return t;
}

/* The level of .git/info/exclude, under all others of its repository. */
static int
load_exclude(struct walk *w, struct walk_tree *t)
{
	struct buf path = { .max = WALK_PATH_MAX };
	struct walk_level *l = walk_push(w);
	int rc = -1;

	if (l) {
		l->tree = t;
		l->top = w->rel.n;
		rc = 0;
		if (t->git)
			rc = buf_addf(&path, "%s/info/exclude", t->git->common);
		if (rc == 0 && t->git)
			rc = walk_load_rules(&l->rules, AT_FDCWD, path.p);
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
	struct buf path = { .max = WALK_PATH_MAX };
	int rc = buf_addz(&path, top), fd;

	if (rest.n && rest.p[0] == '/')
		rest = str_sub(rest, 1, rest.n);
	while (rc == 0 && str_cut(&rest, '/', &part)) {
		struct walk_level *l = walk_push(w);

		if (l == NULL)
			rc = -1;
		else if ((fd = open(path.p, O_PATH | O_CLOEXEC)) >= 0) {
			rc = walk_load_rules(&l->rules, fd, ".gitignore");
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
int
walk_find_repo(struct walk *w, const char *real)
{
	struct walk_tree *t = add_tree(w);
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
tracked(struct walk_level *l, struct str rel)
{
	struct walk_tree *t = l->tree;
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
ignored(const struct walk *w, const struct walk_level *l, bool dir)
{
	if (l->dark)
		return true;
	for (const struct walk_level *k = l; k->tree == l->tree; k--) {
		enum ignored said = ignore_match(&k->rules,
		    str_sub(buf_str(&w->rel), k->rel, w->rel.n), dir);

		if (said != IGNORE_SILENT)
			return said == IGNORE_YES;
		if (k == w->v)
			break;
	}
	return false;
}

/* A repository inside another begins anew: rules of the outer one end. */
int
walk_enter_repo(struct walk *w, int fd)
{
	struct walk_tree *t = add_tree(w);
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
		struct buf p = { .max = WALK_PATH_MAX };
		int rc = buf_addf(&p, "%s/info/exclude", t->git->common);

		if (rc == 0)
			rc = walk_load_rules(
			    &w->v[w->n - 1].rules, AT_FDCWD, p.p);
		buf_free(&p);
		return rc;
	}
	return 0;
}

bool
walk_ignored(struct walk *w, struct walk_level *l, bool dir, bool *dark)
{
	*dark = l->tree && ignored(w, l, dir);
	return *dark &&
	    !tracked(l, str_sub(buf_str(&w->rel), l->top, w->rel.n));
}
