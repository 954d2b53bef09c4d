#include "base.h"
#include "fieldcell.h"
#include "str.h"

void
fieldcell_begin(struct fieldcell *c, size_t from)
{
	c->n = 0;
	c->from = from;
	c->scanned = 0;
	c->copied = false;
	c->open = true;
}

void
fieldcell_add(struct fieldcell *c, const char *p, size_t n)
{
	c->copied = true;
	if (n > FIELD_VALUE_MAX - c->n)
		n = FIELD_VALUE_MAX - c->n;
	memcpy(c->bytes + c->n, p, n);
	c->n += n;
}

/* What is longer than a value is looked at as text. */
static int
rest(struct fieldcell *c, const struct fields *to, size_t end)
{
	struct span at = { c->from + FIELD_VALUE_MAX, end };

	if (end <= at.from || end <= c->scanned)
		return 0;
	if (at.from < c->scanned)
		at.from = c->scanned;
	c->scanned = end;
	return to->text(to->arg, at);
}

int
fieldcell_cut(
    struct fieldcell *c, const struct fields *to, struct str raw, size_t end)
{
	fieldcell_add(c, raw.p, raw.n);
	return rest(c, to, end);
}

int
fieldcell_end(struct fieldcell *c, const struct fields *to, int field,
    struct str raw, size_t end)
{
	struct span at = { c->from, end };
	struct str v = raw;
	int rc = 0;

	c->open = false;
	if (c->copied)
		v = (struct str){ c->bytes, c->n };
	v = str_sub(v, 0, FIELD_VALUE_MAX);
	if (field >= 0 && v.n)
		rc = to->value(to->arg, field, v, at);
	return rc ? rc : rest(c, to, end);
}
