#include "base.h"
#include "fieldcell.h"
#include "fieldpath.h"
#include "fieldxml.h"
#include "str.h"

enum { NAME_MAX_BYTES_XML = 128 };

enum state {
	CONTENT, /* between tags */
	OPENED,	 /* behind '<' */
	NAME,	 /* of an element */
	CLOSING, /* behind "</" */
	INSIDE,	 /* a tag, between attributes */
	ATTRIBUTE,
	EQUALS,
	VALUE,	  /* in quotes */
	DECLARED, /* "<!" or "<?", up to '>' */
	COMMENT,  /* up to "-->" */
	CDATA	  /* up to "]]>" */
};

struct xml {
	const struct fields *to;
	enum state state;
	struct fieldpath path;
	struct fieldcell cell;
	char name[NAME_MAX_BYTES_XML]; /* of an element or an attribute */
	size_t nname;
	char quote, tail[3]; /* the last bytes of what ends in several */
	bool empty, blank;   /* "/>"; nothing but white space so far */
};

static bool
space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* "&amp;", "&#xE9;" and the like, where they stand in what was copied. */
static void
decode(struct fieldcell *c)
{
	static const struct {
		const char *name;
		char is;
	} known[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' },
		{ "quot", '"' }, { "apos", '\'' } };
	size_t to = 0;

	for (size_t i = 0; i < c->n; i++) {
		struct str rest = { c->bytes + i, c->n - i };
		size_t end =
		    rest.p[0] == '&' ? str_chr(rest, ';', 0) : STR_NONE;
		char is = rest.p[0];

		if (end != STR_NONE && end < 8) {
			struct str e = str_sub(rest, 1, end);
			uint64_t cp = 0;

			for (size_t k = 0; k < LEN(known); k++)
				if (str_eqz(e, known[k].name))
					is = known[k].is;
			if (e.n > 1 && e.p[0] == '#' &&
			    str_num(str_sub(e, 1, e.n), 127, &cp) == 0)
				is = (char)cp;
			if (is != '&' || str_eqz(e, "amp"))
				i += end;
		}
		c->bytes[to++] = is;
	}
	c->n = to;
}

static int
put(struct xml *x, struct str raw, size_t end)
{
	if (str_chr(raw, '&', 0) != STR_NONE && !x->cell.copied)
		fieldcell_add(&x->cell, raw.p, raw.n);
	if (x->cell.copied)
		decode(&x->cell);
	return fieldcell_end(&x->cell, x->to,
	    x->to->field(x->to->arg, fieldpath_str(&x->path)), raw, end);
}

/* Without the prefix of its namespace. */
static struct str
local_name(const struct xml *x)
{
	struct str s = { x->name, x->nname };
	size_t colon = str_rchr(s, ':');

	return colon == STR_NONE ? s : str_sub(s, colon + 1, s.n);
}

static void
add_name(struct xml *x, char c)
{
	if (x->nname < NAME_MAX_BYTES_XML)
		x->name[x->nname++] = c;
}

static void
open_element(struct xml *x)
{
	fieldpath_set(&x->path, local_name(x));
	fieldpath_push(&x->path);
}

static void
close_element(struct xml *x)
{
	fieldpath_pop(&x->path);
	/* The children of the root are records, or those of FHIR's entries. */
	if (x->path.depth <= 1 ||
	    (x->path.depth == 2 &&
		str_ends(fieldpath_str(&x->path), STR("entry"))))
		x->to->record(x->to->arg);
}

/* ---- content ----------------------------------------------------------- */

static int
end_content(struct xml *x, struct str raw, size_t end)
{
	if (!x->cell.open)
		return 0;
	if (!x->blank)
		return put(x, raw, end);
	x->cell.open = false;
	return 0;
}

static int
content(struct xml *x, const struct piece *p, size_t *at)
{
	size_t end = str_chr(p->bytes, '<', *at), to, from = *at;
	struct str raw;

	to = end == STR_NONE ? p->bytes.n : end;
	if (!x->cell.open) {
		while (from < to && space(p->bytes.p[from]))
			from++;
		if (from < to)
			fieldcell_begin(&x->cell, p->at + from);
		x->blank = from == to;
	}
	raw = str_sub(p->bytes, from, to);
	*at = to + (end != STR_NONE);
	if (end != STR_NONE) {
		x->state = OPENED;
		if (x->cell.copied && x->cell.open)
			fieldcell_add(&x->cell, raw.p, raw.n);
		return end_content(x, raw, p->at + to);
	}
	if (!x->cell.open)
		return 0;
	if (p->last)
		return put(x, raw, p->at + to);
	return fieldcell_cut(&x->cell, x->to, raw, p->at + to);
}

/* ---- tags -------------------------------------------------------------- */

static void
opened(struct xml *x, char c)
{
	x->nname = 0;
	x->empty = false;
	memset(x->tail, 0, sizeof(x->tail));
	switch (c) {
	case '/': x->state = CLOSING; break;
	case '!':
	case '?': x->state = DECLARED; break;
	default: x->state = NAME; add_name(x, c);
	}
}

static void
end_tag(struct xml *x)
{
	if (x->empty)
		close_element(x);
	x->state = CONTENT;
}

static void
name(struct xml *x, char c)
{
	if (!space(c) && c != '>' && c != '/') {
		add_name(x, c);
		return;
	}
	open_element(x);
	x->state = INSIDE;
	x->empty = c == '/';
	if (c == '>')
		end_tag(x);
}

static void
inside(struct xml *x, char c)
{
	if (c == '>') {
		end_tag(x);
	} else if (c == '/') {
		x->empty = true;
	} else if (!space(c)) {
		x->nname = 0;
		add_name(x, c);
		x->state = ATTRIBUTE;
	}
}

static void
attribute(struct xml *x, char c)
{
	if (c == '=')
		x->state = EQUALS;
	else if (c == '>')
		end_tag(x);
	else if (!space(c))
		add_name(x, c);
}

static void
equals(struct xml *x, char c, size_t at)
{
	if (c == '"' || c == '\'') {
		x->quote = c;
		x->state = VALUE;
		fieldpath_set(&x->path, local_name(x));
		fieldcell_begin(&x->cell, at + 1);
	} else if (c == '>') {
		end_tag(x);
	}
}

static int
attribute_value(struct xml *x, const struct piece *p, size_t *at)
{
	size_t end = str_chr(p->bytes, x->quote, *at), to;
	struct str raw;
	int rc;

	to = end == STR_NONE ? p->bytes.n : end;
	raw = str_sub(p->bytes, *at, to);
	*at = to + (end != STR_NONE);
	if (end == STR_NONE)
		return fieldcell_cut(&x->cell, x->to, raw, p->at + to);
	if (x->cell.copied)
		fieldcell_add(&x->cell, raw.p, raw.n);
	rc = put(x, raw, p->at + to);
	x->path.n = x->path.end[x->path.depth];
	x->state = INSIDE;
	return rc;
}

/* What has no values: "<!...>", "<?...>", comments; and CDATA, which has. */
static int
skip(struct xml *x, const struct piece *p, size_t *at)
{
	char c = p->bytes.p[(*at)++];

	if (x->state == DECLARED && c == '>') {
		x->state = CONTENT;
		return 0;
	}
	if (x->state == COMMENT && c == '>' && x->tail[1] == '-' &&
	    x->tail[2] == '-') {
		x->state = CONTENT;
		return 0;
	}
	if (x->state == CDATA) {
		if (!x->cell.open)
			fieldcell_begin(&x->cell, p->at + *at - 1);
		if (c == '>' && x->tail[1] == ']' && x->tail[2] == ']') {
			x->cell.n -= x->cell.n >= 2 ? 2 : x->cell.n;
			x->state = CONTENT;
			return put(x, STR(""), p->at + *at - 3);
		}
		fieldcell_add(&x->cell, &c, 1);
	}
	if (x->state == DECLARED) {
		add_name(x, c);
		if (x->nname == 2 && memcmp(x->name, "--", 2) == 0)
			x->state = COMMENT;
		if (x->nname == 7 && memcmp(x->name, "[CDATA[", 7) == 0)
			x->state = CDATA;
		if (x->state != DECLARED)
			c = '\0';
	}
	x->tail[0] = x->tail[1];
	x->tail[1] = x->tail[2];
	x->tail[2] = c;
	return 0;
}

static int
step(struct xml *x, const struct piece *p, size_t *at)
{
	char c = p->bytes.p[*at];

	switch (x->state) {
	case CONTENT: return content(x, p, at);
	case VALUE: return attribute_value(x, p, at);
	case DECLARED:
	case COMMENT:
	case CDATA: return skip(x, p, at);
	case OPENED: opened(x, c); break;
	case NAME: name(x, c); break;
	case INSIDE: inside(x, c); break;
	case ATTRIBUTE: attribute(x, c); break;
	case EQUALS: equals(x, c, p->at + *at); break;
	case CLOSING:
		if (c == '>') {
			close_element(x);
			x->state = CONTENT;
		}
		break;
	}
	(*at)++;
	return 0;
}

static int
xml_feed(void *arg, const struct piece *p)
{
	size_t at = 0;
	int rc = 0;

	while (at < p->bytes.n && rc == 0)
		rc = step(arg, p, &at);
	return rc;
}

static void *
xml_open(const struct fields *to)
{
	struct xml *x = calloc(1, sizeof(*x));

	if (x)
		x->to = to;
	return x;
}

static bool
looks(enum kind kind, struct str head)
{
	if (str_starts(head, STR("\xEF\xBB\xBF")))
		head = str_sub(head, 3, head.n);
	head = str_trim(head);
	return head.n && head.p[0] == '<' &&
	    (kind == KIND_XML || str_starts(head, STR("<?xml")));
}

static bool
xml_is(enum kind kind, struct str head)
{
	return looks(kind, head);
}

static bool
cda_is(enum kind kind, struct str head)
{
	return looks(kind, head) &&
	    str_find(head, STR("ClinicalDocument"), 0) != STR_NONE;
}

static bool
fhir_is(enum kind kind, struct str head)
{
	return looks(kind, head) &&
	    str_find(head, STR("http://hl7.org/fhir"), 0) != STR_NONE;
}

const struct format fieldxml_format = {
	.name = "xml",
	.is = xml_is,
	.open = xml_open,
	.feed = xml_feed,
	.close = free,
};

const struct format fieldcda_format = {
	.name = "cda",
	.health = true,
	.is = cda_is,
	.open = xml_open,
	.feed = xml_feed,
	.close = free,
};

const struct format fieldfhirx_format = {
	.name = "fhir",
	.health = true,
	.is = fhir_is,
	.open = xml_open,
	.feed = xml_feed,
	.close = free,
};
