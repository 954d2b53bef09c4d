#include "base.h"
#include "datadir.h"
#include "pat.h"
#include "patform.h"
#include "str.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXTS_MAX (64u << 20)

struct pat {
	bool stale;
	struct pat_set *v; /* the files, then the sets */
	size_t nfiles, nsets;
	void *map;
	size_t map_len;
	int64_t map_changed;
	struct buf texts; /* when they were read one by one */
	struct tree tree;
};

static const char no_memory[] = "no memory";

/* Does a file below patterns/ still say what was compiled? */
static bool
unchanged(const struct pat *p, const struct tree_file *f, struct str text)
{
	struct buf now = { .max = TEXTS_MAX };
	bool same;

	if (f->size != text.n)
		return false;
	if (f->changed <= p->map_changed)
		return true;
	same = tree_read(&p->tree, f, &now) == 0 && str_eq(buf_str(&now), text);
	buf_free(&now);
	return same;
}

static bool
agrees(const struct pat *p)
{
	if (p->tree.fd < 0) /* patterns.bin alone was installed */
		return true;
	if (p->tree.n != p->nfiles)
		return false;
	for (size_t i = 0; i < p->nfiles; i++)
		if (!str_eq(p->tree.v[i].name, p->v[i].name) ||
		    !unchanged(p, &p->tree.v[i], p->v[i].bytes))
			return false;
	return true;
}

static bool
map_file(struct pat *p, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		p->map_len = (size_t)st.st_size;
		p->map_changed = (int64_t)st.st_mtim.tv_sec * 1000000000 +
		    st.st_mtim.tv_nsec;
		p->map = mmap(NULL, p->map_len, PROT_READ,
		    MAP_PRIVATE | MAP_POPULATE, fd, 0);
		if (p->map == MAP_FAILED)
			p->map = NULL;
	}
	close(fd);
	return p->map != NULL;
}

static int
read_texts(struct pat *p)
{
	size_t *end = calloc(p->tree.n + 1, sizeof(*end));
	int rc = -1;

	free(p->v);
	p->nfiles = p->nsets = 0;
	p->v = calloc(p->tree.n + 1, sizeof(*p->v));
	p->texts.max = TEXTS_MAX;
	if (end == NULL || p->v == NULL)
		goto out;
	for (size_t i = 0; i < p->tree.n; i++) {
		if (tree_read(&p->tree, &p->tree.v[i], &p->texts) < 0)
			goto out;
		end[i] = p->texts.n;
	}
	for (size_t i = 0; i < p->tree.n; i++) {
		size_t from = i ? end[i - 1] : 0;

		p->v[i].name = p->tree.v[i].name;
		p->v[i].bytes = str_sub(buf_str(&p->texts), from, end[i]);
	}
	p->nfiles = p->tree.n;
	rc = 0;
out:
	free(end);
	return rc;
}

static struct pat *
new_pat(const char **why)
{
	struct pat *p = calloc(1, sizeof(*p));

	*why = p ? NULL : no_memory;
	if (p)
		p->tree.fd = -1;
	return p;
}

struct pat *
pat_texts(const char *dir, const char **why)
{
	struct pat *p = new_pat(why);

	if (p == NULL)
		return NULL;
	if (tree_open(&p->tree, dir) < 0 || read_texts(p) < 0) {
		*why = strerror(errno);
		pat_free(p);
		return NULL;
	}
	return p;
}

static struct pat *
open_in(const char *dir, const char **why)
{
	struct pat *p = new_pat(why);
	char path[4096 + 32];

	if (p == NULL)
		return NULL;
	snprintf(path, sizeof(path), "%s/patterns", dir);
	if (tree_open(&p->tree, path) < 0)
		p->tree.fd = -1;
	snprintf(path, sizeof(path), "%s/patterns.bin", dir);
	if (map_file(p, path) &&
	    patform_read((struct str){ p->map, p->map_len }, &p->v, &p->nfiles,
		&p->nsets) == 0 &&
	    agrees(p))
		return p;
	p->stale = true;
	if (p->tree.fd >= 0 && read_texts(p) == 0)
		return p;
	*why = p->map ? "patterns.bin is of another version" :
			"no patterns are installed";
	pat_free(p);
	return NULL;
}

struct pat *
pat_open(const char *dir, const char **why)
{
	char path[4096];

	if (dir)
		return open_in(dir, why);
	if (datadir(path, sizeof(path)) == 0)
		return open_in(path, why);
	*why = strerror(errno);
	return NULL;
}

void
pat_free(struct pat *p)
{
	if (p == NULL)
		return;
	if (p->map)
		munmap(p->map, p->map_len);
	free(p->v);
	buf_free(&p->texts);
	tree_free(&p->tree);
	free(p);
}

bool
pat_stale(const struct pat *p)
{
	return p->stale;
}

bool
pat_file(const struct pat *p, size_t i, struct str *name, struct str *text)
{
	if (i >= p->nfiles)
		return false;
	*name = p->v[i].name;
	*text = p->v[i].bytes;
	return true;
}

bool
pat_db(const struct pat *p, const char *set, struct str *bytes)
{
	for (size_t i = p->nfiles; i < p->nfiles + p->nsets; i++) {
		if (!str_eqz(p->v[i].name, set))
			continue;
		*bytes = p->v[i].bytes;
		return true;
	}
	return false;
}

int
pat_make(
    const struct pat *p, const struct pat_set *v, size_t n, struct buf *out)
{
	return patform_make(p->v, p->nfiles, v, n, out);
}
