#include "base.h"
#include "lines.h"
#include "str.h"
#include "text.h"

void
lines_init(struct lines *l)
{
	*l = (struct lines){ .line = 1 };
}

void
lines_window(struct lines *l, struct str text, size_t at)
{
	l->text = text;
	l->at = at;
	l->back = l->pos;
	l->back_line = l->line;
	l->back_start = l->start;
}

void
lines_back(struct lines *l)
{
	l->pos = l->back;
	l->line = l->back_line;
	l->start = l->back_start;
}

void
lines_to(struct lines *l, size_t off)
{
	const char *p = l->text.p + (l->pos - l->at), *nl;
	const char *end = l->text.p + (off - l->at);

	while (p < end && (nl = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		p = nl + 1;
		l->line++;
		l->start = l->at + (size_t)(p - l->text.p);
	}
	l->pos = off;
}

size_t
lines_units(struct lines *l)
{
	size_t from = l->unit_pos;

	if (from < l->start || from > l->pos) {
		from = l->start;
		l->units = 0;
	}
	if (from < l->at)
		from = l->at;
	l->units += utf8_units(
	    str_sub(l->text, from - l->at, l->pos - l->at), l->pos - from);
	l->unit_pos = l->pos;
	return l->units + 1;
}

size_t
lines_all_units(struct lines *l)
{
	if (l->all_pos > l->pos)
		l->all_pos = l->all = 0;
	if (l->all_pos < l->at)
		l->all_pos = l->at;
	l->all +=
	    utf8_units(str_sub(l->text, l->all_pos - l->at, l->pos - l->at),
		l->pos - l->all_pos);
	l->all_pos = l->pos;
	return l->all;
}

struct span
lines_span(const struct lines *l)
{
	size_t from = l->start > l->at ? l->start : l->at;
	size_t to = str_chr(l->text, '\n', l->pos - l->at);

	to = to == STR_NONE ? l->at + l->text.n : l->at + to;
	if (to > from && l->text.p[to - l->at - 1] == '\r')
		to--;
	return (struct span){ from, to };
}
