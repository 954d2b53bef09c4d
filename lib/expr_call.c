#include "base.h"
#include "str.h"
#include "expr_in.h"
#include "word.h"

enum { TEXT_MAX = 4096, RETURNS_MAX = 64 };

/* What gives back the bytes it is called on, or those of its argument. */
static const char same_object[] =
    " getBytes toCharArray encode trim strip toString intern stripIndent "
    "encodeToByteArray toByteArray toList copy clone dup freeze to_s to_sym "
    "to_str to_string to_owned as_bytes as_str into unwrap expect as_ref "
    "to_vec bytes utf8 b data force_encoding unpack chars c_str into_bytes ";
static const char same_arg[] =
    " String str bytes bytearray valueOf from fromhex b64decode unhexlify "
    "hex2bin base64_decode parseHexBinary decodeHex decodeBase64 decode "
    "toBytes Buffer strval string byte ByteString parse fromHexString "
    "FromBase64String GetBytes b64 hexToBytes decodeString DecodeString "
    "StringBuilder StringBuffer requireNonNull TEXT L _T T strdup copyOf "
    "asList of listOf arrayOf Some Ok Box int parseInt Integer NewReader "
    "ConvertTo-SecureString Number new_from_slice from_slice "
    "byteArrayOf intArrayOf charArrayOf Array Uint8Array Data SecureString ";
static const char zeros[] =
    " make bytes bytearray alloc allocUnsafe ByteArray calloc byte char ";
static const char environment[] =
    " getProperty getenv get getString getOrDefault fetch getRequiredProperty "
    "env config Getenv LookupEnv GetString GetValue value getSetting ";

/* Is the word in " a list like this "? */
static bool
listed(struct str w, const char *list)
{
	const char *p = list;

	while (w.n && (p = strchr(p, w.p[0])) != NULL) {
		if (p[-1] == ' ' && strncmp(p, w.p, w.n) == 0 && p[w.n] == ' ')
			return true;
		p++;
	}
	return false;
}

size_t
expr_args(const struct unit *u, const struct ast_item *call)
{
	size_t n = 0;

	for (size_t i = 0; i < call->nchild; i++) {
		const struct ast_item *c = ast_at(u->ast, call->child[i]);

		n += c == NULL || c->role != AST_PAIR;
	}
	return n;
}

bool
expr_arg(
    struct unit *u, const struct ast_item *call, size_t n, struct ast_node *out)
{
	for (size_t i = 0; i < call->nchild; i++) {
		const struct ast_item *c = ast_at(u->ast, call->child[i]);

		if (c && c->role == AST_PAIR)
			continue;
		if (n-- == 0) {
			*out = call->child[i];
			return true;
		}
	}
	return false;
}

static bool
entry(struct unit *u, const struct ast_item *list, struct str name,
    struct ast_node *out)
{
	for (size_t i = 0; i < list->nchild; i++) {
		const struct ast_item *c = ast_at(u->ast, list->child[i]);
		struct str key;

		if (c == NULL || c->role != AST_PAIR)
			continue;
		key = expr_word(expr_unquote(u, unit_text(u, c->name)));
		if (str_eq(key, name)) {
			*out = c->part[AST_VALUE];
			return true;
		}
	}
	return false;
}

/* An entry of an object, or of one inside it ("ssl" => [...]). */
static bool
deep_entry(struct unit *u, struct ast_node n, struct str name,
    struct ast_node *out, unsigned depth)
{
	struct vals v = { .n = 0 };
	const struct ast_item *it = ast_at(u->ast, n);

	if (it == NULL || depth == 0)
		return false;
	if (it->role == AST_PAIR)
		return deep_entry(u, it->part[AST_VALUE], name, out, depth - 1);
	if (it->role != AST_LIST && it->role != AST_NAME &&
	    it->role != AST_SAME && it->role != AST_MEMBER)
		return false;
	expr_eval(u, n, &v, EXPR_DEPTH / 2);
	for (size_t i = 0; i < v.n; i++) {
		const struct ast_item *l = v.v[i].item;

		if (v.v[i].kind != VAL_LIST)
			continue;
		if (entry(u, l, name, out))
			return true;
		for (size_t k = 0; k < l->nchild && unit_step(u); k++)
			if (deep_entry(u, l->child[k], name, out, depth - 1))
				return true;
	}
	return false;
}

bool
expr_named(struct unit *u, const struct ast_item *call, struct str name,
    struct ast_node *out)
{
	if (entry(u, call, name, out))
		return true;
	for (size_t i = 0; i < call->nchild && unit_step(u); i++)
		if (deep_entry(u, call->child[i], name, out, 3))
			return true;
	return false;
}

/* Without comments, braces and blanks: "returntrue". */
static size_t
skeleton(struct str s, char *out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < max; i++) {
		bool line =
		    s.p[i] == '#' || str_starts(str_sub(s, i, s.n), STR("//"));

		if (str_starts(str_sub(s, i, s.n), STR("/*"))) {
			size_t end = str_find(s, STR("*/"), i + 2);

			i = end == STR_NONE ? s.n : end + 1;
		} else if (line) {
			size_t end = str_chr(s, '\n', i);

			i = end == STR_NONE ? s.n : end;
		} else if (!strchr(" \t\r\n{};()", s.p[i]))
			out[n++] = s.p[i];
	}
	return n;
}

struct str
expr_body(struct unit *u, const struct ast_item *f)
{
	static const struct {
		const char *text, *is;
	} bodies[] = { { "", "empty" }, { "pass", "empty" },
		{ "return", "empty" }, { "true", "true" },
		{ "returntrue", "true" }, { "return1", "true" },
		{ "returnTrue", "true" }, { "True", "true" },
		{ "return!0", "true" }, { "!0", "true" },
		{ "return0", "false" }, { "returnfalse", "false" },
		{ "false", "false" }, { "returnnull", "null" },
		{ "returnnil", "null" }, { "nil", "null" }, { "null", "null" },
		{ "undefined", "null" },
		{ "returnnewX509Certificate[0]", "null" },
		{ "returnnewjava.security.cert.X509Certificate[]", "null" },
		{ "returnnewX509Certificate[]", "null" } };
	char out[64];
	struct str body = unit_text(u, f->part[AST_BODY]);
	struct str s = { out, skeleton(body, out, sizeof(out)) };

	if (f->part[AST_BODY].id == NULL)
		return STR("none");
	for (size_t i = 0; i < LEN(bodies); i++)
		if (str_eqz(s, bodies[i].text))
			return str_of(bodies[i].is);
	return STR("other");
}

/* All that a function of the file returns. */
static void
returns(struct unit *u, uint32_t f, struct vals *out, unsigned depth)
{
	const struct ast_item *fn = &u->ast->v[f];
	size_t n = 0;

	for (size_t i = f + 1; i < u->ast->n && unit_step(u); i++) {
		const struct ast_item *r = &u->ast->v[i];

		if (r->at.from >= fn->at.to || n == RETURNS_MAX)
			break;
		if (r->role != AST_RETURN || u->function[i] != f)
			continue;
		expr_eval(u, r->part[AST_VALUE], out, depth);
		n++;
	}
	/* "x => y" */
	if (n == 0 && ast_at(u->ast, fn->part[AST_BODY]))
		expr_eval(u, fn->part[AST_BODY], out, depth);
	else if (n == 0)
		out->unknown = true;
}

static void
change(struct unit *u, const struct vals *in, bool upper, struct vals *out)
{
	char text[TEXT_MAX];

	out->unknown |= in->unknown;
	for (size_t i = 0; i < in->n; i++) {
		struct str s = in->v[i].text;
		size_t n = s.n < sizeof(text) ? s.n : sizeof(text);

		if (in->v[i].kind != VAL_TEXT) {
			out->unknown = true;
			continue;
		}
		for (size_t k = 0; k < n; k++) {
			char c = s.p[k];

			if (upper && c >= 'a' && c <= 'z')
				c = (char)(c - 32);
			else if (!upper && c >= 'A' && c <= 'Z')
				c = (char)(c + 32);
			text[k] = c;
		}
		s = arena_str(&u->mem, (struct str){ text, n });
		if (s.p)
			expr_put(out, (struct val){ VAL_TEXT, s, NULL });
	}
}

static struct str
swap(struct unit *u, struct str s, struct str from, struct str to)
{
	struct buf b = { .max = TEXT_MAX };
	size_t at = 0, next;

	while (from.n && (next = str_find(s, from, at)) != STR_NONE) {
		if (buf_adds(&b, str_sub(s, at, next)) < 0 ||
		    buf_adds(&b, to) < 0)
			break;
		at = next + from.n;
	}
	buf_adds(&b, str_sub(s, at, s.n));
	s = arena_str(&u->mem, b.n ? buf_str(&b) : STR(""));
	buf_free(&b);
	return s.p ? s : STR("");
}

static bool
constant(struct unit *u, const struct ast_item *call, size_t n,
    struct str *text, unsigned depth)
{
	struct vals v = { .n = 0 };
	struct ast_node arg;

	if (!expr_arg(u, call, n, &arg))
		return false;
	expr_eval(u, arg, &v, depth);
	if (v.n == 0 || v.v[0].kind != VAL_TEXT)
		return false;
	*text = v.v[0].text;
	return true;
}

static void
replace(
    struct unit *u, const struct ast_item *it, struct vals *out, unsigned depth)
{
	struct vals in = { .n = 0 };
	struct str from, to;

	expr_eval(u, it->part[AST_OBJECT], &in, depth);
	out->unknown |= in.unknown;
	if (!constant(u, it, 0, &from, depth) ||
	    !constant(u, it, 1, &to, depth)) {
		out->unknown = true;
		return;
	}
	for (size_t i = 0; i < in.n; i++)
		if (in.v[i].kind == VAL_TEXT)
			expr_put(out,
			    (struct val){ VAL_TEXT,
				swap(u, in.v[i].text, from, to), NULL });
}

/* "%s/%s" and "{}/{}": the arguments one after the other. */
static void
format(
    struct unit *u, const struct ast_item *it, struct vals *out, unsigned depth)
{
	struct vals in = { .n = 0 };
	struct buf b = { .max = TEXT_MAX };
	struct str s, arg;
	size_t next = 0;

	if (it->part[AST_OBJECT].id)
		expr_eval(u, it->part[AST_OBJECT], &in, depth);
	if (in.n && in.v[0].kind == VAL_TEXT)
		s = in.v[0].text;
	else if (!constant(u, it, next++, &s, depth)) {
		out->unknown = true;
		return;
	}
	for (size_t i = 0; i < s.n; i++) {
		bool hole = s.p[i] == '%' || s.p[i] == '{';

		if (!hole || i + 1 == s.n) {
			buf_addc(&b, s.p[i]);
			continue;
		}
		out->unknown |= !constant(u, it, next++, &arg, depth) ||
		    buf_adds(&b, arg) < 0;
		while (i + 1 < s.n && s.p[i] != '}' && s.p[i] != 's' &&
		    s.p[i] != 'd' && s.p[i] != 'v')
			i++;
	}
	s = arena_str(&u->mem, b.n ? buf_str(&b) : STR(""));
	buf_free(&b);
	if (!out->unknown && s.p)
		expr_put(out, (struct val){ VAL_TEXT, s, NULL });
}

static void
concat(
    struct unit *u, const struct ast_item *it, struct vals *out, unsigned depth)
{
	struct vals in = { .n = 0 };
	struct str arg;

	expr_eval(u, it->part[AST_OBJECT], &in, depth);
	out->unknown |= in.unknown || !constant(u, it, 0, &arg, depth);
	for (size_t i = 0; i < in.n && !out->unknown; i++)
		expr_join(u, in.v[i].text, arg, out);
}

/* A setting that another file of the tree may define. */
static bool
property(
    struct unit *u, const struct ast_item *it, struct vals *out, unsigned depth)
{
	static const char about[] =
	    " env environ environment config configuration conf props "
	    "properties property settings process system os options ";
	struct str object = unit_text(u, it->part[AST_OBJECT]);
	struct words w = word_split(str_sub(object, 0, 200));
	bool fits = str_eqz(unit_text(u, it->name), "getProperty") ||
	    str_eqz(unit_text(u, it->name), "getenv");
	struct str key, value;

	for (size_t i = 0; i < w.n && !fits; i++)
		fits = listed(w.v[i], about) || str_ends(w.v[i], STR("props"));
	if (!fits || !constant(u, it, 0, &key, depth))
		return false;
	if (u->property && u->property(u->arg, key, &value)) {
		value = arena_str(&u->mem, value);
		expr_put(out, (struct val){ VAL_TEXT, value, it });
		return true;
	}
	out->unknown = true;
	if (it->nchild > 1)
		expr_eval(u, it->child[1], out, depth);
	return true;
}

/* Methods of strings and the like. False: it is none of them. */
static bool
method(
    struct unit *u, const struct ast_item *it, struct vals *out, unsigned depth)
{
	struct str name = expr_word(unit_text(u, it->name));
	struct vals in = { .n = 0 };
	bool on = it->part[AST_OBJECT].id != NULL;

	if (on &&
	    (str_ieq(name, STR("toUpperCase")) || str_eqz(name, "upper") ||
		str_eqz(name, "upcase") || str_eqz(name, "ToUpper") ||
		str_eqz(name, "uppercase") || str_eqz(name, "toLowerCase") ||
		str_eqz(name, "lower") || str_eqz(name, "downcase") ||
		str_eqz(name, "ToLower") || str_eqz(name, "lowercase") ||
		str_eqz(name, "ToUpperInvariant"))) {
		expr_eval(u, it->part[AST_OBJECT], &in, depth);
		if (in.n == 0 && it->nchild)
			expr_eval(u, it->child[0], &in, depth);
		change(u, &in, str_ifind(name, STR("up"), 0) != STR_NONE, out);
		return true;
	}
	if (!on &&
	    (str_eqz(name, "strtoupper") || str_eqz(name, "strtolower")) &&
	    it->nchild) {
		expr_eval(u, it->child[0], &in, depth);
		change(u, &in, str_eqz(name, "strtoupper"), out);
		return true;
	}
	if (on &&
	    (str_eqz(name, "replace") || str_eqz(name, "replaceAll") ||
		str_eqz(name, "gsub") || str_eqz(name, "sub") ||
		str_eqz(name, "Replace")))
		replace(u, it, out, depth);
	else if (str_ieq(name, STR("format")) || str_eqz(name, "sprintf") ||
	    str_eqz(name, "Sprintf"))
		format(u, it, out, depth);
	else if (on && str_eqz(name, "concat"))
		concat(u, it, out, depth);
	else if (listed(name, environment) && property(u, it, out, depth))
		return true;
	else if (it->nchild && listed(name, same_arg))
		expr_eval(u, it->child[0], out, depth);
	else if (on && listed(name, same_object))
		expr_eval(u, it->part[AST_OBJECT], out, depth);
	else
		return false;
	return true;
}

static bool
is_zeros(struct unit *u, const struct ast_item *it)
{
	struct str name = expr_word(unit_text(u, it->name));
	struct vals v = { .n = 0 };
	uint64_t n;

	if (it->nchild == 0 || it->nchild > 3 || !listed(name, zeros))
		return false;
	expr_eval(u, it->child[it->nchild > 1 ? 1 : 0], &v, 4);
	return v.n == 1 && v.v[0].kind == VAL_TEXT &&
	    str_num(v.v[0].text, 1u << 20, &n) == 0;
}

void
expr_call(
    struct unit *u, const struct ast_item *it, struct vals *out, unsigned depth)
{
	struct str name = expr_word(unit_text(u, it->name));
	size_t n;
	const struct bound *b = unit_find(&u->functions, name, &n);
	struct vals got = { .n = 0 };

	if (depth == 0) {
		out->unknown = true;
		return;
	}
	if (is_zeros(u, it)) {
		expr_put(out, (struct val){ VAL_ZEROS, STR(""), it });
		return;
	}
	for (size_t i = 0; it->role == AST_CALL && i < n; i++)
		returns(u, b[i].item, out, depth - 1);
	if (it->role == AST_CALL && n)
		return;
	if (method(u, it, &got, depth - 1) && (got.n || got.unknown)) {
		for (size_t i = 0; i < got.n; i++)
			expr_put(out, got.v[i]);
		out->unknown |= got.unknown;
		if (got.n)
			return;
	}
	expr_put(out, (struct val){ VAL_CALL, name, it });
}
