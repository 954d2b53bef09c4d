#include "base.h"
#include "bundle.h"
#include "gitrun.h"
#include "str.h"

#include <errno.h>
#include <unistd.h>

enum { LIST_MAX = 1 << 30, PIECE = 65536 };

struct making {
	struct bundle *b;
	struct gitrun git;
	struct buf list; /* what git is told on its standard input */
	struct buf said; /* what it answered */
	char *why;
	size_t whylen;
};

static int
fail(struct making *m, const char *what, const char *why)
{
	snprintf(m->why, m->whylen, "%s: %s", what, why);
	return -1;
}

typedef int take_bytes(struct making *m, struct str bytes);

static int
pump(struct making *m, int fd, take_bytes *take)
{
	char *piece = malloc(PIECE);
	ssize_t n = -1;
	int rc = 0;

	while (piece && rc == 0 && (n = read(fd, piece, PIECE)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		rc = take(m, (struct str){ piece, (size_t)n });
	}
	free(piece);
	return n < 0 ? fail(m, "git", strerror(errno)) : rc;
}

/* Git over the list; what it writes goes to take. */
static int
run(struct making *m, const char *const args[], take_bytes *take)
{
	char why[GITRUN_WHY];
	struct child c;
	int in = child_bytes(buf_str(&m->list)), rc;

	if (in < 0)
		return fail(m, "git", strerror(errno));
	rc = gitrun_start(&m->git, &c, args, in, CHILD_PIPE);
	close(in);
	if (rc < 0)
		return fail(m, "cannot run git", strerror(errno));
	rc = pump(m, c.out, take);
	if (child_end(&c, why, sizeof(why)) < 0 && rc == 0)
		return fail(m, args[0], why);
	return rc;
}

static int
keep(struct making *m, struct str bytes)
{
	return buf_adds(&m->said, bytes) < 0 ?
	    fail(m, "git", "it says too much") :
	    0;
}

static int
pass_on(struct making *m, struct str bytes)
{
	/* The caller knows why. */
	if (m->b->put(m->b->arg, bytes.p, bytes.n) == 0)
		return 0;
	return fail(m, "cannot write", "stopped");
}

static int
add_id(struct making *m, const char *before, const struct oid *id)
{
	char hex[OID_HEX_MAX + 1];

	oid_hex(id, hex);
	return buf_addf(&m->list, "%s%s\n", before, hex) < 0 ?
	    fail(m, "git", "too many refs") :
	    0;
}

/* What was saved before may be gone since: a branch removed, and pruned. */
static int
drop_lost(struct making *m)
{
	static const char *const args[] = { "cat-file", "--batch-check",
		"--buffer", NULL };
	struct bundle *b = m->b;
	struct str rest, line, id;
	size_t n = 0;

	buf_reset(&m->list);
	buf_reset(&m->said);
	for (size_t i = 0; i < b->nold; i++)
		if (add_id(m, "", &b->old[i]) < 0)
			return -1;
	if (run(m, args, keep) < 0)
		return -1;
	rest = buf_str(&m->said);
	while (n < b->nold && str_cut(&rest, '\n', &line)) {
		struct oid oid;

		if (!str_cut(&line, ' ', &id) || oid_parse(id, &oid) < 0)
			return fail(m, "cat-file", "it answers oddly");
		if (!str_starts(line, STR("missing")))
			b->old[n++] = oid;
	}
	b->nold = n;
	if (n > 0)
		return 0;
	snprintf(m->why, m->whylen, "it has nothing of what was saved before");
	return 1;
}

/* All that is new, but not what the old ones reach. */
static int
list_new(struct making *m)
{
	struct bundle *b = m->b;

	buf_reset(&m->list);
	for (size_t i = 0; i < b->s->ntips; i++)
		if (!refstate_has(b->old, b->nold, &b->s->tips[i]) &&
		    add_id(m, "", &b->s->tips[i]) < 0)
			return -1;
	for (size_t i = 0; i < b->nold; i++)
		if (add_id(m, "^", &b->old[i]) < 0)
			return -1;
	return 0;
}

/* The old commits that the new ones stand upon, as git bundle has them. */
static int
find_needs(struct making *m)
{
	static const char *const edge[] = { "rev-list", "--boundary", "--stdin",
		NULL };
	static const char *const any[] = { "rev-list", "--max-count=1",
		"--stdin", NULL };
	struct bundle *b = m->b;
	struct str rest, line;

	buf_reset(&m->said);
	if (list_new(m) < 0 || run(m, edge, keep) < 0)
		return -1;
	rest = buf_str(&m->said);
	while (str_cut(&rest, '\n', &line))
		if (line.n && line.p[0] == '-' &&
		    buf_addf(
			&b->needs, "%.*s\n", FMT(str_sub(line, 1, line.n))) < 0)
			return fail(m, "git", "it needs too much");
	if (b->needs.n)
		return 0;
	/* Nothing but refs has changed; a bundle that says so is thin, too. */
	buf_reset(&m->said);
	buf_reset(&m->list);
	for (size_t i = 0; i < b->nold; i++)
		if (add_id(m, "", &b->old[i]) < 0)
			return -1;
	if (run(m, any, keep) < 0)
		return -1;
	return buf_adds(&b->needs, buf_str(&m->said)) < 0 ?
	    fail(m, "git", "out of memory") :
	    0;
}

static int
put_ref(struct buf *out, const struct oid *id, struct str name)
{
	char hex[OID_HEX_MAX + 1];

	oid_hex(id, hex);
	return buf_addf(out, "%s ", hex) < 0 || buf_adds(out, name) < 0 ||
		buf_addc(out, '\n') < 0 ?
	    -1 :
	    0;
}

static int
put_header(struct buf *out, const struct bundle *b)
{
	const struct refstate *s = b->s;
	struct str rest = buf_str(&b->needs), line;
	bool first = s->head_oid.n && s->head.n == 0;

	if (buf_addz(out,
		b->g->idlen == 32 ? "# v3 git bundle\n@object-format=sha256\n" :
				    "# v2 git bundle\n") < 0)
		return -1;
	while (str_cut(&rest, '\n', &line))
		if (buf_addf(out, "-%.*s \n", FMT(line)) < 0)
			return -1;
	if (first && put_ref(out, &s->head_oid, STR("HEAD")) < 0)
		return -1;
	for (size_t i = 0; i < s->refs.n; i++) {
		const struct ref *r = &s->refs.v[i];

		if (put_ref(out, &r->oid, r->name) < 0 ||
		    (str_eq(r->name, s->head) &&
			put_ref(out, &s->head_oid, STR("HEAD")) < 0))
			return -1;
	}
	return buf_addc(out, '\n');
}

static int
make(struct making *m)
{
	/* One thread: the same objects give the same bytes. */
	static const char *const pack[] = { "pack-objects", "--stdout",
		"--revs", "--thin", "--delta-base-offset", "--threads=1", "-q",
		NULL };
	struct bundle *b = m->b;
	int rc;

	if (b->nold && (rc = drop_lost(m)) != 0)
		return rc;
	if (b->nold && find_needs(m) < 0)
		return -1;
	if (b->needs.n == 0)
		b->nold = 0;
	buf_reset(&m->said);
	if (put_header(&m->said, b) < 0)
		return fail(m, "its refs", "too many");
	if (pass_on(m, buf_str(&m->said)) < 0)
		return -1;
	return list_new(m) < 0 ? -1 : run(m, pack, pass_on);
}

int
bundle_write(struct bundle *b, char *why, size_t whylen)
{
	struct making m = { .b = b,
		.list = { .max = LIST_MAX },
		.said = { .max = LIST_MAX },
		.why = why,
		.whylen = whylen };
	char said[GITRUN_WHY];
	int rc;

	b->needs = (struct buf){ .max = LIST_MAX };
	if (gitrun_open(&m.git, b->g->objects, b->g->alternates, b->g->idlen,
		said) < 0) {
		snprintf(why, whylen, "%s", said);
		return -1;
	}
	rc = make(&m);
	gitrun_close(&m.git);
	buf_free(&m.list);
	buf_free(&m.said);
	return rc;
}

int
bundle_begin(struct bundle_head *h, struct str text)
{
	static const struct {
		const char *line;
		unsigned idlen;
	} known[] = { { "# v2 git bundle\n", 20 },
		{ "# v3 git bundle\n@object-format=sha256\n", 32 },
		{ "# v3 git bundle\n@object-format=sha1\n", 20 } };

	for (size_t i = 0; i < LEN(known); i++) {
		struct str line = str_of(known[i].line);

		if (str_starts(text, line)) {
			h->rest = str_sub(text, line.n, text.n);
			h->idlen = known[i].idlen;
			return 0;
		}
	}
	return -1;
}

int
bundle_next(struct bundle_head *h, struct bundle_line *l)
{
	struct str line, id;
	bool needed;

	if (!str_cut(&h->rest, '\n', &line))
		return -1;
	if (line.n == 0)
		return 0;
	needed = line.p[0] == '-';
	if (needed)
		line = str_sub(line, 1, line.n);
	id = str_sub(line, 0, (size_t)2 * h->idlen);
	line = str_sub(line, id.n, line.n);
	if (oid_parse(id, &l->oid) < 0 || l->oid.n != h->idlen ||
	    (line.n && line.p[0] != ' ') || (!needed && line.n < 2))
		return -1;
	l->name = needed ? STR("") : str_sub(line, 1, line.n);
	return 1;
}
