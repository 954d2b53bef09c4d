#include "base.h"
#include "delta.h"
#include "str.h"
#include "../t.h"

static char out[64];

/* Copy 4 from 2, insert "xy", copy 1 from 0. */
#define OPS \
	"\x91\x02\x04" \
	"\x02xy" \
	"\x90\x01"

static int
apply(struct str delta, struct str base)
{
	struct delta d;

	memset(out, 0, sizeof(out));
	if (delta_open(&d, delta) < 0 || d.n > sizeof(out))
		return -1;
	return delta_apply(d, base, out);
}

int
main(void)
{
	struct str base = STR("abcdefgh");
	struct delta_op op;
	struct delta d;

	T(apply(STR("\x08\x07" OPS), base) == 0);
	T(memcmp(out, "cdefxya", 8) == 0);
	/* The result says 6, the base is another, an instruction is cut. */
	T(apply(STR("\x08\x06" OPS), base) < 0);
	T(apply(STR("\x08\x08" OPS), base) < 0);
	T(apply(STR("\x09\x07" OPS), base) < 0);
	T(apply(STR("\x08\x07\x91\x02"), base) < 0);
	T(apply(STR("\x08\x03\x03xy"), base) < 0);
	/* A copy past the base, the reserved instruction, no size at all. */
	T(apply(STR("\x08\x04\x91\x05\x04"), base) < 0);
	T(apply(STR("\x08\x01\x00"), base) < 0);
	T(apply(STR(""), base) < 0);
	T(apply(STR("\x88"), base) < 0);
	T(apply(STR("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), base) < 0);

	/* A size of 0 is 65,536; sizes of several bytes. */
	T(delta_open(&d, STR("\x80\x80\x04\x80\x80\x04\x80")) == 0);
	T(d.base_n == 65536 && d.n == 65536);
	T(delta_next(&d, &op) == 1 && op.copy && op.n == 65536);
	T(delta_next(&d, &op) == 0);
	return T_END();
}
