/* Every span lies inside of the bytes; the first byte chooses the format. */
#include "base.h"
#include "depfile.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* The file itself is its own neighbour: what may go round, does. */
static int
itself(void *arg, struct str path, struct buf *out)
{
	const struct str *s = arg;

	(void)path;
	buf_reset(out);
	return buf_adds(out, *s) < 0 ? -1 : 1;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct depformat *f = depfile_formats();
	struct depread r = { .name = STR("a/b"), .sibling = itself };
	struct str s;
	size_t count = 0;

	while (f[count].names)
		count++;
	if (n == 0 || count == 0)
		return 0;
	s = (struct str){ (const char *)p + 1, n - 1 };
	r.bytes = s;
	r.arg = &s;
	if (depfile_read(&r, &f[p[0] % count]) == 0)
		for (size_t i = 0; i < r.n; i++)
			if (r.v[i].at.to > s.n || r.v[i].at.from > r.v[i].at.to)
				abort();
	depfile_free(&r);
	return 0;
}
