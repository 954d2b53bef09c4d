#include <archive.h>
#include <archive_entry.h>

#include "base.h"
#include "buf.h"
#include "str.h"
#include "unpack.h"
#include "../t.h"

static char made[1 << 16];

static void
add(struct archive *a, const char *name, const char *text, unsigned type)
{
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, type);
	archive_entry_set_perm(e, 0644);
	if (type == AE_IFLNK)
		archive_entry_set_symlink(e, text);
	archive_entry_set_size(
	    e, type == AE_IFLNK ? 0 : (la_int64_t)strlen(text));
	archive_write_header(a, e);
	if (type == AE_IFREG)
		archive_write_data(a, text, strlen(text));
	archive_entry_free(e);
}

static struct str
make(int format, int filter, const char *password)
{
	struct archive *a = archive_write_new();
	size_t used = 0;

	archive_write_set_format(a, format);
	archive_write_add_filter(a, filter);
	archive_write_set_bytes_per_block(a, 0);
	if (password) {
		archive_write_set_options(a, "zip:encryption=aes256");
		archive_write_set_passphrase(a, password);
	}
	archive_write_open_memory(a, made, sizeof(made), &used);
	add(a, "a.txt", "first\n", AE_IFREG);
	if (format != ARCHIVE_FORMAT_RAW) {
		add(a, "dir", "", AE_IFDIR);
		add(a, "dir/\xC3\xA9", "second\n", AE_IFREG);
		add(a, "link", "to/here", AE_IFLNK);
	}
	archive_write_close(a);
	archive_write_free(a);
	return (struct str){ made, used };
}

static ssize_t
feed(void *arg, void *p, size_t n)
{
	struct str *s = arg;

	n = n < s->n ? n : s->n;
	n = n < 7 ? n : 7;
	memcpy(p, s->p, n);
	*s = str_sub(*s, n, s->n);
	return (ssize_t)n;
}

/* "name=bytes;" of every member, "!why" for what went wrong. */
static const char *
list(struct unpack *u, const char *why)
{
	static char text[512];
	struct buf out = { .max = 400 };
	struct str name;
	char p[64];
	ssize_t n;
	int got;

	if (u == NULL)
		buf_addf(&out, "!%s;", why);
	while (u && (got = unpack_next(u, &name, &why)) != 0) {
		if (got < 0) {
			buf_addf(&out, "!%s;", why);
			break;
		}
		buf_addf(&out, "%.*s=", FMT(name));
		while ((n = unpack_bytes(u, p, sizeof(p), &why)) > 0)
			buf_add(&out, p, (size_t)n);
		buf_addf(&out, "%s%s;", n < 0 ? "!" : "", n < 0 ? why : "");
	}
	unpack_free(u);
	snprintf(text, sizeof(text), "%.*s", FMT(buf_str(&out)));
	buf_free(&out);
	return text;
}

static const char *
show(struct str s)
{
	const char *why = NULL;
	struct unpack *u = unpack_new_whole(s, &why);

	return list(u, why);
}

#define ALL "a.txt=first\n;dir/\xC3\xA9=second\n;link=to/here;"

static void
formats(void)
{
	const int v[][2] = {
		{ ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE },
		{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP },
		{ ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FILTER_XZ },
		{ ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_ZSTD },
		{ ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE },
		{ ARCHIVE_FORMAT_CPIO_SVR4_NOCRC, ARCHIVE_FILTER_BZIP2 },
		{ ARCHIVE_FORMAT_CPIO_POSIX, ARCHIVE_FILTER_LZ4 },
		{ ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE },
	};

	for (size_t i = 0; i < LEN(v); i++) {
		struct str s = make(v[i][0], v[i][1], NULL), left = s;
		const char *why;

		T(unpack_is(s));

		T(strcmp(show(s), ALL) == 0 || v[i][0] == ARCHIVE_FORMAT_7ZIP);
		if (v[i][0] != ARCHIVE_FORMAT_7ZIP)
			T(strcmp(list(unpack_new(feed, &left, &why), ""),
			      ALL) == 0);
	}
}

static void
streams(void)
{
	const int v[] = { ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2,
		ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_LZ4,
		ARCHIVE_FILTER_COMPRESS };

	for (size_t i = 0; i < LEN(v); i++) {
		struct str s = make(ARCHIVE_FORMAT_RAW, v[i], NULL);

		T(unpack_is(s));
		T(strcmp(show(s), "=first\n;") == 0);
	}
}

static void
bad(void)
{
	struct str s = make(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "x");
	const char *got = show(s);

	T(strstr(got, "a.txt=!encrypted member;") != NULL);
	s = make(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, NULL);
	got = show(str_sub(s, 0, s.n / 2));
	T(strstr(got, "!broken archive;") != NULL);
	s = make(ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_XZ, NULL);
	got = show(str_sub(s, 0, s.n - 30));
	T(strstr(got, "!broken archive;") != NULL);
	got = show(STR("PK\3\4 but a text"));
	T(strstr(got, "!broken archive;") != NULL);

	T(!unpack_is(STR("")));
	T(!unpack_is(STR("#!/bin/sh\nBZh91AY&SX")));
	T(!unpack_is(STR("\x1F\x8B\x08\xFFtext")));
	T(!unpack_is(STR("\x1F\x9Dxy and a text")));
	T(!unpack_is(STR("P")));
	/* Object libraries lie open; a Debian package does not. */
	T(!unpack_is(STR("!<arch>\n/               1410122664")));
	T(unpack_is(STR("!<arch>\ndebian-binary   1410122664")));
}

int
main(void)
{
	formats();
	streams();
	bad();
	return T_END();
}
