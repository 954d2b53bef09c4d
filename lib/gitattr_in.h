/* gitattr_in.h - what the files of gitattr share; for them alone. */
#ifndef TAMIS_GITATTR_IN_H
#define TAMIS_GITATTR_IN_H

#include "arena.h"
#include "gitattr.h"

enum { GITATTR_FRAME_MAX = 1 << 28 }; /* bytes of one file's rules */

struct setting {
	size_t name; /* index of the attribute */
	struct attr value;
};

struct rule {
	struct rule *above; /* the one before it in the file */
	bool macro;
	size_t name; /* of the macro */
	struct str pat;
	size_t plain;	     /* bytes before the first wildcard */
	bool dir, base, end; /* trailing '/'; no '/'; "*literal" */
	size_t n;
	struct setting *set;
};

/* One file's rules, the last first: the last that matches wins. */
struct frame {
	struct frame *up;
	struct arena mem;
	struct str dir;
	struct rule *last;
};

struct name {
	struct str name;
	uint64_t seen; /* the question that value answers */
	struct attr value;
	const struct rule *macro;
};

/* A rule whose settings before i are still to be taken. */
struct pending {
	const struct rule *rule;
	size_t i;
};

struct gitattr {
	struct arena mem;
	struct name *names;
	size_t nnames, cap, nwant;
	struct pending *todo; /* names and one more: a macro opens once */
	uint64_t question;
	bool macros_stale;
	struct frame *top; /* innermost directory first */
	struct frame *info;
};

/* The index of an attribute, known or new; SIZE_MAX: there is no room. */
size_t gitattr_intern(struct gitattr *g, struct str name);
/* The rules of one file; NULL: no memory, or too many names. */
struct frame *gitattr_frame_new(
    struct gitattr *g, struct str dir, struct str bytes, bool macros);
void gitattr_frame_free(struct frame *f);

#endif
