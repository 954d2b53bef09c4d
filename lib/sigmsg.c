#include "base.h"
#include "sigmsg.h"

#include <errno.h>
#include <unistd.h>

enum { KINDS = 4, PIECE = 256 << 10 };

unsigned
sigmsg_bit(bool whole, enum digest d)
{
	return whole ? SIGMSG_WHOLE : 1u << d;
}

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

static int
add(struct sigmsg *m, struct hash *h[KINDS], struct str piece, unsigned want,
    const char **why)
{
	for (int i = 0; i < KINDS; i++)
		if (h[i] != NULL && hash_add(h[i], piece) < 0)
			return fail(why, "hashing failed");
	if (!(want & SIGMSG_WHOLE) || buf_adds(&m->whole, piece) == 0)
		return 0;
	return fail(why,
	    piece.n > m->whole.max - m->whole.n ?
		"above 256 MiB, what signs the whole file is not supported" :
		"no memory");
}

static int
drain(struct sigmsg *m, struct hash *h[KINDS], int fd, unsigned want,
    const char **why)
{
	char *piece = malloc(PIECE);
	ssize_t got;
	int rc = 0;

	if (piece == NULL)
		return fail(why, "no memory");
	while (rc == 0 && (got = read(fd, piece, PIECE)) != 0) {
		if (got > 0)
			rc = add(m, h, (struct str){ piece, (size_t)got }, want,
			    why);
		else if (errno != EINTR)
			rc = fail(why, strerror(errno));
	}
	free(piece);
	return rc;
}

int
sigmsg_read(struct sigmsg *m, int fd, unsigned want, const char **why)
{
	struct hash *h[KINDS] = { NULL };
	int rc = 0;

	*m = (struct sigmsg){ .whole = { .max = SIGMSG_WHOLE_MAX } };
	for (unsigned i = 0; i < KINDS && rc == 0; i++)
		if ((want & 1u << i) &&
		    (h[i] = hash_new((enum digest)i)) == NULL)
			rc = fail(why, "no memory");
	if (rc == 0)
		rc = drain(m, h, fd, want, why);
	for (int i = 0; i < KINDS; i++) {
		if (h[i] == NULL)
			continue;
		if (hash_end(h[i], m->hash[i]) < 0)
			rc = fail(why, "hashing failed");
	}
	m->has = rc == 0 ? want : 0;
	return rc;
}

struct str
sigmsg_of(const struct sigmsg *m, bool whole, enum digest d)
{
	if (whole)
		return (struct str){ m->whole.n ? m->whole.p : "", m->whole.n };
	return (struct str){ (const char *)m->hash[d], digest_len(d) };
}

void
sigmsg_free(struct sigmsg *m)
{
	buf_free(&m->whole);
}
