#include "base.h"
#include "seal.h"
#include "age_stream.h"
#include "crypt.h"
#include "str.h"

#include <errno.h>
#include <unistd.h>

static int
fail(struct seal_fault *f, enum seal_at at, const char *why)
{
	f->at = at;
	snprintf(f->why, sizeof(f->why), "%s", why);
	return -1;
}

/* One chunk in clear and one sealed; the next in clear when sealing. */
struct chunks {
	unsigned char clear[2][AGE_CHUNK];
	unsigned char sealed[AGE_SEALED];
};

static ssize_t
read_chunk(int fd, unsigned char *p)
{
	size_t used = 0;
	ssize_t got;

	while (used < AGE_CHUNK) {
		got = read(fd, p + used, AGE_CHUNK - used);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		used += (size_t)got;
	}
	return (ssize_t)used;
}

static struct str
slice(const unsigned char *p, size_t n)
{
	return (struct str){ (const char *)p, n };
}

struct sealing {
	struct flow_out *out;
	struct age_stream *s;
	struct chunks *c;
	size_t header, n; /* n: bytes in the chunk that waits */
};

void
sealing_free(struct sealing *s)
{
	if (s == NULL)
		return;
	age_stream_free(s->s);
	if (s->c != NULL)
		crypt_wipe(s->c, sizeof(*s->c));
	free(s->c);
	free(s);
}

/* A header of a new file key, and the nonce behind it. */
static int
begin(struct sealing *s, const struct keys *to, struct buf *header,
    const char **why)
{
	unsigned char *file_key = crypt_key_new(AGE_FILE_KEY);
	unsigned char nonce[AGE_NONCE];
	int rc = -1;

	if (file_key != NULL && crypt_random(file_key, AGE_FILE_KEY) == 0 &&
	    crypt_random(nonce, sizeof(nonce)) == 0 &&
	    age_header_put(header, to->v, to->n, file_key, why) == 0) {
		s->header = header->n;
		s->s = age_stream_new(file_key, nonce);
		if (s->s && buf_add(header, nonce, sizeof(nonce)) == 0)
			rc = 0;
	}
	crypt_key_free(file_key);
	return rc;
}

/* in >= 0: nothing is written before something could be read of it. */
static struct sealing *
sealing_of(
    struct flow_out *out, const struct keys *to, int in, struct seal_fault *f)
{
	struct buf header = { .max = AGE_HEADER_MAX + 65536 };
	struct sealing *s = calloc(1, sizeof(*s));
	const char *why = "no memory";
	ssize_t n = 0;
	int rc = -1;

	if (s != NULL)
		s->c = malloc(sizeof(*s->c));
	if (s == NULL || s->c == NULL || begin(s, to, &header, &why) < 0)
		fail(f, SEAL_SEAL, why);
	else if (in >= 0 && (n = read_chunk(in, s->c->clear[0])) < 0)
		fail(f, SEAL_READ, strerror(errno));
	else if (flow_put(out, buf_str(&header)) < 0)
		fail(f, SEAL_WRITE, strerror(errno));
	else
		rc = 0;
	buf_free(&header);
	if (rc < 0) {
		sealing_free(s);
		return NULL;
	}
	s->out = out;
	s->n = (size_t)n;
	return s;
}

struct sealing *
sealing_new(struct flow_out *out, const struct keys *to, struct seal_fault *f)
{
	return sealing_of(out, to, -1, f);
}

size_t
sealing_header(const struct sealing *s)
{
	return s->header;
}

static int
put_chunk(struct sealing *s, struct str clear, bool last, struct seal_fault *f)
{
	if (age_stream_seal(s->s, clear, last, s->c->sealed) < 0)
		return fail(f, SEAL_SEAL, "encryption failed");
	if (flow_put(s->out, slice(s->c->sealed, clear.n + AEAD_TAG)) < 0)
		return fail(f, SEAL_WRITE, strerror(errno));
	return 0;
}

/* A full chunk waits: it may be the last. */
int
sealing_add(struct sealing *s, struct str bytes, struct seal_fault *f)
{
	while (bytes.n) {
		size_t n = AGE_CHUNK - s->n;

		if (n == 0) {
			if (put_chunk(
				s, slice(s->c->clear[0], s->n), false, f) < 0)
				return -1;
			s->n = 0;
			continue;
		}
		n = n < bytes.n ? n : bytes.n;
		memcpy(s->c->clear[0] + s->n, bytes.p, n);
		s->n += n;
		bytes = str_sub(bytes, n, bytes.n);
	}
	return 0;
}

int
sealing_end(struct sealing *s, struct seal_fault *f)
{
	if (put_chunk(s, slice(s->c->clear[0], s->n), true, f) < 0)
		return -1;
	return flow_end(s->out) < 0 ? fail(f, SEAL_WRITE, strerror(errno)) : 0;
}

/* The first chunk is there; a chunk is the last when nothing follows. */
static int
seal_chunks(int in, struct sealing *s, struct seal_fault *f)
{
	unsigned now = 0;
	ssize_t next;
	bool last;

	do {
		next = 0;
		if (s->n == AGE_CHUNK &&
		    (next = read_chunk(in, s->c->clear[!now])) < 0)
			return fail(f, SEAL_READ, strerror(errno));
		last = next == 0;
		if (put_chunk(s, slice(s->c->clear[now], s->n), last, f) < 0)
			return -1;
		s->n = (size_t)next;
		now = !now;
	} while (!last);
	return flow_end(s->out) < 0 ? fail(f, SEAL_WRITE, strerror(errno)) : 0;
}

int
seal_put(
    int in, struct flow_out *out, const struct keys *to, struct seal_fault *f)
{
	struct sealing *s = sealing_of(out, to, in, f);
	int rc = -1;

	if (s != NULL)
		rc = seal_chunks(in, s, f);
	sealing_free(s);
	return rc;
}

/* The header into b; what was read beyond it goes back. */
static int
read_header(
    struct flow_in *in, struct buf *b, size_t *len, struct seal_fault *f)
{
	enum { PIECE = 8192 };
	size_t seen = 0;
	const char *why;
	ssize_t got;
	int rc;

	for (;;) {
		if (buf_room(b, PIECE) < 0)
			return fail(f, SEAL_OPEN, "header too long");
		if ((got = flow_some(in, b->p + b->n, PIECE)) < 0)
			return fail(f, SEAL_READ, in->why);
		b->n += (size_t)got;
		rc = age_header_len(buf_str(b), &seen, len, &why);
		if (rc < 0)
			return fail(f, SEAL_OPEN, why);
		if (rc > 0)
			break;
		if (got == 0)
			return fail(f, SEAL_OPEN,
			    b->n ? "header cut short" : "it is empty");
	}
	flow_back(in, str_sub(buf_str(b), *len, b->n));
	return 0;
}

static int
no_match(const struct keys *ids, bool phrase, struct seal_fault *f)
{
	if (phrase && ids->n && ids->v[ids->n - 1].type == &age_scrypt)
		return fail(f, SEAL_OPEN, "wrong passphrase");
	if (phrase)
		return fail(
		    f, SEAL_OPEN, "it is sealed with a passphrase; say -p");
	return fail(f, SEAL_OPEN,
	    ids->n ? "no identity given can open it (wrong key)" :
		     "no identity given; say -i FILE");
}

/* The file key, asking for passphrases as they turn out to be needed. */
static int
find_key(struct str header, struct keys *ids, seal_ask *ask, void *arg,
    unsigned char *file_key, struct seal_fault *f)
{
	bool phrase;
	const char *why = "damaged header";
	enum age_found found;
	struct str text;
	struct where w;
	size_t which;

	if (age_header_check(header, &why) < 0)
		return fail(f, SEAL_OPEN, why);
	phrase = age_header_wants_phrase(header);
	if (phrase && ask != NULL) {
		if (ask(arg, ids->n, &text, &why) < 0)
			return fail(f, SEAL_OPEN, why);
		if (text.n && keys_phrase(ids, text, &w) < 0)
			return fail(f, SEAL_OPEN, w.why);
	}
	while ((found = age_header_open(header, ids->v, ids->n, file_key,
		    &which, &why)) == AGE_LOCKED)
		if (ask == NULL || ask(arg, which, &text, &why) < 0 ||
		    age_unlock(&ids->v[which], text, &why) < 0)
			return fail(f, SEAL_OPEN, why);
	if (found == AGE_OTHER)
		return no_match(ids, phrase, f);
	return found == AGE_OPENED ? 0 : fail(f, SEAL_OPEN, why);
}

/* A terminal obeys control bytes; genuine ones too. */
static bool
is_plain_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < ' ' && c != '\n' && c != '\t' && c != '\r') ||
		    c == 0x7f)
			return false;
	}
	return true;
}

static int
open_chunks(struct flow_in *in, struct flow_out *out, struct age_stream *s,
    struct chunks *c, struct seal_fault *f)
{
	bool tty = isatty(out->fd) == 1, last = false;
	uint64_t released = 0;
	struct str plain;
	ssize_t n;

	while (!last) {
		if ((n = flow_full(in, c->sealed, AGE_SEALED)) < 0)
			return fail(f, SEAL_READ, in->why);
		if (age_stream_open(s, slice(c->sealed, (size_t)n), c->clear[0],
			&last) < 0) {
			fail(f, SEAL_OPEN, "");
			snprintf(f->why, sizeof(f->why),
			    "damaged or cut short after byte %llu of what "
			    "was sealed",
			    (unsigned long long)released);
			return -1;
		}
		plain = slice(c->clear[0], (size_t)n - AEAD_TAG);
		if (tty && !is_plain_text(plain))
			return fail(f, SEAL_WRITE,
			    "it is a terminal and these bytes are no text; "
			    "say -o FILE");
		if (flow_put(out, plain) < 0)
			return fail(f, SEAL_WRITE, strerror(errno));
		released += plain.n;
	}
	if ((n = flow_full(in, c->sealed, 1)) < 0)
		return fail(f, SEAL_READ, in->why);
	return n ? fail(f, SEAL_OPEN, "something follows its end") : 0;
}

int
seal_open(struct flow_in *in, struct flow_out *out, struct keys *ids,
    seal_ask *ask, void *arg, struct seal_fault *f)
{
	unsigned char *file_key = crypt_key_new(AGE_FILE_KEY);
	struct buf header = { .max = AGE_HEADER_MAX + 65536 };
	struct chunks *c = malloc(sizeof(*c));
	unsigned char nonce[AGE_NONCE];
	struct age_stream *s = NULL;
	ssize_t n;
	size_t len;
	int rc = -1;

	if (file_key == NULL || c == NULL) {
		fail(f, SEAL_OPEN, "no memory");
		goto out;
	}
	if (read_header(in, &header, &len, f) < 0 ||
	    find_key(str_sub(buf_str(&header), 0, len), ids, ask, arg, file_key,
		f) < 0)
		goto out;
	if ((n = flow_full(in, nonce, sizeof(nonce))) < 0)
		fail(f, SEAL_READ, in->why);
	else if (n < AGE_NONCE)
		fail(f, SEAL_OPEN, "cut short after its header");
	else if ((s = age_stream_new(file_key, nonce)) == NULL)
		fail(f, SEAL_OPEN, "no memory");
	else
		rc = open_chunks(in, out, s, c, f);
out:
	age_stream_free(s);
	crypt_key_free(file_key);
	buf_free(&header);
	if (c != NULL)
		crypt_wipe(c, sizeof(*c));
	free(c);
	return rc;
}

static int
copy_rest(struct seal_rewrap *r, struct seal_fault *f)
{
	char *piece = malloc(AGE_CHUNK);
	ssize_t n = -1;
	int rc = 0;

	if (piece == NULL)
		return fail(f, SEAL_OPEN, "no memory");
	while (rc == 0 && (n = flow_some(r->in, piece, AGE_CHUNK)) != 0) {
		if (n < 0)
			rc = fail(f, SEAL_READ, r->in->why);
		else if (flow_put(r->out, (struct str){ piece, (size_t)n }) < 0)
			rc = fail(f, SEAL_WRITE, strerror(errno));
	}
	free(piece);
	if (rc == 0 && flow_end(r->out) < 0)
		rc = fail(f, SEAL_WRITE, strerror(errno));
	return rc;
}

int
seal_rewrap(struct seal_rewrap *r, struct seal_fault *f)
{
	unsigned char *file_key = crypt_key_new(AGE_FILE_KEY);
	struct buf old = { .max = AGE_HEADER_MAX + 65536 };
	struct buf header = { .max = AGE_HEADER_MAX + 65536 };
	const char *why = "no memory";
	size_t len;
	int rc = -1;

	if (file_key == NULL) {
		fail(f, SEAL_OPEN, why);
		goto out;
	}
	if (read_header(r->in, &old, &len, f) < 0 ||
	    find_key(str_sub(buf_str(&old), 0, len), r->ids, r->ask, r->arg,
		file_key, f) < 0)
		goto out;
	if (age_header_put(&header, r->to->v, r->to->n, file_key, &why) < 0)
		fail(f, SEAL_SEAL, why);
	else if (flow_put(r->out, buf_str(&header)) < 0)
		fail(f, SEAL_WRITE, strerror(errno));
	else
		rc = copy_rest(r, f);
	r->header = header.n;
out:
	crypt_key_free(file_key);
	buf_free(&old);
	buf_free(&header);
	return rc;
}
