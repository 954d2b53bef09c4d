#include "base.h"
#include "out.h"

#include "progress.h"
#include "say.h"
#include "str.h"
#include "term.h"

#include <errno.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	FILE_CHUNK = 64 << 10,
	BUF_MAX = 64 << 20, /* the drawing of a record of REC_MAX, and more */
	BASE_MAX = 2 * PATH_MAX
};

struct out {
	struct out_opts opts;
	struct view *view; /* NULL: records */
	struct buf buf;
	size_t chunk; /* a write holds no more, but for a longer record */
	size_t count, unread, found;
	bool failed, tty, partial;
	char base[BASE_MAX]; /* of links */
};

/* Writers of one pipe (xargs -P) do not tear each other's lines as long as
   a write is atomic. */
static size_t
chunk_of(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == 0 &&
	    (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)))
		return PIPE_BUF;
	return FILE_CHUNK;
}

/* "file://HOST/DIR/", percent-encoded; "" when it does not fit. */
static void
set_base(const char *from, char *p, size_t cap)
{
	char dir[PATH_MAX], host[256];
	size_t n;

	*p = '\0';
	if (realpath(from ? from : ".", dir) == NULL ||
	    gethostname(host, sizeof(host)) < 0)
		return;
	host[sizeof(host) - 1] = '\0';
	n = (size_t)snprintf(p, cap, "file://%s", host);
	for (const char *c = dir; *c && n + 5 < cap; c++) {
		bool plain = (*c >= 'a' && *c <= 'z') ||
		    (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
		    strchr("/._-", *c);

		n += (size_t)snprintf(
		    p + n, cap - n, plain ? "%c" : "%%%02X", (unsigned char)*c);
	}
	if (n + 5 >= cap)
		*p = '\0';
	else
		snprintf(p + n, cap - n, "/");
}

static int
open_view(struct out *o)
{
	static const int forced[] = {
		[COLOR_AUTO] = -1, [COLOR_ALWAYS] = 1, [COLOR_NEVER] = 0
	};
	struct draw d = { term_color(forced[o->opts.color], STDOUT_FILENO),
		term_width(), NULL };

	if (o->opts.links) {
		set_base(o->opts.dir, o->base, sizeof(o->base));
		d.base = *o->base ? o->base : NULL;
	}
	o->view = view_new(
	    &d, o->opts.view == OUT_ALL, o->opts.advice, o->opts.advice_arg);
	return o->view ? 0 : -1;
}

struct out *
out_new(const struct out_opts *opts)
{
	struct out *o = calloc(1, sizeof(*o));
	bool person = opts->view == OUT_PERSON || opts->view == OUT_ALL ||
	    (opts->view == OUT_AUTO && isatty(STDOUT_FILENO) == 1);

	if (o == NULL)
		return NULL;
	o->opts = *opts;
	o->buf.max = BUF_MAX;
	o->tty = isatty(STDOUT_FILENO) == 1;
	o->chunk = chunk_of(STDOUT_FILENO);
	if (person && open_view(o) < 0) {
		free(o);
		return NULL;
	}
	return o;
}

bool
out_wants_line(const struct out *o)
{
	return o->view && !o->opts.quiet && view_wants_line(o->view);
}

bool
out_person(const struct out *o)
{
	return o->view != NULL;
}

static int
fail(struct out *o, const char *why)
{
	if (!o->failed)
		warn("cannot write the output: %s", why);
	o->failed = true;
	return -1;
}

/* The length of the whole lines at the head of s that one write may hold. */
static size_t
portion(const struct out *o, struct str s)
{
	size_t nl;

	if (o->view || s.n <= o->chunk)
		return s.n;
	nl = str_rchr(str_sub(s, 0, o->chunk), '\n');
	if (nl == STR_NONE)
		nl = str_chr(s, '\n', 0);
	return nl == STR_NONE ? s.n : nl + 1;
}

static int
put(struct out *o, struct str s)
{
	while (s.n > 0) {
		ssize_t n = write(STDOUT_FILENO, s.p, portion(o, s));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(o, strerror(errno));
		s = str_sub(s, (size_t)n, s.n);
	}
	return 0;
}

int
out_flush(struct out *o)
{
	int rc;

	if (o->failed)
		return -1;
	if (o->buf.n == 0)
		return 0;
	if (o->view)
		progress_erase();
	rc = put(o, buf_str(&o->buf));
	buf_reset(&o->buf);
	return rc;
}

static void
count(struct out *o, const struct rec *r)
{
	struct str v;

	o->count++;
	if (rec_key(r, "accepted", &v))
		return;
	if (str_ends(r->rule, STR("/unread")))
		o->unread++;
	else if ((int)r->severity >= (int)o->opts.fail_on)
		o->found++;
}

int
out_rec(struct out *o, const struct rec *r)
{
	size_t was = o->buf.n;

	if (o->failed)
		return -1;
	count(o, r);
	if (o->opts.quiet)
		return 0;
	if ((o->view ? view_rec(o->view, &o->buf, r) : rec_put(&o->buf, r)) < 0)
		return fail(o, "a record is too long, or out of memory");
	/* What came before goes first, so that a write ends with a line. */
	if (!o->view && was > 0 && o->buf.n > o->chunk) {
		if (put(o, str_sub(buf_str(&o->buf), 0, was)) < 0)
			return -1;
		o->buf.n -= was;
		memmove(o->buf.p, o->buf.p + was, o->buf.n);
	}
	return o->buf.n >= o->chunk || o->tty ? out_flush(o) : 0;
}

void
out_accepted(struct out *o, struct str until)
{
	if (o->view)
		view_accepted(o->view, until);
}

void
out_partial(struct out *o)
{
	o->partial = true;
}

static int
status(const struct out *o, bool ok)
{
	if (!ok || o->failed || o->unread > 0)
		return EXIT_TROUBLE;
	return o->found > 0 ? EXIT_FOUND : EXIT_CLEAN;
}

int
out_end(struct out *o, bool whole, const struct out_stats *st)
{
	struct view_end e = { whole, o->partial, status(o, whole), o->unread,
		st };
	int rc = 0;

	say_flush(); /* the summary comes last */
	if (!o->opts.quiet && o->view)
		rc = view_end(o->view, &o->buf, &e);
	else if (!o->opts.quiet && whole)
		rc = rec_put_end(&o->buf, o->count, o->unread);
	if (rc < 0)
		return fail(o, "out of memory");
	return out_flush(o);
}

int
out_verdict(struct out *o, bool ok)
{
	int code;

	(void)out_flush(o);
	if (!o->failed && (fflush(stdout) != 0 || close(STDOUT_FILENO) < 0))
		(void)fail(o, strerror(errno));
	code = status(o, ok);
	view_free(o->view);
	buf_free(&o->buf);
	free(o);
	return code;
}
