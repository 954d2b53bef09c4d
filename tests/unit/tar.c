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
	static const char none[2 * TAR_RECORD];
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
		return none;
	t.left = 0;
	if (tar_end(&t) < 0 || out.p == NULL || out.n % TAR_BLOCK != 0)
		return none;
	return out.p[156] == 'x' ? out.p + 1024 : out.p;
}

static bool
holds(const char *h, const char *bytes, size_t n)
{
	return h && memcmp(h, bytes, n) == 0;
}

static void
paths(void)
{
	static const char modes[] = "0000664\0000000000\0000000000";
	static const char owner[] = "ustar\00000root";
	static char link[200];
	const char *h;

	h = one(STR("a"), 0, STR(""));
	T(h == out.p);
	T(holds(h + 100, modes, sizeof(modes) - 1));
	T(holds(h + 257, owner, sizeof(owner) - 1));
	h = one(long_path(50, 49), 0, STR(""));
	T(h && h[345] == '\0');
	T(h && h[99] == 'a'); /* one hundred bytes have no NUL behind them */
	h = one(long_path(50, 50), 0, STR(""));
	T(h && h[345] == 'a');
	T(h && h == out.p && h[345 + 49] == 'a' && h[345 + 50] == '\0');
	h = one(long_path(154, 100), 0, STR(""));
	T(h == out.p);
	h = one(long_path(155, 100), 0, STR(""));
	T(h != out.p);
	T(holds(h, "abcd000000", 10));
	T(holds(out.p + 512, "266 path=aaa", 12));
	memset(link, 'l', sizeof(link));
	h = one(STR("a"), 0, (struct str){ link, 100 });
	T(h == out.p);
	h = one(STR("a"), 0, (struct str){ link, 101 });
	T(h != out.p);
	T(holds(h + 157, "see abcd", 8));
}

static void
sizes(void)
{
	const char *h;

	h = one(STR("a"), 077777777777, STR(""));
	T(h == out.p);
	h = one(STR("a"), 077777777777 + 1LL, STR(""));
	T(h != out.p);
	T(holds(out.p + 512, "19 size=8589934592\n", 19));
	T(holds(h + 124, "00000000000", 12));
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
