#include "base.h"
#include "b64.h"
#include "str.h"

#include "../t.h"

static bool
decodes(const char *text, unsigned how, const char *want)
{
	unsigned char out[64];
	size_t n;

	return b64_decode(str_of(text), how, out, sizeof(out), &n) == 0 &&
	    n == strlen(want) && memcmp(out, want, n) == 0;
}

static bool
refuses(const char *text, unsigned how)
{
	unsigned char out[64];
	size_t n;

	return b64_decode(str_of(text), how, out, sizeof(out), &n) < 0;
}

/* Each length, each flavour, there and back. */
static void
test_round(void)
{
	struct buf b = { .max = 4096 };
	unsigned char raw[200], back[200];
	size_t n;

	for (size_t i = 0; i < sizeof(raw); i++)
		raw[i] = (unsigned char)(i * 151 + 250);
	for (unsigned how = 0; how < 4; how++)
		for (size_t i = 0; i < 70; i++) {
			buf_reset(&b);
			T(b64_put(&b, (struct str){ (char *)raw, i }, how) ==
			    0);
			T(b.n == b64_len(i, how));
			T(b64_decode(buf_str(&b), how, back, i, &n) == 0);
			T(n == i && memcmp(raw, back, i) == 0);
			if (i > 0)
				T(b64_decode(
				      buf_str(&b), how, back, i - 1, &n) < 0);
		}
	buf_free(&b);
}

int
main(void)
{
	T(decodes("", 0, "") && decodes("", B64_PAD, ""));
	T(decodes("Zm9vYmFy", 0, "foobar"));
	T(decodes("Zm9vYg", 0, "foob") && decodes("Zm9vYg==", B64_PAD, "foob"));
	T(decodes("Zm9vYmE=", B64_PAD, "fooba"));
	T(decodes("/+8", 0, "\xff\xef") && decodes("_-8", B64_URL, "\xff\xef"));
	T(refuses("_-8", 0) && refuses("/+8", B64_URL));
	T(refuses("Zm9vYg==", 0) && refuses("Zm9vYg", B64_PAD));
	T(refuses("Zm9vYh", 0) && refuses("Zm9vYh==", B64_PAD));
	T(refuses("Z", 0) && refuses("Zm9vY", 0) && refuses("====", B64_PAD));
	T(refuses("Zm9v=mFy", B64_PAD) && refuses("Zm=v", B64_PAD));
	T(refuses("Zm9v ", 0) && refuses("Zm9v\n", 0) && refuses("Zm\0v", 0));
	T(refuses("Zm9vYg=", B64_PAD) && refuses("Zm9vY===", B64_PAD));
	T(refuses("Zm9\x80", 0) && refuses("Zm9\xff", 0));
	test_round();
	return T_END();
}
