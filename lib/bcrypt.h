/* bcrypt.h - bcrypt_pbkdf, which locks OpenSSH's private keys. */
#ifndef TAMIS_BCRYPT_H
#define TAMIS_BCRYPT_H

enum { BCRYPT_ROUNDS_MAX = 4096 }; /* ssh-keygen writes 16 or 24 */

/* n bytes of key, 1 to 1024. 0, or -1: rounds out of bounds, no memory. */
int bcrypt_pbkdf(struct str pass, struct str salt, uint32_t rounds,
    unsigned char *key, size_t n);

#endif
