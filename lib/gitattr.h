/*
 * gitattr.h - git's attributes of a path, from .gitattributes files that
 * the caller hands in directory by directory. Pure; macros, quoting and
 * precedence as in git 2.39.
 */
#ifndef TAMIS_GITATTR_H
#define TAMIS_GITATTR_H

enum { GITATTR_FILE_MAX = 16u << 20 }; /* a larger file is a limit */

enum attr_state { ATTR_NONE, ATTR_TRUE, ATTR_FALSE, ATTR_TEXT };

struct attr {
	enum attr_state state;
	struct str text; /* TEXT: the value, NUL after; lives as the rules */
};

struct gitattr;

/* want: the attributes that gitattr_of answers, NULL-terminated. */
struct gitattr *gitattr_new(const char *const *want);
void gitattr_free(struct gitattr *g);

/* The rules of $GIT_DIR/info/attributes, which beat all others. 0, -1. */
int gitattr_info(struct gitattr *g, struct str bytes);
/*
 * Enter a directory ("" is the top; no '/' at the end), whose rules are
 * bytes; leave the innermost one. Only the top may define macros. 0, or
 * -1: no memory, or too many names.
 */
int gitattr_enter(struct gitattr *g, struct str dir, struct str bytes);
void gitattr_leave(struct gitattr *g);

/* The wanted attributes of path, in their order; a directory's path ends
   in '/'. The directories above it have been entered. */
void gitattr_of(struct gitattr *g, struct str path, struct attr *out);

#endif
