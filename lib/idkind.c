#include "base.h"
#include "ids.h"
#include "str.h"

static struct str
text_of(const struct idkind *k, const struct idtext *t)
{
	return k->raw ? (struct str){ t->raw, t->nraw } :
			(struct str){ t->bare, t->nbare };
}

bool
idkind_shaped(const struct idkind *k, const struct idtext *t)
{
	struct str v = text_of(k, t);

	for (size_t i = 0; i < k->nshape; i++)
		if (idshape_match(&k->shape[i], v))
			return true;
	return false;
}

bool
idkind_passes(const struct idkind *k, const struct idtext *t)
{
	struct str v = text_of(k, t);

	for (size_t i = 0; i < k->ncheck; i++)
		if (!idcheck_pass(k->check[i], v))
			return false;
	return true;
}

/* 123456789..., 987654321...: each digit one more, or less, than before. */
static bool
counts(struct str v)
{
	for (int step = -1; step <= 1; step++) {
		size_t i;

		for (i = 1; i + 1 < v.n; i++) /* the last is a check digit */
			if ((v.p[i] - v.p[i - 1] - step + 10) % 10 != 0)
				break;
		if (i + 1 == v.n && v.n >= 8)
			return true;
	}
	return false;
}

const char *
idkind_synthetic(const struct idkind *k, const struct idtext *t)
{
	struct str v = text_of(k, t);

	for (size_t i = 0; i < k->test.n; i++)
		if (str_eq(k->test.v[i], v))
			return "published for tests";
	if (v.n >= 6 && counts(v))
		return "all digits the same, or in sequence";
	return NULL;
}
