#include "base.h"
#include "tar.h"
#include "buf.h"

#include <inttypes.h>
#include <sys/stat.h>

/* Eleven octal digits: POSIX.1-2008 pax, "ustar Interchange Format". */
#define OCTAL_MAX 077777777777ULL
#define PAX_MAX (64u << 20) /* a path or a link's text, and change */

struct header {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12];
	char chksum[8], typeflag, linkname[100], magic[6], version[2];
	char uname[32], gname[32], devmajor[8], devminor[8], prefix[155];
	char pad[12];
};

_Static_assert(sizeof(struct header) == TAR_RECORD, "a header is a record");

static const char zeros[TAR_RECORD];

static int
put(struct tar *t, const void *p, size_t n)
{
	const char *s = p;

	while (n > 0) {
		size_t k = TAR_BLOCK - t->n;

		if (t->n == 0 && n >= TAR_BLOCK) {
			k = n - n % TAR_BLOCK;
			if (t->write(t->arg, s, k) < 0)
				return -1;
		} else {
			k = k < n ? k : n;
			memcpy(t->block + t->n, s, k);
			t->n += k;
		}
		s += k;
		n -= k;
		if (t->n == TAR_BLOCK) {
			t->n = 0;
			if (t->write(t->arg, t->block, TAR_BLOCK) < 0)
				return -1;
		}
	}
	return 0;
}

static int
pad(struct tar *t)
{
	return put(t, zeros, (TAR_RECORD - t->n % TAR_RECORD) % TAR_RECORD);
}

/* "LEN key=value\n", where LEN counts its own digits. */
static int
pax_add(struct buf *b, const char *key, struct str value)
{
	size_t n = strlen(key) + value.n + 3, len = n + 1;
	char digits[24];

	for (;;) {
		int k = snprintf(digits, sizeof(digits), "%zu", len);

		if (n + (size_t)k == len)
			break;
		len = n + (size_t)k;
	}
	return buf_addf(b, "%s %s=", digits, key) < 0 ||
		buf_adds(b, value) < 0 || buf_addc(b, '\n') < 0 ?
	    -1 :
	    0;
}

static int
pax_number(struct buf *b, const char *key, uint64_t v)
{
	char s[24];

	snprintf(s, sizeof(s), "%" PRIu64, v);
	return pax_add(b, key, (struct str){ s, strlen(s) });
}

static void
fill(const struct tar *t, struct header *h, unsigned mode, uint64_t size)
{
	const unsigned char *p = (const unsigned char *)h;
	unsigned sum = 0;

	snprintf(h->mode, sizeof(h->mode), "%07o", mode & 07777);
	snprintf(h->size, sizeof(h->size), "%011" PRIo64, size);
	snprintf(h->mtime, sizeof(h->mtime), "%011" PRIo64, t->mtime);
	memcpy(h->uid, "0000000", 8);
	memcpy(h->gid, "0000000", 8);
	memcpy(h->uname, "root", 5);
	memcpy(h->gname, "root", 5);
	memcpy(h->devmajor, "0000000", 8);
	memcpy(h->devminor, "0000000", 8);
	memcpy(h->magic, "ustar", 6);
	memcpy(h->version, "00", 2);
	memset(h->chksum, ' ', sizeof(h->chksum));
	for (size_t i = 0; i < sizeof(*h); i++)
		sum += p[i];
	snprintf(h->chksum, sizeof(h->chksum), "%07o", sum);
}

static int
put_pax(struct tar *t, char type, const char *name, struct str records)
{
	struct header h = { .typeflag = type };

	snprintf(h.name, sizeof(h.name), "%s", name);
	fill(t, &h, 0100666, records.n);
	return put(t, &h, sizeof(h)) < 0 || put(t, records.p, records.n) < 0 ||
		pad(t) < 0 ?
	    -1 :
	    0;
}

/* Where the prefix field may end: at a '/' that leaves a name behind it. */
static size_t
split_at(struct str path)
{
	size_t i = path.n;

	if (i > 1 && path.p[i - 1] == '/')
		i--;
	if (i > sizeof(((struct header *)0)->prefix))
		i = sizeof(((struct header *)0)->prefix);
	while (i > 0 && path.p[--i] != '/')
		;
	return i;
}

static int
set_path(struct header *h, const struct tar_entry *e, struct buf *pax)
{
	char hex[OID_HEX_MAX + 1];
	size_t at;

	if (e->path.n <= sizeof(h->name)) {
		memcpy(h->name, e->path.p, e->path.n);
		return 0;
	}
	at = split_at(e->path);
	if (at > 0 && e->path.n - at - 1 <= sizeof(h->name)) {
		memcpy(h->prefix, e->path.p, at);
		memcpy(h->name, e->path.p + at + 1, e->path.n - at - 1);
		return 0;
	}
	oid_hex(&e->oid, hex);
	snprintf(h->name, sizeof(h->name), "%s.data", hex);
	return pax_add(pax, "path", e->path);
}

static int
set_link(struct header *h, const struct tar_entry *e, struct buf *pax)
{
	char hex[OID_HEX_MAX + 1];

	if (e->link.n <= sizeof(h->linkname)) {
		memcpy(h->linkname, e->link.p, e->link.n);
		return 0;
	}
	oid_hex(&e->oid, hex);
	snprintf(h->linkname, sizeof(h->linkname), "see %s.paxheader", hex);
	return pax_add(pax, "linkpath", e->link);
}

static int
put_headers(struct tar *t, const struct tar_entry *e, struct header *h)
{
	struct buf pax = { .max = PAX_MAX };
	unsigned mode = tar_mode(e->mode);
	char hex[OID_HEX_MAX + 1], name[OID_HEX_MAX + 16];
	uint64_t size = S_ISREG(mode) ? e->size : 0;
	int rc = -1;

	h->typeflag = S_ISDIR(mode) ? '5' : S_ISLNK(mode) ? '2' : '0';
	if (set_path(h, e, &pax) < 0 ||
	    (S_ISLNK(mode) && set_link(h, e, &pax) < 0))
		goto out;
	if (size > OCTAL_MAX) {
		if (pax_number(&pax, "size", size) < 0)
			goto out;
		size = 0;
	}
	fill(t, h, mode, size);
	oid_hex(&e->oid, hex);
	snprintf(name, sizeof(name), "%s.paxheader", hex);
	if (pax.n > 0 && put_pax(t, 'x', name, buf_str(&pax)) < 0)
		goto out;
	rc = put(t, h, sizeof(*h));
out:
	buf_free(&pax);
	return rc;
}

unsigned
tar_mode(unsigned mode)
{
	if (S_ISDIR(mode) || (mode & S_IFMT) == 0160000)
		return S_IFDIR | (((mode & 07777) | 0777) & ~002u);
	if (S_ISLNK(mode))
		return mode | 0777;
	if (S_ISREG(mode))
		return (mode | (mode & 0100 ? 0777 : 0666)) & ~002u;
	return 0;
}

int
tar_begin(struct tar *t, tar_write *write, void *arg, uint64_t mtime,
    const struct oid *commit)
{
	struct buf pax = { .max = PAX_MAX };
	char hex[OID_HEX_MAX + 1];
	int rc = 0;

	*t = (struct tar){ .write = write, .arg = arg, .mtime = mtime };
	if (commit) {
		oid_hex(commit, hex);
		rc = pax_add(&pax, "comment", (struct str){ hex, strlen(hex) });
	}
	if (mtime > OCTAL_MAX) {
		rc |= pax_number(&pax, "mtime", mtime);
		t->mtime = OCTAL_MAX;
	}
	if (rc == 0 && pax.n > 0)
		rc = put_pax(t, 'g', "pax_global_header", buf_str(&pax));
	buf_free(&pax);
	return rc;
}

int
tar_put(struct tar *t, const struct tar_entry *e)
{
	struct header h = { 0 };

	if (t->left > 0 || tar_mode(e->mode) == 0 || put_headers(t, e, &h) < 0)
		return -1;
	t->left = S_ISREG(e->mode) ? e->size : 0;
	return 0;
}

int
tar_body(struct tar *t, const void *p, size_t n)
{
	if (n > t->left || put(t, p, n) < 0)
		return -1;
	t->left -= n;
	return t->left == 0 ? pad(t) : 0;
}

/* Two empty records close the archive; the last block is filled up. */
int
tar_end(struct tar *t)
{
	size_t due = TAR_BLOCK - t->n;

	if (t->left > 0)
		return -1;
	if (due < 2 * sizeof(zeros))
		due += TAR_BLOCK;
	for (; due > 0; due -= sizeof(zeros))
		if (put(t, zeros, sizeof(zeros)) < 0)
			return -1;
	return 0;
}
