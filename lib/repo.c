#include <git2.h>
#include <git2/sys/repository.h>

#include "base.h"
#include "repo.h"
#include "cquote.h"
#include "gitdir.h"
#include "str.h"

#include <sys/stat.h>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <pthread.h>
#include <stdarg.h>

enum {
	CACHE_MAX = 32 << 20,	/* objects libgit2 keeps */
	MAPPED_MAX = 512 << 20, /* of packs mapped at once */
	DEPTH_MAX = 4096,	/* of a tree */
	ENTRIES_MAX = 1 << 25,	/* of a walk: a tree can be a bomb */
	PATH_BYTES_MAX = 1 << 20,
	ALTERNATES_MAX = 64
};

struct repo {
	git_repository *git;
	git_odb *odb;
	struct gitdir at;
	struct oid attr_of; /* whose .gitattributes are loaded */
};

static _Thread_local char why_last[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int init_rc;

static int fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static int
fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why_last, sizeof(why_last), fmt, ap);
	va_end(ap);
	return -1;
}

static int
fail_git(void)
{
	const git_error *e = git_error_last();

	return fail("%s", e && e->message ? e->message : "libgit2 failed");
}

/* Nothing outside the repository is read, and memory has a ceiling. */
static void
init(void)
{
	static const int levels[] = { GIT_CONFIG_LEVEL_PROGRAMDATA,
		GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
		GIT_CONFIG_LEVEL_GLOBAL };

	if ((init_rc = git_libgit2_init()) < 0)
		return;
	for (size_t i = 0; i < LEN(levels); i++)
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)CACHE_MAX);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)MAPPED_MAX);
	git_libgit2_opts(
	    GIT_OPT_SET_PACK_MAX_OBJECT_SIZE, (size_t)REPO_BLOB_MAX);
}

static void
to_git(const struct oid *o, git_oid *g)
{
	memcpy(g->id, o->id, GIT_OID_RAWSZ);
}

static struct oid
from_git(const git_oid *g)
{
	struct oid o = { .n = GIT_OID_RAWSZ };

	memcpy(o.id, g->id, GIT_OID_RAWSZ);
	return o;
}

/* The object directories of a quarantine: "a:b", each may be C-quoted. */
static int
add_alternates(git_odb *odb, const struct gitdir *at)
{
	struct str rest = str_of(at->alternates);
	struct buf path = { .max = PATH_BYTES_MAX };
	int rc = 0;

	for (int i = 0; rc == 0 && rest.n > 0; i++) {
		size_t used = str_chr(rest, ':', 0);
		struct str one = str_sub(rest, 0, used);

		buf_reset(&path);
		if (i == ALTERNATES_MAX)
			rc = fail("too many alternate object directories");
		else if (cquote_undo(rest, &path, &used) < 0) {
			buf_reset(&path);
			if (one.n > 0 && one.p[0] != '/')
				rc = buf_addf(&path, "%s/", at->base);
			rc = rc < 0 || buf_adds(&path, one) < 0 ? -1 : 0;
			used = one.n;
		}
		/* As git: one that is not there is passed over. */
		if (rc == 0 && path.n > 0)
			(void)git_odb_add_disk_alternate(odb, path.p);
		rest = str_sub(rest, used, rest.n);
		if (rest.n && rest.p[0] == ':')
			rest = str_sub(rest, 1, rest.n);
	}
	buf_free(&path);
	return rc;
}

static int
open_odb(struct repo *r)
{
	if (git_odb_open(&r->odb, r->at.objects) < 0)
		return fail_git();
	if (r->at.alternates && add_alternates(r->odb, &r->at) < 0)
		return -1;
	return git_repository_set_odb(r->git, r->odb) < 0 ? fail_git() : 0;
}

/*
 * libgit2 would follow include.path of a configuration, and refuse an
 * index it cannot read; it is given an empty one of each.
 */
static int
open_git(struct repo *r)
{
	git_config *conf = NULL;
	git_index *index = NULL;
	int rc = -1;

	if (git_repository_open_bare(&r->git, r->at.dir) < 0 ||
	    git_config_new(&conf) < 0 || git_index_new(&index) < 0 ||
	    git_repository_set_config(r->git, conf) < 0 ||
	    git_repository_set_index(r->git, index) < 0 ||
	    (r->at.top && git_repository_set_workdir(r->git, r->at.top, 0) < 0))
		rc = fail_git();
	else
		rc = open_odb(r);
	git_config_free(conf);
	git_index_free(index);
	return rc;
}

static int
may_read(const struct gitdir *at)
{
	if (at->idlen != GIT_OID_RAWSZ)
		return fail("SHA-256 repositories are not read yet");
	return at->odd ? fail("%s", at->odd) : 0;
}

struct repo *
repo_open(const char *dir, char *why, size_t whylen)
{
	struct repo *r = calloc(1, sizeof(*r));
	int rc = -1;

	pthread_once(&once, init);
	if (r == NULL || init_rc < 0)
		fail("out of memory");
	else if (gitdir_find(&r->at, dir, why_last, sizeof(why_last)) == 0)
		rc = may_read(&r->at) < 0 ? -1 : open_git(r);
	if (rc == 0)
		return r;
	snprintf(why, whylen, "%s", why_last);
	repo_free(r);
	return NULL;
}

void
repo_free(struct repo *r)
{
	if (r == NULL)
		return;
	git_odb_free(r->odb);
	git_repository_free(r->git);
	gitdir_free(&r->at);
	free(r);
}

const char *
repo_top(const struct repo *r)
{
	return r->at.top;
}

const char *
repo_dir(const struct repo *r)
{
	return r->at.dir;
}

const char *
repo_common(const struct repo *r)
{
	return r->at.common;
}

const char *
repo_index(const struct repo *r)
{
	return r->at.index;
}

const char *
repo_config(struct repo *r, const char *key)
{
	return gitconf_get(&r->at.conf, key);
}

const char *
repo_why(void)
{
	return why_last;
}

static int
tree_of(git_object *o, struct oid *tree)
{
	git_object *t = NULL;

	if (git_object_peel(&t, o, GIT_OBJECT_TREE) < 0)
		return fail_git();
	*tree = from_git(git_object_id(t));
	git_object_free(t);
	return 0;
}

int
repo_resolve(
    struct repo *r, const char *rev, struct oid *commit, struct oid *tree)
{
	git_object *o = NULL, *c = NULL;
	int rc;

	*commit = *tree = (struct oid){ 0 };
	if (git_revparse_single(&o, r->git, rev) < 0) {
		git_object_free(o);
		return fail("no such revision");
	}
	if (git_object_peel(&c, o, GIT_OBJECT_COMMIT) == 0)
		*commit = from_git(git_object_id(c));
	rc = tree_of(o, tree);
	git_object_free(c);
	git_object_free(o);
	return rc;
}

int
repo_head_tree(struct repo *r, struct oid *tree)
{
	git_reference *head = NULL;
	git_object *o = NULL;
	int rc = git_repository_head(&head, r->git);

	if (rc == GIT_EUNBORNBRANCH || rc == GIT_ENOTFOUND)
		return 1;
	if (rc < 0 || git_reference_peel(&o, head, GIT_OBJECT_TREE) < 0)
		rc = fail_git();
	else
		*tree = from_git(git_object_id(o));
	git_object_free(o);
	git_reference_free(head);
	return rc < 0 ? -1 : 0;
}

int
repo_blob(struct repo *r, const struct oid *o, struct buf *out)
{
	git_odb_object *obj = NULL;
	git_object_t type;
	size_t size;
	git_oid id;
	int rc;

	buf_reset(out);
	to_git(o, &id);
	if ((rc = git_odb_read_header(&size, &type, r->odb, &id)) < 0)
		return rc == GIT_ENOTFOUND ? 1 : fail_git();
	if (type != GIT_OBJECT_BLOB)
		return fail("the object is no blob");
	if (size > REPO_BLOB_MAX)
		return fail("the object is larger than 1 GiB");
	if (git_odb_read(&obj, r->odb, &id) < 0)
		return fail_git();
	rc = buf_add(out, git_odb_object_data(obj), git_odb_object_size(obj));
	git_odb_object_free(obj);
	return rc < 0 ? fail("out of memory, or over a limit") : 0;
}

int
repo_raw(struct repo *r, const struct oid *o, struct buf *out)
{
	git_odb_object *obj = NULL;
	git_oid id;
	int rc;

	buf_reset(out);
	to_git(o, &id);
	if (git_odb_read(&obj, r->odb, &id) < 0)
		return fail_git();
	if (git_odb_object_type(obj) != GIT_OBJECT_COMMIT)
		rc = fail("the object is no commit");
	else if (buf_add(out, git_odb_object_data(obj),
		     git_odb_object_size(obj)) < 0)
		rc = fail("out of memory, or over a limit");
	else
		rc = 0;
	git_odb_object_free(obj);
	return rc;
}

/* How many objects the packs of a directory hold, from their indexes. */
static uint64_t
count_packed(const char *objects)
{
	char *path = NULL;
	struct dirent *e;
	uint64_t n = 0;
	DIR *d;

	if (asprintf(&path, "%s/pack", objects) < 0)
		return 0;
	d = opendir(path);
	free(path);
	while (d && (e = readdir(d)) != NULL) {
		/* Version 2: a magic, then 256 counts of which the last is
		   the sum; version 1 has the counts alone. */
		unsigned char head[4], sum[4];
		int fd;

		if (!str_ends(str_of(e->d_name), STR(".idx")) ||
		    (fd = openat(dirfd(d), e->d_name,
			 O_RDONLY | O_CLOEXEC | O_NONBLOCK)) < 0)
			continue;
		if (pread(fd, head, 4, 0) == 4 &&
		    pread(fd, sum, 4,
			memcmp(head, "\377tOc", 4) == 0 ? 8 + 1020 : 1020) == 4)
			n += (uint64_t)sum[0] << 24 | (uint64_t)sum[1] << 16 |
			    (uint64_t)sum[2] << 8 | sum[3];
		close(fd);
	}
	if (d)
		closedir(d);
	return n;
}

/* The length that git starts from, which grows with the repository. */
static size_t
abbrev_start(const struct repo *r)
{
	uint64_t n = count_packed(r->at.objects);
	size_t bits = 1;

	while (n >>= 1)
		bits++;
	return (bits + 1) / 2 > 7 ? (bits + 1) / 2 : 7;
}

int
repo_abbrev(struct repo *r, const struct oid *o, char hex[OID_HEX_MAX + 1])
{
	git_oid id, found;
	size_t n;

	to_git(o, &id);
	oid_hex(o, hex);
	for (n = abbrev_start(r); n < GIT_OID_HEXSZ; n++)
		if (git_odb_exists_prefix(&found, r->odb, &id, n) !=
		    GIT_EAMBIGUOUS)
			break;
	hex[n < GIT_OID_HEXSZ ? n : GIT_OID_HEXSZ] = '\0';
	return 0;
}

static int
visit_ref(git_reference *ref, repo_visit_ref *visit, void *arg)
{
	struct repo_ref v = { .name = git_reference_name(ref),
		.to = git_reference_symbolic_target(ref) };
	git_reference *end = NULL;
	git_object *o = NULL;
	int rc = 0;

	if (git_reference_resolve(&end, ref) == 0) {
		v.oid = from_git(git_reference_target(end));
		if (git_reference_peel(&o, end, GIT_OBJECT_ANY) == 0)
			v.peeled = from_git(git_object_id(o));
		rc = visit(&v, arg);
	}
	git_object_free(o);
	git_reference_free(end);
	return rc;
}

int
repo_refs(struct repo *r, repo_visit_ref *visit, void *arg)
{
	git_reference_iterator *it = NULL;
	git_reference *ref = NULL;
	int rc = 0, next = 0;

	if (git_reference_lookup(&ref, r->git, "HEAD") == 0)
		rc = visit_ref(ref, visit, arg);
	git_reference_free(ref);
	if (rc != 0)
		return 1;
	if (git_reference_iterator_new(&it, r->git) < 0)
		return fail_git();
	while (rc == 0 && (next = git_reference_next(&ref, it)) == 0) {
		rc = visit_ref(ref, visit, arg);
		git_reference_free(ref);
	}
	git_reference_iterator_free(it);
	if (rc != 0)
		return 1;
	return next == GIT_ITEROVER ? 0 : fail_git();
}

/* A walk keeps its own stack: a tree's depth is hostile input. */
struct level {
	git_tree *tree;
	size_t i, base; /* the next entry; the path's length without it */
};

struct walk {
	struct repo *r;
	struct level *v;
	size_t n, cap, entries;
	struct buf path;
};

static int
walk_push(struct walk *w, const git_oid *id)
{
	struct level *v = w->v;

	if (w->n == w->cap) {
		size_t cap = w->cap ? w->cap * 2 : 16;

		if (cap > DEPTH_MAX)
			return fail("a tree is too deep");
		if ((v = realloc(w->v, cap * sizeof(*v))) == NULL)
			return fail("out of memory");
		w->v = v;
		w->cap = cap;
	}
	v += w->n;
	*v = (struct level){ .base = w->path.n };
	if (git_tree_lookup(&v->tree, w->r->git, id) < 0)
		return fail_git();
	w->n++;
	return 0;
}

/* One entry: 0, 1 stopped by the callback, -1. */
static int
walk_step(struct walk *w, bool dirs, repo_visit *visit, void *arg)
{
	struct level *l = &w->v[w->n - 1];
	const git_tree_entry *te = git_tree_entry_byindex(l->tree, l->i);
	struct repo_entry e;
	int rc = 0;

	w->path.n = l->base;
	if (te == NULL) {
		git_tree_free(l->tree);
		w->n--;
		return 0;
	}
	l->i++;
	if (++w->entries > ENTRIES_MAX)
		return fail("a tree has too many entries");
	if (buf_addz(&w->path, git_tree_entry_name(te)) < 0)
		return fail("a path is too long");
	e = (struct repo_entry){ .path = buf_str(&w->path),
		.mode = (unsigned)git_tree_entry_filemode(te),
		.oid = from_git(git_tree_entry_id(te)) };
	if (e.mode != GIT_FILEMODE_TREE)
		return visit(&e, arg) ? 1 : 0;
	if (dirs && (rc = visit(&e, arg)) != 0)
		return rc == 2 ? 0 : 1;
	if (buf_addc(&w->path, '/') < 0)
		return fail("a path is too long");
	return walk_push(w, git_tree_entry_id(te));
}

int
repo_walk_tree(struct repo *r, const struct oid *tree, bool dirs,
    repo_visit *visit, void *arg)
{
	struct walk w = { .r = r, .path = { .max = PATH_BYTES_MAX } };
	git_oid id;
	int rc;

	to_git(tree, &id);
	rc = walk_push(&w, &id);
	while (rc == 0 && w.n > 0)
		rc = walk_step(&w, dirs, visit, arg);
	while (w.n > 0)
		git_tree_free(w.v[--w.n].tree);
	free(w.v);
	buf_free(&w.path);
	return rc;
}

int
repo_lookup(struct repo *r, const struct oid *tree, const char *path,
    struct repo_entry *e)
{
	git_tree_entry *te = NULL;
	git_tree *t = NULL;
	git_oid id;
	int rc;

	to_git(tree, &id);
	if (git_tree_lookup(&t, r->git, &id) < 0)
		return fail_git();
	if ((rc = git_tree_entry_bypath(&te, t, path)) == 0)
		*e = (struct repo_entry){ .path = str_of(path),
			.mode = (unsigned)git_tree_entry_filemode(te),
			.oid = from_git(git_tree_entry_id(te)) };
	git_tree_entry_free(te);
	git_tree_free(t);
	if (rc == GIT_ENOTFOUND)
		return 1;
	return rc < 0 ? fail_git() : 0;
}

static void
signature(const git_signature *s, struct str *name, struct str *email,
    int64_t *when, int *zone)
{
	*name = str_of(s->name);
	*email = str_of(s->email);
	*when = s->when.time;
	*zone = s->when.offset;
}

int
repo_commit(struct repo *r, const struct oid *o, struct repo_commit *c)
{
	const char *encoding;
	git_commit *g = NULL;
	git_oid id;

	*c = (struct repo_commit){ .oid = *o };
	to_git(o, &id);
	if (git_commit_lookup(&g, r->git, &id) < 0)
		return fail_git();
	c->held = g;
	c->tree = from_git(git_commit_tree_id(g));
	c->nparents = git_commit_parentcount(g);
	c->parents = calloc(c->nparents + 1, sizeof(*c->parents));
	if (c->parents == NULL) {
		repo_commit_free(c);
		return fail("out of memory");
	}
	for (unsigned i = 0; i < c->nparents; i++)
		c->parents[i] = from_git(git_commit_parent_id(g, i));
	signature(git_commit_author(g), &c->author_name, &c->author_email,
	    &c->author_time, &c->author_zone);
	signature(git_commit_committer(g), &c->committer_name,
	    &c->committer_email, &c->committer_time, &c->committer_zone);
	c->message = str_of(git_commit_message_raw(g));
	encoding = git_commit_message_encoding(g);
	c->encoding = encoding ? str_of(encoding) : STR("");
	return 0;
}

void
repo_commit_free(struct repo_commit *c)
{
	git_commit_free(c->held);
	free(c->parents);
	*c = (struct repo_commit){ 0 };
}

struct attr_load {
	struct repo *r;
	git_index *index;
};

static int
load_attr(const struct repo_entry *e, void *arg)
{
	const struct attr_load *l = arg;
	git_index_entry ie = { .mode = e->mode, .path = e->path.p };

	if (!S_ISREG(e->mode) ||
	    !(str_eq(e->path, STR(".gitattributes")) ||
		str_ends(e->path, STR("/.gitattributes"))))
		return 0;
	to_git(&e->oid, &ie.id);
	return git_index_add(l->index, &ie) < 0;
}

/*
 * The attribute files of one tree stand in an index of their own, so that
 * neither the work tree nor the real index has a say.
 */
static int
load_attrs(struct repo *r, const struct oid *commit)
{
	struct attr_load l = { .r = r };
	git_object *o = NULL;
	struct oid tree;
	git_oid id;
	int rc;

	to_git(commit, &id);
	if (git_object_lookup(&o, r->git, &id, GIT_OBJECT_ANY) < 0)
		return fail_git();
	rc = tree_of(o, &tree);
	git_object_free(o);
	if (rc < 0)
		return -1;
	if (git_index_new(&l.index) < 0)
		return fail_git();
	rc = repo_walk_tree(r, &tree, false, load_attr, &l);
	if (rc == 1 ||
	    (rc == 0 &&
		(git_repository_set_index(r->git, l.index) < 0 ||
		    git_attr_cache_flush(r->git) < 0)))
		rc = fail_git();
	git_index_free(l.index);
	if (rc == 0)
		r->attr_of = *commit;
	return rc;
}

int
repo_attr(struct repo *r, const struct oid *commit, const char *path,
    const char *name, enum repo_attr *state, const char **value)
{
	const char *v = NULL;

	*state = ATTR_UNSPECIFIED;
	*value = NULL;
	if (!oid_eq(&r->attr_of, commit) && load_attrs(r, commit) < 0)
		return -1;
	if (git_attr_get(&v, r->git,
		GIT_ATTR_CHECK_INDEX_ONLY | GIT_ATTR_CHECK_NO_SYSTEM, path,
		name) < 0)
		return fail_git();
	switch (git_attr_value(v)) {
	case GIT_ATTR_VALUE_UNSPECIFIED: break;
	case GIT_ATTR_VALUE_FALSE: *state = ATTR_UNSET; break;
	case GIT_ATTR_VALUE_TRUE:
		*state = ATTR_SET;
		*value = "";
		break;
	case GIT_ATTR_VALUE_STRING:
		*state = ATTR_VALUE;
		*value = v;
		break;
	}
	return 0;
}

int
repo_ignored(struct repo *r, const char *path)
{
	int ignored = 0;

	if (r->at.top == NULL)
		return 0;
	if (git_ignore_path_is_ignored(&ignored, r->git, path) < 0)
		return fail_git();
	return ignored != 0;
}
