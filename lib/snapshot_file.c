#include "base.h"
#include "snapshot_in.h"
#include "str.h"

/* One step's outcome becomes the next one's input. */
static void
step(struct str *bytes, struct buf **spare, struct buf *other, int rc)
{
	if (rc != 1)
		return;
	*bytes = buf_str(*spare);
	*spare = other;
	buf_reset(other);
}

/* The bytes of a file as they go into the archive. */
int
snap_convert(struct snap *j, const struct repo_entry *e, const struct attr *v,
    struct str *bytes)
{
	char hex[OID_HEX_MAX + 1];
	struct convert c;
	struct buf *spare = &j->one;
	bool bad = false;
	int rc;

	if (convert_plan(v + CONVERT, &c) < 0)
		return snap_fail_path(
		    j, e->path, "working-tree-encoding needs a value");
	buf_reset(&j->one);
	buf_reset(&j->two);
	oid_hex(&e->oid, hex);
	rc = c.ident ? convert_ident(spare, *bytes, hex) : 0;
	if (rc >= 0) {
		step(bytes, &spare, &j->two, rc);
		rc = convert_eol(&c, spare, *bytes);
	}
	if (rc >= 0) {
		step(bytes, &spare, spare == &j->one ? &j->two : &j->one, rc);
		rc = convert_encoding(&c, spare, *bytes, &bad);
	}
	if (rc >= 0) {
		step(bytes, &spare, spare == &j->one ? &j->two : &j->one, rc);
		rc = 0;
	}
	if (bad && j->a->note)
		j->a->note(e->path, "it does not fit its encoding");
	if (rc == 0 && j->commit && v[SUBST].state == ATTR_TRUE) {
		buf_reset(spare);
		if (subst_run(&j->subst, spare, *bytes) < 0)
			return snap_fail_path(j, e->path, j->subst.why);
		*bytes = buf_str(spare);
	}
	return rc < 0 ? snap_fail_path(j, e->path, "it is too large") : 0;
}
