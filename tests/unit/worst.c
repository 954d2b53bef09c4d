#include "base.h"
#include "worst.h"

#include "../t.h"

static struct worst w = { .max = 100 };

static uint32_t rnd = 12345;

static uint32_t
next(void)
{
	rnd = rnd * 1664525 + 1013904223;
	return rnd >> 16;
}

/* Every kept entry is worse than, or as bad and before, every dropped. */
static bool
are_worst(const unsigned char *rank, size_t n)
{
	size_t count[16] = { 0 }, taken[16] = { 0 }, left = w.max;

	for (size_t i = 0; i < n; i++)
		count[rank[i]]++;
	for (size_t i = 0; i < w.n; i++)
		taken[w.v[i].rank]++;
	for (int k = 15; k >= 0; k--) {
		size_t want = count[k] < left ? count[k] : left;

		if (taken[k] != want)
			return false;
		left -= want;
	}
	for (size_t i = 1; i < w.n; i++)
		if (w.v[i - 1].rank < w.v[i].rank ||
		    (w.v[i - 1].rank == w.v[i].rank &&
			w.v[i - 1].at >= w.v[i].at))
			return false;
	return true;
}

int
main(void)
{
	static unsigned char rank[5000];
	bool first = true;

	for (size_t i = 0; i < LEN(rank); i++) {
		struct worst_entry e = { .at = i, .fp = i % 7 };

		e.rank = rank[i] = (unsigned char)(next() % 13);
		worst_add(&w, &e);
	}
	T(w.n == 100 && w.left == LEN(rank) - 100);
	worst_end(&w);
	T(are_worst(rank, LEN(rank)));
	for (size_t i = 0; i < w.n; i++) {
		uint32_t before = 0;

		for (size_t k = 0; k < w.n; k++)
			before +=
			    w.v[k].fp == w.v[i].fp && w.v[k].at < w.v[i].at;
		first = first && w.v[i].ordinal == before + 1;
	}
	T(first);
	worst_free(&w);
	T(w.n == 0 && w.max == 100);
	w.max = 0;
	T(!worst_wants(&w, 255));
	worst_end(&w);
	return T_END();
}
