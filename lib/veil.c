#include "base.h"
#include "str.h"
#include "veil_in.h"
#include "vec.h"

void
veil_init(struct veil *v)
{
	*v = (struct veil){ .text.max = (size_t)VEIL_UNPACKED + 1024 };
}

void
veil_free(struct veil *v)
{
	buf_free(&v->text);
	free(v->from);
	free(v->to);
	*v = (struct veil){ .nmap = 0 };
}

int
veil_room(struct veil *v, size_t more)
{
	size_t cap = v->nmap + more;
	uint32_t *p;

	if (buf_room(&v->text, more) < 0)
		return -1;
	if (cap <= v->cap)
		return 0;
	cap = cap < 1024 ? 1024 : cap + cap / 2;
	if ((p = realloc(v->from, cap * sizeof(*p))) == NULL)
		return -1;
	v->from = p;
	if ((p = realloc(v->to, cap * sizeof(*p))) == NULL)
		return -1;
	v->to = p;
	v->cap = cap;
	return 0;
}

int
veil_put(struct veil *v, int c, size_t from, size_t to)
{
	if (to > UINT32_MAX || v->nmap > VEIL_MAX + VEIL_BEFORE + VEIL_AFTER ||
	    veil_room(v, 1) < 0)
		return -1;
	v->from[v->nmap] = (uint32_t)from;
	v->to[v->nmap++] = (uint32_t)to;
	v->text.p[v->text.n++] = (char)c;
	return 0;
}

int
veil_copy(struct veil *v, struct str s, size_t from, size_t to)
{
	for (; from < to; from++)
		if (veil_put(v, s.p[from], from, from + 1) < 0)
			return -1;
	return 0;
}

/* "base64.b64decode(" before the quote at *at, or two of them. */
static size_t
before_calls(struct str s, size_t at, size_t floor)
{
	size_t i = at;

	if (i > floor && veil_quote(s.p[i - 1]))
		i--;
	else
		return at;
	if (i > floor + 1 && strchr("bru@", s.p[i - 1]) && s.p[i - 1])
		i--;
	for (int calls = 0; calls < 2 && i > floor; calls++) {
		size_t k = i;

		if (s.p[k - 1] != '(')
			break;
		for (k--; k > floor &&
		     (sign_token(s.p[k - 1]) || s.p[k - 1] == '>') &&
		     s.p[k - 1] != '=';)
			k--;
		if (k + 1 == i)
			break;
		i = k;
	}
	return i;
}

int
veil_begin(struct veil *v, struct str s, size_t at, size_t floor)
{
	size_t from = at > VEIL_BEFORE ? at - VEIL_BEFORE : 0, line, call;

	buf_reset(&v->text);
	v->nmap = 0;
	v->whole = false;
	v->again = 0;
	v->limit = NULL;
	v->at = (struct span){ at, at };
	if (from < floor)
		from = floor < at ? floor : at;
	call = before_calls(s, at, from);
	/* "0x" is of the number, and no letter before what it says. */
	if (call == at && at > from + 1 && s.p[at - 2] == '0' &&
	    (s.p[at - 1] | 0x20) == 'x')
		call = at - 2;
	for (line = call; line > from && s.p[line - 1] != '\n'; line--)
		;
	v->line = line - from;
	if (veil_copy(v, s, from, call) < 0 ||
	    (call < at && veil_quote(s.p[at - 1]) &&
		veil_copy(v, s, at - 1, at) < 0))
		return -1;
	v->inside.from = v->inside.to = v->text.n;
	return 0;
}

int
veil_end(struct veil *v, struct str s, size_t to)
{
	size_t end = s.n - to > VEIL_AFTER ? to + VEIL_AFTER : s.n;

	v->at.to = to;
	v->inside.to = v->text.n;
	for (size_t i = to; i < end && s.p[i] != '\n'; i++)
		if (v->whole ? buf_addc(&v->text, s.p[i]) < 0 :
			       veil_put(v, s.p[i], i, i + 1) < 0)
			return -1;
	return 0;
}

static bool
printable(char c)
{
	return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\t' || c == '\r';
}

/* From the end of where they would stand: most is passed over unseen. */
bool
veil_speaks(const struct veil *v, size_t min)
{
	size_t from = v->inside.from, k;

	while (from + min <= v->inside.to) {
		for (k = min; k > 0 && printable(v->text.p[from + k - 1]); k--)
			;
		if (k == 0)
			return true;
		from += k;
	}
	return false;
}

bool
veil_changed(const struct veil *v, struct span in)
{
	if (v->whole)
		return in.to > v->inside.from;
	for (size_t i = in.from; i < in.to && i < v->nmap; i++)
		if (v->to[i] - v->from[i] != 1 ||
		    (i > in.from && v->from[i] != v->to[i - 1]))
			return true;
	return false;
}

bool
veil_plain(const struct veil *v, struct span in)
{
	for (size_t i = v->inside.from; i < v->inside.to; i++) {
		unsigned char c = (unsigned char)v->text.p[i];

		if (c >= 0x7f || (c < ' ' && (c < '\t' || c > '\r')))
			return false;
	}
	return in.from >= v->inside.from && in.to <= v->inside.to;
}

struct span
veil_place(const struct veil *v, struct span in)
{
	struct span out;

	if (in.to > v->text.n)
		in.to = v->text.n;
	if (in.from >= in.to)
		return (struct span){ v->at.from, v->at.from };
	if (v->whole && in.from >= v->inside.from)
		return v->at;
	out = (struct span){ SIZE_MAX, 0 };
	for (size_t i = in.from; i < in.to && i < v->nmap; i++) {
		if (v->from[i] < out.from)
			out.from = v->from[i];
		if (v->to[i] > out.to)
			out.to = v->to[i];
	}
	return out;
}

static const struct {
	const char *via, *how;
} names[SIGN_KINDS] = {
	[SIGN_BASE64_0] = { "base64", "in base64" },
	[SIGN_BASE64_1] = { "base64", "in base64" },
	[SIGN_BASE64_2] = { "base64", "in base64" },
	[SIGN_BASE64_3] = { "base64", "in base64" },
	[SIGN_HEX_0] = { "hex", "in hex" },
	[SIGN_HEX_1] = { "hex", "in hex" },
	[SIGN_PACKED64] = { "base64,gzip", "compressed, in base64" },
	[SIGN_PACKED16] = { "hex,gzip", "compressed, in hex" },
	[SIGN_PERCENT] = { "percent", "percent-encoded" },
	[SIGN_BACKSLASH] = { "backslash", "in backslash escapes" },
	[SIGN_ENTITY] = { "entity", "in HTML entities" },
	[SIGN_QUOTED] = { "quoted-printable", "in quoted-printable" },
	[SIGN_JOINT] = { "split", "in pieces" },
	[SIGN_BREAK] = { "split", "in pieces" },
	[SIGN_CHARS] = { "chars", "in a list of characters" },
	[SIGN_NUMBERS] = { "chars", "in a list of characters" },
	[SIGN_REVERSE] = { "reversed", "reversed" },
};

bool
veil_lift(struct veil *v, struct inflate *z, struct str s,
    const struct sign *sign, size_t floor)
{
	v->via = names[sign->kind].via;
	v->how = names[sign->kind].how;
	v->limit = NULL;
	v->again = 0;
	v->at = (struct span){ sign->end, sign->end };
	switch (sign->kind) {
	case SIGN_BASE64_0:
	case SIGN_BASE64_1:
	case SIGN_BASE64_2:
	case SIGN_BASE64_3:
		return veil_base64(v, s,
		    sign->end - SIGN_TEXT64 + (4 - sign->kind) % 4, floor,
		    true);
	case SIGN_HEX_0:
	case SIGN_HEX_1:
		return veil_hex(v, s,
		    sign->end - SIGN_TEXT16 + (sign->kind - SIGN_HEX_0), floor,
		    true);
	case SIGN_PACKED64:
	case SIGN_PACKED16: return veil_packed(v, z, s, sign, floor);
	case SIGN_JOINT: return veil_joint(v, s, sign, floor);
	case SIGN_BREAK: return veil_break(v, s, sign, floor);
	case SIGN_CHARS:
	case SIGN_NUMBERS: return veil_list(v, s, sign, floor);
	case SIGN_REVERSE: return veil_reverse(v, s, sign, floor);
	default: return veil_escape(v, s, sign, floor);
	}
}

bool
veil_more(struct veil *v, struct str s, const struct sign *sign)
{
	size_t at = v->again;

	v->again = 0;
	if (sign->kind <= SIGN_BASE64_3)
		return veil_base64(v, s, at, at, false);
	return veil_hex(v, s, at, at, false);
}
