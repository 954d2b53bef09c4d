#include "base.h"
#include "litset.h"
#include "str.h"

#include "../t.h"

/* A detector whose model is a list of words; a word's id is its place. */
struct words {
	struct literal v[40];
	size_t n;
};

static size_t
literals(const void *model, const struct literal **v)
{
	const struct words *w = model;

	*v = w->v;
	return w->n;
}

static const struct detector one = { .name = "one", .literals = literals };
static const struct detector two = { .name = "two", .literals = literals };
static const struct detector *const both[] = { &one, &two, NULL };

static void
add(struct words *w, const char *word, bool nocase)
{
	w->v[w->n] = (struct literal){ str_of(word), nocase, (uint32_t)w->n };
	w->n++;
}

struct got {
	struct buf text;
	size_t last, n;
	bool rising;
};

static int
on_hit(size_t detector, struct hit hit, void *arg)
{
	struct got *g = arg;

	g->rising &= hit.end >= g->last;
	g->last = hit.end;
	g->n++;
	if (g->n < 50)
		buf_addf(&g->text, "%zu.%u@%zu ", detector, hit.id, hit.end);
	return 0;
}

/* What a set finds in s, as text; "!" for trouble or a wrong order. */
static struct got
scan(const struct litset *s, struct str in)
{
	struct got g = { .text.max = 4096, .rising = true };
	struct litset_thread *t = litset_thread_new(s);

	if (t == NULL || litset_each(s, t, in, on_hit, &g) != 0 || !g.rising)
		buf_addz(&g.text, "!");
	litset_thread_free(t);
	return g;
}

static bool
finds(const struct litset *s, const char *in, const char *want)
{
	struct got g = scan(s, str_of(in));
	bool ok = str_eqz(buf_str(&g.text), want);

	if (!ok)
		printf("# got %.*s\n", FMT(buf_str(&g.text)));
	buf_free(&g.text);
	return ok;
}

static void
test_saved(struct words *a, struct words *b, struct str saved)
{
	void *models[] = { a, b };
	const char *why;
	struct litset *s = litset_new(both, models, saved, &why);

	T(s && litset_compiled(s) == 0 && litset_count(s) == 4);
	T(finds(s, "abcde FOO", "0.0@3 1.0@3 1.1@5 0.1@9 "));
	litset_free(s);
	/* A rule more, and one less: the rest keeps what was compiled. */
	a->v[0].bytes = STR("new");
	add(a, "bcd", false);
	s = litset_new(both, models, saved, &why);
	T(s && litset_compiled(s) == 2);
	T(finds(s, "abcde foo new", "1.0@3 0.2@4 1.1@5 0.1@9 0.0@13 "));
	litset_free(s);
	/* Damage is no reason to fail. */
	s = litset_new(both, models, str_sub(saved, 0, saved.n - 9), &why);
	T(s && litset_compiled(s) == 5);
	T(finds(s, "abcde", "1.0@3 0.2@4 1.1@5 "));
	litset_free(s);
	s = litset_new(both, models, str_sub(saved, 0, 7), &why);
	T(s && litset_compiled(s) == 5);
	litset_free(s);
}

/* Bytes of many slices, where nearly every one ends a literal. */
static void
test_dense(struct str saved)
{
	static const char long_x[] =
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
	static char text[300000];
	struct words a = { .n = 0 }, b = { .n = 0 };
	void *models[] = { &a, &b };
	const char *why;
	struct litset *s;
	struct got g;

	add(&a, "abc", false);
	add(&a, "foo", true);
	for (size_t i = 2; i < 32; i++)
		add(&b, &long_x[i], false);
	memset(text, 'x', sizeof(text));
	for (size_t i = 0; i < 3; i++)
		text[65535 + i] = "abc"[i];
	s = litset_new(both, models, saved, &why);
	T(s != NULL && litset_compiled(s) == 30);
	g = scan(s, (struct str){ text, sizeof(text) });
	T(g.rising && !str_ends(buf_str(&g.text), STR("!")));
	/* Each of 30 lengths (17 to 46) ends wherever it fits. */
	T(g.n ==
	    1 + 30 * (65535 + 300000 - 65538) - 2 * (30 * 31 / 2 + 30 * 15));
	buf_free(&g.text);
	litset_free(s);
}

int
main(void)
{
	struct words a = { .n = 0 }, b = { .n = 0 };
	struct buf saved = { .max = 1u << 20 };
	void *models[] = { &a, &b };
	const char *why;
	struct litset *s;

	add(&a, "abc", false);
	add(&a, "foo", true);
	add(&b, "abc", false);
	add(&b, "de", false);
	s = litset_new(both, models, STR(""), &why);
	T(s && litset_compiled(s) == 4);
	T(finds(s, "abcde FOO", "0.0@3 1.0@3 1.1@5 0.1@9 "));
	T(finds(s, "", ""));
	T(litset_save(s, &saved) == 0);
	litset_free(s);
	test_saved(&a, &b, buf_str(&saved));
	test_dense(buf_str(&saved));
	buf_free(&saved);

	a.n = b.n = 0;
	s = litset_new(both, models, STR(""), &why);
	T(s && finds(s, "abcde", ""));
	litset_free(s);
	return T_END();
}
