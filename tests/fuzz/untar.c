#include "base.h"
#include "mirror.h"
#include "str.h"
#include "untar.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct seen {
	uint64_t due; /* bytes of the member that are still to come */
};

static int
begin(void *arg, const char *name, uint64_t size)
{
	struct seen *s = arg;

	if (strlen(name) >= UNTAR_NAME + 4)
		abort();
	(void)mirror_name_ok(str_of(name));
	s->due = size;
	return 0;
}

static int
body(void *arg, struct str bytes)
{
	struct seen *s = arg;

	if (bytes.n > s->due)
		abort();
	s->due -= bytes.n;
	return 0;
}

static int
end(void *arg)
{
	const struct seen *s = arg;

	if (s->due)
		abort();
	return 0;
}

/* In pieces whose size the input tells. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct untar_ops ops = { begin, body, end };
	struct str s = { (const char *)p, n };
	struct seen seen = { 0 };
	struct untar u;
	size_t step;

	if (n == 0)
		return 0;
	step = (size_t)p[0] * 8 + 1;
	s = str_sub(s, 1, s.n);
	untar_begin(&u, &ops, &seen);
	for (size_t i = 0; i < s.n; i += step)
		if (untar_add(&u, str_sub(s, i, i + step)) < 0)
			break;
	(void)untar_end(&u);
	return 0;
}
