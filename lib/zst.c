#include "base.h"
#include "zst.h"

#include <zstd.h>

struct zst_out {
	ZSTD_CCtx *c;
	zst_sink *sink;
	void *arg;
	size_t cap;
	char out[];
};

struct zst_out *
zst_out_new(int level, zst_sink *sink, void *arg)
{
	size_t cap = ZSTD_CStreamOutSize();
	struct zst_out *z = malloc(sizeof(*z) + cap);

	if (z == NULL)
		return NULL;
	*z = (struct zst_out){ ZSTD_createCCtx(), sink, arg, cap };
	if (z->c &&
	    !ZSTD_isError(
		ZSTD_CCtx_setParameter(z->c, ZSTD_c_compressionLevel, level)) &&
	    !ZSTD_isError(ZSTD_CCtx_setParameter(z->c, ZSTD_c_checksumFlag, 1)))
		return z;
	zst_out_free(z);
	return NULL;
}

static int
push(struct zst_out *z, struct str bytes, ZSTD_EndDirective how)
{
	ZSTD_inBuffer in = { bytes.p, bytes.n, 0 };
	size_t left;

	do {
		ZSTD_outBuffer out = { z->out, z->cap, 0 };

		left = ZSTD_compressStream2(z->c, &out, &in, how);
		if (ZSTD_isError(left))
			return -1;
		if (out.pos &&
		    z->sink(z->arg, (struct str){ z->out, out.pos }) < 0)
			return -1;
	} while (how == ZSTD_e_end ? left != 0 : in.pos < in.size);
	return 0;
}

int
zst_out_add(struct zst_out *z, struct str bytes)
{
	return push(z, bytes, ZSTD_e_continue);
}

int
zst_out_end(struct zst_out *z)
{
	return push(z, (struct str){ "", 0 }, ZSTD_e_end);
}

void
zst_out_free(struct zst_out *z)
{
	if (z == NULL)
		return;
	ZSTD_freeCCtx(z->c);
	free(z);
}

struct zst_in {
	ZSTD_DCtx *d;
	zst_sink *sink;
	void *arg;
	bool whole;
	size_t cap;
	char out[];
};

struct zst_in *
zst_in_new(zst_sink *sink, void *arg)
{
	size_t cap = ZSTD_DStreamOutSize();
	struct zst_in *z = malloc(sizeof(*z) + cap);

	if (z == NULL)
		return NULL;
	*z = (struct zst_in){ ZSTD_createDCtx(), sink, arg, false, cap };
	if (z->d &&
	    !ZSTD_isError(ZSTD_DCtx_setParameter(
		z->d, ZSTD_d_windowLogMax, ZST_WINDOW_LOG_MAX)))
		return z;
	zst_in_free(z);
	return NULL;
}

int
zst_in_add(struct zst_in *z, struct str bytes)
{
	ZSTD_inBuffer in = { bytes.p, bytes.n, 0 };
	ZSTD_outBuffer out;
	size_t left;

	do {
		out = (ZSTD_outBuffer){ z->out, z->cap, 0 };
		left = ZSTD_decompressStream(z->d, &out, &in);
		if (ZSTD_isError(left))
			return -1;
		if (out.pos &&
		    z->sink(z->arg, (struct str){ z->out, out.pos }) < 0)
			return -1;
		z->whole = left == 0;
	} while (in.pos < in.size || out.pos == out.size);
	return 0;
}

int
zst_in_end(const struct zst_in *z)
{
	return z->whole ? 0 : -1;
}

void
zst_in_free(struct zst_in *z)
{
	if (z == NULL)
		return;
	ZSTD_freeDCtx(z->d);
	free(z);
}

const char *
zst_version(void)
{
	return ZSTD_versionString();
}
