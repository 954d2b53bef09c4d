#include "base.h"
#include "judge.h"
#include "pass.h"
#include "str.h"
#include "unpack.h"

struct judge *
judge_new(const struct scan *s, struct source *source)
{
	struct judge *j = calloc(1, sizeof(*j));

	if (j == NULL)
		return NULL;
	j->scan = s;
	for (size_t i = 0; i <= DEPTH_MAX; i++) {
		j->data[i].max = 2 * (size_t)WINDOW;
		j->name[i].max = NAME_MAX_BYTES;
		j->full[i].max = REC_MAX;
	}
	j->text.max = 4 * (size_t)WINDOW;
	if ((j->t = engine_thread_new(&s->engine)) != NULL &&
	    (source == NULL || (j->reader = reader_new(source)) != NULL)) {
		emit_init(&j->emit, s, j->t);
		return j;
	}
	judge_free(j);
	return NULL;
}

void
judge_free(struct judge *j)
{
	if (j == NULL)
		return;
	emit_free(&j->emit);
	engine_thread_free(&j->scan->engine, j->t);
	if (j->reader)
		reader_free(j->reader);
	for (size_t i = 0; i <= DEPTH_MAX; i++) {
		buf_free(&j->data[i]);
		buf_free(&j->name[i]);
		buf_free(&j->full[i]);
	}
	buf_free(&j->text);
	free(j);
}

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

/* What the detectors want of this blob. */
struct wants {
	unsigned text, raw, whole, always;
};

static struct wants
ask(const struct judge *j, const struct visit *v, struct str name,
    enum kind kind, struct str head)
{
	const struct engine *e = &j->scan->engine;
	struct wants w = { 0 };

	for (size_t i = 0; i < e->n; i++) {
		unsigned bit = 1u << i, view;

		if ((v->set & bit) == 0)
			continue;
		view = e->v[i]->wanted(e->model[i], name, kind, head);
		w.text |= view & VIEW_TEXT ? bit : 0;
		w.raw |= view & VIEW_RAW ? bit : 0;
		w.whole |= view & VIEW_WHOLE ? bit : 0;
		w.always |= view & VIEW_ALWAYS ? bit : 0;
	}
	return w;
}

/* What is being read at a depth, and whether all of it is here. */
struct input {
	struct stream *in;
	struct buf *data;
	struct str bytes;
	bool end;
	uint64_t seen;	 /* bytes of the blob so far */
	const char *why; /* reading failed: what came before is judged */
};

static void
read_more(struct input *in)
{
	int rc;

	if (in->end)
		return;
	in->seen -= in->data->n;
	rc = fill(in->in, in->data, WINDOW, &in->why);
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
		read_more(in);
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
		read_more(in);
	}
	if (text->cap > KEEP_MAX)
		buf_free(text);
	return 0;
}

static int
judge_views(struct judge *j, const struct visit *v, struct pass *p,
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

/* The name itself may be what gives a secret away. */
static int
judge_name(struct judge *j, const struct visit *v, struct pass *p)
{
	struct pass name = { .set = v->set, .blob = p->blob };
	size_t drop, outer = p->blob.name.n - v->place->name.n;

	/* The container's name was judged already: what is new counts. */
	name.blob.in_name = true;
	name.done = outer;
	return pass_run(j, &name, p->blob.name, true, &drop);
}

static int
judge_inside(struct judge *j, const struct visit *v, struct pass *p,
    struct wants *w, struct input *in)
{
	struct visit inner = *v;
	int rc;

	inner.set &= ~w->whole;
	if (inner.set) {
		rc = container_visit(j, &inner, in->bytes, in->end);
		if (rc < 0)
			return -1;
		emit_place(&j->emit, v->place, j->origin);
		w->text &= rc ? ~0u : 0;
		w->raw &= rc ? ~0u : 0;
		/* What was read on the way cannot be had again. */
		in->end = true;
	}
	w->raw |= w->whole;
	return w->text | w->raw ? judge_views(j, v, p, w, in) : 0;
}

/* "a.zip!/b", for those who judge by name. */
static int
full_name(struct judge *j, const struct visit *v, struct str *name)
{
	*name = v->place->name;
	if (v->depth == 0)
		return 0;
	j->full[v->depth].n = 0;
	if (place_name(v->place, &j->full[v->depth]) < 0)
		return -1;
	*name = buf_str(&j->full[v->depth]);
	return 0;
}

int
judge_visit(struct judge *j, const struct visit *v)
{
	struct sibling sibling = { v->depth ? NULL : j->reader };
	struct pass p = { .blob.sibling = &sibling };
	struct input in = { .in = v->in, .data = &j->data[v->depth] };
	struct str head;
	struct wants w;
	int rc;

	emit_place(&j->emit, v->place, j->origin);
	if (full_name(j, v, &p.blob.name) < 0)
		return -1;
	p.blob.kind = kind_of(p.blob.name);
	in.data->n = 0;
	in.end = v->in->is_whole;
	in.bytes = v->in->whole;
	in.seen = in.bytes.n;
	if (judge_name(j, v, &p) < 0)
		return -1;
	read_more(&in);
	head = str_sub(in.bytes, 0, HEAD);
	w = ask(j, v, p.blob.name, p.blob.kind, head);
	if (unpack_is(head) && emit_flush(&j->emit) == 0)
		rc = judge_inside(j, v, &p, &w, &in);
	else
		rc = judge_views(j, v, &p, &w, &in);
	j->bytes += in.seen;
	if (rc == 0)
		rc = emit_flush(&j->emit);
	if (rc == 0 && in.why)
		rc = emit_trouble(
		    &j->emit, v->place, v->depth ? "unpack" : "read", in.why);
	if (in.data->cap > KEEP_MAX)
		buf_free(in.data);
	return rc;
}

static ssize_t
item_read(void *arg, void *p, size_t n, const char **why)
{
	return reader_read(arg, p, n, why);
}

int
judge_item(struct judge *j, const struct item *it, struct buf *out, void *job)
{
	struct stream in = { .read = item_read, .arg = j->reader };
	struct place place = { NULL, it->name };
	struct visit v = { .place = &place, .in = &in };
	const char *why = it->why;
	size_t troubles;
	int rc = -1;

	j->emit.results = out;
	j->emit.job = job;
	j->origin = it->keys;
	v.set = (1u << j->scan->engine.n) - 1;
	if (it->type != ITEM_UNREAD)
		rc = reader_open(j->reader, it, &why);
	if (rc < 0) {
		emit_place(&j->emit, &place, it->keys);
		return emit_trouble(&j->emit, &place, "read", why);
	}
	j->passed += rc == 1;
	if (rc == 1)
		return emit_passed(&j->emit, &place);
	troubles = j->emit.troubles;
	in.is_whole = reader_whole(j->reader, &in.whole);
	in.size = reader_size(j->reader);
	rc = judge_visit(j, &v);
	reader_close(j->reader);
	j->files += j->emit.troubles == troubles;
	return rc;
}

int
sibling_read(struct sibling *s, struct str path, struct buf *out)
{
	return s && s->reader ? reader_sibling(s->reader, path, out) : 0;
}
