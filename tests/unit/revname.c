#include "base.h"
#include "revname.h"
#include "str.h"

#include "../t.h"

#include <sys/wait.h>

#include <unistd.h>

/* Made by git, which then says what each revision is: "id rev" lines. */
static const char setup[] =
    "export GIT_CONFIG_NOSYSTEM=1 HOME=/nonexistent\n"
    "export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=C\n"
    "export GIT_COMMITTER_EMAIL=c@x GIT_AUTHOR_DATE='1700000000 +0000'\n"
    "export GIT_COMMITTER_DATE='1700000000 +0000'\n"
    "git init -q -b main o; cd o; mkdir d; echo 1 >d/f; echo 2 >a\n"
    "git add .; git commit -qm 1; git tag -am t v1; git tag v1l v1\n"
    "git branch feature/x; echo 3 >a; git commit -qam 2\n"
    "git checkout -q feature/x; echo 4 >b; git add b; git commit -qm 3\n"
    "cd ..; git clone -q o r; cd r; git checkout -q -b main origin/main\n"
    "git merge -q --no-edit origin/feature/x; git pack-refs --all\n"
    "git repack -qd; echo 5 >c; git add c; git commit -qm 5\n"
    "git checkout -q feature/x; git checkout -q v1^0; git checkout -q main\n"
    "git update-ref refs/odd/name HEAD~1; git tag main v1\n"
    "for r in HEAD @ main heads/main refs/heads/main v1 v1^{} v1l v1^0 \\\n"
    "  HEAD^ HEAD^^ HEAD^^2 HEAD~1^2 HEAD~2 HEAD~ HEAD^2~0 HEAD^0 \\\n"
    "  HEAD^{tree} HEAD^{commit} v1^{commit} v1^{tag} HEAD:d HEAD:d/f \\\n"
    "  HEAD:a v1:a HEAD: HEAD^{tree}:d origin/main origin tags/main \\\n"
    "  odd/name feature/x @{0} @{1} main@{1} HEAD@{0} HEAD@{1} HEAD@{3} \\\n"
    "  @{u} @{upstream} @{-1} @{-2} @{u}~1 main@{1}^{tree} \\\n"
    "  v1-1-g$(git rev-parse --short HEAD) \\\n"
    "  $(git rev-parse --short HEAD) $(git rev-parse --short HEAD~1) \\\n"
    "  $(git rev-parse --short v1) $(git rev-parse HEAD | cut -c1-20) \\\n"
    "  $(git rev-parse --short HEAD:a) $(git rev-parse HEAD~2) \\\n"
    "  none HEAD^9 HEAD~99 HEAD:none HEAD^{blob} @{99} v1@{u} '' 'a b' \\\n"
    "  -x HEAD^{ HEAD^{x} refs/heads ../HEAD d/f; do\n"
    "  if i=$(git rev-parse -q --verify \"$r\" 2>/dev/null); then\n"
    "    echo \"$i $r\"; else echo \"none $r\"; fi\n"
    "done >../want\n";

static bool
agrees(struct objread *o, struct str line)
{
	char hex[OID_HEX_MAX + 1] = "none";
	struct oid id;
	struct str want;

	str_cut(&line, ' ', &want);
	/* Git takes "" as no revision; here it is HEAD, as in "A..". */
	if (line.n == 0)
		return true;
	if (revname(o, line, &id) == 0)
		oid_hex(&id, hex);
	if (str_eqz(want, hex))
		return true;
	printf("# '%.*s' is %s, for git %.*s\n", FMT(line), hex, FMT(want));
	return false;
}

static int
compare(const char *dir)
{
	struct gitdir g;
	struct objread o;
	struct odb *db;
	char why[200], line[512];
	FILE *f = fopen("want", "r");

	T(f != NULL && gitdir_find_plain(&g, dir, why, sizeof(why)) == 0);
	T((db = odb_open(&g, why, sizeof(why))) != NULL);
	T(objread_init(&o, &g, db) == 0);
	while (f && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		T(agrees(&o, str_of(line)));
	}
	objread_free(&o);
	odb_free(db);
	gitdir_free(&g);
	return f ? fclose(f) : -1;
}

int
main(void)
{
	char dir[] = "/tmp/revname-unit-XXXXXX";
	int status;
	pid_t pid;

	T(mkdtemp(dir) != NULL && chdir(dir) == 0);
	if ((pid = fork()) == 0) {
		execl("/bin/sh", "sh", "-euc", setup, (char *)NULL);
		_exit(127);
	}
	T(pid > 0 && waitpid(pid, &status, 0) == pid && status == 0);
	T(compare("r") == 0);
	if ((pid = fork()) == 0) {
		execl("/bin/rm", "rm", "-rf", dir, (char *)NULL);
		_exit(127);
	}
	T(pid > 0 && waitpid(pid, &status, 0) == pid);
	return T_END();
}
