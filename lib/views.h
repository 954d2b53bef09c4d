/* views.h - a blob as its detectors want it: bytes, or text from UTF-16. */
#ifndef TAMIS_VIEWS_H
#define TAMIS_VIEWS_H

#include "pass.h"

/* What the detectors want of this blob. */
struct wants {
	unsigned text, raw, whole, always;
	size_t window; /* bytes that they want at once */
};

/* What is being read at a depth, and whether all of it is here. */
struct input {
	struct stream *in;
	struct buf *data;
	struct str bytes;
	bool end;
	uint64_t seen;	 /* bytes of the blob so far */
	size_t window;	 /* bytes to have at hand */
	const char *why; /* reading failed: what came before is judged */
};

/* Read on, as far as a window goes. */
void input_more(struct input *in);
/* 0, or -1: stop. */
int views_judge(struct judge *j, const struct visit *v, struct pass *p,
    const struct wants *w, struct input *in);

#endif
