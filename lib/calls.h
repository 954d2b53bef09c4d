/*
 * calls.h - what the calls of cryptographic libraries say: the stanzas of
 * patterns/crypto/<library>.calls, as tamis-crypto(1) has them.
 */
#ifndef TAMIS_CALLS_H
#define TAMIS_CALLS_H

#include "arena.h"

enum { CALLS_FILES = 24, CALL_WHENS = 4, CALL_REFS = 6, CALL_VALUES = 24 };

enum call_slot {
	SLOT_ALGORITHM,
	SLOT_BITS,
	SLOT_BYTES,
	SLOT_COST,
	SLOT_CURVE,
	SLOT_HASH,
	SLOT_ITERATIONS,
	SLOT_IV,
	SLOT_KEY,
	SLOT_MODE,
	SLOT_PADDING,
	SLOT_PASSWORD,
	SLOT_SALT,
	SLOT_SEED,
	SLOT_SUITES,
	SLOT_URL,
	SLOT_VERSION,
	CALL_SLOTS
};
extern const char *const call_slots[CALL_SLOTS + 1];

enum call_from {
	FROM_NONE,
	FROM_ARG,      /* the n-th one that has no name */
	FROM_KEYWORD,  /* the one of this name, or of an object's entry */
	FROM_TEXT,     /* this text */
	FROM_NAME,     /* the last part of the call's name */
	FROM_CLASS,    /* the part before */
	FROM_STAR,     /* what the '*' stands for */
	FROM_RECEIVER, /* as the call that made what it is called on */
	FROM_BODY,     /* of a function: empty, true, false, other */
	FROM_METHOD,   /* of the method so called on what this makes */
	FROM_ANY,      /* every argument */
	FROM_COUNT     /* how many arguments there are */
};

struct call_ref {
	enum call_from from;
	unsigned n;
	struct str text;
};

/* Places in the order they are tried. */
struct call_place {
	struct call_ref v[CALL_REFS];
	size_t n;
};

struct call_when {
	struct call_place place;
	bool not ;
	struct str value[CALL_VALUES]; /* "absent", "constant" or values */
	size_t nvalue;
};

enum call_kind { CALL_CALL, CALL_NAMED, CALL_SET, CALL_FUNCTION };

struct call {
	struct str use; /* cipher hash mac sign kdf password key rng tls ... */
	struct str library;
	struct str rule; /* a finding by itself, when all of .when hold */
	struct str fix;	 /* what to write instead */
	struct call_place slot[CALL_SLOTS];
	struct call_when when[CALL_WHENS];
	size_t nwhen;
	struct str file;
	size_t line;
};

/* One path that a stanza names. */
struct call_path {
	struct str path;    /* "javax.crypto.Cipher.getInstance", "?.x" */
	struct str last;    /* its last part, without the '*' on */
	struct str library; /* the stanza's, or the path's head */
	struct str trigger; /* a file without it has no such call */
	enum call_kind kind;
	bool star, any; /* ends in '*'; begins with "?." */
	uint32_t call;
	uint32_t files; /* one bit */
};

struct calls {
	struct call *v;
	size_t n, cap;
	struct call_path *path;
	size_t npath, cappath;
	uint32_t *by_last; /* paths sorted by last part; stars come apart */
	size_t nlast;
	uint32_t *stars;
	size_t nstars;
	struct str file[CALLS_FILES];
	size_t nfile;
	struct arena mem;
};

/* name is "jvm" for crypto/jvm.calls. 0, or -1 with *w. */
int calls_parse(struct calls *c, struct str name, struct str file,
    struct str text, struct where *w);
/* After the last file. 0, or -1: no memory. */
int calls_end(struct calls *c);
void calls_free(struct calls *c);
/* The bit of a file of calls, 0: there is none. */
uint32_t calls_file(const struct calls *c, struct str name);
/* The paths that end in this part; n is set. */
const uint32_t *calls_find(const struct calls *c, struct str last, size_t *n);

#endif
