/* A byte for the format, one for how it is cut into pieces, then the file. */
#include "base.h"
#include "fields.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct listener {
	size_t size, nfield;
};

static int
field(void *arg, struct str path)
{
	struct listener *l = arg;

	if (path.n > FIELD_PATH_MAX)
		abort();
	return (int)(l->nfield++ % 1000) - 1;
}

static int
value(void *arg, int f, struct str v, struct span at)
{
	struct listener *l = arg;
	volatile unsigned char sum = 0;

	for (size_t i = 0; i < v.n; i++)
		sum = (unsigned char)(sum ^ (unsigned char)v.p[i]);
	if (f < 0 || v.n == 0 || v.n > FIELD_VALUE_MAX || at.from > at.to ||
	    at.to > l->size)
		abort();
	return 0;
}

static int
text(void *arg, struct span at)
{
	struct listener *l = arg;

	if (at.from > at.to || at.to > l->size)
		abort();
	return 0;
}

static void
record(void *arg)
{
	(void)arg;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct format *const *all = fields_formats();
	struct listener l = { 0, 0 };
	const struct fields to = { &l, field, value, text, record };
	size_t formats = 0, step, upto = 0;
	const char *why = NULL;
	void *r;

	while (all[formats])
		formats++;
	if (n < 2 || formats == 0)
		return 0;
	l.size = n - 2;
	step = p[1] ? p[1] : n;
	r = all[p[0] % formats]->open(&to);
	for (size_t at = 0; r != NULL; at += step) {
		size_t left = l.size - at;
		struct piece piece = { { (const char *)p + 2 + at,
					   left < step ? left : step },
			at, left <= step, &upto, &why };

		if (all[p[0] % formats]->feed(r, &piece) != 0 || piece.last)
			break;
	}
	if (r)
		all[p[0] % formats]->close(r);
	if (upto > l.size)
		abort();
	return 0;
}
