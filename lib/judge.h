/*
 * judge.h - one blob through the detectors: its name, the views they want,
 * windows where it is large, and what lies inside where it is a container.
 */
#ifndef TAMIS_JUDGE_H
#define TAMIS_JUDGE_H

#include <sys/types.h>

#include "emit.h"
#include "source.h"

enum {
	WINDOW = 64u << 20,	/* bytes judged at once */
	WINDOW_STEP = 8u << 20, /* the same where all agree to windows */
	HEAD = 4096,		/* bytes that decide on the view */
	DEPTH_MAX = 3,		/* containers inside each other */
	KEEP_MAX = 4u << 20	/* a buffer larger than that is given back */
};

/* What a container may cost, with all that is inside it. */
#define UNPACKED_MAX ((uint64_t)4 << 30)   /* bytes */
#define UNPACKED_FREE ((uint64_t)64 << 20) /* below that, any ratio */
#define RATIO_MAX 200			   /* bytes for a byte */
#define MEMBERS_MAX 250000

struct budget {
	uint64_t packed, unpacked;
	size_t members;
	const char *hit; /* the bound that was reached, or NULL */
};

/* Bytes to judge: at hand whole, or to be read. */
typedef ssize_t stream_read(void *arg, void *p, size_t n, const char **why);
struct stream {
	bool is_whole;
	struct str whole;
	stream_read *read;
	int (*again)(void *arg, const char **why); /* from its begin, or NULL */
	void *arg;
	uint64_t size; /* when it is known, else 0 */
};

/* What one thread judges with. */
struct judge {
	const struct scan *scan;
	struct engine_thread *t;
	struct emit emit;
	struct reader *reader;
	struct buf data[DEPTH_MAX + 1]; /* of the blob and its members */
	struct buf name[DEPTH_MAX + 1]; /* a member's, and with its outer */
	struct buf full[DEPTH_MAX + 1];
	struct buf text;   /* UTF-16 as UTF-8 */
	struct str origin; /* keys of the item */
	size_t files, passed;
	uint64_t bytes;
};

/* source NULL: only what is in memory will be judged. */
struct judge *judge_new(const struct scan *s, struct source *source);
void judge_free(struct judge *j);
/* Results go to out; job is whose turn to wait for. 0, or -1: stop. */
int judge_item(
    struct judge *j, const struct item *it, struct buf *out, void *job);

struct sibling {
	struct reader *reader; /* NULL inside a container */
};

/* For container.c: a blob at a place, by the detectors of the set. */
struct visit {
	const struct place *place;
	struct stream *in;
	unsigned set;
	size_t depth;
	struct budget *budget; /* of the outermost container, or NULL */
	bool bytes_only;       /* its name was judged elsewhere */
};
int judge_visit(struct judge *j, const struct visit *v);
/*
 * Open the container that begins with the bytes given and visit what is
 * inside. 0; 1: it failed and said so, its own bytes are to be judged; -1.
 */
int container_visit(
    struct judge *j, const struct visit *v, struct str begin, bool whole);

#endif
