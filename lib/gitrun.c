#include "base.h"
#include "gitrun.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Nothing outside says how; no object is fetched from anywhere. */
static const char *const fixed[] = { "GIT_CONFIG_NOSYSTEM=1",
	"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
	"GIT_NO_REPLACE_OBJECTS=1", "GIT_NO_LAZY_FETCH=1",
	"GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0",
	"GIT_ALLOW_PROTOCOL=none", "GIT_GRAFT_FILE=/dev/null", "HOME=/",
	"LC_ALL=C" };

static int
fail(char *why, const char *what)
{
	snprintf(why, GITRUN_WHY, "%s: %s", what, strerror(errno));
	return -1;
}

static int
put_file(const struct scratch *s, const char *name, const char *text)
{
	char path[PATH_MAX];
	size_t n = strlen(text);
	ssize_t got;
	int fd;

	if (scratch_path(s, name, path) < 0)
		return -1;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	got = write(fd, text, n);
	return close(fd) == 0 && got == (ssize_t)n ? 0 : -1;
}

/* The least that git takes for a repository. */
static int
make(const struct scratch *s, unsigned idlen)
{
	char path[PATH_MAX];

	if (scratch_path(s, "refs", path) < 0 || mkdir(path, 0700) < 0 ||
	    scratch_path(s, "objects", path) < 0 || mkdir(path, 0700) < 0)
		return -1;
	if (put_file(s, "HEAD", "ref: refs/heads/none\n") < 0)
		return -1;
	return put_file(s, "config",
	    idlen == 32 ?
		"[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
		"[extensions]\n\tobjectformat = sha256\n" :
		"[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
}

static void
set_env(struct gitrun *g, size_t nvars)
{
	size_t n = 0;

	for (size_t i = 0; i < nvars; i++)
		if (g->vars[i][0])
			g->env[n++] = g->vars[i];
	for (size_t i = 0; i < LEN(fixed); i++)
		g->env[n++] = fixed[i];
	g->env[n] = NULL;
}

static void
set_var(char var[PATH_MAX + 48], const char *name, const char *value)
{
	int n = 0;

	if (value != NULL)
		n = snprintf(var, PATH_MAX + 48, "%s=%s", name, value);
	if (value == NULL || n >= PATH_MAX + 48)
		var[0] = '\0';
}

int
gitrun_open(struct gitrun *g, const char *objects, const char *alternates,
    unsigned idlen, char *why)
{
	const char *path = getenv("PATH");

	*g = (struct gitrun){ 0 };
	if (scratch_new(&g->at, NULL) < 0)
		return fail(why, "cannot make a directory for git");
	if (make(&g->at, idlen) < 0) {
		fail(why, "cannot make a directory for git");
		gitrun_close(g);
		return -1;
	}
	set_var(g->vars[0], "PATH", path ? path : "/usr/bin:/bin");
	set_var(g->vars[1], "GIT_DIR", g->at.path);
	set_var(g->vars[2], "GIT_OBJECT_DIRECTORY", objects);
	set_var(g->vars[3], "GIT_ALTERNATE_OBJECT_DIRECTORIES", alternates);
	set_env(g, 4);
	return 0;
}

int
gitrun_at(struct gitrun *g, const char *dir, char *why)
{
	const char *path = getenv("PATH");

	*g = (struct gitrun){ 0 };
	if (strlen(dir) >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return fail(why, dir);
	}
	set_var(g->vars[0], "PATH", path ? path : "/usr/bin:/bin");
	set_var(g->vars[1], "GIT_DIR", dir);
	set_env(g, 2);
	return 0;
}

int
gitrun_start(const struct gitrun *g, struct child *c, const char *const args[],
    int in, int out)
{
	const char *argv[24] = { "git", "-c", "safe.directory=*", "-c",
		"core.hooksPath=/dev/null", "-c", "core.fsmonitor=false" };
	size_t n = 7;

	for (size_t i = 0; args[i] && n < LEN(argv) - 1; i++)
		argv[n++] = args[i];
	argv[n] = NULL;
	return child_start(c, argv, g->env, in, out);
}

void
gitrun_close(struct gitrun *g)
{
	scratch_free(&g->at);
}

void
gitrun_version(char *out, size_t n)
{
	static const char *const argv[] = { "git", "--version", NULL };
	struct gitrun g;
	struct child c;
	char why[GITRUN_WHY];
	ssize_t got;

	out[0] = '\0';
	if (gitrun_at(&g, "/", why) < 0 ||
	    child_start(&c, argv, g.env, CHILD_NULL, CHILD_PIPE) < 0)
		return;
	got = read(c.out, out, n - 1);
	out[got > 0 ? got : 0] = '\0';
	out[strcspn(out, "\n")] = '\0';
	if (child_end(&c, why, sizeof(why)) < 0)
		out[0] = '\0';
}
