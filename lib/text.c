#include "base.h"
#include "text.h"

#include "cells.h"

enum {
	HEAD_MAX = 8192, /* bytes of a head that are looked at */
	CHUNK = 4096,	 /* UTF-16 units turned at a time */
	REPLACEMENT = 0xfffd
};

/* Text in UTF-16 without a BOM shows as NULs on one side of its pairs. */
static enum coding
by_nuls(struct str head)
{
	size_t nul[2] = { 0, 0 }, pairs = head.n / 2;

	for (size_t i = 0; i < 2 * pairs; i++)
		nul[i & 1] += head.p[i] == '\0';
	if (pairs < 2 || (nul[0] == 0 && nul[1] == 0))
		return CODING_BYTES;
	if (nul[1] * 10 >= pairs * 7 && nul[0] * 20 <= pairs)
		return CODING_UTF16LE;
	if (nul[0] * 10 >= pairs * 7 && nul[1] * 20 <= pairs)
		return CODING_UTF16BE;
	return CODING_BYTES;
}

/* A character that the head's end cuts is no fault. */
static bool
is_utf8(struct str s)
{
	for (size_t at = 0; at < s.n;) {
		size_t left = s.n - at;
		unsigned char lead = (unsigned char)s.p[at];

		if (utf8_next(s, &at) >= 0)
			continue;
		return left < 4 && lead >= 0xc2 && lead <= 0xf4 &&
		    left < (lead < 0xe0	       ? 2u :
				   lead < 0xf0 ? 3u :
						 4u);
	}
	return true;
}

enum coding
text_coding(struct str head)
{
	const unsigned char *p = (const unsigned char *)head.p;
	enum coding c;

	if (head.n > HEAD_MAX)
		head.n = HEAD_MAX;
	if (head.n >= 4 && p[0] == 0xff && p[1] == 0xfe && !p[2] && !p[3])
		return CODING_BYTES; /* UTF-32 */
	if (head.n >= 2 && p[0] == 0xff && p[1] == 0xfe)
		return CODING_UTF16LE;
	if (head.n >= 2 && p[0] == 0xfe && p[1] == 0xff)
		return CODING_UTF16BE;
	if ((c = by_nuls(head)) != CODING_BYTES)
		return c;
	return is_utf8(head) ? CODING_UTF8 : CODING_BYTES;
}

bool
text_binary(struct str head)
{
	enum coding c = text_coding(head);

	if (head.n > HEAD_MAX)
		head.n = HEAD_MAX;
	return c != CODING_UTF16LE && c != CODING_UTF16BE && head.n > 0 &&
	    memchr(head.p, '\0', head.n) != NULL;
}

static size_t
encode(char *p, uint32_t cp)
{
	if (cp < 0x80) {
		p[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		p[0] = (char)(0xc0 | cp >> 6);
		p[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		p[0] = (char)(0xe0 | cp >> 12);
		p[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		p[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	p[0] = (char)(0xf0 | cp >> 18);
	p[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	p[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	p[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

int
utf8_put(struct buf *out, uint32_t cp)
{
	char p[4];

	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = REPLACEMENT;
	return buf_add(out, p, encode(p, cp));
}

static uint32_t
unit(enum coding c, struct str in, size_t i)
{
	const unsigned char *p = (const unsigned char *)in.p + i;

	return c == CODING_UTF16BE ? (uint32_t)(p[0] << 8 | p[1]) :
				     (uint32_t)(p[1] << 8 | p[0]);
}

/* The character at i, of *used bytes; -1: its second half has not come. */
static int32_t
from_units(enum coding c, struct str in, size_t i, size_t *used)
{
	uint32_t cp = unit(c, in, i), low;

	*used = 2;
	if (cp < 0xd800 || cp >= 0xe000)
		return (int32_t)cp;
	if (cp >= 0xdc00)
		return REPLACEMENT;
	if (in.n - i < 4)
		return -1;
	low = unit(c, in, i + 2);
	if (low < 0xdc00 || low >= 0xe000)
		return REPLACEMENT;
	*used = 4;
	return (int32_t)(0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00));
}

size_t
text_from_utf16(enum coding c, struct str in, struct buf *out)
{
	size_t at = 0, used;
	int32_t cp = 0;

	while (in.n - at >= 2 && cp >= 0) {
		if (buf_room(out, (size_t)CHUNK * 4) < 0)
			break;
		for (int i = 0; i < CHUNK && in.n - at >= 2; i++) {
			if ((cp = from_units(c, in, at, &used)) < 0)
				break;
			at += used;
			out->n += encode(out->p + out->n, (uint32_t)cp);
		}
		out->p[out->n] = '\0';
	}
	return at;
}

int32_t
utf8_next(struct str s, size_t *at)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	unsigned char c = (unsigned char)s.p[(*at)++];
	uint32_t cp;
	size_t more;

	if (c < 0x80)
		return c;
	if (c < 0xc2 || c > 0xf4)
		return -(int32_t)c;
	more = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
	cp = c & (0x3fu >> more);
	if (s.n - *at < more)
		return -(int32_t)c;
	for (size_t i = 0; i < more; i++) {
		unsigned char t = (unsigned char)s.p[*at + i];

		if ((t & 0xc0) != 0x80)
			return -(int32_t)c;
		cp = cp << 6 | (t & 0x3f);
	}
	if (cp < least[more] || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
		return -(int32_t)c;
	*at += more;
	return (int32_t)cp;
}

/* Where the bytes of ASCII that begin at at end, up to n. */
static size_t
skip_ascii(struct str s, size_t at, size_t n)
{
	uint64_t eight;

	for (; n - at >= sizeof(eight); at += sizeof(eight)) {
		memcpy(&eight, s.p + at, sizeof(eight));
		if (eight & 0x8080808080808080u)
			break;
	}
	while (at < n && (unsigned char)s.p[at] < 0x80)
		at++;
	return at;
}

size_t
utf8_units(struct str s, size_t n)
{
	size_t units = 0, from;

	if (n > s.n)
		n = s.n;
	for (size_t at = 0; at < n;) {
		from = at;
		at = skip_ascii(s, at, n);
		units += at - from;
		if (at < n)
			units += utf8_next(s, &at) >= 0x10000 ? 2 : 1;
	}
	return units;
}

int
text_width(uint32_t cp)
{
	if (cp < 0x300)
		return cp >= 0x20 && (cp < 0x7f || cp >= 0xa0);
	return cells_none(cp) ? 0 : cells_two(cp) ? 2 : 1;
}

bool
text_bidi(uint32_t cp)
{
	return cp == 0x61c || cp == 0x200e || cp == 0x200f ||
	    (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

bool
text_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 ||
	    cp == 0x2029 || text_bidi(cp);
}

bool
text_unsafe(uint32_t cp)
{
	static const uint32_t hidden[] = { 0xad, 0x34f, 0x115f, 0x1160, 0x17b4,
		0x17b5, 0x180e, 0x3164, 0xfeff, 0xffa0 };

	if (text_control(cp))
		return true;
	if (cp < 0xad)
		return false;
	for (size_t i = 0; i < LEN(hidden); i++)
		if (cp == hidden[i])
			return true;
	return (cp >= 0x200b && cp <= 0x200d) ||
	    (cp >= 0x2060 && cp <= 0x206f) || (cp >= 0xfff9 && cp <= 0xfffb) ||
	    (cp >= 0x1d173 && cp <= 0x1d17a) ||
	    (cp >= 0xe0000 && cp <= 0xe0fff);
}
