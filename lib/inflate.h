/* inflate.h - the only door to libdeflate: whole zlib streams. */
#ifndef TAMIS_INFLATE_H
#define TAMIS_INFLATE_H

struct inflate; /* one thread's */

struct inflate *inflate_new(void);
void inflate_free(struct inflate *z);

/*
 * Inflate the zlib stream that in begins with into exactly n bytes. *used
 * is how much of in it took. 0, or -1: broken, or another length.
 */
int inflate_zlib(
    struct inflate *z, struct str in, void *out, size_t n, size_t *used);

#endif
