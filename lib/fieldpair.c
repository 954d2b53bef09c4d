#include "base.h"
#include "fieldpair.h"
#include "fieldpath.h"
#include "str.h"

enum { LINE_MAX_BYTES = FIELD_VALUE_MAX };

struct pairs {
	const struct fields *to;
	char line[LINE_MAX_BYTES];
	size_t n, from;	    /* from: offset of the line in the blob */
	const char *prefix; /* "VCARD-"; NULL: YAML */
	struct fieldpath path;
	size_t indent[FIELD_DEPTH_MAX]; /* of each open mapping */
};

static int
put(struct pairs *r, struct str path, struct str v)
{
	size_t at = r->from + (size_t)(v.p - r->line);
	int f = v.n ? r->to->field(r->to->arg, path) : -1;

	return f < 0 ?
	    0 :
	    r->to->value(r->to->arg, f, v, (struct span){ at, at + v.n });
}

/* "TEL;TYPE=cell:+352 ...", "cn: Anna"; parts of a value end in ';'. */
static int
flat(struct pairs *r, struct str line)
{
	struct str value = line, key, part;
	char path[96];
	int rc = 0, n;

	if (!str_cut(&value, ':', &key) || value.n == 0)
		return 0;
	if (str_ieq(key, STR("BEGIN")) || str_eqz(key, "dn"))
		r->to->record(r->to->arg);
	key = str_sub(key, 0, str_chr(key, ';', 0));
	key = str_sub(key, 0, 64);
	n = snprintf(path, sizeof(path), "%s%.*s", r->prefix, FMT(key));
	if (n <= 0 || (size_t)n >= sizeof(path))
		return 0;
	while (rc == 0 && str_cut(&value, ';', &part))
		rc = put(r, (struct str){ path, (size_t)n }, str_trim(part));
	return rc;
}

/* Where the key of a line of YAML ends, or STR_NONE. */
static size_t
key_end(struct str s)
{
	size_t at = str_chr(s, ':', 0);

	while (at != STR_NONE && at + 1 < s.n && s.p[at + 1] != ' ')
		at = str_chr(s, ':', at + 1);
	return at;
}

static struct str
unquoted(struct str v)
{
	if (v.n >= 2 && (v.p[0] == '"' || v.p[0] == '\'') &&
	    v.p[v.n - 1] == v.p[0])
		return str_sub(v, 1, v.n - 1);
	return v;
}

static int
yaml(struct pairs *r, struct str line)
{
	struct str body = line, v;
	size_t indent = 0, colon;
	bool item = false;

	while (body.n &&
	    (body.p[0] == ' ' ||
		(body.p[0] == '-' && body.n > 1 && body.p[1] == ' '))) {
		item |= body.p[0] == '-';
		body = str_sub(body, 1, body.n);
		indent++;
	}
	if (item && indent <= 2)
		r->to->record(r->to->arg);
	if (body.n == 0 || body.p[0] == '#')
		return 0;
	while (r->path.depth && r->indent[r->path.depth - 1] >= indent)
		fieldpath_pop(&r->path);
	colon = key_end(body);
	if (colon == STR_NONE)
		return item ? put(r, fieldpath_str(&r->path), unquoted(body)) :
			      0;
	fieldpath_set(&r->path, unquoted(str_sub(body, 0, colon)));
	v = str_trim(str_sub(body, colon + 1, body.n));
	if (v.n && v.p[0] != '#')
		return put(r, fieldpath_str(&r->path), unquoted(v));
	if (r->path.depth < FIELD_DEPTH_MAX - 1) {
		r->indent[r->path.depth] = indent;
		fieldpath_push(&r->path);
	}
	return 0;
}

static int
end_line(struct pairs *r, size_t next)
{
	struct str line = { r->line, r->n };
	int rc;

	while (
	    line.n && (line.p[line.n - 1] == '\r' || line.p[line.n - 1] == ' '))
		line.n--;
	rc = r->prefix ? flat(r, line) : yaml(r, line);
	r->n = 0;
	r->from = next;
	return rc;
}

static int
pairs_feed(void *arg, const struct piece *p)
{
	struct pairs *r = arg;
	size_t at = 0;
	int rc = 0;

	if (p->at == 0 && r->n == 0)
		r->from = 0;
	while (at < p->bytes.n && rc == 0) {
		size_t end = str_chr(p->bytes, '\n', at);
		size_t to = end == STR_NONE ? p->bytes.n : end, n = to - at;

		if (n > LINE_MAX_BYTES - r->n)
			n = LINE_MAX_BYTES - r->n;
		memcpy(r->line + r->n, p->bytes.p + at, n);
		r->n += n;
		/* What is longer than a line is looked at as text. */
		if (n < to - at)
			rc = r->to->text(r->to->arg,
			    (struct span){ p->at + at + n, p->at + to });
		at = to + (end != STR_NONE);
		if (rc == 0 && end != STR_NONE)
			rc = end_line(r, p->at + at);
	}
	if (rc == 0 && p->last && r->n)
		rc = end_line(r, p->at + p->bytes.n);
	return rc;
}

static struct pairs *
open_as(const struct fields *to, const char *prefix)
{
	struct pairs *r = calloc(1, sizeof(*r));

	if (r) {
		r->to = to;
		r->prefix = prefix;
	}
	return r;
}

static void *
vcard_open(const struct fields *to)
{
	return open_as(to, "VCARD-");
}

static void *
ldif_open(const struct fields *to)
{
	return open_as(to, "LDIF-");
}

static void *
yaml_open(const struct fields *to)
{
	return open_as(to, NULL);
}

static bool
vcard_is(enum kind kind, struct str head)
{
	(void)kind;
	return str_ieq(str_sub(head, 0, 11), STR("BEGIN:VCARD"));
}

static bool
ldif_is(enum kind kind, struct str head)
{
	(void)kind;
	return str_starts(head, STR("dn: ")) ||
	    (str_starts(head, STR("version: 1")) &&
		str_find(head, STR("\ndn: "), 0) != STR_NONE);
}

static bool
yaml_is(enum kind kind, struct str head)
{
	(void)head;
	return kind == KIND_YAML;
}

const struct format fieldvcard_format = {
	.name = "vcard",
	.sure = true,
	.whole = true,
	.is = vcard_is,
	.open = vcard_open,
	.feed = pairs_feed,
	.close = free,
};

const struct format fieldldif_format = {
	.name = "ldif",
	.is = ldif_is,
	.open = ldif_open,
	.feed = pairs_feed,
	.close = free,
};

const struct format fieldyaml_format = {
	.name = "yaml",
	.is = yaml_is,
	.open = yaml_open,
	.feed = pairs_feed,
	.close = free,
};
