#include "base.h"
#include "buf.h"
#include "crypt.h"
#include "fp.h"

#define SUBJECT_MAX (1u << 20) /* a longer one counts by its beginning */

struct entry {
	unsigned char digest[FP_DIGEST];
	char hex[FP_HEX + 1];
};

struct fp_slow {
	struct entry v[FP_SLOW_MAX];
	size_t n;
};

int
fp_digest(struct str sieve, struct str subject, unsigned char digest[FP_DIGEST])
{
	struct buf b = { .max = SUBJECT_MAX + 256 };
	int rc = -1;

	if (subject.n > SUBJECT_MAX)
		subject.n = SUBJECT_MAX;
	if (buf_add(&b, "tamis-fp-1", 11) == 0 && buf_adds(&b, sieve) == 0 &&
	    buf_addc(&b, '\0') == 0 && buf_adds(&b, subject) == 0)
		rc = sha256_of(buf_str(&b), digest);
	crypt_wipe(b.p, b.cap);
	buf_free(&b);
	return rc;
}

void
fp_hex(const unsigned char digest[FP_DIGEST], char hex[FP_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < FP_HEX / 2; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[FP_HEX] = '\0';
}

struct fp_slow *
fp_slow_new(void)
{
	return calloc(1, sizeof(struct fp_slow));
}

int
fp_slow_hex(struct fp_slow *f, struct str sieve, struct str subject,
    char hex[FP_HEX + 1])
{
	unsigned char digest[FP_DIGEST], slow[FP_DIGEST];
	struct entry *e;

	/* The fast digest stays in memory and only finds a value again. */
	if (fp_digest(sieve, subject, digest) < 0)
		return -1;
	for (e = f->v; e < f->v + f->n; e++)
		if (memcmp(e->digest, digest, sizeof(digest)) == 0)
			break;
	if (e == f->v + FP_SLOW_MAX) {
		memcpy(hex, "-", 2);
		return 0;
	}
	if (e == f->v + f->n) {
		if (argon2id_fp(subject, slow) < 0 ||
		    fp_digest(sieve, (struct str){ (char *)slow, sizeof(slow) },
			slow) < 0)
			return -1;
		memcpy(e->digest, digest, sizeof(digest));
		fp_hex(slow, e->hex);
		f->n++;
	}
	memcpy(hex, e->hex, sizeof(e->hex));
	return 0;
}

bool
fp_slow_full(const struct fp_slow *f)
{
	return f->n == FP_SLOW_MAX;
}

void
fp_slow_free(struct fp_slow *f)
{
	free(f);
}
