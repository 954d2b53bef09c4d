/* argon2_fill.h - Argon2's function G on two blocks, as this CPU can. */
#ifndef TAMIS_ARGON2_FILL_H
#define TAMIS_ARGON2_FILL_H

enum { ARGON2_WORDS = 128 };

struct argon2_block {
	_Alignas(64) uint64_t v[ARGON2_WORDS];
};

/* to = G(a, b), or to ^= G(a, b). to may be a or b. */
typedef void argon2_mix(struct argon2_block *to, const struct argon2_block *a,
    const struct argon2_block *b, bool add);

argon2_mix argon2_mix_plain;
/* The fastest there is here; the same bytes. */
argon2_mix *argon2_mix_best(void);

#endif
