#include "base.h"
#include "summary.h"

#include "say.h"
#include "str.h"
#include "tally.h"
#include "term.h"

enum { ROWS = 10, TEXT_MAX = 4096 };

/* "312 files, 4.1 MiB, 0.12 s." */
static int
stats(struct buf *out, const struct out_stats *st)
{
	int rc = term_count(out, st->files);

	rc |= buf_addz(out, st->files == 1 ? " file, " : " files, ");
	rc |= term_size(out, (double)st->bytes);
	return rc | buf_addf(out, ", %.2f s.\n", st->seconds);
}

static int
accepted(struct buf *out, const struct summary *s)
{
	int rc = term_count(out, s->accepted);

	rc |= buf_addz(out, " accepted");
	if (*s->until)
		rc |= buf_addf(out, ", the first until %s", s->until);
	return rc | buf_addc(out, '.');
}

/* "6 found" in bold. */
static int
found(struct buf *out, const struct summary *s)
{
	struct buf b = { .max = TEXT_MAX };
	int rc = term_count(&b, s->tally->found);

	rc |= buf_addz(&b, " found");
	rc |= term_paint(out, s->color, PAINT_BOLD, buf_str(&b));
	buf_free(&b);
	return rc;
}

/* "6 found: 2 critical, 3 high, 1 medium. 2 accepted, ..." */
static int
counts(struct buf *out, const struct summary *s)
{
	const char *before = ": ";
	int rc = found(out, s);

	for (int i = SEV_COUNT - 1; i >= 0; i--) {
		if (s->tally->by[i] == 0)
			continue;
		rc |= buf_addz(out, before);
		rc |= term_count(out, s->tally->by[i]);
		rc |= buf_addf(out, " %s", sev_names[i]);
		before = ", ";
	}
	rc |= buf_addc(out, '.');
	if (s->accepted) {
		rc |= buf_addc(out, ' ');
		rc |= accepted(out, s);
	}
	if (s->drawn < s->tally->found) {
		rc |= buf_addc(out, ' ');
		rc |= term_count(out, s->drawn);
		rc |= buf_addz(out,
		    " drawn; for all:\n"
		    "--view=all, or | tamis-report sarif "
		    ">tamis.sarif");
	}
	return rc | buf_addc(out, '\n');
}

/* "412 files, 8,877 of them under vendor/" */
static int
row(struct buf *out, const struct tally_rule *k, int width)
{
	char n[SAY_COUNT], files[SAY_COUNT];
	size_t top = 0;
	int rc;

	rc = buf_addf(out, "%11s  %-*s  %5s %s", say_count(k->n, n), width,
	    k->rule, say_count(k->files, files),
	    k->files == 1 ? "file" : "files");
	for (size_t i = 1; i < TALLY_DIRS; i++)
		if (k->dirs[i].n > k->dirs[top].n)
			top = i;
	if (k->files > 1 && k->dirs[top].n > k->n / 2) {
		rc |= buf_addz(out, ", ");
		rc |= term_count(out, k->dirs[top].n);
		rc |= buf_addf(out, " of them under %s", k->dirs[top].name);
	} else if (k->different < k->n) {
		rc |= buf_addz(out, ", ");
		rc |= term_count(out, k->different);
		rc |= buf_addz(out, " different");
	}
	return rc | buf_addc(out, '\n');
}

static int
table(struct buf *out, struct tally *t)
{
	size_t left = t->other;
	int rc = 0, width = 0;

	tally_sort(t);
	for (size_t i = 0; i < t->nrules && i < ROWS; i++)
		if ((int)strlen(t->rules[i].rule) > width)
			width = (int)strlen(t->rules[i].rule);
	for (size_t i = 0; i < t->nrules; i++) {
		if (i < ROWS)
			rc |= row(out, &t->rules[i], width);
		else
			left += t->rules[i].n;
	}
	if (left) {
		char n[SAY_COUNT];

		rc |=
		    buf_addf(out, "%11s  of other rules\n", say_count(left, n));
	}
	return rc;
}

/* The worst one as a sentence; those after it stand below. */
static int
worst(struct buf *out, const struct tally *t)
{
	static const char label[] = "worst not drawn: ";
	int rc = 0;

	for (size_t i = 0; i < t->nworst; i++) {
		enum severity s = t->worst[i].severity;

		rc |= buf_addf(out, "%*s%s", (int)sizeof(label) - 1,
		    i ? "" : label, t->worst[i].head);
		if (i == 0 && t->undrawn[s] > 1) {
			rc |= buf_addz(out, "; ");
			rc |= term_count(out, t->undrawn[s] - 1);
			rc |= buf_addf(out, " more %s", sev_names[s]);
		}
		rc |= buf_addc(out, '\n');
	}
	return rc;
}

/* Never worded like success. */
static int
cannot_tell(struct buf *out, const struct summary *s, const struct view_end *e)
{
	int rc = term_paint(out, s->color, PAINT_CRITICAL, STR("cannot tell"));

	rc |= buf_addz(out, ": ");
	if (e->unread == 0) {
		rc |= buf_addz(out, "the run did not finish; ");
	} else if (e->st) {
		rc |= term_count(out, e->st->files);
		rc |= buf_addz(out, " of ");
		rc |= term_count(out, e->st->files + e->unread);
		rc |= buf_addz(out, " files sieved, ");
		rc |= term_count(out, e->unread);
		rc |= buf_addz(out, " not (see above); ");
	} else {
		rc |= term_count(out, e->unread);
		rc |= buf_addz(out, " not sieved (see above); ");
	}
	rc |= found(out, s);
	return rc | buf_addz(out, ".\n");
}

static int
clean(struct buf *out, const struct summary *s, const struct view_end *e)
{
	int rc = 0;

	if (s->accepted) {
		rc |= accepted(out, s);
		rc |= buf_addc(out, '\n');
	}
	if (e->partial)
		return rc | buf_addz(out, "0 found.\n");
	rc |= term_paint(out, s->color, PAINT_CLEAN, STR("clean"));
	rc |= buf_addz(out, ": ");
	if (e->st == NULL)
		return rc | buf_addz(out, "0 found.\n");
	if (e->st->empty)
		return rc | buf_addf(out, "%s.\n", e->st->empty);
	return rc | stats(out, e->st);
}

static int
whole_summary(
    struct buf *out, const struct summary *s, const struct view_end *e)
{
	bool cut = s->drawn < s->tally->found;
	int rc = 0;

	if (e->status == EXIT_CLEAN && s->tally->found == 0)
		return clean(out, s, e);
	if (e->status != EXIT_TROUBLE || cut)
		rc |= counts(out, s);
	if (cut) {
		rc |= table(out, s->tally);
		rc |= worst(out, s->tally);
	}
	if (e->status == EXIT_TROUBLE)
		return rc | cannot_tell(out, s, e);
	return e->st ? rc | stats(out, e->st) : rc;
}

int
summary_put(struct buf *out, const struct summary *s, const struct view_end *e)
{
	int rc = whole_summary(out, s, e);

	if (e->partial)
		rc |= buf_addz(out,
		    "a part of a stream: nothing is proven of the rest.\n");
	return rc;
}
