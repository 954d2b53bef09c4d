#include "base.h"
#include "payload.h"
#include "crypt.h"
#include "str.h"

#include <errno.h>
#include <unistd.h>

/* Two hashes of what passes: of all, and of what comes after the header. */
struct sums {
	struct sha256 *file, *payload;
	uint64_t header, seen;
};

static int
sums_begin(struct sums *s, uint64_t header)
{
	*s = (struct sums){ sha256_new(), sha256_new(), header, 0 };
	return s->file && s->payload ? 0 : -1;
}

static int
sums_add(struct sums *s, struct str bytes)
{
	uint64_t skip = s->seen < s->header ? s->header - s->seen : 0;

	s->seen += bytes.n;
	if (sha256_add(s->file, bytes) < 0)
		return -1;
	return skip < bytes.n ?
	    sha256_add(s->payload, str_sub(bytes, (size_t)skip, bytes.n)) :
	    0;
}

static int
sums_end(struct sums *s, struct payload_sums *out)
{
	int rc = sha256_end(s->file, out->file);

	rc |= sha256_end(s->payload, out->payload);
	out->header = s->header;
	out->bytes = s->seen - s->header;
	s->file = s->payload = NULL;
	return rc;
}

static void
sums_free(struct sums *s)
{
	sha256_free(s->file);
	sha256_free(s->payload);
}

struct payload_out {
	struct flow_out flow;
	struct sealing *seal;
	struct zst_out *zst;
	struct sums sums;
	struct seal_fault fault;
	bool begun; /* the header is known */
	int fd;
};

static int
write_all(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		s = str_sub(s, (size_t)n, s.n);
	}
	return 0;
}

/* The first that comes is the header and the nonce that follows it. */
static int
sealed(void *arg, struct str bytes)
{
	struct payload_out *p = arg;

	if (!p->begun) {
		p->sums.header = bytes.n - PAYLOAD_NONCE;
		p->begun = true;
	}
	if (sums_add(&p->sums, bytes) < 0) {
		errno = ENOMEM;
		return -1;
	}
	return write_all(p->fd, bytes);
}

static int
packed(void *arg, struct str bytes)
{
	struct payload_out *p = arg;

	return sealing_add(p->seal, bytes, &p->fault);
}

struct payload_out *
payload_out_new(int fd, const struct keys *to, int level)
{
	struct payload_out *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->fd = fd;
	flow_into(&p->flow, sealed, p);
	if (sums_begin(&p->sums, 0) == 0 &&
	    (p->seal = sealing_new(&p->flow, to, &p->fault)) != NULL &&
	    (p->zst = zst_out_new(level, packed, p)) != NULL)
		return p;
	payload_out_free(p);
	return NULL;
}

int
payload_out_put(void *arg, const void *bytes, size_t n)
{
	struct payload_out *p = arg;

	return zst_out_add(p->zst, (struct str){ bytes, n });
}

int
payload_out_end(struct payload_out *p, struct payload_sums *s)
{
	return zst_out_end(p->zst) < 0 || sealing_end(p->seal, &p->fault) < 0 ?
	    -1 :
	    sums_end(&p->sums, s);
}

const char *
payload_out_why(const struct payload_out *p)
{
	return p->fault.why[0] ? p->fault.why : NULL;
}

void
payload_out_free(struct payload_out *p)
{
	if (p == NULL)
		return;
	zst_out_free(p->zst);
	sealing_free(p->seal);
	sums_free(&p->sums);
	free(p);
}

int
payload_sums(int fd, struct payload_sums *s, char why[PAYLOAD_WHY])
{
	enum { PIECE = 1 << 18 };
	char *piece = malloc(PIECE);
	struct sums h;
	ssize_t n = -1;
	int rc = sums_begin(&h, s->header);

	errno = ENOMEM;
	while (piece && rc == 0 && (n = read(fd, piece, PIECE)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		rc = sums_add(&h, (struct str){ piece, (size_t)n });
	}
	if (rc == 0 && n == 0 && h.seen >= h.header)
		rc = sums_end(&h, s);
	else
		rc = -1;
	if (rc < 0)
		snprintf(why, PAYLOAD_WHY, "%s",
		    n == 0 ? "it is cut short" : strerror(errno));
	free(piece);
	sums_free(&h);
	return rc;
}

struct opening {
	struct payload_in *in;
	struct zst_in *zst;
	bool broken; /* it is no zstd, or its sink stopped */
};

static int
clear(void *arg, struct str bytes)
{
	struct opening *o = arg;

	if (zst_in_add(o->zst, bytes) == 0)
		return 0;
	o->broken = true;
	errno = EIO;
	return -1;
}

static int
pass(void *arg, struct str bytes)
{
	struct opening *o = arg;

	if (o->in->sink(o->in->to, bytes) == 0)
		return 0;
	o->in->stopped = true;
	return -1;
}

int
payload_open(struct payload_in *p, char why[PAYLOAD_WHY])
{
	struct opening o = { .in = p };
	struct seal_fault f = { .why = "no memory" };
	struct flow_in *in = flow_in_new(p->fd);
	struct flow_out out;
	int rc = -1;

	p->stopped = false;
	o.zst = zst_in_new(pass, &o);
	flow_into(&out, clear, &o);
	if (in && o.zst)
		rc = seal_open(in, &out, p->ids, p->ask, p->arg, &f);
	if (rc == 0 && zst_in_end(o.zst) < 0) {
		rc = -1;
		o.broken = true;
	}
	if (rc < 0)
		snprintf(why, PAYLOAD_WHY, "%s",
		    o.broken ? "what was sealed is not whole" : f.why);
	zst_in_free(o.zst);
	flow_in_free(in);
	return rc;
}
