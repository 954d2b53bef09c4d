/*
 * objtab.h - a number for every object of a database: packed objects in
 * the order of the packs and their indexes, then the loose ones. An object
 * that is there twice has one number, the first.
 */
#ifndef TAMIS_OBJTAB_H
#define TAMIS_OBJTAB_H

#include "odb.h"

#define OBJECT_NO UINT32_MAX

struct objtab {
	const struct odb *odb;
	const unsigned char **oid; /* by number */
	uint32_t n;
	uint32_t *first; /* number of each pack's first object */
	uint32_t nloose_from;
	unsigned char *loose; /* ids of the loose ones */
	size_t nloose, loose_cap;
	struct objtab_slot {
		uint32_t hash, number; /* number + 1; 0 is free */
	} * slot;		       /* open addressing */
	uint32_t mask;
};

/* NULL with *why. odb is kept. */
struct objtab *objtab_new(const struct odb *odb, const char **why);
void objtab_free(struct objtab *t);
/* The number of an id (t->odb->oid_n bytes), or OBJECT_NO. */
uint32_t objtab_find(const struct objtab *t, const unsigned char *id);
/* It will be asked for: have it near. */
void objtab_soon(const struct objtab *t, const unsigned char *id);
struct oid objtab_oid(const struct objtab *t, uint32_t number);

#endif
