#include "base.h"
#include "repo.h"
#include "repo_in.h"
#include "str.h"

enum {
	DEPTH_MAX = 4096,
	ENTRIES_MAX = 1 << 25, /* a tree can be a bomb */
	PATH_BYTES_MAX = 1 << 20
};

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
			return repo_fail("a tree is too deep");
		if ((v = realloc(w->v, cap * sizeof(*v))) == NULL)
			return repo_fail("out of memory");
		w->v = v;
		w->cap = cap;
	}
	v += w->n;
	*v = (struct level){ .base = w->path.n };
	if (git_tree_lookup(&v->tree, w->r->git, id) < 0)
		return repo_fail_git();
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
		return repo_fail("a tree has too many entries");
	if (buf_addz(&w->path, git_tree_entry_name(te)) < 0)
		return repo_fail("a path is too long");
	e = (struct repo_entry){ .path = buf_str(&w->path),
		.mode = (unsigned)git_tree_entry_filemode(te),
		.oid = repo_from_git(git_tree_entry_id(te)) };
	if (e.mode != GIT_FILEMODE_TREE)
		return visit(&e, arg) ? 1 : 0;
	if (dirs && (rc = visit(&e, arg)) != 0)
		return rc == 2 ? 0 : 1;
	if (buf_addc(&w->path, '/') < 0)
		return repo_fail("a path is too long");
	return walk_push(w, git_tree_entry_id(te));
}

int
repo_walk_tree(struct repo *r, const struct oid *tree, bool dirs,
    repo_visit *visit, void *arg)
{
	struct walk w = { .r = r, .path = { .max = PATH_BYTES_MAX } };
	git_oid id;
	int rc;

	repo_to_git(tree, &id);
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

	repo_to_git(tree, &id);
	if (git_tree_lookup(&t, r->git, &id) < 0)
		return repo_fail_git();
	if ((rc = git_tree_entry_bypath(&te, t, path)) == 0)
		*e = (struct repo_entry){ .path = str_of(path),
			.mode = (unsigned)git_tree_entry_filemode(te),
			.oid = repo_from_git(git_tree_entry_id(te)) };
	git_tree_entry_free(te);
	git_tree_free(t);
	if (rc == GIT_ENOTFOUND)
		return 1;
	return rc < 0 ? repo_fail_git() : 0;
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
	repo_to_git(o, &id);
	if (git_commit_lookup(&g, r->git, &id) < 0)
		return repo_fail_git();
	c->held = g;
	c->tree = repo_from_git(git_commit_tree_id(g));
	c->nparents = git_commit_parentcount(g);
	c->parents = calloc(c->nparents + 1, sizeof(*c->parents));
	if (c->parents == NULL) {
		repo_commit_free(c);
		return repo_fail("out of memory");
	}
	for (unsigned i = 0; i < c->nparents; i++)
		c->parents[i] = repo_from_git(git_commit_parent_id(g, i));
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
