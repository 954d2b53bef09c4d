/*
 * veil.h - what a disguised text says, and where each byte of it stands:
 * decoders of what sign.h finds. A view is some of the text before, what
 * was decoded, and a little behind it. Pure.
 */
#ifndef TAMIS_VEIL_H
#define TAMIS_VEIL_H

#include "buf.h"
#include "sign.h"

enum {
	VEIL_BEFORE = 256, /* bytes of the text around it */
	VEIL_AFTER = 64,
	VEIL_MAX = 48 << 10,	 /* decoded bytes of one view */
	VEIL_OVERLAP = 12 << 10, /* that the next view of the same shows, too */
	VEIL_PACKED = 40 << 10,	 /* digits that hold a compressed text */
	VEIL_UNPACKED = 1 << 20	 /* bytes that it may be */
};
/* What a view depends on, in bytes of the text before and behind a place. */
#define VEIL_MARGIN ((size_t)VEIL_PACKED + (8u << 10))

struct veil {
	struct buf text;
	uint32_t *from, *to; /* of each byte: where it stands in the source */
	size_t nmap, cap;
	bool whole;	    /* all bytes inside stand at one place: */
	struct span at;	    /* in the source: what was decoded */
	struct span inside; /* in text */
	size_t line;	    /* in text: where the line of inside begins */
	size_t again;	    /* the view was too long: go on there; 0: no */
	const char *via;    /* "base64" */
	const char *how;    /* "in base64", as a message ends */
	const char *limit;  /* what was too large, or NULL */
};

struct inflate;

/* { 0 } is a valid one, but for text.max. */
void veil_init(struct veil *v);
void veil_free(struct veil *v);

/*
 * Look behind the sign, not before floor, where the last view of its kind
 * ended. False: it says nothing, and v->at.to is where not to look again;
 * v->limit is set when that is for a bound.
 */
bool veil_lift(struct veil *v, struct inflate *z, struct str s,
    const struct sign *sign, size_t floor);
/* The next view of the same, when v->again says so. */
bool veil_more(struct veil *v, struct str s, const struct sign *sign);

/* Are these bytes of the view not the same, side by side, in the source? */
bool veil_changed(const struct veil *v, struct span in);
/* Are all bytes inside printable, and these among them? */
bool veil_plain(const struct veil *v, struct span in);
/* Where bytes of the view stand in the source. */
struct span veil_place(const struct veil *v, struct span in);

#endif
