#include "base.h"
#include "crypto_model.h"
#include "detectors.h"
#include "pat.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct emit {
	struct str text;
};

/* A finding is of the text, and says what it is. */
int
emit_finding(struct emit *e, const struct finding *f)
{
	if (f->span.from > f->span.to || f->span.to > e->text.n ||
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

/* Every setting has a value. */
int
sibling_read(struct sibling *s, struct str path, struct buf *out)
{
	(void)s;
	return str_ends(path, STR(".properties")) ?
	    buf_addz(out, "digest=MD5\n") == 0 :
	    0;
}

static struct crypto_model *model;
static void *thread;

static void
open_model(void)
{
	struct setup_error err;
	/* The model holds slices of the patterns: both live to the end. */
	static struct setup s = { .inventory = true };
	const char *why;

	if ((s.pat = pat_texts("patterns", &why)) == NULL ||
	    (model = crypto_detector.open(&s, &err)) == NULL ||
	    (thread = crypto_detector.thread_new(model)) == NULL)
		abort();
}

/* The first byte is the language, the rest its text. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct hit hit = { 0, 0 };
	struct blob b = { .first = true, .last = true, .name = STR("a/b") };
	struct emit e;

	if (n < 2 || n > 16384)
		return 0;
	if (model == NULL)
		open_model();
	b.kind = model->lang[data[0] % model->nlang].kind;
	b.bytes = e.text = (struct str){ (const char *)data + 1, n - 1 };
	b.own = (struct span){ 0, n - 1 };
	for (size_t i = 0; i < model->nliteral; i++) {
		size_t at = str_find(b.bytes, model->literal[i].bytes, 0);

		if (at == STR_NONE)
			continue;
		hit.id = (uint32_t)i;
		hit.end = at + model->literal[i].bytes.n;
		if (crypto_detector.judge(model, thread, &b, &hit, 1, &e) < 0)
			abort();
		break;
	}
	return 0;
}
