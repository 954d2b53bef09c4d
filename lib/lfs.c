#include "base.h"
#include "lfs.h"
#include "str.h"

#include <sys/stat.h>

enum { ATTRIBUTES_MAX = 1 << 20 };

bool
lfs_is_pointer(struct str s, struct str *id, struct str *size)
{
	struct str line;

	*id = *size = (struct str){ "", 0 };
	if (s.n > LFS_POINTER_MAX ||
	    !str_starts(s, STR("version https://git-lfs.github.com/spec/v1\n")))
		return false;
	while (str_cut(&s, '\n', &line)) {
		if (str_starts(line, STR("oid sha256:")))
			*id = str_sub(line, 11, line.n);
		else if (str_starts(line, STR("size ")))
			*size = str_sub(line, 5, line.n);
	}
	for (size_t i = 0; i < id->n; i++)
		if (str_hex(id->p[i]) < 0)
			return false;
	for (size_t i = 0; i < size->n; i++)
		if (size->p[i] < '0' || size->p[i] > '9')
			return false;
	return id->n == 64 && size->n > 0 && size->n < 20;
}

struct listing {
	struct repo *r;
	struct buf *out, blob;
	size_t n;
};

static int
visit(const struct repo_entry *e, void *arg)
{
	struct listing *l = arg;
	struct str id, size;

	if (!S_ISREG(e->mode) || repo_blob(l->r, &e->oid, &l->blob) != 0 ||
	    !lfs_is_pointer(buf_str(&l->blob), &id, &size))
		return 0;
	if (l->n++ >= LFS_LIST_MAX)
		return 0;
	return buf_addf(l->out, "lfs: %.*s %.*s\n", FMT(id), FMT(size)) < 0 ?
	    -1 :
	    0;
}

/* Looking at every file is dear: is there a sign of it? */
static bool
uses_lfs(struct repo *r, const struct oid *tree, struct buf *b)
{
	char path[4096];
	struct repo_entry e;
	struct stat st;
	int n = snprintf(path, sizeof(path), "%s/lfs", repo_common(r));

	if (n > 0 && (size_t)n < sizeof(path) && stat(path, &st) == 0)
		return true;
	return repo_lookup(r, tree, ".gitattributes", &e) == 0 &&
	    repo_blob(r, &e.oid, b) == 0 &&
	    str_find(buf_str(b), STR("filter=lfs"), 0) != STR_NONE;
}

int
lfs_list(struct repo *r, struct buf *out)
{
	struct listing l = {
		.r = r, .out = out, .blob = { .max = REPO_BLOB_MAX }
	};
	struct oid tree;
	int rc = repo_head_tree(r, &tree);

	if (rc == 0 && uses_lfs(r, &tree, &l.blob))
		rc = repo_walk_tree(r, &tree, false, visit, &l);
	if (rc == 0 && l.n > LFS_LIST_MAX)
		rc = buf_addf(out, "lfs: and %zu more\n", l.n - LFS_LIST_MAX);
	buf_free(&l.blob);
	return rc < 0 ? -1 : 0;
}
