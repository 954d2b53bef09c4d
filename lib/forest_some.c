#include "base.h"
#include "forest_read.h"
#include "gitobj.h"
#include "inflate.h"
#include "str.h"
#include "vec.h"

#include <sys/stat.h>

/* Trees that wait to be read, by object; commits that were. */
struct some {
	struct forest *f;
	const struct forest_ops *ops;
	struct inflate *z;
	struct buf bytes;
	struct forest_list todo;
	struct forest_raws raws, none;
};

static int
later(struct some *s, uint32_t object)
{
	struct forest_list *t = &s->todo;

	if (object == OBJECT_NO || s->f->tree_of[object] != OBJECT_NO)
		return 0;
	if (vec_room(&t->v, &t->cap, t->n + 1, sizeof(*t->v)) < 0)
		return -1;
	t->v[t->n++] = object;
	return 0;
}

/* Its bytes, or it is told that it is broken and false. */
static bool
get(struct some *s, uint32_t object, enum object_type want)
{
	const struct objtab *t = s->f->objects;
	struct oid id = objtab_oid(t, object);
	enum object_type type = OBJECT_NONE;
	const char *why = "it is gone";

	if (odb_read(t->odb, s->z, &id, &type, &s->bytes, &why) == 0) {
		if (type == want)
			return true;
		why = want == OBJECT_TREE ? "it is no tree" : "it is no commit";
	}
	s->ops->broken(object, why, s->ops->arg);
	return false;
}

static int
read_commit(struct some *s, uint32_t object)
{
	struct forest *f = s->f;
	int rc;

	if (object == OBJECT_NO || f->commit_of[object] != OBJECT_NO ||
	    !get(s, object, OBJECT_COMMIT))
		return 0;
	if ((rc = forest_put_commit(f, buf_str(&s->bytes), object)) < 0)
		return -1;
	if (rc == 1) {
		s->ops->broken(object, "it is no commit", s->ops->arg);
		return 0;
	}
	return later(s, f->commits[f->commit_of[object]].tree);
}

static int
read_parents(struct some *s, uint32_t object)
{
	const struct forest *f = s->f;
	uint32_t number = f->commit_of[object];

	if (number == OBJECT_NO)
		return 0;
	for (uint32_t i = 0; i < f->commits[number].nparents; i++)
		if (read_commit(s, f->parents[f->commits[number].at + i]) < 0)
			return -1;
	return 0;
}

static int
read_tree(struct some *s, uint32_t object)
{
	struct forest *f = s->f;
	struct forest_tree t = { .object = object, .base = OBJECT_NO };
	const struct forest_tree *made;
	struct tree_entry e;
	uint32_t number;
	size_t at = 0;
	int rc;

	if (f->tree_of[object] != OBJECT_NO || !get(s, object, OBJECT_TREE))
		return 0;
	s->raws.n = 0;
	while ((rc = tree_next(
		    buf_str(&s->bytes), f->objects->odb->oid_n, &at, &e)) == 1)
		if (forest_add_raw(&s->raws, &e) < 0)
			return -1;
	if (rc < 0) {
		s->ops->broken(object, "it is no tree", s->ops->arg);
		return 0;
	}
	if (forest_put_tree(f, t, &s->raws, &s->none, &number) < 0)
		return -1;
	made = &f->trees[number];
	for (uint32_t i = 0; i < made->nadd; i++) {
		const struct forest_edge *edge =
		    &f->edges[f->list[made->at + i]];

		if (S_ISDIR(edge->mode) && later(s, edge->child) < 0)
			return -1;
	}
	return 0;
}

static int
read_all(struct some *s, const uint32_t *commits, size_t n, uint32_t head)
{
	if (read_commit(s, head) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (read_commit(s, commits[i]) < 0)
			return -1;
	for (size_t i = 0; i < n; i++)
		if (read_parents(s, commits[i]) < 0)
			return -1;
	while (s->todo.n)
		if (read_tree(s, s->todo.v[--s->todo.n]) < 0)
			return -1;
	return 0;
}

struct forest *
forest_some(const struct objtab *t, const uint32_t *commits, size_t n,
    uint32_t head, const struct forest_ops *ops)
{
	struct some s = { .f = forest_empty(t),
		.ops = ops,
		.z = inflate_new(),
		.bytes.max = FOREST_OBJECT_MAX };
	int rc = s.f && s.z ? read_all(&s, commits, n, head) : -1;

	inflate_free(s.z);
	buf_free(&s.bytes);
	free(s.todo.v);
	free(s.raws.v);
	if (rc == 0) {
		forest_link(s.f);
		return s.f;
	}
	forest_free(s.f);
	return NULL;
}
