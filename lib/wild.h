/*
 * wild.h - wildcards as git's attributes and describe match them, quirks
 * included; glob.h has the friendlier rules of .gitignore and of ours.
 */
#ifndef TAMIS_WILD_H
#define TAMIS_WILD_H

/*
 * Does the pattern match all of text? With path, '*', '?' and classes stop
 * at '/', and "**" between slashes does not. Time |pattern| * |text|.
 */
bool wild_match(struct str pattern, struct str text, bool path);
/* How many bytes of s come before its first special character. */
size_t wild_plain(struct str s);

#endif
