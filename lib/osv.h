/* osv.h - an advisory as the OSV schema has it, from its tree. */
#ifndef TAMIS_OSV_H
#define TAMIS_OSV_H

#include "doc.h"

enum { OSV_AFFECTED_MAX = 4096 };

enum osv_kind { OSV_VULNERABLE, OSV_MALICIOUS, OSV_UNMAINTAINED };

struct osv_affected {
	struct str eco, pkg; /* OSV's name without its suffix; folded */
	struct str ranges;   /* see affected.h */
};

struct osv {
	struct str id, modified, aliases; /* with commas between */
	bool withdrawn;
	enum osv_kind kind;
	int score; /* tenths; -1 when no vector tells */
	int level; /* enum severity, by score or by word */
	struct osv_affected *v;
	size_t n;
	size_t odd; /* events that had to be left out */
};

/* All in mem. 0, or -1 with *why: it is no advisory, or too large. */
int osv_parse(const struct node *root, struct arena *mem, struct osv *o,
    const char **why);

#endif
