/* repo_in.h - what the files of repo share; for them alone. */
#ifndef TAMIS_REPO_IN_H
#define TAMIS_REPO_IN_H

#include <git2.h>

#include "gitdir.h"
#include "repo.h"

struct repo {
	git_repository *git;
	git_odb *odb;
	struct gitdir at;
};

/* -1, for repo_why to say. */
int repo_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int repo_fail_git(void);

void repo_to_git(const struct oid *o, git_oid *g);
struct oid repo_from_git(const git_oid *g);

#endif
