#include "base.h"
#include "pat.h"
#include "str.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../t.h"

static char dir[] = "/tmp/tamis-pat-XXXXXX";

static bool
put(const char *name, struct str bytes)
{
	char path[256];
	FILE *f;
	bool ok;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	if ((f = fopen(path, "wb")) == NULL)
		return false;
	ok = fwrite(bytes.p, 1, bytes.n, f) == bytes.n;
	return fclose(f) == 0 && ok;
}

static void
age(const char *name, time_t when)
{
	const struct timespec t[2] = { { when, 0 }, { when, 0 } };
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	T(utimensat(AT_FDCWD, path, t, 0) == 0);
}

static void
make_dir(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	T(mkdir(path, 0700) == 0);
}

/* Some of what the test made, files before their directories. */
static void
remove_some(size_t from, size_t to)
{
	static const char *const names[] = { "patterns/secrets/a.rules",
		"patterns/b.tsv", "patterns/secrets", "patterns",
		"patterns.bin", "" };
	char path[256];

	for (size_t i = from; i < to && i < LEN(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		T(remove(path) == 0);
	}
}

/* Opens, holds the two files, and is stale or not. */
static bool
opens(bool stale, const char *second)
{
	const char *why = "";
	struct pat *p = pat_open(dir, &why);
	struct str name, text, db;
	bool ok;

	if (p == NULL) {
		printf("# %s\n", why);
		return false;
	}
	ok = pat_stale(p) == stale && pat_file(p, 0, &name, &text) &&
	    str_eqz(name, "b.tsv") && str_eqz(text, "bb") &&
	    pat_file(p, 1, &name, &text) && str_eqz(name, "secrets/a.rules") &&
	    str_eqz(text, second) && pat_db(p, "scan", &db) == !stale &&
	    (stale || str_eqz(db, "database")) && !pat_db(p, "x", &db);
	pat_free(p);
	return ok;
}

static void
make_bin(struct buf *out)
{
	const struct pat_set set = { STR("scan"), STR("database") };
	const char *why;
	char path[256];
	struct pat *p;

	snprintf(path, sizeof(path), "%s/patterns", dir);
	p = pat_texts(path, &why);
	buf_reset(out);
	T(p && pat_make(p, &set, 1, out) == 0);
	T(put("patterns.bin", buf_str(out)));
	pat_free(p);
}

static void
test_damage(struct buf *bin)
{
	size_t bad = 0;
	struct pat *p;
	const char *why;

	for (size_t i = 0; i < bin->n; i += 37) {
		bin->p[i] ^= 1;
		put("patterns.bin", buf_str(bin));
		if ((p = pat_open(dir, &why)) == NULL)
			bad++;
		pat_free(p);
		bin->p[i] ^= 1;
	}
	T(bad == 0);
	for (size_t n = 0; n < bin->n; n += 41) {
		put("patterns.bin", str_sub(buf_str(bin), 0, n));
		bad += !opens(true, "aaa");
	}
	T(bad == 0);
}

int
main(void)
{
	struct buf bin = { .max = 1u << 20 };
	const char *why = NULL;

	if (mkdtemp(dir) == NULL)
		return 1;
	T(pat_open(dir, &why) == NULL && why != NULL);
	make_dir("patterns");
	make_dir("patterns/secrets");
	T(put("patterns/secrets/a.rules", STR("aaa")));
	T(put("patterns/b.tsv", STR("bb")));
	T(opens(true, "aaa"));
	make_bin(&bin);
	T(opens(false, "aaa"));
	/* Touched but the same; of another size; the same size; one more. */
	age("patterns.bin", 1000000000);
	T(opens(false, "aaa"));
	T(put("patterns/secrets/a.rules", STR("aaaa")));
	T(opens(true, "aaaa"));
	T(put("patterns/secrets/a.rules", STR("aax")));
	T(opens(true, "aax"));
	T(put("patterns/secrets/a.rules", STR("aaa")));
	test_damage(&bin);
	/* Without the directory the file alone is good. */
	make_bin(&bin);
	remove_some(0, 4);
	T(opens(false, "aaa"));
	remove_some(4, 6);
	buf_free(&bin);
	return T_END();
}
