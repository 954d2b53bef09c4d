#include "base.h"
#include "odb.h"
#include "odb_open.h"
#include "str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PACKS_MAX = 65536, ALTERNATES_MAX_BYTES = 1 << 20 };

int
odb_map(const char *path, struct str *bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), saved;
	struct stat st;
	void *p = NULL;

	*bytes = STR("");
	if (fd < 0)
		return -1;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	if (st.st_size > 0)
		p = mmap(
		    NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	saved = errno;
	close(fd);
	errno = saved;
	if (p == MAP_FAILED)
		return -1;
	if (p)
		*bytes = (struct str){ p, (size_t)st.st_size };
	return 0;
}

void
odb_unmap(struct str bytes)
{
	union {
		const char *p;
		void *v;
	} u = { bytes.p };

	if (bytes.n)
		munmap(u.v, bytes.n);
}

static int
fail(char *why, size_t n, const char *path, const char *what)
{
	snprintf(why, n, "cannot read '%s': %s", path, what);
	return -1;
}

/* The pack of an index: their checksums must name each other. */
static int
check_pair(const struct odb *o, struct odb_pack *p, const char **what)
{
	size_t id = o->oid_n;
	uint32_t n;

	if (idx_parse(p->index, o->oid_n, &p->idx, what) < 0 ||
	    pack_parse(p->pack, o->oid_n, &n, what) < 0)
		return -1;
	*what = "the pack and its index are not of each other";
	if (n != p->idx.n)
		return -1;
	return memcmp(p->pack.p + p->pack.n - id,
		   p->index.p + p->index.n - 2 * id, id) == 0 ?
	    0 :
	    -1;
}

/* What else there is can be read all the same. */
static int
pass_over(struct odb *o, const char *path, const char *why)
{
	const char *slash = strrchr(path, '/');
	struct odb_bad *bad = &o->bad[o->nbad];

	if (o->nbad == ODB_BAD_MAX)
		return -1;
	bad->name = strdup(slash ? slash + 1 : path);
	bad->why = why;
	if (bad->name == NULL)
		return -1;
	o->nbad++;
	return 0;
}

static int
add_pack(struct odb *o, const char *dir, struct str stem, char *why, size_t n)
{
	struct buf path = { .max = 8192 };
	struct odb_pack p = { 0 }, *v;
	const char *what;
	int rc = -1;

	if (o->npacks == PACKS_MAX)
		return fail(why, n, dir, "too many packs");
	v = reallocarray(o->packs, o->npacks + 1, sizeof(*v));
	if (v == NULL)
		return fail(why, n, dir, "out of memory");
	o->packs = v;
	if (buf_addf(&path, "%s/%.*s.idx", dir, FMT(stem)) < 0 ||
	    odb_map(path.p, &p.index) < 0) {
		fail(why, n, dir, strerror(errno));
		goto out;
	}
	memcpy(path.p + path.n - 3, "pac", 3);
	if (buf_addc(&path, 'k') < 0 || odb_map(path.p, &p.pack) < 0) {
		/* A repack took it away since the directory was read. */
		rc =
		    errno == ENOENT ? 0 : fail(why, n, path.p, strerror(errno));
		goto out;
	}
	if (check_pair(o, &p, &what) < 0) {
		rc = pass_over(o, path.p, what);
		if (rc < 0)
			fail(why, n, path.p, what);
		goto out;
	}
	if ((p.path = strdup(path.p)) == NULL) {
		fail(why, n, dir, "out of memory");
		goto out;
	}
	path.n -= 4;
	p.promisor =
	    buf_addz(&path, "promisor") == 0 && access(path.p, F_OK) == 0;
	o->promisor |= p.promisor;
	o->packs[o->npacks++] = p;
	buf_free(&path);
	return 0;
out:
	odb_unmap(p.index);
	odb_unmap(p.pack);
	buf_free(&path);
	return rc;
}

static int
add_packs(struct odb *o, const char *store, char *why, size_t n)
{
	struct buf dir = { .max = 8192 };
	struct dirent *e;
	int rc = 0;
	DIR *d;

	if (buf_addf(&dir, "%s/pack", store) < 0)
		return fail(why, n, store, "name too long");
	if ((d = opendir(dir.p)) == NULL) {
		rc = errno == ENOENT ? 0 : fail(why, n, dir.p, strerror(errno));
		buf_free(&dir);
		return rc;
	}
	while (rc == 0 && (e = readdir(d)) != NULL) {
		struct str name = str_of(e->d_name);

		if (str_ends(name, STR(".idx")))
			rc = add_pack(
			    o, dir.p, str_sub(name, 0, name.n - 4), why, n);
	}
	closedir(d);
	buf_free(&dir);
	return rc;
}

/* Store paths are kept once; a cycle of alternates so comes to an end. */
static int
add_store(struct odb *o, const char *base, struct str path, char *why, size_t n)
{
	struct buf full = { .max = 8192 };
	char *real;

	if (path.n == 0)
		return 0;
	if (path.p[0] != '/' && buf_addf(&full, "%s/", base) < 0)
		return fail(why, n, base, "name too long");
	if (buf_adds(&full, path) < 0) {
		buf_free(&full);
		return fail(why, n, base, "name too long");
	}
	real = realpath(full.p, NULL);
	buf_free(&full);
	if (real == NULL) /* git passes over an alternate that is not there */
		return errno == ENOMEM ? -1 : 0;
	for (size_t i = 0; i < o->nstores; i++)
		if (strcmp(o->store[i], real) == 0) {
			free(real);
			return 0;
		}
	if (o->nstores == ODB_STORES_MAX) {
		free(real);
		return fail(why, n, base, "too many alternates");
	}
	o->store[o->nstores++] = real;
	return 0;
}

/* The lines of info/alternates; '#' begins a comment. */
static int
add_alternates(struct odb *o, size_t store, char *why, size_t n)
{
	struct buf path = { .max = 8192 };
	struct str file, rest, line;
	int rc = 0;

	if (buf_addf(&path, "%s/info/alternates", o->store[store]) < 0)
		return 0;
	if (odb_map(path.p, &file) < 0) {
		buf_free(&path);
		return 0;
	}
	buf_free(&path);
	if (file.n > ALTERNATES_MAX_BYTES)
		rc = fail(why, n, o->store[store], "alternates too long");
	for (rest = file; rc == 0 && str_cut(&rest, '\n', &line);)
		if (line.n && line.p[0] != '#')
			rc = add_store(o, o->store[store], line, why, n);
	odb_unmap(file);
	return rc;
}

static int
by_path(const void *a, const void *b)
{
	const struct odb_pack *x = a, *y = b;

	return strcmp(x->path, y->path);
}

struct odb *
odb_open(const struct gitdir *g, char *why, size_t whylen)
{
	struct odb *o = calloc(1, sizeof(*o));
	struct str rest, path;
	int rc;

	if (o == NULL) {
		snprintf(why, whylen, "out of memory");
		return NULL;
	}
	o->oid_n = g->idlen;
	rc = add_store(o, g->base, str_of(g->objects), why, whylen);
	rest = str_of(g->alternates ? g->alternates : "");
	while (rc == 0 && str_cut(&rest, ':', &path))
		rc = add_store(o, g->base, path, why, whylen);
	/* Alternates add to the list that is walked. */
	for (size_t i = 0; rc == 0 && i < o->nstores; i++) {
		rc = add_alternates(o, i, why, whylen);
		if (rc == 0)
			rc = add_packs(o, o->store[i], why, whylen);
	}
	if (rc < 0) {
		odb_free(o);
		return NULL;
	}
	if (o->npacks)
		qsort(o->packs, o->npacks, sizeof(*o->packs), by_path);
	return o;
}

void
odb_free(struct odb *o)
{
	if (o == NULL)
		return;
	for (size_t i = 0; i < o->nstores; i++)
		free(o->store[i]);
	for (size_t i = 0; i < o->npacks; i++) {
		odb_unmap(o->packs[i].pack);
		odb_unmap(o->packs[i].index);
		free(o->packs[i].path);
	}
	for (size_t i = 0; i < o->nbad; i++)
		free(o->bad[i].name);
	free(o->packs);
	free(o);
}
