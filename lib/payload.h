/*
 * payload.h - what a link holds, on its way into the vault: compressed,
 * sealed, hashed and written as it comes; and the way back.
 */
#ifndef TAMIS_PAYLOAD_H
#define TAMIS_PAYLOAD_H

#include "manifest.h"
#include "seal.h"
#include "zst.h"

enum { PAYLOAD_WHY = 320, PAYLOAD_NONCE = 16 };

struct payload_out;
/* Into a descriptor, to these recipients. NULL: no memory. */
struct payload_out *payload_out_new(int fd, const struct keys *to, int level);
/* A tar_write, or a bundle's put. */
int payload_out_put(void *arg, const void *p, size_t n);

struct payload_sums {
	uint64_t header, bytes; /* of the header, of what follows it */
	unsigned char file[MANIFEST_HASH], payload[MANIFEST_HASH];
};

/* 0, or -1 and payload_out_why. */
int payload_out_end(struct payload_out *p, struct payload_sums *s);
const char *payload_out_why(const struct payload_out *p);
void payload_out_free(struct payload_out *p);

/* The sums of a file whose header is known to be s->header bytes. */
int payload_sums(int fd, struct payload_sums *s, char why[PAYLOAD_WHY]);

/* What is in it goes to sink, which gives -1 to stop. */
struct payload_in {
	int fd;
	struct keys *ids;
	seal_ask *ask;
	void *arg; /* of ask */
	zst_sink *sink;
	void *to;     /* of sink */
	bool stopped; /* out: sink did */
};
/* 0; -1 and why: what went to sink is genuine, and not whole. */
int payload_open(struct payload_in *p, char why[PAYLOAD_WHY]);

#endif
