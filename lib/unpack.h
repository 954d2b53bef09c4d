/*
 * unpack.h - the only door to libarchive, for reading. Filters and formats
 * are named one by one: its "all" runs programs on hostile bytes. No I/O:
 * bytes come from a callback or from memory, so that containers nest.
 */
#ifndef TAMIS_UNPACK_H
#define TAMIS_UNPACK_H

#include <sys/types.h>

enum { UNPACK_HEAD = 512 }; /* bytes that tell every container */

/* Bytes into p: their number, 0 at the end, -1. */
typedef ssize_t unpack_read(void *arg, void *p, size_t n);

struct unpack;

/* Does it begin as a container that we open? By magic, not by name. */
bool unpack_is(struct str head);

/* A format whose index stands at its end (7-Zip) needs all bytes at hand;
   read from a callback it is -1 at the first unpack_next. */
struct unpack *unpack_new(unpack_read *read, void *arg, const char **why);
struct unpack *unpack_new_whole(struct str bytes, const char **why);
/* A compressed stream as one member, whatever is in it; of bytes, or of
   what read gives when it is not NULL. */
struct unpack *unpack_new_raw(
    unpack_read *read, void *arg, struct str bytes, const char **why);
/*
 * 1 with the member's name (valid until the next call), 0, -1 with why. A
 * bare compressed stream has one member, named by the caller ("" here).
 * Directories and devices are passed over; a symlink's bytes are its text.
 */
int unpack_next(struct unpack *u, struct str *name, const char **why);
/* The member's bytes; -1 with why (broken, encrypted). After that
   unpack_next goes on with the next member if there is a way to it. */
ssize_t unpack_bytes(struct unpack *u, void *p, size_t n, const char **why);
/* What it means that there was no member in a container that begins so. */
enum unpack_none {
	UNPACK_EMPTY, /* nothing is what it holds */
	UNPACK_ZEROS, /* a tar's end at once, in a compressed stream: or what
			 else begins with zeros, an image of a disk */
	UNPACK_LOST   /* it begins with a member that was not found */
};
enum unpack_none unpack_none(const struct unpack *u, struct str head);
/* Bytes of the container read so far: to tell how far it blows up. */
uint64_t unpack_used(const struct unpack *u);
void unpack_free(struct unpack *u);

#endif
