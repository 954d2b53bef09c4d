#include "base.h"
#include "score.h"
#include "str.h"
#include "word.h"

const char *const sure_names[] = { "", "placeholder", "possible", "likely",
	"certain" };

void
score_add(struct score *s, enum reason r)
{
	uint64_t bit = (uint64_t)1 << r;

	if (s->why & bit)
		return;
	s->why |= bit;
	s->sum += tables_weight(r);
}

enum sure
score_sure(const struct score *s)
{
	if (s->sum >= tables_weight(REASON_LIKELY))
		return SURE_LIKELY;
	return s->sum >= tables_weight(REASON_POSSIBLE) ? SURE_POSSIBLE :
							  SURE_PLACEHOLDER;
}

enum severity
score_severity(enum severity rule, enum sure sure)
{
	return sure >= SURE_LIKELY || rule < SEV_LOW ? rule : SEV_LOW;
}

int
score_put(struct buf *out, const struct score *s)
{
	const char *between = "";

	for (unsigned r = 0; r < REASON_COUNT; r++) {
		if (!(s->why >> r & 1))
			continue;
		if (buf_addf(out, "%s%s%+d", between, tables_reason(r),
			tables_weight(r)) < 0)
			return -1;
		between = " ";
	}
	return 0;
}

/* Which of the lists of paths have a word of this part of a path. */
static uint64_t
lists_of(struct str part)
{
	struct words w = word_split(part);
	uint64_t lists = tables_lists(part);

	for (size_t i = 0; i < w.n; i++)
		lists |= tables_lists(w.v[i]);
	if (str_eqz(part, "t")) /* where Perl has its tests */
		lists |= (uint64_t)1 << LIST_PATH_TEST;
	return lists;
}

static const char *const documents[] = { ".md", ".mdx", ".rst", ".adoc",
	".asciidoc", ".markdown", ".pod", ".texi", NULL };
static const char *const made[] = { ".min.js", ".min.css", ".map", ".snap",
	".har", ".lock", NULL };

static bool
has_end(struct str name, const char *const *ends)
{
	for (size_t i = 0; ends[i] != NULL; i++)
		if (str_ends(name, str_of(ends[i])))
			return true;
	return false;
}

enum reason
score_path(struct str path)
{
	struct str rest = path, part = STR("");
	uint64_t lists = 0;
	unsigned i;

	while (str_cut(&rest, '/', &part))
		lists |= lists_of(part);
	if (has_end(part, documents))
		lists |= (uint64_t)1 << LIST_PATH_DOC;
	if (has_end(part, made))
		lists |= (uint64_t)1 << LIST_PATH_MADE;
	for (i = LIST_PATH_LOCALE; i <= LIST_PATH_DEPLOY; i++)
		if (lists >> i & 1)
			return REASON_PATH_LOCALE + (i - LIST_PATH_LOCALE);
	return REASON_COUNT;
}

void
score_add_path(struct score *s, struct str path)
{
	enum reason r = score_path(path);
	int was = s->sum;
	int least = tables_weight(REASON_POSSIBLE);

	if (r == REASON_COUNT)
		return;
	score_add(s, r);
	if (r != REASON_PATH_LOCALE && was >= tables_weight(REASON_KEPT) &&
	    s->sum < least)
		s->sum = least;
}
