#include "base.h"
#include "buf.h"
#include "recjson.h"
#include "report.h"

struct ndjson {
	struct json j;
	struct buf scratch;
	size_t count;
};

static void *
ndjson_open(const struct report_opts *o)
{
	struct ndjson *n = calloc(1, sizeof(*n));

	if (n) {
		n->j.out = o->out;
		n->scratch.max = REC_MAX;
	}
	return n;
}

static int
ndjson_rec(void *report, const struct rec *r)
{
	/* The record's own fields, which no key may overrule. */
	static const char *const own[] = { "type", "path", "line", "col",
		"severity", "rule", "message", NULL };
	struct ndjson *n = report;
	struct json *j = &n->j;

	n->count++;
	j->more = 0;
	json_open(j, NULL, '{');
	json_strz(j, "type", report_unread(r) ? "unread" : "finding");
	recjson_field(j, "path", r->path, &n->scratch);
	json_num(j, "line", r->line);
	json_num(j, "col", r->col);
	json_strz(j, "severity", sev_names[r->severity]);
	json_str(j, "rule", r->rule);
	recjson_field(j, "message", r->message, &n->scratch);
	recjson_keys(j, r, own, &n->scratch);
	json_close(j, '}');
	json_line(j);
	return ferror(j->out) ? -1 : 0;
}

static int
ndjson_end(void *report, struct report_end *e)
{
	struct ndjson *n = report;
	struct json *j = &n->j;

	j->more = 0;
	json_open(j, NULL, '{');
	json_strz(j, "type", "end");
	json_num(j, "count", n->count);
	json_num(j, "unread", e->unread);
	json_bool(j, "whole", e->whole && !e->partial);
	if (!e->whole || e->partial)
		json_strz(j, "why", e->why);
	json_close(j, '}');
	json_line(j);
	return ferror(j->out) ? -1 : 0;
}

static void
ndjson_free(void *report)
{
	struct ndjson *n = report;

	buf_free(&n->scratch);
	free(n);
}

const struct report_format report_ndjson = { "ndjson", ndjson_open, ndjson_rec,
	ndjson_end, ndjson_free };
