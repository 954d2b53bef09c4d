#include "base.h"
#include "arena.h"
#include "fieldcell.h"
#include "fieldsql.h"
#include "str.h"

enum { WORD_MAX = 64, TABLE_MAX = 128 };
#define SQL_MEM ((size_t)8 << 20)

enum state {
	STATEMENT, /* words of a statement */
	NAMES,	   /* "(a, b)" of INSERT, COPY or CREATE */
	ROWS,	   /* behind VALUES: between rows */
	ROW,	   /* inside of one: before a value */
	QUOTED,	   /* 'a string' */
	BARE,	   /* a number, NULL, a function */
	COPY	   /* lines of tabs, up to "\." */
};

enum verb { VERB_NONE, VERB_INSERT, VERB_COPY, VERB_CREATE };

struct table {
	struct str name;
	struct str *column;
	size_t n;
};

struct sql {
	const struct fields *to;
	struct arena mem;
	struct table *table;
	size_t ntable;
	struct table *now; /* whose rows these are */
	enum state state;
	enum verb verb;
	char word[WORD_MAX];
	size_t nword;
	char name[TABLE_MAX];
	size_t nname;
	bool named;   /* the table's name was read */
	bool first;   /* of a line of CREATE: the column's name */
	bool comment; /* up to the end of the line */
	bool dash;    /* one '-' was seen */
	char quote;   /* of a name, or of a string */
	bool half;    /* behind a quote or a backslash in a string */
	bool backslash;
	size_t depth; /* of brackets */
	size_t column;
	struct fieldcell cell;
};

static struct table *
table_of(struct sql *q)
{
	struct str name = { q->name, q->nname };
	struct table *t;

	for (size_t i = 0; i < q->ntable; i++)
		if (str_eq(q->table[i].name, name))
			return &q->table[i];
	if (q->ntable == SQL_TABLES_MAX)
		return NULL;
	if (q->table == NULL &&
	    (q->table = calloc(SQL_TABLES_MAX, sizeof(*q->table))) == NULL)
		return NULL;
	t = &q->table[q->ntable];
	t->name = arena_str(&q->mem, name);
	if (t->name.p == NULL)
		return NULL;
	q->ntable++;
	return t;
}

static void
add_column(struct sql *q, struct str name)
{
	struct table *t = q->now;

	if (t == NULL || t->n == SQL_COLUMNS_MAX || name.n == 0)
		return;
	if (t->column == NULL &&
	    (t->column = arena_new(
		 &q->mem, SQL_COLUMNS_MAX * sizeof(*t->column))) == NULL)
		return;
	t->column[t->n].p = arena_str(&q->mem, name).p;
	t->column[t->n].n = t->column[t->n].p ? name.n : 0;
	t->n++;
}

static int
field_of(struct sql *q)
{
	char path[2 * TABLE_MAX + 32];
	const struct table *t = q->now;
	int n;

	if (t && q->column < t->n)
		n = snprintf(path, sizeof(path), "%.*s.%.*s", FMT(t->name),
		    FMT(str_sub(t->column[q->column], 0, TABLE_MAX)));
	else
		n = snprintf(path, sizeof(path), "%.*s.#%zu",
		    t ? (int)t->name.n : 0, t ? t->name.p : "", q->column + 1);
	return q->to->field(q->to->arg, (struct str){ path, (size_t)n });
}

/* ---- statements -------------------------------------------------------- */

static void
reset(struct sql *q)
{
	q->state = STATEMENT;
	q->verb = VERB_NONE;
	q->nword = q->nname = q->depth = q->column = 0;
	q->named = q->first = q->comment = q->dash = false;
	q->quote = '\0';
	q->now = NULL;
	q->cell.open = false;
}

static void
end_word(struct sql *q)
{
	struct str w = { q->word, q->nword };

	q->nword = 0;
	if (w.n == 0)
		return;
	if (q->verb == VERB_NONE) {
		if (str_ieq(w, STR("insert")) || str_ieq(w, STR("replace")))
			q->verb = VERB_INSERT;
		else if (str_ieq(w, STR("copy")))
			q->verb = VERB_COPY;
		else if (str_ieq(w, STR("create")))
			q->verb = VERB_CREATE;
		return;
	}
	if (str_ieq(w, STR("values")) && q->verb == VERB_INSERT) {
		q->state = ROWS;
		return;
	}
	if (q->named)
		return;
	if (str_ieq(w, STR("into")) || str_ieq(w, STR("table")) ||
	    str_ieq(w, STR("ignore")) || str_ieq(w, STR("if")) ||
	    str_ieq(w, STR("not")) || str_ieq(w, STR("exists")) ||
	    str_ieq(w, STR("or")) || str_ieq(w, STR("replace")) ||
	    str_ieq(w, STR("temporary")) || str_ieq(w, STR("only")))
		return;
	q->nname = w.n < TABLE_MAX ? w.n : TABLE_MAX;
	memcpy(q->name, w.p, q->nname);
	q->named = true;
	q->now = table_of(q);
}

static void
add_char(struct sql *q, char c)
{
	if (q->nword < WORD_MAX)
		q->word[q->nword++] = c;
}

static bool
word_char(char c)
{
	return (c >= '0' && c <= '9') ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c == '$' ||
	    (unsigned char)c >= 0x80;
}

/* True: it was part of a comment or of a quoted name. */
static bool
aside(struct sql *q, char c)
{
	if (q->comment) {
		q->comment = c != '\n';
		return true;
	}
	if (q->quote) {
		if (c == q->quote)
			q->quote = '\0';
		else
			add_char(q, c);
		return true;
	}
	if (c == '`' || c == '"' || c == '[' || c == '\'') {
		q->quote = c;
		if (c == '[')
			q->quote = ']';
		return true;
	}
	if (c == '-' && q->dash) {
		q->comment = true;
		q->dash = false;
		return true;
	}
	q->dash = c == '-';
	return false;
}

static void
statement(struct sql *q, char c)
{
	if (aside(q, c))
		return;
	if (word_char(c)) {
		add_char(q, c);
		return;
	}
	if (c == '.' && !q->named) { /* schema.table */
		q->nword = 0;
		return;
	}
	end_word(q);
	if (c == ';') {
		bool copy = q->verb == VERB_COPY && q->named;
		struct table *t = q->now;

		reset(q);
		if (copy) {
			q->state = COPY;
			q->now = t;
		}
	} else if (c == '(' && q->named && q->now && q->state == STATEMENT) {
		/* What CREATE said is said again, or better. */
		q->now->n = 0;
		q->depth = 1;
		q->first = true;
		q->state = NAMES;
	}
}

/* Constraints stand where columns do. */
static bool
is_key(struct str w)
{
	static const char *const words[] = { "primary", "key", "unique",
		"constraint", "foreign", "check", "index", "fulltext" };

	for (size_t i = 0; i < LEN(words); i++)
		if (str_ieq(w, str_of(words[i])))
			return true;
	return false;
}

static void
names(struct sql *q, char c)
{
	struct str w;

	if (aside(q, c))
		return;
	if (word_char(c)) {
		if (q->first)
			add_char(q, c);
		return;
	}
	w = (struct str){ q->word, q->nword };
	if (q->first && w.n) {
		if (!is_key(w))
			add_column(q, w);
		q->first = false;
	}
	q->nword = 0;
	if (c == '(')
		q->depth++;
	if (c == ',' && q->depth == 1)
		q->first = true;
	if (c == ')' && --q->depth == 0)
		q->state = STATEMENT;
}

/* ---- rows -------------------------------------------------------------- */

static void
rows(struct sql *q, char c)
{
	if (c == '(') {
		q->state = ROW;
		q->column = 0;
	} else if (c == ';') {
		reset(q);
	}
}

static void
end_row(struct sql *q)
{
	q->state = ROWS;
	q->to->record(q->to->arg);
}

static void
row(struct sql *q, char c, size_t at)
{
	if (c == ',') {
		q->column++;
	} else if (c == ')') {
		end_row(q);
	} else if (c == '\'') {
		q->state = QUOTED;
		q->half = q->backslash = false;
		fieldcell_begin(&q->cell, at + 1);
	} else if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
		q->state = BARE;
		q->depth = 0;
		fieldcell_begin(&q->cell, at);
		if ((c | 0x20) != 'n') /* N'...' */
			fieldcell_add(&q->cell, &c, 1);
	}
}

static int
quoted(struct sql *q, const struct piece *p, size_t *at)
{
	const char *s = p->bytes.p;
	size_t i = *at, n = p->bytes.n;
	struct str raw;

	if (q->half) {
		q->half = false;
		if (s[i] != '\'') {
			q->state = ROW;
			return fieldcell_end(&q->cell, q->to, field_of(q),
			    STR(""), p->at + i - 1);
		}
		fieldcell_add(&q->cell, "'", 1);
		(*at)++;
		return 0;
	}
	if (q->backslash) {
		q->backslash = false;
		fieldcell_add(&q->cell, &s[i], 1);
		(*at)++;
		return 0;
	}
	while (i < n && s[i] != '\'' && s[i] != '\\')
		i++;
	q->half = i < n && s[i] == '\'';
	q->backslash = i < n && s[i] == '\\';
	raw = str_sub(p->bytes, *at, i);
	*at = i + (i < n);
	return fieldcell_cut(&q->cell, q->to, raw, p->at + i);
}

static int
bare(struct sql *q, const struct piece *p, size_t *at)
{
	char c = p->bytes.p[*at];
	struct str v = { q->cell.bytes, q->cell.n };

	if (c == '\'' && v.n <= 1) { /* N'...', E'...', X'...' */
		q->state = QUOTED;
		q->half = q->backslash = false;
		fieldcell_begin(&q->cell, p->at + *at + 1);
		(*at)++;
		return 0;
	}
	q->depth += c == '(';
	if (q->depth == 0 && (c == ',' || c == ')')) {
		q->state = ROW;
		if (v.n && (v.p[0] == '-' || (v.p[0] >= '0' && v.p[0] <= '9')))
			return fieldcell_end(
			    &q->cell, q->to, field_of(q), STR(""), p->at + *at);
		return 0;
	}
	if (c == ')')
		q->depth--;
	fieldcell_add(&q->cell, &c, 1);
	(*at)++;
	return 0;
}

/* A line of COPY: values between tabs. */
static int
copy(struct sql *q, const struct piece *p, size_t *at)
{
	const char *s = p->bytes.p;
	size_t i = *at, n = p->bytes.n;
	struct str raw, v;
	int rc = 0;

	while (i < n && s[i] != '\t' && s[i] != '\n')
		i++;
	raw = str_sub(p->bytes, *at, i);
	if (!q->cell.open)
		fieldcell_begin(&q->cell, p->at + *at);
	*at = i + (i < n);
	if (i == n && !p->last)
		return fieldcell_cut(&q->cell, q->to, raw, p->at + i);
	if (q->cell.copied)
		fieldcell_add(&q->cell, raw.p, raw.n);
	v = q->cell.copied ? (struct str){ q->cell.bytes, q->cell.n } : raw;
	if (q->column == 0 && (str_eqz(v, "\\.") || str_eqz(v, "\\.\r"))) {
		reset(q);
		return 0;
	}
	/* The line that COPY itself ends is empty. */
	if (v.n && !str_eqz(v, "\\N"))
		rc =
		    fieldcell_end(&q->cell, q->to, field_of(q), raw, p->at + i);
	q->cell.open = false;
	q->column++;
	if (i < n && s[i] == '\n') {
		q->column = 0;
		if (v.n)
			q->to->record(q->to->arg);
	}
	return rc;
}

static int
step(struct sql *q, const struct piece *p, size_t *at)
{
	char c = p->bytes.p[*at];

	switch (q->state) {
	case QUOTED: return quoted(q, p, at);
	case BARE: return bare(q, p, at);
	case COPY: return copy(q, p, at);
	case STATEMENT: statement(q, c); break;
	case NAMES: names(q, c); break;
	case ROWS: rows(q, c); break;
	case ROW: row(q, c, p->at + *at); break;
	}
	(*at)++;
	return 0;
}

static int
sql_feed(void *arg, const struct piece *p)
{
	size_t at = 0;
	int rc = 0;

	while (at < p->bytes.n && rc == 0)
		rc = step(arg, p, &at);
	return rc;
}

static void *
sql_open(const struct fields *to)
{
	struct sql *q = calloc(1, sizeof(*q));

	if (q) {
		q->to = to;
		q->mem.max = SQL_MEM;
	}
	return q;
}

static void
sql_close(void *arg)
{
	struct sql *q = arg;

	if (q == NULL)
		return;
	arena_free(&q->mem);
	free(q->table);
	free(q);
}

static bool
sql_is(enum kind kind, struct str head)
{
	return kind == KIND_SQL || str_starts(head, STR("-- MySQL dump")) ||
	    str_starts(head, STR("-- MariaDB dump")) ||
	    str_find(head, STR("-- PostgreSQL database dump"), 0) == 0 ||
	    str_starts(head, STR("PRAGMA foreign_keys"));
}

const struct format fieldsql_format = {
	.name = "sql",
	.is = sql_is,
	.open = sql_open,
	.feed = sql_feed,
	.close = sql_close,
};
