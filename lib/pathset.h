/* pathset.h - which paths were seen, by their hashes: small, never wrong
   the dangerous way (it may say yes to one that was not, at 2^-64). */
#ifndef TAMIS_PATHSET_H
#define TAMIS_PATHSET_H

struct pathset {
	uint64_t *v; /* 0 is free */
	size_t n, cap;
};

int pathset_add(struct pathset *s, struct str path); /* 0, or -1 */
bool pathset_has(const struct pathset *s, struct str path);
void pathset_free(struct pathset *s);

#endif
