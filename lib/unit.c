#include "base.h"
#include "str.h"
#include "unit.h"
#include "vec.h"

enum { NEST_MAX = 4096 }; /* blocks in blocks that are told apart */

struct str
unit_text(const struct unit *u, struct ast_node n)
{
	return n.id ? str_sub(u->src, n.from, n.to) : STR("");
}

bool
unit_step(struct unit *u)
{
	if (u->fuel == 0) {
		u->starved = true;
		return false;
	}
	u->fuel--;
	return true;
}

static int
bind(struct bounds *b, struct str name, size_t item)
{
	/* "this.x", "$x" and "@x" are x. */
	size_t at = name.n;

	while (at > 0 &&
	    (name.p[at - 1] == '_' || (name.p[at - 1] & 0x80) ||
		(name.p[at - 1] >= '0' && name.p[at - 1] <= '9') ||
		((name.p[at - 1] | 0x20) >= 'a' &&
		    (name.p[at - 1] | 0x20) <= 'z')))
		at--;
	name = str_sub(name, at, name.n);
	if (name.n == 0)
		return 0;
	if (vec_room(&b->v, &b->cap, b->n + 1, sizeof(*b->v)) < 0)
		return -1;
	b->v[b->n++] = (struct bound){ name, (uint32_t)item };
	return 0;
}

static int
by_name(const void *x, const void *y)
{
	const struct bound *a = x, *b = y;
	int c = str_cmp(a->name, b->name);

	return c ? c : (a->item > b->item) - (a->item < b->item);
}

const struct bound *
unit_find(const struct bounds *b, struct str name, size_t *n)
{
	size_t lo = 0, hi = b->n, from;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (str_cmp(b->v[mid].name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	from = lo;
	while (lo < b->n && str_eq(b->v[lo].name, name))
		lo++;
	*n = lo - from;
	return *n ? &b->v[from] : NULL;
}

/* "a::b", "a\\b", "a->b" and the quotes of a module's name. */
static struct str
plain_path(struct unit *u, struct str s)
{
	char out[UNIT_PATH_MAX];
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < sizeof(out); i++) {
		char c = s.p[i];

		if (c == '"' || c == '\'' || c == '`' || c == ' ' || c == '<' ||
		    c == '\n' || c == '\t')
			continue;
		if (c == ':' && n == 4 && memcmp(out, "node", 4) == 0) {
			n = 0;
			continue;
		}
		if (c == '\\' || c == ':' || c == '-' || c == '?' || c == '>') {
			if (c == '-' && (i + 1 == s.n || s.p[i + 1] != '>'))
				out[n++] = '-';
			else if (n > 0 && out[n - 1] != '.')
				out[n++] = '.';
			continue;
		}
		if (c == '.' && n > 0 && out[n - 1] == '.')
			continue;
		out[n++] = c;
	}
	while (n > 0 && out[n - 1] == '.')
		n--;
	s = arena_str(&u->mem, (struct str){ out, n });
	return s.p ? s : STR("");
}

static struct str
last_part(struct str path)
{
	size_t at = path.n;

	while (at > 0 && path.p[at - 1] != '.' && path.p[at - 1] != '/')
		at--;
	/* "math/rand/v2" is called rand. */
	if (at > 1 && path.n - at == 2 && path.p[at] == 'v' &&
	    path.p[at - 1] == '/')
		return last_part(str_sub(path, 0, at - 1));
	return str_sub(path, at, path.n);
}

/* "import a.b.{C, D}" as a whole is about a.b. */
static struct str
import_path(struct unit *u, struct str s)
{
	if (!str_starts(s, STR("import ")))
		return plain_path(u, s);
	s = plain_path(u, str_sub(s, 7, str_chr(s, '{', 0)));
	if (str_ends(s, STR("._")))
		return arena_str(&u->mem, str_sub(s, 0, s.n - 2));
	return s;
}

static int
add_import(struct unit *u, const struct ast_item *it)
{
	struct str path = import_path(u, unit_text(u, it->part[AST_PATH]));
	struct str name = plain_path(u, unit_text(u, it->name));
	struct str alias = plain_path(u, unit_text(u, it->part[AST_ALIAS]));
	struct import im = { .alias = alias };
	struct buf b = { .max = UNIT_PATH_MAX };

	if (u->nimport == UNIT_IMPORTS_MAX)
		return 0;
	if (str_eqz(name, "_"))
		name = STR("*");
	if (str_ends(path, STR(".*"))) {
		path = str_sub(path, 0, path.n - 2);
		name = STR("*");
	}
	im.path = path;
	if (name.n && !str_eqz(name, "*") && path.n) {
		buf_adds(&b, path);
		buf_addc(&b, '.');
		buf_adds(&b, name);
		im.path = arena_str(&u->mem, buf_str(&b));
		buf_free(&b);
	} else if (path.n == 0)
		im.path = name;
	if (ast_at(u->ast, it->part[AST_PATH]) &&
	    ast_at(u->ast, it->part[AST_PATH])->role == AST_CALL) {
		im.from = it->part[AST_PATH];
		im.path = name;
	}
	if (str_eqz(name, "*") || (u->spaces && !alias.n && !name.n))
		im.alias = STR("*");
	else if (alias.n == 0 || str_eqz(alias, "_"))
		im.alias = name.n ? name : last_part(path);
	if (im.path.p == NULL || im.alias.n == 0)
		return 0;
	if (vec_room(&u->import, &u->capimport, u->nimport + 1,
		sizeof(*u->import)) < 0)
		return -1;
	u->import[u->nimport++] = im;
	return 0;
}

const struct import *
unit_import(const struct unit *u, struct str alias)
{
	for (size_t i = u->nimport; i-- > 0;)
		if (str_eq(u->import[i].alias, alias))
			return &u->import[i];
	return NULL;
}

static int
bind_item(struct unit *u, size_t i)
{
	const struct ast_item *it = &u->ast->v[i];

	switch (it->role) {
	case AST_ASSIGN:
		return bind(&u->defs, unit_text(u, it->part[AST_LEFT]), i);
	case AST_MACRO:
	case AST_PARAM: return bind(&u->defs, unit_text(u, it->name), i);
	case AST_FUNCTION:
		return bind(&u->functions, unit_text(u, it->name), i);
	case AST_CALL:
	case AST_NEW: return bind(&u->calls, unit_text(u, it->name), i);
	case AST_IMPORT: return add_import(u, it);
	default: return 0;
	}
}

/* What each item stands in, in one pass: they come the outer one first. */
static int
nest(struct unit *u)
{
	const struct ast *a = u->ast;
	uint32_t stack[NEST_MAX];
	size_t top = 0;

	if (a->n > u->cap) {
		free(u->function);
		free(u->block);
		u->function = malloc(a->n * sizeof(*u->function));
		u->block = malloc(a->n * sizeof(*u->block));
		u->cap = u->function && u->block ? a->n : 0;
		if (u->cap == 0)
			return -1;
	}
	for (size_t i = 0; i < a->n; i++) {
		enum ast_role r = a->v[i].role;
		uint32_t in = UNIT_NONE;

		while (top && a->v[stack[top - 1]].at.to <= a->v[i].at.from)
			top--;
		u->block[i] = top ? stack[top - 1] : UNIT_NONE;
		for (size_t k = top; k-- > 0 && in == UNIT_NONE;)
			if (a->v[stack[k]].role == AST_FUNCTION)
				in = stack[k];
			else if (a->v[stack[k]].role == AST_CLASS)
				break;
			else if (k > 0)
				in = u->function[stack[k]];
		u->function[i] = in;
		if ((r == AST_FUNCTION || r == AST_BLOCK || r == AST_LOOP ||
			r == AST_CLASS) &&
		    top < NEST_MAX)
			stack[top++] = (uint32_t)i;
	}
	return 0;
}

bool
unit_inside(const struct unit *u, uint32_t outer, uint32_t at)
{
	const struct ast_node *o, *n = &u->ast->v[at].at;

	if (outer == UNIT_NONE)
		return true;
	o = &u->ast->v[outer].at;
	return o->from <= n->from && n->to <= o->to;
}

static void
sort(struct bounds *b)
{
	if (b->n > 1)
		qsort(b->v, b->n, sizeof(*b->v), by_name);
}

int
unit_bind(struct unit *u, const struct ast *a, struct str src)
{
	u->ast = a;
	u->src = src;
	u->nimport = u->defs.n = u->functions.n = u->calls.n = 0;
	u->fuel = UNIT_FUEL;
	u->starved = false;
	arena_reset(&u->mem);
	for (size_t i = 0; i < a->n; i++)
		if (bind_item(u, i) < 0)
			return -1;
	sort(&u->defs);
	sort(&u->functions);
	sort(&u->calls);
	return nest(u);
}

void
unit_free(struct unit *u)
{
	free(u->import);
	free(u->defs.v);
	free(u->functions.v);
	free(u->calls.v);
	free(u->function);
	free(u->block);
	arena_free(&u->mem);
}
