/*
 * engine.h - the detectors of a run: their models, all their literals in
 * one set, and each hit handed to the detector it is for.
 */
#ifndef TAMIS_ENGINE_H
#define TAMIS_ENGINE_H

#include "detector.h"

enum {
	DETECTORS_MAX = 16,
	/* Hits held at a time, for each detector: then a window is cut. */
	HITS_MAX = 1u << 20,
	MASKS_MAX = 256 /* secrets masked in one line; more hide it whole */
};

struct engine {
	const struct detector *v[DETECTORS_MAX + 1]; /* ends in NULL */
	void *model[DETECTORS_MAX];
	size_t n;
	size_t margin; /* the longest of all */
	struct litset *literals;
};

/* set names the compiled literals in patterns.bin. 0, or -1 with *err. */
int engine_open(struct engine *e, const struct detector *const *detectors,
    const char *set, const struct setup *setup, struct setup_error *err);
void engine_close(struct engine *e);
/* The rule of a full id, and which detector has it; or NULL. */
const struct rule *engine_rule(
    const struct engine *e, struct str id, size_t *detector);

struct hits {
	struct hit *v;
	size_t n, cap;
};

struct engine_thread {
	void *own[DETECTORS_MAX];
	struct litset_thread *literals;
	struct hits hits[DETECTORS_MAX];
};

struct engine_thread *engine_thread_new(const struct engine *e);
void engine_thread_free(const struct engine *e, struct engine_thread *t);

/*
 * Collect the hits of the detectors in the set (bit i: detector i). 0, 1
 * when one of them was full, with the offset looked at in *seen; -1.
 */
int engine_hits(const struct engine *e, struct engine_thread *t, unsigned set,
    struct str bytes, size_t *seen);

/* The secrets in a line or name, sorted, apart from each other. */
size_t engine_secrets(const struct engine *e, struct engine_thread *t,
    struct str line, struct span v[MASKS_MAX]);
/* Append s with its secrets as "****". 0, or -1. */
int engine_mask(const struct engine *e, struct engine_thread *t, struct str s,
    struct buf *out);

#endif
