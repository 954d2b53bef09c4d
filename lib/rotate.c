#include "base.h"
#include "rotate.h"
#include "chain.h"
#include "linkfile.h"
#include "str.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

struct turning {
	const struct rotate *r;
	struct vault vault;
	struct chain chain;
	struct buf recipients;
	char *why;
};

static int __attribute__((format(printf, 2, 3)))
fail(struct turning *x, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(x->why, ROTATE_WHY, fmt, ap);
	va_end(ap);
	return -1;
}

/* The sums of what the manifest vouches for; of a file whose header is of
   any length, as a rotation that was ended left it. */
static int
sums_of(struct turning *x, const struct link *l, int fd, struct payload_sums *s)
{
	char why[PAYLOAD_WHY] = "cannot read it";
	off_t size = lseek(fd, 0, SEEK_END);

	if (size < 0 || (uint64_t)size < l->m.bytes)
		return fail(x, "'%.*s' is cut short", FMT(l->m.payload));
	*s = (struct payload_sums){ .header = (uint64_t)size - l->m.bytes };
	if (lseek(fd, 0, SEEK_SET) < 0 || payload_sums(fd, s, why) < 0)
		return fail(x, "'%.*s': %s", FMT(l->m.payload), why);
	if (memcmp(s->payload, l->m.payload_hash, MANIFEST_HASH) != 0)
		return fail(x, "'%.*s' was changed: its hash is another",
		    FMT(l->m.payload));
	return 0;
}

static int
rewrap(struct turning *x, const struct link *l, int in, int out)
{
	struct seal_fault f = { .why = "no memory" };
	struct seal_rewrap w = { .ids = &x->r->unlock->ids,
		.to = x->r->to,
		.ask = unlock_ask,
		.arg = x->r->unlock };
	struct flow_out flow;
	int rc = -1;

	w.in = flow_in_new(in);
	w.out = &flow;
	if (w.in && flow_begin(&flow, out, false) == 0)
		rc = seal_rewrap(&w, &f);
	flow_in_free(w.in);
	return rc < 0 ? fail(x, "'%.*s': %s", FMT(l->m.payload), f.why) : 0;
}

static int
put_sealed(struct turning *x, const struct link *l, struct payload_sums *s)
{
	char name[VAULT_NAME];
	struct save_file f = { .fd = -1 };
	int in, rc;

	snprintf(name, sizeof(name), "%.*s", FMT(l->m.payload));
	if ((in = vault_get(&x->vault, name)) < 0)
		return fail(x, "%s", x->vault.why);
	rc = sums_of(x, l, in, s);
	if (rc == 0 && vault_begin(&x->vault, &f, name) < 0)
		rc = fail(x, "%s", x->vault.why);
	if (rc < 0 || lseek(in, 0, SEEK_SET) < 0) {
		close(in);
		return -1;
	}
	rc = rewrap(x, l, in, f.fd);
	close(in);
	if (rc == 0)
		rc = sums_of(x, l, f.fd, s);
	if (save_end(&f, rc == 0 ? name : NULL, SAVE_REPLACE) < 0)
		return fail(x, "'%s': %s", name, strerror(errno));
	return rc;
}

/* New signatures in the place of all old ones. */
static int
sign(struct turning *x, const char *name, struct str text)
{
	char file[VAULT_NAME];
	size_t n = strlen(name);

	for (size_t i = 0; i < x->vault.n; i++)
		if (strncmp(x->vault.names[i], name, n) == 0 &&
		    x->vault.names[i][n] == '.')
			unlinkat(x->vault.dir, x->vault.names[i], 0);
	for (size_t i = 0; i < x->r->nsigners; i++) {
		struct buf sig = { .max = SIG_TEXT_MAX };
		const char *why = NULL;
		int rc =
		    signkey_sign(&x->r->signers[i], text, name, &sig, &why);

		linkfile_signature(x->r->signers, i, name, file);
		if (rc == 0)
			rc = save_write(x->vault.dir, file, buf_str(&sig), 0600,
			    SAVE_REPLACE);
		buf_free(&sig);
		if (rc < 0)
			return fail(
			    x, "'%s': %s", file, why ? why : strerror(errno));
	}
	return 0;
}

static bool
was_signed(const struct turning *x, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < x->vault.n; i++)
		if (strncmp(x->vault.names[i], name, n) == 0 &&
		    strstr(x->vault.names[i] + n, "sig") != NULL)
			return true;
	return false;
}

static int
turn(struct turning *x, const struct link *l)
{
	struct buf text = { .max = MANIFEST_MAX };
	struct payload_sums s;
	char name[VAULT_NAME];
	int rc;

	snprintf(name, sizeof(name), "%.*s.header", (int)strcspn(l->name, "."),
	    l->name);
	if (was_signed(x, name) && x->r->nsigners == 0)
		return fail(x, "'%s' is signed; say --sign=FILE", name);
	if (put_sealed(x, l, &s) < 0)
		return -1;
	rc = linkfile_header(&text, &l->m, l->name, buf_str(&l->text), &s,
	    buf_str(&x->recipients));
	if (rc < 0)
		fail(x, "no memory");
	else if ((rc = save_write(x->vault.dir, name, buf_str(&text), 0600,
		      SAVE_REPLACE)) < 0)
		fail(x, "'%s': %s", name, strerror(errno));
	else
		rc = sign(x, name, buf_str(&text));
	buf_free(&text);
	return rc;
}

static int
run(struct turning *x)
{
	const struct chain *c = &x->chain;

	if (vault_open(&x->vault, x->r->dir, VAULT_ADD) < 0 ||
	    chain_read(&x->chain, &x->vault, NULL) < 0)
		return fail(x, "%s", x->vault.why);
	if (x->vault.remote)
		return fail(x,
		    "it is on another host: a rotation replaces "
		    "files, and does so in a local folder");
	if (c->n == 0)
		return fail(x, "there is no link in it");
	if (c->good < c->n)
		return fail(
		    x, "'%s': %s", c->v[c->good].name, c->v[c->good].why);
	if (linkfile_recipients(&x->recipients, x->r->to) < 0)
		return fail(x, "no memory");
	for (size_t i = 0; i < c->n; i++)
		if (turn(x, &c->v[i]) < 0)
			return -1;
	return (int)c->n;
}

int
rotate_run(const struct rotate *r, char why[ROTATE_WHY])
{
	struct turning x = { .r = r,
		.why = why,
		.vault = { .dir = -1 },
		.recipients = { .max = MANIFEST_MAX } };
	int rc;

	snprintf(why, ROTATE_WHY, "?");
	rc = run(&x);
	chain_free(&x.chain);
	vault_close(&x.vault);
	buf_free(&x.recipients);
	return rc;
}
