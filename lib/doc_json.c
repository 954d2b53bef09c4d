#include <yajl/yajl_parse.h>

#include "base.h"
#include "doc.h"
#include "str.h"

struct reading {
	struct docmake make;
	struct str bytes;
	yajl_handle yajl;
};

static size_t
here(const struct reading *r)
{
	return yajl_get_bytes_consumed(r->yajl);
}

/* Where a string that was decoded begins: behind its quote. */
static size_t
begin_of(const struct reading *r, size_t to)
{
	size_t i = to, k;

	while (i > 0) {
		i--;
		if (r->bytes.p[i] != '"')
			continue;
		for (k = i; k > 0 && r->bytes.p[k - 1] == '\\'; k--)
			;
		if ((i - k) % 2 == 0)
			return i + 1;
	}
	return 0;
}

/* False: no memory. Without an escape the bytes themselves are the text. */
static bool
place(struct reading *r, const unsigned char *p, size_t n, struct str *s,
    struct span *at)
{
	uintptr_t from = (uintptr_t)r->bytes.p, own = (uintptr_t)p;

	*s = (struct str){ (const char *)p, n };
	if (own >= from && own - from + n <= r->bytes.n) {
		*at = (struct span){ own - from, own - from + n };
		return true;
	}
	at->to = here(r) ? here(r) - 1 : 0;
	at->from = begin_of(r, at->to);
	*s = arena_str(&r->make.doc->mem, *s);
	return s->p != NULL;
}

static int
on_string(void *arg, const unsigned char *p, size_t n)
{
	struct reading *r = arg;
	struct node *node;
	struct span at;
	struct str s;

	if (!place(r, p, n, &s, &at))
		return 0;
	if ((node = docmake_put(&r->make, NODE_TEXT, at)) == NULL)
		return 0;
	node->text = s;
	return 1;
}

static int
plain(struct reading *r, size_t n, enum node_type t)
{
	size_t to = here(r);
	struct span at = { to < n ? 0 : to - n, to };
	struct node *node = docmake_put(&r->make, t, at);

	if (node)
		node->text = str_sub(r->bytes, at.from, at.to);
	return node != NULL;
}

static int
on_number(void *arg, const char *p, size_t n)
{
	struct reading *r = arg;
	struct node *node;
	struct span at;
	struct str s;

	if (!place(r, (const unsigned char *)p, n, &s, &at) ||
	    (node = docmake_put(&r->make, NODE_PLAIN, at)) == NULL)
		return 0;
	node->text = s;
	return 1;
}

static int
on_null(void *arg)
{
	return plain(arg, 4, NODE_NULL);
}

static int
on_boolean(void *arg, int yes)
{
	return plain(arg, yes ? 4 : 5, NODE_PLAIN);
}

static int
on_key(void *arg, const unsigned char *p, size_t n)
{
	struct reading *r = arg;
	struct span at;

	if (!place(r, p, n, &r->make.key, &at))
		return 0;
	r->make.key_at = (uint32_t)at.from;
	return 1;
}

static int
open_it(struct reading *r, enum node_type t)
{
	size_t to = here(r);

	return docmake_open(
		   &r->make, t, (struct span){ to ? to - 1 : 0, to }) != NULL;
}

static int
on_map(void *arg)
{
	return open_it(arg, NODE_MAP);
}

static int
on_list(void *arg)
{
	return open_it(arg, NODE_LIST);
}

static int
on_end(void *arg)
{
	struct reading *r = arg;

	docmake_close(&r->make, here(r));
	return 1;
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_map,
	.yajl_map_key = on_key,
	.yajl_end_map = on_end,
	.yajl_start_array = on_list,
	.yajl_end_array = on_end,
};

int
doc_json(struct doc *d, struct str bytes)
{
	struct reading r = { .make.doc = d, .bytes = bytes };
	yajl_status rc;

	d->mem.max = DOC_BYTES;
	if (bytes.n > DOC_INPUT)
		return docmake_fail(d, bytes, 0, "it is too long");
	if ((r.yajl = yajl_alloc(&callbacks, NULL, &r)) == NULL)
		return docmake_fail(d, bytes, 0, "no memory");
	yajl_config(r.yajl, yajl_allow_comments, 1);
	yajl_config(r.yajl, yajl_dont_validate_strings, 1);
	rc = yajl_parse(r.yajl, (const unsigned char *)r.bytes.p, r.bytes.n);
	if (rc == yajl_status_ok)
		rc = yajl_complete_parse(r.yajl);
	if (rc != yajl_status_ok)
		docmake_fail(d, r.bytes, here(&r),
		    "the JSON is broken, or ends too early");
	yajl_free(r.yajl);
	return rc == yajl_status_ok ? 0 : -1;
}
