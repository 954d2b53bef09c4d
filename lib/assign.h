/*
 * assign.h - "name = literal" in any language or configuration: where a
 * name stands, does a literal follow, and which bytes is it? A reference,
 * a call, a concatenation or an interpolation is none.
 */
#ifndef TAMIS_ASSIGN_H
#define TAMIS_ASSIGN_H

#include "kind.h"

enum { ASSIGN_NAME = 64, ASSIGN_VALUE = 1024 };

struct assign {
	struct span name, value; /* value: without its quotes */
	size_t path;		 /* where "a.b." before the name begins */
	char quote;		 /* 0: a bare word */
	bool compared;		 /* "==": tested, not set */
	bool named;    /* the name stands in quotes, or is an option */
	bool listed;   /* "name", "literal" */
	bool code;     /* the kind of file is source of a program */
	bool fills;    /* in quotes inside of which $x is a variable */
	bool argument; /* f("name", "literal") */
	bool setter;   /* name("literal") */
	bool doubtful; /* bare, in a kind that may be prose or code */
	bool inside;   /* bare, in a string of code: "host=x password=y" */
	size_t looked; /* read up to here: no need to again */
};

/* The whole name around a part of it, and its path; false: too long. */
bool assign_name(struct str text, struct span part, struct assign *a);
/* Does the name stand in a string literal that begins on its line? */
bool assign_in_string(struct str text, const struct assign *a);
/* Does its line begin as a comment does? */
bool assign_in_comment(struct str text, const struct assign *a);

/*
 * The literal that the name, found before, is given. lenient: the kind is
 * not known, take bare words too (to mask a line rather than to judge it).
 */
bool assign_value(
    struct str text, enum kind kind, bool lenient, struct assign *a);

#endif
