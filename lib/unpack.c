#include <archive.h>
#include <archive_entry.h>

#include "base.h"
#include "str.h"
#include "unpack.h"

#include <errno.h>
#include <locale.h>

#define CHUNK (64u << 10)

struct unpack {
	struct archive *a;
	struct archive_entry *entry;
	unpack_read *read; /* NULL: whole in memory */
	void *arg;
	char *chunk;
	locale_t utf8;	  /* names inside are told in it, whatever the user's */
	const char *link; /* the rest of a symlink's text */
	bool dead;	  /* the stream cannot be followed any further */
	bool raw;	  /* a bare compressed stream */
	bool passed;	  /* a directory or a device was passed over */
};

/* The first bytes of what we open. The formats' own specifications. */
static const struct {
	const char *magic;
	size_t n;
} magics[] = {
	{ "PK\3\4", 4 },		  /* ZIP */
	{ "PK\5\6", 4 },		  /* ZIP without a member */
	{ "PK\7\10", 4 },		  /* ZIP, once split */
	{ "7z\xBC\xAF\x27\x1C", 6 },	  /* 7-Zip */
	{ "\xFD\x37zXZ\0", 6 },		  /* xz */
	{ "\x28\xB5\x2F\xFD", 4 },	  /* Zstandard */
	{ "\x04\x22\x4D\x18", 4 },	  /* LZ4 frame */
	{ "!<arch>\ndebian-binary", 21 }, /* .deb; what else is ar lies open */
	{ "070701", 6 },		  /* cpio newc */
	{ "070702", 6 },		  /* cpio newc with sums */
	{ "070707", 6 },		  /* cpio odc */
};

static unsigned char
byte(struct str s, size_t i)
{
	return i < s.n ? (unsigned char)s.p[i] : 0;
}

/* Short magics come with what their header says besides, or text and
   pictures would pass for containers. */
static bool
is_stream(struct str h)
{
	if (h.n < 10 && byte(h, 0) != 0x1F)
		return false;
	if (str_starts(h, STR("\x1F\x8B\x08"))) /* gzip: reserved flags */
		return (byte(h, 3) & 0xE0) == 0;
	if (str_starts(h, STR("BZh"))) /* a block, or the end at once */
		return byte(h, 3) >= '1' && byte(h, 3) <= '9' &&
		    (memcmp(h.p + 4, "1AY&SY", 6) == 0 ||
			memcmp(h.p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
	if (str_starts(h, STR("\x1F\x9D"))) /* compress: 9 to 16 bits */
		return h.n > 4 && (byte(h, 2) & 0x60) == 0 &&
		    (byte(h, 2) & 0x1F) >= 9 && (byte(h, 2) & 0x1F) <= 16;
	return false;
}

/* Any tar has the sum of its header's bytes, the sum itself as blanks. */
static bool
is_tar(struct str h)
{
	unsigned sum = 0, told = 0;
	size_t i = 148;

	if (h.n < 512 || h.p[0] == '\0')
		return false;
	while (i < 156 && h.p[i] == ' ')
		i++;
	for (; i < 156 && h.p[i] >= '0' && h.p[i] <= '7'; i++)
		told = told * 8 + (byte(h, i) - '0');
	for (size_t k = 0; told && k < 512; k++)
		sum += k >= 148 && k < 156 ? ' ' : byte(h, k);
	return told && told == sum;
}

bool
unpack_is(struct str head)
{
	for (size_t i = 0; i < LEN(magics); i++)
		if (head.n && head.p[0] == magics[i].magic[0] &&
		    str_starts(
			head, (struct str){ magics[i].magic, magics[i].n }))
			return true;
	return is_stream(head) || is_tar(head);
}

/*
 * Where the library was built without a codec it would run a program in
 * its place and says so with a warning: that counts as a failure.
 */
static int
support(struct archive *a, bool raw)
{
	static int (*const with[])(struct archive *) = {
		archive_read_support_filter_bzip2,
		archive_read_support_filter_compress,
		archive_read_support_filter_gzip,
		archive_read_support_filter_lz4,
		archive_read_support_filter_xz,
		archive_read_support_filter_zstd,
		archive_read_support_format_empty,
		archive_read_support_format_raw,
		archive_read_support_format_7zip, /* of raw, none */
		archive_read_support_format_ar,
		archive_read_support_format_cpio,
		archive_read_support_format_tar,
		archive_read_support_format_zip,
	};

	for (size_t i = 0; i < LEN(with); i++) {
		if (raw && with[i] == archive_read_support_format_7zip)
			break;
		if (with[i](a) != ARCHIVE_OK)
			return -1;
	}
	return 0;
}

static la_ssize_t
more(struct archive *a, void *arg, const void **p)
{
	struct unpack *u = arg;
	ssize_t n = u->read(u->arg, u->chunk, CHUNK);

	if (n < 0)
		archive_set_error(a, EIO, "cannot be read");
	*p = u->chunk;
	return n;
}

static struct unpack *
make(unpack_read *read, void *arg, struct str bytes, bool raw, const char **why)
{
	struct unpack *u = calloc(1, sizeof(*u));
	int rc;

	*why = "no memory";
	if (u == NULL)
		return NULL;
	u->read = read;
	u->arg = arg;
	if (read && (u->chunk = malloc(CHUNK)) == NULL)
		goto fail;
	if ((u->a = archive_read_new()) == NULL)
		goto fail;
	u->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	*why = "this libarchive lacks a codec";
	if (support(u->a, raw) < 0)
		goto fail;
	*why = "broken archive";
	if (read)
		rc = archive_read_open(u->a, u, NULL, more, NULL);
	else
		rc = archive_read_open_memory(u->a, bytes.p, bytes.n);
	if (rc != ARCHIVE_OK)
		goto fail;
	*why = NULL;
	return u;
fail:
	unpack_free(u);
	return NULL;
}

struct unpack *
unpack_new(unpack_read *read, void *arg, const char **why)
{
	return make(read, arg, (struct str){ "", 0 }, false, why);
}

struct unpack *
unpack_new_whole(struct str bytes, const char **why)
{
	return make(NULL, NULL, bytes, false, why);
}

struct unpack *
unpack_new_raw(unpack_read *read, void *arg, struct str bytes, const char **why)
{
	return make(read, arg, bytes, true, why);
}

/* The kinds of member that have bytes worth a look. */
static bool
open_member(struct unpack *u)
{
	u->link = archive_entry_symlink_utf8(u->entry);
	if (u->link == NULL)
		u->link = archive_entry_symlink(u->entry);
	if (u->link)
		return true;
	if (archive_entry_hardlink(u->entry))
		return archive_entry_size(u->entry) > 0;
	return archive_entry_filetype(u->entry) == AE_IFREG ||
	    archive_entry_filetype(u->entry) == 0;
}

/* In the C locale one of the two forms may be missing. */
static struct str
member_name(const struct unpack *u)
{
	const char *s = archive_entry_pathname_utf8(u->entry);

	if (s == NULL)
		s = archive_entry_pathname(u->entry);
	return s && *s ? str_of(s) : STR("unnamed");
}

static int
next_member(struct unpack *u, struct str *name, const char **why)
{
	int rc;

	while (!u->dead) {
		rc = archive_read_next_header(u->a, &u->entry);
		if (rc == ARCHIVE_EOF)
			break;
		if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN) {
			u->dead = true;
			if (archive_read_has_encrypted_entries(u->a) > 0)
				*why = "encrypted archive";
			return -1;
		}
		u->raw = archive_format(u->a) == ARCHIVE_FORMAT_RAW;
		if (u->raw && archive_filter_count(u->a) < 2) {
			u->dead = true; /* only its first bytes fit */
			return -1;
		}
		if (!open_member(u)) {
			u->passed = true;
			continue;
		}
		*name = u->raw ? STR("") : member_name(u);
		return 1;
	}
	return 0;
}

int
unpack_next(struct unpack *u, struct str *name, const char **why)
{
	locale_t was = (locale_t)0;
	int rc;

	*why = "broken archive";
	if (u->utf8)
		was = uselocale(u->utf8);
	rc = next_member(u, name, why);
	if (was)
		uselocale(was);
	return rc;
}

static ssize_t
link_text(struct unpack *u, void *p, size_t n)
{
	size_t rest = strlen(u->link);

	n = n < rest ? n : rest;
	memcpy(p, u->link, n);
	u->link += n;
	return (ssize_t)n;
}

ssize_t
unpack_bytes(struct unpack *u, void *p, size_t n, const char **why)
{
	la_ssize_t got;

	if (u->link)
		return link_text(u, p, n);
	if (archive_entry_is_encrypted(u->entry)) {
		*why = "encrypted member";
		return -1;
	}
	got = archive_read_data(u->a, p, n);
	if (got >= 0)
		return got;
	*why = "broken archive";
	if (got == ARCHIVE_FATAL)
		u->dead = true;
	return -1;
}

enum unpack_none
unpack_none(const struct unpack *u, struct str head)
{
	if (u->passed || archive_format(u->a) == ARCHIVE_FORMAT_EMPTY)
		return UNPACK_EMPTY;
	if (archive_filter_count(u->a) > 1)
		return UNPACK_ZEROS;
	return str_starts(head, STR("PK")) && !str_starts(head, STR("PK\5\6")) ?
	    UNPACK_LOST :
	    UNPACK_EMPTY;
}

uint64_t
unpack_used(const struct unpack *u)
{
	la_int64_t n = archive_filter_bytes(u->a, -1);

	return n > 0 ? (uint64_t)n : 0;
}

void
unpack_free(struct unpack *u)
{
	if (u == NULL)
		return;
	if (u->a)
		archive_read_free(u->a);
	if (u->utf8)
		freelocale(u->utf8);
	free(u->chunk);
	free(u);
}
