#include "base.h"
#include "buf.h"
#include "pat.h"
#include "str.h"
#include "template.h"
#include "vendored.h"

#include "../t.h"

enum { HITS = 256 };

static struct vendored_set *set;
static struct buf text = { .max = 1u << 20 };
static struct str want_id, got_version;
static char got[VENDORED_VERSION];
static size_t found;

static int
take(const struct vendored_found *f, void *arg)
{
	(void)arg;
	if (!str_eq(f->lib->id, want_id))
		return 0;
	found++;
	snprintf(got, sizeof(got), "%s", f->version);
	got_version = str_of(got);
	return 0;
}

static int
by_end(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	return x->end < y->end ? -1 : x->end > y->end;
}

static size_t
hits_of(struct str in, struct hit *v)
{
	size_t n, k = 0;
	const struct literal *lit = vendored_literals(set, &n);

	for (size_t i = 0; i < n; i++) {
		size_t at = 0;

		while (k < HITS &&
		    (at = str_find(in, lit[i].bytes, at)) != STR_NONE) {
			at += lit[i].bytes.n;
			v[k++] = (struct hit){ lit[i].id, at };
		}
	}
	qsort(v, k, sizeof(*v), by_end);
	return k;
}

/* "@name" is a file's name, else the text of a file of that kind. */
static void
look(const struct vendored *v, struct str sample)
{
	struct str path = v->in & VENDORED_C ? STR("a/b.h") :
	    v->in & VENDORED_JS		     ? STR("a/b.js") :
					       STR("a/b.css");
	struct hit hits[HITS];
	struct vendored_file in;
	const char *why = "";

	buf_reset(&text);
	if (str_starts(sample, STR("@")))
		path = str_sub(sample, 1, sample.n);
	else if (template_expand(sample, 1, &text, &why) < 0)
		printf("# %s\n", why);
	found = 0;
	want_id = v->id;
	in = (struct vendored_file){ path, buf_str(&text), hits,
		hits_of(buf_str(&text), hits) };
	if (vendored_find(set, &in, take, NULL) < 0)
		printf("# no memory\n");
}

static int
samples(const struct vendored *v)
{
	int bad = v->nyes < v->nways || v->nno == 0;

	for (size_t i = 0; i < v->nyes; i++) {
		struct str rest = v->yes[i], version;

		str_word(&rest, &version);
		look(v, str_trim(rest));
		if (found != 1 || !str_eq(got_version, version)) {
			printf("# not %.*s\n", FMT(v->yes[i]));
			bad++;
		}
	}
	for (size_t i = 0; i < v->nno; i++) {
		look(v, v->no[i]);
		if (found != 0) {
			printf("# found %.*s\n", FMT(v->no[i]));
			bad++;
		}
	}
	if (bad)
		printf("# in stanza %.*s\n", FMT(v->id));
	return bad;
}

/* Every fact that tamis comes with holds on its own samples. */
static void
facts(void)
{
	const char *why = "";
	struct pat *p = pat_texts("patterns", &why);
	struct str name, body;
	struct where w = { 0 };
	const struct vendored *v;
	size_t c = 0, js = 0;
	int bad = 0;

	set = vendored_new();
	for (size_t i = 0; p && set && pat_file(p, i, &name, &body); i++)
		if (str_starts(name, STR("vendored/")) &&
		    vendored_add(set, body, &w) < 0) {
			printf("# %.*s:%zu: %s\n", FMT(name), w.line, w.why);
			bad++;
		}
	T(p && set && bad == 0);
	for (size_t i = 0; set && (v = vendored_at(set, i)) != NULL; i++) {
		bad += samples(v);
		c += (v->in & VENDORED_C) != 0;
		js += (v->in & VENDORED_JS) != 0;
	}
	T(bad == 0);
	T(c >= 120);
	T(js >= 60);
	vendored_free(set);
	pat_free(p);
}

static bool
gives(const char *stanza, const char *in, const char *version)
{
	static struct where w;
	const struct vendored *v;

	set = vendored_new();
	if (vendored_add(set, str_of(stanza), &w) < 0) {
		printf("# %zu: %s\n", w.line, w.why);
		return false;
	}
	v = vendored_at(set, 0);
	look(v, str_of(in));
	vendored_free(set);
	return version ? found == 1 && str_eqz(got_version, version) :
			 found == 0;
}

static bool
refused(const char *stanza, size_t line)
{
	struct where w = { 0 };
	int rc;

	set = vendored_new();
	rc = vendored_add(set, str_of(stanza), &w);
	vendored_free(set);
	return rc < 0 && w.line == line;
}

#define ONE "id: a\ntitle: A\nin: c\nmacro: A_VERSION\n"
#define TWO "id: a\ntitle: A\nin: c\nmacro: A_X A_Y\n"
#define NUM "id: a\ntitle: A\nin: c\nnumber: A_N 10000 100 1\n"
#define TXT "id: a\ntitle: A\nin: js\ntext: Abc v{version} by\n"

static void
macros(void)
{
	T(gives(ONE, "#define A_VERSION \"1.0.2k-fips  26 Jan\"\n", "1.0.2k"));
	T(gives(ONE, " #\\t define\\tA_VERSION (\"v2.0-rc.1\")", "2.0-rc.1"));
	T(gives(ONE, "#define A_VERSION 2.0.3 /* x */", "2.0.3"));
	T(gives(ONE, "#define A_VERSION \"A_7.1p2\"", "7.1p2"));
	T(gives(ONE, "#define A_VERSION \"1.2\n", NULL));
	T(gives(ONE, "#define A_VERSION_X \"1.2\"\n", NULL));
	T(gives(ONE, "#define XA_VERSION \"1.2\"\n", NULL));
	T(gives(ONE, "#define A_VERSION(x) \"1.2\"\n", NULL));
	T(gives(ONE, "#define A_VERSION B_VERSION\n", NULL));
	T(gives(ONE, "#ifndef A_VERSION\n#define A_VERSION \"1.2\"", "1.2"));
	T(gives(ONE, "define A_VERSION \"1.2\"", NULL));
	T(gives(TWO, "#define A_Y 2U\n#define A_X (1)\n", "1.2"));
	T(gives(TWO, "#define A_X \"1\"\n#define A_Y \"2\"\n", "1.2"));
	T(gives(TWO, "#define A_X 1\n#define A_Y A_X\n", NULL));
	T(gives(NUM, "#define A_N 30809L\n", "3.8.9"));
	T(gives(NUM, "#define A_N 0x7859\n", "3.8.9"));
	T(gives(NUM, "#define A_N 99999999999999999999\n", NULL));
	T(gives(NUM, "#define A_N 0xffffffffffffffffffff\n", NULL));
}

static void
texts(void)
{
	T(gives(TXT, "/* Abc v1.2.3 by x */", "1.2.3"));
	T(gives(TXT, "/* Abc v1.2.3 for x, Abc v1.2.4 by y */", "1.2.4"));
	T(gives(TXT, "/* Abc v1 by x */", NULL));
	T(gives(TXT, "/* Abc v1.2.3", NULL));
	T(refused("id: a\ntitle: A\nin: js\ntext: Abc v\n", 4));
	T(refused("id: a\ntitle: A\nin: x\n", 3));
	T(refused("id: a\nid: b\n", 2));
	T(refused("id: a\nnonsense: b\n", 2));
	T(refused("id: a\ntitle: A\nin: c\nnumber: N 1 2\n", 4));
	T(refused(ONE "\n" ONE, 9));
}

int
main(void)
{
	facts();
	macros();
	texts();
	buf_free(&text);
	return T_END();
}
