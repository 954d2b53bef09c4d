#include "base.h"
#include "buf.h"
#include "pat.h"
#include "rules.h"
#include "rx.h"
#include "str.h"
#include "template.h"
#include "vet.h"

#include "../t.h"

#define TEXT ((size_t)1 << 20)

enum { ATTEMPTS = 20, NEAR = 4096, BODY_MAX = 65536 };

static struct buf text = { .max = 2 * TEXT };

/* One line of TAP for each file, not for each of hundreds of promises. */
static int
complain(const struct rule *r, const char *what)
{
	printf(
	    "# %.*s:%zu: %.*s %s\n", FMT(r->file), r->line, FMT(r->id), what);
	return 1;
}

static int
complete(const struct rule *r)
{
	int bad = 0;

	if (r->yes.n < 2)
		bad += complain(r, "has fewer than two 'yes'");
	if (r->no.n < 2)
		bad += complain(r, "has fewer than two 'no'");
	if (r->see.n == 0)
		bad += complain(r, "has no 'see'");
	if (r->fix.n == 0)
		bad += complain(r, "has no 'fix'");
	return bad;
}

/*
 * Attempts at keywords here and there in the text. Linear means that none
 * of them comes near the match limit, whatever stands behind the keyword.
 */
static int
attempts(const struct rule *r, const struct rx *rx, struct rx_thread *t)
{
	struct span span[RX_GROUPS];
	struct str all = buf_str(&text);

	for (size_t from = 0; from < all.n; from += all.n / ATTEMPTS + 1) {
		struct str near = str_sub(all, from, from + NEAR);

		for (size_t k = 0; k < r->keyword.n; k++) {
			size_t at = r->nocase ?
			    str_ifind(near, r->keyword.v[k], 0) :
			    str_find(near, r->keyword.v[k], 0);

			if (at != STR_NONE &&
			    rx_match_at(rx, t,
				str_sub(all, 0, from + at + BODY_MAX),
				from + at, span) < 0)
				return complain(r, "meets the match limit");
		}
	}
	return 0;
}

/* The text becomes head, then filler over and over, by doubling. */
static void
fill(struct str head, struct str filler)
{
	buf_reset(&text);
	if (filler.n == 0 || buf_room(&text, TEXT) < 0)
		return;
	buf_adds(&text, head);
	buf_adds(&text, filler);
	for (size_t n = filler.n; text.n < TEXT; n *= 2) {
		size_t more = n < TEXT - text.n ? n : TEXT - text.n;

		buf_adds(&text, str_sub(buf_str(&text), head.n, head.n + more));
	}
}

static int
linear(const struct rule *r, struct rx_thread *t)
{
	static const struct str fillers[] = { { "a", 1 }, { "0", 1 },
		{ "A1b2", 4 }, { "\n", 1 }, { " ", 1 }, { "\"", 1 },
		{ "a.", 2 }, { "=", 1 }, { "a\n", 2 }, { "-----", 5 } };
	char why[160];
	struct rx *rx = rx_new(r->match, why, sizeof(why));
	struct buf one = { .max = TEXT };
	const char *cause;
	int bad = rx == NULL;

	for (size_t i = 0; i < r->keyword.n && !bad; i++) {
		fill(STR(""), r->keyword.v[i]);
		bad += attempts(r, rx, t);
		for (size_t k = 0; k < LEN(fillers) && !bad; k++) {
			fill(r->keyword.v[i], fillers[k]);
			bad += attempts(r, rx, t);
		}
	}
	for (size_t i = 0; i < r->yes.n && !bad; i++) {
		buf_reset(&one);
		if (template_expand(r->yes.v[i], 1, &one, &cause) < 0)
			continue;
		fill(STR(""), buf_str(&one));
		bad += attempts(r, rx, t);
	}
	buf_free(&one);
	rx_free(rx);
	return bad;
}

static bool
sorted(const struct rules *rs, size_t from)
{
	for (size_t i = from + 1; i < rs->n; i++)
		if (str_cmp(rs->v[i - 1].id, rs->v[i].id) >= 0)
			return complain(&rs->v[i], "is out of order") == 0;
	return true;
}

static bool
parse_all(const struct pat *p, struct rules *rs)
{
	struct where w = { 0 };
	struct str name, body;
	bool ok = true;

	for (size_t i = 0; pat_file(p, i, &name, &body); i++) {
		size_t from = rs->n;

		if (!str_starts(name, STR("secrets/")) ||
		    !str_ends(name, STR(".rules")))
			continue;
		if (rules_parse(rs, NULL, name, body, &w) < 0) {
			printf("# %.*s:%zu: %s\n", FMT(name), w.line, w.why);
			ok = false;
		}
		ok &= sorted(rs, from);
	}
	if (rules_end(rs, &w) < 0) {
		printf("# %zu: %s\n", w.line, w.why);
		ok = false;
	}
	return ok;
}

int
main(int argc, char *argv[])
{
	struct rx_thread *t = rx_thread_new();
	struct rules rs = { 0 };
	struct where w;
	const char *why = "";
	struct pat *p = pat_texts(argc > 1 ? argv[1] : "patterns", &why);
	int bad = 0, slow = 0, wrong = 0;

	T(p != NULL && t != NULL);
	if (p == NULL || t == NULL)
		return T_END();
	T(parse_all(p, &rs));
	T(rs.n > 0);
	for (size_t i = 0; i < rs.n; i++) {
		const struct rule *r = &rs.v[i];

		bad += complete(r);
		if (vet_rule(&rs, r, &w) < 0) {
			printf("# %.*s:%zu: %s\n", FMT(r->file), w.line, w.why);
			wrong++;
			continue;
		}
		slow += linear(r, t);
	}
	T(bad == 0);
	T(wrong == 0);
	T(slow == 0);
	rules_free(&rs);
	rx_thread_free(t);
	pat_free(p);
	buf_free(&text);
	return T_END();
}
