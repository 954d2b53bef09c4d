#include "base.h"
#include "delta.h"
#include "str.h"

/* A size of 7 bits a byte, the lowest first. */
static int
get_size(struct str *s, size_t *out)
{
	size_t v = 0;

	for (unsigned shift = 0; s->n; shift += 7) {
		size_t c = (unsigned char)s->p[0];

		if (shift > 56 || (c & 0x7f) > SIZE_MAX >> shift)
			return -1;
		v |= (c & 0x7f) << shift;
		*s = str_sub(*s, 1, s->n);
		if ((c & 0x80) == 0) {
			*out = v;
			return 0;
		}
	}
	return -1;
}

int
delta_open(struct delta *d, struct str bytes)
{
	d->ops = bytes;
	if (get_size(&d->ops, &d->base_n) < 0)
		return -1;
	return get_size(&d->ops, &d->n);
}

/* Bits 0-3 of the instruction name the bytes of the offset that follow,
   bits 4-6 those of the size; a size of 0 means 65,536. */
static int
get_copy(struct delta *d, unsigned char code, struct delta_op *op)
{
	const unsigned char *p = (const unsigned char *)d->ops.p + 1;
	const unsigned char *end = (const unsigned char *)d->ops.p + d->ops.n;
	size_t v[2] = { 0, 0 };

	/* Written out: a history has tens of millions of these. */
	if (end - p < 7 && end - p < __builtin_popcount(code & 0x7f))
		return -1;
	if (code & 0x01)
		v[0] = *p++;
	if (code & 0x02)
		v[0] |= (size_t)*p++ << 8;
	if (code & 0x04)
		v[0] |= (size_t)*p++ << 16;
	if (code & 0x08)
		v[0] |= (size_t)*p++ << 24;
	if (code & 0x10)
		v[1] = *p++;
	if (code & 0x20)
		v[1] |= (size_t)*p++ << 8;
	if (code & 0x40)
		v[1] |= (size_t)*p++ << 16;
	if (v[1] == 0)
		v[1] = 0x10000;
	*op = (struct delta_op){ .copy = true, .from = v[0], .n = v[1] };
	d->ops.n = (size_t)(end - p);
	d->ops.p = (const char *)p;
	return v[0] <= d->base_n && v[1] <= d->base_n - v[0] ? 1 : -1;
}

int
delta_next(struct delta *d, struct delta_op *op)
{
	unsigned char code;

	if (d->ops.n == 0)
		return 0;
	code = (unsigned char)d->ops.p[0];
	if (code & 0x80)
		return get_copy(d, code, op);
	if (code == 0 || code > d->ops.n - 1)
		return -1;
	*op = (struct delta_op){ .n = code, .bytes = d->ops.p + 1 };
	d->ops.p += code + 1u;
	d->ops.n -= code + 1u;
	return 1;
}

int
delta_apply(struct delta d, struct str base, char *out)
{
	struct delta_op op;
	size_t at = 0, n = d.n;
	int rc;

	if (base.n != d.base_n)
		return -1;
	while ((rc = delta_next(&d, &op)) > 0) {
		if (op.n > n - at)
			return -1;
		memcpy(out + at, op.copy ? base.p + op.from : op.bytes, op.n);
		at += op.n;
	}
	return rc == 0 && at == n ? 0 : -1;
}
