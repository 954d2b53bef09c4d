#include "base.h"
#include "fieldcell.h"
#include "fieldcsv.h"
#include "str.h"

enum {
	SNIFF_BYTES = 16384,
	SNIFF_LINES = 16,
	HEADER_MAX = 128,	/* bytes of a column's name */
	QUOTED_LINES_MAX = 1000 /* then the quote was none */
};

struct csv {
	const struct fields *to;
	char sep; /* '\0': one column */
	bool sniffed, header;
	bool quoted, was_quoted; /* inside, or behind, a quoted value */
	bool half;		 /* a quote ended the piece before */
	size_t lines;		 /* of the quoted value so far */
	size_t column, ncolumn, row;
	int *field; /* of each column */
	struct fieldcell cell;
};

/* ---- what kind of file it is ------------------------------------------- */

/* The end of the first line, newlines in quotes left out. */
static size_t
line_end(struct str s)
{
	bool quoted = false;
	size_t i;

	for (i = 0; i < s.n && (quoted || s.p[i] != '\n'); i++)
		quoted ^= s.p[i] == '"';
	return i;
}

static size_t
count_outside(struct str line, char sep)
{
	bool quoted = false;
	size_t n = 0;

	for (size_t i = 0; i < line.n; i++) {
		quoted ^= line.p[i] == '"';
		n += !quoted && line.p[i] == sep;
	}
	return n;
}

/* How many lines have as many separators as the first, less the others. */
static int
agreement(struct str s, char sep, size_t *per_line)
{
	int score = 0;
	size_t first = 0;

	for (size_t k = 0; k < SNIFF_LINES && s.n; k++) {
		size_t end = line_end(s);
		size_t n = count_outside(str_sub(s, 0, end), sep);

		/* What is cut off says nothing. */
		if (end == s.n && k > 1)
			break;
		if (k == 0)
			first = n;
		score += n == first ? 1 : -2;
		s = str_sub(s, end + 1, s.n);
	}
	*per_line = first;
	return first ? score : 0;
}

static char
sniff(struct str s)
{
	static const char seps[] = ",;\t|";
	int best = 0;
	size_t most = 0;
	char sep = '\0';

	for (size_t i = 0; seps[i]; i++) {
		size_t n;
		int score = agreement(s, seps[i], &n);

		if (score > best || (score == best && score > 0 && n > most)) {
			best = score;
			most = n;
			sep = seps[i];
		}
	}
	return sep;
}

/* Would it do as the name of a column? */
static bool
is_title(struct str v)
{
	size_t letters = 0, digits = 0;

	v = str_trim(v);
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];

		digits += c >= '0' && c <= '9';
		letters += (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		letters += (unsigned char)c >= 0x80;
		if (c == '@')
			return false;
	}
	return v.n <= HEADER_MAX && letters > digits && letters;
}

/* The next cell of a line, without its quotes; false at the end. */
static bool
next_cell(struct str *line, char sep, struct str *cell)
{
	bool quoted = false;
	size_t i;

	if (line->n == 0)
		return false;
	for (i = 0; i < line->n; i++) {
		if (!quoted && line->p[i] == sep)
			break;
		quoted ^= line->p[i] == '"';
	}
	*cell = str_trim(str_sub(*line, 0, i));
	*line = str_sub(*line, i + 1, line->n);
	if (cell->n >= 2 && cell->p[0] == '"')
		*cell = str_sub(*cell, 1, cell->n - 1);
	return true;
}

/* Is the first line made of titles alone? */
static bool
has_header(struct str s, char sep)
{
	struct str line = str_sub(s, 0, line_end(s)), cell;
	size_t n = 0, empty = 0;

	while (next_cell(&line, sep, &cell)) {
		if (cell.n == 0)
			empty++;
		else if (!is_title(cell))
			return false;
		n++;
	}
	return n > empty;
}

/* Skip a byte order mark, "sep=;" and lines of comments. */
static size_t
preamble(struct csv *c, struct str s)
{
	size_t at = str_starts(s, STR("\xEF\xBB\xBF")) ? 3 : 0;

	if (str_starts(str_sub(s, at, s.n), STR("sep=")) && s.n > at + 4) {
		c->sep = s.p[at + 4];
		c->sniffed = true;
		at += line_end(str_sub(s, at, s.n)) + 1;
	}
	while (at < s.n && s.p[at] == '#')
		at += line_end(str_sub(s, at, s.n)) + 1;
	return at < s.n ? at : s.n;
}

static size_t
begin(struct csv *c, struct str s)
{
	size_t at = preamble(c, s);
	struct str head = str_sub(s, at, at + SNIFF_BYTES);

	if (!c->sniffed)
		c->sep = sniff(head);
	c->sniffed = true;
	c->header = has_header(head, c->sep);
	return at;
}

/* ---- reading ----------------------------------------------------------- */

static int
new_column(struct csv *c, struct str title)
{
	char number[24];
	int *v, id;

	if (c->ncolumn >= CSV_COLUMNS_MAX)
		return -1;
	/* The array doubles whenever its length is a power of two. */
	if ((c->ncolumn & (c->ncolumn - 1)) == 0) {
		size_t cap = c->ncolumn ? c->ncolumn * 2 : 1;

		if ((v = realloc(c->field, cap * sizeof(*v))) == NULL)
			return -1;
		c->field = v;
	}
	if (title.n == 0) {
		snprintf(number, sizeof(number), "#%zu", c->ncolumn + 1);
		title = str_of(number);
	}
	id = c->to->field(c->to->arg, title);
	c->field[c->ncolumn++] = id;
	return id;
}

static int
field_of(struct csv *c)
{
	while (c->column >= c->ncolumn && c->ncolumn < CSV_COLUMNS_MAX)
		if (new_column(c, STR("")) < 0)
			break;
	return c->column < c->ncolumn ? c->field[c->column] : -1;
}

/* The cell ends before offset end; raw is what this piece has of it. */
static int
end_cell(struct csv *c, struct str raw, size_t end)
{
	int rc = 0;

	if (c->header && c->row == 0) {
		struct str v = c->cell.copied ?
		    (struct str){ c->cell.bytes, c->cell.n } :
		    raw;

		(void)new_column(c, str_trim(str_sub(v, 0, HEADER_MAX)));
	} else {
		rc = fieldcell_end(&c->cell, c->to, field_of(c), raw, end);
	}
	c->column++;
	c->quoted = c->was_quoted = c->half = false;
	c->cell.open = false;
	return rc;
}

static void
end_row(struct csv *c)
{
	c->column = 0;
	if (c->row++ > 0 || !c->header)
		c->to->record(c->to->arg);
}

/* An unquoted cell: up to a separator or the end of its line. */
static int
plain(struct csv *c, const struct piece *p, size_t *at)
{
	const char *s = p->bytes.p;
	size_t i = *at, n = p->bytes.n, stop;
	int rc;

	while (i < n && s[i] != c->sep && s[i] != '\n')
		i++;
	if (i == n && !p->last) {
		struct str raw = str_sub(p->bytes, *at, n);

		*at = n;
		return fieldcell_cut(&c->cell, c->to, raw, p->at + n);
	}
	stop = i;
	if (i > *at && (i == n || s[i] == '\n') && s[i - 1] == '\r')
		stop--;
	if (c->cell.copied)
		fieldcell_add(&c->cell, s + *at, stop - *at);
	rc = end_cell(c, str_sub(p->bytes, *at, stop), p->at + stop);
	if (i < n && s[i] == '\n')
		end_row(c);
	*at = i + (i < n);
	return rc;
}

/* Inside quotes: up to the quote that is not doubled. */
static int
inside(struct csv *c, const struct piece *p, size_t *at)
{
	const char *s = p->bytes.p;
	size_t from = *at, i = from, n = p->bytes.n;
	int rc;

	while (i < n && s[i] != '"') {
		if (s[i] == '\n' && ++c->lines > QUOTED_LINES_MAX) {
			c->quoted = false;
			break;
		}
		i++;
	}
	rc = fieldcell_cut(
	    &c->cell, c->to, str_sub(p->bytes, from, i), p->at + i);
	*at = i + (i < n && s[i] == '"');
	if (i < n && s[i] == '"') {
		c->quoted = false;
		c->half = true;
	}
	return rc;
}

/* Behind a quote: another one doubles it, else the value is at its end. */
static void
behind_quote(struct csv *c, const struct piece *p, size_t *at)
{
	c->half = false;
	if (p->bytes.p[*at] != '"')
		return;
	fieldcell_add(&c->cell, "\"", 1);
	c->quoted = true;
	(*at)++;
}

static int
step(struct csv *c, const struct piece *p, size_t *at)
{
	if (c->half) {
		behind_quote(c, p, at);
		if (c->quoted)
			return 0;
	}
	if (c->quoted)
		return inside(c, p, at);
	if (!c->cell.open) {
		fieldcell_begin(&c->cell, p->at + *at);
		if (p->bytes.p[*at] == '"') {
			c->quoted = c->was_quoted = true;
			c->lines = 0;
			c->cell.copied = true;
			c->cell.from++;
			(*at)++;
			return 0;
		}
	}
	return plain(c, p, at);
}

static int
csv_feed(void *arg, const struct piece *p)
{
	struct csv *c = arg;
	size_t at = c->sniffed ? 0 : begin(c, p->bytes);
	int rc = 0;

	while (at < p->bytes.n && rc == 0)
		rc = step(c, p, &at);
	if (rc == 0 && p->last && c->cell.open)
		rc = end_cell(c, STR(""), p->at + p->bytes.n);
	return rc;
}

static void *
csv_open(const struct fields *to)
{
	struct csv *c = calloc(1, sizeof(*c));

	if (c)
		c->to = to;
	return c;
}

static void
csv_close(void *arg)
{
	struct csv *c = arg;

	if (c)
		free(c->field);
	free(c);
}

/* A text of another kind is one when all its lines agree. */
static bool
csv_is(enum kind kind, struct str head)
{
	size_t n, at = 0, lines = 0;
	char sep;

	if (kind == KIND_CSV)
		return true;
	if (kind != KIND_TEXT && kind != KIND_OTHER)
		return false;
	while (lines < 4 && (at = str_chr(head, '\n', at)) != STR_NONE) {
		at++;
		lines++;
	}
	sep = sniff(head);
	return lines >= 3 && sep != '\0' && sep != ',' &&
	    agreement(head, sep, &n) >= 3 && has_header(head, sep);
}

const struct format fieldcsv_format = {
	.name = "csv",
	.is = csv_is,
	.open = csv_open,
	.feed = csv_feed,
	.close = csv_close,
};
