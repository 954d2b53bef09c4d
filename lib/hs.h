/* hs.h - the only door to Vectorscan: many literals, one pass. */
#ifndef TAMIS_HS_H
#define TAMIS_HS_H

#include "buf.h"

enum { LITERAL_MIN = 2, LITERAL_MAX = 64 };

struct literal {
	struct str bytes; /* 2 to 64 bytes; may hold NUL */
	bool nocase;
	uint32_t id; /* handed back with each hit; need not be unique */
};

struct hs;	  /* a compiled database; read-only, shared by threads */
struct hs_thread; /* one thread's scratch */

/* Compiled for no particular CPU. NULL with why set. None is allowed. */
struct hs *hs_new(const struct literal *v, size_t n, const char **why);
int hs_save(const struct hs *hs, struct buf *out);
struct hs *hs_load(struct str bytes, const char **why);
void hs_free(struct hs *hs);
const char *hs_engine(void); /* its name and version */

struct hs_thread *hs_thread_new(const struct hs *hs);
void hs_thread_free(struct hs_thread *t);

/* Called with the offset after the literal's last byte, in rising order
   of end. Not 0 stops the scan. */
typedef int hs_hit(uint32_t id, size_t end, void *arg);
/* 0 at the end, 1 when the callback stopped it, -1 on trouble. */
int hs_each(const struct hs *hs, struct hs_thread *t, struct str s, hs_hit *hit,
    void *arg);

#endif
