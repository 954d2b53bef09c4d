#include "base.h"
#include "policy.h"
#include "stanza.h"
#include "str.h"
#include "vec.h"

const char *const verdicts[VERDICT_FORBIDDEN + 2] = { "silent", "acceptable",
	"unlisted", "legacy", "forbidden", NULL };

static const char *const numbers[POLICY_NUMBERS] = { "bits", "iterations",
	"cost" };

static size_t
one_of(struct str s, const char *const *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_eqz(s, v[i]))
			break;
	return i;
}

/* "bits < 2048", "iterations >= 600000" */
static const char *
take_when(struct policy_row *r, struct str value)
{
	struct policy_when *w = &r->when[r->nwhen];
	struct str what, op, n, more;
	size_t i;

	if (r->nwhen == POLICY_WHENS)
		return "is given too often";
	if (!str_word(&value, &what) || !str_word(&value, &op) ||
	    !str_word(&value, &n) || str_word(&value, &more) ||
	    str_num(n, UINT32_MAX, &w->n) < 0)
		return "must be as in 'bits < 2048'";
	if ((i = one_of(what, numbers, POLICY_NUMBERS)) == POLICY_NUMBERS)
		return "knows bits, iterations and cost";
	if (!str_eqz(op, "<") && !str_eqz(op, ">="))
		return "knows < and >=";
	w->what = (enum policy_number)i;
	w->below = str_eqz(op, "<");
	r->nwhen++;
	return NULL;
}

static const char *
take_names(const struct algos *a, struct str value, struct str *v, size_t *n)
{
	struct str word;

	while (str_word(&value, &word)) {
		const struct algo *is = algos_find(a, word);

		if (is == NULL || *n == POLICY_NAMES)
			return is ? "is too long a list" :
				    "names an algorithm that is none of "
				    "crypto/algorithms.names";
		v[(*n)++] = is->id;
	}
	return NULL;
}

static const char *
take_row(
    const struct algos *a, struct policy_row *r, struct str f, struct str value)
{
	const struct {
		const char *name;
		struct str *to;
	} texts[] = { { "basis", &r->basis }, { "document", &r->document },
		{ "edition", &r->edition }, { "instead", &r->instead },
		{ "note", &r->note }, { "section", &r->section },
		{ "until", &r->until }, { "use", &r->use } };
	size_t i;

	for (i = 0; i < LEN(texts); i++)
		if (str_eqz(f, texts[i].name)) {
			*texts[i].to = value;
			return NULL;
		}
	if (str_eqz(f, "kind")) {
		i = one_of(value, algo_kinds, ALGO_FILLER);
		r->kind = (enum algo_kind)i;
		return i < ALGO_FILLER ? NULL : "is no kind of algorithm";
	}
	if (str_eqz(f, "verdict")) {
		i = one_of(value, verdicts, VERDICT_FORBIDDEN + 1);
		r->verdict = (enum verdict)i;
		return i && i <= VERDICT_FORBIDDEN ? NULL :
						     "must be acceptable, "
						     "unlisted, legacy or "
						     "forbidden";
	}
	if (str_eqz(f, "name"))
		return take_names(a, value, r->name, &r->nname);
	if (str_eqz(f, "with"))
		return take_names(a, value, r->with, &r->nwith);
	if (str_eqz(f, "when"))
		return take_when(r, value);
	return "is unknown";
}

static const char *
take_head(struct policy *p, struct str f, struct str value)
{
	if (str_eqz(f, "title"))
		p->title = value;
	else if (str_eqz(f, "silent"))
		p->silent = value;
	else if (str_eqz(f, "note"))
		p->note = value;
	else
		return "is unknown";
	return NULL;
}

static const char *
begin(struct policy *p, struct str f, struct str value, size_t line)
{
	if (str_eqz(f, "policy") && p->name.n == 0) {
		p->name = value;
		return NULL;
	}
	if (!str_eqz(f, "id"))
		return "stands where a stanza begins: that is id, or policy";
	if (p->name.n == 0)
		return "stands before the stanza that names the policy";
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->row[i].id, value))
			return "is given twice";
	if (p->n == POLICY_ROWS ||
	    vec_room(&p->row, &p->cap, p->n + 1, sizeof(*p->row)) < 0)
		return "has no more room";
	p->row[p->n++] = (struct policy_row){ .id = value, .line = line };
	return NULL;
}

static const char *
end(const struct policy *p, bool head)
{
	const struct policy_row *r;

	if (head || p->n == 0)
		return NULL;
	r = &p->row[p->n - 1];
	if (r->verdict == VERDICT_SILENT)
		return "no field 'verdict'";
	if (r->document.n == 0 || r->section.n == 0)
		return "a row names its document and section";
	return NULL;
}

static int
fail(struct where *w, size_t line, struct str field, const char *why)
{
	w->line = line;
	if (field.n)
		snprintf(w->why, sizeof(w->why), "field '%.*s' %s",
		    FMT(str_sub(field, 0, 40)), why);
	else
		snprintf(w->why, sizeof(w->why), "%s", why);
	return -1;
}

int
policy_parse(struct policy *p, const struct algos *a, struct str file,
    struct str text, struct where *w)
{
	struct str f = STR(""), value;
	const char *why = NULL;
	struct stanza s;
	enum stanza_got got;
	bool open = false, head = false;

	*p = (struct policy){ .mem.max = 8u << 20 };
	p->file = arena_str(&p->mem, file);
	text = arena_str(&p->mem, text);
	if (text.p == NULL || p->file.p == NULL)
		return fail(w, 0, STR(""), "no memory, or too large");
	stanza_init(&s, text);
	while ((got = stanza_next(&s, &f, &value, &why)) != STANZA_EOF) {
		if (got == STANZA_BAD)
			return fail(w, s.line, STR(""), why);
		if (got == STANZA_END) {
			if ((why = end(p, head)) != NULL)
				return fail(w, s.line, STR(""), why);
			open = false;
			continue;
		}
		if (!open) {
			head = str_eqz(f, "policy");
			why = begin(p, f, value, s.line);
		} else
			why = head ? take_head(p, f, value) :
				     take_row(a, &p->row[p->n - 1], f, value);
		if (why)
			return fail(w, s.line, f, why);
		open = true;
	}
	return p->name.n ? 0 : fail(w, 1, STR(""), "no field 'policy'");
}

void
policy_free(struct policy *p)
{
	free(p->row);
	arena_free(&p->mem);
	*p = (struct policy){ 0 };
}

static bool
in(const struct str *v, size_t n, struct str what)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i], what))
			return true;
	return n == 0;
}

static bool
speaks(const struct policy_row *r, const struct policy_question *q)
{
	if (r->kind != q->kind || !in(r->name, r->nname, q->name) ||
	    !in(r->with, r->nwith, q->with) ||
	    (r->use.n && !str_eq(r->use, q->use)))
		return false;
	for (size_t i = 0; i < r->nwhen; i++) {
		const struct policy_when *w = &r->when[i];

		if (!q->known[w->what] ||
		    (q->number[w->what] < w->n) != w->below)
			return false;
	}
	return true;
}

const struct policy_row *
policy_judge(const struct policy *p, const struct policy_question *q)
{
	const struct policy_row *best = NULL;

	for (size_t i = 0; i < p->n; i++)
		if (speaks(&p->row[i], q) &&
		    (best == NULL || p->row[i].verdict > best->verdict))
			best = &p->row[i];
	return best;
}
