#include "base.h"
#include "flow.h"
#include "str.h"

#include <errno.h>
#include <unistd.h>

static ssize_t
read_some(struct flow_in *f, void *p, size_t n)
{
	ssize_t got;

	do
		got = read(f->fd, p, n);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		f->why = strerror(errno);
	return got;
}

struct flow_in *
flow_in_new(int fd)
{
	struct flow_in *f = malloc(sizeof(*f));
	struct str head;
	ssize_t got = 1;

	if (f == NULL)
		return NULL;
	f->fd = fd;
	f->armored = false;
	f->armor = (struct armor){ 0 };
	f->back = f->ready = head = (struct str){ f->raw, 0 };
	f->why = NULL;
	while (got > 0 && head.n < sizeof(f->raw) && armor_is(head) < 0) {
		got = read_some(f, f->raw + head.n, sizeof(f->raw) - head.n);
		if (got > 0)
			head.n += (size_t)got;
	}
	f->armored = armor_is(head) == 1;
	f->head = head;
	return f;
}

void
flow_in_free(struct flow_in *f)
{
	free(f);
}

/* Move what s holds to p. */
static ssize_t
take(struct str *s, void *p, size_t n)
{
	if (n > s->n)
		n = s->n;
	memcpy(p, s->p, n);
	*s = str_sub(*s, n, s->n);
	return (ssize_t)n;
}

/* The next bytes out of the armor into f->bare: 1, 0 at the end, or -1. */
static int
unwrap(struct flow_in *f)
{
	struct str in = f->head;
	ssize_t got;
	size_t n = 0;

	f->head.n = 0;
	for (; n == 0; in.n = 0) {
		if (in.n == 0) {
			got = read_some(f, f->raw, sizeof(f->raw));
			if (got < 0)
				return -1;
			in = (struct str){ f->raw, (size_t)got };
		}
		if (in.n == 0 && armor_end(&f->armor) == 0)
			return 0;
		if (in.n == 0 ||
		    armor_feed(&f->armor, in, (unsigned char *)f->bare, &n) <
			0) {
			f->why = in.n ? "damaged armor" :
					"damaged armor: its end is missing";
			return -1;
		}
	}
	f->ready = (struct str){ f->bare, n };
	return 1;
}

ssize_t
flow_some(struct flow_in *f, void *p, size_t n)
{
	int rc;

	if (f->back.n)
		return take(&f->back, p, n);
	if (!f->armored)
		return f->head.n ? take(&f->head, p, n) : read_some(f, p, n);
	if (f->ready.n == 0 && (rc = unwrap(f)) <= 0)
		return rc;
	return take(&f->ready, p, n);
}

ssize_t
flow_full(struct flow_in *f, void *p, size_t n)
{
	size_t used = 0;
	ssize_t got;

	while (used < n) {
		if ((got = flow_some(f, (char *)p + used, n - used)) < 0)
			return -1;
		if (got == 0)
			break;
		used += (size_t)got;
	}
	return (ssize_t)used;
}

void
flow_back(struct flow_in *f, struct str s)
{
	f->back = s;
}

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

static int
drain(struct flow_out *f)
{
	int rc = write_all(f->fd, buf_str(&f->text));

	buf_reset(&f->text);
	return rc;
}

static int
no_memory(void)
{
	errno = ENOMEM;
	return -1;
}

int
flow_begin(struct flow_out *f, int fd, bool armored)
{
	*f = (struct flow_out){
		.fd = fd, .armored = armored, .text = { .max = 1u << 20 }
	};
	return armored && armor_begin(&f->text) < 0 ? no_memory() : 0;
}

void
flow_into(struct flow_out *f, flow_sink *sink, void *arg)
{
	*f = (struct flow_out){ .fd = -1, .sink = sink, .arg = arg };
}

int
flow_put(struct flow_out *f, struct str bytes)
{
	enum { PIECE = 65536 };

	if (f->sink)
		return f->sink(f->arg, bytes);
	if (!f->armored)
		return write_all(f->fd, bytes);
	while (bytes.n) {
		struct str piece = str_sub(bytes, 0, PIECE);

		if (armor_put(&f->armor, &f->text, piece) < 0)
			return no_memory();
		if (drain(f) < 0)
			return -1;
		bytes = str_sub(bytes, piece.n, bytes.n);
	}
	return 0;
}

int
flow_end(struct flow_out *f)
{
	if (!f->armored)
		return 0;
	if (armor_finish(&f->armor, &f->text) < 0)
		return no_memory();
	return drain(f);
}

void
flow_out_free(struct flow_out *f)
{
	buf_free(&f->text);
}
