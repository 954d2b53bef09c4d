#include "base.h"
#include "armor.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static int
read_all(struct str s, size_t step, struct buf *out)
{
	unsigned char bytes[1024 / 64 * 48 + 96];
	struct armor a = { 0 };
	size_t n;

	buf_reset(out);
	while (s.n) {
		struct str piece = str_sub(s, 0, step);

		if (armor_feed(&a, piece, bytes, &n) < 0)
			return -1;
		buf_add(out, bytes, n);
		s = str_sub(s, piece.n, s.n);
	}
	return armor_end(&a);
}

/* Cut in pieces or not, the same; and what it says is written so again. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf one = { .max = 1u << 20 }, two = { .max = 1u << 20 };
	struct buf text = { .max = 1u << 20 };
	struct str s = { (const char *)p, n };
	struct armor_out w = { .n = 0 };
	int rc = read_all(s, 1024, &one);

	if (read_all(s, 1, &two) != rc ||
	    (rc == 0 && !str_eq(buf_str(&one), buf_str(&two))))
		__builtin_trap();
	if (rc == 0) {
		armor_begin(&text);
		armor_put(&w, &text, buf_str(&one));
		armor_finish(&w, &text);
		if (read_all(buf_str(&text), 1000, &two) < 0 ||
		    !str_eq(buf_str(&one), buf_str(&two)) || armor_is(s) != 1)
			__builtin_trap();
	}
	buf_free(&one);
	buf_free(&two);
	buf_free(&text);
	return 0;
}
