#include "base.h"
#include "crypto_say.h"
#include "detectors.h"
#include "str.h"

enum {
	READS_MAX = 64,		    /* siblings looked for, for one source */
	PROPERTIES_MAX = 256 << 10, /* bytes of one of them */
	UNIT_BYTES = 32 << 20
};

struct crypto_thread {
	const struct crypto_model *m;
	struct ast_thread *ast;
	struct unit unit;
	struct crypto_say say;
	struct buf path, text;
	struct sibling *sibling;
	size_t reads;
};

static void *
crypto_open(const struct setup *s, struct setup_error *err)
{
	return crypto_model_new(s, err);
}

static void
crypto_close(void *model)
{
	crypto_model_free(model);
}

static size_t
crypto_literals(const void *model, const struct literal **v)
{
	const struct crypto_model *m = model;

	*v = m->literal;
	return m->nliteral;
}

static const struct rules *
crypto_rules(const void *model)
{
	const struct crypto_model *m = model;

	return &m->rules;
}

static void
crypto_thread_free(void *thread)
{
	struct crypto_thread *t = thread;

	if (t == NULL)
		return;
	ast_thread_free(t->ast);
	unit_free(&t->unit);
	buf_free(&t->say.message);
	buf_free(&t->say.keys);
	buf_free(&t->say.subject);
	buf_free(&t->path);
	buf_free(&t->text);
	free(t);
}

static void *
crypto_thread_new(const void *model)
{
	struct crypto_thread *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	t->m = model;
	t->unit.mem.max = UNIT_BYTES;
	t->say.message.max = t->say.keys.max = 64u << 10;
	t->say.subject.max = 64u << 10;
	t->path.max = 4096;
	t->text.max = PROPERTIES_MAX;
	if ((t->ast = ast_thread_new()) != NULL)
		return t;
	crypto_thread_free(t);
	return NULL;
}

static unsigned
crypto_wanted(
    const void *model, struct str name, enum kind kind, struct str head)
{
	(void)head;
	return crypto_lang(model, name, kind) ? VIEW_TEXT : VIEW_NONE;
}

static bool
is_word_byte(char c)
{
	return c == '_' || (c >= '0' && c <= '9') ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Is there a word of a library that this language has? */
static bool
is_triggered(const struct crypto_model *m, const struct crypto_lang *l,
    struct str text, const struct hit *hits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct literal *lit = &m->literal[hits[i].id];

		if ((m->files[hits[i].id] & l->calls) == 0 ||
		    hits[i].end < lit->bytes.n)
			continue;
		if (hits[i].end == lit->bytes.n ||
		    !is_word_byte(text.p[hits[i].end - lit->bytes.n - 1]) ||
		    !is_word_byte(lit->bytes.p[0]))
			return true;
	}
	return false;
}

/* "key = value", "key: value" */
static bool
find_property(struct str text, struct str key, struct str *value)
{
	struct str line;

	while (str_cut(&text, '\n', &line)) {
		line = str_trim(line);
		if (str_starts(line, STR("\"")))
			line = str_sub(line, 1, line.n);
		if (!str_starts(line, key))
			continue;
		line = str_trim(str_sub(line, key.n, line.n));
		if (str_starts(line, STR("\"")))
			line = str_trim(str_sub(line, 1, line.n));
		if (line.n < 2 || (line.p[0] != '=' && line.p[0] != ':'))
			continue;
		*value = str_trim(str_sub(line, 1, line.n));
		while (value->n && strchr("\"', ", value->p[value->n - 1]))
			value->n--;
		while (value->n && strchr("\"'", value->p[0]))
			*value = str_sub(*value, 1, value->n);
		return true;
	}
	return false;
}

/* The file from each directory above, and where builds keep resources. */
static bool
find_file(
    struct crypto_thread *t, struct str file, struct str key, struct str *value)
{
	static const char *const below[] = { "", "src/main/resources/",
		"resources/", "config/" };
	struct str dir = t->unit.name;
	size_t slash;

	do {
		slash = str_rchr(dir, '/');
		dir = str_sub(dir, 0, slash == STR_NONE ? 0 : slash);
		for (size_t i = 0; i < LEN(below); i++) {
			buf_reset(&t->path);
			buf_reset(&t->text);
			if (t->reads == 0)
				return false;
			t->reads--;
			if (buf_adds(&t->path, dir) < 0 ||
			    (dir.n && buf_addc(&t->path, '/') < 0) ||
			    buf_addz(&t->path, below[i]) < 0 ||
			    buf_adds(&t->path, file) < 0 ||
			    sibling_read(
				t->sibling, buf_str(&t->path), &t->text) != 1)
				continue;
			if (find_property(buf_str(&t->text), key, value))
				return true;
		}
	} while (dir.n);
	return false;
}

static bool
is_settings(struct str s)
{
	static const char *const ends[] = { ".properties", ".yml", ".yaml",
		".env", ".json", ".ini", ".conf", ".cfg", ".toml" };

	for (size_t i = 0; i < LEN(ends); i++)
		if (str_ends(s, str_of(ends[i])) && s.n < 200)
			return true;
	return false;
}

/* A setting, from the files that the source names, or the usual ones. */
static bool
crypto_property(void *arg, struct str key, struct str *value)
{
	static const char *const usual[] = { "application.properties",
		"application.yml", ".env", "config.properties", "config.json" };
	struct crypto_thread *t = arg;
	const struct ast *a = t->unit.ast;
	bool named = false;

	for (size_t i = 0; i < a->n; i++) {
		struct str s;

		if (a->v[i].role != AST_STRING)
			continue;
		s = expr_unquote(&t->unit, unit_text(&t->unit, a->v[i].at));
		while (str_starts(s, STR("/")) || str_starts(s, STR("./")))
			s = str_sub(s, s.p[0] == '/' ? 1 : 2, s.n);
		if (str_starts(s, STR("classpath:")))
			s = str_sub(s, 10, s.n);
		if (!is_settings(s))
			continue;
		named = true;
		if (find_file(t, s, key, value))
			return true;
	}
	for (size_t i = 0; i < LEN(usual) && !named; i++)
		if (find_file(t, str_of(usual[i]), key, value))
			return true;
	return false;
}

static int
judge_source(struct crypto_thread *t, const struct crypto_lang *l,
    const struct blob *b, struct emit *e)
{
	struct where w = { 0 };
	const struct ast_lang *ready = crypto_ready(l, &w);
	const struct ast *a;
	const char *why = NULL;
	struct unit *u = &t->unit;

	if (ready == NULL)
		return emit_unread(e, "the query of its language is wrong");
	if ((a = ast_parse(t->ast, ready, b->bytes, &why)) == NULL)
		return emit_unread(e, why);
	u->name = b->name;
	u->spaces = l->spaces;
	u->bare = l->bare;
	u->property = crypto_property;
	u->arg = t;
	t->sibling = b->sibling;
	t->reads = READS_MAX;
	if (unit_bind(u, a, b->bytes) < 0)
		return -1;
	t->say.m = t->m;
	t->say.u = u;
	t->say.e = e;
	t->say.ntold = 0;
	t->say.mac = (struct span){ 0, 0 };
	if (sights(t->m, l->calls, u, crypto_say, &t->say) < 0)
		return -1;
	if (a->cut)
		return emit_unread(
		    e, "it has too many expressions, or nests them too deeply");
	if (u->starved)
		return emit_unread(e, "its values take too many steps");
	return 0;
}

static int
crypto_judge(const void *model, void *thread, const struct blob *b,
    const struct hit *hits, size_t nhits, struct emit *e)
{
	const struct crypto_model *m = model;
	const struct crypto_lang *l = crypto_lang(m, b->name, b->kind);

	if (l == NULL || b->in_name || b->binary ||
	    !is_triggered(m, l, b->bytes, hits, nhits))
		return 0;
	if (!b->first || !b->last)
		return b->first ? emit_unread(e,
				      "it is too large to be "
				      "parsed") :
				  0;
	return judge_source(thread, l, b, e);
}

const struct detector crypto_detector = {
	.name = "crypto",
	.margin = 256,
	.open = crypto_open,
	.close = crypto_close,
	.literals = crypto_literals,
	.rules = crypto_rules,
	.thread_new = crypto_thread_new,
	.thread_free = crypto_thread_free,
	.wanted = crypto_wanted,
	.judge = crypto_judge,
};
