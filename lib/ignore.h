/*
 * ignore.h - one .gitignore file: its patterns, and what the last one
 * that matches says. Exact as git is: a directory's pattern says nothing
 * of what lies below it, for a walk that leaves out the directory.
 */
#ifndef TAMIS_IGNORE_H
#define TAMIS_IGNORE_H

#include "arena.h"

enum { IGNORE_FILE_MAX = 4u << 20 };

struct ignore_rule {
	struct str glob;
	bool not, only_dirs;
	bool anywhere; /* no '/': the last part of a path is matched */
	bool plain;    /* nothing in it is special */
};

/* { 0 } is a valid empty one. */
struct ignore {
	struct ignore_rule *v;
	size_t n, cap;
	struct arena mem;
};

enum ignored { IGNORE_SILENT, IGNORE_NO, IGNORE_YES };

/* Append the patterns of text. 0, or -1: no memory, or too many. */
int ignore_parse(struct ignore *g, struct str text);
/* What is said of path, relative to where the file stands. */
enum ignored ignore_match(const struct ignore *g, struct str path, bool is_dir);
void ignore_free(struct ignore *g);

/* Git's own globs: "**" between slashes, classes; bounded in time. */
bool ignore_glob(struct str glob, struct str path);

#endif
