#include "base.h"
#include "date.h"
#include "explain.h"
#include "say.h"
#include "str.h"

enum { ACCEPT_DAYS = 90, IDS_MAX = 65536 };

static const struct rules *
rules_of(const struct engine *e, size_t i)
{
	return e->v[i]->rules ? e->v[i]->rules(e->model[i]) : NULL;
}

static int
put(struct buf *b)
{
	size_t n = fwrite(b->p, 1, b->n, stdout);
	int rc = n == b->n && fflush(stdout) == 0 ? 0 : -1;

	buf_free(b);
	return rc;
}

/* A stanza is somebody's file: a terminal must not be driven by it. */
static void
add(struct buf *b, struct str s)
{
	struct buf plain = { .max = REC_MAX };

	rec_escape(&plain, s);
	/* A pattern is full of backslashes that are meant. */
	if (str_find(buf_str(&plain), STR("\\x"), 0) == STR_NONE)
		buf_adds(b, s);
	else
		buf_adds(b, buf_str(&plain));
	buf_free(&plain);
}

static void
add_id(struct buf *b, const struct engine *e, size_t i, const struct rule *r)
{
	buf_addf(b, "%s/", e->v[i]->name);
	add(b, r->id);
}

int
explain_list(const struct engine *e)
{
	struct buf b = { .max = 64u << 20 };

	for (size_t i = 0; i < e->n; i++) {
		const struct rules *rs = rules_of(e, i);

		for (size_t k = 0; rs && k < rs->n; k++) {
			add_id(&b, e, i, &rs->v[k]);
			buf_addf(&b, "\t%s\t", sev_names[rs->v[k].severity]);
			add(&b, rs->v[k].title);
			buf_addc(&b, '\n');
		}
	}
	return put(&b);
}

static void
field(struct buf *b, const char *label, struct str text)
{
	if (text.n == 0)
		return;
	buf_addf(b, "  %-7s ", label);
	add(b, text);
	buf_addc(b, '\n');
}

static void
list(struct buf *b, const char *label, const struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		field(b, i ? "" : label, l->v[i]);
}

/* The steps, numbered: the fix, then how it is revoked. */
static void
steps(struct buf *b, const struct rule *r)
{
	size_t n = 0;

	for (size_t i = 0; i <= r->revoke.n; i++) {
		struct str s = i ? r->revoke.v[i - 1] : r->fix;

		if (s.n == 0)
			continue;
		buf_addf(b, "  %-7s %zu ", n ? "" : "do", n + 1);
		add(b, s);
		buf_addc(b, '\n');
		n++;
	}
}

static void
what(struct buf *b, const struct rule *r)
{
	struct buf text = { .max = REC_MAX };

	for (size_t i = 0; i < r->keyword.n; i++) {
		buf_addz(&text, i ? ", " : "begins at ");
		buf_adds(&text, r->keyword.v[i]);
	}
	for (size_t i = 0; i < r->check.n; i++) {
		buf_addz(&text, text.n == 0 ? "" : "; ");
		buf_addz(&text, "proven by ");
		buf_adds(&text, r->check.v[i]);
	}
	field(b, "what", buf_str(&text));
	buf_free(&text);
}

static void
from(struct buf *b, const struct own *own, const struct rule *r)
{
	bool users = false;

	for (size_t i = 0; i < own->n; i++)
		users |= str_eq(own->v[i].file, r->file);
	buf_addf(b, "  %-7s %s", "from", users ? "" : "share/tamis/patterns/");
	add(b, r->file);
	buf_addf(b, ":%zu", r->line);
	if (r->cwe)
		buf_addf(b, "; CWE-%u", r->cwe);
	buf_addc(b, '\n');
}

int
explain_rule(
    const struct engine *e, const struct own *own, struct str id, int32_t today)
{
	struct buf b = { .max = 16u << 20 };
	char until[DATE_LEN + 1];
	const struct rule *r;
	size_t i;

	if ((r = engine_rule(e, id, &i)) == NULL)
		return 1;
	date_put(today + ACCEPT_DAYS, until);
	add_id(&b, e, i, r);
	buf_addz(&b, ": ");
	add(&b, r->title);
	buf_addf(&b, " (%s)\n", sev_names[r->severity]);
	what(&b, r);
	field(&b, "match", r->match);
	field(&b, "why", r->why);
	steps(&b, r);
	list(&b, "hits", &r->yes); /* templates, not values */
	list(&b, "not", &r->no);
	buf_addf(&b, "  %-7s tamis:allow ", "accept");
	add_id(&b, e, i, r);
	buf_addf(&b, " until=%s the reason\n", until);
	list(&b, "see", &r->see);
	from(&b, own, r);
	return put(&b);
}

char *
explain_nearest(const struct engine *e, struct str id)
{
	const char **v = calloc(IDS_MAX + 1, sizeof(char *));
	bool full = str_chr(id, '/', 0) != STR_NONE;
	const char *near;
	char *copy = NULL;
	size_t n = 0;

	for (size_t i = 0; v && i < e->n; i++) {
		const struct rules *rs = rules_of(e, i);

		for (size_t k = 0; rs && k < rs->n && n < IDS_MAX; k++) {
			struct buf b = { .max = 512 };

			if (full)
				buf_addf(&b, "%s/", e->v[i]->name);
			buf_adds(&b, rs->v[k].id);
			if (b.p)
				v[n++] = b.p;
		}
	}
	if (v && (near = say_nearest(id, v)) != NULL)
		copy = strdup(near);
	for (size_t i = 0; i < n; i++)
		free((char *)(uintptr_t)v[i]);
	free((void *)v);
	return copy;
}
