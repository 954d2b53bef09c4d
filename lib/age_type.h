/*
 * age_type.h - what a kind of recipient must know. One file a kind, one
 * line in age.c's table; a stanza of any other kind is passed over.
 */
#ifndef TAMIS_AGE_TYPE_H
#define TAMIS_AGE_TYPE_H

#include "age_stanza.h"

enum { AGE_FILE_KEY = 16, AGE_WRAPPED = 32 };

struct age_type;

/* A recipient (pub alone) or an identity. Both parts are owned. */
struct age_key {
	const struct age_type *type;
	unsigned char *pub; /* ordinary memory */
	size_t npub;
	unsigned char *sec; /* guarded memory */
	size_t nsec;
	bool locked;	     /* sec is encrypted, a passphrase opens it */
	const char *caution; /* NULL, or why a stronger one is wanted */
};

enum age_found {
	AGE_BAD = -1, /* no key can open it: *why */
	AGE_OTHER,    /* not for this identity */
	AGE_OPENED,
	AGE_LOCKED /* for this identity, which must be unlocked first */
};

struct age_type {
	const char *name; /* the stanza's type */
	/* Are arguments and body of the right form? Asked of every stanza of
	   this type, whoever it is for. */
	int (*check)(const struct age_stanza *st, const char **why);
	enum age_found (*unwrap)(const struct age_stanza *st,
	    const struct age_key *id, unsigned char *file_key,
	    const char **why);
	int (*wrap)(struct buf *out, const struct age_key *to,
	    const unsigned char *file_key, const char **why);
	/* 1 and a key; 0: the text is of another kind; -1: it is wrong. A
	   NULL function: there is no such text. */
	int (*recipient)(struct str text, struct age_key *k, const char **why);
	int (*identity)(struct str text, struct age_key *k, const char **why);
	/* What recipient() reads: 0, or -1. NULL: it has none. */
	int (*text)(struct buf *out, const struct age_key *k);
	int (*unlock)(struct age_key *k, struct str phrase, const char **why);
};

extern const struct age_type age_x25519, age_scrypt, age_ssh_ed25519,
    age_ssh_rsa;

/* Room for both parts of a key: 0, or -1 and nothing to free. */
int age_key_room(
    struct age_key *k, const struct age_type *type, size_t npub, size_t nsec);
void age_key_free(struct age_key *k);

/* The file key under a wrap key that is used once: 0, or -1. */
int age_wrap_key(const unsigned char key[32], const unsigned char *file_key,
    unsigned char out[AGE_WRAPPED]);
int age_unwrap_key(const unsigned char key[32],
    const unsigned char body[AGE_WRAPPED], unsigned char *file_key);

#endif
