/* accept.h - write acceptances: tamis-allow --init and --add. */
#ifndef TAMIS_ACCEPT_H
#define TAMIS_ACCEPT_H

#include "baseline.h"
#include "filter.h"
#include "home.h"

struct accept {
	const struct home *home;
	struct filter *filter;
	struct terms terms; /* .by NULL: who runs this */
	const char *fp;	    /* --add */
	int32_t today;
	bool dry_run; /* show, write nothing */
	FILE *out;    /* what was done, or would be */
};

/* Both say what was wrong, and give an exit status. */
int accept_init(struct accept *a); /* the records on stdin */
int accept_add(struct accept *a);

#endif
