#include "base.h"
#include "allow.h"
#include "buf.h"
#include "date.h"
#include "say.h"
#include "str.h"

#include <stdarg.h>

enum { VALUE_MAX = 64u << 10, SHOWN = 40 };

static const char *const fields[] = { "by", "fp", "path", "rule", "until",
	NULL };

__attribute__((format(printf, 2, 3))) static int
fail(struct where *w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(w->why, sizeof(w->why), fmt, ap);
	va_end(ap);
	return -1;
}

/* What is shown of a wrong word: enough to find it, never a screenful. */
static struct str
shown(struct str s)
{
	return str_sub(s, 0, SHOWN);
}

void
allow_init(struct allow *a)
{
	*a = (struct allow){ .mem.max = 4 * (size_t)ALLOW_BYTES_MAX,
		.path.max = REC_MAX };
}

void
allow_free(struct allow *a)
{
	free(a->v);
	arena_free(&a->mem);
	buf_free(&a->path);
	allow_init(a);
}

bool
allow_is_fp(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= '0' && s.p[i] <= '9') &&
		    !(s.p[i] >= 'a' && s.p[i] <= 'f'))
			return false;
	return s.n == ALLOW_FP_LEN;
}

int
allow_word(struct buf *out, struct str value)
{
	struct buf escaped = { .max = VALUE_MAX };
	struct str left, piece;
	int rc = rec_escape(&escaped, value);

	left = buf_str(&escaped);
	while (rc == 0 && left.n) {
		size_t at = str_chr(left, ' ', 0);

		piece = str_sub(left, 0, at);
		rc = buf_adds(out, piece);
		if (rc == 0 && at != STR_NONE)
			rc = buf_addz(out, "\\x20");
		left = str_sub(left, piece.n + (at != STR_NONE), left.n);
	}
	buf_free(&escaped);
	return rc;
}

/* A copy of a value with its escapes undone. */
static int
keep(struct allow *a, struct str value, struct str *to)
{
	a->path.n = 0;
	if (rec_unescape(&a->path, value) < 0)
		return -1;
	*to = arena_str(&a->mem, buf_str(&a->path));
	return to->p ? 0 : -1;
}

static int
set_text(struct allow *a, struct str name, struct str value, struct str *to,
    struct where *w)
{
	if (to->n)
		return fail(w, "'%.*s' is given twice", FMT(name));
	if (value.n == 0)
		return fail(w, "'%.*s' is empty", FMT(name));
	if (keep(a, value, to) < 0 || to->n == 0)
		return fail(w, "'%.*s' has a wrong escape", FMT(name));
	return 0;
}

static int
set_until(struct acceptance *e, struct str value, struct where *w)
{
	if (e->until >= 0)
		return fail(w, "'until' is given twice");
	if (date_parse(value, &e->until) < 0)
		return fail(w, "'%.*s' is no date: write until=YYYY-MM-DD",
		    FMT(shown(value)));
	return 0;
}

static int
set_field(struct allow *a, struct acceptance *e, struct str name,
    struct str value, struct where *w)
{
	const char *near;

	if (str_eqz(name, "fp"))
		return set_text(a, name, value, &e->fp, w);
	if (str_eqz(name, "rule"))
		return set_text(a, name, value, &e->rule, w);
	if (str_eqz(name, "path"))
		return set_text(a, name, value, &e->path, w);
	if (str_eqz(name, "by"))
		return set_text(a, name, value, &e->by, w);
	if (str_eqz(name, "until"))
		return set_until(e, value, w);
	name = shown(name);
	if (str_eqz(name, "reason"))
		return fail(w,
		    "unknown field 'reason'; the reason comes last, "
		    "without a name");
	if ((near = say_nearest(name, fields)) != NULL)
		return fail(w, "unknown field '%.*s'; did you mean '%s'?",
		    FMT(name), near);
	return fail(w, "unknown field '%.*s'", FMT(name));
}

/* "name=..." with letters alone before '=': how a field looks. */
static size_t
field_name(struct str word)
{
	size_t n = 0;

	while (n < word.n &&
	    ((word.p[n] | 0x20) >= 'a' && (word.p[n] | 0x20) <= 'z'))
		n++;
	while (n > 0 && n < word.n && (word.p[n] == '-' || word.p[n] == '_'))
		n++;
	return n > 0 && n < word.n && word.p[n] == '=' ? n : 0;
}

static int
check(const struct acceptance *e, struct where *w)
{
	if (e->fp.n && (e->rule.n || e->path.n))
		return fail(w, "'fp' stands alone, without 'rule' and 'path'");
	if (str_eqz(e->fp, "-"))
		return fail(w,
		    "'fp=-' names nothing: accept it by rule= and "
		    "path=");
	if (e->fp.n && !allow_is_fp(e->fp))
		return fail(w, "'%.*s' is no fp: 16 digits of 0-9 and a-f",
		    FMT(shown(e->fp)));
	if (e->fp.n == 0 && e->rule.n == 0)
		return fail(w,
		    e->path.n ? "'rule' is missing" :
				"'fp' is missing, or 'rule' and "
				"'path'");
	if (e->fp.n == 0 && e->path.n == 0)
		return fail(w, "'path' is missing; path=** is everywhere");
	if (e->rule.n && str_chr(e->rule, '/', 0) == STR_NONE)
		return fail(w, "'%.*s' is no rule's full id, as secrets/jwt",
		    FMT(shown(e->rule)));
	if (e->until < 0)
		return fail(w, "'until' is missing");
	if (e->by.n == 0)
		return fail(w, "'by' is missing");
	if (e->reason.n == 0)
		return fail(w, "the reason is missing");
	return 0;
}

static int
parse_line(
    struct allow *a, struct acceptance *e, struct str line, struct where *w)
{
	struct str rest = line, word;
	size_t n;

	*e = (struct acceptance){ .until = -1, .line = w->line };
	for (size_t i = 0; i < line.n; i++)
		if (((unsigned char)line.p[i] < ' ' && line.p[i] != '\t') ||
		    line.p[i] == 0x7f)
			return fail(w, "a control byte");
	while (str_word(&rest, &word)) {
		if ((n = field_name(word)) == 0) {
			size_t at = (size_t)(word.p - line.p);

			e->reason =
			    arena_str(&a->mem, str_sub(line, at, line.n));
			break;
		}
		if (set_field(a, e, str_sub(word, 0, n),
			str_sub(word, n + 1, word.n), w) < 0)
			return -1;
	}
	return check(e, w);
}

static int
push(struct allow *a, const struct acceptance *e)
{
	size_t cap = a->cap ? a->cap * 2 : 64;
	struct acceptance *v = a->v;

	if (a->n == ALLOW_MAX)
		return -1;
	if (a->n == a->cap) {
		if ((v = realloc(a->v, cap * sizeof(*v))) == NULL)
			return -1;
		a->v = v;
		a->cap = cap;
	}
	v[a->n++] = *e;
	a->nfp += e->fp.n > 0;
	return 0;
}

/* Those by fp first, sorted by it; then by rule; then as in the file. */
static int
by_key(const void *p, const void *q)
{
	const struct acceptance *a = p, *b = q;
	int c = (a->fp.n == 0) - (b->fp.n == 0);

	if (c == 0)
		c = str_cmp(a->fp, b->fp);
	if (c == 0)
		c = str_cmp(a->rule, b->rule);
	return c ? c : (a->line > b->line) - (a->line < b->line);
}

int
allow_parse(struct allow *a, struct str text, struct where *w)
{
	struct acceptance e;
	struct str line;

	w->line = 0;
	if (text.n > ALLOW_BYTES_MAX)
		return fail(w, "larger than 16 MiB");
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_sub(text, 3, text.n);
	while (str_cut(&text, '\n', &line)) {
		w->line++;
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (parse_line(a, &e, line, w) < 0)
			return -1;
		if (push(a, &e) < 0)
			return fail(w, "more than %d acceptances", ALLOW_MAX);
	}
	if (a->n)
		qsort(a->v, a->n, sizeof(*a->v), by_key);
	return 0;
}
