/*
 * glob.h - path globs as in .gitignore: '*' and '?' stop at '/', "**"
 * does not, a pattern without '/' matches the last part anywhere, one
 * with '/' is anchored at the top, a trailing '/' matches all below.
 */
#ifndef TAMIS_GLOB_H
#define TAMIS_GLOB_H

/* Linear in |glob| * |path|; never exponential. */
bool glob_match(struct str glob, struct str path);

#endif
