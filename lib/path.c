#include "base.h"
#include "str.h"
#include "expr.h"

struct path {
	char p[UNIT_PATH_MAX];
	size_t n;
};

static void build(
    struct unit *u, struct ast_node n, struct path *out, unsigned depth);

static void
add(struct path *p, struct str s)
{
	for (size_t i = 0; i < s.n && p->n < sizeof(p->p); i++) {
		char c = s.p[i];

		if (c == '<' || c == '(' || c == '[' || c == '\n')
			break;
		if (c == ':' || c == '\\' || c == '>' || c == '.') {
			if (p->n && p->p[p->n - 1] != '.')
				p->p[p->n++] = '.';
		} else if (c != '-' && c != ' ' && c != '?' && c != '$' &&
		    c != '!' && c != '&' && c != '*' && c != '@')
			p->p[p->n++] = c;
	}
}

/* A dotted name whose head may be an import's. */
static void
add_imported(struct unit *u, struct str text, struct path *out, unsigned depth)
{
	size_t end = 0;
	const struct import *im;

	while (end < text.n && text.p[end] != '.' && text.p[end] != ':' &&
	    text.p[end] != '\\' && text.p[end] != '<')
		end++;
	im = unit_import(u, str_sub(text, 0, end));
	if (im && im->from.id && depth) {
		build(u, im->from, out, depth - 1);
		if (im->path.n) {
			add(out, STR("."));
			add(out, im->path);
		}
		add(out, str_sub(text, end, text.n));
	} else if (im) {
		add(out, im->path);
		add(out, str_sub(text, end, text.n));
	} else
		add(out, text);
}

/* What a factory's path makes: "a.B.getInstance" makes a.B. */
static void
drop_factory(struct path *p)
{
	size_t dot = str_rchr((struct str){ p->p, p->n }, '.');

	if (dot != STR_NONE && dot + 1 < p->n && p->p[dot + 1] >= 'a' &&
	    p->p[dot + 1] <= 'z')
		p->n = dot;
}

static bool
is_type(struct str t)
{
	static const char *const none[] = { "var", "auto", "val", "let",
		"const", "Object", "dynamic", "any" };

	for (size_t i = 0; i < LEN(none); i++)
		if (str_eqz(t, none[i]))
			return false;
	return t.n > 0;
}

/* The path of the type of a variable. */
static bool
of_variable(struct unit *u, struct str name, struct path *out, unsigned depth)
{
	size_t n;
	const struct bound *b = unit_find(&u->defs, name, &n);

	for (size_t i = 0; i < n; i++) {
		const struct ast_item *d = &u->ast->v[b[i].item];
		struct str type = unit_text(u, d->part[AST_TYPE]);

		if (d->role == AST_CALL || !is_type(type))
			continue;
		add_imported(u, type, out, depth);
		return true;
	}
	for (size_t i = n; i-- > 0;) {
		const struct ast_item *d = &u->ast->v[b[i].item], *v;

		v = ast_at(u->ast, d->part[AST_VALUE]);
		if (d->role == AST_CALL || v == NULL || depth == 0)
			continue;
		build(u, d->part[AST_VALUE], out, depth - 1);
		return true;
	}
	if (n)
		add(out, STR("?"));
	return n > 0;
}

static void
of_call(
    struct unit *u, const struct ast_item *it, struct path *out, unsigned depth)
{
	struct str name = unit_text(u, it->name);
	const struct ast_item *arg;

	if (it->part[AST_OBJECT].id) {
		build(u, it->part[AST_OBJECT], out, depth - 1);
		add(out, STR("."));
		add(out, name);
	} else if ((str_eqz(name, "require") || str_eqz(name, "import")) &&
	    it->nchild && (arg = ast_at(u->ast, it->child[0])) &&
	    arg->role == AST_STRING) {
		struct str s = expr_unquote(u, unit_text(u, arg->at));

		if (str_starts(s, STR("node:")))
			s = str_sub(s, 5, s.n);
		add(out, s);
		return;
	} else
		add_imported(u, name, out, depth);
}

static void
of_member(
    struct unit *u, const struct ast_item *it, struct path *out, unsigned depth)
{
	struct str object = unit_text(u, it->part[AST_OBJECT]);
	struct str name = unit_text(u, it->name);

	/* A field of this object is known by its own type. */
	if ((str_eqz(object, "this") || str_eqz(object, "self") ||
		str_eqz(object, "$this")) &&
	    of_variable(u, name, out, depth))
		return;
	build(u, it->part[AST_OBJECT], out, depth - 1);
	add(out, STR("."));
	add(out, name);
}

static void
build(struct unit *u, struct ast_node n, struct path *out, unsigned depth)
{
	const struct ast_item *it = ast_at(u->ast, n);
	struct str text = unit_text(u, n);

	if (depth == 0 || !unit_step(u)) {
		add(out, STR("?"));
		return;
	}
	if (it == NULL) {
		if (text.n < UNIT_PATH_MAX)
			add_imported(u, text, out, depth);
		return;
	}
	switch (it->role) {
	case AST_SAME:
	case AST_ASSIGN: build(u, it->part[AST_VALUE], out, depth - 1); break;
	case AST_NAME:
		text = expr_word(text);
		if (unit_import(u, text) || !of_variable(u, text, out, depth))
			add_imported(u, text, out, depth);
		break;
	case AST_MEMBER: of_member(u, it, out, depth); break;
	case AST_NEW: of_call(u, it, out, depth); break;
	case AST_CALL:
		of_call(u, it, out, depth);
		if (!str_eqz(unit_text(u, it->name), "require"))
			drop_factory(out);
		break;
	default: add(out, STR("?"));
	}
}

static struct str
keep(struct unit *u, const struct path *p)
{
	struct str s = arena_str(&u->mem, (struct str){ p->p, p->n });

	return s.p ? s : STR("?");
}

struct str
path_of(struct unit *u, struct ast_node n)
{
	struct path p = { .n = 0 };

	build(u, n, &p, EXPR_DEPTH);
	return keep(u, &p);
}

struct str
path_called(struct unit *u, const struct ast_item *it)
{
	struct path p = { .n = 0 };

	if (it->role == AST_MEMBER)
		of_member(u, it, &p, EXPR_DEPTH);
	else if (it->role == AST_NAME)
		add_imported(
		    u, expr_word(unit_text(u, it->at)), &p, EXPR_DEPTH);
	else
		of_call(u, it, &p, EXPR_DEPTH);
	return keep(u, &p);
}

const struct ast_item *
expr_receiver(struct unit *u, const struct ast_item *it)
{
	struct ast_node n = it->part[AST_OBJECT];

	for (unsigned depth = 0; n.id && depth < EXPR_DEPTH; depth++) {
		const struct ast_item *o = ast_at(u->ast, n);
		const struct bound *b;
		size_t k = 0;

		if (o == NULL)
			return NULL;
		if (o->role == AST_CALL || o->role == AST_NEW)
			return o;
		if (o->role == AST_SAME) {
			n = o->part[AST_VALUE];
			continue;
		}
		if (o->role != AST_NAME && o->role != AST_MEMBER)
			return NULL;
		b = unit_find(&u->defs,
		    expr_word(
			unit_text(u, o->role == AST_NAME ? o->at : o->name)),
		    &k);
		n = (struct ast_node){ .id = NULL };
		/* The last one before, else any that has a value. */
		for (size_t i = 0; i < k; i++) {
			const struct ast_item *d = &u->ast->v[b[i].item];

			if (d->part[AST_VALUE].id &&
			    (n.id == NULL || d->at.to <= it->at.from))
				n = d->part[AST_VALUE];
		}
	}
	return NULL;
}
