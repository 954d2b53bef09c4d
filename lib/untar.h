/*
 * untar.h - read a tar stream of files and directories as it comes, for
 * who restores: ustar and pax with `size` and `path`, nothing else. No
 * I/O: a link, a device or a name that the caller does not know is trouble.
 */
#ifndef TAMIS_UNTAR_H
#define TAMIS_UNTAR_H

enum { UNTAR_NAME = 256, UNTAR_PAX_MAX = 4096 };

struct untar_ops {
	/* A member begins; a directory's name ends in '/'. 0, or -1. */
	int (*begin)(void *arg, const char *name, uint64_t size);
	int (*body)(void *arg, struct str bytes);
	int (*end)(void *arg);
};

struct untar {
	const struct untar_ops *ops;
	void *arg;
	const char *why; /* after -1, when it is the stream's fault */
	/* Where we are. */
	unsigned char block[512];
	size_t n, pad;	/* bytes in block; to be passed over */
	uint64_t left;	/* bytes of the body still due */
	unsigned zeros; /* blocks of zeros seen */
	char type;	/* of the member that is read */
	bool more;	/* in a body */
	char pax[UNTAR_PAX_MAX];
	size_t npax;
	char path[UNTAR_NAME]; /* by pax, for the next member; "" : none */
	uint64_t size;
	bool has_size;
};

void untar_begin(struct untar *u, const struct untar_ops *ops, void *arg);
/* 0, or -1: *why, or the callback's own trouble when that is NULL. */
int untar_add(struct untar *u, struct str bytes);
/* Has it come to its end? */
int untar_end(const struct untar *u);

#endif
