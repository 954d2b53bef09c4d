#include "base.h"
#include "rec.h"

#include "str.h"
#include "text.h"

const char *const sev_names[SEV_COUNT + 1] = { "info", "low", "medium", "high",
	"critical", NULL };

int
sev_parse(struct str s, enum severity *out)
{
	for (int i = 0; i < SEV_COUNT; i++)
		if (str_eqz(s, sev_names[i])) {
			*out = (enum severity)i;
			return 0;
		}
	return -1;
}

/* The length of the run from at on that needs no escape. */
static size_t
plain(struct str s, size_t at)
{
	size_t from = at;

	while (at < s.n) {
		unsigned char c = (unsigned char)s.p[at];
		size_t next = at;
		int32_t cp;

		if (c >= 0x20 && c < 0x7f && c != '\\') {
			at++;
			continue;
		}
		if (c < 0x80)
			break;
		cp = utf8_next(s, &next);
		if (cp < 0 || text_control((uint32_t)cp))
			break;
		at = next;
	}
	return at - from;
}

static int
escape_one(struct buf *out, struct str s, size_t *at)
{
	static const char digits[] = "0123456789abcdef";
	size_t from = *at;
	char x[4] = { '\\', 'x', 0, 0 };

	switch (s.p[from]) {
	case '\t': ++*at; return buf_addz(out, "\\t");
	case '\n': ++*at; return buf_addz(out, "\\n");
	case '\\': ++*at; return buf_addz(out, "\\\\");
	}
	utf8_next(s, at);
	for (; from < *at; from++) {
		unsigned char c = (unsigned char)s.p[from];

		x[2] = digits[c >> 4];
		x[3] = digits[c & 15];
		if (buf_add(out, x, sizeof(x)) < 0)
			return -1;
	}
	return 0;
}

int
rec_escape(struct buf *out, struct str s)
{
	size_t was = out->n;

	for (size_t at = 0; at < s.n;) {
		size_t n = plain(s, at);

		if (buf_add(out, s.p + at, n) < 0)
			goto fail;
		at += n;
		if (at < s.n && escape_one(out, s, &at) < 0)
			goto fail;
	}
	return 0;
fail:
	out->n = was;
	return -1;
}

/* The byte behind the escape at *at, which moves past it; -1: it is none. */
static int
unescape_one(struct str s, size_t *at)
{
	int hi, lo;

	if (s.n - *at < 2)
		return -1;
	*at += 2;
	switch (s.p[*at - 1]) {
	case 't': return '\t';
	case 'n': return '\n';
	case '\\': return '\\';
	case 'x': break;
	default: return -1;
	}
	if (s.n - *at < 2)
		return -1;
	hi = str_hex(s.p[*at]);
	lo = str_hex(s.p[*at + 1]);
	*at += 2;
	return hi < 0 || lo < 0 ? -1 : hi << 4 | lo;
}

int
rec_unescape(struct buf *out, struct str s)
{
	size_t was = out->n;

	for (size_t at = 0; at < s.n;) {
		size_t n = plain(s, at);
		int c;

		if (buf_add(out, s.p + at, n) < 0)
			goto fail;
		at += n;
		if (at == s.n)
			break;
		if (s.p[at] != '\\' || (c = unescape_one(s, &at)) < 0 ||
		    buf_addc(out, (char)c) < 0)
			goto fail;
	}
	return 0;
fail:
	out->n = was;
	return -1;
}

/* Could rec_escape have written it? */
static bool
escaped(struct str s)
{
	for (size_t at = 0; at < s.n;) {
		at += plain(s, at);
		if (at < s.n && (s.p[at] != '\\' || unescape_one(s, &at) < 0))
			return false;
	}
	return true;
}

int
rec_add_key(struct buf *keys, const char *name, struct str value)
{
	size_t was = keys->n;

	if ((was && buf_addc(keys, '\t') < 0) || buf_addz(keys, name) < 0 ||
	    buf_addc(keys, '=') < 0 || rec_escape(keys, value) < 0) {
		keys->n = was;
		return -1;
	}
	return 0;
}

bool
rec_key(const struct rec *r, const char *name, struct str *value)
{
	struct str rest = r->keys, key;
	size_t n = strlen(name);

	while (str_cut(&rest, '\t', &key))
		if (key.n > n && key.p[n] == '=' &&
		    memcmp(key.p, name, n) == 0) {
			*value = str_sub(key, n + 1, key.n);
			return true;
		}
	return false;
}

int
rec_put(struct buf *out, const struct rec *r)
{
	size_t was = out->n;

	if (buf_adds(out, r->path) == 0 &&
	    buf_addf(out, ":%zu:%zu:\t%s\t", r->line, r->col,
		sev_names[r->severity]) == 0 &&
	    buf_adds(out, r->rule) == 0 && buf_addc(out, '\t') == 0 &&
	    buf_adds(out, r->message) == 0 && buf_addc(out, '\t') == 0 &&
	    buf_adds(out, r->keys) == 0 && buf_addc(out, '\n') == 0 &&
	    out->n - was <= REC_MAX)
		return 0;
	out->n = was;
	return -1;
}

int
rec_put_end(struct buf *out, size_t count, size_t unread)
{
	return buf_addf(out, "end\t%zu\tunread=%zu\n", count, unread);
}

/* Cut ":NUMBER" off the end of *s. */
static bool
cut_number(struct str *s, size_t *out)
{
	size_t colon = str_rchr(*s, ':');
	uint64_t v;

	if (colon == STR_NONE || s->n - colon > 19 ||
	    str_num(str_sub(*s, colon + 1, s->n), SIZE_MAX, &v) < 0 || v == 0)
		return false;
	*out = (size_t)v;
	s->n = colon;
	return true;
}

static bool
is_rule(struct str s)
{
	size_t slash = str_chr(s, '/', 0);

	if (slash == STR_NONE || slash == 0 || slash + 1 == s.n)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || (c && strchr("/._-", c))))
			return false;
	}
	return true;
}

static bool
are_keys(struct str keys)
{
	struct str key;

	if (keys.n == 0 || keys.p[keys.n - 1] == '\t')
		return false;
	while (str_cut(&keys, '\t', &key)) {
		size_t i = 0;

		while (i < key.n &&
		    ((key.p[i] >= 'a' && key.p[i] <= 'z') ||
			(key.p[i] >= '0' && key.p[i] <= '9') ||
			key.p[i] == '-' || key.p[i] == '_'))
			i++;
		if (i == 0 || i == key.n || key.p[i] != '=' || !escaped(key))
			return false;
	}
	return true;
}

int
rec_parse(struct str line, struct rec *r, const char **why)
{
	struct str severity;

	*why = "a record has five fields: place, severity, rule, message, keys";
	if (line.n >= REC_MAX || !str_cut(&line, '\t', &r->path) ||
	    !str_cut(&line, '\t', &severity) ||
	    !str_cut(&line, '\t', &r->rule) ||
	    !str_cut(&line, '\t', &r->message) || !are_keys(line))
		return -1;
	r->keys = line;
	*why = "the place is not 'path:line:col:'";
	if (r->path.n < 6 || r->path.p[--r->path.n] != ':' ||
	    !cut_number(&r->path, &r->col) || !cut_number(&r->path, &r->line) ||
	    r->path.n == 0)
		return -1;
	*why = "unknown severity";
	if (sev_parse(severity, &r->severity) < 0)
		return -1;
	*why = "the rule is not 'sieve/id'";
	if (!is_rule(r->rule))
		return -1;
	*why = "a control byte, or an escape that is none";
	return escaped(r->path) && escaped(r->message) ? 0 : -1;
}
