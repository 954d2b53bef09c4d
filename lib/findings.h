/*
 * findings.h - what the sieves find in a repository, counted, for who puts
 * it away: tamis-scan over its history and tamis-allow behind it are run,
 * the programs that lie beside this one.
 */
#ifndef TAMIS_FINDINGS_H
#define TAMIS_FINDINGS_H

#include "buf.h"

enum { FINDINGS_WHY = 256, FINDINGS_SIEVES = 16 };

struct findings {
	size_t n;	 /* of all, what was accepted apart */
	struct buf text; /* "sieve: ..." a line a sieve: for a manifest */
};

/* 0, or -1 and why. Free f->text in either case. */
int findings_run(struct findings *f, const char *repo, char why[FINDINGS_WHY]);

#endif
