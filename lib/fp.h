/*
 * fp.h - fingerprints: 64 bits of SHA-256("tamis-fp-1" NUL sieve NUL
 * subject). A subject that a human may have chosen goes through Argon2id
 * first, so that a list of fingerprints is no list of fast hashes.
 */
#ifndef TAMIS_FP_H
#define TAMIS_FP_H

enum {
	FP_HEX = 16,
	FP_DIGEST = 32,
	FP_SLOW_MAX = 256 /* distinct guessable values in a run; then "-" */
};

/* The 32 bytes that tell one subject from another. 0, or -1. */
int fp_digest(
    struct str sieve, struct str subject, unsigned char digest[FP_DIGEST]);
void fp_hex(const unsigned char digest[FP_DIGEST], char hex[FP_HEX + 1]);

struct fp_slow; /* the guessable values seen so far */
struct fp_slow *fp_slow_new(void);
/* Its fingerprint, computed once a value, or "-". 0, or -1. */
int fp_slow_hex(struct fp_slow *f, struct str sieve, struct str subject,
    char hex[FP_HEX + 1]);
bool fp_slow_full(const struct fp_slow *f); /* some may have got "-" */
void fp_slow_free(struct fp_slow *f);

#endif
