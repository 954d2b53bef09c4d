#include "base.h"
#include "pool.h"
#include "../t.h"

#include <unistd.h>

enum { JOBS = 500 };

struct job {
	int number, parts;
};

struct run {
	int filled, drained, parts, wrong, stop_at, fail_at, threads, jobs;
};

static void *
thread_new(void *arg)
{
	struct run *r = arg;

	r->threads++;
	return malloc(1);
}

static int
fill(void *arg, void *job)
{
	struct run *r = arg;

	if (r->filled == r->fail_at)
		return -1;
	if (r->filled == (r->jobs ? r->jobs : JOBS))
		return 0;
	*(struct job *)job = (struct job){ r->filled++, 0 };
	return 1;
}

/* Every seventh job gives its results in pieces. */
static void
work(void *arg, void *thread, void *job)
{
	struct job *j = job;

	(void)arg;
	(void)thread;
	if (j->number % 11 == 0)
		usleep(200);
	for (int i = 0; j->number % 7 == 0 && i < 5; i++) {
		j->parts++;
		if (pool_turn(job) < 0)
			return;
	}
	j->parts++;
}

static int
drain(void *arg, void *job)
{
	struct run *r = arg;
	struct job *j = job;

	if (j->number < r->drained)
		r->wrong++;
	r->drained = j->number;
	r->parts += j->parts;
	j->parts = 0;
	return j->number == r->stop_at ? -1 : 0;
}

static void
freed(void *job)
{
	(void)job;
}

static const struct pool_ops ops = { thread_new, free, fill, work, drain,
	sizeof(struct job), freed };

int
main(void)
{
	const unsigned threads[] = { 1, 2, 8 };

	for (size_t i = 0; i < LEN(threads); i++) {
		struct run r = { .stop_at = -1, .fail_at = -1 };
		struct run stop = { .stop_at = 77, .fail_at = -1 };
		struct run one = { .stop_at = -1, .fail_at = -1, .jobs = 1 };
		struct run bad = { .stop_at = -1, .fail_at = 1 };
		struct run fail = { .stop_at = -1, .fail_at = 50 };

		T(pool_run(&ops, &r, threads[i]) == 0);
		T(r.drained == JOBS - 1 && r.wrong == 0);
		T(r.parts == JOBS + 5 * (JOBS / 7 + 1));
		T(r.threads == (int)threads[i]);
		T(pool_run(&ops, &stop, threads[i]) == -1);
		T(stop.drained == 77);
		T(pool_run(&ops, &fail, threads[i]) == -1);
		T(pool_run(&ops, &one, threads[i]) == 0);
		T(one.parts == 6 && one.threads == 1);
		T(pool_run(&ops, &bad, threads[i]) == -1 && bad.parts == 6);
	}
	return T_END();
}
