/* An index and a pack, the index's length in the first two bytes. */
#include "base.h"
#include "family.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void *
visit(void *thread, const struct family_object *o, void *parent)
{
	size_t *seen = thread;

	(void)parent;
	for (size_t i = 0; i < o->bytes.n; i++)
		seen[1] += (unsigned char)o->bytes.p[i];
	seen[0]++;
	return NULL;
}

static void
done(void *thread, void *state)
{
	(void)thread;
	(void)state;
}

static void
broken(void *thread, uint32_t at, const char *why)
{
	size_t *seen = thread;

	(void)at;
	if (why == NULL)
		abort();
	seen[0]++;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct family_ops ops = { .types = 0xff,
		.size_max = 1 << 16,
		.visit = visit,
		.done = done,
		.broken = broken };
	struct str all = { (const char *)p, n }, pack;
	size_t cut, seen[2] = { 0, 0 };
	struct family *f;
	const char *why;
	struct idx x;

	if (n < 2)
		return 0;
	cut = 2u + p[0] + ((size_t)p[1] << 8);
	pack = str_sub(all, cut, n);
	if (idx_parse(str_sub(all, 2, cut), 20, &x, &why) < 0 || x.n > 4096)
		return 0;
	if ((f = family_new(pack, &x, &why)) == NULL)
		return 0;
	if (family_walk(f, &ops, seen) == 0)
		family_orphans(f, &ops, seen);
	/* Every object is shown once, or said to be broken once. */
	if (seen[0] != family_count(f))
		abort();
	family_free(f);
	return 0;
}
