#include "base.h"
#include "sshwire.h"
#include "str.h"

bool
sshwire_u32(struct str *s, uint32_t *v)
{
	if (s->n < 4)
		return false;
	*v = 0;
	for (size_t i = 0; i < 4; i++)
		*v = *v << 8 | (unsigned char)s->p[i];
	*s = str_sub(*s, 4, s->n);
	return true;
}

bool
sshwire_take(struct str *s, struct str *out)
{
	uint32_t n;

	if (!sshwire_u32(s, &n) || n > s->n)
		return false;
	*out = str_sub(*s, 0, n);
	*s = str_sub(*s, n, s->n);
	return true;
}

bool
sshwire_number(struct str *s, struct str *out)
{
	if (!sshwire_take(s, out) || out->n == 0 || (out->p[0] & 0x80))
		return false;
	return out->p[0] != 0 || (out->n > 1 && (out->p[1] & 0x80));
}

int
sshwire_put_u32(struct buf *b, uint32_t v)
{
	unsigned char p[4] = { (unsigned char)(v >> 24),
		(unsigned char)(v >> 16), (unsigned char)(v >> 8),
		(unsigned char)v };

	return buf_add(b, p, sizeof(p));
}

int
sshwire_put(struct buf *b, struct str s)
{
	if (s.n > UINT32_MAX || sshwire_put_u32(b, (uint32_t)s.n) < 0)
		return -1;
	return buf_adds(b, s);
}
