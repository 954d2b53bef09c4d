/* vendored_in.h - what vendored_set.c reads and vendored.c finds with. */
#ifndef TAMIS_VENDORED_IN_H
#define TAMIS_VENDORED_IN_H

#include "arena.h"
#include "vendored.h"

struct owner {
	uint16_t lib, way;
};

struct vendored_set {
	struct vendored *v;
	size_t n, cap;
	struct literal *literal; /* in the order of libraries and ways */
	struct owner *owner;	 /* whose each of them is */
	size_t nliterals, literal_cap, owner_cap;
	struct arena mem;
};

/* Of a name in C; a digit is one too. */
bool vendored_wordy(char c);
/* Bytes of the version that begins at at ("1.0.2k", "2.0-rc1"), or 0. */
size_t vendored_version(struct str s, size_t at);
/* The first version between two offsets; from is SIZE_MAX for none. */
struct span vendored_version_in(struct str s, struct span in);

#endif
