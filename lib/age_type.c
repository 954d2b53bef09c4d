#include "base.h"
#include "age_type.h"
#include "crypt.h"

int
age_key_room(
    struct age_key *k, const struct age_type *type, size_t npub, size_t nsec)
{
	*k = (struct age_key){ .type = type };
	if (npub && (k->pub = malloc(npub)) == NULL)
		return -1;
	if (nsec && (k->sec = crypt_key_new(nsec)) == NULL) {
		age_key_free(k);
		return -1;
	}
	k->npub = npub;
	k->nsec = nsec;
	return 0;
}

void
age_key_free(struct age_key *k)
{
	free(k->pub);
	crypt_key_free(k->sec);
	*k = (struct age_key){ 0 };
}

/* The nonce is zero: a wrap key comes from a fresh share or salt. */
static const unsigned char zero[AEAD_NONCE];

int
age_wrap_key(const unsigned char key[32], const unsigned char *file_key,
    unsigned char out[AGE_WRAPPED])
{
	struct str plain = { (const char *)file_key, AGE_FILE_KEY };
	struct aead *a = aead_new(key);
	int rc = a ? aead_seal(a, zero, plain, out) : -1;

	aead_free(a);
	return rc;
}

int
age_unwrap_key(const unsigned char key[32],
    const unsigned char body[AGE_WRAPPED], unsigned char *file_key)
{
	struct str sealed = { (const char *)body, AGE_WRAPPED };
	struct aead *a = aead_new(key);
	int rc = a ? aead_open(a, zero, sealed, file_key) : -1;

	aead_free(a);
	return rc;
}
