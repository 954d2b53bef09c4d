#include "base.h"
#include "restore.h"
#include "crypt.h"
#include "placing.h"
#include "str.h"
#include "verify.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

struct running {
	const struct restore *r;
	struct restore_done *done;
	struct vault vault;
	struct chain chain;
	bool *files_ok; /* a link */
	struct scratch at;
	char *why;
};

static int __attribute__((format(printf, 2, 3)))
fail(struct running *x, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(x->why, RESTORE_WHY, fmt, ap);
	va_end(ap);
	return -1;
}

static void
tell(struct running *x, const char *name, const char *why)
{
	x->done->bad++;
	if (x->r->broken)
		x->r->broken(name, why);
}

/* An older state of the folder has links that are all good: only who knows
   a newer one sees that. */
static int
check_since(struct running *x)
{
	unsigned char hash[MANIFEST_HASH];

	if (x->r->since.n == 0)
		return 0;
	if (sha256_of(x->r->since, hash) < 0)
		return fail(x, "no memory");
	for (size_t i = 0; i < x->chain.n; i++)
		if (memcmp(x->chain.v[i].hash, hash, MANIFEST_HASH) == 0)
			return 0;
	return fail(x,
	    "the link that --since names is not in it: rolled back to an "
	    "older state, or another chain");
}

/* Each link by itself, whatever is wrong with others. */
static int
check_links(struct running *x)
{
	struct chain *c = &x->chain;
	char why[CHAIN_WHY];

	x->files_ok = calloc(c->n + 1, sizeof(*x->files_ok));
	if (x->files_ok == NULL)
		return fail(x, "no memory");
	for (size_t i = 0; i < c->n; i++) {
		struct link *l = &c->v[i];

		if (l->why[0]) {
			tell(x, l->name, l->why);
			continue;
		}
		x->files_ok[i] =
		    verify_link(&x->vault, x->r->trust, l, why) == 0;
		if (!x->files_ok[i])
			tell(x, l->name, why);
		x->done->bytes += l->m.bytes;
	}
	return 0;
}

static int
open_links(struct running *x)
{
	struct chain *c = &x->chain;
	char why[CHAIN_WHY];

	for (size_t i = 0; i < c->n; i++) {
		if (!x->files_ok[i])
			continue;
		x->files_ok[i] = verify_open(&x->vault, x->r->unlock, &c->v[i],
				     NULL, false, why) == 0;
		if (!x->files_ok[i])
			tell(x, c->v[i].name, why);
	}
	return 0;
}

/* The newest that can be had: the chain is good up to it, and so are all
   files from its full link on. */
static size_t
newest_good(const struct running *x)
{
	const struct chain *c = &x->chain;
	size_t n;

	for (n = c->good; n > 0; n--) {
		size_t i = chain_base(c, n);

		while (i < n && x->files_ok[i])
			i++;
		if (i == n && c->v[chain_base(c, n)].m.base)
			return n;
	}
	return 0;
}

static int
git(struct running *x, const char *const args[], struct str text)
{
	char why[GITRUN_WHY];
	struct gitrun g;
	struct child c;
	int in = child_bytes(text), rc;

	if (in < 0)
		return fail(x, "git: %s", strerror(errno));
	rc = gitrun_at(&g, x->at.path, why);
	if (rc == 0 && gitrun_start(&g, &c, args, in, CHILD_NULL) < 0) {
		snprintf(why, sizeof(why), "%s", strerror(errno));
		rc = -1;
	} else if (rc == 0) {
		rc = child_end(&c, why, sizeof(why));
	}
	close(in);
	return rc < 0 ? fail(x, "git %s: %s", args[0], why) : 0;
}

/* Is every object there that a ref leads to? */
static int
check_objects(struct running *x, const struct refstate *s)
{
	static const char *const walk[] = { "rev-list", "--objects", "--quiet",
		"--stdin", NULL };
	struct buf b = { .max = (size_t)1 << 30 };
	char hex[OID_HEX_MAX + 1];
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < s->ntips; i++) {
		oid_hex(&s->tips[i], hex);
		rc = buf_addf(&b, "%s\n", hex);
	}
	rc = rc < 0 ? fail(x, "no memory") : 0;
	if (rc == 0 && s->ntips)
		rc = git(x, walk, buf_str(&b));
	buf_free(&b);
	return rc;
}

/* All refs, as the link's manifest has them. */
static int
compare(struct running *x, const struct link *l)
{
	unsigned char state[MANIFEST_HASH];
	struct refstate s;
	struct gitdir g;
	char why[256];
	int rc = -1;

	if (gitdir_find_plain(&g, x->at.path, why, sizeof(why)) != 0)
		return fail(x, "%s", why);
	if (refstate_read(&s, &g, why, sizeof(why)) < 0) {
		gitdir_free(&g);
		return fail(x, "%s", why);
	}
	if (s.ntips != l->m.ntips ||
	    (s.ntips &&
		memcmp(s.tips, l->m.tips, s.ntips * sizeof(*s.tips)) != 0))
		fail(x, "'%s': the ids of the restored refs are not its",
		    l->name);
	else if (refstate_hash(&s, state) < 0 ||
	    memcmp(state, l->m.state, MANIFEST_HASH) != 0)
		fail(x, "'%s': the restored refs are not its", l->name);
	else
		rc = check_objects(x, &s);
	x->done->refs = s.refs.n;
	refstate_free(&s);
	gitdir_free(&g);
	return rc;
}

/* The directory that the new one stands in. */
static int
new_place(struct running *x)
{
	char parent[PATH_MAX];
	const char *repo = x->r->repo, *slash;
	struct stat st;

	if (x->r->how == RESTORE_DRILL)
		return scratch_new(&x->at, NULL) < 0 ?
		    fail(x, "a temporary directory: %s", strerror(errno)) :
		    0;
	if (lstat(repo, &st) == 0 && rmdir(repo) < 0)
		return fail(x, "'%s' is there already", repo);
	snprintf(parent, sizeof(parent), "%s", repo);
	while (strlen(parent) > 1 && parent[strlen(parent) - 1] == '/')
		parent[strlen(parent) - 1] = '\0';
	slash = strrchr(parent, '/');
	parent[slash ? slash - parent + (slash == parent) : 0] = '\0';
	return scratch_new(&x->at, parent[0] ? parent : ".") < 0 ?
	    fail(x, "'%s': %s", parent[0] ? parent : ".", strerror(errno)) :
	    0;
}

/* On the disk, then under its name. */
static int
settle(struct running *x)
{
	int fd = open(x->at.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd < 0 ? -1 : 0;

	if (rc == 0)
		rc = fchmod(fd, 0777 & ~umask(022));
	if (rc == 0)
		rc = syncfs(fd);
	if (fd >= 0)
		close(fd);
	if (rc < 0 || rename(x->at.path, x->r->repo) < 0)
		return fail(x, "'%s': %s", x->r->repo, strerror(errno));
	x->at.path[0] = '\0';
	return 0;
}

static int
restore(struct running *x, size_t n)
{
	struct chain *c = &x->chain;
	char why[CHAIN_WHY];
	int rc = 0;

	if (new_place(x) < 0)
		return -1;
	for (size_t i = chain_base(c, n); rc == 0 && i < n; i++)
		if (verify_open(&x->vault, x->r->unlock, &c->v[i], x->at.path,
			i + 1 == n, why) < 0)
			rc = fail(x, "'%s': %.300s", c->v[i].name, why);
	if (rc == 0)
		rc = compare(x, &c->v[n - 1]);
	if (rc == 0 && x->r->how == RESTORE_REAL)
		rc = settle(x);
	x->done->restored = rc == 0;
	scratch_free(&x->at);
	return rc;
}

static void
describe(struct running *x, size_t n)
{
	const struct link *l = &x->chain.v[n - 1];

	x->done->upto = n;
	snprintf(x->done->name, VAULT_NAME, "%s", l->name);
	snprintf(x->done->date, sizeof(x->done->date), "%.*s", FMT(l->m.date));
	snprintf(x->done->repository, sizeof(x->done->repository), "%.*s",
	    FMT(l->m.repository));
}

static int
run(struct running *x)
{
	size_t n;

	if (vault_open(&x->vault, x->r->dir, VAULT_CHECK) < 0 ||
	    chain_read(&x->chain, &x->vault, x->r->trust) < 0)
		return fail(x, "%s", x->vault.why);
	x->done->links = x->chain.n;
	x->done->leftovers = x->chain.leftovers;
	if (x->chain.n == 0)
		return fail(x, "there is no link in it");
	if (check_links(x) < 0)
		return -1;
	x->done->checked = x->done->bad == 0;
	if (x->r->how == RESTORE_DECRYPT || x->r->how == RESTORE_DRILL) {
		open_links(x);
		x->done->opened = x->done->bad == 0;
	}
	n = newest_good(x);
	if (n)
		describe(x, n);
	if (check_since(x) < 0)
		return -1;
	if (x->done->bad && !x->r->last_good)
		return fail(x,
		    n ? "%zu of its links are broken; %s is the last good one "
			"(--last-good)" :
			"%zu of its links are broken; none can be restored",
		    x->done->bad, x->done->name);
	if (n == 0)
		return fail(x, "none of its links can be restored");
	return x->r->how < RESTORE_DRILL ? 0 : restore(x, n);
}

int
restore_run(
    const struct restore *r, struct restore_done *done, char why[RESTORE_WHY])
{
	struct running x = {
		.r = r, .done = done, .why = why, .vault = { .dir = -1 }
	};
	int rc;

	snprintf(why, RESTORE_WHY, "?");
	*done = (struct restore_done){ 0 };
	rc = run(&x);
	chain_free(&x.chain);
	vault_close(&x.vault);
	free(x.files_ok);
	return rc;
}
