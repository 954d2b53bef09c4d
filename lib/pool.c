#include "base.h"
#include "pool.h"

#include <pthread.h>
#include <signal.h>

enum {
	THREADS_MAX = 256,
	SLOTS_A_THREAD = 4 /* jobs under way: enough that none waits */
};

enum state { FREE, QUEUED, WORKING, TURN, DONE };

/* What stands before each job, so that pool_turn finds the pool. */
struct slot {
	struct pool *pool;
	size_t seq;
	enum state state;
	max_align_t job[];
};

struct pool {
	const struct pool_ops *ops;
	void *run;
	struct slot **slots;
	size_t nslots;
	size_t head, taken, tail; /* oldest; next to work on; next to fill */
	bool ended, stop;
	bool alone;	 /* all in the caller's thread */
	unsigned asleep; /* workers that wait for a job */
	pthread_mutex_t lock;
	pthread_cond_t jobs, oldest, turns;
};

struct worker {
	struct pool *pool;
	void *thread;
	pthread_t id;
	bool started;
};

static struct slot *
slot_of(const struct pool *p, size_t seq)
{
	return p->slots[seq % p->nslots];
}

static struct slot *
slot_of_job(void *job)
{
	return (
	    struct slot *)(void *)((char *)job - offsetof(struct slot, job));
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct pool *p = w->pool;
	struct slot *s;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		while (!p->stop && !p->ended && p->taken == p->tail) {
			p->asleep++;
			pthread_cond_wait(&p->jobs, &p->lock);
			p->asleep--;
		}
		if (p->stop || p->taken == p->tail)
			break;
		s = slot_of(p, p->taken++);
		s->state = WORKING;
		pthread_mutex_unlock(&p->lock);
		p->ops->work(p->run, w->thread, s->job);
		pthread_mutex_lock(&p->lock);
		s->state = DONE;
		if (s->seq == p->head)
			pthread_cond_signal(&p->oldest);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

int
pool_turn(void *job)
{
	struct slot *s = slot_of_job(job);
	struct pool *p = s->pool;
	int rc;

	if (p->alone) {
		if (!p->stop && p->ops->drain(p->run, job) < 0)
			p->stop = true;
		return p->stop ? -1 : 0;
	}
	pthread_mutex_lock(&p->lock);
	s->state = TURN;
	if (s->seq == p->head)
		pthread_cond_signal(&p->oldest);
	while (!p->stop && s->state == TURN)
		pthread_cond_wait(&p->turns, &p->lock);
	s->state = WORKING;
	rc = p->stop ? -1 : 0;
	pthread_mutex_unlock(&p->lock);
	return rc;
}

/* Drain what is ready at the head. True when something was. Locked. */
static bool
drain(struct pool *p, int *rc)
{
	struct slot *s = slot_of(p, p->head);

	if (p->head == p->tail || (s->state != DONE && s->state != TURN))
		return false;
	pthread_mutex_unlock(&p->lock);
	*rc = p->ops->drain(p->run, s->job);
	pthread_mutex_lock(&p->lock);
	if (s->state == TURN) {
		s->state = WORKING;
		pthread_cond_broadcast(&p->turns);
	} else {
		s->state = FREE;
		p->head++;
	}
	return true;
}

/* Fill one job if there is room. True when it was tried. Locked. */
static bool
fill(struct pool *p, int *rc)
{
	struct slot *s = slot_of(p, p->tail);

	if (p->ended || p->tail - p->head == p->nslots)
		return false;
	pthread_mutex_unlock(&p->lock);
	*rc = p->ops->fill(p->run, s->job);
	pthread_mutex_lock(&p->lock);
	if (*rc > 0) {
		s->seq = p->tail++;
		s->state = QUEUED;
		if (p->asleep)
			pthread_cond_signal(&p->jobs);
	} else {
		p->ended = true;
		pthread_cond_broadcast(&p->jobs);
	}
	return true;
}

static int
lead(struct pool *p)
{
	int rc = 0;

	pthread_mutex_lock(&p->lock);
	while (rc >= 0) {
		if (drain(p, &rc) || fill(p, &rc))
			continue;
		if (p->ended && p->head == p->tail)
			break;
		pthread_cond_wait(&p->oldest, &p->lock);
	}
	p->stop = rc < 0;
	p->ended = true;
	pthread_cond_broadcast(&p->jobs);
	pthread_cond_broadcast(&p->turns);
	pthread_mutex_unlock(&p->lock);
	return rc < 0 ? -1 : 0;
}

/* Jobs in the caller's thread; the first is filled already if it is there. */
static int
alone(struct pool *p)
{
	void *thread = p->ops->thread_new(p->run);
	struct slot *s = p->slots[0];
	int rc = thread ? 0 : -1;

	p->alone = true;
	while (rc == 0) {
		if (p->tail == 0 &&
		    (p->ended || (rc = p->ops->fill(p->run, s->job)) <= 0))
			break;
		p->tail = 0;
		p->ops->work(p->run, thread, s->job);
		rc = p->stop ? -1 : p->ops->drain(p->run, s->job);
	}
	if (thread)
		p->ops->thread_free(thread);
	return rc < 0 ? -1 : 0;
}

/* Signals are for the caller's thread, which knows what to say. */
static bool
start(struct worker *w)
{
	sigset_t all, was;

	sigfillset(&all);
	sigdelset(&all, SIGBUS); /* these belong to whoever causes them */
	sigdelset(&all, SIGSEGV);
	sigdelset(&all, SIGFPE);
	sigdelset(&all, SIGILL);
	pthread_sigmask(SIG_SETMASK, &all, &was);
	w->started = pthread_create(&w->id, NULL, work, w) == 0;
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	return w->started;
}

static int
together(struct pool *p, unsigned threads)
{
	struct worker *v = calloc(threads, sizeof(*v));
	int rc = -1;
	unsigned n;

	if (v == NULL)
		return -1;
	for (n = 0; n < threads; n++) {
		v[n].pool = p;
		v[n].thread = p->ops->thread_new(p->run);
		if (v[n].thread == NULL || !start(&v[n]))
			break;
	}
	/* Fewer threads than were asked for do the same, only later. */
	if (n > 0 && v[0].started)
		rc = lead(p);
	for (unsigned i = 0; i < threads; i++) {
		if (v[i].started)
			pthread_join(v[i].id, NULL);
		if (v[i].thread)
			p->ops->thread_free(v[i].thread);
	}
	free(v);
	return rc;
}

static int
make_slots(struct pool *p)
{
	if ((p->slots = calloc(p->nslots, sizeof(struct slot *))) == NULL)
		return -1;
	for (size_t i = 0; i < p->nslots; i++) {
		p->slots[i] = calloc(1, sizeof(struct slot) + p->ops->job_size);
		if (p->slots[i] == NULL)
			return -1;
		p->slots[i]->pool = p;
	}
	return 0;
}

static void
free_slots(struct pool *p)
{
	for (size_t i = 0; p->slots && i < p->nslots; i++) {
		if (p->slots[i] && p->ops->job_free)
			p->ops->job_free(p->slots[i]->job);
		free(p->slots[i]);
	}
	free(p->slots);
}

/* One job at most is no reason to start a thread. */
static int
look_ahead(struct pool *p)
{
	int rc = 1;

	while (p->tail < 2 && rc > 0) {
		struct slot *s = p->slots[p->tail];

		if ((rc = p->ops->fill(p->run, s->job)) > 0) {
			s->seq = p->tail++;
			s->state = QUEUED;
		}
	}
	p->ended = rc <= 0;
	return rc < 0 ? -1 : 0;
}

static int
run_slots(struct pool *p, unsigned threads)
{
	int ahead, rc;

	if (threads <= 1)
		return alone(p);
	ahead = look_ahead(p);
	if (p->tail == 2)
		return together(p, threads) < 0 ? -1 : ahead;
	rc = p->tail ? alone(p) : 0;
	return rc < 0 ? -1 : ahead;
}

int
pool_run(const struct pool_ops *ops, void *run, unsigned threads)
{
	struct pool p = {
		.ops = ops,
		.run = run,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.jobs = PTHREAD_COND_INITIALIZER,
		.oldest = PTHREAD_COND_INITIALIZER,
		.turns = PTHREAD_COND_INITIALIZER,
	};
	int rc = -1;

	if (threads > THREADS_MAX)
		threads = THREADS_MAX;
	p.nslots = threads > 1 ? (size_t)threads * SLOTS_A_THREAD : 1;
	if (make_slots(&p) == 0)
		rc = run_slots(&p, threads);
	free_slots(&p);
	return rc;
}
