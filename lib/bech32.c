#include "base.h"
#include "bech32.h"
#include "str.h"

static const char digits[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

enum { CHECKSUM = 6 };

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

/* One step of the checksum, a BCH code over GF(32). */
static uint32_t
step(uint32_t sum, unsigned v)
{
	static const uint32_t gen[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
		0x3d4233dd, 0x2a1462b3 };
	uint32_t top = sum >> 25;

	sum = (sum & 0x1ffffff) << 5 ^ v;
	for (unsigned i = 0; i < LEN(gen); i++)
		sum ^= top >> i & 1 ? gen[i] : 0;
	return sum;
}

static uint32_t
step_hrp(struct str hrp)
{
	uint32_t sum = 1;

	for (size_t i = 0; i < hrp.n; i++)
		sum = step(sum, lower(hrp.p[i]) >> 5);
	sum = step(sum, 0);
	for (size_t i = 0; i < hrp.n; i++)
		sum = step(sum, lower(hrp.p[i]) & 31);
	return sum;
}

/* Printable, of one case, with a head and room for a checksum. */
static int
split(struct str s, struct str *hrp, struct str *data)
{
	bool low = false, up = false;
	size_t at = str_rchr(s, '1');

	if (s.n > BECH32_MAX || at == STR_NONE || at == 0 ||
	    s.n - at - 1 < CHECKSUM)
		return -1;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < 33 || s.p[i] > 126)
			return -1;
		low |= s.p[i] >= 'a' && s.p[i] <= 'z';
		up |= s.p[i] >= 'A' && s.p[i] <= 'Z';
	}
	*hrp = str_sub(s, 0, at);
	*data = str_sub(s, at + 1, s.n);
	return low && up ? -1 : 0;
}

int
bech32_decode(
    struct str s, struct str *hrp, unsigned char *out, size_t cap, size_t *n)
{
	struct str data;
	uint32_t sum, acc = 0;
	unsigned bits = 0;

	*n = 0;
	if (split(s, hrp, &data) < 0)
		return -1;
	sum = step_hrp(*hrp);
	for (size_t i = 0; i < data.n; i++) {
		const char *at = strchr(digits, lower(data.p[i]));
		unsigned v;

		if (at == NULL)
			return -1;
		v = (unsigned)(at - digits);
		sum = step(sum, v);
		if (i >= data.n - CHECKSUM)
			continue;
		acc = acc << 5 | v;
		bits += 5;
		if (bits < 8)
			continue;
		if (*n == cap)
			return -1;
		bits -= 8;
		out[(*n)++] = (unsigned char)(acc >> bits);
	}
	if (sum != 1 || bits >= 5 || (acc & ((1u << bits) - 1)))
		return -1;
	return 0;
}

/* Eight bits to five, zeros after the last byte; the sum of it all. */
static uint32_t
put_data(struct buf *b, struct str bytes, uint32_t sum)
{
	size_t n = (bytes.n * 8 + 4) / 5, used = 0;
	uint32_t acc = 0;
	unsigned bits = 0;

	for (size_t i = 0; i < n; i++) {
		if (bits < 5) {
			acc <<= 8;
			if (used < bytes.n)
				acc |= (unsigned char)bytes.p[used++];
			bits += 8;
		}
		bits -= 5;
		sum = step(sum, acc >> bits & 31);
		b->p[b->n++] = digits[acc >> bits & 31];
	}
	return sum;
}

int
bech32_put(struct buf *b, struct str hrp, struct str bytes)
{
	size_t from = b->n;
	uint32_t sum;

	if (hrp.n == 0 || hrp.n > BECH32_MAX || bytes.n > BECH32_MAX ||
	    buf_room(b, hrp.n + 1 + bytes.n * 2 + CHECKSUM) < 0)
		return -1;
	buf_adds(b, hrp);
	buf_addc(b, '1');
	sum = put_data(b, bytes, step_hrp(hrp));
	for (int i = 0; i < CHECKSUM; i++)
		sum = step(sum, 0);
	sum ^= 1;
	for (int i = CHECKSUM - 1; i >= 0; i--)
		b->p[b->n++] = digits[sum >> (5 * i) & 31];
	b->p[b->n] = '\0';
	if (hrp.p[0] >= 'A' && hrp.p[0] <= 'Z')
		for (size_t i = from; i < b->n; i++)
			if (b->p[i] >= 'a' && b->p[i] <= 'z')
				b->p[i] = (char)(b->p[i] & ~0x20);
	return 0;
}
