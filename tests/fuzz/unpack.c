#include "base.h"
#include "str.h"
#include "unpack.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static ssize_t
feed(void *arg, void *p, size_t n)
{
	struct str *s = arg;

	n = n < s->n ? n : s->n;
	n = n < 100 ? n : 100;
	memcpy(p, s->p, n);
	*s = str_sub(*s, n, s->n);
	return (ssize_t)n;
}

static void
walk(struct unpack *u)
{
	const char *why = NULL;
	size_t total = 0;
	struct str name;
	char b[4096];
	ssize_t got;

	for (int i = 0; u && i < 64; i++) {
		if (unpack_next(u, &name, &why) <= 0)
			break;
		while (total < 1 << 22 &&
		    (got = unpack_bytes(u, b, sizeof(b), &why)) > 0)
			total += (size_t)got;
	}
	unpack_free(u);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s = { (const char *)p, n };
	const char *why;

	if (!unpack_is(s))
		return 0;
	walk(unpack_new_whole(s, &why));
	walk(unpack_new(feed, &s, &why));
	return 0;
}
