#include "base.h"
#include "many.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

struct job {
	pid_t pid;
	int out;
};

static int
start(struct job *j, int (*one)(void *arg, size_t i), void *arg, size_t i)
{
	int p[2], rc;

	if (pipe2(p, O_CLOEXEC) < 0)
		return -1;
	fflush(stdout);
	j->pid = fork();
	if (j->pid == 0) {
		rc = dup2(p[1], STDOUT_FILENO) < 0 ? EXIT_TROUBLE : one(arg, i);
		if (fflush(stdout) != 0)
			rc = EXIT_TROUBLE;
		_exit(rc);
	}
	close(p[1]);
	j->out = p[0];
	if (j->pid < 0)
		close(p[0]);
	return j->pid < 0 ? -1 : 0;
}

/* What it printed, then how it ended. */
static int
finish(struct job *j)
{
	char piece[4096];
	int st = 0;
	ssize_t n;

	while ((n = read(j->out, piece, sizeof(piece))) != 0)
		if (n > 0)
			fwrite(piece, 1, (size_t)n, stdout);
		else if (errno != EINTR)
			break;
	close(j->out);
	while (waitpid(j->pid, &st, 0) < 0)
		if (errno != EINTR)
			return EXIT_TROUBLE;
	return WIFEXITED(st) ? WEXITSTATUS(st) : EXIT_TROUBLE;
}

int
many_run(size_t n, size_t jobs, int (*one)(void *arg, size_t i), void *arg)
{
	struct job v[MANY_JOBS];
	size_t begun = 0, done = 0;
	int worst = 0, rc;

	if (jobs > MANY_JOBS)
		jobs = MANY_JOBS;
	while (done < n) {
		while (begun < n && begun - done < jobs) {
			if (start(&v[begun % jobs], one, arg, begun) < 0)
				break;
			begun++;
		}
		if (begun == done)
			return -1;
		rc = finish(&v[done++ % jobs]);
		worst = rc > worst ? rc : worst;
	}
	return worst;
}
