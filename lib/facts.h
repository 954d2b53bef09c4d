/* facts.h - evidence across files: what judge emitted, for finish to see. */
#ifndef TAMIS_FACTS_H
#define TAMIS_FACTS_H

#include "arena.h"
#include "emit.h"

enum { FACTS_MAX = 1u << 20 };
#define FACT_BYTES_MAX ((size_t)256 << 20)

struct facts {
	struct fact *v;	 /* in the order of the input ... */
	unsigned *whose; /* ... and which detector's */
	size_t n, cap;
	struct arena mem;
};

int facts_keep(struct facts *f, const struct result *got);
struct run;
/* What each detector says of all blobs together, printed. 0, or -1. */
int facts_finish(const struct facts *f, struct run *r);
void facts_free(struct facts *f);

#endif
