#include "base.h"
#include "repo.h"
#include "repo_in.h"
#include "str.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

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

	repo_to_git(o, &id);
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
		v.oid = repo_from_git(git_reference_target(end));
		if (git_reference_peel(&o, end, GIT_OBJECT_ANY) == 0)
			v.peeled = repo_from_git(git_object_id(o));
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
		return repo_fail_git();
	while (rc == 0 && (next = git_reference_next(&ref, it)) == 0) {
		rc = visit_ref(ref, visit, arg);
		git_reference_free(ref);
	}
	git_reference_iterator_free(it);
	if (rc != 0)
		return 1;
	return next == GIT_ITEROVER ? 0 : repo_fail_git();
}
