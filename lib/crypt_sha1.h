/* crypt_sha1.h - SHA-1, for git's own checksums; it protects nothing else. */
#ifndef TAMIS_CRYPT_SHA1_H
#define TAMIS_CRYPT_SHA1_H

enum { SHA1_LEN = 20 };

void sha1_of(struct str s, unsigned char out[SHA1_LEN]);

#endif
