#include <libdeflate.h>

#include "base.h"
#include "inflate.h"

struct inflate *
inflate_new(void)
{
	return (struct inflate *)libdeflate_alloc_decompressor();
}

void
inflate_free(struct inflate *z)
{
	libdeflate_free_decompressor((struct libdeflate_decompressor *)z);
}

int
inflate_some(struct inflate *z, struct str in, void *out, size_t n,
    size_t *used, size_t *got)
{
	enum libdeflate_result rc;

	rc = libdeflate_zlib_decompress_ex(
	    (struct libdeflate_decompressor *)z, in.p, in.n, out, n, used, got);
	if (rc == LIBDEFLATE_INSUFFICIENT_SPACE)
		return 1;
	return rc == LIBDEFLATE_SUCCESS ? 0 : -1;
}

int
inflate_zlib(
    struct inflate *z, struct str in, void *out, size_t n, size_t *used)
{
	size_t got = 0;

	return inflate_some(z, in, out, n, used, &got) == 0 && got == n ? 0 :
									  -1;
}

int
inflate_gzip(struct inflate *z, struct str in, void *out, size_t n, size_t *got)
{
	enum libdeflate_result rc;
	size_t used;

	rc = libdeflate_gzip_decompress_ex((struct libdeflate_decompressor *)z,
	    in.p, in.n, out, n, &used, got);
	if (rc == LIBDEFLATE_INSUFFICIENT_SPACE)
		return 1;
	return rc == LIBDEFLATE_SUCCESS ? 0 : -1;
}
