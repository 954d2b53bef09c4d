#include "base.h"
#include "str.h"
#include "views.h"

/* Read until the buffer holds so much, or the end. 0, 1 at the end, -1. */
static int
fill(struct stream *in, struct buf *b, size_t upto, const char **why)
{
	while (b->n < upto) {
		size_t want = upto - b->n;
		ssize_t got;

		/* One byte more than there should be shows the end at once. */
		if (in->size && in->size < upto && b->n <= in->size)
			want = (size_t)in->size - b->n + 1;
		else if (want > b->n + (64u << 10))
			want = b->n + (64u << 10);
		if (buf_room(b, want) < 0) {
			*why = "no memory";
			return -1;
		}
		if ((got = in->read(in->arg, b->p + b->n, want, why)) < 0)
			return -1;
		b->n += (size_t)got;
		if (got == 0)
			return 1;
	}
	return 0;
}

void
input_more(struct input *in)
{
	int rc;

	if (in->end)
		return;
	in->seen -= in->data->n;
	rc = fill(in->in, in->data, in->window, &in->why);
	in->end = rc != 0;
	in->bytes = buf_str(in->data);
	in->seen += in->bytes.n;
}

static void
forget(struct input *in, size_t n)
{
	if (in->end || n == 0)
		return;
	memmove(in->data->p, in->data->p + n, in->data->n - n);
	in->data->n -= n;
	in->bytes = buf_str(in->data);
}

/* The bytes as they are; UTF-8 and Latin-1 need nothing else. */
static int
judge_bytes(struct judge *j, struct pass *p, struct input *in)
{
	size_t drop;

	emit_view(&j->emit, CODING_BYTES, 0);
	for (;;) {
		if (pass_run(j, p, in->bytes, in->end, &drop) < 0)
			return -1;
		if (in->end)
			return 0;
		forget(in, drop);
		p->at += drop;
		input_more(in);
	}
}

static int
judge_utf16(
    struct judge *j, struct pass *p, struct input *in, enum coding coding)
{
	size_t bom = 0, drop, used;
	struct buf *text = &j->text;

	if (memcmp(in->bytes.p,
		coding == CODING_UTF16LE ? "\xFF\xFE" : "\xFE\xFF", 2) == 0)
		bom = 2;
	emit_view(&j->emit, coding, bom);
	text->n = 0;
	used = bom;
	for (;;) {
		struct str rest = str_sub(in->bytes, used, in->bytes.n);

		used += text_from_utf16(coding, rest, text);
		if (pass_run(j, p, buf_str(text), in->end, &drop) < 0)
			return -1;
		if (in->end)
			break;
		memmove(text->p, text->p + drop, text->n - drop);
		text->n -= drop;
		p->at += drop;
		forget(in, used);
		used = 0;
		input_more(in);
	}
	if (text->cap > KEEP_MAX)
		buf_free(text);
	return 0;
}

int
views_judge(struct judge *j, const struct visit *v, struct pass *p,
    const struct wants *w, struct input *in)
{
	struct str head = str_sub(in->bytes, 0, HEAD);
	enum coding c = CODING_BYTES;
	bool utf16, whole = in->end;
	unsigned both = w->text | w->raw;

	/* Nearly every file ends this question with one memchr. */
	if (str_chr(head, '\0', 0) != STR_NONE ||
	    str_starts(head, STR("\xFF\xFE")) ||
	    str_starts(head, STR("\xFE\xFF"))) {
		c = text_coding(head);
		p->blob.binary = text_binary(head);
	}
	utf16 = c == CODING_UTF16LE || c == CODING_UTF16BE;
	p->always = w->always;
	if (!utf16) {
		p->set = both;
		return both ? judge_bytes(j, p, in) : 0;
	}
	p->set = w->text;
	p->always &= w->text;
	if (w->text && judge_utf16(j, p, in, c) < 0)
		return -1;
	if (w->raw == 0)
		return 0;
	if (!whole && w->text)
		return emit_trouble(&j->emit, v->place, "judge",
		    "limit: UTF-16 above 64 MiB is judged as text alone");
	p->set = w->raw;
	p->always = w->always & w->raw;
	p->at = p->done = 0;
	return judge_bytes(j, p, in);
}
