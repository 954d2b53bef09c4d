#include "base.h"
#include "rec.h"

#include "str.h"

#include <errno.h>
#include <unistd.h>

enum { READ_SIZE = 64 << 10 };

void
rec_reader_init(struct rec_reader *in, int fd)
{
	*in = (struct rec_reader){ .fd = fd,
		.line = { .max = REC_MAX + 2 * READ_SIZE } };
}

void
rec_reader_free(struct rec_reader *in)
{
	buf_free(&in->line);
}

/* More bytes behind those not handed out: 1, 0 at the end, -1. */
static int
more(struct rec_reader *in)
{
	ssize_t n;

	if (in->at > 0) {
		in->line.n -= in->at;
		memmove(in->line.p, in->line.p + in->at, in->line.n);
		in->at = 0;
	}
	if (in->line.n > REC_MAX) {
		in->lineno++;
		in->why = "the line is too long";
		return -1;
	}
	if (buf_room(&in->line, READ_SIZE) < 0) {
		in->why = "out of memory";
		return -1;
	}
	do
		n = read(in->fd, in->line.p + in->line.n, READ_SIZE);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		in->why = strerror(errno);
		return -1;
	}
	in->line.n += (size_t)n;
	return n > 0;
}

/* 1 with the next line, 0 at the end, -1. */
static int
next_line(struct rec_reader *in, struct str *line)
{
	size_t nl, seen = in->line.n - in->at;
	int got;

	nl = str_chr(buf_str(&in->line), '\n', in->at);
	while (nl == STR_NONE) {
		if ((got = more(in)) < 0)
			return -1;
		if (got == 0)
			break;
		nl = str_chr(buf_str(&in->line), '\n', seen);
		seen = in->line.n;
	}
	if (nl == STR_NONE && in->line.n == in->at)
		return 0;
	in->lineno++;
	if (nl == STR_NONE) {
		in->why = "the last line is cut";
		return -1;
	}
	*line = str_sub(buf_str(&in->line), in->at, nl);
	in->at = nl + 1;
	return 1;
}

static int
add_end(struct rec_reader *in, struct str rest)
{
	struct str count = { 0 };
	uint64_t n, unread;

	str_cut(&rest, '\t', &count);
	if (!str_starts(rest, STR("unread=")) ||
	    str_num(count, SIZE_MAX, &n) < 0 ||
	    str_num(str_sub(rest, 7, rest.n), SIZE_MAX, &unread) < 0 ||
	    n > SIZE_MAX - in->told || unread > n) {
		in->why = "the 'end' line is not 'end COUNT unread=N'";
		return -1;
	}
	in->told += (size_t)n;
	in->unread += (size_t)unread;
	in->nend++;
	return 0;
}

static bool
is_unread(const struct rec *r)
{
	struct str accepted;

	return str_ends(r->rule, STR("/unread")) &&
	    !rec_key(r, "accepted", &accepted);
}

int
rec_next(struct rec_reader *in, struct rec *r)
{
	struct str line;
	int got;

	for (;;) {
		if ((got = next_line(in, &line)) <= 0)
			return got;
		if (!str_starts(line, STR("end\t")))
			break;
		if (add_end(in, str_sub(line, 4, line.n)) < 0)
			return -1;
	}
	if (rec_parse(line, r, &in->why) < 0)
		return -1;
	in->seen++;
	in->unread -=
	    is_unread(r); /* wraps where its end line is yet to come */
	return 1;
}

bool
rec_whole(const struct rec_reader *in, const char **why)
{
	if (in->nend == 0) {
		*why = "no 'end' line: what wrote this stream did not finish";
		return false;
	}
	if (in->seen != in->told) {
		*why = in->seen < in->told ?
		    "records are missing: fewer came than the 'end' lines "
		    "count" :
		    "more records came than the 'end' lines count";
		return false;
	}
	if (in->unread != 0) {
		*why = "the 'end' lines count another number of unread ones";
		return false;
	}
	return true;
}
