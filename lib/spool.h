/* spool.h - bytes put aside in an unlinked file, to be had back later. */
#ifndef TAMIS_SPOOL_H
#define TAMIS_SPOOL_H

#include "buf.h"

struct spool;

/* In TMPDIR, else /tmp. NULL with errno. Opened before any sandbox. */
struct spool *spool_new(void);
/* Where they lie from now on: 0, or -1 with errno. */
int spool_put(struct spool *s, struct str bytes, uint64_t *at);
/* n bytes from there, replacing what out held: 0, or -1 with errno. */
int spool_get(struct spool *s, uint64_t at, size_t n, struct buf *out);
void spool_free(struct spool *s);

#endif
