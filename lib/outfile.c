#include "base.h"
#include "outfile.h"
#include "say.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

static const int fatal[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXCPU,
	SIGXFSZ };

/* What a signal has to remove. */
static struct save_file *volatile doomed;

static char ended[96]; /* said then; made before */

static void
remove_and_die(int sig)
{
	if (doomed != NULL)
		unlinkat(doomed->dirfd, doomed->temp, 0);
	if (sig == SIGTERM || sig == SIGHUP) {
		(void)!write(STDERR_FILENO, ended, strlen(ended));
		_exit(EXIT_TROUBLE);
	}
	signal(sig, SIG_DFL);
	raise(sig);
}

static void
catch_signals(void)
{
	struct sigaction sa = { .sa_handler = remove_and_die }, old;

	snprintf(ended, sizeof(ended),
	    "%.32s: ended by a signal; what it wrote is not whole\n",
	    say_prog());
	sigemptyset(&sa.sa_mask);
	/* What was ignored stays so: a run under nohup. */
	for (size_t i = 0; i < LEN(fatal); i++)
		if (sigaction(fatal[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			sigaction(fatal[i], &sa, NULL);
}

static int
split(struct outfile *o, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) : 0;

	o->base = slash ? slash + 1 : path;
	if (*o->base == '\0' || n >= sizeof(o->dir)) {
		errno = *o->base == '\0' ? EISDIR : ENAMETOOLONG;
		return -1;
	}
	memcpy(o->dir, path, n);
	o->dir[n] = '\0';
	if (n == 0)
		memcpy(o->dir, slash ? "/" : ".", 2);
	return 0;
}

int
outfile_open(struct outfile *o, const char *path)
{
	struct stat st;
	int dirfd, err;

	*o = (struct outfile){ .fd = STDOUT_FILENO };
	doomed = NULL;
	catch_signals();
	if (path == NULL || strcmp(path, "-") == 0)
		return 0;
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		o->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		return o->fd < 0 ? -1 : 0;
	}
	if (split(o, path) < 0)
		return -1;
	dirfd = open(o->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dirfd < 0)
		return -1;
	if (save_begin(&o->save, dirfd, o->base, 0666) < 0) {
		err = errno;
		close(dirfd);
		errno = err;
		return -1;
	}
	o->fd = o->save.fd;
	o->temp = true;
	doomed = &o->save;
	return 0;
}

int
outfile_commit(struct outfile *o)
{
	int rc, err;

	if (!o->temp) {
		rc = close(o->fd);
		o->fd = -1;
		return rc;
	}
	rc = save_end(&o->save, o->base, SAVE_REPLACE);
	doomed = NULL;
	/* The name itself must outlive a crash, where that can be asked. */
	if (rc == 0 && fsync(o->save.dirfd) < 0 && errno != EINVAL)
		rc = -1;
	err = errno;
	close(o->save.dirfd);
	o->fd = -1;
	o->temp = false;
	errno = err;
	return rc;
}

void
outfile_abort(struct outfile *o)
{
	int err = errno;

	if (o->temp) {
		save_end(&o->save, NULL, SAVE_REPLACE);
		close(o->save.dirfd);
	} else if (o->fd > STDERR_FILENO) {
		close(o->fd);
	}
	doomed = NULL;
	o->fd = -1;
	o->temp = false;
	errno = err;
}
