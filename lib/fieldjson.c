#include "base.h"
#include "fieldcell.h"
#include "fieldjson.h"
#include "fieldpath.h"
#include "str.h"

enum state {
	BETWEEN, /* values, keys, brackets */
	STRING,
	ESCAPE, /* behind a backslash */
	HEX,	/* digits of \uXXXX */
	SCALAR	/* a number, true, null */
};

struct json_reader {
	const struct fields *to;
	enum state state;
	struct fieldpath path;
	struct fieldcell cell;
	bool list[FIELD_DEPTH_MAX + 1]; /* else a map */
	size_t depth, over; /* over: levels beyond the last that counts */
	bool is_key;	    /* the string being read may be one */
	bool key_next;	    /* a key comes next, not a value */
	uint32_t unit;	    /* of \uXXXX */
	unsigned nhex;
	char last[64]; /* the key, for resourceType */
	size_t nlast;
};

/* ---- strings ----------------------------------------------------------- */

static void
add_unit(struct json_reader *r)
{
	uint32_t u = r->unit;
	char b[3];

	/* A surrogate stands alone here: no identifier has one. */
	if (u < 0x80) {
		b[0] = (char)u;
		fieldcell_add(&r->cell, b, 1);
	} else if (u < 0x800) {
		b[0] = (char)(0xC0 | u >> 6);
		b[1] = (char)(0x80 | (u & 0x3F));
		fieldcell_add(&r->cell, b, 2);
	} else {
		b[0] = (char)(0xE0 | u >> 12);
		b[1] = (char)(0x80 | (u >> 6 & 0x3F));
		b[2] = (char)(0x80 | (u & 0x3F));
		fieldcell_add(&r->cell, b, 3);
	}
}

static void
escape(struct json_reader *r, char c)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *at = c ? strchr(from, c) : NULL;

	r->state = STRING;
	if (c == 'u') {
		r->state = HEX;
		r->unit = r->nhex = 0;
	} else if (at) {
		fieldcell_add(&r->cell, to + (at - from), 1);
	} else {
		fieldcell_add(&r->cell, &c, 1);
	}
}

static void
hex(struct json_reader *r, char c)
{
	int d = str_hex(c);

	if (d < 0) {
		r->state = STRING;
		return;
	}
	r->unit = r->unit << 4 | (uint32_t)d;
	if (++r->nhex == 4) {
		add_unit(r);
		r->state = STRING;
	}
}

/* A value is at its end: its field, then the value. */
static int
put(struct json_reader *r, struct str raw, size_t end)
{
	struct str path = fieldpath_str(&r->path);

	return fieldcell_end(
	    &r->cell, r->to, r->to->field(r->to->arg, path), raw, end);
}

static struct str
cell_text(const struct json_reader *r, struct str raw)
{
	return r->cell.copied ? (struct str){ r->cell.bytes, r->cell.n } : raw;
}

static int
end_string(struct json_reader *r, struct str raw, size_t end)
{
	struct str v = str_sub(cell_text(r, raw), 0, FIELD_PATH_MAX / 2);
	int rc = 0;

	r->state = BETWEEN;
	if (r->is_key) {
		fieldpath_set(&r->path, v);
		r->nlast = v.n < sizeof(r->last) ? v.n : 0;
		if (r->nlast)
			memcpy(r->last, v.p, r->nlast);
		r->cell.open = false;
		r->key_next = false;
		return 0;
	}
	rc = put(r, raw, end);
	/* FHIR says here what the keys beside it are of. */
	if (str_eqz((struct str){ r->last, r->nlast }, "resourceType"))
		fieldpath_name(&r->path, v);
	return rc;
}

/* Inside a string, up to its quote or a backslash. */
static int
string(struct json_reader *r, const struct piece *p, size_t *at)
{
	const char *s = p->bytes.p;
	size_t from = *at, i = from, n = p->bytes.n;
	struct str raw;

	while (i < n && s[i] != '"' && s[i] != '\\')
		i++;
	raw = str_sub(p->bytes, from, i);
	*at = i + (i < n);
	if (i == n)
		return fieldcell_cut(&r->cell, r->to, raw, p->at + n);
	if (r->cell.copied || s[i] == '\\')
		fieldcell_add(&r->cell, raw.p, raw.n);
	if (s[i] == '\\') {
		r->state = ESCAPE;
		return 0;
	}
	return end_string(r, raw, p->at + i);
}

/* ---- between ----------------------------------------------------------- */

static void
open_container(struct json_reader *r, bool list)
{
	if (r->depth == FIELD_DEPTH_MAX) {
		r->over++;
		return;
	}
	fieldpath_push(&r->path);
	r->list[++r->depth] = list;
	r->key_next = !list;
}

/* A line of NDJSON, an element of the list that the document is, or of the
   list that it is there for. */
static bool
is_record(const struct json_reader *r)
{
	static const char *const rows[] = { "entry", "rows", "records", "data",
		"items", "results", "patients", "users", "customers" };
	struct str path = fieldpath_str(&r->path);

	if (r->list[r->depth] || r->depth > 3)
		return false;
	if (r->depth == 1 || (r->depth == 2 && r->list[1]))
		return true;
	for (size_t i = 0; i < LEN(rows) && r->depth == 3 && r->list[2]; i++)
		if (str_ends(path, str_of(rows[i])))
			return true;
	return false;
}

static void
close_container(struct json_reader *r)
{
	if (r->over) {
		r->over--;
		return;
	}
	if (r->depth == 0)
		return;
	fieldpath_pop(&r->path);
	if (is_record(r))
		r->to->record(r->to->arg);
	r->depth--;
	r->key_next = false;
}

static bool
ends_scalar(char c)
{
	return c == ',' || c == ']' || c == '}' || c == ' ' || c == '\n' ||
	    c == '\r' || c == '\t' || c == '"' || c == '[' || c == '{' ||
	    c == ':';
}

static int
scalar(struct json_reader *r, const struct piece *p, size_t *at)
{
	size_t i = *at, n = p->bytes.n;
	struct str raw;

	while (i < n && !ends_scalar(p->bytes.p[i]))
		i++;
	raw = str_sub(p->bytes, *at, i);
	*at = i;
	if (i == n && !p->last)
		return fieldcell_cut(&r->cell, r->to, raw, p->at + n);
	if (r->cell.copied)
		fieldcell_add(&r->cell, raw.p, raw.n);
	r->state = BETWEEN;
	raw = cell_text(r, raw);
	if (raw.n && (raw.p[0] == '-' || (raw.p[0] >= '0' && raw.p[0] <= '9')))
		return put(r, raw, p->at + i);
	r->cell.open = false;
	return 0;
}

static void
between(struct json_reader *r, const struct piece *p, size_t *at)
{
	char c = p->bytes.p[*at];

	switch (c) {
	case '{': open_container(r, false); break;
	case '[': open_container(r, true); break;
	case '}':
	case ']': close_container(r); break;
	case ',': r->key_next = r->depth && !r->list[r->depth]; break;
	case '"':
		r->is_key = r->key_next;
		r->state = STRING;
		fieldcell_begin(&r->cell, p->at + *at + 1);
		break;
	case ' ':
	case '\t':
	case '\n':
	case '\r':
	case ':': break;
	default:
		r->state = SCALAR;
		fieldcell_begin(&r->cell, p->at + *at);
		return;
	}
	(*at)++;
}

static int
json_feed(void *arg, const struct piece *p)
{
	struct json_reader *r = arg;
	size_t at = 0;
	int rc = 0;

	while (at < p->bytes.n && rc == 0)
		switch (r->state) {
		case BETWEEN: between(r, p, &at); break;
		case STRING: rc = string(r, p, &at); break;
		case ESCAPE: escape(r, p->bytes.p[at++]); break;
		case HEX: hex(r, p->bytes.p[at++]); break;
		case SCALAR: rc = scalar(r, p, &at); break;
		}
	if (rc == 0 && p->last && r->cell.open && r->state != BETWEEN)
		rc = put(r, STR(""), p->at + p->bytes.n);
	return rc;
}

static void *
json_open(const struct fields *to)
{
	struct json_reader *r = calloc(1, sizeof(*r));

	if (r)
		r->to = to;
	return r;
}

static bool
json_is(enum kind kind, struct str head)
{
	head = str_trim(head);
	if (head.n == 0 || (head.p[0] != '{' && head.p[0] != '['))
		return false;
	return kind == KIND_JSON || kind == KIND_OTHER || kind == KIND_LOG ||
	    kind == KIND_TEXT;
}

static bool
fhir_is(enum kind kind, struct str head)
{
	return json_is(kind, head) &&
	    str_find(head, STR("\"resourceType\""), 0) != STR_NONE;
}

const struct format fieldfhir_format = {
	.name = "fhir",
	.health = true,
	.is = fhir_is,
	.open = json_open,
	.feed = json_feed,
	.close = free,
};

const struct format fieldjson_format = {
	.name = "json",
	.is = json_is,
	.open = json_open,
	.feed = json_feed,
	.close = free,
};
