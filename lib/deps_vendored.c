#include "base.h"
#include "deps_in.h"
#include "str.h"
#include "vendored.h"

static int
put(const struct vendored_found *f, void *arg)
{
	struct depread *r = arg;
	const struct vendored *v = f->lib;
	struct str version = arena_str(&r->mem, str_of(f->version));
	struct dep d = { .kind = DEP_PACKAGE,
		.eco = ecosystem_of(v->ecosystem),
		.name = v->package,
		.version = version,
		.at = f->in_name ? (struct span){ 0, 0 } : f->at };

	/* C has no feed of its own; what is in the table of ends of life is
	   told by its name there. */
	if (d.eco == ECO_NONE && v->product.n > 0) {
		d.kind = DEP_PRODUCT;
		d.name = v->product;
	}
	return version.p == NULL || depfile_put(r, &d) < 0 ? -1 : 0;
}

int
deps_vendored(
    struct deps_job *j, struct depread *r, const struct hit *hits, size_t nhits)
{
	const struct vendored_file in = { r->name, r->bytes, hits, nhits };

	r->mem.max = 1u << 20;
	return vendored_find(j->m->vendored, &in, put, r);
}
