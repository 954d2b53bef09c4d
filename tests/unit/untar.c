#include "base.h"
#include "untar.h"
#include "buf.h"
#include "str.h"
#include "tar.h"
#include "../t.h"

#include <sys/stat.h>

/* What came out, as text. */
static struct buf seen = { .max = 1 << 20 };

static int
begin(void *arg, const char *name, uint64_t size)
{
	(void)arg;
	return buf_addf(&seen, "[%s %llu", name, (unsigned long long)size);
}

static int
body(void *arg, struct str bytes)
{
	(void)arg;
	return buf_adds(&seen, bytes);
}

static int
end(void *arg)
{
	(void)arg;
	return buf_addz(&seen, "]");
}

static const struct untar_ops ops = { begin, body, end };

static int
keep(void *arg, const void *p, size_t n)
{
	return buf_add(arg, p, n);
}

static void
put(struct tar *t, const char *name, unsigned mode, const char *text)
{
	struct tar_entry e = {
		.path = str_of(name), .mode = mode, .size = strlen(text)
	};

	T(tar_put(t, &e) == 0);
	T(e.size == 0 || tar_body(t, text, e.size) == 0);
}

static void
make(struct buf *tar)
{
	struct tar t;

	T(tar_begin(&t, keep, tar, 0, NULL) == 0);
	put(&t, "HEAD", S_IFREG | 0644, "ref: x\n");
	put(&t, "objects/", S_IFDIR, "");
	put(&t, "empty", S_IFREG | 0644, "");
	T(tar_end(&t) == 0);
}

/* In pieces of n bytes: 0, or -1. */
static int
read_in(struct str s, size_t n)
{
	struct untar u;

	buf_reset(&seen);
	untar_begin(&u, &ops, NULL);
	for (size_t i = 0; i < s.n; i += n)
		if (untar_add(&u, str_sub(s, i, i + n)) < 0)
			return -1;
	return untar_end(&u);
}

int
main(void)
{
	static const size_t pieces[] = { 1, 7, 511, 512, 513, 100000 };
	struct buf tar = { .max = 1 << 20 };
	size_t bad = 0, loud = 0;

	make(&tar);
	for (size_t i = 0; i < LEN(pieces); i++) {
		T(read_in(buf_str(&tar), pieces[i]) == 0);
		T(str_eqz(
		    buf_str(&seen), "[HEAD 7ref: x\n][objects/ 0][empty 0]"));
	}
	/* Its end is two blocks of zeros. */
	for (size_t n = 0; n < tar.n; n += 512)
		bad += read_in(str_sub(buf_str(&tar), 0, n), 4096) == 0 &&
		    n < 6 * (size_t)512;
	T(bad == 0);
	for (size_t i = 0; i < 512; i++) {
		tar.p[i] ^= 1;
		loud += read_in(buf_str(&tar), 4096) < 0;
		tar.p[i] ^= 1;
	}
	/* All of a header is in its sum. */
	T(loud == 512);
	buf_free(&tar);
	buf_free(&seen);
	return T_END();
}
