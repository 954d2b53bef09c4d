#include "base.h"
#include "armor.h"
#include "str.h"

#include "../t.h"

#define BEGIN "-----BEGIN AGE ENCRYPTED FILE-----\n"
#define FINIS "-----END AGE ENCRYPTED FILE-----\n"
#define FULL "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

/* The bytes in it, read in pieces of `step`; -1: refused. */
static int
length(const char *text, size_t step)
{
	struct str s = str_of(text);
	struct armor a = { 0 };
	unsigned char out[1024];
	int sum = 0;
	size_t n;

	while (s.n) {
		struct str piece = str_sub(s, 0, step);

		if (armor_feed(&a, piece, out, &n) < 0)
			return -1;
		sum += (int)n;
		s = str_sub(s, piece.n, s.n);
	}
	return armor_end(&a) < 0 ? -1 : sum;
}

/* However the stream is cut, the verdict is the same. */
static bool
gives(const char *text, int want)
{
	for (size_t step = 1; step < 80; step++)
		if (length(text, step) != want)
			return false;
	return length(text, 4096) == want;
}

static void
test_write(void)
{
	struct armor_out w = { .n = 0 };
	struct buf b = { .max = 4096 };
	unsigned char raw[200], back[1024];
	struct armor r;
	size_t n;

	memset(raw, 'x', sizeof(raw));
	for (size_t len = 0; len <= sizeof(raw); len++) {
		buf_reset(&b);
		r = (struct armor){ 0 };
		T(armor_begin(&b) == 0);
		for (size_t i = 0; i < len; i += 7) {
			struct str s = { (char *)raw + i,
				len - i < 7 ? len - i : 7 };

			armor_put(&w, &b, s);
		}
		T(armor_finish(&w, &b) == 0);
		T(armor_feed(&r, buf_str(&b), back, &n) == 0);
		T(armor_end(&r) == 0 && n == len);
		T(memcmp(raw, back, len) == 0);
	}
	buf_free(&b);
}

int
main(void)
{
	T(gives(BEGIN FINIS, 0));
	T(gives(BEGIN "Zm9v\n" FINIS, 3));
	T(gives(BEGIN FULL "\n" FINIS, 48));
	T(gives(BEGIN FULL "\nZg==\n" FINIS, 49));
	T(gives(" \r\n\t" BEGIN "Zm9v\r\n" FINIS "\n \t\r\n", 3));
	T(gives(BEGIN "Zm9v\n-----END AGE ENCRYPTED FILE-----", 3));
	T(gives("", -1) && gives("\n\n", -1) && gives(BEGIN, -1));
	T(gives(BEGIN "Zm9v\n", -1) && gives(BEGIN "Zm9v", -1));
	T(gives(BEGIN "Zm9v\nZm9v\n" FINIS, -1));
	T(gives(BEGIN "\n" FINIS, -1) && gives(BEGIN "Zm9v\n\n" FINIS, -1));
	T(gives(BEGIN "Zg\n" FINIS, -1) && gives(BEGIN "Zh==\n" FINIS, -1));
	T(gives(BEGIN FULL "AAAA\n" FINIS, -1));
	T(gives(BEGIN "Zm9v \n" FINIS, -1) && gives(BEGIN " Zm9v\n" FINIS, -1));
	T(gives(BEGIN "Zm9v\n" FINIS "x", -1) && gives("x" BEGIN FINIS, -1));
	T(gives(BEGIN "Zm9v\n" FINIS FINIS, -1));
	T(gives(BEGIN "Comment: x\n\nZm9v\n" FINIS, -1));
	T(armor_is(STR("")) == -1 && armor_is(STR(" \n")) == -1);
	T(armor_is(STR("-----BEG")) == -1 && armor_is(STR("-----BEN")) == 0);
	T(armor_is(STR("\n" BEGIN)) == 1 && armor_is(STR("age-e")) == 0);
	test_write();
	return T_END();
}
