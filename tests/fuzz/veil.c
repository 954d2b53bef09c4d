#include "base.h"
#include "inflate.h"
#include "veil.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct veil v;
static struct inflate *z;

/* A view is text with a place for each of its bytes, and goes forward. */
static void
hold(struct str s)
{
	struct span at;

	if (v.inside.from > v.inside.to || v.inside.to > v.text.n ||
	    v.line > v.inside.from || v.at.from > v.at.to || v.at.to > s.n)
		abort();
	for (size_t i = v.inside.from; i < v.inside.to; i++) {
		at = veil_place(&v, (struct span){ i, i + 1 });
		if (at.from > at.to || at.to > s.n)
			abort();
		if (v.whole)
			break;
	}
	(void)veil_plain(&v, v.inside);
	(void)veil_changed(&v, v.inside);
}

static void
lift(struct str s, const struct sign *sign, size_t floor)
{
	size_t last;

	if (!veil_lift(&v, z, s, sign, floor))
		return;
	hold(s);
	while (v.again) {
		last = v.again;
		if (!veil_more(&v, s, sign))
			return;
		if (v.again && v.again <= last)
			abort();
		hold(s);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = { (const char *)data, n };
	struct sign sign;
	struct signs it;
	size_t last = 0;

	if (z == NULL) {
		z = inflate_new();
		veil_init(&v);
	}
	signs_init(&it, s);
	while (signs_next(&it, &sign)) {
		if (sign.end < last || sign.end > n)
			abort();
		lift(s, &sign, 0);
		lift(s, &sign, last);
		last = sign.end;
	}
	sign = (struct sign){ SIGN_REVERSE, n };
	lift(s, &sign, 0);
	return 0;
}
