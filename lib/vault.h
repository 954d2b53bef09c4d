/*
 * vault.h - the folder that a backup chain lies in: files are added, under
 * a name that nothing has yet, whole and on the disk; none is changed. A
 * local directory, or one behind the system's sftp, which then need only
 * create and rename: of that the files lie here in a directory of our own
 * while we work.
 */
#ifndef TAMIS_VAULT_H
#define TAMIS_VAULT_H

#include "save.h"
#include "scratch.h"

enum {
	VAULT_NAME = 80,     /* a file's name, with its NUL */
	VAULT_MAX = 1 << 20, /* files of one folder */
	VAULT_WHY = 256,
	VAULT_PENDING = 32 /* files that one run adds */
};

struct vault {
	int dir;
	const char *where;	   /* as it was named */
	char (*names)[VAULT_NAME]; /* sorted; others are not ours */
	size_t n, cap;
	bool remote;
	struct scratch copy; /* remote: here */
	char host[256], port[8], path[PATH_MAX];
	char pending[VAULT_PENDING][VAULT_NAME]; /* not yet sent */
	size_t npending;
	char why[VAULT_WHY];
};

enum vault_for { VAULT_ADD, VAULT_CHECK };

/* ADD makes the last directory of the path, and lets no other run in. 0, or
   -1 and v->why. Close it in either case. */
int vault_open(struct vault *v, const char *where, enum vault_for what);
bool vault_has(const struct vault *v, const char *name);
/* A small file, whole. 0; 1 it is not there; -1 and v->why. */
int vault_read(struct vault *v, const char *name, struct buf *out);
/* A descriptor to read, or -1 and v->why. */
int vault_get(struct vault *v, const char *name);
/* Begin a file, and give it its name or (name NULL) forget it. 0, or -1 and
   v->why: the name is taken when another run was faster. */
int vault_begin(struct vault *v, struct save_file *f, const char *name);
int vault_end(struct vault *v, struct save_file *f, const char *name);
int vault_put(struct vault *v, const char *name, struct str bytes);
/* All that was added is there, in this order. */
int vault_flush(struct vault *v);
void vault_close(struct vault *v);

#endif
