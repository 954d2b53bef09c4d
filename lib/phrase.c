#include "base.h"
#include "phrase.h"
#include "crypt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

static volatile sig_atomic_t caught;

static const int stops[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP };

static void
note(int sig)
{
	caught = sig;
}

/* Until there is something to read; a signal that came before counts. */
static bool
wait_typed(const struct phrase *p)
{
	struct pollfd fd = { .fd = p->fd, .events = POLLIN };
	sigset_t none;

	sigemptyset(&none);
	while (!caught)
		if (ppoll(&fd, 1, NULL, &none) >= 0 || errno != EINTR)
			return true;
	return false;
}

int
phrase_open(struct phrase *p, int fd, int instead)
{
	*p = (struct phrase){ .fd = fd };
	if (fd < 0) {
		p->fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
		p->tty = p->fd >= 0;
		p->fd = p->tty ? p->fd : instead;
	}
	return (p->p = crypt_key_new(PHRASE_MAX)) == NULL ? -1 : 0;
}

/* A byte at a time: what follows the line is for the next question. */
static int
read_line(struct phrase *p, const char **why)
{
	ssize_t got;
	char c;

	p->n = 0;
	for (;;) {
		if (p->tty && !wait_typed(p)) {
			*why = "interrupted";
			return -1;
		}
		if ((got = read(p->fd, &c, 1)) < 0) {
			*why = strerror(errno);
			if (errno == EINTR)
				continue;
			return -1;
		}
		if (got == 0 || c == '\n')
			break;
		if (p->n == PHRASE_MAX) {
			*why = "it is longer than 1024 bytes";
			return -1;
		}
		p->p[p->n++] = c;
	}
	crypt_wipe(&c, 1);
	if (p->n == 0) {
		*why = "it is empty";
		return -1;
	}
	return 0;
}

static void
put(int fd, const char *s)
{
	size_t n = strlen(s);

	while (n) {
		ssize_t got = write(fd, s, n);

		if (got <= 0)
			return;
		s += got;
		n -= (size_t)got;
	}
}

static void
prompt(int fd, const char *what, const char *name)
{
	put(fd, what);
	if (name != NULL) {
		put(fd, " of '");
		for (; *name; name++) {
			char c[2] = { *name, '\0' };

			put(fd, *name < ' ' || *name > '~' ? "?" : c);
		}
		put(fd, "'");
	}
	put(fd, ": ");
}

/* The question comes when nothing echoes any more; a signal is heard while
   waiting for the answer and obeyed when the terminal echoes again. */
static int
read_unseen(
    struct phrase *p, const char *what, const char *name, const char **why)
{
	struct sigaction sa = { .sa_handler = note }, old[LEN(stops)];
	struct termios seen, unseen;
	sigset_t blocked, before;
	int rc;

	if (tcgetattr(p->fd, &seen) < 0) {
		*why = strerror(errno);
		return -1;
	}
	caught = 0;
	sigemptyset(&sa.sa_mask);
	sigemptyset(&blocked);
	for (size_t i = 0; i < LEN(stops); i++)
		sigaddset(&blocked, stops[i]);
	pthread_sigmask(SIG_BLOCK, &blocked, &before);
	for (size_t i = 0; i < LEN(stops); i++)
		sigaction(stops[i], &sa, &old[i]);
	unseen = seen;
	unseen.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
	unseen.c_lflag |= ECHONL | ICANON;
	tcsetattr(p->fd, TCSAFLUSH, &unseen);
	prompt(p->fd, what, name);
	rc = read_line(p, why);
	tcsetattr(p->fd, TCSAFLUSH, &seen);
	for (size_t i = 0; i < LEN(stops); i++)
		sigaction(stops[i], &old[i], NULL);
	if (caught)
		raise(caught);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc;
}

int
phrase_ask(
    struct phrase *p, const char *what, const char *name, const char **why)
{
	if (p->fd < 0) {
		*why = "no terminal to ask on; say --passphrase-fd=N";
		return -1;
	}
	if (!p->tty)
		return read_line(p, why);
	return read_unseen(p, what, name, why);
}

int
phrase_choose(struct phrase *p, const char **why)
{
	char *first;
	size_t n;
	int rc;

	if (phrase_ask(p, "New passphrase", NULL, why) < 0)
		return -1;
	if (!p->tty)
		return 0;
	n = p->n;
	if ((first = crypt_key_new(n)) == NULL) {
		*why = "no guarded memory";
		return -1;
	}
	memcpy(first, p->p, n);
	rc = phrase_ask(p, "The same again", NULL, why);
	if (rc == 0 && (p->n != n || !crypt_same(first, p->p, n))) {
		*why = "the two are not the same";
		rc = -1;
	}
	crypt_key_free(first);
	return rc;
}

void
phrase_free(struct phrase *p)
{
	if (p->fd > STDERR_FILENO)
		close(p->fd);
	crypt_key_free(p->p);
	*p = (struct phrase){ .fd = -1 };
}
