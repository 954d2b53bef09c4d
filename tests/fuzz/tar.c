#include "base.h"
#include "str.h"
#include "tar.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static int
count(void *arg, const void *p, size_t n)
{
	(void)p;
	*(size_t *)arg += n;
	return 0;
}

/* A mode, a size, a path, a NUL, a link or a body. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const unsigned modes[] = { 0100644, 0100755, 0120000, 040000,
		0160000, 0, 0177777, 010644 };
	static struct tar t;
	struct tar_entry e = { .oid = { .n = 20 } };
	struct str rest;
	size_t out = 0;

	if (n < 2)
		return 0;
	rest = (struct str){ (const char *)p + 2, n - 2 };
	if (!str_cut(&rest, '\0', &e.path))
		return 0;
	e.mode = modes[p[0] & 7];
	e.size = p[1] > 200 ? (uint64_t)p[1] << 30 : p[1];
	e.link = rest;
	if (tar_begin(&t, count, &out, (uint64_t)p[1] << 28, &e.oid) == 0 &&
	    tar_put(&t, &e) == 0 && tar_body(&t, rest.p, rest.n) == 0 &&
	    tar_end(&t) == 0 && out % TAR_BLOCK != 0)
		__builtin_trap();
	return 0;
}
