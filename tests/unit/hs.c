#include "base.h"
#include "hs.h"
#include "str.h"

#include "../t.h"

struct got {
	size_t n, last;
	bool rising;
	uint32_t id[64];
	size_t end[64];
	size_t stop;
};

static int
on_hit(uint32_t id, size_t end, void *arg)
{
	struct got *g = arg;

	g->rising &= end >= g->last;
	g->last = end;
	if (g->n < LEN(g->id)) {
		g->id[g->n] = id;
		g->end[g->n] = end;
	}
	return ++g->n == g->stop;
}

static struct got
scan(const struct hs *hs, struct str s, size_t stop, int want)
{
	struct got g = { .rising = true, .stop = stop };
	struct hs_thread *t = hs_thread_new(hs);

	T(t && hs_each(hs, t, s, on_hit, &g) == want);
	hs_thread_free(t);
	return g;
}

static const struct literal few[] = {
	{ { "ghp_", 4 }, false, 7 },
	{ { "PassWord", 8 }, true, 8 },
	{ { "a\0b", 3 }, false, 9 },
	{ { "hp", 2 }, false, 10 },
};

static void
test_few(const struct hs *hs)
{
	struct got g = scan(hs, STR("xghp_ pASSwORD a\0b"), 0, 0);

	T(g.n == 4 && g.rising);
	T(g.id[0] == 10 && g.end[0] == 4);
	T(g.id[1] == 7 && g.end[1] == 5);
	T(g.id[2] == 8 && g.end[2] == 14);
	T(g.id[3] == 9 && g.end[3] == 18);
	g = scan(hs, STR("GHP_ A\0B"), 0, 0);
	T(g.n == 0);
	g = scan(hs, STR("hphphp"), 2, 1);
	T(g.n == 2);
	g = scan(hs, STR(""), 0, 0);
	T(g.n == 0);
}

/* Hits rise in order with many literals, long and short texts. */
static void
test_order(void)
{
	static char text[20000], names[600][8];
	struct literal v[600];
	const char *why;
	struct hs *hs;
	uint32_t x = 1;

	for (size_t i = 0; i < LEN(v); i++) {
		snprintf(names[i], sizeof(names[i]), "%zx", i * 37 + 256);
		v[i] = (struct literal){ str_of(names[i]), i % 2, (uint32_t)i };
	}
	for (size_t i = 0; i < sizeof(text); i++) {
		x = x * 1664525 + 1013904223;
		text[i] = "0123456789abcdef"[x >> 28];
	}
	hs = hs_new(v, LEN(v), &why);
	T(hs != NULL);
	for (size_t n = 8; hs && n <= sizeof(text); n = n * 5 / 2) {
		struct got g = scan(hs, (struct str){ text, n }, 0, 0);

		T(g.rising);
	}
	hs_free(hs);
}

static void
test_saved(const struct hs *hs)
{
	struct buf b = { .max = 16u << 20 };
	struct hs *again;
	const char *why;

	T(hs_save(hs, &b) == 0 && b.n > 0);
	again = hs_load(buf_str(&b), &why);
	T(again != NULL);
	if (again)
		test_few(again);
	hs_free(again);
	b.n /= 2;
	T(hs_load(buf_str(&b), &why) == NULL && why != NULL);
	T(hs_load(STR("no database"), &why) == NULL);
	buf_free(&b);
}

static void
test_none(void)
{
	struct buf b = { .max = 100 };
	const char *why;
	struct hs *hs = hs_new(NULL, 0, &why);
	struct got g;

	T(hs != NULL && hs_save(hs, &b) == 0 && b.n == 0);
	g = scan(hs, STR("ghp_"), 0, 0);
	T(g.n == 0);
	hs_free(hs);
	hs = hs_load(STR(""), &why);
	T(hs != NULL);
	hs_free(hs);
	buf_free(&b);
}

int
main(void)
{
	const struct literal small = { { "a", 1 }, false, 1 };
	const char *why;
	struct hs *hs = hs_new(few, LEN(few), &why);

	T(hs != NULL);
	if (hs) {
		test_few(hs);
		test_saved(hs);
	}
	hs_free(hs);
	T(hs_new(&small, 1, &why) == NULL && why != NULL);
	T(hs_engine()[0] != '\0');
	test_order();
	test_none();
	return T_END();
}
