#include "base.h"
#include "bech32.h"
#include "str.h"

#include "../t.h"

static bool
refuses(const char *text)
{
	unsigned char out[256];
	struct str hrp;
	size_t n;

	return bech32_decode(str_of(text), &hrp, out, sizeof(out), &n) < 0;
}

/* There and back in both cases; any one letter changed is seen. */
static void
test_round(const char *head)
{
	struct buf b = { .max = BECH32_MAX };
	unsigned char raw[64], back[64];
	struct str hrp;
	size_t n;

	for (size_t i = 0; i < sizeof(raw); i++)
		raw[i] = (unsigned char)(i * 37 + 5);
	for (size_t i = 0; i <= sizeof(raw); i++) {
		buf_reset(&b);
		T(bech32_put(
		      &b, str_of(head), (struct str){ (char *)raw, i }) == 0);
		T(bech32_decode(buf_str(&b), &hrp, back, i, &n) == 0);
		T(n == i && memcmp(raw, back, n) == 0 && str_eqz(hrp, head));
		for (size_t k = 0; k < b.n; k++) {
			b.p[k] = (char)(b.p[k] ^ 1);
			T(bech32_decode(buf_str(&b), &hrp, back, 64, &n) < 0);
			b.p[k] = (char)(b.p[k] ^ 1);
		}
		if (i > 0)
			T(bech32_decode(buf_str(&b), &hrp, back, i - 1, &n) <
			    0);
	}
	buf_free(&b);
}

/* Strings that BIP 173 lists as good and as bad. */
int
main(void)
{
	T(!refuses("A12UEL5L") && !refuses("a12uel5l"));
	T(!refuses("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"));
	T(!refuses("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3"
		   "w"));
	T(refuses("A12uEL5L") && refuses("a12UEL5L"));
	T(refuses("pzry9x0s0muk") && refuses("1pzry9x0s0muk"));
	T(refuses("x1b4n0q5v") && refuses("li1dgmt3") && refuses("10a06t8"));
	T(refuses("A1G7SGD8") && refuses("1qzzfhee") && refuses(""));
	T(refuses("de1lg7wt\xff") &&
	    refuses("\x20"
		    "1nwldj5"));
	T(refuses("a12uel5l ") && refuses("a12uel5") && refuses("a12uel5lq"));
	test_round("age");
	test_round("AGE-KEY-");
	return T_END();
}
