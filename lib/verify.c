#include "base.h"
#include "verify.h"
#include "crypt.h"
#include "placing.h"
#include "str.h"

#include <stdarg.h>
#include <unistd.h>

enum { HEADER_TEXT = 64 << 20, RESTORE_TEXT = 1 << 20 };

static int __attribute__((format(printf, 2, 3)))
fail(char why[CHAIN_WHY], const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, CHAIN_WHY, fmt, ap);
	va_end(ap);
	return -1;
}

/* Does the header's file speak of this link? */
static int
check_header(const struct manifest_header *h, const struct link *l,
    const char *name, char why[CHAIN_WHY])
{
	if (!str_eq(h->repository, l->m.repository))
		return fail(why, "'%s' belongs to another chain", name);
	if (h->sequence != l->m.sequence || !str_eqz(h->manifest, l->name) ||
	    !str_eq(h->payload, l->m.payload))
		return fail(why, "'%s' is that of link %llu", name,
		    (unsigned long long)h->sequence);
	if (memcmp(h->manifest_hash, l->hash, MANIFEST_HASH) != 0)
		return fail(why, "'%s' speaks of another manifest", name);
	return 0;
}

static int
read_header(struct vault *v, const struct trust *t, const struct link *l,
    struct manifest_header *h, struct buf *text, char why[CHAIN_WHY])
{
	char name[VAULT_NAME], sig[CHAIN_WHY];
	struct where w = { 0 };
	int rc;

	snprintf(name, sizeof(name), "%.*s.header", (int)strcspn(l->name, "."),
	    l->name);
	rc = vault_read(v, name, text);
	if (rc != 0)
		return rc < 0 ? fail(why, "%s", v->why) :
				fail(why, "'%s' is missing", name);
	if (manifest_header_parse(h, buf_str(text), &w) < 0)
		return fail(
		    why, "'%s' is damaged: line %zu: %s", name, w.line, w.why);
	if (check_header(h, l, name, why) < 0)
		return -1;
	if (t && t->keys.n && chain_signed(v, t, name, buf_str(text), sig) < 0)
		return fail(why, "'%s': %.200s", name, sig);
	return 0;
}

static int
check_restore(struct vault *v, const struct link *l, char why[CHAIN_WHY])
{
	unsigned char hash[MANIFEST_HASH];
	struct buf b = { .max = RESTORE_TEXT };
	int rc = 0;

	if (!l->m.has_restore)
		return 0;
	if (vault_read(v, "RESTORE.txt", &b) != 0)
		rc = fail(why, "'RESTORE.txt' is missing");
	else if (sha256_of(buf_str(&b), hash) < 0 ||
	    memcmp(hash, l->m.restore_hash, MANIFEST_HASH) != 0)
		rc = fail(why, "'RESTORE.txt' was changed");
	buf_free(&b);
	return rc;
}

static int
check_payload(struct vault *v, const struct link *l,
    const struct manifest_header *h, char why[CHAIN_WHY])
{
	struct payload_sums s = { .header = h->bytes };
	char name[VAULT_NAME], cause[PAYLOAD_WHY];
	int fd, rc;

	snprintf(name, sizeof(name), "%.*s", FMT(l->m.payload));
	if ((fd = vault_get(v, name)) < 0)
		return fail(why, "%s", v->why);
	rc = payload_sums(fd, &s, cause);
	close(fd);
	if (rc < 0)
		return fail(why, "'%s': %.200s", name, cause);
	if (s.bytes != l->m.bytes)
		return fail(why, "'%s' holds %llu bytes and held %llu", name,
		    (unsigned long long)s.bytes,
		    (unsigned long long)l->m.bytes);
	if (memcmp(s.payload, l->m.payload_hash, MANIFEST_HASH) != 0 ||
	    memcmp(s.file, h->file_hash, MANIFEST_HASH) != 0)
		return fail(why, "'%s' was changed: its hash is another", name);
	return 0;
}

int
verify_link(struct vault *v, const struct trust *t, const struct link *l,
    char why[CHAIN_WHY])
{
	struct buf text = { .max = HEADER_TEXT };
	struct manifest_header h;
	int rc = read_header(v, t, l, &h, &text, why);

	if (rc == 0)
		rc = check_restore(v, l, why);
	if (rc == 0)
		rc = check_payload(v, l, &h, why);
	buf_free(&text);
	return rc;
}

int
verify_open(struct vault *v, struct unlock *u, const struct link *l,
    const char *into, bool last, char why[CHAIN_WHY])
{
	char name[VAULT_NAME], cause[PAYLOAD_WHY];
	struct payload_in in = {
		.ids = &u->ids, .ask = unlock_ask, .arg = u, .sink = placing_add
	};
	struct placing p;
	int rc;

	snprintf(name, sizeof(name), "%.*s", FMT(l->m.payload));
	u->input = name;
	in.to = &p;
	rc = placing_begin(&p, into, l->m.full);
	if (rc == 0 && into && l->m.base && !l->m.full)
		rc = placing_init(&p, l->m.ntips ? l->m.tips[0].n : 20);
	if (rc == 0 && (in.fd = vault_get(v, name)) < 0) {
		placing_free(&p);
		return fail(why, "%s", v->why);
	}
	if (rc == 0) {
		rc = payload_open(&in, cause);
		close(in.fd);
		if (rc < 0 && !in.stopped) {
			placing_free(&p);
			return fail(why, "'%s': %.200s", name, cause);
		}
	}
	if (rc == 0)
		rc = placing_end(&p);
	if (rc == 0 && into && last && !l->m.full)
		rc = placing_refs(&p);
	if (rc < 0)
		fail(why, "%s", p.why);
	placing_free(&p);
	return rc;
}
