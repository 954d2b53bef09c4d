/*
 * snapshot.h - a revision as a tar stream, byte for byte what git archive
 * writes under its default configuration: attributes as of the tree that
 * is archived, conversions applied, filter drivers never run.
 */
#ifndef TAMIS_SNAPSHOT_H
#define TAMIS_SNAPSHOT_H

#include "repo.h"
#include "tar.h"

struct snapshot {
	const char *rev;
	const char *prefix; /* before every path, or NULL */
	const char *dir;    /* -C: below the top, only that directory goes in */
	tar_write *write;
	void *arg;
	/* Something was passed over as git does, and git says so too. */
	void (*note)(struct str path, const char *what);
};

/* 0; -1 with why: what was written by then is no archive. */
int snapshot_write(
    struct repo *r, const struct snapshot *a, char *why, size_t whylen);

#endif
