/* The plain functions: OpenSSL's newer ones look up a provider first, which
   takes a millisecond, more than the hashing. */
#define OPENSSL_API_COMPAT 10100
#include <openssl/sha.h>

#include "base.h"
#include "crypt_sha1.h"

void
sha1_of(struct str s, unsigned char out[SHA1_LEN])
{
	SHA_CTX c;

	SHA1_Init(&c);
	SHA1_Update(&c, s.p, s.n);
	SHA1_Final(out, &c);
}
