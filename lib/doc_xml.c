#include <expat.h>

#include "base.h"
#include "doc.h"
#include "str.h"

struct reading {
	struct docmake make;
	struct str bytes;
	XML_Parser xml;
	uint32_t text_at[DOC_DEPTH + 1]; /* where text began, + 1 */
	uint32_t text_to[DOC_DEPTH + 1];
	const char *why;
};

static void
stop(struct reading *r, const char *why)
{
	if (r->why == NULL)
		r->why = why;
	XML_StopParser(r->xml, XML_FALSE);
}

static size_t
here(const struct reading *r)
{
	XML_Index at = XML_GetCurrentByteIndex(r->xml);

	return at < 0 || (size_t)at > r->bytes.n ? r->bytes.n : (size_t)at;
}

/* "m:version" is version. */
static struct str
local_name(const char *name)
{
	struct str s = str_of(name);
	size_t colon = str_rchr(s, ':');

	return colon == STR_NONE ? s : str_sub(s, colon + 1, s.n);
}

static void
add_attribute(struct reading *r, const char *name, const char *value)
{
	struct arena *mem = &r->make.doc->mem;
	size_t len = strlen(name);
	char *key = arena_new(mem, len + 2);
	struct str text = arena_str(mem, str_of(value));
	size_t from = here(r);
	struct node *n;

	if (key == NULL || text.p == NULL) {
		stop(r, "no memory");
		return;
	}
	snprintf(key, len + 2, "@%s", name);
	r->make.key = (struct str){ key, len + 1 };
	r->make.key_at = (uint32_t)from;
	/* Where its value stands in the tag, when it stands there as it is. */
	from = str_find(r->bytes, text, from);
	if (from == STR_NONE || from > here(r) + 4096)
		from = here(r);
	n = docmake_put(
	    &r->make, NODE_TEXT, (struct span){ from, from + text.n });
	if (n == NULL)
		stop(r, NULL);
	else
		n->text = text;
}

static void XMLCALL
on_open(void *arg, const XML_Char *name, const XML_Char **attr)
{
	struct reading *r = arg;
	size_t at = here(r);
	struct node *n;

	r->make.key = arena_str(&r->make.doc->mem, local_name(name));
	r->make.key_at = (uint32_t)at;
	if (r->make.key.p == NULL) {
		stop(r, "no memory");
		return;
	}
	n = docmake_open(&r->make, NODE_MAP, (struct span){ at, at });
	if (n == NULL) {
		stop(r, NULL);
		return;
	}
	r->text_at[r->make.depth] = 0;
	for (size_t i = 0; attr[i]; i += 2)
		add_attribute(r, attr[i], attr[i + 1]);
}

static void XMLCALL
on_text(void *arg, const XML_Char *s, int n)
{
	struct reading *r = arg;
	unsigned d = r->make.depth;
	size_t at = here(r);

	(void)s;
	if (r->text_at[d] == 0)
		r->text_at[d] = (uint32_t)at + 1;
	r->text_to[d] =
	    (uint32_t)(at + (size_t)XML_GetCurrentByteCount(r->xml));
	(void)n;
}

static void XMLCALL
on_close(void *arg, const XML_Char *name)
{
	struct reading *r = arg;
	unsigned d = r->make.depth;
	struct node *n;
	struct str s;
	size_t from;

	(void)name;
	if (d && r->text_at[d] && r->make.open[d - 1]->child == NULL) {
		from = r->text_at[d] - 1;
		s = str_sub(r->bytes, from, r->text_to[d]);
		while (s.n && strchr(" \t\r\n", s.p[0])) {
			s = str_sub(s, 1, s.n);
			from++;
		}
		s = str_trim(s);
		n = docmake_put(
		    &r->make, NODE_TEXT, (struct span){ from, from + s.n });
		if (n == NULL)
			stop(r, NULL);
		else
			n->text = s;
	}
	docmake_close(&r->make, here(r));
}

/* Entities are declared in there: none is expanded, none is fetched. */
static void XMLCALL
on_doctype(void *arg, const XML_Char *name, const XML_Char *file,
    const XML_Char *pub, int subset)
{
	(void)name;
	(void)file;
	(void)pub;
	if (subset)
		stop(arg, "it may declare entities, which are not expanded");
}

int
doc_xml(struct doc *d, struct str bytes)
{
	struct reading r = { .make.doc = d, .bytes = bytes };
	enum XML_Status rc;

	d->mem.max = DOC_BYTES;
	if (bytes.n > DOC_INPUT)
		return docmake_fail(d, bytes, 0, "it is too long");
	if ((r.xml = XML_ParserCreate(NULL)) == NULL)
		return docmake_fail(d, bytes, 0, "no memory");
	XML_SetUserData(r.xml, &r);
	XML_SetElementHandler(r.xml, on_open, on_close);
	XML_SetCharacterDataHandler(r.xml, on_text);
	XML_SetStartDoctypeDeclHandler(r.xml, on_doctype);
	rc = XML_Parse(r.xml, bytes.p, (int)bytes.n, XML_TRUE);
	if (rc != XML_STATUS_OK)
		docmake_fail(d, bytes, here(&r),
		    r.why ? r.why : XML_ErrorString(XML_GetErrorCode(r.xml)));
	XML_ParserFree(r.xml);
	return rc == XML_STATUS_OK ? 0 : -1;
}
