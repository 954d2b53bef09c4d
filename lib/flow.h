/*
 * flow.h - bytes from a descriptor and to one, in age's armor or not. One
 * pass, bounded memory.
 */
#ifndef TAMIS_FLOW_H
#define TAMIS_FLOW_H

#include "armor.h"

struct flow_in {
	int fd;
	bool armored;
	struct armor armor;
	struct str head;  /* read to find out, not yet used */
	struct str ready; /* out of the armor, not yet taken */
	struct str back;  /* given back, goes first */
	const char *why;  /* after -1: the cause */
	char raw[65536];
	char bare[65536];
};

/* Looks at the first bytes: armored or not. NULL: no memory. */
struct flow_in *flow_in_new(int fd);
void flow_in_free(struct flow_in *f);
/* What there is, at least one byte: their number, 0 at the end, or -1. */
ssize_t flow_some(struct flow_in *f, void *p, size_t n);
/* All n, fewer only at the end: their number, or -1. */
ssize_t flow_full(struct flow_in *f, void *p, size_t n);
/* Read these bytes again; s must live until they are. */
void flow_back(struct flow_in *f, struct str s);

/* Where bytes go when it is no descriptor: 0, or -1 with errno. */
typedef int flow_sink(void *arg, struct str bytes);

struct flow_out {
	int fd;
	flow_sink *sink; /* or NULL */
	void *arg;
	bool armored;
	struct armor_out armor;
	struct buf text;
};

/* 0, or -1 with errno. */
int flow_begin(struct flow_out *f, int fd, bool armored);
/* The same into a function; not armored. */
void flow_into(struct flow_out *f, flow_sink *sink, void *arg);
int flow_put(struct flow_out *f, struct str bytes);
int flow_end(struct flow_out *f); /* does not close */
void flow_out_free(struct flow_out *f);

#endif
