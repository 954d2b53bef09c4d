/*
 * argon2.h - Argon2id (RFC 9106) of one lane, in memory that is kept from
 * one value to the next: to have 19 MiB mapped, cleared and unmapped again
 * takes as long as to fill them.
 */
#ifndef TAMIS_ARGON2_H
#define TAMIS_ARGON2_H

enum { ARGON2_SALT = 16, ARGON2_TAG = 32, ARGON2_PASSES_MAX = 64 };

struct argon2;

/* NULL: no memory, or kib is not 8 to 4 Mi. */
struct argon2 *argon2_new(unsigned kib, unsigned passes);
/* 0, or -1: no memory. */
int argon2_hash(struct argon2 *a, struct str value,
    const unsigned char salt[ARGON2_SALT], unsigned char tag[ARGON2_TAG]);
void argon2_free(struct argon2 *a);

#endif
