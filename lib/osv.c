#include "base.h"
#include "affected.h"
#include "cvss.h"
#include "osv.h"
#include "rec.h"
#include "str.h"

static int
level_of_score(int score)
{
	return score >= 90 ? SEV_CRITICAL :
	    score >= 70	   ? SEV_HIGH :
	    score >= 40	   ? SEV_MEDIUM :
			     SEV_LOW;
}

/* Words that databases put in place of a vector, or beside one. */
static int
level_of_word(struct str s)
{
	static const struct {
		const char *word;
		int level;
	} words[] = { { "critical", SEV_CRITICAL }, { "high", SEV_HIGH },
		{ "important", SEV_HIGH }, { "moderate", SEV_MEDIUM },
		{ "medium", SEV_MEDIUM }, { "low", SEV_LOW },
		{ "negligible", SEV_LOW } };

	for (size_t i = 0; i < LEN(words); i++)
		if (str_ieq(s, str_of(words[i].word)))
			return words[i].level;
	return -1;
}

static int
best_score(const struct node *list, int score)
{
	for (list = list && list->type == NODE_LIST ? list->child : NULL; list;
	     list = list->next) {
		int s = cvss_score(doc_str(list, "score"));

		score = s > score ? s : score;
	}
	return score;
}

static void
rate(const struct node *root, struct osv *o)
{
	const struct node *a = doc_get(root, "affected");
	int word =
	    level_of_word(doc_text(doc_at(root, "database_specific.severity")));

	o->score = best_score(doc_get(root, "severity"), -1);
	for (a = a && a->type == NODE_LIST ? a->child : NULL; a; a = a->next)
		o->score = best_score(doc_get(a, "severity"), o->score);
	o->level = o->score >= 0 ? level_of_score(o->score) :
	    word >= 0		 ? word :
				   SEV_MEDIUM;
	if (o->kind == OSV_MALICIOUS)
		o->level = SEV_CRITICAL;
	if (o->kind == OSV_UNMAINTAINED && o->score < 0)
		o->level = SEV_LOW;
}

static struct str
join(const struct node *list, struct arena *mem)
{
	struct buf b = { .max = 64u << 10 };
	struct str s;

	for (list = list && list->type == NODE_LIST ? list->child : NULL; list;
	     list = list->next) {
		struct str t = doc_text(list);

		if (t.n && t.n < 128 && str_chr(t, ',', 0) == STR_NONE)
			buf_addf(&b, "%s%.*s", b.n ? "," : "", FMT(t));
	}
	s = arena_str(mem, buf_str(&b));
	buf_free(&b);
	return s;
}

static bool
is_unmaintained(const struct node *affected)
{
	return str_eqz(
	    doc_text(doc_at(affected, "database_specific.informational")),
	    "unmaintained");
}

/* What is of no ecosystem whose versions have an order is left out. */
static int
take_affected(const struct node *a, struct arena *mem, struct osv *o)
{
	const struct node *package = doc_get(a, "package");
	struct str eco = doc_str(package, "ecosystem");
	struct osv_affected *to = &o->v[o->n];
	struct buf name = { .max = 4096 };
	enum grammar g;
	size_t odd;

	if (ecosystem_grammar(eco, &g) < 0)
		return 0;
	/* A suffix tells releases of a distribution apart; elsewhere it is a
	   repository that packages came from. */
	if (ecosystem_of(eco) != ECO_NONE)
		eco = str_sub(eco, 0, str_chr(eco, ':', 0));
	if (ecosystem_name(&name, ecosystem_of(eco), doc_str(package, "name")) <
	    0)
		return -1;
	to->eco = arena_str(mem, eco);
	to->pkg = arena_str(mem, buf_str(&name));
	buf_free(&name);
	to->ranges = affected_of(g, a, mem, &odd);
	o->odd += odd;
	if (to->eco.p == NULL || to->pkg.p == NULL || to->ranges.p == NULL)
		return -1;
	o->n += to->ranges.n > 0 && to->pkg.n > 0;
	return 0;
}

int
osv_parse(
    const struct node *root, struct arena *mem, struct osv *o, const char **why)
{
	const struct node *list = doc_get(root, "affected"), *a;
	size_t n = 0;

	*o = (struct osv){ .id = doc_str(root, "id") };
	o->modified = doc_str(root, "modified");
	*why = "it is no advisory";
	if (o->id.n == 0 || o->id.n > 128 ||
	    (list == NULL && o->modified.n == 0))
		return -1;
	*why = "no memory, or it is too large";
	o->withdrawn = doc_str(root, "withdrawn").n > 0;
	o->aliases = join(doc_get(root, "aliases"), mem);
	if (o->aliases.p == NULL)
		return -1;
	if (str_starts(o->id, STR("MAL-")))
		o->kind = OSV_MALICIOUS;
	a = list && list->type == NODE_LIST ? list->child : NULL;
	for (; a; a = a->next) {
		n++;
		if (is_unmaintained(a))
			o->kind = OSV_UNMAINTAINED;
	}
	rate(root, o);
	if (n > OSV_AFFECTED_MAX ||
	    (o->v = arena_new(mem, (n + 1) * sizeof(*o->v))) == NULL)
		return -1;
	a = n ? list->child : NULL;
	for (; a && !o->withdrawn; a = a->next)
		if (take_affected(a, mem, o) < 0)
			return -1;
	return 0;
}
