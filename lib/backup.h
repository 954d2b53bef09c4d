/*
 * backup.h - one link more for a chain: what changed since the last, or
 * all of it; sealed to recipients by who holds none of their keys.
 */
#ifndef TAMIS_BACKUP_H
#define TAMIS_BACKUP_H

#include "chain.h"
#include "keys.h"
#include "signkey.h"

enum { BACKUP_WHY = 512, BACKUP_SIGNERS = 8, BACKUP_FULL_EVERY = 64 };

struct backup {
	const char *repo, *dir;
	const struct keys *to;
	const struct signkey *signers;
	size_t nsigners;
	size_t full_every; /* links that follow a full one, at most */
	bool full;	   /* this one, whatever changed */
	struct str *notes; /* lines for the manifest */
	size_t nnotes;
};

struct backup_made {
	bool none; /* nothing changed: name is that of the last link */
	bool full;
	char name[VAULT_NAME];
	uint64_t bytes; /* of its sealed file */
	size_t tips;
};

/* 0, or -1 and why. */
int backup_run(
    const struct backup *b, struct backup_made *made, char why[BACKUP_WHY]);

#endif
