#include "base.h"
#include "age_stream.h"
#include "crypt.h"

struct age_stream {
	struct aead *aead;
	uint64_t count; /* 88 bits by the format; 2^80 bytes by this */
	bool done;
};

struct age_stream *
age_stream_new(
    const unsigned char *file_key, const unsigned char nonce[AGE_NONCE])
{
	struct age_stream *s = calloc(1, sizeof(*s));
	unsigned char key[AEAD_KEY];

	if (s == NULL)
		return NULL;
	if (hkdf_sha256((struct str){ (const char *)file_key, 16 },
		(struct str){ (const char *)nonce, AGE_NONCE }, STR("payload"),
		key, sizeof(key)) == 0)
		s->aead = aead_new(key);
	crypt_wipe(key, sizeof(key));
	if (s->aead != NULL)
		return s;
	free(s);
	return NULL;
}

void
age_stream_free(struct age_stream *s)
{
	if (s == NULL)
		return;
	aead_free(s->aead);
	free(s);
}

static void
nonce_of(const struct age_stream *s, bool last, unsigned char nonce[AEAD_NONCE])
{
	memset(nonce, 0, AEAD_NONCE);
	for (int i = 0; i < 8; i++)
		nonce[10 - i] = (unsigned char)(s->count >> 8 * i);
	nonce[11] = last;
}

int
age_stream_seal(
    struct age_stream *s, struct str plain, bool last, unsigned char *out)
{
	unsigned char nonce[AEAD_NONCE];

	if (s->done || plain.n > AGE_CHUNK || (!last && plain.n < AGE_CHUNK) ||
	    (plain.n == 0 && s->count > 0))
		return -1;
	nonce_of(s, last, nonce);
	s->count++;
	s->done = last;
	return aead_seal(s->aead, nonce, plain, out);
}

int
age_stream_open(
    struct age_stream *s, struct str chunk, unsigned char *out, bool *last)
{
	unsigned char nonce[AEAD_NONCE];

	if (s->done || chunk.n > AGE_SEALED || chunk.n < AEAD_TAG ||
	    (chunk.n == AEAD_TAG && s->count > 0))
		return -1;
	*last = chunk.n < AGE_SEALED;
	nonce_of(s, *last, nonce);
	if (aead_open(s->aead, nonce, chunk, out) < 0) {
		/* A full chunk may be the last one. */
		if (*last)
			return -1;
		*last = true;
		nonce_of(s, true, nonce);
		if (aead_open(s->aead, nonce, chunk, out) < 0)
			return -1;
	}
	s->count++;
	s->done = *last;
	return 0;
}
