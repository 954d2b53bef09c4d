#include "base.h"
#include "buf.h"
#include "refs.h"
#include "str.h"
#include "vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct reading {
	struct refs *out;   /* all names are copied into its arena */
	struct refs *list;  /* what is being added to */
	struct refs packed; /* sorted, once it is whole */
	const struct gitdir *g;
	struct buf path, file;
	char *why;
	size_t whylen;
};

static int
fail(struct reading *r, const char *path, const char *what)
{
	snprintf(r->why, r->whylen, "cannot read '%s': %s", path, what);
	return -1;
}

/* A file into r->file. 0, 1 it is not there, -1 with why. */
static int
slurp(struct reading *r, const char *dir, const char *name)
{
	ssize_t got = 0;
	int fd;

	buf_reset(&r->path);
	buf_reset(&r->file);
	if (buf_addf(&r->path, "%s/%s", dir, name) < 0)
		return fail(r, name, "name too long");
	fd = open(r->path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ?
		    1 :
		    fail(r, r->path.p, strerror(errno));
	do {
		r->file.n += (size_t)got;
		if (buf_room(&r->file, 65536) < 0) {
			close(fd);
			return fail(r, r->path.p, "too large");
		}
	} while ((got = read(fd, r->file.p + r->file.n, 65536)) > 0);
	close(fd);
	if (got < 0)
		return errno == EISDIR ? 1 :
					 fail(r, r->path.p, strerror(errno));
	return 0;
}

static int
add(struct reading *r, struct str name, const struct oid *oid)
{
	struct refs *refs = r->list;
	struct str copy;

	if (refs->n == REFS_MAX)
		return fail(r, r->g->common, "too many refs");
	copy = arena_str(&r->out->mem, name);
	if (copy.p == NULL ||
	    vec_room(&refs->v, &refs->cap, refs->n + 1, sizeof(*refs->v)) < 0)
		return fail(r, r->g->common, "out of memory");
	refs->v[refs->n++] = (struct ref){ copy, *oid };
	return 0;
}

static int
read_packed(struct reading *r)
{
	int rc = slurp(r, r->g->common, "packed-refs");
	struct str rest = buf_str(&r->file), line, id;
	struct oid oid;

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	while (str_cut(&rest, '\n', &line)) {
		if (line.n == 0 || line.p[0] == '#' || line.p[0] == '^')
			continue;
		if (!str_cut(&line, ' ', &id) || oid_parse(id, &oid) < 0)
			return fail(r, r->path.p, "not a list of refs");
		if (add(r, line, &oid) < 0)
			return -1;
	}
	return 0;
}

/*
 * A loose ref by name below dir, following "ref: " within dir or common.
 * 1 with its id, 0 when it names nothing, -1.
 */
static int
resolve(struct reading *r, const char *dir, const char *name, struct oid *oid)
{
	char next[4096];
	int rc;

	snprintf(next, sizeof(next), "%s", name);
	for (int i = 0; i <= REFS_SYMREF_MAX; i++) {
		const struct ref *packed;
		struct str s;

		rc = slurp(r, dir, next);
		if (rc == 1 && dir != r->g->common)
			rc = slurp(r, r->g->common, next);
		if (rc < 0)
			return -1;
		if (rc == 1) {
			packed = refs_find(&r->packed, str_of(next));
			if (packed)
				*oid = packed->oid;
			return packed != NULL;
		}
		s = str_trim(buf_str(&r->file));
		if (!str_starts(s, STR("ref: ")))
			return oid_parse(s, oid) == 0;
		s = str_trim(str_sub(s, 5, s.n));
		if (s.n >= sizeof(next) || memchr(s.p, '\0', s.n) ||
		    str_find(s, STR(".."), 0) != STR_NONE || s.p[0] == '/')
			return 0;
		snprintf(next, sizeof(next), "%.*s", FMT(s));
	}
	return 0;
}

static int
take(struct reading *r, const char *dir, const char *name, struct str as)
{
	struct oid oid;
	int rc = resolve(r, dir, name, &oid);

	return rc == 1 ? add(r, as, &oid) : rc;
}

static int walk(
    struct reading *r, const char *dir, struct str below, int depth);

static int
enter(struct reading *r, const char *dir, struct str below, int depth,
    const char *leaf)
{
	struct buf name = { .max = 4000 }, full = { .max = 8192 };
	struct stat st;
	int rc = 0;

	if (buf_addf(&name, "%.*s/%s", FMT(below), leaf) < 0 ||
	    buf_addf(&full, "%s/%s", dir, name.p) < 0) {
		rc = fail(r, dir, "name too long");
	} else if (lstat(full.p, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			rc = walk(r, dir, buf_str(&name), depth + 1);
		else
			rc = take(r, dir, name.p, buf_str(&name));
	}
	buf_free(&name);
	buf_free(&full);
	return rc;
}

/* Bounded by REFS_DEPTH_MAX; symlinks are read, never walked. */
static int
walk(struct reading *r, const char *dir, struct str below, int depth)
{
	struct buf full = { .max = 8192 };
	struct dirent *e;
	DIR *d = NULL;
	int rc = 0;

	if (depth > REFS_DEPTH_MAX)
		return fail(r, dir, "refs too deep");
	if (buf_addf(&full, "%s/%.*s", dir, FMT(below)) == 0)
		d = opendir(full.p);
	buf_free(&full);
	if (d == NULL)
		return 0;
	while (rc == 0 && (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.' &&
		    !str_ends(str_of(e->d_name), STR(".lock")))
			rc = enter(r, dir, below, depth, e->d_name);
	closedir(d);
	return rc;
}

/* HEAD of each other work tree: worktrees/NAME/HEAD in the common part. */
static int
walk_worktrees(struct reading *r)
{
	struct buf dir = { .max = 8192 }, name = { .max = 8192 };
	struct dirent *e;
	DIR *d = NULL;
	int rc = 0;

	if (buf_addf(&dir, "%s/worktrees", r->g->common) == 0)
		d = opendir(dir.p);
	while (d && rc == 0 && (e = readdir(d)) != NULL) {
		buf_reset(&name);
		if (e->d_name[0] == '.')
			continue;
		if (buf_addf(&name, "worktrees/%s/HEAD", e->d_name) == 0)
			rc = take(r, r->g->common, name.p, buf_str(&name));
	}
	if (d)
		closedir(d);
	buf_free(&dir);
	buf_free(&name);
	return rc;
}

static int
by_name(const void *a, const void *b)
{
	const struct ref *x = a, *y = b;

	return str_cmp(x->name, y->name);
}

static void
sort(struct refs *r)
{
	if (r->n)
		qsort(r->v, r->n, sizeof(*r->v), by_name);
}

const struct ref *
refs_find(const struct refs *r, struct str name)
{
	struct ref key = { .name = name };

	return r->n ? bsearch(&key, r->v, r->n, sizeof(*r->v), by_name) : NULL;
}

/* A loose ref overrides a packed one of its name. */
static int
unite(struct reading *r)
{
	struct refs *out = r->out;

	sort(out);
	for (size_t i = 0, loose = out->n; i < r->packed.n; i++) {
		struct refs had = { .v = out->v, .n = loose };

		if (refs_find(&had, r->packed.v[i].name))
			continue;
		if (vec_room(&out->v, &out->cap, out->n + 1, sizeof(*out->v)) <
		    0)
			return fail(r, r->g->common, "out of memory");
		out->v[out->n++] = r->packed.v[i];
	}
	sort(out);
	return 0;
}

/* The refs of this work tree, then those all share. */
static int
read_loose(struct reading *r)
{
	const char *dir = r->g->dir, *common = r->g->common;
	int rc = take(r, dir, "HEAD", STR("HEAD"));

	if (rc == 0)
		rc = walk(r, common, STR("refs"), 0);
	if (rc == 0 && strcmp(dir, common) != 0)
		rc = walk(r, dir, STR("refs"), 0);
	return rc == 0 ? walk_worktrees(r) : rc;
}

int
refs_read(struct refs *out, const struct gitdir *g, char *why, size_t whylen)
{
	struct reading r = { .out = out,
		.g = g,
		.why = why,
		.whylen = whylen,
		.path = { .max = 8192 },
		.file = { .max = REFS_FILE_MAX } };
	const char *format = gitconf_get(&g->conf, "extensions.refstorage");
	int rc;

	*out = (struct refs){ .mem = { .max = (size_t)1 << 30 } };
	if (format && strcmp(format, "files") != 0) {
		snprintf(
		    why, whylen, "its refs are not files but a %s", format);
		return -1;
	}
	r.list = &r.packed;
	rc = read_packed(&r);
	sort(&r.packed);
	r.list = out;
	if (rc == 0)
		rc = read_loose(&r);
	if (rc == 0)
		rc = unite(&r);
	free(r.packed.v);
	buf_free(&r.path);
	buf_free(&r.file);
	if (rc < 0)
		refs_free(out);
	return rc;
}

void
refs_free(struct refs *r)
{
	free(r->v);
	arena_free(&r->mem);
	*r = (struct refs){ 0 };
}
