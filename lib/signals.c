#include "base.h"
#include "say.h"
#include "signals.h"

#include <signal.h>
#include <unistd.h>

static const int handled[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGBUS };

static const _Atomic size_t *done;
static size_t total;
static const char *unit;
static char name[64]; /* of the program: say.c's is no signal's business */

/* What follows runs in a handler: no allocation, no stdio. */
static size_t
add(char *line, size_t n, size_t cap, const char *s)
{
	while (*s && n < cap)
		line[n++] = *s++;
	return n;
}

/* "8,120" */
static size_t
add_count(char *line, size_t n, size_t cap, size_t v)
{
	char digits[40];
	size_t k = sizeof(digits), group = 0;

	digits[--k] = '\0';
	do {
		if (group && group % 3 == 0)
			digits[--k] = ',';
		digits[--k] = (char)('0' + v % 10);
		group++;
	} while ((v /= 10) > 0);
	return add(line, n, cap, digits + k);
}

static void
put(const char *line, size_t n)
{
	if (isatty(STDERR_FILENO) == 1)
		(void)!write(STDERR_FILENO, "\r\033[K", 4);
	(void)!write(STDERR_FILENO, line, n);
}

static void
interrupted(int sig)
{
	char line[160];
	size_t n = add(line, 0, sizeof(line), "interrupted after ");

	n = add_count(line, n, sizeof(line),
	    atomic_load_explicit(done, memory_order_relaxed));
	if (total) {
		n = add(line, n, sizeof(line), " of ");
		n = add_count(line, n, sizeof(line), total);
	}
	n = add(line, n, sizeof(line), " ");
	n = add(line, n, sizeof(line), unit);
	n = add(line, n, sizeof(line), "; nothing is proven.\n");
	put(line, n);
	signal(sig, SIG_DFL);
	raise(sig);
}

static void
ended(int sig)
{
	char line[160];
	size_t n = add(line, 0, sizeof(line), name);

	n = add(line, n, sizeof(line),
	    sig == SIGBUS ? ": cannot read a file: it shrank while it was "
			    "read\n" :
			    ": ended by a signal; nothing is proven\n");
	put(line, n);
	_exit(EXIT_TROUBLE);
}

static void
set(void (*interrupt)(int), void (*end)(int))
{
	for (size_t i = 0; i < LEN(handled); i++) {
		struct sigaction sa = { .sa_handler = i < 2 ? interrupt : end };
		struct sigaction was;

		/* nohup, and a shell that ignores SIGINT for a job. */
		if (sigaction(handled[i], NULL, &was) == 0 &&
		    was.sa_handler == SIG_IGN)
			continue;
		if (i < 2)
			sa.sa_flags = (int)SA_RESETHAND | SA_NODEFER;
		sigaction(handled[i], &sa, NULL);
	}
}

void
signals_on(const _Atomic size_t *counter, size_t of, const char *what)
{
	unit = what;
	done = counter;
	total = of;
	snprintf(name, sizeof(name), "%s", say_prog());
	set(counter ? interrupted : SIG_DFL, ended);
}

void
signals_off(void)
{
	set(SIG_DFL, SIG_DFL);
}
