#include "base.h"
#include "objcount.h"
#include "repo.h"
#include "repo_in.h"

/* The length that git starts from, which grows with the repository. */
static size_t
abbrev_start(const struct repo *r)
{
	uint64_t n = objcount(r->at.objects);
	size_t bits = 1;

	while (n >>= 1)
		bits++;
	return (bits + 1) / 2 > 7 ? (bits + 1) / 2 : 7;
}

int
repo_abbrev(
    struct repo *r, const struct oid *o, int least, char hex[OID_HEX_MAX + 1])
{
	git_oid id, found;
	size_t n;

	repo_to_git(o, &id);
	oid_hex(o, hex);
	n = least < 0 ? abbrev_start(r) : (size_t)least;
	for (; n > 0 && n < GIT_OID_HEXSZ; n++)
		if (git_odb_exists_prefix(&found, r->odb, &id, n) !=
		    GIT_EAMBIGUOUS)
			break;
	hex[n > 0 && n < GIT_OID_HEXSZ ? n : GIT_OID_HEXSZ] = '\0';
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
