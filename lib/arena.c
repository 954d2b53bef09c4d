#include "base.h"
#include "arena.h"

#define BLOCK (16u << 10)

struct arena_block {
	struct arena_block *next;
	size_t n, cap;
	max_align_t bytes[];
};

static struct arena_block *
add_block(struct arena *a, size_t need)
{
	size_t cap = need > BLOCK ? need : BLOCK;
	struct arena_block *b;

	if (a->used > a->max || cap > a->max - a->used) {
		cap = need;
		if (a->used > a->max || cap > a->max - a->used)
			return NULL;
	}
	if ((b = malloc(sizeof(*b) + cap)) == NULL)
		return NULL;
	*b = (struct arena_block){ .next = a->top, .cap = cap };
	a->top = b;
	a->used += cap;
	return b;
}

void *
arena_new(struct arena *a, size_t n)
{
	struct arena_block *b = a->top;
	char *p;

	if (n > SIZE_MAX - sizeof(max_align_t))
		return NULL;
	n = (n + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);
	if (b == NULL || n > b->cap - b->n)
		b = add_block(a, n);
	if (b == NULL)
		return NULL;
	p = (char *)b->bytes + b->n;
	b->n += n;
	return memset(p, 0, n);
}

struct str
arena_str(struct arena *a, struct str s)
{
	char *p = s.n < SIZE_MAX ? arena_new(a, s.n + 1) : NULL;

	if (p && s.n)
		memcpy(p, s.p, s.n);
	return (struct str){ p, p ? s.n : 0 };
}

void
arena_reset(struct arena *a)
{
	struct arena_block *b = a->top;

	if (b == NULL)
		return;
	while (b->next) {
		struct arena_block *next = b->next;

		a->used -= b->cap;
		free(b);
		b = next;
	}
	b->n = 0;
	a->top = b;
}

void
arena_free(struct arena *a)
{
	while (a->top) {
		struct arena_block *next = a->top->next;

		free(a->top);
		a->top = next;
	}
	a->used = 0;
}
