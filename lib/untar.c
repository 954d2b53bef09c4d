#include "base.h"
#include "untar.h"
#include "str.h"

enum {
	BLOCK = 512,
	SIZE_AT = 124,
	SUM_AT = 148,
	TYPE_AT = 156,
	MAGIC_AT = 257,
	PREFIX_AT = 345
};

static int
fail(struct untar *u, const char *why)
{
	u->why = why;
	return -1;
}

void
untar_begin(struct untar *u, const struct untar_ops *ops, void *arg)
{
	*u = (struct untar){ .ops = ops, .arg = arg };
}

static struct str
field(const struct untar *u, size_t at, size_t n)
{
	const char *p = (const char *)u->block + at;

	return (struct str){ p, strnlen(p, n) };
}

/* Octal digits, ended by NUL or a blank. */
static int
octal(struct str s, uint64_t *out)
{
	uint64_t v = 0;

	s = str_trim(s);
	if (s.n == 0 || s.n > 12)
		return -1;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '7')
			return -1;
		v = v << 3 | (uint64_t)(s.p[i] - '0');
	}
	*out = v;
	return 0;
}

static bool
sum_ok(const struct untar *u)
{
	uint64_t want, sum = 0;

	for (size_t i = 0; i < BLOCK; i++)
		sum += i >= SUM_AT && i < SUM_AT + 8 ? ' ' : u->block[i];
	return octal(field(u, SUM_AT, 8), &want) == 0 && want == sum;
}

/* "LEN key=value\n" */
static int
take_pax(struct untar *u)
{
	struct str rest = { u->pax, u->npax }, line, len, key;
	uint64_t n;

	while (rest.n) {
		len = str_sub(rest, 0, str_chr(rest, ' ', 0));
		if (str_num(len, UNTAR_PAX_MAX, &n) < 0 || n > rest.n ||
		    n < len.n + 3 || rest.p[n - 1] != '\n')
			return fail(u, "a pax header that is none");
		line = str_sub(rest, len.n + 1, n - 1);
		rest = str_sub(rest, n, rest.n);
		if (!str_cut(&line, '=', &key))
			return fail(u, "a pax header that is none");
		if (str_eqz(key, "size")) {
			if (str_num(line, INT64_MAX, &u->size) < 0)
				return fail(u, "a size that is none");
			u->has_size = true;
		} else if (str_eqz(key, "path")) {
			if (line.n == 0 || line.n >= sizeof(u->path) ||
			    memchr(line.p, '\0', line.n))
				return fail(u, "a name that is too long");
			memcpy(u->path, line.p, line.n);
			u->path[line.n] = '\0';
		} else if (!str_eqz(key, "comment") && !str_eqz(key, "mtime")) {
			return fail(u, "a pax header of an unknown kind");
		}
	}
	return 0;
}

static int
name_of(struct untar *u, char name[UNTAR_NAME + 4])
{
	struct str base = field(u, 0, 100), prefix = field(u, PREFIX_AT, 155);

	if (u->path[0])
		snprintf(name, UNTAR_NAME + 4, "%s", u->path);
	else
		snprintf(name, UNTAR_NAME + 4, "%.*s%s%.*s", FMT(prefix),
		    prefix.n ? "/" : "", FMT(base));
	return name[0] ? 0 : fail(u, "a member without a name");
}

static int
begin_member(struct untar *u)
{
	char name[UNTAR_NAME + 4];
	struct str s;
	bool dir;

	if (u->type == 'x' || u->type == 'g') {
		u->npax = 0;
		return u->left <= sizeof(u->pax) ?
		    0 :
		    fail(u, "a pax header that is too long");
	}
	if (u->type != '0' && u->type != '5')
		return fail(u, "a member that is neither file nor directory");
	if (name_of(u, name) < 0)
		return -1;
	if (u->has_size)
		u->left = u->size;
	s = str_of(name);
	dir = s.p[s.n - 1] == '/';
	if (dir != (u->type == '5') || (dir && u->left))
		return fail(u, "a directory that is none");
	u->path[0] = '\0';
	u->has_size = false;
	return u->ops->begin(u->arg, name, u->left);
}

static int
end_member(struct untar *u)
{
	u->more = false;
	if (u->type == 'x')
		return take_pax(u);
	return u->type == 'g' ? 0 : u->ops->end(u->arg);
}

static int
take_block(struct untar *u)
{
	static const unsigned char zeros[BLOCK];

	if (memcmp(u->block, zeros, BLOCK) == 0) {
		u->zeros++;
		return 0;
	}
	if (u->zeros)
		return fail(u, "something follows its end");
	if (memcmp(u->block + MAGIC_AT, "ustar", 6) != 0 || !sum_ok(u) ||
	    octal(field(u, SIZE_AT, 12), &u->left) < 0)
		return fail(u, "a header that is none");
	u->type = (char)u->block[TYPE_AT];
	if (begin_member(u) < 0)
		return -1;
	u->more = true;
	/* The padding that follows the body. */
	u->pad = (size_t)((BLOCK - u->left % BLOCK) % BLOCK);
	return u->left == 0 ? end_member(u) : 0;
}

static int
take_body(struct untar *u, struct str bytes)
{
	u->left -= bytes.n;
	if (u->type == 'x' || u->type == 'g') {
		memcpy(u->pax + u->npax, bytes.p, bytes.n);
		u->npax += bytes.n;
	} else if (u->ops->body(u->arg, bytes) < 0) {
		return -1;
	}
	return u->left == 0 ? end_member(u) : 0;
}

int
untar_add(struct untar *u, struct str bytes)
{
	while (bytes.n) {
		size_t k;

		if (u->more) {
			k = u->left < bytes.n ? (size_t)u->left : bytes.n;
			if (take_body(u, str_sub(bytes, 0, k)) < 0)
				return -1;
		} else if (u->pad) {
			k = u->pad < bytes.n ? u->pad : bytes.n;
			u->pad -= k;
		} else {
			k = BLOCK - u->n < bytes.n ? BLOCK - u->n : bytes.n;
			memcpy(u->block + u->n, bytes.p, k);
			u->n += k;
			if (u->n == BLOCK) {
				u->n = 0;
				if (take_block(u) < 0)
					return -1;
			}
		}
		bytes = str_sub(bytes, k, bytes.n);
	}
	return 0;
}

int
untar_end(const struct untar *u)
{
	return u->zeros >= 2 && !u->more ? 0 : -1;
}
