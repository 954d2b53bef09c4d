#include "base.h"
#include "manifest.h"
#include "str.h"
#include "../t.h"

#define ZEROS "00000000000000000000000000000000"
#define ID "1111111111111111111111111111111111111111"

static const char *const lines[] = { "tamis-manifest 1", "repository: " ZEROS,
	"sequence: 2", "kind: bundle", "date: 2026-11-22T08:00:00Z",
	"SHA256 (0001.manifest) = " ZEROS ZEROS, "payload: 0002.bundle.zst.age",
	"payload-bytes: 123",
	"SHA256 (0002.bundle.zst.age payload) = " ZEROS ZEROS,
	"state: " ZEROS ZEROS, "recipient: age1x", "sieve: clean", "needs: " ID,
	"made-with: tamis", "tips: 1", ID };

enum { NOT_NEEDED = 3 }; /* recipient, sieve, needs */

static void
text(struct buf *b, size_t without, size_t twice)
{
	buf_reset(b);
	for (size_t i = 0; i < LEN(lines); i++)
		for (int n = (i != without) + (i == twice); n > 0; n--)
			buf_addf(b, "%s\n", lines[i]);
}

static bool
good(struct str s)
{
	struct where w = { 0 };
	struct manifest m;
	bool ok = manifest_parse(&m, s, &w) == 0;

	manifest_free(&m);
	return ok;
}

static void
whole(void)
{
	struct buf b = { .max = 1 << 20 }, again = { .max = 1 << 20 };
	struct where w = { 0 };
	struct manifest m;
	size_t left_out = 0, twice = 0, cut = 0;

	text(&b, LEN(lines), LEN(lines));
	T(manifest_parse(&m, buf_str(&b), &w) == 0);
	T(m.sequence == 2 && !m.full && !m.base && m.bytes == 123);
	T(str_eqz(m.previous, "0001.manifest") && m.ntips == 1);
	T(m.nneeds == 1 && m.nrecipients == 1 && m.nnotes == 1);
	T(manifest_put(&again, &m) == 0);
	T(str_eq(buf_str(&b), buf_str(&again)));
	manifest_free(&m);
	for (size_t i = 0; i < b.n; i++)
		cut += good((struct str){ b.p, i });
	T(cut == 0);
	for (size_t i = 0; i < LEN(lines); i++) {
		text(&b, i, LEN(lines));
		left_out += good(buf_str(&b));
		text(&b, LEN(lines), i);
		twice += good(buf_str(&b));
	}
	T(left_out == NOT_NEEDED && twice == NOT_NEEDED);
	buf_free(&b);
	buf_free(&again);
}

static void
header(void)
{
	struct manifest_header h = { .repository = STR(ZEROS),
		.sequence = 2,
		.manifest = STR("0002.manifest"),
		.payload = STR("0002.bundle.zst.age"),
		.bytes = 200,
		.recipients = STR("recipient: age1x\nrecipient: age1y\n") };
	struct buf b = { .max = 4096 }, again = { .max = 4096 };
	struct where w = { 0 };
	size_t bad = 0, n;

	T(manifest_header_put(&b, &h) == 0);
	T(manifest_header_parse(&h, buf_str(&b), &w) == 0);
	T(h.bytes == 200);
	T(manifest_header_put(&again, &h) == 0);
	T(str_eq(buf_str(&b), buf_str(&again)));
	n = b.n;
	for (size_t i = 0; i < n; i++) {
		b.p[i] ^= 1;
		bad += manifest_header_parse(&h, buf_str(&b), &w) == 0;
		b.p[i] ^= 1;
		bad +=
		    manifest_header_parse(&h, (struct str){ b.p, i }, &w) == 0;
	}
	T(bad == 0);
	buf_free(&b);
	buf_free(&again);
}

static void
numbers(void)
{
	T(manifest_number(STR("0012.manifest"), ".manifest") == 12);
	T(manifest_number(STR("12345.manifest"), ".manifest") == 12345);
	T(manifest_number(STR("00012.manifest"), ".manifest") == 0);
	T(manifest_number(STR("12.manifest"), ".manifest") == 0);
	T(manifest_number(STR("0012.manifest.minisig"), ".manifest") == 0);
	T(manifest_number(STR("../12.manifest"), ".manifest") == 0);
	T(manifest_number(STR("0000.manifest"), ".manifest") == 0);
}

int
main(void)
{
	whole();
	header();
	numbers();
	return T_END();
}
