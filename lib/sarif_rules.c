#include "base.h"
#include "buf.h"
#include "sarif.h"
#include "str.h"

static int
compare(const struct sarif_rule *a, struct str id, enum severity severity)
{
	int c = str_cmp(a->id, id);

	return c ? c : (a->severity > severity) - (a->severity < severity);
}

static int
room(struct sarif_rules *t)
{
	size_t cap = t->cap ? t->cap * 2 : 32;
	struct sarif_rule *v;
	uint32_t *sorted;

	if (t->n < t->cap)
		return 0;
	if ((v = realloc(t->v, cap * sizeof(*v))) == NULL)
		return -1;
	t->v = v;
	if ((sorted = realloc(t->sorted, cap * sizeof(*sorted))) == NULL)
		return -1;
	t->sorted = sorted;
	t->cap = cap;
	return 0;
}

int
sarif_rule_of(struct sarif_rules *t, const struct rec *r, uint32_t *number)
{
	struct str id = str_sub(r->rule, 0, SARIF_NAME_MAX - 16);
	size_t lo = 0, hi = t->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (compare(&t->v[t->sorted[mid]], id, r->severity) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	*number = lo < t->n ? t->sorted[lo] : 0;
	if (lo < t->n && compare(&t->v[*number], id, r->severity) == 0)
		return 0;
	if (t->n == SARIF_RULES_MAX)
		return 1;
	if (room(t) < 0)
		return -1;
	*number = (uint32_t)t->n;
	t->v[t->n].severity = r->severity;
	t->v[t->n].id = arena_str(&t->mem, id);
	if (t->v[t->n].id.p == NULL)
		return -1;
	memmove(t->sorted + lo + 1, t->sorted + lo,
	    (t->n - lo) * sizeof(*t->sorted));
	t->sorted[lo] = *number;
	t->n++;
	return 0;
}

void
sarif_rules_free(struct sarif_rules *t)
{
	free(t->v);
	free(t->sorted);
	arena_free(&t->mem);
	*t = (struct sarif_rules){ .mem.max = t->mem.max };
}

const char *
sarif_level(enum severity s)
{
	static const char *const level[SEV_COUNT] = { "note", "note", "warning",
		"error", "error" };

	return level[s];
}

void
sarif_rule_id(struct json *j, const char *name, const struct sarif_rule *r)
{
	struct buf id = { .max = SARIF_TEXT_MAX };

	if (buf_adds(&id, r->id) == 0 && buf_addc(&id, '.') == 0)
		buf_addz(&id, sev_names[r->severity]);
	json_str(j, name, buf_str(&id));
	buf_free(&id);
}

static void
put_text(struct json *j, const char *name, struct str text)
{
	json_open(j, name, '{');
	json_str(j, "text", json_cut(text, SARIF_TEXT_MAX));
	json_close(j, '}');
}

/* A line of the help: advice is optional, but the help may not be empty. */
static void
add_line(struct buf *b, const char *label, struct str s)
{
	if (s.n == 0)
		return;
	buf_addf(b, "%s%s", b->n ? "\n" : "", label);
	buf_adds(b, s);
}

static void
put_help(struct json *j, struct str id, const struct rule *r)
{
	struct buf b = { .max = 16u << 10 };
	struct str sieve = str_sub(id, 0, str_chr(id, '/', 0));

	if (r) {
		add_line(&b, "Fix: ", r->fix);
		add_line(&b, "Why: ", r->why);
		for (size_t i = 0; i < r->revoke.n; i++)
			add_line(&b, "Revoke: ", r->revoke.v[i]);
		for (size_t i = 0; i < r->see.n; i++)
			add_line(&b, "See: ", r->see.v[i]);
	}
	if (b.n == 0)
		buf_addf(&b, "The manual has more: man tamis-%.*s", FMT(sieve));
	json_open(j, "help", '{');
	json_str(j, "text", buf_str(&b));
	json_close(j, '}');
	buf_free(&b);
}

static void
put_properties(struct json *j, enum severity severity, unsigned cwe)
{
	/* As the services' bands go: > 9.0, 7.0-8.9, 4.0-6.9, 0.1-3.9. */
	static const char *const score[SEV_COUNT] = { NULL, "2.0", "5.5", "8.0",
		"9.5" };
	char tag[48];

	json_open(j, "properties", '{');
	if (score[severity])
		json_strz(j, "security-severity", score[severity]);
	json_open(j, "tags", '[');
	json_strz(j, NULL, "security");
	if (cwe) {
		snprintf(tag, sizeof(tag), "external/cwe/cwe-%03u", cwe);
		json_strz(j, NULL, tag);
	}
	json_close(j, ']');
	json_close(j, '}');
}

static void
put_rule(struct json *j, const struct sarif_rule *s, const struct rules *known)
{
	const struct rule *r = known ? rules_find(known, s->id) : NULL;
	struct str name = str_sub(s->id, str_chr(s->id, '/', 0) + 1, s->id.n);
	struct str title = r && r->title.n ? r->title : s->id;

	json_line(j);
	json_open(j, NULL, '{');
	sarif_rule_id(j, "id", s);
	json_str(j, "name", name.n ? name : s->id);
	put_text(j, "shortDescription", title);
	put_text(j, "fullDescription", r && r->why.n ? r->why : title);
	put_help(j, s->id, r);
	if (r && r->see.n && str_starts(r->see.v[0], STR("https://")))
		json_str(j, "helpUri", r->see.v[0]);
	json_open(j, "defaultConfiguration", '{');
	json_strz(j, "level", sarif_level(s->severity));
	json_close(j, '}');
	put_properties(j, s->severity, r ? r->cwe : 0);
	json_close(j, '}');
}

void
sarif_put_rules(
    struct json *j, const struct sarif_rules *t, const struct rules *known)
{
	json_open(j, "rules", '[');
	for (size_t i = 0; i < t->n; i++)
		put_rule(j, &t->v[i], known);
	json_close(j, ']');
}
