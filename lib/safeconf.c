#include "base.h"
#include "safeconf.h"
#include "str.h"

static const char *const core[] = { "core.filemode", "core.ignorecase",
	"core.precomposeunicode", "core.symlinks", "core.logallrefupdates" };

/* Of sections with a name in quotes: what, and is it a URL? */
static const struct {
	const char *section, *name;
	bool url;
} named[] = { { "remote", "url", true }, { "remote", "pushurl", true },
	{ "remote", "fetch", false }, { "remote", "push", false },
	{ "remote", "tagopt", false }, { "remote", "prune", false },
	{ "branch", "remote", false }, { "branch", "merge", false },
	{ "branch", "rebase", false } };

static bool
is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	return true;
}

/* No letters but those of a scheme. */
static bool
is_scheme(struct str s)
{
	static const char *const known[] = { "http", "https", "ssh", "git",
		"file", "ftp", "ftps", "git+ssh", "ssh+git" };

	for (size_t i = 0; i < LEN(known); i++)
		if (str_eqz(s, known[i]))
			return true;
	return false;
}

/* https://USER:PASSWORD@HOST/PATH?QUERY: the user of ssh alone is kept. */
static int
put_url(struct buf *out, struct str scheme, struct str rest)
{
	size_t slash = str_chr(rest, '/', 0), end = rest.n, at, colon;
	struct str host, user = { "", 0 };

	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == '?' || rest.p[i] == '#') {
			end = i;
			break;
		}
	if (slash > end)
		slash = end;
	host = str_sub(rest, 0, slash);
	if ((at = str_rchr(host, '@')) != STR_NONE) {
		user = str_sub(host, 0, at + 1);
		host = str_sub(host, at + 1, host.n);
	}
	colon = str_chr(user, ':', 0);
	if (str_find(scheme, STR("ssh"), 0) == STR_NONE || colon != STR_NONE)
		user.n = 0;
	return buf_adds(out, scheme) < 0 || buf_addz(out, "://") < 0 ||
		buf_adds(out, user) < 0 || buf_adds(out, host) < 0 ||
		buf_adds(out, str_sub(rest, slash, end)) < 0 ?
	    -1 :
	    0;
}

int
safeconf_url(struct buf *out, struct str url)
{
	size_t at = str_find(url, STR("://"), 0), colon, user;

	if (!is_plain(url) || url.n == 0 || url.p[0] == '-' ||
	    str_find(url, STR("::"), 0) != STR_NONE)
		return 1;
	if (at != STR_NONE) {
		struct str scheme = str_sub(url, 0, at);

		return is_scheme(scheme) ?
		    put_url(out, scheme, str_sub(url, at + 3, url.n)) :
		    1;
	}
	/* user:password@host:path is no form of git's; do not keep it. */
	colon = str_chr(url, ':', 0);
	user = str_chr(url, '@', 0);
	if (colon != STR_NONE && user != STR_NONE && colon < user)
		return 1;
	return buf_adds(out, url);
}

/* In quotes, as git reads it back. */
static int
put_quoted(struct buf *out, struct str s)
{
	int rc = buf_addc(out, '"');

	for (size_t i = 0; rc == 0 && i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			rc = buf_addc(out, '\\');
		if (rc == 0)
			rc = buf_addc(out, s.p[i]);
	}
	return rc < 0 ? -1 : buf_addc(out, '"');
}

/* "remote.NAME.url": the parts. */
static bool
split(struct str key, struct str part[3])
{
	size_t first = str_chr(key, '.', 0), last = str_rchr(key, '.');

	if (first == STR_NONE || first == last)
		return false;
	part[0] = str_sub(key, 0, first);
	part[1] = str_sub(key, first + 1, last);
	part[2] = str_sub(key, last + 1, key.n);
	return true;
}

static int
put_named(struct buf *out, const struct gitconf_entry *e, struct buf *url)
{
	struct str part[3], value = e->value;
	size_t i;
	int rc;

	if (!split(e->key, part) || !is_plain(part[1]) || !is_plain(value))
		return 0;
	for (i = 0; i < LEN(named); i++)
		if (str_eqz(part[0], named[i].section) &&
		    str_eqz(part[2], named[i].name))
			break;
	if (i == LEN(named))
		return 0;
	if (named[i].url) {
		buf_reset(url);
		if ((rc = safeconf_url(url, value)) != 0)
			return rc < 0 ? -1 : 0;
		value = buf_str(url);
	} else if (value.n && value.p[0] == '-') {
		return 0;
	}
	return buf_addf(out, "[%s ", named[i].section) < 0 ||
		put_quoted(out, part[1]) < 0 ||
		buf_addf(out, "]\n\t%s = ", named[i].name) < 0 ||
		put_quoted(out, value) < 0 || buf_addc(out, '\n') < 0 ?
	    -1 :
	    0;
}

static int
put_core(struct buf *out, const struct gitconf *c, unsigned idlen)
{
	int rc = buf_addf(out,
	    "[core]\n\trepositoryformatversion = %d\n\tbare = true\n",
	    idlen == 32);

	for (size_t i = 0; rc == 0 && i < LEN(core); i++) {
		const char *v = gitconf_get(c, core[i]);
		int is = v ? gitconf_bool(v) : -1;

		if (is >= 0)
			rc = buf_addf(out, "\t%s = %s\n", core[i] + 5,
			    is ? "true" : "false");
	}
	if (rc == 0 && idlen == 32)
		rc = buf_addz(out, "[extensions]\n\tobjectformat = sha256\n");
	return rc;
}

int
safeconf_put(struct buf *out, const struct gitconf *c, unsigned idlen)
{
	struct buf url = { .max = 64 << 10 };
	int rc = put_core(out, c, idlen);

	for (size_t i = 0; rc == 0 && i < c->n; i++)
		rc = put_named(out, &c->v[i], &url);
	buf_free(&url);
	return rc;
}
