#include "base.h"
#include "str.h"
#include "expr_in.h"

enum { TEXT_MAX = 4096 }; /* bytes of a constant that is put together */

/* The definitions of a name, in order of place. */
struct found {
	const struct bound *v;
	size_t n;
};

void
expr_put(struct vals *out, struct val v)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i].kind == v.kind &&
		    str_eq(out->v[i].text, v.text) &&
		    (v.kind == VAL_TEXT || v.kind == VAL_NAME ||
			out->v[i].item == v.item))
			return;
	if (out->n == EXPR_MAX)
		out->unknown = true;
	else
		out->v[out->n++] = v;
}

static void
put_text(struct vals *out, struct str s, const struct ast_item *it)
{
	expr_put(out, (struct val){ VAL_TEXT, s, it });
}

struct str
expr_word(struct str s)
{
	size_t to = s.n, from;

	for (from = to; from > 0; from--) {
		char c = s.p[from - 1];

		if (c != '_' && !(c & 0x80) && !(c >= '0' && c <= '9') &&
		    !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			break;
	}
	return str_sub(s, from, to);
}

static size_t
escape(struct str s, size_t at, char *out)
{
	static const char from[] = "ntr0abfv", to[] = "\n\t\r\0\a\b\f\v";
	const char *p = s.p[at] ? strchr(from, s.p[at]) : NULL;

	if (s.p[at] == 'x' && s.n - at > 2 && str_hex(s.p[at + 1]) >= 0 &&
	    str_hex(s.p[at + 2]) >= 0) {
		*out = (char)(unsigned char)(str_hex(s.p[at + 1]) * 16 +
		    str_hex(s.p[at + 2]));
		return 3;
	}
	*out = s.p[at];
	if (p)
		*out = to[p - from];
	return 1;
}

struct str
expr_unquote(struct unit *u, struct str s)
{
	char out[TEXT_MAX];
	size_t from = 0, n = 0;
	char quote;

	/* A symbol is its name. */
	if (s.n > 1 && s.p[0] == ':' && !strchr("\"':", s.p[1]))
		return str_sub(s, 1, s.n);
	while (from < s.n && !strchr("\"'`", s.p[from]) && from < 12)
		from++;
	if (from == s.n || !strchr("\"'`", s.p[from]))
		return s;
	quote = s.p[from];
	while (from < s.n && s.p[from] == quote && s.n > from + 1)
		from++;
	while (s.n > from && (s.p[s.n - 1] == quote || s.p[s.n - 1] == '#'))
		s.n--;
	for (size_t i = from; i < s.n && n < sizeof(out);) {
		if (s.p[i] == '\\' && i + 1 < s.n)
			i += 1 + escape(s, i + 1, &out[n++]);
		else
			out[n++] = s.p[i++];
	}
	s = arena_str(&u->mem, (struct str){ out, n });
	return s.p ? s : STR("");
}

/* A number in decimal, without what languages put behind or between. */
static struct str
number(struct unit *u, struct str s)
{
	char digits[32], out[32];
	size_t n = 0;
	unsigned long long v;
	char *end;

	if (s.n == 0 || s.p[0] < '0' || s.p[0] > '9')
		return s;
	for (size_t i = 0; i < s.n && n + 1 < sizeof(digits); i++)
		if (s.p[i] != '_' && s.p[i] != '\'')
			digits[n++] = s.p[i];
	digits[n] = '\0';
	v = strtoull(digits, &end, 0);
	if (end == digits || *end == '.' || ((*end | 0x20) == 'e'))
		return s;
	snprintf(out, sizeof(out), "%llu", v);
	s = arena_str(&u->mem, str_of(out));
	return s.p ? s : STR("");
}

static bool
is_number(struct str s, uint64_t *n)
{
	return str_num(s, UINT32_MAX, n) == 0;
}

void
expr_join(struct unit *u, struct str a, struct str b, struct vals *out)
{
	struct buf t = { .max = TEXT_MAX };
	struct str s = { NULL, 0 };

	if (buf_adds(&t, a) == 0 && buf_adds(&t, b) == 0)
		s = arena_str(&u->mem, t.n ? buf_str(&t) : STR(""));
	buf_free(&t);
	if (s.p)
		put_text(out, s, NULL);
	else
		out->unknown = true;
}

static void
count(struct unit *u, struct str op, uint64_t a, uint64_t b, struct vals *out)
{
	char text[32];
	struct str s;
	uint64_t r;

	switch (op.n ? op.p[0] : 0) {
	case '+': r = a + b; break;
	case '-': r = a - b; break;
	case '*': r = op.n == 2 && b < 32 ? UINT64_C(1) << b : a * b; break;
	case '/': r = b ? a / b : 0; break;
	case '<': r = b < 40 ? a << b : 0; break;
	case '|': r = a | b; break;
	default: out->unknown = true; return;
	}
	snprintf(text, sizeof(text), "%llu", (unsigned long long)r);
	s = arena_str(&u->mem, str_of(text));
	put_text(out, s.p ? s : STR(""), NULL);
}

static void
combine(
    struct unit *u, const struct ast_item *it, struct vals *out, unsigned depth)
{
	struct vals a = { .n = 0 }, b = { .n = 0 };
	struct str op = str_trim(
	    str_sub(u->src, it->part[AST_LEFT].to, it->part[AST_VALUE].from));
	uint64_t x, y;

	expr_eval(u, it->part[AST_LEFT], &a, depth);
	expr_eval(u, it->part[AST_VALUE], &b, depth);
	if (str_eqz(op, "||") || str_eqz(op, "??") || str_eqz(op, "or") ||
	    str_eqz(op, "?:")) {
		for (size_t i = 0; i < a.n + b.n; i++)
			expr_put(out, i < a.n ? a.v[i] : b.v[i - a.n]);
		out->unknown |= a.unknown || a.n == 0;
		return;
	}
	out->unknown |= a.unknown || b.unknown || a.n == 0 || b.n == 0;
	for (size_t i = 0; i < a.n; i++)
		for (size_t k = 0; k < b.n && unit_step(u); k++) {
			struct val *l = &a.v[i], *r = &b.v[k];

			if (l->kind != VAL_TEXT || r->kind != VAL_TEXT)
				expr_put(out,
				    (struct val){
					VAL_NAME, unit_text(u, it->at), it });
			else if (is_number(l->text, &x) &&
			    is_number(r->text, &y))
				count(u, op, x, y, out);
			else if (str_eqz(op, "*") && is_number(r->text, &y))
				put_text(out, l->text, it);
			else if (str_eqz(op, "+") || str_eqz(op, ".") ||
			    str_eqz(op, "&") || op.n == 0)
				expr_join(u, l->text, r->text, out);
			else
				out->unknown = true;
		}
}

static void
from_calls(struct unit *u, uint32_t param, struct vals *out, unsigned depth)
{
	const struct ast_item *p = &u->ast->v[param], *f;
	uint32_t in = u->function[param];
	size_t n = 0, place = SIZE_MAX;
	const struct bound *b;
	struct ast_node arg;

	if (p->part[AST_VALUE].id)
		expr_eval(u, p->part[AST_VALUE], out, depth);
	if (in == UNIT_NONE) {
		out->unknown = true;
		return;
	}
	f = &u->ast->v[in];
	for (size_t i = 0; i < f->nchild; i++)
		if (f->child[i].from <= p->at.from &&
		    p->at.to <= f->child[i].to)
			place = i;
	b = f->name.id ?
	    unit_find(&u->calls, expr_word(unit_text(u, f->name)), &n) :
	    NULL;
	/* "self" is not passed. */
	if (place != SIZE_MAX && place > 0 && f->nchild &&
	    (str_eqz(unit_text(u, f->child[0]), "self") ||
		str_eqz(unit_text(u, f->child[0]), "cls")))
		place--;
	out->unknown |= n == 0 && out->n == 0;
	for (size_t i = 0; b && i < n && unit_step(u); i++) {
		const struct ast_item *c = &u->ast->v[b[i].item];

		if (expr_arg(u, c, place, &arg) ||
		    expr_named(u, c, expr_word(unit_text(u, p->name)), &arg))
			expr_eval(u, arg, out, depth);
	}
}

static void
from_def(struct unit *u, uint32_t d, struct vals *out, unsigned depth)
{
	const struct ast_item *it = &u->ast->v[d];
	struct str raw;

	switch (it->role) {
	case AST_PARAM: from_calls(u, d, out, depth); break;
	case AST_CALL: /* strcpy(to, from) */
		if (it->nchild > 1)
			expr_eval(u, it->child[1], out, depth);
		break;
	case AST_MACRO:
		raw = str_trim(unit_text(u, it->part[AST_VALUE]));
		while (raw.n > 1 && raw.p[0] == '(' && raw.p[raw.n - 1] == ')')
			raw = str_sub(raw, 1, raw.n - 1);
		if (raw.n &&
		    (raw.p[0] == '"' || raw.p[0] == '\'' ||
			(raw.n > 2 && raw.p[0] == 'L' && raw.p[1] == '"')))
			put_text(out, expr_unquote(u, raw), it);
		else if (raw.n && raw.p[0] >= '0' && raw.p[0] <= '9')
			put_text(out, number(u, raw), it);
		else if (raw.n)
			expr_put(out, (struct val){ VAL_NAME, raw, it });
		break;
	default: expr_eval(u, it->part[AST_VALUE], out, depth);
	}
}

static bool
gives(const struct ast_item *it)
{
	return it->role == AST_PARAM || it->role == AST_CALL ||
	    it->part[AST_VALUE].id != NULL;
}

static bool
on_this(struct str left)
{
	return str_starts(left, STR("this")) || str_starts(left, STR("self")) ||
	    str_starts(left, STR("$this")) || str_starts(left, STR("@"));
}

/* The definitions of a name that reach a place, in one function. */
static bool
reaching(struct unit *u, const struct found *all, uint32_t function,
    uint32_t use, struct vals *out, unsigned depth)
{
	const struct bound *b = all->v;
	size_t n = all->n;
	uint32_t at = u->ast->v[use].at.from;
	bool any = false;

	for (size_t i = n; i-- > 0 && unit_step(u);) {
		const struct ast_item *d = &u->ast->v[b[i].item];

		if (u->function[b[i].item] != function)
			continue;
		any = true;
		if (d->at.to > at || !gives(d))
			continue;
		from_def(u, b[i].item, out, depth);
		if (unit_inside(u, u->block[b[i].item], use))
			return true;
	}
	if (any && out->n == 0 && !out->unknown)
		for (size_t i = 0; i < n && unit_step(u); i++)
			if (u->function[b[i].item] == function &&
			    gives(&u->ast->v[b[i].item]))
				from_def(u, b[i].item, out, depth);
	return any;
}

/* Fields, globals and constants of classes: all that is ever assigned. */
static bool
global(struct unit *u, const struct bound *b, size_t n, struct vals *out,
    unsigned depth)
{
	bool declared = false, any = false;

	for (size_t i = 0; i < n; i++)
		declared |= u->function[b[i].item] == UNIT_NONE;
	for (size_t i = 0; i < n && unit_step(u); i++) {
		const struct ast_item *d = &u->ast->v[b[i].item];
		bool here = u->function[b[i].item] == UNIT_NONE;

		if (!here && !on_this(unit_text(u, d->part[AST_LEFT])) &&
		    !(declared && d->role == AST_ASSIGN &&
			d->part[AST_TYPE].id == NULL))
			continue;
		any = true;
		if (gives(d) && (here || d->role != AST_PARAM))
			from_def(u, b[i].item, out, depth);
	}
	if (any && out->n == 0)
		out->unknown = true;
	return any;
}

static bool
by_name(struct unit *u, struct str name, const struct ast_item *use,
    struct vals *out, unsigned depth)
{
	uint32_t at = (uint32_t)(use - u->ast->v), f = u->function[at];
	size_t n;
	const struct bound *b = unit_find(&u->defs, name, &n);
	const struct found all = { b, n };

	for (unsigned i = 0; n && f != UNIT_NONE && i < EXPR_DEPTH; i++) {
		if (reaching(u, &all, f, at, out, depth))
			return true;
		f = u->function[f];
	}
	return n && global(u, b, n, out, depth);
}

static bool
is_dollar(const struct unit *u, struct ast_node n)
{
	struct str s = unit_text(u, n);

	return s.n > 1 && s.p[0] == '$' && expr_word(s).n == s.n - 1;
}

static void
glue(
    struct unit *u, const struct ast_item *it, struct vals *out, unsigned depth)
{
	struct vals all = { .n = 0 };

	put_text(&all, STR(""), it);
	for (size_t i = 0; i < it->nchild; i++) {
		const struct ast_item *c = ast_at(u->ast, it->child[i]);
		struct vals one = { .n = 0 }, next = { .n = 0 };

		if (is_dollar(u, it->child[i]) &&
		    by_name(u, expr_word(unit_text(u, it->child[i])), it, &one,
			depth))
			; /* "$mode" is a name's value */
		else if (c == NULL || c->role == AST_TEXT)
			put_text(&one, unit_text(u, it->child[i]), c);
		else
			expr_eval(u, it->child[i], &one, depth);
		next.unknown = all.unknown || one.unknown || one.n == 0;
		for (size_t k = 0; k < all.n; k++)
			for (size_t m = 0; m < one.n; m++)
				if (one.v[m].kind == VAL_TEXT)
					expr_join(u, all.v[k].text,
					    one.v[m].text, &next);
				else
					next.unknown = true;
		all = next;
	}
	if (it->nchild == 0)
		all.v[0].text = expr_unquote(u, unit_text(u, it->at));
	for (size_t i = 0; i < all.n; i++)
		expr_put(out, all.v[i]);
	out->unknown |= all.unknown;
}

static bool
is_constant_like(struct str path)
{
	bool upper = false, lower = false;

	for (size_t i = 0; i < path.n; i++) {
		upper |= path.p[i] >= 'A' && path.p[i] <= 'Z';
		lower |= path.p[i] >= 'a' && path.p[i] <= 'z';
	}
	return upper || !lower;
}

/* A name that the file does not define is a constant when it looks like
   one or was imported; else it is a variable of somewhere. */
static void
unresolved(struct unit *u, const struct ast_item *it, struct vals *out)
{
	struct str path = path_called(u, it);
	struct str head = unit_text(u, it->at);
	size_t dot = 0, n;

	while (dot < head.n && head.p[dot] != '.' && head.p[dot] != ':')
		dot++;
	unit_find(&u->functions, expr_word(head), &n);
	if (n && it->role == AST_NAME) {
		const struct bound *b =
		    unit_find(&u->functions, expr_word(head), &n);

		expr_put(out,
		    (struct val){ VAL_FUNCTION, head, &u->ast->v[b->item] });
	} else if (is_constant_like(path) || dot < head.n ||
	    unit_import(u, str_sub(head, 0, dot)))
		expr_put(out, (struct val){ VAL_NAME, path, it });
	else
		out->unknown = true;
}

static bool
is_key(struct unit *u, struct str name, struct str key)
{
	return str_eq(expr_unquote(u, name), key) ||
	    str_eq(expr_word(name), key);
}

static void
of_entry(struct unit *u, const struct vals *objects, struct str key,
    struct vals *out, unsigned depth)
{
	uint64_t at;
	bool number = is_number(key, &at);

	for (size_t i = 0; i < objects->n && unit_step(u); i++) {
		const struct ast_item *l = objects->v[i].item;

		if (objects->v[i].kind != VAL_LIST)
			continue;
		if (key.n == 0) { /* which one is not known: all of them */
			for (size_t k = 0; k < l->nchild && k < EXPR_MAX; k++)
				expr_eval(u, l->child[k], out, depth);
			continue;
		}
		for (size_t k = 0; k < l->nchild; k++) {
			const struct ast_item *p = ast_at(u->ast, l->child[k]);

			if (p && p->role == AST_PAIR &&
			    is_key(u, unit_text(u, p->name), key))
				expr_eval(u, p->part[AST_VALUE], out, depth);
		}
		if (number && at < l->nchild)
			expr_eval(u, l->child[at], out, depth);
	}
}

static void
of_member(
    struct unit *u, const struct ast_item *it, struct vals *out, unsigned depth)
{
	struct str object = unit_text(u, it->part[AST_OBJECT]);
	struct str name = unit_text(u, it->name);
	const struct ast_item *o = ast_at(u->ast, it->part[AST_OBJECT]);
	struct vals in = { .n = 0 };
	size_t n, k;
	const struct bound *b = unit_find(&u->defs, expr_word(name), &n);

	if (o && (o->role == AST_NAME || o->role == AST_LIST)) {
		expr_eval(u, it->part[AST_OBJECT], &in, depth);
		of_entry(u, &in, name, out, depth);
		if (out->n)
			return;
	}
	if (on_this(object) || str_eqz(object, "cls") ||
	    str_eqz(object, "static")) {
		if (n && global(u, b, n, out, depth))
			return;
	} else if (!unit_import(u, object)) {
		/* Of a class or enum of this file, or the same thing set. */
		for (size_t i = 0; i < u->ast->n && n; i++)
			if (u->ast->v[i].role == AST_CLASS &&
			    str_eq(unit_text(u, u->ast->v[i].name),
				expr_word(object)) &&
			    global(u, b, n, out, depth))
				return;
		for (k = 0; k < n && unit_step(u); k++)
			if (str_eq(unit_text(
				       u, u->ast->v[b[k].item].part[AST_LEFT]),
				unit_text(u, it->at)))
				from_def(u, b[k].item, out, depth);
		if (out->n)
			return;
	}
	unresolved(u, it, out);
}

void
expr_of(struct unit *u, struct ast_node n, struct vals *out)
{
	*out = (struct vals){ .n = 0 };
	expr_eval(u, n, out, EXPR_DEPTH);
}

void
expr_eval(struct unit *u, struct ast_node n, struct vals *out, unsigned depth)
{
	const struct ast_item *it = ast_at(u->ast, n);
	struct vals in = { .n = 0 }, key = { .n = 0 };

	if (it == NULL || depth == 0 || !unit_step(u)) {
		out->unknown = true;
		return;
	}
	switch (it->role) {
	case AST_STRING:
		put_text(out, expr_unquote(u, unit_text(u, it->at)), it);
		break;
	case AST_TEXT:
	case AST_WORD: put_text(out, unit_text(u, it->at), it); break;
	case AST_NUMBER:
		put_text(out, number(u, unit_text(u, it->at)), it);
		break;
	case AST_TEMPLATE: glue(u, it, out, depth - 1); break;
	case AST_BINARY: combine(u, it, out, depth - 1); break;
	case AST_CHOICE:
		expr_eval(u, it->part[AST_VALUE], out, depth - 1);
		expr_eval(u, it->part[AST_ELSE], out, depth - 1);
		break;
	case AST_SAME:
	case AST_PAIR:
	case AST_ASSIGN:
		expr_eval(u, it->part[AST_VALUE], out, depth - 1);
		break;
	case AST_NAME:
		if (!by_name(
			u, expr_word(unit_text(u, it->at)), it, out, depth - 1))
			unresolved(u, it, out);
		break;
	case AST_MEMBER: of_member(u, it, out, depth - 1); break;
	case AST_INDEX:
		expr_eval(u, it->part[AST_OBJECT], &in, depth - 1);
		expr_eval(u, it->part[AST_VALUE], &key, depth - 1);
		of_entry(u, &in,
		    key.n == 1 && key.v[0].kind == VAL_TEXT ? key.v[0].text :
							      STR(""),
		    out, depth - 1);
		out->unknown |= out->n == 0;
		break;
	case AST_LIST:
		expr_put(out, (struct val){ VAL_LIST, STR(""), it });
		break;
	case AST_FUNCTION:
		expr_put(out, (struct val){ VAL_FUNCTION, STR(""), it });
		break;
	case AST_CALL:
	case AST_NEW: expr_call(u, it, out, depth - 1); break;
	default: out->unknown = true;
	}
}
