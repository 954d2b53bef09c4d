/*
 * restore.h - a chain is judged, link by link, and becomes a repository
 * again: every signature, every hash, what was sealed, all refs, and that
 * each object is there.
 */
#ifndef TAMIS_RESTORE_H
#define TAMIS_RESTORE_H

#include "chain.h"
#include "unlock.h"

enum { RESTORE_WHY = 512 };

enum restore_how {
	RESTORE_QUICK,	 /* signatures, hashes, the chain: no key needed */
	RESTORE_DECRYPT, /* and what every link holds */
	RESTORE_DRILL,	 /* and restore it, to be thrown away */
	RESTORE_REAL
};

struct restore {
	const char *dir, *repo; /* repo: for RESTORE_REAL */
	enum restore_how how;
	struct unlock *unlock;
	const struct trust *trust; /* no keys: signatures are not judged */
	struct str since; /* a manifest that must be of this chain; n = 0 */
	bool last_good;	  /* restore what comes before what is broken */
	/* Each link that is broken, or missing. */
	void (*broken)(const char *name, const char *why);
};

struct restore_done {
	size_t links, upto; /* how many there are; restored to which */
	char name[VAULT_NAME];
	char date[32], repository[MANIFEST_ID + 1];
	uint64_t bytes; /* that were checked */
	size_t refs, leftovers, bad;
	bool checked, opened, restored; /* as far as it came */
};

/* 0; -1 and why. */
int restore_run(
    const struct restore *r, struct restore_done *done, char why[RESTORE_WHY]);

#endif
