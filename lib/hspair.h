/* hspair.h - two databases over the same bytes, their hits in one order. */
#ifndef TAMIS_HSPAIR_H
#define TAMIS_HSPAIR_H

#include "hs.h"

struct hspair { /* b may be NULL, then it costs nothing */
	const struct hs *a, *b;
};

struct hspair_thread;
struct hspair_thread *hspair_thread_new(const struct hspair *p);
void hspair_thread_free(struct hspair_thread *t);

/* As hs_hit; of_b tells whose id it is. */
typedef int hspair_hit(bool of_b, uint32_t id, size_t end, void *arg);
/* As hs_each. */
int hspair_each(const struct hspair *p, struct hspair_thread *t, struct str s,
    hspair_hit *hit, void *arg);

#endif
