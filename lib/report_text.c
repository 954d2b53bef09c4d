#include "base.h"
#include "report.h"

/* What a sieve draws on a terminal, drawn anywhere. */
struct text {
	struct out *out;
};

static void *
text_open(const struct report_opts *o)
{
	struct text *t = calloc(1, sizeof(*t));

	if (t && (t->out = out_new(o->show)) == NULL) {
		free(t);
		t = NULL;
	}
	return t;
}

static int
text_rec(void *report, const struct rec *r)
{
	struct text *t = report;

	return out_rec(t->out, r);
}

static int
text_end(void *report, struct report_end *e)
{
	struct text *t = report;
	int rc;

	if (e->partial)
		out_partial(t->out);
	rc = out_end(t->out, e->whole, NULL);
	/* Closes stdout; the verdict itself is the tool's, for any format. */
	if (out_verdict(t->out, e->whole) == EXIT_TROUBLE && e->whole &&
	    e->unread == 0)
		rc = -1;
	t->out = NULL;
	return rc;
}

static void
text_free(void *report)
{
	struct text *t = report;

	if (t->out)
		out_verdict(t->out, false);
	free(t);
}

const struct report_format report_text = { "text", text_open, text_rec,
	text_end, text_free };
