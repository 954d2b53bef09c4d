/*
 * manifest.h - what a link of a backup chain says of itself, in text:
 * tamis-manifest(5). Also the file beside it that knows the header of what
 * was sealed, so that new recipients leave the chain as it is.
 */
#ifndef TAMIS_MANIFEST_H
#define TAMIS_MANIFEST_H

#include "buf.h"
#include "oid.h"

enum {
	MANIFEST_MAX = 256 << 20, /* bytes of one */
	MANIFEST_HASH = 32,
	MANIFEST_ID = 32,   /* hexadecimal digits of a repository's id */
	MANIFEST_NAME = 64, /* of a file's name, with its NUL */
	HEADER_MAX = 1 << 20
};

/* A link; texts are borrowed from what was parsed. */
struct manifest {
	struct str repository; /* MANIFEST_ID digits */
	uint64_t sequence;     /* from 1 on, without a gap */
	bool full;	       /* a tar of all; else a bundle */
	bool base;	       /* it needs no link before it */
	struct str date;       /* YYYY-MM-DDThh:mm:ssZ */
	struct str previous;   /* "0001.manifest", or "" */
	unsigned char previous_hash[MANIFEST_HASH];
	struct str payload; /* the sealed file's name */
	uint64_t bytes;	    /* of the file without its header ... */
	unsigned char payload_hash[MANIFEST_HASH]; /* ... and their hash */
	unsigned char state[MANIFEST_HASH];	   /* of HEAD and all refs */
	bool has_restore; /* the hash of RESTORE.txt is told */
	unsigned char restore_hash[MANIFEST_HASH];
	struct str made_with;
	struct str *recipients, *notes; /* notes: "sieve: ..", "lfs: .." */
	size_t nrecipients, nnotes;
	struct oid *needs, *tips; /* tips: sorted */
	size_t nneeds, ntips;
};

/* 0, or -1 and *w. Free m in either case. */
int manifest_parse(struct manifest *m, struct str text, struct where *w);
void manifest_free(struct manifest *m);
/* The text of m: 0, or -1. */
int manifest_put(struct buf *out, const struct manifest *m);

/* The header that a file was sealed with. */
struct manifest_header {
	struct str repository;
	uint64_t sequence;
	struct str manifest; /* "0003.manifest" */
	unsigned char manifest_hash[MANIFEST_HASH];
	struct str payload;
	unsigned char file_hash[MANIFEST_HASH]; /* of the whole file */
	uint64_t bytes;				/* of its header alone */
	struct str recipients;			/* one a line */
};

int manifest_header_parse(
    struct manifest_header *h, struct str text, struct where *w);
/* recipients as they are to be read back: each line ends in LF. */
int manifest_header_put(struct buf *out, const struct manifest_header *h);

/* "0012.manifest" gives 12: a name of our form, with the suffix; or 0. */
uint64_t manifest_number(struct str name, const char *suffix);

#endif
