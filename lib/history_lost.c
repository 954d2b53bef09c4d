#include "base.h"
#include "bits.h"
#include "history_in.h"
#include "str.h"

#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

enum { SHALLOW_MAX = 64 << 20 }; /* bytes of the list of shallow commits */

static int
lose_commit(struct history *h, uint32_t object, const char *why)
{
	struct history_lost lost = { .id = objtab_oid(h->objects, object),
		.what = "commit",
		.why = why,
		.missing = true };

	return history_lose(h, &lost);
}

/* The commits whose parents git was told to do without. */
static int
read_shallow(const struct history *h, struct buf *out)
{
	struct buf name = { .max = 1 << 16 };
	ssize_t n = 0;
	int fd = -1;

	if (buf_addf(&name, "%s/shallow", h->spec.git->common) == 0)
		fd = open(name.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	buf_free(&name);
	if (fd < 0)
		return 0;
	while (buf_room(out, 4096) == 0 &&
	    (n = read(fd, out->p + out->n, 4096)) > 0)
		out->n += (size_t)n;
	close(fd);
	return n < 0 ? -1 : 0;
}

static int
lose_parents(struct history *h, uint32_t object, struct str shallow)
{
	struct oid id = objtab_oid(h->objects, object);
	char hex[OID_HEX_MAX + 1];

	oid_hex(&id, hex);
	if (str_find(shallow, str_of(hex), 0) != STR_NONE)
		return lose_commit(
		    h, object, "its parents are missing: a shallow clone");
	h->hole = true;
	return lose_commit(h, object, "its parents are missing");
}

int
history_lose_below(
    struct history *h, uint32_t missing, bool tree, struct str name)
{
	size_t n = h->spec.odb->oid_n;
	struct history_lost lost = { .what = tree ? "tree" : "blob",
		.name = name,
		.why = h->spec.odb->promisor ?
		    "it is missing: a partial clone" :
		    "it is missing",
		.missing = true };

	/* In a partial clone nothing is below. */
	h->hole |= tree && !h->spec.odb->promisor;
	lost.id.n = (unsigned char)n;
	memcpy(lost.id.id, h->forest->missing + missing * n, n);
	return history_lose(h, &lost);
}

static int
see_commit(struct history *h, const struct forest_commit *c, struct str shallow)
{
	int rc = 0;

	/* A part ends where a shallow clone was cut. */
	if (c->shallow && !h->part)
		rc = lose_parents(h, c->object, shallow);
	if (rc == 0 && c->tree == OBJECT_NO) {
		h->hole |= !h->spec.odb->promisor;
		rc = lose_commit(h, c->object, "its tree is missing");
	}
	return rc;
}

/* What was in it is missing, and told so; without it that has no cause. */
static int
lose_pack(struct history *h, const struct odb_bad *bad)
{
	struct history_lost lost = {
		.name = str_of(bad->name), .what = "pack", .why = bad->why
	};

	return history_lose(h, &lost);
}

int
history_missing(struct history *h)
{
	const struct forest *f = h->forest;
	struct buf shallow = { .max = SHALLOW_MAX };
	int rc = read_shallow(h, &shallow);

	for (size_t i = 0; i < h->spec.odb->nbad && rc == 0; i++)
		rc = lose_pack(h, &h->spec.odb->bad[i]);
	for (size_t i = 0; i < f->ncommits && rc == 0; i++)
		if (bit_get(h->reach.commits, i))
			rc = see_commit(h, &f->commits[i], buf_str(&shallow));
	for (size_t i = 0; i < f->nedges && rc == 0; i++) {
		const struct forest_edge *e = &f->edges[i];
		bool tree = S_ISDIR(e->mode);

		/* Of a part the story says which blobs are new. */
		if (e->lost && bit_get(h->reach.edges, i) && (!h->part || tree))
			rc = history_lose_below(
			    h, e->lost - 1, tree, f->names[e->name]);
	}
	buf_free(&shallow);
	return rc;
}
