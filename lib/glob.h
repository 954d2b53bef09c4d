/*
 * glob.h - path globs as in .gitignore: '*', '?' and [a-z] stop at '/',
 * "**" does not, '\' takes the next byte as it is. A pattern without '/'
 * matches any one part of the path, one with '/' is anchored at the top;
 * what matches a directory matches all below it, a trailing '/' only that.
 */
#ifndef TAMIS_GLOB_H
#define TAMIS_GLOB_H

/* No more bytes count in a glob: a longer one matches nothing. */
enum { GLOB_MAX = 1024 };

/* Linear in |glob| * |path|; never exponential. */
bool glob_match(struct str glob, struct str path);

#endif
