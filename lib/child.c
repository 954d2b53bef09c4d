#include "base.h"
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int
redirect(posix_spawn_file_actions_t *fa, int fd, int as, int flags)
{
	if (fd == CHILD_NULL)
		return posix_spawn_file_actions_addopen(
		    fa, as, "/dev/null", flags, 0);
	return posix_spawn_file_actions_adddup2(fa, fd, as);
}

/* A tool may ignore what its child must die of. */
static int
plain_signals(posix_spawnattr_t *at)
{
	sigset_t set;

	sigemptyset(&set);
	if (posix_spawnattr_setsigmask(at, &set) != 0)
		return -1;
	sigaddset(&set, SIGPIPE);
	if (posix_spawnattr_setsigdefault(at, &set) != 0)
		return -1;
	return posix_spawnattr_setflags(
	    at, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

/* An array of const strings as posix_spawn(3) wants it: it changes none. */
static char *const *
strings(const char *const v[])
{
	union {
		const char *const *from;
		char *const *to;
	} u = { .from = v };

	return u.to;
}

static int
spawn(struct child *c, const char *const argv[], const char *const env[],
    const int fd[3])
{
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t at;
	int rc = ENOMEM;

	if (posix_spawn_file_actions_init(&fa) != 0)
		return ENOMEM;
	if (posix_spawnattr_init(&at) != 0) {
		posix_spawn_file_actions_destroy(&fa);
		return ENOMEM;
	}
	if (plain_signals(&at) == 0 && redirect(&fa, fd[0], 0, O_RDONLY) == 0 &&
	    redirect(&fa, fd[1], 1, O_WRONLY) == 0 &&
	    redirect(&fa, fd[2], 2, O_WRONLY) == 0)
		rc = posix_spawnp(
		    &c->pid, argv[0], &fa, &at, strings(argv), strings(env));
	posix_spawnattr_destroy(&at);
	posix_spawn_file_actions_destroy(&fa);
	return rc;
}

int
child_start(struct child *c, const char *const argv[], const char *const env[],
    int in, int out)
{
	int p[2] = { -1, -1 }, rc;

	*c = (struct child){ .pid = -1, .out = -1, .err = -1 };
	if ((c->err = memfd_create("errors", MFD_CLOEXEC)) < 0)
		return -1;
	if (out == CHILD_PIPE && pipe2(p, O_CLOEXEC) < 0) {
		close(c->err);
		return -1;
	}
	rc = spawn(c, argv, env,
	    (int[3]){ in, out == CHILD_PIPE ? p[1] : out, c->err });
	if (p[1] >= 0)
		close(p[1]);
	if (rc == 0) {
		c->out = p[0];
		return 0;
	}
	if (p[0] >= 0)
		close(p[0]);
	close(c->err);
	errno = rc;
	return -1;
}

int
child_status(struct child *c)
{
	int st = 0;
	pid_t got;

	if (c->out >= 0)
		close(c->out);
	c->out = -1;
	do
		got = waitpid(c->pid, &st, 0);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return -1;
	return WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
}

/* "fatal: " and its like say nothing more. */
static void
quote(int fd, char *why, size_t whylen)
{
	static const char *const heads[] = { "fatal: ", "error: " };
	char text[512];
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
	char *s = text;

	text[n > 0 ? n : 0] = '\0';
	for (size_t i = 0; i < LEN(heads); i++)
		if (strncmp(s, heads[i], strlen(heads[i])) == 0)
			s += strlen(heads[i]);
	s[strcspn(s, "\n")] = '\0';
	if (*s)
		snprintf(why, whylen, "%s", s);
}

int
child_end(struct child *c, char *why, size_t whylen)
{
	int st = child_status(c);

	if (st != 0) {
		snprintf(why, whylen, "it ended with %d", st);
		quote(c->err, why, whylen);
	}
	close(c->err);
	c->err = -1;
	return st == 0 ? 0 : -1;
}

int
child_bytes(struct str bytes)
{
	int fd = memfd_create("stdin", MFD_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	while (bytes.n) {
		if ((n = write(fd, bytes.p, bytes.n)) < 0 && errno != EINTR) {
			close(fd);
			return -1;
		}
		if (n > 0) {
			bytes.p += n;
			bytes.n -= (size_t)n;
		}
	}
	if (lseek(fd, 0, SEEK_SET) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}
