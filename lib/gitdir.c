#include "base.h"
#include "gitdir.h"
#include "buf.h"
#include "str.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

enum { GITFILE_MAX = 8192, PARENTS_MAX = 4096 };

/* One of git's variables: NULL when it is empty, or does not count. */
static const char *
variable(const struct gitdir *g, const char *name)
{
	const char *v = g->env ? getenv(name) : NULL;

	return v && *v ? v : NULL;
}

/* A path below base, or as it is when absolute; the caller frees it. */
static char *
join(const char *base, const char *path)
{
	size_t n = strlen(base) + strlen(path) + 2;
	char *p;

	if (path[0] == '/')
		return strdup(path);
	if ((p = malloc(n)) != NULL)
		snprintf(p, n, "%s%s%s", base,
		    base[strlen(base) - 1] == '/' ? "" : "/", path);
	return p;
}

/* As join, with every link and ".." resolved where the path exists. */
static char *
resolve(const char *base, const char *path)
{
	char *p = join(base, path), *real;

	if (p == NULL || (real = realpath(p, NULL)) == NULL)
		return p;
	free(p);
	return real;
}

static bool
is_dir(const char *base, const char *name)
{
	char *p = join(base, name);
	struct stat st;
	bool is = p && stat(p, &st) == 0 && S_ISDIR(st.st_mode);

	free(p);
	return is;
}

/* A small regular file whole; 0, 1 not there, -1. */
static int
slurp(const char *base, const char *name, struct buf *out)
{
	char *path = join(base, name);
	struct stat st;
	ssize_t got = -1;
	int fd;

	buf_reset(out);
	fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
	free(path);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? 1 : -1;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	while (buf_room(out, 4096) == 0 &&
	    (got = read(fd, out->p + out->n, 4096)) > 0)
		out->n += (size_t)got;
	close(fd);
	if (got == 0 && out->p)
		out->p[out->n] = '\0';
	return got == 0 ? 0 : -1;
}

/* The one line of a file, without its end; a NUL in it makes it none. */
static int
one_line(const char *base, const char *name, struct buf *out)
{
	int rc = slurp(base, name, out);

	if (rc != 0)
		return rc;
	while (out->n &&
	    (out->p[out->n - 1] == '\n' || out->p[out->n - 1] == '\r'))
		out->p[--out->n] = '\0';
	if (memchr(out->p, 0, out->n) != NULL || out->n == 0)
		return -1;
	return 0;
}

/* Where dir's refs and objects are. */
static char *
common_of(const char *dir)
{
	struct buf b = { .max = GITFILE_MAX };
	char *p = NULL;
	int rc = one_line(dir, "commondir", &b);

	if (rc == 0)
		p = resolve(dir, b.p);
	else if (rc == 1)
		p = strdup(dir);
	buf_free(&b);
	return p;
}

static bool
is_gitdir(const struct gitdir *g, const char *dir)
{
	char *head = join(dir, "HEAD"), *common = NULL;
	struct stat st;
	bool is;

	is = head && lstat(head, &st) == 0 &&
	    (S_ISREG(st.st_mode) || S_ISLNK(st.st_mode)) &&
	    (common = common_of(dir)) != NULL && is_dir(common, "refs") &&
	    (variable(g, "GIT_OBJECT_DIRECTORY") || is_dir(common, "objects"));
	free(head);
	free(common);
	return is;
}

/* What a .git file points to, or NULL. */
static char *
gitfile(const struct gitdir *g, const char *dir, const char *name)
{
	struct buf b = { .max = GITFILE_MAX };
	char *p = NULL;

	if (one_line(dir, name, &b) == 0 &&
	    str_starts(buf_str(&b), STR("gitdir: ")))
		p = resolve(dir, b.p + strlen("gitdir: "));
	buf_free(&b);
	if (p && !is_gitdir(g, p)) {
		free(p);
		p = NULL;
	}
	return p;
}

/*
 * Is a repository at dir? 1: g->dir is set, and g->top unless dir itself
 * is a git directory; 0 no; -1 something called .git is broken.
 */
static int
look(struct gitdir *g, const char *dir)
{
	char *dotgit = join(dir, ".git");
	struct stat st;

	if (dotgit == NULL)
		return -1;
	if (stat(dotgit, &st) == 0 && S_ISREG(st.st_mode)) {
		free(dotgit);
		if ((g->dir = gitfile(g, dir, ".git")) == NULL)
			return -1;
		return (g->top = strdup(dir)) ? 1 : -1;
	}
	if (is_gitdir(g, dotgit)) {
		g->dir = resolve(dotgit, "");
		free(dotgit);
		return g->dir && (g->top = strdup(dir)) ? 1 : -1;
	}
	free(dotgit);
	if (!is_gitdir(g, dir))
		return 0;
	return (g->dir = strdup(dir)) ? 1 : -1;
}

/* Upwards from g->base, on one file system, as git does. */
static int
discover(struct gitdir *g)
{
	char dir[PATH_MAX];
	struct stat first, st;
	int rc;

	if (stat(g->base, &first) < 0 || strlen(g->base) >= sizeof(dir))
		return -1;
	memcpy(dir, g->base, strlen(g->base) + 1);
	for (int i = 0; i < PARENTS_MAX; i++) {
		char *slash;

		if ((rc = look(g, dir)) != 0)
			return rc;
		if (strcmp(dir, "/") == 0 ||
		    (slash = strrchr(dir, '/')) == NULL)
			return 0;
		slash[slash == dir] = '\0';
		if (stat(dir, &st) < 0 || st.st_dev != first.st_dev)
			return 0;
	}
	return 0;
}

static int
read_conf(struct gitdir *g, const char *dir, const char *name, char *why,
    size_t whylen)
{
	struct buf b = { .max = GITCONF_MAX };
	struct where w;
	int rc = slurp(dir, name, &b);

	if (rc < 0)
		snprintf(why, whylen, "its %s cannot be read", name);
	else if (rc == 0 && (rc = gitconf_parse(&g->conf, buf_str(&b), &w)) < 0)
		snprintf(
		    why, whylen, "its %s, line %zu: %s", name, w.line, w.why);
	buf_free(&b);
	return rc < 0 ? -1 : 0;
}

static bool
conf_true(const struct gitdir *g, const char *key)
{
	const char *v = gitconf_get(&g->conf, key);

	return v && gitconf_bool(v) == 1;
}

/* What a newer git may have done to a repository, by its extensions. */
static void
extensions(struct gitdir *g)
{
	static const char *const known[] = { "noop", "preciousobjects",
		"partialclone", "worktreeconfig", "objectformat",
		"relativeworktrees", "refstorage", NULL };
	const char *v = gitconf_get(&g->conf, "core.repositoryformatversion");
	uint64_t version = 0;

	g->idlen = 20;
	if (v && str_num(str_of(v), 1, &version) < 0)
		g->odd = "its format is of a later version of git";
	if (version == 0)
		return;
	for (size_t i = 0; i < g->conf.n; i++) {
		struct str key = g->conf.v[i].key;
		size_t k = 0;

		if (!str_starts(key, STR("extensions.")))
			continue;
		key = str_sub(key, strlen("extensions."), key.n);
		while (known[k] && !str_eqz(key, known[k]))
			k++;
		if (known[k] == NULL)
			g->odd = "it has an extension that is not known here";
	}
	v = gitconf_get(&g->conf, "extensions.refstorage");
	if (v && strcmp(v, "files") != 0)
		g->odd = "references kept as a reftable are not read yet";
	v = gitconf_get(&g->conf, "extensions.objectformat");
	if (v && strcmp(v, "sha256") == 0)
		g->idlen = 32;
	else if (v && strcmp(v, "sha1") != 0)
		g->odd = "its object format is not known here";
}

/* The work tree: git's order of the variable, core.worktree, core.bare. */
static int
find_top(struct gitdir *g, bool named)
{
	const char *env = variable(g, "GIT_WORK_TREE"), *v = NULL;
	bool linked = strcmp(g->dir, g->common) != 0 &&
	    !conf_true(g, "extensions.worktreeconfig");
	char *top;

	if (!linked)
		v = gitconf_get(&g->conf, "core.worktree");
	if (env)
		top = resolve(g->base, env);
	else if (v && *v)
		top = resolve(g->dir, v);
	else if (!linked && conf_true(g, "core.bare"))
		top = NULL;
	else if (named)
		top = strdup(g->base);
	else
		return 0;
	free(g->top);
	g->top = top;
	return 0;
}

/* A variable's path, else name below dir. */
static char *
env_path(
    const struct gitdir *g, const char *var, const char *dir, const char *name)
{
	const char *env = variable(g, var);

	if (env)
		return join(g->top ? g->top : g->base, env);
	return join(dir, name);
}

static int
settle(struct gitdir *g, bool named, char *why, size_t whylen)
{
	const char *alt = variable(g, "GIT_ALTERNATE_OBJECT_DIRECTORIES");

	if ((g->common = common_of(g->dir)) == NULL) {
		snprintf(why, whylen, "its commondir cannot be read");
		return -1;
	}
	if (read_conf(g, g->common, "config", why, whylen) < 0 ||
	    (conf_true(g, "extensions.worktreeconfig") &&
		read_conf(g, g->dir, "config.worktree", why, whylen) < 0))
		return -1;
	extensions(g);
	find_top(g, named);
	g->index = env_path(g, "GIT_INDEX_FILE", g->dir, "index");
	g->objects = env_path(g, "GIT_OBJECT_DIRECTORY", g->common, "objects");
	if (alt)
		g->alternates = strdup(alt);
	if (g->index && g->objects && (g->alternates || !alt))
		return 0;
	snprintf(why, whylen, "%s", strerror(ENOMEM));
	return -1;
}

static int
find(struct gitdir *g, const char *dir, bool env, char *why, size_t whylen)
{
	const char *named;
	int rc;

	*g = (struct gitdir){ .env = env };
	if ((g->base = realpath(dir ? dir : ".", NULL)) == NULL) {
		snprintf(why, whylen, "%s", strerror(errno));
		return -1;
	}
	if ((named = variable(g, "GIT_DIR")) != NULL) {
		g->dir = resolve(g->base, named);
		if (g->dir && !is_gitdir(g, g->dir)) {
			free(g->dir);
			g->dir = gitfile(g, g->base, named);
		}
		rc = g->dir != NULL;
	} else
		rc = discover(g);
	if (rc == 1 && settle(g, named != NULL, why, whylen) == 0)
		return 0;
	if (rc < 0)
		snprintf(why, whylen, "what its .git names is no repository");
	else if (rc == 0)
		snprintf(why, whylen, "not a git repository");
	gitdir_free(g);
	return rc == 0 ? 1 : -1;
}

int
gitdir_find(struct gitdir *g, const char *dir, char *why, size_t whylen)
{
	return find(g, dir, true, why, whylen);
}

int
gitdir_find_plain(struct gitdir *g, const char *dir, char *why, size_t whylen)
{
	return find(g, dir, false, why, whylen);
}

void
gitdir_free(struct gitdir *g)
{
	free(g->dir);
	free(g->common);
	free(g->top);
	free(g->index);
	free(g->objects);
	free(g->alternates);
	free(g->base);
	gitconf_free(&g->conf);
	*g = (struct gitdir){ 0 };
}
