#include "base.h"
#include "fieldpath.h"
#include "str.h"

/* Append to the first n bytes; a path that is full stays as it is. */
static size_t
append(struct fieldpath *p, size_t n, struct str key)
{
	if (key.n + 1 > FIELD_PATH_MAX - n)
		return n;
	if (n)
		p->text[n++] = '.';
	if (key.n)
		memcpy(p->text + n, key.p, key.n);
	return n + key.n;
}

void
fieldpath_push(struct fieldpath *p)
{
	if (p->depth < FIELD_DEPTH_MAX)
		p->end[++p->depth] = (uint16_t)p->n;
}

void
fieldpath_pop(struct fieldpath *p)
{
	if (p->depth)
		p->depth--;
	p->n = p->end[p->depth];
}

void
fieldpath_set(struct fieldpath *p, struct str key)
{
	p->n = append(p, p->end[p->depth], key);
}

void
fieldpath_name(struct fieldpath *p, struct str name)
{
	p->n = append(p, p->end[p->depth], name);
	p->end[p->depth] = (uint16_t)p->n;
}

struct str
fieldpath_str(const struct fieldpath *p)
{
	return (struct str){ p->text, p->n };
}
