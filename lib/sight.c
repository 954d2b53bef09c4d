#include "base.h"
#include "sight.h"
#include "str.h"

enum { NESTED = 4, CANDIDATES = 24 };

struct job {
	const struct crypto_model *m;
	struct unit *u;
	uint32_t files;
	sight_each *each;
	void *arg;
	bool mixed; /* see struct sight */
	struct sight s;
};

static struct str
named(const struct unit *u, const struct ast_item *it)
{
	switch (it->role) {
	case AST_NAME: return unit_text(u, it->at);
	case AST_ASSIGN: return unit_text(u, it->part[AST_LEFT]);
	default: return unit_text(u, it->name);
	}
}

static bool
is_method(const struct unit *u, uint32_t f)
{
	uint32_t in = u->block[f];

	if (in != UNIT_NONE && u->ast->v[in].role == AST_BLOCK)
		in = u->block[in];
	return in != UNIT_NONE && u->ast->v[in].role == AST_CLASS;
}

/* Is a name that nothing imports the file's own? */
static bool
is_own(const struct unit *u, const struct ast_item *it, struct str word)
{
	const struct bound *b;
	size_t n = 0;

	if (it->part[AST_OBJECT].id || unit_import(u, word))
		return false;
	b = unit_find(&u->functions, word, &n);
	for (size_t i = 0; i < n; i++)
		if (u->bare || !is_method(u, b[i].item))
			return true;
	return false;
}

/* The pattern is what an import of all names opens, and the path. */
static bool
opened(const struct unit *u, struct str pattern, struct str path)
{
	size_t head;

	if (path.n + 1 >= pattern.n || !str_ends(pattern, path) ||
	    pattern.p[pattern.n - path.n - 1] != '.')
		return false;
	head = pattern.n - path.n - 1;
	for (size_t i = 0; i < u->nimport; i++)
		if (str_eqz(u->import[i].alias, "*") &&
		    str_eq(u->import[i].path, str_sub(pattern, 0, head)))
			return true;
	return false;
}

static bool
fits_path(struct job *j, const struct call_path *p, const struct ast_item *it,
    struct str path)
{
	struct str want = p->path, tail;

	if (p->star) {
		size_t dot = str_rchr(want, '.'), cut = str_rchr(path, '.');

		want = str_sub(want, 0, dot == STR_NONE ? 0 : dot);
		path = str_sub(path, 0, cut == STR_NONE ? 0 : cut);
		if (want.n == 0)
			return path.n == 0;
		return str_eq(want, path) || opened(j->u, want, path);
	}
	if (p->any) {
		tail = str_sub(want, 1, want.n);
		return str_eq(str_sub(want, 2, want.n), path) ||
		    (str_ends(path, tail) && it->role != AST_NAME);
	}
	return str_eq(want, path) || opened(j->u, want, path);
}

static bool
fits(struct job *j, const struct call_path *p, const struct ast_item *it,
    struct str word, struct str *path)
{
	if ((p->files & j->files) == 0)
		return false;
	if (p->kind == CALL_SET || p->kind == CALL_FUNCTION)
		return true;
	if (p->kind == CALL_CALL && it->role != AST_CALL && it->role != AST_NEW)
		return false;
	if (is_own(j->u, it, word))
		return false;
	if (path->p == NULL)
		*path = path_called(j->u, it);
	return fits_path(j, p, it, *path);
}

static bool
kind_fits(enum call_kind k, enum ast_role r)
{
	switch (k) {
	case CALL_SET: return r == AST_ASSIGN || r == AST_PAIR;
	case CALL_FUNCTION: return r == AST_FUNCTION;
	default:
		return r == AST_CALL || r == AST_NEW || r == AST_MEMBER ||
		    r == AST_NAME;
	}
}

/* "Get-FileHash" is one name, as a path has it: without what is between. */
static struct str
command(struct unit *u, const struct ast_item *it, struct str word)
{
	struct str s = unit_text(u, it->name);

	if (str_chr(s, '-', 0) == STR_NONE || s.n > 60)
		return word;
	s = path_called(u, it);
	return s;
}

/* The paths that an item can be, at most CANDIDATES. */
static size_t
candidates(struct job *j, const struct ast_item *it,
    const struct call_path *v[CANDIDATES], struct str *path)
{
	const struct calls *c = &j->m->calls;
	struct str word = expr_word(named(j->u, it)), own = STR("");
	const struct import *im;
	size_t n, got = 0;
	const uint32_t *at;

	path->p = NULL;
	if (it->role == AST_CALL && it->part[AST_OBJECT].id == NULL)
		word = command(j->u, it, word);
	if (word.n == 0) /* the key of a pair, in quotes */
		word = expr_word(expr_unquote(j->u, named(j->u, it)));
	if (word.n == 0)
		return 0;
	/* What an import calls otherwise is looked for by its own name. */
	im = it->part[AST_OBJECT].id ? NULL : unit_import(j->u, word);
	if (im && !str_eqz(im->alias, "*") && im->path.n)
		own = expr_word(im->path);
	at = calls_find(c, own.n ? own : word, &n);
	for (size_t i = 0; i < n && got < CANDIDATES; i++)
		if (kind_fits(c->path[at[i]].kind, it->role) &&
		    fits(j, &c->path[at[i]], it, word, path))
			v[got++] = &c->path[at[i]];
	for (size_t i = 0; i < c->nstars && got < CANDIDATES; i++) {
		const struct call_path *p = &c->path[c->stars[i]];

		if (str_starts(word, p->last) && word.n > p->last.n &&
		    kind_fits(p->kind, it->role) && fits(j, p, it, word, path))
			v[got++] = p;
	}
	return got;
}

/* The argument of a method called on what a call makes, or the value of
   a property set on it. */
static bool
method_arg(struct job *j, const struct ast_item *call, struct str name,
    struct ast_node *out)
{
	struct unit *u = j->u;
	size_t n;
	const struct bound *b = unit_find(&u->calls, name, &n);

	for (size_t i = 0; i < n && unit_step(u); i++) {
		const struct ast_item *c = &u->ast->v[b[i].item];

		if (c->nchild && expr_receiver(u, c) == call) {
			*out = c->child[0];
			return true;
		}
	}
	b = unit_find(&u->defs, name, &n);
	for (size_t i = 0; i < n && unit_step(u); i++) {
		const struct ast_item *d = &u->ast->v[b[i].item];
		struct ast_item as = { .part[AST_OBJECT] = { .id = NULL } };
		const struct ast_item *m = ast_at(u->ast, d->part[AST_LEFT]);

		if (d->role != AST_ASSIGN || m == NULL || m->role != AST_MEMBER)
			continue;
		as.part[AST_OBJECT] = m->part[AST_OBJECT];
		as.at = d->at;
		if (expr_receiver(u, &as) == call) {
			*out = d->part[AST_VALUE];
			return true;
		}
	}
	return false;
}

/* Where a place of a stanza points to in the source; false: nowhere. A
   text needs no node. */
static bool
locate(struct job *j, const struct call_ref *r, const struct ast_item *it,
    struct ast_node *out)
{
	switch (r->from) {
	case FROM_ARG:
		if (it->role == AST_ASSIGN || it->role == AST_PAIR) {
			*out = it->part[AST_VALUE];
			return r->n == 0 && out->id;
		}
		return expr_arg(j->u, it, r->n, out);
	case FROM_KEYWORD: return expr_named(j->u, it, r->text, out);
	case FROM_METHOD: return method_arg(j, it, r->text, out);
	default: return false;
	}
}

static struct str
part_of(struct str path, size_t back)
{
	struct str part = STR(""), rest = path;
	size_t n = 1;

	for (size_t i = 0; i < path.n; i++)
		n += path.p[i] == '.';
	for (size_t i = 0; i + back < n && str_cut(&rest, '.', &part);)
		i++;
	return back < n ? part : STR("");
}

/* What a place says without a look at the arguments. */
static bool
fixed(struct job *j, const struct call_ref *r, const struct call_path *p,
    const struct ast_item *it, struct str *out)
{
	struct str word = expr_word(named(j->u, it));
	static const char *const few[] = { "0", "1", "2", "3", "4", "5", "6",
		"7", "8", "9" };
	size_t n;

	switch (r->from) {
	case FROM_TEXT: *out = r->text; return true;
	case FROM_NAME:
		*out = p->star ? word : part_of(p->path, 0);
		return true;
	case FROM_CLASS: *out = part_of(p->path, 1); return true;
	case FROM_STAR: *out = str_sub(word, p->last.n, word.n); return true;
	case FROM_BODY: *out = expr_body(j->u, it); return true;
	case FROM_COUNT:
		n = expr_args(j->u, it);
		*out = str_of(few[n < 9 ? n : 9]);
		return true;
	default: return false;
	}
}

static void collect(struct job *j, const struct call_place *place,
    const struct call_path *p, const struct ast_item *it, struct vals *out);

/* Of "ssl.PROTOCOL_TLSv1" the last part, if that says something. */
static struct str
says(const struct job *j, struct str path)
{
	size_t dot = str_rchr(path, '.');
	struct str last = str_sub(path, dot == STR_NONE ? 0 : dot + 1, path.n);
	struct spec spec;

	return algos_read(&j->m->algos, last, &spec) ? last : path;
}

/* The text of a value: of a call, what its own stanza says. */
static void
texts(struct job *j, const struct val *v, struct vals *out, unsigned depth)
{
	const struct call_path *p[CANDIDATES];
	struct vals in;
	struct str path;
	size_t n;

	if (v->kind == VAL_TEXT) {
		if (out->n < EXPR_MAX)
			out->v[out->n++] = *v;
		return;
	}
	if (v->item == NULL || depth == 0 ||
	    (v->kind != VAL_CALL && v->kind != VAL_NAME))
		return;
	n = v->item->role == AST_MACRO ? 0 : candidates(j, v->item, p, &path);
	for (size_t i = 0; i < n; i++) {
		const struct call *c = &j->m->calls.v[p[i]->call];

		for (int s = 0; s < CALL_SLOTS; s++) {
			if (s != SLOT_ALGORITHM && s != SLOT_MODE &&
			    s != SLOT_HASH && s != SLOT_CURVE &&
			    s != SLOT_PADDING && s != SLOT_VERSION)
				continue;
			in = (struct vals){ .n = 0 };
			collect(j, &c->slot[s], p[i], v->item, &in);
			for (size_t k = 0; k < in.n; k++)
				texts(j, &in.v[k], out, depth - 1);
			if (in.n)
				return;
		}
	}
	if (out->n < EXPR_MAX && v->kind == VAL_NAME)
		out->v[out->n++] =
		    (struct val){ VAL_TEXT, says(j, v->text), v->item };
	else if (v->kind == VAL_CALL && v->item->part[AST_OBJECT].id == NULL &&
	    out->n < EXPR_MAX)
		out->v[out->n++] =
		    (struct val){ VAL_TEXT, expr_word(v->text), v->item };
}

static void
collect_one(struct job *j, struct ast_node n, struct vals *out)
{
	struct vals v;

	expr_of(j->u, n, &v);
	for (size_t i = 0; i < v.n && out->n < EXPR_MAX; i++)
		out->v[out->n++] = v.v[i];
}

static void
collect(struct job *j, const struct call_place *place,
    const struct call_path *p, const struct ast_item *it, struct vals *out)
{
	for (size_t i = 0; i < place->n; i++) {
		const struct call_ref *r = &place->v[i];
		struct ast_node n;
		struct str text;

		if (r->from == FROM_ANY) {
			for (size_t k = 0; k < it->nchild && k < EXPR_MAX; k++)
				collect_one(j, it->child[k], out);
			return;
		}
		if (r->from == FROM_RECEIVER) {
			const struct ast_item *o = expr_receiver(j->u, it);
			struct val v = { VAL_CALL, STR(""), o };

			if (o == NULL)
				continue;
			out->v[out->n++] = v;
			return;
		}
		if (fixed(j, r, p, it, &text)) {
			out->v[out->n++] = (struct val){ VAL_TEXT, text, it };
			return;
		}
		if (locate(j, r, it, &n)) {
			expr_of(j->u, n, out);
			return;
		}
	}
}

static bool is_constant(
    struct job *j, struct ast_node n, const struct ast_item *sink);

static bool
one_of(const struct call_when *w, struct str text)
{
	for (size_t i = 0; i < w->nvalue; i++) {
		struct str v = w->value[i], t = text;

		if (str_ieq(v, t) ||
		    (str_starts(v, STR("*")) &&
			str_ends(t, str_sub(v, 1, v.n))))
			return true;
		if (str_ends(v, STR("*")) &&
		    str_starts(t, str_sub(v, 0, v.n - 1)))
			return true;
		if (t.n > v.n && t.p[t.n - v.n - 1] == '.' &&
		    str_ieq(str_sub(t, t.n - v.n, t.n), v))
			return true;
		/* A flag among others. */
		if (str_chr(t, '|', 0) != STR_NONE &&
		    str_find(t, v, 0) != STR_NONE)
			return true;
	}
	return false;
}

static bool
has(const struct call_when *w, const char *word)
{
	for (size_t i = 0; i < w->nvalue; i++)
		if (str_eqz(w->value[i], word))
			return true;
	return false;
}

static bool
holds(struct job *j, const struct call_when *w, const struct call_path *p,
    const struct ast_item *it)
{
	struct vals v = { .n = 0 }, t = { .n = 0 };
	struct ast_node n = { .id = NULL };
	bool there = false, is = false;

	for (size_t i = 0; i < w->place.n && !there; i++)
		there = w->place.v[i].from >= FROM_TEXT &&
			w->place.v[i].from != FROM_METHOD ?
		    w->place.v[i].from != FROM_RECEIVER ||
			expr_receiver(j->u, it) :
		    locate(j, &w->place.v[i], it, &n);
	if (!there)
		return has(w, "absent") != w->not ;
	collect(j, &w->place, p, it, &v);
	if (has(w, "constant"))
		is = n.id && is_constant(j, n, it);
	for (size_t i = 0; i < v.n && !is; i++) {
		if (v.v[i].kind == VAL_FUNCTION && v.v[i].item)
			is = one_of(w, expr_body(j->u, v.v[i].item));
		else
			texts(j, &v.v[i], &t, NESTED);
		if (v.v[i].kind == VAL_NAME)
			is |= one_of(w, v.v[i].text);
		if (v.v[i].kind == VAL_LIST)
			is |= has(w, "list");
	}
	for (size_t i = 0; i < t.n; i++) {
		bool one = one_of(w, t.v[i].text);

		j->mixed |= !w->not &&(one != is) && i > 0;
		is |= one;
	}
	/* "not" holds only where the value is known. */
	return w->not ? !is && (t.n || v.n) && !v.unknown : is;
}

/* Is the variable filled by a call between its making and the sink? */
static bool
is_filled(struct job *j, struct ast_node n, const struct ast_item *sink)
{
	struct unit *u = j->u;
	struct str name = expr_word(unit_text(u, n));
	uint32_t f = u->function[sink - u->ast->v];

	for (size_t i = 0; i < u->ast->n && name.n && unit_step(u); i++) {
		const struct ast_item *c = &u->ast->v[i];

		if (c->at.from >= sink->at.from)
			break;
		if (c->role == AST_ASSIGN && u->function[i] == f) {
			const struct ast_item *l =
			    ast_at(u->ast, c->part[AST_LEFT]);

			if (l && l->role == AST_INDEX &&
			    str_starts(unit_text(u, l->at), name))
				return true;
		}
		if (c->role != AST_CALL || u->function[i] != f)
			continue;
		for (size_t k = 0; k < c->nchild; k++)
			if (str_eq(expr_word(unit_text(u, c->child[k])), name))
				return true;
		if (str_eq(unit_text(u, c->part[AST_OBJECT]), name))
			return true;
	}
	return false;
}

static bool
list_constant(struct job *j, const struct ast_item *l)
{
	size_t n = l->nchild < 64 ? l->nchild : 64;

	for (size_t i = 0; i < n; i++) {
		struct vals v;

		expr_of(j->u, l->child[i], &v);
		if (v.unknown || v.n != 1 || v.v[0].kind != VAL_TEXT)
			return false;
	}
	return n > 0;
}

/* Null and nothing say neither. */
static bool
is_nothing(struct str s)
{
	return s.n == 0 || str_ieq(s, STR("null")) || str_eqz(s, "None") ||
	    str_eqz(s, "nil") || str_eqz(s, "undefined") || str_eqz(s, "0");
}

static bool
is_constant(struct job *j, struct ast_node n, const struct ast_item *sink)
{
	const struct ast_item *it = ast_at(j->u->ast, n);
	bool changes = it && it->role == AST_NAME, any = false;
	struct vals v;

	expr_of(j->u, n, &v);
	if (v.unknown)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		const struct val *x = &v.v[i];

		if (x->kind == VAL_TEXT) {
			any |= !is_nothing(x->text);
			continue;
		}
		if (x->kind == VAL_LIST && !list_constant(j, x->item))
			return false;
		if (x->kind != VAL_LIST && x->kind != VAL_ZEROS)
			return false;
		if (changes && is_filled(j, n, sink))
			return false;
		any = true;
	}
	return any;
}

static bool
is_clock(struct job *j, struct ast_node n)
{
	static const char *const clocks[] = { "currentTimeMillis", "nanoTime",
		"time", "now", "Now", "getTime", "GetTickCount", "clock",
		"microtime", "UnixNano", "Unix", "getpid", "Ticks",
		"gettimeofday", "TickCount", "timestamp", "to_i", "hashCode",
		"getTimeInMillis" };
	struct vals v;

	expr_of(j->u, n, &v);
	for (size_t i = 0; i < v.n; i++)
		for (size_t k = 0; k < LEN(clocks); k++)
			if ((v.v[i].kind == VAL_CALL ||
				v.v[i].kind == VAL_NAME) &&
			    str_eqz(expr_word(v.v[i].text), clocks[k]))
				return true;
	return false;
}

static void
take_weak(struct job *j, enum call_slot slot, const struct ast_item *it,
    const struct call_place *place)
{
	struct sight *s = &j->s;
	struct ast_node n;

	for (size_t i = 0; i < place->n; i++) {
		struct str what = STR("");

		if (!locate(j, &place->v[i], it, &n))
			continue;
		if (is_constant(j, n, it))
			what = STR("a constant");
		else if ((slot == SLOT_SEED || slot == SLOT_KEY) &&
		    is_clock(j, n))
			what = STR("the time");
		if (what.n && s->nweak < LEN(s->weak)) {
			s->weak[s->nweak].slot = slot;
			s->weak[s->nweak].what = what;
			s->weak[s->nweak++].at = n;
		}
		return;
	}
}

static void
take_number(
    struct job *j, enum policy_number what, uint64_t by, const struct vals *v)
{
	struct vals t = { .n = 0 };
	struct sight *s = &j->s;
	uint64_t n;

	for (size_t i = 0; i < v->n; i++)
		texts(j, &v->v[i], &t, NESTED);
	for (size_t i = 0; i < t.n; i++) {
		if (str_num(t.v[i].text, UINT32_MAX / by, &n) < 0)
			continue;
		n *= by;
		if (!s->known[what] || n < s->number[what])
			s->number[what] = n;
		s->known[what] = true;
	}
}

static void
take_specs(struct job *j, const struct vals *v)
{
	struct sight *s = &j->s;
	struct vals t = { .n = 0 };

	s->unknown |= v->unknown;
	for (size_t i = 0; i < v->n; i++)
		texts(j, &v->v[i], &t, NESTED);
	for (size_t i = 0; i < t.n && s->nspec < SIGHT_SPECS; i++)
		if (algos_read(&j->m->algos, t.v[i].text, &s->spec[s->nspec])) {
			s->at[s->nspec] = t.v[i].item;
			s->from[s->nspec++] = t.v[i].text;
		} else
			s->unknown = true;
}

/* A hash that a call for MACs takes is the hash of an HMAC. */
static void
take_hmac(struct job *j)
{
	const struct algo *hmac = algos_find(&j->m->algos, STR("HMAC"));

	if (!str_eqz(j->s.call->use, "mac"))
		return;
	for (size_t i = 0; i < j->s.nspec; i++)
		if (j->s.spec[i].of[ALGO_HASH] && !j->s.spec[i].of[ALGO_MAC])
			j->s.spec[i].of[ALGO_MAC] = hmac;
}

/* A list of suites: what is not taken out again with '!' or '-'. */
static void
take_suites(struct job *j, const struct vals *v)
{
	const struct algos *a = &j->m->algos;
	struct sight *s = &j->s;
	struct str list, one;

	for (size_t i = 0; i < v->n; i++) {
		list = v->v[i].kind == VAL_TEXT ? v->v[i].text : STR("");
		while (str_cut(&list, ':', &one) && s->nspec < SIGHT_SPECS) {
			struct spec *to = &s->spec[s->nspec], got;

			one = str_trim(one);
			if (one.n == 0 || strchr("!-+@", one.p[0]) ||
			    !algos_read(a, one, &got))
				continue;
			*to = (struct spec){ .bits = got.bits };
			to->of[ALGO_CIPHER] = got.of[ALGO_CIPHER];
			s->at[s->nspec] = v->v[i].item;
			s->from[s->nspec] = one;
			s->nspec += to->of[ALGO_CIPHER] != NULL;
		}
	}
}

static void
take_slot(struct job *j, enum call_slot slot, const struct call_path *p,
    const struct ast_item *it)
{
	const struct call_place *place = &j->s.call->slot[slot];
	struct vals v = { .n = 0 };

	if (place->n == 0)
		return;
	switch (slot) {
	case SLOT_IV:
	case SLOT_KEY:
	case SLOT_PASSWORD:
	case SLOT_SALT:
	case SLOT_SEED: take_weak(j, slot, it, place); return;
	default: collect(j, place, p, it, &v);
	}
	switch (slot) {
	case SLOT_BITS: take_number(j, POLICY_BITS, 1, &v); break;
	case SLOT_BYTES: take_number(j, POLICY_BITS, 8, &v); break;
	case SLOT_COST: take_number(j, POLICY_COST, 1, &v); break;
	case SLOT_ITERATIONS: take_number(j, POLICY_ITERATIONS, 1, &v); break;
	case SLOT_SUITES: take_suites(j, &v); break;
	case SLOT_URL:
		for (size_t i = 0; i < v.n; i++)
			if (v.v[i].kind == VAL_TEXT &&
			    str_find(v.v[i].text, STR("://"), 0) != STR_NONE)
				j->s.url = v.v[i].text;
		break;
	default: take_specs(j, &v);
	}
}

static int
see(struct job *j, const struct call_path *p, const struct ast_item *it,
    struct str path)
{
	const struct call *c = &j->m->calls.v[p->call];

	j->mixed = false;
	for (size_t i = 0; i < c->nwhen; i++)
		if (!holds(j, &c->when[i], p, it))
			return 0;
	j->s = (struct sight){ .call = c,
		.path = p,
		.item = it,
		.name = path,
		.mixed = j->mixed };
	for (int s = 0; s < CALL_SLOTS; s++)
		take_slot(j, (enum call_slot)s, p, it);
	take_hmac(j);
	j->s.usage = usage_of(j->u, it, &j->s.word);
	return j->each(&j->s, j->arg);
}

/* "a.b" of "a.b()" is an item of its own: the call was seen. */
static bool
seen_as_call(const struct unit *u, size_t i)
{
	const struct ast_item *it = &u->ast->v[i];

	for (size_t k = i; k-- > 0 && i - k < 8;) {
		const struct ast_item *c = &u->ast->v[k];

		if ((c->role == AST_CALL || c->role == AST_NEW) && c->name.id &&
		    c->name.from <= it->at.to && c->at.from <= it->at.from &&
		    it->at.to <= c->name.to)
			return true;
	}
	return false;
}

int
sights(const struct crypto_model *m, uint32_t files, struct unit *u,
    sight_each *each, void *arg)
{
	struct job j = {
		.m = m, .u = u, .files = files, .each = each, .arg = arg
	};
	const struct call_path *v[CANDIDATES];
	struct str path;
	int rc = 0;

	for (size_t i = 0; i < u->ast->n && rc == 0; i++) {
		const struct ast_item *it = &u->ast->v[i];
		size_t n;

		switch (it->role) {
		case AST_NAME:
		case AST_MEMBER:
			if (seen_as_call(u, i))
				continue;
			break;
		case AST_ASSIGN:
		case AST_CALL:
		case AST_FUNCTION:
		case AST_NEW:
		case AST_PAIR: break;
		default: continue;
		}
		n = candidates(&j, it, v, &path);
		for (size_t k = 0; k < n && rc == 0; k++)
			rc = see(&j, v[k], it, path.p ? path : STR(""));
	}
	return rc;
}
