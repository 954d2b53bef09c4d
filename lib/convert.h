/*
 * convert.h - what git does to a file's bytes between the repository and
 * the work tree: ident, line ends, working-tree-encoding. Pure. Filter
 * drivers are programs and are never run.
 */
#ifndef TAMIS_CONVERT_H
#define TAMIS_CONVERT_H

#include "buf.h"
#include "gitattr.h"

/* The attributes that convert_plan reads, in this order. */
#define CONVERT_ATTRS "ident", "crlf", "eol", "text", "working-tree-encoding"
enum { CONVERT_NATTRS = 5 };

struct convert {
	bool ident;
	enum { EOL_KEEP, EOL_CRLF, EOL_CRLF_AUTO } eol;
	struct str encoding; /* "" is UTF-8, which stays */
};

/* 0, or -1: an encoding that is set without a value, which git refuses. */
int convert_plan(const struct attr v[CONVERT_NATTRS], struct convert *c);
bool convert_needed(const struct convert *c);

/*
 * The steps, in the order that they are taken. Each appends what in
 * becomes to out. 1 done; 0 nothing to do, and nothing is appended; -1 out
 * has no room. convert_encoding gives 0 when in does not fit the set, and
 * *bad tells it from an empty file; git goes on with what it has.
 */
int convert_ident(struct buf *out, struct str in, const char *oid_hex);
int convert_eol(const struct convert *c, struct buf *out, struct str in);
int convert_encoding(
    const struct convert *c, struct buf *out, struct str in, bool *bad);

#endif
