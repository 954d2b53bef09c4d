#include "base.h"
#include "judge.h"
#include "str.h"
#include "unpack.h"
#include "views.h"

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

static struct wants
ask(const struct judge *j, const struct visit *v, struct str name,
    enum kind kind, struct str head)
{
	const struct engine *e = &j->scan->engine;
	struct wants w = { .window = WINDOW_STEP };

	for (size_t i = 0; i < e->n; i++) {
		unsigned bit = 1u << i, view;

		if ((v->set & bit) == 0)
			continue;
		view = e->v[i]->wanted(e->model[i], name, kind, head);
		w.text |= view & VIEW_TEXT ? bit : 0;
		w.raw |= view & VIEW_RAW ? bit : 0;
		w.whole |= view & VIEW_WHOLE ? bit : 0;
		w.always |= view & VIEW_ALWAYS ? bit : 0;
		if (view != VIEW_NONE && (view & VIEW_STEPS) == 0)
			w.window = WINDOW;
	}
	return w;
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

/* A stream that was no container after all: from its begin if there is a
   way, else what is at hand of it. */
static void
rewind_input(struct input *in)
{
	const char *why = NULL;

	in->end = in->in->again == NULL || in->in->again(in->in->arg, &why) < 0;
	if (in->end)
		return;
	in->seen -= in->data->n;
	in->data->n = 0;
	input_more(in);
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
		if (!in->end && rc)
			rewind_input(in);
		else
			in->end = true;
	}
	w->raw |= w->whole;
	return w->text | w->raw ? views_judge(j, v, p, w, in) : 0;
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
	struct input in = {
		.in = v->in, .data = &j->data[v->depth], .window = WINDOW_STEP
	};
	struct str head;
	struct wants w;
	bool inside;
	int rc;

	emit_place(&j->emit, v->place, j->origin);
	if (full_name(j, v, &p.blob.name) < 0)
		return -1;
	p.blob.kind = kind_of(p.blob.name);
	in.data->n = 0;
	in.end = v->in->is_whole;
	in.bytes = v->in->whole;
	in.seen = in.bytes.n;
	if (!v->bytes_only && judge_name(j, v, &p) < 0)
		return -1;
	input_more(&in);
	head = str_sub(in.bytes, 0, HEAD);
	w = ask(j, v, p.blob.name, p.blob.kind, head);
	inside = unpack_is(head);
	if (inside || w.window > WINDOW_STEP) {
		in.window = WINDOW;
		input_more(&in);
	}
	if (inside && emit_flush(&j->emit) == 0)
		rc = judge_inside(j, v, &p, &w, &in);
	else
		rc = views_judge(j, v, &p, &w, &in);
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

struct opened {
	struct reader *reader;
	const struct item *item;
};

static ssize_t
item_read(void *arg, void *p, size_t n, const char **why)
{
	struct opened *o = arg;

	return reader_read(o->reader, p, n, why);
}

static int
item_again(void *arg, const char **why)
{
	struct opened *o = arg;

	if (o->item->type == ITEM_STDIN)
		return -1;
	reader_close(o->reader);
	return reader_open(o->reader, o->item, why) == 0 ? 0 : -1;
}

static int
judge_name_alone(struct judge *j, const struct visit *v)
{
	struct sibling sibling = { j->reader };
	struct pass p = { .blob.sibling = &sibling };

	emit_place(&j->emit, v->place, j->origin);
	p.blob.name = v->place->name;
	p.blob.kind = kind_of(p.blob.name);
	return judge_name(j, v, &p) < 0 ? -1 : emit_flush(&j->emit);
}

int
judge_item(struct judge *j, const struct item *it, struct buf *out, void *job)
{
	struct opened o = { j->reader, it };
	struct stream in = {
		.read = item_read, .again = item_again, .arg = &o
	};
	struct place place = { NULL, it->name };
	struct visit v = { .place = &place, .in = &in };
	const char *why = it->why;
	size_t troubles;
	int rc = -1;

	j->emit.results = out;
	j->emit.job = job;
	j->origin = it->keys;
	v.set = (1u << j->scan->engine.n) - 1;
	v.bytes_only = it->part == ITEM_BYTES;
	if (it->part == ITEM_NAME)
		return judge_name_alone(j, &v);
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
