/*
 * pool.h - threads that take jobs in order and whose results come back in
 * the order of the input, whatever the number of threads.
 */
#ifndef TAMIS_POOL_H
#define TAMIS_POOL_H

struct pool;

struct pool_ops {
	/* One a thread; NULL: no memory. */
	void *(*thread_new)(void *run);
	void (*thread_free)(void *thread);
	/* Fill a job from the source, in the caller's thread. 1, 0 end, -1. */
	int (*fill)(void *run, void *job);
	/* In any thread. May call pool_turn when its results grow large. */
	void (*work)(void *run, void *thread, void *job);
	/* In the caller's thread, in order. 0, or -1 to stop. */
	int (*drain)(void *run, void *job);
	size_t job_size; /* zeroed once, then reused by fill */
	void (*job_free)(void *job);
};

/* 0 at the end, -1 when fill or drain failed, or with no memory. With
   threads == 1 all is done in the caller's thread. */
int pool_run(const struct pool_ops *ops, void *run, unsigned threads);
/* From work: wait until this job is the oldest, have what it holds drained
   by the caller's thread, and go on. Bounds memory. -1: stop working. */
int pool_turn(void *job);

#endif
