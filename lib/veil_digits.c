#include "base.h"
#include "inflate.h"
#include "str.h"
#include "veil_in.h"

/*
 * Runs of digits. Where the text inside is longer than a view, the next one
 * begins some way before the end of the last, at a whole group.
 */
enum {
	SPEAKS = 12,  /* printable bytes in a row, or it is no text */
	WRAPPED = 40, /* digits of a line that may go on in the next */
	INDENT = 64   /* blanks before the next */
};

/* Of both alphabets; what is no digit has its highest bit. */
#define NO 0x8000000
#define NO8 NO, NO, NO, NO, NO, NO, NO, NO
#define NO64 NO8, NO8, NO8, NO8, NO8, NO8, NO8, NO8
static const uint32_t values64[256] = { NO8, NO8, NO8, NO8, NO8, NO, NO, NO, 62,
	NO, 62, NO, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, NO, NO, NO, NO,
	NO, NO, NO, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
	17, 18, 19, 20, 21, 22, 23, 24, 25, NO, NO, NO, NO, 63, NO, 26, 27, 28,
	29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46,
	47, 48, 49, 50, 51, NO, NO, NO, NO, NO, NO64, NO64 };

static int
digit64(char c)
{
	uint32_t v = values64[(unsigned char)c];

	return v == NO ? -1 : (int)v;
}

/* Over the digits, line by line. */
struct reader {
	struct str s;
	size_t at;   /* of the next digit, or of what is none */
	size_t line; /* digits since the line began */
	int (*value)(char c);
};

/* Behind an end of line and blanks, raw or written out, or at as it was. */
static size_t
next_line(struct str s, size_t at)
{
	size_t i = at, breaks = 0;

	for (; i < s.n && i - at < INDENT; i++) {
		if (s.p[i] == '\n') {
			breaks++;
		} else if (s.p[i] == '\\' && i + 1 < s.n &&
		    (s.p[i + 1] == 'n' || s.p[i + 1] == 'r')) {
			breaks += s.p[i + 1] == 'n';
			i++;
		} else if (!veil_blank(s.p[i]) && s.p[i] != '\r') {
			break;
		}
	}
	return breaks == 1 ? i : at;
}

/* Does the line at i go on with what has lines of so many digits? */
static bool
goes_on(const struct reader *r, size_t i)
{
	size_t n = 0;

	while (n <= r->line && i + n < r->s.n && r->value(r->s.p[i + n]) >= 0)
		n++;
	if (n == 0 || n > r->line)
		return false;
	if (n == r->line || i + n == r->s.n)
		return true;
	return strchr("\r\n=\"'\\`,;<) ", r->s.p[i + n]) != NULL;
}

/* The next digit's value, and where it stands; -1 at the end. */
static int
take(struct reader *r, size_t *at)
{
	size_t next;
	int v;

	if (r->at < r->s.n && r->s.p[r->at] == '\\' && r->at + 1 < r->s.n &&
	    r->s.p[r->at + 1] == '/')
		r->at++; /* as JSON may write a slash */
	if (r->at >= r->s.n)
		return -1;
	v = r->value(r->s.p[r->at]);
	if (v < 0 && r->line >= WRAPPED && r->line % 4 == 0) {
		next = next_line(r->s, r->at);
		if (next > r->at && goes_on(r, next)) {
			r->at = next;
			r->line = 0;
			v = r->value(r->s.p[r->at]);
		}
	}
	if (v < 0)
		return -1;
	*at = r->at++;
	r->line++;
	return v;
}

/* Where the digits around at begin, so near that it matters. */
static size_t
run_begin(struct str s, size_t at, int (*value)(char c), size_t max)
{
	size_t i = at;

	while (i > 0 && at - i < max && value(s.p[i - 1]) >= 0)
		i--;
	return i;
}

/* Four digits or what is left of them: up to three bytes, all ASCII? */
static int
group(struct veil *v, const int d[4], const size_t at[4], size_t n)
{
	uint32_t x = 0;
	size_t i;
	int high = 0;

	for (i = 0; i < 4; i++)
		x = x << 6 | (uint32_t)(i < n ? d[i] : 0);
	for (i = 0; i + 1 < n; i++) {
		int c = (int)(x >> (16 - 8 * i) & 0xff);

		high |= c & 0x80;
		if (veil_put(v, c, at[i], at[i + 1] + 1) < 0)
			return -1;
	}
	return high;
}

/* Whole groups in a row, as fast as can be: to the first that is not of four
   digits, or not ASCII, and until the view is full. */
static void
groups(struct veil *v, struct reader *r)
{
	const unsigned char *p = (const unsigned char *)r->s.p;
	size_t at = r->at, most = VEIL_MAX - (v->text.n - v->inside.from);
	size_t n = v->nmap;

	if (v->text.n - v->inside.from >= VEIL_MAX || r->s.n > UINT32_MAX ||
	    veil_room(v, most) < 0)
		return;
	for (; most > 3 && r->s.n - at >= 4; at += 4, most -= 3, n += 3) {
		uint32_t x = values64[p[at]] << 18 | values64[p[at + 1]] << 12 |
		    values64[p[at + 2]] << 6 | values64[p[at + 3]];
		uint32_t no = values64[p[at]] | values64[p[at + 1]] |
		    values64[p[at + 2]] | values64[p[at + 3]];

		if ((no & NO) || (x & 0x808080))
			break;
		v->text.p[n] = (char)(x >> 16);
		v->text.p[n + 1] = (char)(x >> 8 & 0xff);
		v->text.p[n + 2] = (char)(x & 0xff);
		for (uint32_t i = 0; i < 3; i++) {
			v->from[n + i] = (uint32_t)at + i;
			v->to[n + i] = (uint32_t)at + i + 2;
		}
	}
	r->line += at - r->at;
	r->at = at;
	v->nmap = v->text.n = n;
}

/* The rest of the view is full: the next one begins VEIL_OVERLAP bytes
   before its end. */
static void
go_on(struct veil *v, size_t of)
{
	size_t n = v->text.n - v->inside.from;
	size_t back = VEIL_OVERLAP;

	if (n > back)
		v->again = v->from[v->inside.from + (n - back) / of * of];
}

/* Padding is of the value, and tells its length. */
static size_t
end_digits(struct veil *v, struct str s, size_t at)
{
	size_t i = at;

	while (i < s.n && i - at < 2 && s.p[i] == '=')
		i++;
	if (i > at && v->nmap && v->to[v->nmap - 1] == at)
		v->to[v->nmap - 1] = (uint32_t)i;
	return i;
}

bool
veil_base64(struct veil *v, struct str s, size_t at, size_t floor, bool first)
{
	size_t from = run_begin(s, at, digit64, 8), where[4] = { 0 }, n;
	struct reader r = { .s = s, .value = digit64 };
	int d[4], bad = 0;

	/* The group before may hold the first byte of a token. */
	if (first && at - from >= 4)
		at -= 4;
	r.at = at;
	r.line = at - run_begin(s, at, digit64, 256);
	/* Its line belongs to it where no digit before it is left out. */
	if (veil_begin(v, s, at, first && at == from ? floor : at) < 0)
		return false;
	for (size_t seen = 0; bad == 0 || seen < 2; seen++) {
		groups(v, &r);
		for (n = 0; n < 4 && (d[n] = take(&r, &where[n])) >= 0; n++)
			;
		if (n < 2 || (bad = group(v, d, where, n)) < 0 || n < 4)
			break;
		if (v->text.n - v->inside.from >= VEIL_MAX - 3) {
			go_on(v, 3);
			break;
		}
	}
	if (veil_end(v, s, end_digits(v, s, r.at)) < 0 ||
	    v->inside.to == v->inside.from)
		return false;
	return veil_speaks(v, SPEAKS);
}

bool
veil_hex(struct veil *v, struct str s, size_t at, size_t floor, bool first)
{
	size_t from = run_begin(s, at, str_hex, 4), where[2] = { 0 };
	struct reader r = { .s = s, .at = at, .value = str_hex };

	r.line = at - run_begin(s, at, str_hex, 256);
	if (veil_begin(v, s, at, first && at == from ? floor : at) < 0)
		return false;
	for (;;) {
		int a = take(&r, &where[0]), b, c;

		if (a < 0 || (b = take(&r, &where[1])) < 0)
			break;
		c = a * 16 + b;
		if (veil_put(v, c, where[0], where[1] + 1) < 0 || (c & 0x80))
			break;
		if (v->text.n - v->inside.from >= VEIL_MAX) {
			go_on(v, 1);
			break;
		}
	}
	if (veil_end(v, s, r.at) < 0)
		return false;
	return veil_speaks(v, SPEAKS);
}

/* ---- what was compressed before --------------------------------------- */

/* The bytes of the digits, as far as they go; 1: there are too many. */
static int
unpack_digits(struct reader *r, bool hex, struct buf *out)
{
	uint32_t acc = 0;
	unsigned have = 0, width = hex ? 4 : 6;
	size_t from = r->at, where;
	int v;

	while ((v = take(r, &where)) >= 0) {
		acc = acc << width | (uint32_t)v;
		have += width;
		if (have >= 8) {
			have -= 8;
			if (buf_addc(out, (char)(acc >> have)) < 0)
				return -1;
		}
		if (r->at - from > VEIL_PACKED)
			return 1;
	}
	return 0;
}

bool
veil_packed(struct veil *v, struct inflate *z, struct str s,
    const struct sign *sign, size_t floor)
{
	bool hex = sign->kind == SIGN_PACKED16;
	size_t at = sign->end - (hex ? SIGN_TEXT16 : SIGN_TEXT64), got = 0;
	struct reader r = {
		.s = s, .at = at, .value = hex ? str_hex : digit64
	};
	struct buf in = { .max = VEIL_PACKED };
	bool gzip;
	int rc;

	if (veil_begin(v, s, at, floor) < 0)
		return false;
	rc = unpack_digits(&r, hex, &in);
	gzip = in.n > 2 && (unsigned char)in.p[0] == 0x1f;
	if (rc == 0 && buf_room(&v->text, VEIL_UNPACKED) == 0)
		rc = gzip ? inflate_gzip(z, buf_str(&in), v->text.p + v->text.n,
				VEIL_UNPACKED, &got) :
			    inflate_some(z, buf_str(&in), v->text.p + v->text.n,
				VEIL_UNPACKED, &(size_t){ 0 }, &got);
	buf_free(&in);
	v->text.n += got;
	v->whole = true;
	if (!gzip)
		v->via = hex ? "hex,zlib" : "base64,zlib";
	if (rc != 0)
		got = 0;
	if (veil_end(v, s, end_digits(v, s, r.at)) < 0)
		return false;
	if (rc > 0)
		v->limit = "limit: more than 1 MiB is compressed in a text";
	return got > 0 && veil_speaks(v, SPEAKS);
}
