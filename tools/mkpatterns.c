/* mkpatterns - compile patterns/ into the file that every sieve opens */
#include "base.h"
#include "crypto_model.h"
#include "detectors.h"
#include "litset.h"
#include "pat.h"
#include "say.h"
#include "str.h"
#include "vet.h"

#include <errno.h>
#include <unistd.h>

enum { DETECTORS_MAX = 8 };

/* What no sieve looks into at its start. */
static void
vet_all(const struct rules *rs)
{
	struct where w = { 0 };

	/* What is judged by code has no pattern. */
	for (size_t i = 0; rs && i < rs->n; i++)
		if (rs->v[i].match.n > 0 && vet_rule(rs, &rs->v[i], &w) < 0)
			die("%.*s:%zu: %s", FMT(rs->v[i].file), w.line, w.why);
}

/* The literals of d, which ends in NULL, as a tool of that name has them. */
static void
make_set(const struct pat *p, const char *name, const struct detector *const *d,
    struct buf *out)
{
	const struct setup setup = { .pat = p };
	struct setup_error err = { 0 };
	void *models[DETECTORS_MAX] = { 0 };
	const char *why;
	struct litset *set;

	for (size_t k = 0; k < DETECTORS_MAX && d[k]; k++) {
		if ((models[k] = d[k]->open(&setup, &err)) == NULL)
			die("%.*s:%zu: %s", FMT(err.file), err.where.line,
			    err.where.why);
		if (d[k]->rules)
			vet_all(d[k]->rules(models[k]));
		if (d[k] == &crypto_detector &&
		    crypto_model_vet(models[k], &err) < 0)
			die("%.*s:%zu: %s", FMT(err.file), err.where.line,
			    err.where.why);
	}
	set = litset_new(d, models, STR(""), &why);
	if (set == NULL || litset_save(set, out) < 0)
		die("cannot compile '%s': %s", name, set ? "no memory" : why);
	litset_free(set);
	for (size_t k = 0; k < DETECTORS_MAX && d[k]; k++)
		d[k]->close(models[k]);
}

/* Whole or not at all: a sieve may be opening it. */
static void
put(const char *path, struct str bytes)
{
	char tmp[4096];
	int n = snprintf(tmp, sizeof(tmp), "%s.tmp", path);
	FILE *f = n > 0 && (size_t)n < sizeof(tmp) ? fopen(tmp, "wb") : NULL;

	if (f == NULL || fwrite(bytes.p, 1, bytes.n, f) != bytes.n ||
	    fclose(f) != 0 || rename(tmp, path) != 0)
		die("cannot write '%s': %s", path, strerror(errno));
}

/* A set for each sieve, by its detector's name, and one for all of them. */
static void
make_all(const struct pat *p, const char *path)
{
	struct buf made[DETECTORS_MAX + 1], out = { .max = 256u << 20 };
	struct pat_set v[LEN(made)];
	size_t n = 0;

	for (size_t i = 0; i < LEN(made); i++)
		made[i] = (struct buf){ .max = 64u << 20 };
	for (; n < DETECTORS_MAX && all_detectors[n]; n++) {
		const struct detector *one[] = { all_detectors[n], NULL };

		make_set(p, one[0]->name, one, &made[n]);
		v[n] =
		    (struct pat_set){ str_of(one[0]->name), buf_str(&made[n]) };
	}
	make_set(p, "scan", all_detectors, &made[n]);
	v[n] = (struct pat_set){ STR("scan"), buf_str(&made[n]) };
	if (pat_make(p, v, n + 1, &out) < 0)
		die("cannot make '%s': no memory", path);
	put(path, buf_str(&out));
	for (size_t i = 0; i < LEN(made); i++)
		buf_free(&made[i]);
	buf_free(&out);
}

int
main(int argc, char *argv[])
{
	const char *why = "";
	struct pat *p;

	say_name(argv[0]);
	if (argc != 3)
		die("usage: mkpatterns directory file");
	p = pat_texts(argv[1], &why);
	if (p)
		make_all(p, argv[2]);
	else
		die("cannot read '%s': %s", argv[1], why);
	pat_free(p);
	return EXIT_CLEAN;
}
