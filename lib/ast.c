#include "base.h"
#include "ast.h"
#include "str.h"
#include "vec.h"

#include <tree_sitter/api.h>

#define LISTS_MAX (64u << 20)
#define MATCHES_AT_ONCE 65536u /* of the query, in progress */

#define GRAMMARS(X) \
	X("bash", tree_sitter_bash) \
	X("c", tree_sitter_c) \
	X("cpp", tree_sitter_cpp) \
	X("csharp", tree_sitter_c_sharp) \
	X("go", tree_sitter_go) \
	X("java", tree_sitter_java) \
	X("javascript", tree_sitter_javascript) \
	X("kotlin", tree_sitter_kotlin) \
	X("php", tree_sitter_php) \
	X("powershell", tree_sitter_powershell) \
	X("python", tree_sitter_python) \
	X("ruby", tree_sitter_ruby) \
	X("rust", tree_sitter_rust) \
	X("scala", tree_sitter_scala) \
	X("swift", tree_sitter_swift) \
	X("tsx", tree_sitter_tsx) \
	X("typescript", tree_sitter_typescript)

#define DECLARE(name, function) const TSLanguage *function(void);
GRAMMARS(DECLARE)

static const struct {
	const char *name;
	const TSLanguage *(*language)(void);
} grammars[] = {
#define ROW(name, function) { name, function },
	GRAMMARS(ROW)
};

static const char *const roles[AST_ROLES] = { "", "assign", "binary", "block",
	"call", "choice", "class", "function", "import", "index", "list",
	"loop", "macro", "member", "id", "new", "number", "pair", "param",
	"return", "same", "string", "template", "text", "word" };
/* The last one is the name itself. */
static const char *const parts[AST_PARTS + 1] = { "alias", "args", "body",
	"else", "left", "object", "path", "type", "value", "name" };

/* What a capture is: a role, or behind AST_ROLES a part. */
struct ast_lang {
	const TSLanguage *language;
	TSQuery *query;
	uint8_t *capture;
};

struct ast_thread {
	TSParser *parser;
	TSQueryCursor *cursor;
	TSTreeCursor walk;
	bool walking;
	struct ast ast;
	struct ast_node *list; /* being gathered */
	size_t nlist, caplist;
};

static size_t
find_grammar(struct str name)
{
	size_t i;

	for (i = 0; i < LEN(grammars); i++)
		if (str_eqz(name, grammars[i].name))
			break;
	return i;
}

bool
ast_has(struct str grammar)
{
	return find_grammar(grammar) < LEN(grammars);
}

static int
meaning(const char *name, size_t n)
{
	struct str s = { name, n };

	for (int i = 1; i < AST_ROLES; i++)
		if (str_eqz(s, roles[i]))
			return i;
	for (int i = 0; i <= AST_PARTS; i++)
		if (str_eqz(s, parts[i]))
			return AST_ROLES + i;
	return -1;
}

static int
read_captures(struct ast_lang *l, struct where *w)
{
	uint32_t n = ts_query_capture_count(l->query), len;

	if ((l->capture = calloc(n + 1, 1)) == NULL)
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		const char *name =
		    ts_query_capture_name_for_id(l->query, i, &len);
		int what = meaning(name, len);

		if (what < 0) {
			snprintf(w->why, sizeof(w->why),
			    "unknown capture '@%.*s'", (int)len, name);
			return -1;
		}
		l->capture[i] = (uint8_t)what;
	}
	return 0;
}

static void
query_error(struct where *w, struct str query, uint32_t at, TSQueryError e)
{
	static const char *const why[] = { "", "is no query", "no such node",
		"no such field", "no such capture", "can never match",
		"is for another grammar" };

	w->line = 1;
	for (uint32_t i = 0; i < at && i < query.n; i++)
		w->line += query.p[i] == '\n';
	snprintf(w->why, sizeof(w->why), "%s: '%.*s'",
	    (size_t)e < LEN(why) ? why[e] : "is wrong",
	    FMT(str_sub(query, at, at + 24)));
	w->why[strcspn(w->why, "\n")] = '\0';
}

struct ast_lang *
ast_lang_new(struct str grammar, struct str query, struct where *w)
{
	struct ast_lang *l = calloc(1, sizeof(*l));
	size_t i = find_grammar(grammar);
	TSQueryError e = TSQueryErrorNone;
	uint32_t at = 0;

	*w = (struct where){ 0 };
	if (l == NULL || i == LEN(grammars) || query.n > AST_BYTES_MAX) {
		snprintf(w->why, sizeof(w->why), "no grammar '%.*s'",
		    FMT(str_sub(grammar, 0, 40)));
		free(l);
		return NULL;
	}
	l->language = grammars[i].language();
	l->query =
	    ts_query_new(l->language, query.p, (uint32_t)query.n, &at, &e);
	if (l->query == NULL)
		query_error(w, query, at, e);
	else if (read_captures(l, w) == 0)
		return l;
	ast_lang_free(l);
	return NULL;
}

void
ast_lang_free(struct ast_lang *l)
{
	if (l == NULL)
		return;
	if (l->query)
		ts_query_delete(l->query);
	free(l->capture);
	free(l);
}

struct ast_thread *
ast_thread_new(void)
{
	struct ast_thread *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	t->parser = ts_parser_new();
	t->cursor = ts_query_cursor_new();
	t->ast.mem.max = LISTS_MAX;
	ts_query_cursor_set_match_limit(t->cursor, MATCHES_AT_ONCE);
	/* A query costs each node its depth: this keeps it linear. */
	ts_query_cursor_set_max_start_depth(t->cursor, AST_DEPTH_MAX);
	return t;
}

void
ast_thread_free(struct ast_thread *t)
{
	if (t == NULL)
		return;
	ts_parser_delete(t->parser);
	ts_query_cursor_delete(t->cursor);
	if (t->walking)
		ts_tree_cursor_delete(&t->walk);
	arena_free(&t->ast.mem);
	free(t->ast.v);
	free(t->ast.slot);
	free(t->list);
	free(t);
}

static struct ast_node
node_of(TSNode n)
{
	return (struct ast_node){ n.id, ts_node_start_byte(n),
		ts_node_end_byte(n) };
}

/* The named children of a node that are no comments. */
static int
children(struct ast_thread *t, TSNode of, struct ast_item *it)
{
	struct ast_node *v;

	t->nlist = 0;
	if (t->walking)
		ts_tree_cursor_reset(&t->walk, of);
	else
		t->walk = ts_tree_cursor_new(of);
	t->walking = true;
	for (bool on = ts_tree_cursor_goto_first_child(&t->walk); on;
	     on = ts_tree_cursor_goto_next_sibling(&t->walk)) {
		TSNode n = ts_tree_cursor_current_node(&t->walk);

		if (!ts_node_is_named(n) || ts_node_is_extra(n))
			continue;
		if (t->nlist == AST_CHILDREN_MAX) {
			t->ast.cut = true;
			break;
		}
		if (vec_room(&t->list, &t->caplist, t->nlist + 1,
			sizeof(*t->list)) < 0)
			return -1;
		t->list[t->nlist++] = node_of(n);
	}
	if (t->nlist == 0)
		return 0;
	if ((v = arena_new(&t->ast.mem, t->nlist * sizeof(*v))) == NULL) {
		t->ast.cut = true;
		return 0;
	}
	memcpy(v, t->list, t->nlist * sizeof(*v));
	it->child = v;
	it->nchild = t->nlist;
	return 0;
}

static bool
has_children(enum ast_role r)
{
	return r == AST_LIST || r == AST_TEMPLATE;
}

static int
take_match(
    struct ast_thread *t, const struct ast_lang *l, const TSQueryMatch *m)
{
	struct ast_item it = { .role = AST_NONE };
	TSNode list = { .id = NULL };

	for (uint16_t i = 0; i < m->capture_count; i++) {
		TSNode n = m->captures[i].node;
		unsigned what = l->capture[m->captures[i].index];

		if (what < AST_ROLES) {
			it.role = (enum ast_role)what;
			it.at = node_of(n);
			if (has_children(it.role))
				list = n;
		} else if (what == AST_ROLES + AST_PARTS) {
			it.name = node_of(n);
		} else {
			it.part[what - AST_ROLES] = node_of(n);
			if (what == AST_ROLES + AST_ARGS)
				list = n;
		}
	}
	if (it.role == AST_NONE)
		return 0;
	if (t->ast.n == AST_ITEMS_MAX) {
		t->ast.cut = true;
		return 0;
	}
	if ((list.id && children(t, list, &it) < 0) ||
	    vec_room(&t->ast.v, &t->ast.cap, t->ast.n + 1, sizeof(*t->ast.v)) <
		0)
		return -1;
	t->ast.v[t->ast.n++] = it;
	return 0;
}

static size_t
parts_of(const struct ast_item *it)
{
	size_t n = it->name.id != NULL;

	for (size_t i = 0; i < AST_PARTS; i++)
		n += it->part[i].id != NULL;
	return n;
}

/* By place, the outer one first; of one node by role, the fuller first. */
static int
by_place(const void *x, const void *y)
{
	const struct ast_item *a = x, *b = y;

	if (a->at.from != b->at.from)
		return a->at.from < b->at.from ? -1 : 1;
	if (a->at.to != b->at.to)
		return a->at.to > b->at.to ? -1 : 1;
	if (a->role != b->role)
		return a->role < b->role ? -1 : 1;
	if (parts_of(a) != parts_of(b))
		return parts_of(a) > parts_of(b) ? -1 : 1;
	return (a->name.from > b->name.from) - (a->name.from < b->name.from);
}

static size_t
slot_of(const struct ast *a, const void *id)
{
	uint64_t h = (uint64_t)(uintptr_t)id * UINT64_C(0x9e3779b97f4a7c15);

	return (size_t)(h >> 20) & (a->nslot - 1);
}

static bool
is_value(enum ast_role r)
{
	return r != AST_BLOCK && r != AST_CLASS && r != AST_IMPORT &&
	    r != AST_LOOP && r != AST_PARAM && r != AST_RETURN;
}

/* An array that has its values is what they are; a string of parts is no
   plain one. */
static bool
is_better(enum ast_role is, enum ast_role than)
{
	return (is == AST_SAME && than == AST_NEW) ||
	    (is == AST_TEMPLATE && than == AST_STRING);
}

/* Of two patterns that match one node, the first in the order counts;
   functions and imports may come several times for what they name. */
static int
index_items(struct ast *a)
{
	size_t want = 64, kept = 0;

	qsort(a->v, a->n, sizeof(*a->v), by_place);
	for (size_t i = 0; i < a->n; i++) {
		const struct ast_item *last = kept ? &a->v[kept - 1] : NULL;

		if (last && last->at.id == a->v[i].at.id &&
		    last->role == a->v[i].role && last->role != AST_IMPORT &&
		    last->role != AST_ASSIGN && last->role != AST_PARAM)
			continue;
		a->v[kept++] = a->v[i];
	}
	a->n = kept;
	while (want < a->n * 2)
		want *= 2;
	if (want > a->nslot) {
		free(a->slot);
		a->nslot = 0;
		if ((a->slot = malloc(want * sizeof(*a->slot))) == NULL)
			return -1;
		a->nslot = want;
	}
	memset(a->slot, 0xff, a->nslot * sizeof(*a->slot));
	for (size_t i = 0; i < a->n; i++) {
		size_t s = slot_of(a, a->v[i].at.id);

		if (!is_value(a->v[i].role))
			continue;
		while (a->slot[s] != UINT32_MAX &&
		    a->v[a->slot[s]].at.id != a->v[i].at.id)
			s = (s + 1) & (a->nslot - 1);
		if (a->slot[s] == UINT32_MAX ||
		    is_better(a->v[i].role, a->v[a->slot[s]].role))
			a->slot[s] = (uint32_t)i;
	}
	return 0;
}

const struct ast_item *
ast_at(const struct ast *a, struct ast_node n)
{
	if (n.id == NULL || a->n == 0)
		return NULL;
	for (size_t s = slot_of(a, n.id); a->slot[s] != UINT32_MAX;
	     s = (s + 1) & (a->nslot - 1))
		if (a->v[a->slot[s]].at.id == n.id)
			return &a->v[a->slot[s]];
	return NULL;
}

struct steps {
	struct str source;
	uint64_t left;
};

static const char *
read_source(void *arg, uint32_t at, TSPoint where, uint32_t *n)
{
	struct steps *s = arg;

	(void)where;
	*n = at < s->source.n ? (uint32_t)s->source.n - at : 0;
	return *n ? s->source.p + at : "";
}

/* Called every hundred steps or so: a count, where a clock would make two
   runs differ. */
static bool
one_more(TSParseState *state)
{
	struct steps *s = state->payload;

	return s->left-- == 0;
}

/* Is a node deeper than the query goes? A short source has none. */
static bool
is_deep(TSTree *tree, size_t n)
{
	TSTreeCursor c;
	bool on = n >= 2 * (size_t)AST_DEPTH_MAX, deep = false;
	size_t depth = 0;

	if (!on)
		return false;
	c = ts_tree_cursor_new(ts_tree_root_node(tree));
	while (on && !deep) {
		if (ts_tree_cursor_goto_first_child(&c)) {
			deep = ++depth > AST_DEPTH_MAX;
			continue;
		}
		while (on && !ts_tree_cursor_goto_next_sibling(&c)) {
			on = ts_tree_cursor_goto_parent(&c);
			depth -= on;
		}
	}
	ts_tree_cursor_delete(&c);
	return deep;
}

static int
run_query(struct ast_thread *t, const struct ast_lang *l, TSTree *tree)
{
	TSQueryMatch m;
	int rc = 0;

	ts_query_cursor_exec(t->cursor, l->query, ts_tree_root_node(tree));
	while (rc == 0 && ts_query_cursor_next_match(t->cursor, &m))
		rc = take_match(t, l, &m);
	t->ast.cut |= ts_query_cursor_did_exceed_match_limit(t->cursor);
	return rc;
}

const struct ast *
ast_parse(struct ast_thread *t, const struct ast_lang *l, struct str source,
    const char **why)
{
	struct steps s = { source, 1000 + source.n * AST_STEPS_MAX / 100 };
	const TSParseOptions options = { .payload = &s,
		.progress_callback = one_more };
	const TSInput input = { .payload = &s,
		.read = read_source,
		.encoding = TSInputEncodingUTF8 };
	TSTree *tree;
	int rc;

	*why = "it is too large to be parsed";
	if (source.n > AST_BYTES_MAX)
		return NULL;
	t->ast.n = 0;
	t->ast.cut = false;
	arena_reset(&t->ast.mem);
	*why = "its grammar is of another version";
	if (!ts_parser_set_language(t->parser, l->language))
		return NULL;
	ts_parser_reset(t->parser);
	*why = "its syntax takes too many steps";
	tree = ts_parser_parse_with_options(t->parser, NULL, input, options);
	if (tree == NULL)
		return NULL;
	rc = run_query(t, l, tree);
	t->ast.cut |= is_deep(tree, source.n);
	if (rc == 0)
		rc = index_items(&t->ast);
	ts_tree_delete(tree);
	*why = "out of memory";
	return rc == 0 ? &t->ast : NULL;
}
