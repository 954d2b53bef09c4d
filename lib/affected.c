#include "base.h"
#include "affected.h"
#include "doc.h"
#include "str.h"
#include "version.h"

enum { EVENTS_MAX = 512, LINE_MAX_BYTES = 1u << 20 };

struct event {
	const char *op;
	struct str v;
};

/* A word apart: its version, and what it says. */
static struct event
event_of(struct str word)
{
	static const char *const ops[] = { ">=", "<=", "<", "!", "=" };

	for (size_t i = 0; i < LEN(ops); i++)
		if (str_starts(word, str_of(ops[i])))
			return (struct event){ ops[i],
				str_sub(word, strlen(ops[i]), word.n) };
	return (struct event){ "", word };
}

/* "0" and "*" are OSV's own; all else has an order. */
static int
compare(enum grammar g, struct str v, struct str event)
{
	if (str_eqz(event, "0"))
		return 1;
	if (str_eqz(event, "*"))
		return -1;
	return version_ok(g, event) ? version_cmp(g, v, event) : -1;
}

static bool
in_range(enum grammar g, struct str range, struct str v, bool ordered)
{
	bool inside = false, limited = false, before = false;
	struct str word;

	while (str_word(&range, &word)) {
		struct event e = event_of(word);
		int c;

		if (strcmp(e.op, "=") == 0) {
			if (str_eq(e.v, v))
				return true;
			continue;
		}
		if (!ordered)
			continue;
		c = compare(g, v, e.v);
		if (strcmp(e.op, ">=") == 0)
			inside |= c >= 0;
		else if (strcmp(e.op, "<") == 0)
			inside &= c < 0;
		else if (strcmp(e.op, "<=") == 0)
			inside &= c <= 0;
		else {
			limited = true;
			before |= c < 0;
		}
	}
	return inside && (!limited || before);
}

bool
affected_has(enum grammar g, struct str ranges, struct str version)
{
	bool ordered = version_ok(g, version);
	struct str range;

	while (str_cut(&ranges, '|', &range))
		if (in_range(g, range, version, ordered))
			return true;
	return false;
}

bool
affected_fix(struct str ranges, size_t *at, struct str *version)
{
	struct str rest = str_sub(ranges, *at, ranges.n), word;

	while (str_word(&rest, &word)) {
		struct event e = event_of(word);

		*at = (size_t)(rest.p - ranges.p);
		*version = e.v;
		if (strcmp(e.op, "<") == 0)
			return true;
	}
	return false;
}

/* ---- from OSV -------------------------------------------------------- */

static bool
placed(enum grammar g, struct str v)
{
	return str_eqz(v, "0") || str_eqz(v, "*") || version_ok(g, v);
}

static int
order(enum grammar g, struct str a, struct str b)
{
	if (str_eqz(a, "0") || str_eqz(b, "0"))
		return (int)str_eqz(b, "0") - (int)str_eqz(a, "0");
	if (str_eqz(a, "*") || str_eqz(b, "*"))
		return (int)str_eqz(a, "*") - (int)str_eqz(b, "*");
	return version_cmp(g, a, b);
}

/* Kept in order; of equal ones the first stays the first. */
static size_t
insert(enum grammar g, struct event *v, size_t n, struct event e)
{
	size_t i = n;

	for (; i > 0 && order(g, v[i - 1].v, e.v) > 0; i--)
		v[i] = v[i - 1];
	v[i] = e;
	return n + 1;
}

static size_t
take_events(
    enum grammar g, const struct node *events, struct event *v, size_t *odd)
{
	static const struct {
		const char *key, *op;
	} kinds[] = { { "introduced", ">=" }, { "fixed", "<" },
		{ "last_affected", "<=" }, { "limit", "!" } };
	size_t n = 0;

	if (events == NULL || events->type != NODE_LIST)
		return 0;
	for (const struct node *e = events->child; e; e = e->next)
		for (size_t k = 0; k < LEN(kinds); k++) {
			struct str s = str_trim(doc_str(e, kinds[k].key));

			if (s.n == 0)
				continue;
			if (n == EVENTS_MAX || !placed(g, s))
				++*odd;
			else
				n = insert(
				    g, v, n, (struct event){ kinds[k].op, s });
		}
	return n;
}

/* "<= 1.2.3" or "< 1.2.3" of a GitHub record whose range has no end. */
static size_t
last_known(
    enum grammar g, const struct node *affected, struct event *v, size_t n)
{
	struct str s = doc_text(doc_at(
	    affected, "database_specific.last_known_affected_version_range"));
	bool including = str_starts(s, STR("<="));
	struct event e;

	for (size_t i = 0; i < n; i++)
		if (v[i].op[0] == '<')
			return n;
	if (n == 0 || n == EVENTS_MAX || !str_starts(s, STR("<")))
		return n;
	e = (struct event){ including ? "<=" : "<",
		str_trim(str_sub(s, including ? 2 : 1, s.n)) };
	return placed(g, e.v) ? insert(g, v, n, e) : n;
}

/* A range whose ends have no order says too much: versions by name, where
   there are any, say it better. */
static int
put_range(enum grammar g, const struct node *affected, const struct node *range,
    struct buf *out, size_t *odd)
{
	const struct node *named = doc_get(affected, "versions");
	struct event v[EVENTS_MAX];
	size_t n, was = *odd;

	if (str_eqz(doc_str(range, "type"), "GIT"))
		return 0;
	n = take_events(g, doc_get(range, "events"), v, odd);
	if (*odd > was && named && named->type == NODE_LIST && named->child)
		return 0;
	n = last_known(g, affected, v, n);
	if (n && out->n && buf_addc(out, '|') < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (buf_addf(out, "%s%s%.*s", i ? " " : "", v[i].op,
			FMT(v[i].v)) < 0)
			return -1;
	return 0;
}

/* Versions by name: those that the ranges do not have already. */
static int
put_versions(enum grammar g, const struct node *affected, struct buf *out)
{
	const struct node *v = doc_get(affected, "versions");
	size_t ranges = out->n;
	bool first = true;

	for (v = v && v->type == NODE_LIST ? v->child : NULL; v; v = v->next) {
		struct str s = str_trim(doc_text(v));

		if (s.n == 0 || str_chr(s, ' ', 0) != STR_NONE ||
		    str_chr(s, '|', 0) != STR_NONE ||
		    affected_has(g, str_sub(buf_str(out), 0, ranges), s))
			continue;
		if (buf_addf(out, "%s=%.*s",
			!first	   ? " " :
			    out->n ? "|" :
				     "",
			FMT(s)) < 0)
			return -1;
		first = false;
	}
	return 0;
}

static int
put_ranges(enum grammar g, const struct node *affected, const struct node *list,
    struct buf *out, size_t *odd)
{
	if (list == NULL || list->type != NODE_LIST)
		return 0;
	for (list = list->child; list; list = list->next)
		if (put_range(g, affected, list, out, odd) < 0)
			return -1;
	return 0;
}

struct str
affected_of(
    enum grammar g, const struct node *affected, struct arena *mem, size_t *odd)
{
	struct buf out = { .max = LINE_MAX_BYTES };
	const struct node *custom =
	    doc_at(affected, "ecosystem_specific.custom_ranges");
	struct buf own = { .max = LINE_MAX_BYTES };
	struct str s = { NULL, 0 };
	size_t unplaced = 0;
	int rc;

	*odd = 0;
	rc = put_ranges(g, affected, doc_get(affected, "ranges"), &out, odd);
	/* Go's feed keeps a real range there where the plain one has no end;
	   but some are names of builds, which have no order. */
	if (rc == 0 && str_chr(buf_str(&out), '<', 0) == STR_NONE)
		rc = put_ranges(g, affected, custom, &own, &unplaced);
	if (rc == 0 && own.n && unplaced == 0) {
		buf_reset(&out);
		rc = buf_adds(&out, buf_str(&own));
	}
	if (rc == 0)
		rc = put_versions(g, affected, &out);
	if (rc == 0)
		s = arena_str(mem, buf_str(&out));
	buf_free(&out);
	buf_free(&own);
	return s;
}
