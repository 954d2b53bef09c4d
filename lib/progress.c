#include "base.h"
#include "progress.h"

#include "say.h"
#include "str.h"
#include "term.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

static const double first = 1.0, apart = 0.2; /* seconds */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_bool on, shown;
static const char *unit;
static double begun, drawn;

static double
clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
put(struct str s)
{
	while (s.n > 0) {
		ssize_t n = write(STDERR_FILENO, s.p, s.n);

		if (n <= 0)
			return;
		s = str_sub(s, (size_t)n, s.n);
	}
}

void
progress_start(bool wanted, const char *what)
{
	const char *term = getenv("TERM");

	on = wanted && isatty(STDERR_FILENO) == 1 &&
	    !(term && strcmp(term, "dumb") == 0);
	unit = what;
	begun = drawn = clock_now();
	shown = false;
	say_set_before(on ? progress_erase : NULL);
}

static int
line(struct buf *b, const struct progress_now *p, double seconds)
{
	double part = 0;
	int rc = buf_addf(b, "%s: ", say_prog());

	if (p->total > 0 && p->done <= p->total) {
		part = (double)p->done / (double)p->total;
		rc |= buf_addf(b, "%d %%  ", (int)(part * 100));
	}
	rc |= term_count(b, p->done);
	if (part > 0) {
		rc |= buf_addz(b, " of ");
		rc |= term_count(b, p->total);
	}
	rc |= buf_addf(b, " %s  ", unit);
	rc |= term_size(b, (double)p->bytes / seconds);
	rc |= buf_addz(b, "/s  ");
	rc |= term_count(b, p->found);
	rc |= buf_addz(b, " found");
	if (part > 0)
		rc |= buf_addf(b, "  %.0f s left", seconds / part * (1 - part));
	return rc;
}

void
progress_step(const struct progress_now *p)
{
	struct buf b = { .max = 1024 }, out = { .max = 1024 };
	double now;

	if (!on)
		return;
	now = clock_now();
	if (now - begun < first || now - drawn < apart)
		return;
	drawn = now;
	if (line(&b, p, now - begun) == 0 &&
	    buf_addf(&out, "\r%.*s\033[K",
		(int)(b.n < term_width() ? b.n : term_width() - 1), b.p) == 0) {
		pthread_mutex_lock(&lock);
		put(buf_str(&out));
		shown = true;
		pthread_mutex_unlock(&lock);
	}
	buf_free(&b);
	buf_free(&out);
}

void
progress_erase(void)
{
	if (!shown)
		return;
	pthread_mutex_lock(&lock);
	if (shown)
		put(STR("\r\033[K"));
	shown = false;
	pthread_mutex_unlock(&lock);
}

void
progress_end(void)
{
	progress_erase();
	on = false;
	say_set_before(NULL);
}
