#include "base.h"
#include "result.h"
#include "str.h"

enum { PARTS = 5 };

struct head {
	struct result r; /* its slices' pointers mean nothing here */
	size_t n[PARTS];
};

int
result_put(struct buf *out, const struct result *r)
{
	const struct str *part[PARTS] = { &r->path, &r->rule, &r->message,
		&r->keys, &r->subject };
	struct head h = { .r = *r };
	size_t total = sizeof(h);

	for (size_t i = 0; i < PARTS; i++) {
		h.n[i] = part[i]->n;
		if (part[i]->n > out->max - total)
			return -1;
		total += part[i]->n;
	}
	if (buf_room(out, total) < 0 || buf_add(out, &h, sizeof(h)) < 0)
		return -1;
	for (size_t i = 0; i < PARTS; i++)
		if (buf_adds(out, *part[i]) < 0)
			return -1;
	return 0;
}

bool
result_next(struct str in, size_t *at, struct result *r)
{
	struct str *part[PARTS] = { &r->path, &r->rule, &r->message, &r->keys,
		&r->subject };
	struct head h;

	if (*at >= in.n)
		return false;
	memcpy(&h, in.p + *at, sizeof(h));
	*r = h.r;
	*at += sizeof(h);
	for (size_t i = 0; i < PARTS; i++) {
		*part[i] = str_sub(in, *at, *at + h.n[i]);
		*at += h.n[i];
	}
	return true;
}
