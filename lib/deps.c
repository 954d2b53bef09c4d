#include "base.h"
#include "deprules.h"
#include "deps_in.h"
#include "detectors.h"
#include "pat.h"
#include "str.h"
#include "vendored.h"

enum { FIELD_ROOM = 64u << 10 };

static void
deps_close(void *model)
{
	struct deps_model *m = model;

	rules_free(&m->rules);
	vendored_free(m->vendored);
	free(m);
}

static void *
deps_open(const struct setup *s, struct setup_error *err)
{
	struct deps_model *m = calloc(1, sizeof(*m));
	struct str name, text;

	if (m == NULL || (m->vendored = vendored_new()) == NULL) {
		free(m);
		return NULL;
	}
	m->inventory = s->inventory;
	m->no_dev = s->no_dev;
	m->max_age = s->max_age;
	m->today = s->today;
	if (advpath_find(&m->paths, s->db) < 0) {
		snprintf(err->where.why, sizeof(err->where.why),
		    "cannot find the database: its name is too long");
		deps_close(m);
		return NULL;
	}
	m->off = s->only && strchr(s->only, '/') &&
	    !str_starts(str_of(s->only), STR("deps/"));
	for (size_t i = 0; s->pat && pat_file(s->pat, i, &name, &text); i++) {
		int rc = 0;

		err->file = name;
		if (str_eqz(name, "deps/rules.txt"))
			rc = deprules_parse(&m->rules, name, text, &err->where);
		else if (str_starts(name, STR("vendored/")))
			rc = vendored_add(m->vendored, text, &err->where);
		if (rc < 0) {
			deps_close(m);
			return NULL;
		}
	}
	return m;
}

static size_t
deps_literals(const void *model, const struct literal **v)
{
	const struct deps_model *m = model;
	size_t n;

	*v = vendored_literals(m->vendored, &n);
	return n;
}

static const struct rules *
deps_rules(const void *model)
{
	const struct deps_model *m = model;

	return &m->rules;
}

static void
deps_thread_free(void *thread)
{
	struct deps_thread *t = thread;

	buf_free(&t->message);
	buf_free(&t->subject);
	buf_free(&t->keys);
	buf_free(&t->purl);
	buf_free(&t->ids);
	buf_free(&t->aliases);
	deps_store_free(&t->store);
	advisory_free(&t->found);
	free(t);
}

static void *
deps_thread_new(const void *model)
{
	struct deps_thread *t = calloc(1, sizeof(*t));

	(void)model;
	if (t == NULL)
		return NULL;
	t->message.max = t->subject.max = t->keys.max = FIELD_ROOM;
	t->purl.max = t->ids.max = t->aliases.max = FIELD_ROOM;
	return t;
}

static unsigned
deps_wanted(const void *model, struct str name, enum kind kind, struct str head)
{
	const struct deps_model *m = model;

	(void)kind;
	(void)head;
	if (m->off)
		return VIEW_NONE;
	if (depfile_format(name) || vendored_named(m->vendored, name))
		return VIEW_TEXT | VIEW_ALWAYS;
	return vendored_wants(name) ? VIEW_TEXT : VIEW_NONE;
}

int
deps_emit(struct deps_job *j, const struct dep *d, const char *rule,
    enum severity severity)
{
	struct deps_thread *t = j->t;

	return emit_finding(j->e,
	    &(struct finding){ .rule = str_of(rule),
		.severity = severity,
		.span = { d->at.from + j->bom, d->at.to + j->bom },
		.message = buf_str(&t->message),
		.subject = buf_str(&t->subject),
		.keys = buf_str(&t->keys) });
}

int
deps_put_way(struct deps_job *j, const struct dep *d)
{
	struct buf *k = &j->t->keys;

	if (d->direct != DEP_UNKNOWN &&
	    rec_add_key(k, "direct",
		d->direct == DEP_DIRECT ? STR("yes") : STR("no")) < 0)
		return -1;
	if (rec_add_key(k, "dev", d->dev ? STR("yes") : STR("no")) < 0)
		return -1;
	return d->via.n ? rec_add_key(k, "via", d->via) : 0;
}

int
deps_begin(struct deps_job *j, const struct dep *d)
{
	struct deps_thread *t = j->t;

	buf_reset(&t->message);
	buf_reset(&t->subject);
	buf_reset(&t->keys);
	buf_reset(&t->purl);
	if (ecosystem_purl(&t->purl, d->eco, d->name, d->version) < 0)
		return -1;
	if (d->digest.n == 0 || d->version.n)
		return 0;
	return buf_addc(&t->purl, '@') < 0 ? -1 : buf_adds(&t->purl, d->digest);
}

/* Enough for an SBOM to be made of the records alone. */
static int
put_component(struct deps_job *j, const struct dep *d)
{
	struct deps_thread *t = j->t;

	if (deps_begin(j, d) < 0 ||
	    buf_adds(&t->subject, buf_str(&t->purl)) < 0 ||
	    buf_adds(&t->message, d->name) < 0 ||
	    (d->version.n &&
		(buf_addc(&t->message, ' ') < 0 ||
		    buf_adds(&t->message, d->version) < 0)) ||
	    rec_add_key(&t->keys, "purl", buf_str(&t->purl)) < 0 ||
	    rec_add_key(&t->keys, "scope",
		d->dev ? STR("development") : STR("production")) < 0 ||
	    (d->licence.n &&
		rec_add_key(&t->keys, "licence", d->licence) < 0) ||
	    deps_put_way(j, d) < 0)
		return -1;
	return deps_emit(j, d, "component", SEV_INFO);
}

static int
sibling(void *arg, struct str path, struct buf *out)
{
	const struct blob *b = arg;

	return sibling_read(b->sibling, path, out);
}

static int
judge_file(struct deps_job *j, struct depread *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct dep *d = &r->v[i];

		if (j->m->inventory && put_component(j, d) < 0)
			return -1;
		if (d->kind == DEP_PACKAGE && deps_judge_package(j, d) < 0)
			return -1;
		if (deps_judge_eol(j, d) < 0)
			return -1;
	}
	return r->unread[0] ? emit_unread(j->e, r->unread) : 0;
}

static int
deps_judge(const void *model, void *thread, const struct blob *b,
    const struct hit *hits, size_t nhits, struct emit *e)
{
	const struct depformat *f = depfile_format(b->name);
	struct deps_job j = { .m = model, .t = thread, .b = b, .e = e };
	/* sibling has no const of it: it only hands the blob back. */
	struct blob own = *b;
	struct depread r = { .name = b->name,
		.bytes = b->bytes,
		.sibling = sibling,
		.arg = &own };
	int rc;

	if (b->in_name)
		return 0;
	if (f && (!b->first || !b->last))
		return b->first ? emit_unread(e, "limit: it is too long") : 0;
	if (str_starts(r.bytes, STR("\xEF\xBB\xBF"))) {
		j.bom = 3;
		r.bytes = str_sub(r.bytes, 3, r.bytes.n);
	}
	rc = f ? depfile_read(&r, f) : deps_vendored(&j, &r, hits, nhits);
	if (rc == 0)
		rc = judge_file(&j, &r);
	depfile_free(&r);
	return rc;
}

const struct detector deps_detector = {
	.name = "deps",
	.margin = 1,
	.open = deps_open,
	.close = deps_close,
	.literals = deps_literals,
	.rules = deps_rules,
	.thread_new = deps_thread_new,
	.thread_free = deps_thread_free,
	.wanted = deps_wanted,
	.judge = deps_judge,
};
