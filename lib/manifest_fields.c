#include "base.h"
#include "manifest_in.h"
#include "str.h"

int
mfields_fail(struct mfields *f, const char *why)
{
	snprintf(f->w->why, sizeof(f->w->why), "%s", why);
	return -1;
}

int
mfields_begin(
    struct mfields *f, struct str text, const char *first, struct where *w)
{
	struct str line;

	*f = (struct mfields){ .rest = text, .w = w };
	w->line = 1;
	if (text.n > MANIFEST_MAX)
		return mfields_fail(f, "it is too long");
	if (text.n == 0 || text.p[text.n - 1] != '\n' ||
	    !str_cut(&f->rest, '\n', &line) || !str_eqz(line, first))
		return mfields_fail(f, "it does not begin or end as one");
	return 0;
}

static bool
is_lower_hex(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (str_hex(s.p[i]) < 0 || (s.p[i] >= 'A' && s.p[i] <= 'F'))
			return false;
	return true;
}

int
mfields_hash(
    struct mfields *f, struct str hex, unsigned char hash[MANIFEST_HASH])
{
	if (hex.n != (size_t)2 * MANIFEST_HASH || !is_lower_hex(hex))
		return mfields_fail(f, "not a SHA-256 hash");
	for (size_t i = 0; i < MANIFEST_HASH; i++)
		hash[i] = (unsigned char)(str_hex(hex.p[2 * i]) << 4 |
		    str_hex(hex.p[2 * i + 1]));
	return 0;
}

static int
hash_line(
    struct mfields *f, struct str line, struct str *name, unsigned char *hash)
{
	size_t at = str_find(line, STR(") = "), 0);

	if (at == STR_NONE)
		return mfields_fail(f, "not a line of a hash");
	*name = str_sub(line, 8, at);
	return mfields_hash(f, str_sub(line, at + 4, line.n), hash) < 0 ?
	    -1 :
	    MFIELDS_HASH;
}

int
mfields_next(struct mfields *f, struct str *name, struct str *value,
    unsigned char hash[MANIFEST_HASH])
{
	struct str line;
	size_t at;

	f->w->line++;
	if (!str_cut(&f->rest, '\n', &line))
		return 0;
	for (size_t i = 0; i < line.n; i++)
		if ((unsigned char)line.p[i] < ' ' || line.p[i] == 0x7f)
			return mfields_fail(f, "a control byte");
	if (str_starts(line, STR("SHA256 (")))
		return hash_line(f, line, name, hash);
	at = str_find(line, STR(": "), 0);
	if (at == STR_NONE) {
		*name = STR("");
		*value = line;
		return line.n && is_lower_hex(line) ?
		    MFIELDS_ID :
		    mfields_fail(f, "not a field");
	}
	*name = str_sub(line, 0, at);
	*value = str_sub(line, at + 2, line.n);
	return MFIELDS_FIELD;
}

bool
mfields_id_ok(struct str s)
{
	return s.n == MANIFEST_ID && is_lower_hex(s);
}

uint64_t
manifest_number(struct str name, const char *suffix)
{
	struct str end = str_of(suffix);
	uint64_t n = 0;

	if (name.n < end.n + 4 || !str_ends(name, end))
		return 0;
	name.n -= end.n;
	/* Four digits, or more without a zero before them. */
	if (name.n > 9 || (name.n > 4 && name.p[0] == '0') ||
	    str_num(name, INT32_MAX, &n) < 0)
		return 0;
	return n;
}

bool
mfields_name_ok(struct str s)
{
	return s.n < MANIFEST_NAME &&
	    (manifest_number(s, ".full.zst.age") ||
		manifest_number(s, ".bundle.zst.age"));
}

int
mfields_put_hex(struct buf *out, const char *name, const unsigned char *h)
{
	if (buf_addf(out, "%s: ", name) < 0)
		return -1;
	for (size_t i = 0; i < MANIFEST_HASH; i++)
		if (buf_addf(out, "%02x", h[i]) < 0)
			return -1;
	return buf_addc(out, '\n');
}

int
mfields_put_hash(struct buf *out, struct str name, const unsigned char *h)
{
	if (buf_addf(out, "SHA256 (%.*s) = ", FMT(name)) < 0)
		return -1;
	for (size_t i = 0; i < MANIFEST_HASH; i++)
		if (buf_addf(out, "%02x", h[i]) < 0)
			return -1;
	return buf_addc(out, '\n');
}
