#include "base.h"
#include "datamodel.h"
#include "datatell.h"
#include "datatext.h"
#include "detectors.h"
#include "sheet.h"
#include "str.h"

enum { DATA_MARGIN = 4096 }; /* context of a token; windows overlap so */

struct data_thread {
	const struct datamodel *model;
	struct sheet sheet, mask;
	struct datatell tell;
	struct fields to; /* the sheet, as readers know it */
	/* The blob being read. */
	const struct format *format;
	void *reading;
	bool broken; /* what is left of it is text */
};

static void
end_reading(struct data_thread *t)
{
	if (t->reading)
		t->format->close(t->reading);
	t->reading = NULL;
}

static int
begin_blob(struct data_thread *t, const struct blob *b)
{
	end_reading(t);
	t->format = fields_format(b->kind, b->bytes);
	t->broken = t->format == NULL;
	sheet_begin(&t->sheet, t->format);
	t->sheet.each = t->model->each;
	if (t->format && (t->reading = t->format->open(&t->to)) == NULL)
		return -1;
	return 0;
}

/* What no format explains. */
static int
as_text(struct data_thread *t, const struct blob *b, size_t from)
{
	if (b->binary)
		return 0;
	return datatext_span(
	    &t->sheet, (struct span){ from, b->at + b->own.to });
}

static int
read_window(struct data_thread *t, const struct blob *b, struct emit *e)
{
	size_t from = b->at + b->own.from, upto = from;
	const char *why = NULL;
	struct piece p = { str_sub(b->bytes, b->own.from, b->own.to), from,
		b->last, &upto, &why };

	if (t->broken)
		return as_text(t, b, from);
	if (t->format->feed(t->reading, &p) == 0)
		return 0;
	if (t->sheet.failed)
		return -1;
	t->broken = true;
	if (why && emit_unread(e, why) < 0)
		return -1;
	return as_text(t, b, upto);
}

static int
tell(struct data_thread *t, const struct blob *b, struct emit *e)
{
	const struct sheet *s = &t->sheet;

	if (datatell_all(&t->tell, t->model, s, b, e) < 0)
		return -1;
	if (s->fields_full &&
	    emit_unread(e, "limit: more fields than are told apart") < 0)
		return -1;
	if (s->cells_full &&
	    emit_unread(e, "limit: more values than --each tells") < 0)
		return -1;
	return 0;
}

static int
data_judge(const void *model, void *thread, const struct blob *b,
    const struct hit *hits, size_t nhits, struct emit *e)
{
	struct data_thread *t = thread;

	(void)model;
	(void)hits;
	(void)nhits;
	if (b->in_name)
		return 0;
	if (b->first && begin_blob(t, b) < 0)
		return -1;
	sheet_window(&t->sheet, b->bytes, b->at, b->line);
	if (read_window(t, b, e) < 0)
		return -1;
	if (!b->last) {
		sheet_leave(&t->sheet, b->at + b->own.to);
		return 0;
	}
	end_reading(t);
	return tell(t, b, e);
}

static unsigned
data_wanted(const void *model, struct str name, enum kind kind, struct str head)
{
	const struct format *f = fields_format(kind, head);

	(void)model;
	(void)name;
	if (f && f->raw)
		return VIEW_RAW | VIEW_ALWAYS | VIEW_STEPS;
	return VIEW_TEXT | VIEW_ALWAYS | VIEW_STEPS;
}

/* The numbers in a line that prove themselves. */
static size_t
data_mask(const void *model, void *thread, struct str line, struct span *v,
    size_t max)
{
	struct data_thread *t = thread;
	struct sheet *s = &t->mask;
	size_t n = 0;

	(void)model;
	sheet_begin(s, NULL);
	s->each = true;
	sheet_window(s, line, 0, 1);
	if (datatext_span(s, (struct span){ 0, line.n }) < 0)
		return 0;
	for (; n < s->ncell && n < max; n++)
		v[n] = s->cell[n].place.at;
	return n;
}

static void
data_thread_free(void *thread)
{
	struct data_thread *t = thread;

	if (t == NULL)
		return;
	end_reading(t);
	sheet_free(&t->sheet);
	sheet_free(&t->mask);
	datatell_free(&t->tell);
	free(t);
}

static void *
data_thread_new(const void *model)
{
	struct data_thread *t = calloc(1, sizeof(*t));
	const struct datamodel *m = model;

	if (t == NULL)
		return NULL;
	t->model = m;
	sheet_init(&t->sheet, &m->ids);
	sheet_init(&t->mask, &m->ids);
	t->to = sheet_fields(&t->sheet);
	datatell_init(&t->tell);
	return t;
}

static void *
data_open(const struct setup *s, struct setup_error *err)
{
	return datamodel_new(s, err);
}

static void
data_close(void *model)
{
	datamodel_free(model);
}

static size_t
data_literals(const void *model, const struct literal **v)
{
	(void)model;
	*v = NULL;
	return 0;
}

static const struct rules *
data_rules(const void *model)
{
	const struct datamodel *m = model;

	return &m->ids.rules;
}

const struct detector data_detector = {
	.name = "data",
	.margin = DATA_MARGIN,
	.open = data_open,
	.close = data_close,
	.literals = data_literals,
	.rules = data_rules,
	.thread_new = data_thread_new,
	.thread_free = data_thread_free,
	.wanted = data_wanted,
	.judge = data_judge,
	.mask = data_mask,
};
