#include "base.h"
#include "objread.h"
#include "gitobj.h"
#include "inflate.h"
#include "str.h"

#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

enum {
	OBJECT_MAX = 1u << 30,
	TAGS_MAX = 64, /* tags of tags */
	LINKS_MAX = 5
};

int
objread_init(struct objread *o, const struct gitdir *git, const struct odb *odb)
{
	*o = (struct objread){ .git = git,
		.odb = odb,
		.z = inflate_new(),
		.tmp = { .max = OBJECT_MAX } };
	return o->z ? 0 : -1;
}

void
objread_free(struct objread *o)
{
	if (o->z)
		inflate_free(o->z);
	buf_free(&o->tmp);
	if (o->refs_known)
		refs_free(&o->refs);
	*o = (struct objread){ 0 };
}

static int fail(struct objread *o, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static int
fail(struct objread *o, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(o->why, sizeof(o->why), fmt, ap);
	va_end(ap);
	return -1;
}

/* An object of any type; its absence is the caller's to judge. */
static int
get(struct objread *o, const struct oid *id, enum object_type *type,
    struct buf *out)
{
	char hex[OID_HEX_MAX + 1];
	const char *why = NULL;
	int rc = odb_read(o->odb, o->z, id, type, out, &why);

	oid_hex(id, hex);
	if (rc < 0)
		return fail(o, "object %s: %s", hex, why ? why : "broken");
	if (rc == 1)
		fail(o, "object %s is not in the repository", hex);
	return rc;
}

int
objread_get(struct objread *o, const struct oid *id, enum object_type want,
    struct buf *out)
{
	char hex[OID_HEX_MAX + 1];
	enum object_type type;
	int rc = get(o, id, &type, out);

	if (rc != 0 || type == want || want == OBJECT_NONE)
		return rc;
	oid_hex(id, hex);
	return fail(o, "object %s is of another type", hex);
}

int
objread_peel(struct objread *o, const struct oid *id, enum object_type want,
    struct oid *out, enum object_type *type)
{
	struct commit c;
	struct tag t;

	*out = *id;
	for (int i = 0; i < TAGS_MAX; i++) {
		int rc = get(o, out, type, &o->tmp);

		if (rc != 0)
			return -1;
		if (*type == want || (!want && *type != OBJECT_TAG))
			return 0;
		if (*type == OBJECT_TAG) {
			if (tag_parse(buf_str(&o->tmp), id->n, &t) < 0)
				return fail(o, "a tag is broken");
			*out = t.object;
		} else if (*type == OBJECT_COMMIT && want == OBJECT_TREE) {
			if (commit_parse(buf_str(&o->tmp), id->n, &c) < 0)
				return fail(o, "a commit is broken");
			*out = c.tree;
		} else
			return 1;
	}
	return fail(o, "too many tags of tags");
}

int
objread_refs(struct objread *o)
{
	if (o->refs_known)
		return 0;
	if (refs_read(&o->refs, o->git, o->why, sizeof(o->why)) < 0)
		return -1;
	o->refs_known = true;
	return 0;
}

/* A loose ref's line: 0, 1 there is none. */
static int
loose_ref(struct objread *o, const char *name, char *line, size_t size)
{
	const char *dir = strncmp(name, "refs/", 5) == 0 &&
		strncmp(name, "refs/bisect/", 12) != 0 &&
		strncmp(name, "refs/worktree/", 14) != 0 &&
		strncmp(name, "refs/rewritten/", 15) != 0 ?
	    o->git->common :
	    o->git->dir;
	ssize_t n = -1;
	int fd;

	buf_reset(&o->tmp);
	if (buf_addf(&o->tmp, "%s/%s", dir, name) < 0)
		return 1;
	fd = open(o->tmp.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return 1;
	n = read(fd, line, size - 1);
	close(fd);
	while (n > 0 && strchr("\r\n \t", line[n - 1]) != NULL)
		n--;
	if (n <= 0)
		return 1;
	line[n] = '\0';
	return 0;
}

/* A name that leads nowhere else in the file system. */
static bool
is_ref(const char *name)
{
	if (name[0] == '\0' || name[0] == '/' || strstr(name, "..") ||
	    strstr(name, "//") || strlen(name) > 1024)
		return false;
	if (strncmp(name, "refs/", 5) == 0)
		return true;
	return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == strlen(name);
}

int
objread_symref(struct objread *o, const char *name, char *to, size_t size)
{
	char line[2048];

	if (!is_ref(name) || loose_ref(o, name, line, sizeof(line)) != 0 ||
	    strncmp(line, "ref: ", 5) != 0)
		return 1;
	snprintf(to, size, "%s", line + 5 + strspn(line + 5, " \t"));
	return 0;
}

int
objread_ref(struct objread *o, const char *name, struct oid *id)
{
	char line[2048], next[2048];
	const struct ref *r;

	snprintf(next, sizeof(next), "%s", name);
	for (int i = 0; i < LINKS_MAX; i++) {
		if (!is_ref(next))
			return 1;
		if (loose_ref(o, next, line, sizeof(line)) != 0)
			break;
		if (strncmp(line, "ref: ", 5) == 0) {
			snprintf(next, sizeof(next), "%s",
			    line + 5 + strspn(line + 5, " \t"));
			continue;
		}
		/* FETCH_HEAD has more behind the id. */
		return oid_parse((struct str){ line, strcspn(line, " \t") },
			   id) < 0 ||
			id->n != o->git->idlen ?
		    fail(o, "the ref %s is broken", next) :
		    0;
	}
	if (objread_refs(o) < 0)
		return -1;
	if ((r = refs_find(&o->refs, str_of(next))) == NULL)
		return 1;
	*id = r->oid;
	return 0;
}
