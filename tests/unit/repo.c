#include "base.h"
#include "repo.h"
#include "str.h"
#include "../t.h"

#include <sys/wait.h>

#include <unistd.h>

/* A repository made by git itself; sh reads the script from stdin. */
static int
sh(const char *script)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execl("/bin/sh", "sh", "-euc", script, (char *)NULL);
		_exit(127);
	}
	return pid < 0 || waitpid(pid, &status, 0) < 0 ? -1 : status;
}

static const char setup[] =
    "export GIT_CONFIG_NOSYSTEM=1 HOME=/nonexistent\n"
    "export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=C\n"
    "export GIT_COMMITTER_EMAIL=c@x GIT_AUTHOR_DATE='1700000000 +0130'\n"
    "export GIT_COMMITTER_DATE='1700000060 -0200'\n"
    "git init -q -b main r && cd r && mkdir -p d/e\n"
    "printf one >a && printf two >d/e/b && ln -s a l\n"
    "printf x >.gitattributes\n"
    "printf '*.o\\n!keep.o\\n' >.gitignore\n"
    "git add . && git commit -qm 'the message' && git tag -am t v1\n"
    "git config include.path /nonexistent/x && git config tar.umask 0077\n"
    "printf '* foo=worktree\\n' >.gitattributes\n";

struct seen {
	struct buf names;
	size_t n;
};

static int
see(const struct repo_entry *e, void *arg)
{
	struct seen *s = arg;

	s->n++;
	if (str_eq(e->path, STR("d")) && s->n == 99)
		return 2;
	return buf_adds(&s->names, e->path) < 0 || buf_addc(&s->names, ' ') < 0;
}

static void
walks(struct repo *r, const struct oid *tree)
{
	struct seen s = { .names = { .max = 1000 } };
	struct buf b = { .max = 100 };
	struct repo_entry e;

	T(repo_walk_tree(r, tree, false, see, &s) == 0);
	T(str_eqz(buf_str(&s.names), ".gitattributes .gitignore a d/e/b l "));
	buf_reset(&s.names);
	T(repo_walk_tree(r, tree, true, see, &s) == 0);
	T(str_eqz(
	    buf_str(&s.names), ".gitattributes .gitignore a d d/e d/e/b l "));
	T(repo_lookup(r, tree, "d/e/b", &e) == 0 && e.mode == 0100644);
	T(repo_blob(r, &e.oid, &b) == 0 && str_eqz(buf_str(&b), "two"));
	T(repo_lookup(r, tree, "d/x", &e) == 1);
	e.oid = (struct oid){ .n = 20 };
	T(repo_blob(r, &e.oid, &b) == 1);
	T(repo_blob(r, tree, &b) == -1);
	buf_free(&s.names);
	buf_free(&b);
}

static void
commits(struct repo *r)
{
	struct oid commit, tree, head;
	struct repo_commit c;

	T(repo_resolve(r, "v1", &commit, &tree) == 0 && commit.n == 20);
	T(repo_head_tree(r, &head) == 0 && oid_eq(&head, &tree));
	T(repo_resolve(r, "HEAD:d", &commit, &tree) == 0 && commit.n == 0);
	T(repo_resolve(r, "nothing", &commit, &tree) == -1);
	T(strcmp(repo_why(), "no such revision") == 0);
	T(repo_resolve(r, "main", &commit, &tree) == 0);
	T(repo_commit(r, &commit, &c) == 0);
	T(str_eqz(c.author_name, "A") && str_eqz(c.committer_email, "c@x"));
	T(c.author_time == 1700000000 && c.author_zone == 90);
	T(c.committer_zone == -120 && c.nparents == 0);
	T(str_eqz(c.message, "the message\n") && c.encoding.n == 0);
	repo_commit_free(&c);
	walks(r, &tree);
}

int
main(void)
{
	char dir[] = "/tmp/repo-unit-XXXXXX", why[200] = "";
	struct repo *r;

	T(mkdtemp(dir) != NULL && chdir(dir) == 0);
	T(sh(setup) == 0);
	T(repo_open("/", why, sizeof(why)) == NULL);
	T(strcmp(why, "not a git repository") == 0);
	T((r = repo_open("r/d/e", why, sizeof(why))) != NULL);
	if (r) {
		commits(r);
		T(str_ends(str_of(repo_top(r)), STR("/r")));
	}
	repo_free(r);
	T(sh("git init -q --object-format=sha256 s") == 0);
	T(repo_open("s", why, sizeof(why)) == NULL);
	T(strcmp(why, "SHA-256 repositories are not read yet") == 0);
	T(sh("cd /tmp && rm -r \"$OLDPWD\"") == 0);
	return T_END();
}
