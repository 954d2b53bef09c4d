#include "base.h"
#include "buf.h"
#include "recjson.h"
#include "report.h"
#include "sarif.h"
#include "str.h"

#define FNV_START UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

static uint64_t
fnv(uint64_t h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * FNV_PRIME;
	return h;
}

uint64_t
sarif_fp(const struct rec *r)
{
	char hex[17] = "", *end = hex;
	struct str fp;
	uint64_t v;

	if (rec_key(r, "fp", &fp) && fp.n == 16) {
		memcpy(hex, fp.p, fp.n);
		v = strtoull(hex, &end, 16);
		if (*end == '\0')
			return v;
	}
	/* "fp=-": absent, so rule and path stand for it. */
	return fnv(fnv(fnv(FNV_START, r->rule), STR("\t")), r->path);
}

/* A reference is relative: from the root of what was sieved. */
static void
put_uri(struct json *j, struct str escaped, struct buf *scratch)
{
	static const char digits[] = "0123456789ABCDEF";
	struct buf uri = { .max = 4 * (size_t)REC_MAX };
	struct str path = escaped;

	scratch->n = 0;
	if (rec_unescape(scratch, escaped) == 0)
		path = buf_str(scratch);
	while (str_starts(path, STR("./")))
		path = str_sub(path, 2, path.n);
	if (str_starts(path, STR("/")))
		buf_addz(&uri, "file://");
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || (c && strchr("/-._~!", c)))
			buf_addc(&uri, (char)c);
		else
			buf_addf(
			    &uri, "%%%c%c", digits[c >> 4], digits[c & 15]);
	}
	json_str(j, "uri", buf_str(&uri));
	if (!str_starts(path, STR("/")))
		json_strz(j, "uriBaseId", "%SRCROOT%");
	buf_free(&uri);
}

static bool
two_numbers(const struct rec *r, const char *key, uint64_t *a, uint64_t *b)
{
	struct str v;
	size_t colon;

	if (!rec_key(r, key, &v) || (colon = str_chr(v, ':', 0)) == STR_NONE)
		return false;
	return str_num(str_sub(v, 0, colon), INT32_MAX, a) == 0 &&
	    str_num(str_sub(v, colon + 1, v.n), INT32_MAX, b) == 0 && *a > 0 &&
	    *b > 0;
}

static uint64_t
clamp(uint64_t v)
{
	return v > INT32_MAX ? INT32_MAX : v;
}

/* Start and end, in UTF-16 units; the end is the column after the last. */
static void
put_region(struct json *j, const struct rec *r)
{
	uint64_t line = clamp(r->line), col = clamp(r->col);
	uint64_t to_line, to_col, ucol, uto;
	struct str in;

	if (!two_numbers(r, "end", &to_line, &to_col) || to_line < line) {
		to_line = line;
		to_col = col + 1;
	}
	if (two_numbers(r, "ucol", &ucol, &uto)) {
		col = ucol;
		to_col = uto;
	}
	/* A place in the file's name is none in its text. */
	if (rec_key(r, "in", &in))
		to_line = line = to_col = col = 1;
	if (to_line == line && to_col <= col)
		to_col = col + 1;
	json_open(j, "region", '{');
	json_num(j, "startLine", line);
	json_num(j, "startColumn", col);
	json_num(j, "endLine", to_line);
	json_num(j, "endColumn", to_col);
	json_close(j, '}');
}

void
sarif_put_place(struct json *j, const struct rec *r, struct buf *scratch)
{
	json_open(j, "locations", '[');
	json_open(j, NULL, '{');
	json_open(j, "physicalLocation", '{');
	json_open(j, "artifactLocation", '{');
	put_uri(j, r->path, scratch);
	json_close(j, '}');
	put_region(j, r);
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, ']');
}

void
sarif_put_message(
    struct json *j, const char *name, struct str escaped, struct buf *scratch)
{
	struct buf plain = { .max = 2 * (size_t)REC_MAX };
	struct str text = escaped;

	scratch->n = 0;
	if (rec_unescape(scratch, escaped) == 0)
		text = buf_str(scratch);
	/* "[text](target)" is a link in a message, and input may hold one. */
	for (size_t i = 0; i < text.n; i++) {
		if (i > 0 && text.p[i] == '(' && text.p[i - 1] == ']')
			buf_addc(&plain, ' ');
		buf_addc(&plain, text.p[i]);
	}
	if (plain.n == 0)
		buf_addz(&plain, "(no message)");
	json_open(j, name, '{');
	json_str(j, "text", buf_str(&plain));
	json_close(j, '}');
	buf_free(&plain);
}

static void
put_suppressions(struct json *j, const struct rec *r, struct buf *scratch)
{
	struct str reason;

	json_open(j, "suppressions", '[');
	if (report_accepted(r, &reason)) {
		json_open(j, NULL, '{');
		json_strz(j, "kind", "external");
		json_strz(j, "status", "accepted");
		recjson_field(j, "justification", reason, scratch);
		json_close(j, '}');
	}
	json_close(j, ']');
}

void
sarif_put_result(struct json *j, const struct rec *r,
    const struct sarif_mark *m, struct buf *scratch)
{
	static const char *const placed[] = { "end", "ucol", "accepted", NULL };
	char hash[48];

	json_line(j);
	json_open(j, NULL, '{');
	sarif_rule_id(j, "ruleId", m->rule);
	json_num(j, "ruleIndex", m->number);
	json_strz(j, "level", sarif_level(r->severity));
	sarif_put_message(j, "message", r->message, scratch);
	sarif_put_place(j, r, scratch);
	snprintf(hash, sizeof(hash), "%016llx:%u", (unsigned long long)m->fp,
	    (unsigned)m->ordinal);
	json_open(j, "partialFingerprints", '{');
	json_strz(j, "primaryLocationLineHash", hash);
	json_close(j, '}');
	put_suppressions(j, r, scratch);
	json_open(j, "properties", '{');
	recjson_keys(j, r, placed, scratch);
	json_close(j, '}');
	json_close(j, '}');
}
