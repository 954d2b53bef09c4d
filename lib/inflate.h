/* inflate.h - the only door to libdeflate: whole zlib and gzip streams. */
#ifndef TAMIS_INFLATE_H
#define TAMIS_INFLATE_H

struct inflate; /* one thread's */

struct inflate *inflate_new(void);
void inflate_free(struct inflate *z);

/* No deflate stream gives more bytes for one of its own. */
enum { INFLATE_RATIO_MAX = 1040 };

/*
 * Inflate the zlib stream that in begins with into exactly n bytes. *used
 * is how much of in it took. 0, or -1: broken, or another length.
 */
int inflate_zlib(
    struct inflate *z, struct str in, void *out, size_t n, size_t *used);

/* The same where the size is not known: *got bytes, at most n. 0; -1
   broken; 1 when n is too few. */
int inflate_some(struct inflate *z, struct str in, void *out, size_t n,
    size_t *used, size_t *got);

/* The gzip member that in begins with (RFC 1952), as inflate_some. */
int inflate_gzip(
    struct inflate *z, struct str in, void *out, size_t n, size_t *got);

#endif
