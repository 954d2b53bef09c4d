#include "base.h"
#include "backup.h"
#include "bundle.h"
#include "crypt.h"
#include "date.h"
#include "gitrun.h"
#include "ledger.h"
#include "linkfile.h"
#include "mirror.h"
#include "payload.h"
#include "restoretxt.h"
#include "str.h"

#include <stdarg.h>
#include <time.h>
#include <unistd.h>

enum { TEXT_MAX = 64 << 10 };

struct making {
	const struct backup *b;
	struct backup_made *made;
	struct gitdir g;
	struct refstate refs;
	struct vault vault;
	struct chain chain;
	struct ledger ledger;
	unsigned char state[MANIFEST_HASH];
	struct oid *old; /* every tip that was saved since the last full */
	size_t nold;
	bool full; /* all of it, as tar or bundle */
	bool tar;  /* as tar */
	struct oid *needs;
	size_t nneeds;
	char stem[16]; /* "0003" */
	char payload[VAULT_NAME];
	struct payload_sums sums;
	struct save_file file;
	char *why;
};

static int
fail(struct making *m, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(m->why, BACKUP_WHY, fmt, ap);
	va_end(ap);
	return -1;
}

/* Every id of the links since the last full one, sorted. */
static int
gather_old(struct making *m)
{
	const struct chain *c = &m->chain;
	size_t n = 0;

	for (size_t i = chain_base(c, c->n); i < c->n; i++)
		n += c->v[i].m.ntips;
	if ((m->old = calloc(n + 1, sizeof(*m->old))) == NULL)
		return fail(m, "no memory");
	n = 0;
	for (size_t i = chain_base(c, c->n); i < c->n; i++) {
		const struct manifest *l = &c->v[i].m;

		if (l->ntips)
			memcpy(
			    m->old + n, l->tips, l->ntips * sizeof(*l->tips));
		n += l->ntips;
	}
	m->nold = refstate_sort(m->old, n);
	return 0;
}

/* Links since the last full one: too many, or heavier than that? */
static bool
outweighed(const struct making *m)
{
	const struct chain *c = &m->chain;
	size_t base = chain_base(c, c->n);
	uint64_t sum = 0;

	for (size_t i = base + 1; i < c->n; i++)
		sum += c->v[i].m.bytes;
	return c->n - base > m->b->full_every || sum > c->v[base].m.bytes;
}

static int
choose(struct making *m)
{
	char path[PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/shallow", m->g.common);
	m->full = m->chain.n == 0 || m->b->full || outweighed(m) ||
	    m->refs.head_oid.n == 0 || access(path, F_OK) == 0;
	if (!m->full && gather_old(m) < 0)
		return -1;
	if (m->nold == 0)
		m->full = true;
	m->tar = m->full;
	return 0;
}

static int
put_tar(struct making *m, struct payload_out *out, struct mirror *mirror)
{
	char why[400];

	if (mirror_write(mirror, payload_out_put, out, why, sizeof(why)) < 0)
		return fail(
		    m, "%s", payload_out_why(out) ? payload_out_why(out) : why);
	return 0;
}

/* Keep the ids that a bundle needs. */
static int
keep_needs(struct making *m, struct str text)
{
	struct str line;

	m->needs = calloc(text.n / 41 + 1, sizeof(*m->needs));
	if (m->needs == NULL)
		return fail(m, "no memory");
	while (str_cut(&text, '\n', &line))
		if (oid_parse(line, &m->needs[m->nneeds]) == 0)
			m->nneeds++;
	return 0;
}

static int
put_bundle(struct making *m, struct payload_out *out)
{
	struct bundle b = { .g = &m->g,
		.s = &m->refs,
		.old = m->old,
		.nold = m->full ? 0 : m->nold,
		.put = payload_out_put,
		.arg = out };
	char why[400];
	int rc = bundle_write(&b, why, sizeof(why));

	if (rc == 1)
		rc = fail(m,
		    "%s: another repository's folder? --full goes on all the "
		    "same",
		    why);
	else if (rc < 0)
		fail(
		    m, "%s", payload_out_why(out) ? payload_out_why(out) : why);
	else
		rc = keep_needs(m, buf_str(&b.needs));
	buf_free(&b.needs);
	return rc;
}

/* A tar of a repository whose objects lie elsewhere too is no whole one,
   and a bundle takes its place. */
static int
open_mirror(struct making *m, struct mirror **mirror)
{
	bool alternates;

	*mirror = mirror_new(&m->g, &m->refs, &alternates, m->why, BACKUP_WHY);
	if (*mirror == NULL && alternates)
		m->tar = false;
	return *mirror == NULL && m->tar ? -1 : 0;
}

static int
fill(struct making *m, struct mirror *mirror)
{
	struct payload_out *out = payload_out_new(
	    m->file.fd, m->b->to, m->tar ? ZST_FAST : ZST_DEFAULT);
	int rc;

	if (out == NULL)
		return fail(m, "cannot seal: no memory, or a full disk");
	rc = m->tar ? put_tar(m, out, mirror) : put_bundle(m, out);
	if (rc == 0 && payload_out_end(out, &m->sums) < 0)
		rc = fail(m, "%s",
		    payload_out_why(out) ? payload_out_why(out) :
					   "compression failed");
	payload_out_free(out);
	return rc;
}

static int
put_payload(struct making *m)
{
	struct mirror *mirror = NULL;
	int rc;

	if (m->tar && open_mirror(m, &mirror) < 0)
		return -1;
	snprintf(m->payload, sizeof(m->payload), "%s.%s.zst.age", m->stem,
	    m->tar ? "full" : "bundle");
	rc = vault_begin(&m->vault, &m->file, m->payload);
	if (rc == 0 && fill(m, mirror) < 0) {
		vault_end(&m->vault, &m->file, NULL);
		mirror_free(mirror);
		return -1;
	}
	if (rc == 0)
		rc = vault_end(&m->vault, &m->file, m->payload);
	mirror_free(mirror);
	return rc < 0 ? fail(m, "%s", m->vault.why) : 0;
}

/* How to restore with stock tools; the first run of a folder says so. */
static int
put_restore(struct making *m, struct manifest *l)
{
	struct buf b = { .max = TEXT_MAX };
	int rc = vault_read(&m->vault, "RESTORE.txt", &b);

	if (rc == 1) {
		rc = buf_addz(&b, restoretxt);
		if (rc == 0)
			rc = vault_put(&m->vault, "RESTORE.txt", buf_str(&b));
	}
	if (rc == 0)
		rc = sha256_of(buf_str(&b), l->restore_hash);
	l->has_restore = true;
	buf_free(&b);
	return rc < 0 ? fail(m, "%s", m->vault.why) : 0;
}

static int
add_recipients(struct making *m, struct manifest *l, struct buf *text)
{
	const struct keys *to = m->b->to;
	size_t *at = calloc(to->n + 1, sizeof(*at));
	int rc = at ? 0 : -1;

	l->recipients = calloc(to->n + 1, sizeof(*l->recipients));
	for (size_t i = 0; rc == 0 && i < to->n; i++) {
		at[i] = text->n;
		rc = age_text(text, &to->v[i]);
	}
	if (rc == 0 && l->recipients) {
		at[to->n] = text->n;
		for (size_t i = 0; i < to->n; i++)
			l->recipients[i] =
			    str_sub(buf_str(text), at[i], at[i + 1]);
		l->nrecipients = to->n;
	}
	free(at);
	return rc < 0 || !l->recipients ? fail(m, "no memory") : 0;
}

static int
put_date(struct making *m, char out[32])
{
	struct tm tm;
	int64_t now;
	time_t t;

	if (date_now(&now) < 0)
		return fail(m, "SOURCE_DATE_EPOCH is no number of seconds");
	t = (time_t)now;
	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		return fail(m, "what time is it?");
	return 0;
}

/* The first link names the repository by a number of its own. */
static int
put_id(struct making *m, char id[MANIFEST_ID + 1])
{
	unsigned char raw[MANIFEST_ID / 2];

	if (m->chain.n) {
		snprintf(id, MANIFEST_ID + 1, "%.*s",
		    FMT(m->chain.v[0].m.repository));
		return 0;
	}
	if (crypt_random(raw, sizeof(raw)) < 0)
		return fail(m, "no random number");
	for (size_t i = 0; i < sizeof(raw); i++)
		snprintf(id + 2 * i, 3, "%02x", raw[i]);
	return 0;
}

static int
describe(struct making *m, struct manifest *l, struct buf *text)
{
	const struct chain *c = &m->chain;
	const struct link *last = c->n ? &c->v[c->n - 1] : NULL;

	l->sequence = c->n + 1;
	l->full = m->tar;
	if (last) {
		l->previous = str_of(last->name);
		memcpy(l->previous_hash, last->hash, MANIFEST_HASH);
	}
	l->payload = str_of(m->payload);
	l->bytes = m->sums.bytes;
	memcpy(l->payload_hash, m->sums.payload, MANIFEST_HASH);
	memcpy(l->state, m->state, MANIFEST_HASH);
	l->notes = m->b->notes;
	l->nnotes = m->b->nnotes;
	l->needs = m->needs;
	l->nneeds = m->nneeds;
	l->tips = m->refs.tips;
	l->ntips = m->refs.ntips;
	return put_restore(m, l) < 0 ? -1 : add_recipients(m, l, text);
}

static int
sign(struct making *m, const char *name, struct str text)
{
	for (size_t i = 0; i < m->b->nsigners; i++) {
		struct buf sig = { .max = SIG_TEXT_MAX };
		char file[VAULT_NAME];
		const char *why;
		int rc;

		linkfile_signature(m->b->signers, i, name, file);
		rc = signkey_sign(&m->b->signers[i], text, name, &sig, &why);
		if (rc < 0)
			fail(m, "cannot sign: %s", why);
		else if ((rc = vault_put(&m->vault, file, buf_str(&sig))) < 0)
			fail(m, "%s", m->vault.why);
		buf_free(&sig);
		if (rc < 0)
			return -1;
	}
	return 0;
}

static int
put_header(struct making *m, const struct manifest *l, const char *manifest,
    struct str text)
{
	struct buf to = { .max = MANIFEST_MAX }, b = { .max = MANIFEST_MAX };
	char name[VAULT_NAME];
	int rc = linkfile_recipients(&to, m->b->to);

	snprintf(name, sizeof(name), "%s.header", m->stem);
	if (rc < 0 ||
	    linkfile_header(&b, l, manifest, text, &m->sums, buf_str(&to)) < 0)
		rc = fail(m, "no memory");
	else if ((rc = vault_put(&m->vault, name, buf_str(&b))) < 0)
		fail(m, "%s", m->vault.why);
	else
		rc = sign(m, name, buf_str(&b));
	buf_free(&to);
	buf_free(&b);
	return rc;
}

/* The manifest comes last: without it there is no link. */
static int
put_link(struct making *m, struct manifest *l, struct buf *recipients)
{
	struct buf text = { .max = MANIFEST_MAX };
	unsigned char hash[MANIFEST_HASH];
	char id[MANIFEST_ID + 1], date[32], made[192], git[96];
	int rc;

	if (put_id(m, id) < 0 || put_date(m, date) < 0)
		return -1;
	gitrun_version(git, sizeof(git));
	snprintf(made, sizeof(made), "tamis %s, zstd %s, %s", VERSION,
	    zst_version(), git);
	l->repository = str_of(id);
	l->date = str_of(date);
	l->made_with = str_of(made);
	rc = describe(m, l, recipients);
	snprintf(m->made->name, VAULT_NAME, "%s.manifest", m->stem);
	if (rc == 0 && manifest_put(&text, l) < 0)
		rc = fail(m, "no memory");
	if (rc == 0)
		rc = put_header(m, l, m->made->name, buf_str(&text));
	if (rc == 0)
		rc = sign(m, m->made->name, buf_str(&text));
	if (rc == 0 &&
	    ((rc = vault_put(&m->vault, m->made->name, buf_str(&text))) < 0 ||
		(rc = vault_flush(&m->vault)) < 0))
		fail(m, "%s", m->vault.why);
	if (rc == 0 && sha256_of(buf_str(&text), hash) == 0)
		ledger_write(&m->ledger, l->sequence, hash);
	buf_free(&text);
	return rc;
}

static int
make(struct making *m)
{
	struct buf recipients = { .max = MANIFEST_MAX };
	struct manifest l = { 0 };
	int rc;

	if (choose(m) < 0)
		return -1;
	snprintf(m->stem, sizeof(m->stem), "%04llu",
	    (unsigned long long)m->chain.next);
	if (put_payload(m) < 0)
		return -1;
	rc = put_link(m, &l, &recipients);
	m->made->full = m->full;
	m->made->bytes = m->sums.bytes + m->sums.header;
	m->made->tips = m->refs.ntips;
	free(l.recipients);
	buf_free(&recipients);
	return rc;
}

/* A broken chain is not gone on with: the links after it would tell that
   all is well. */
static int
check_chain(struct making *m)
{
	const struct chain *c = &m->chain;

	if (c->good < c->n)
		return fail(m, "'%s': %s; a new folder begins a new chain",
		    c->v[c->good].name, c->v[c->good].why);
	if (ledger_check(&m->ledger, c, m->why, BACKUP_WHY) < 0)
		return -1;
	return 0;
}

static bool
unchanged(const struct making *m)
{
	const struct chain *c = &m->chain;

	return c->n && !m->b->full &&
	    memcmp(c->v[c->n - 1].m.state, m->state, MANIFEST_HASH) == 0;
}

static int
run(struct making *m)
{
	if (refstate_hash(&m->refs, m->state) < 0)
		return fail(m, "no memory");
	if (vault_open(&m->vault, m->b->dir, VAULT_ADD) < 0 ||
	    chain_read(&m->chain, &m->vault, NULL) < 0)
		return fail(m, "%s", m->vault.why);
	ledger_open(&m->ledger, m->g.common, m->b->dir);
	if (check_chain(m) < 0)
		return -1;
	if (!unchanged(m))
		return make(m);
	m->made->none = true;
	snprintf(
	    m->made->name, VAULT_NAME, "%s", m->chain.v[m->chain.n - 1].name);
	return 0;
}

int
backup_run(
    const struct backup *b, struct backup_made *made, char why[BACKUP_WHY])
{
	struct making m = { .b = b,
		.made = made,
		.why = why,
		.vault = { .dir = -1 },
		.ledger = { .dir = -1 } };
	int rc = -1;

	*made = (struct backup_made){ 0 };
	if (gitdir_find(&m.g, b->repo, why, BACKUP_WHY) != 0)
		return -1;
	if (refstate_read(&m.refs, &m.g, why, BACKUP_WHY) == 0)
		rc = run(&m);
	ledger_close(&m.ledger);
	chain_free(&m.chain);
	vault_close(&m.vault);
	refstate_free(&m.refs);
	gitdir_free(&m.g);
	free(m.old);
	free(m.needs);
	return rc;
}
