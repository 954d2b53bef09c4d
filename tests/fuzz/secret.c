#include "base.h"
#include "detectors.h"
#include "pat.h"
#include "ruleset.h"
#include "sign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct emit {
	struct str text;
};

/* A finding is of the text, and tells no byte of what it masks. */
int
emit_finding(struct emit *e, const struct finding *f)
{
	if (f->span.from >= f->span.to || f->span.to > e->text.n ||
	    f->message.n == 0 || f->subject.n == 0)
		abort();
	return 0;
}

int
emit_fact(struct emit *e, uint32_t what, struct str bytes)
{
	(void)e;
	(void)what;
	(void)bytes;
	return 0;
}

int
emit_unread(struct emit *e, const char *reason)
{
	(void)e;
	(void)reason;
	return 0;
}

static void *model, *thread;

static void
open_model(void)
{
	struct setup_error err;
	const char *why;
	struct pat *pat = pat_texts("patterns", &why);
	struct setup s = { .pat = pat };

	if (pat == NULL || (model = secret_detector.open(&s, &err)) == NULL ||
	    (thread = secret_detector.thread_new(model)) == NULL)
		abort();
	/* The rules are copies; the model lives as long as the program. */
	pat_free(pat);
}

/* By end, as the driver merges them. */
static size_t
add_signs(struct str text, struct hit *v, size_t n, size_t max)
{
	struct signs it;
	struct sign s;
	size_t i;

	signs_init(&it, text);
	while (n < max && signs_next(&it, &s)) {
		for (i = n++; i > 0 && v[i - 1].end > s.end; i--)
			v[i] = v[i - 1];
		v[i] = (struct hit){ SIGN_ID + s.kind, s.end };
	}
	return n;
}

/* The first byte is the kind of file, the rest its text. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct hit hits[4096];
	struct span spans[16];
	struct blob b = { .first = true, .last = true };
	struct emit e;
	size_t i, nhits, nspans;

	if (n == 0 || n > 65536)
		return 0;
	if (model == NULL)
		open_model();
	b.kind = (enum kind)(data[0] % KIND_COUNT);
	b.bytes = e.text = (struct str){ (const char *)data + 1, n - 1 };
	b.own = (struct span){ 0, n - 1 };
	nhits = ruleset_hits(model, b.bytes, hits, LEN(hits) / 2);
	nhits = add_signs(b.bytes, hits, nhits, LEN(hits));
	if (secret_detector.judge(model, thread, &b, hits, nhits, &e) < 0)
		abort();
	nspans =
	    secret_detector.mask(model, thread, b.bytes, spans, LEN(spans));
	for (i = 0; i < nspans; i++)
		if (spans[i].from >= spans[i].to || spans[i].to > n - 1 ||
		    (i > 0 && spans[i].from < spans[i - 1].to))
			abort();
	return 0;
}
