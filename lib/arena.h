/* arena.h - many small allocations that die together. */
#ifndef TAMIS_ARENA_H
#define TAMIS_ARENA_H

struct arena_block;

/* { .max = ceiling } is a valid empty arena; max bounds all blocks. */
struct arena {
	struct arena_block *top;
	size_t used; /* bytes of all blocks */
	size_t max;
};

/* n bytes, zeroed, aligned for any type; NULL when full or no memory. */
void *arena_new(struct arena *a, size_t n);
/* A copy of s that ends in a NUL not counted; .p is NULL when full. */
struct str arena_str(struct arena *a, struct str s);
void arena_reset(struct arena *a); /* forget all, keep one block */
void arena_free(struct arena *a);

#endif
