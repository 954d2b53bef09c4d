#include "base.h"
#include "buf.h"
#include "tar.h"
#include "../t.h"

static struct buf out = { .max = 1 << 20 };

static int
put(void *arg, const void *p, size_t n)
{
	(void)arg;
	return buf_add(&out, p, n);
}

static int
refuse(void *arg, const void *p, size_t n)
{
	(void)arg;
	(void)p;
	(void)n;
	return -1;
}

static struct str
long_path(size_t head, size_t tail)
{
	static char s[1024];

	memset(s, 'a', sizeof(s));
	s[head] = '/';
	return (struct str){ s, head + 1 + tail };
}

static const struct oid id = { .id = { 0xab, 0xcd }, .n = 20 };

/* One file of no bytes; where its own header stands. */
static const char *
one(struct str path, uint64_t size, struct str link)
{
	static struct tar t;
	struct tar_entry e = { .path = path,
		.oid = id,
		.mode = 0100644,
		.size = size,
		.link = link };

	buf_reset(&out);
	if (link.n)
		e.mode = 0120000;
	if (tar_begin(&t, put, NULL, 1, NULL) < 0 || tar_put(&t, &e) < 0)
		return NULL;
	t.left = 0;
	if (tar_end(&t) < 0 || out.n % TAR_BLOCK != 0)
		return NULL;
	return out.p[156] == 'x' ? out.p + 1024 : out.p;
}

static void
paths(void)
{
	static char link[200];
	const char *h;

	T((h = one(STR("a"), 0, STR(""))) && h == out.p);
	T(memcmp(h + 100,
	      "0000664\0"
	      "0000000\0"
	      "0000000\0",
	      24) == 0);
	T(memcmp(h + 257,
	      "ustar\0"
	      "00"
	      "root\0",
	      13) == 0);
	T((h = one(long_path(50, 49), 0, STR(""))) && h[345] == '\0');
	T(h[99] == 'a'); /* one hundred bytes have no NUL behind them */
	T((h = one(long_path(50, 50), 0, STR(""))) && h[345] == 'a');
	T(h == out.p && h[345 + 49] == 'a' && h[345 + 50] == '\0');
	T((h = one(long_path(154, 100), 0, STR(""))) && h == out.p);
	T((h = one(long_path(155, 100), 0, STR(""))) && h != out.p);
	T(memcmp(h, "abcd000000", 10) == 0);
	T(memcmp(out.p + 512, "266 path=aaa", 12) == 0);
	memset(link, 'l', sizeof(link));
	T((h = one(STR("a"), 0, (struct str){ link, 100 })) && h == out.p);
	T((h = one(STR("a"), 0, (struct str){ link, 101 })) && h != out.p);
	T(memcmp(h + 157, "see abcd", 8) == 0);
}

static void
sizes(void)
{
	const char *h;

	T((h = one(STR("a"), 077777777777, STR(""))) && h == out.p);
	T((h = one(STR("a"), 077777777777 + 1LL, STR(""))) && h != out.p);
	T(memcmp(out.p + 512, "19 size=8589934592\n", 19) == 0);
	T(memcmp(h + 124, "00000000000", 12) == 0);
}

static void
ends(void)
{
	static struct tar t;
	struct tar_entry e = {
		.path = STR("a"), .oid = id, .mode = 0100755, .size = 3
	};

	buf_reset(&out);
	T(tar_begin(&t, put, NULL, 1ULL << 40, &id) == 0);
	T(out.n == 0 && t.n == 1024);
	T(memcmp(t.block, "pax_global_header", 18) == 0);
	T(memcmp(t.block + 512, "52 comment=abcd0", 16) == 0);
	T(memcmp(t.block + 512 + 52, "23 mtime=1099511627776\n", 23) == 0);
	T(tar_put(&t, &e) == 0);
	T(tar_put(&t, &e) < 0); /* the body is due first */
	T(tar_end(&t) < 0);
	T(tar_body(&t, "abcd", 4) < 0);
	T(tar_body(&t, "ab", 2) == 0 && tar_body(&t, "c", 1) == 0);
	T(tar_end(&t) == 0 && out.n == TAR_BLOCK);
	e.mode = 0;
	T(tar_put(&t, &e) < 0);
	T(tar_begin(&t, refuse, NULL, 0, NULL) == 0);
	T(tar_end(&t) < 0);
	T(tar_mode(0160000) == 040775 && tar_mode(0100644) == 0100664);
	T(tar_mode(0120000) == 0120777 && tar_mode(020644) == 0);
}

int
main(void)
{
	paths();
	sizes();
	ends();
	buf_free(&out);
	return T_END();
}
