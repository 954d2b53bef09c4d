/* fuzzmain.c - run a fuzz target over files, for compilers without one. */
#include "base.h"
#include "buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static int
slurp(const char *path, struct buf *b)
{
	FILE *f = fopen(path, "rb");
	size_t got = 0;

	buf_reset(b);
	if (f == NULL)
		return -1;
	while (buf_room(b, 65536) == 0 &&
	    (got = fread(b->p + b->n, 1, 65536, f)) > 0)
		b->n += got;
	if (ferror(f))
		got = 1;
	fclose(f);
	return got == 0 ? 0 : -1;
}

int
main(int argc, char *argv[])
{
	struct buf b = { .max = 64u << 20 };
	int rc = 0;

	for (int i = 1; i < argc && rc == 0; i++)
		if ((rc = slurp(argv[i], &b)) == 0)
			LLVMFuzzerTestOneInput((const uint8_t *)b.p, b.n);
	buf_free(&b);
	return rc != 0;
}
