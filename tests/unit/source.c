#include "base.h"
#include "source.h"
#include "arena.h"
#include "buf.h"
#include "str.h"

#include "../t.h"

#include <sys/wait.h>

#include <fcntl.h>
#include <unistd.h>

static struct buf got = { .max = 1 << 16 };
static char why[256];

static int
sh(const char *script)
{
	static const char head[] =
	    "export GIT_CONFIG_NOSYSTEM=1 HOME=/nonexistent\n"
	    "export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@x\n"
	    "export GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@x\n";
	char all[4096];
	int status;
	pid_t pid;

	snprintf(all, sizeof(all), "%s%s", head, script);
	if ((pid = fork()) == 0) {
		execl("/bin/sh", "sh", "-euc", all, (char *)NULL);
		_exit(127);
	}
	return pid < 0 || waitpid(pid, &status, 0) < 0 ? -1 : status;
}

static void
note(struct reader *r, const struct item *it)
{
	const char *cause = "";
	char bytes[64];
	ssize_t n = 0;
	int rc = reader_open(r, it, &cause);

	if (rc == 1)
		return;
	buf_adds(&got, it->name);
	if (rc < 0)
		buf_addf(&got, "!%s", cause);
	else if ((n = reader_read(r, bytes, sizeof(bytes), &cause)) < 0)
		buf_addz(&got, "!!");
	else
		buf_addf(&got, "=%.*s", (int)n, bytes);
	buf_addc(&got, ' ');
	reader_close(r);
}

/* What a source gives: "name=bytes name!cause ". */
static const char *
all(const struct source_spec *spec)
{
	struct arena mem = { .max = 1 << 20 };
	struct source *s = source_open(spec, why, sizeof(why));
	struct reader *r;
	struct item it;
	int rc;

	buf_reset(&got);
	buf_addz(&got, "");
	if (s == NULL)
		return why;
	r = reader_new(s);
	while ((rc = source_next(s, &mem, &it)) == 1) {
		if (it.type != ITEM_RAW) /* a commit's own text */
			note(r, &it);
		arena_reset(&mem);
	}
	if (rc < 0)
		buf_addf(&got, "!!%s", source_why(s));
	else if (source_empty(s))
		buf_addf(&got, "(%s)", source_empty(s));
	reader_free(r);
	source_free(s);
	arena_free(&mem);
	return got.p;
}

static bool
gives(const struct source_spec *spec, const char *want)
{
	const char *is = all(spec);

	if (strcmp(is, want) == 0)
		return true;
	printf("# got:  %s\n# want: %s\n", is, want);
	return false;
}

static bool
names(const char *dir, const char *name, const char *want)
{
	char copy[100], *v[] = { copy, NULL };

	snprintf(copy, sizeof(copy), "%s", name);
	return gives(
	    &(struct source_spec){ SOURCE_NAMES, v, .dir = dir }, want);
}

/* The bytes become stdin. */
static bool
list(const struct source_spec *spec, const char *bytes, size_t n,
    const char *want)
{
	int fd = open("list", O_RDWR | O_CREAT | O_TRUNC, 0600);
	bool ok;

	if (fd < 0 || write(fd, bytes, n) != (ssize_t)n ||
	    lseek(fd, 0, SEEK_SET) != 0 || dup2(fd, 0) < 0)
		return false;
	ok = gives(spec, want);
	close(fd);
	return ok;
}

static void
walks(void)
{
	T(sh("mkdir -p p/d/e p/d-x; cd p; printf 1 >a; printf 2 >d/b\n"
	     "printf 3 >d/e/c; printf 4 >d-x/y; ln -s nowhere l; mkfifo f\n"
	     "ln -s . loop; printf '*\\n' >.gitignore") == 0);
	T(names(NULL, "p/d", "p/d/b=2 p/d/e/c=3 "));
	T(names("p", ".",
	    ".gitignore=*\n a=1 d-x/y=4 d/b=2 d/e/c=3 "
	    "f!it is a FIFO l=nowhere loop=. "));
	T(names("p", "d//", "d/b=2 d/e/c=3 "));
	T(names("p", "l", "l=nowhere "));
	T(names("p", "none", "none!No such file or directory "));
	T(names(NULL, "/dev/null", "/dev/null!it is a device "));
	T(names(NULL, "p/none/x", "p/none/x!No such file or directory "));
}

static void
ignores(void)
{
	T(sh("git init -q g; cd g; mkdir -p d/e build sub; printf 1 >a.o\n"
	     "printf 2 >d/b.o; printf 3 >d/e/keep.o; printf 4 >build/x\n"
	     "printf 5 >build/forced; printf 6 >z; printf '*.o\\nbuild/\\n' "
	     ">.gitignore; printf '!keep.o\\n/q\\n' >d/.gitignore\n"
	     "printf 7 >d/q; printf 8 >d/e/q; echo /z >.git/info/exclude\n"
	     "git add -f build/forced; git init -q sub/in; printf 9 "
	     ">sub/in/n.o") == 0);
	T(names("g", ".",
	    ".gitignore=*.o\nbuild/\n build/forced=5 d/.gitignore=!keep.o\n"
	    "/q\n d/e/keep.o=3 d/e/q=8 sub/in/n.o=9 "));
	T(names("g", "d/e", "d/e/keep.o=3 d/e/q=8 "));
	T(names("g/d", ".", ".gitignore=!keep.o\n/q\n e/keep.o=3 e/q=8 "));
	T(names("g", "d/b.o", "d/b.o=2 "));
	T(names("g", "build", "build/forced=5 build/x=4 "));
	T(names("g", ".git", ".git!a git directory is not walked "));
}

static void
lists(void)
{
	struct source_spec lines = { SOURCE_LIST, .dir = "p" };
	struct source_spec nul = { SOURCE_LIST, .dir = "p", .null = true };

	T(sh("cd p; printf t >\"$(printf 'new\\nline')\"; printf q >'\"q'") ==
	    0);
	T(list(&lines, "a\n\nd/b", 5 + 1, "a=1 d/b=2 "));
	T(list(&lines, "\"new\\nline\"\n\"q\n", 15, "new\nline=t \"q=q "));
	T(list(&nul, "new\nline\0a", 11, "new\nline=t a=1 "));
	T(list(&lines, "\n\n", 2,
	    "!!no name came on stdin; say --tracked or --rev=HEAD if no list "
	    "is meant"));
	T(list(&lines, "a\0b\0", 4, "!!a name on stdin holds a NUL; say -0"));
	T(list(&lines, "d\n", 2, "d/b=2 d/e/c=3 "));
	T(list(&(struct source_spec){ SOURCE_STDIN, .name = "x/y" }, "text", 4,
	    "x/y=text "));
}

static void
indexed(void)
{
	struct source_spec tracked = { SOURCE_TRACKED, .dir = "r/d" };
	struct source_spec staged = { SOURCE_STAGED, .dir = "r" };
	struct source_spec rev = { SOURCE_REV, .dir = "r", .rev = "v1^{}" };

	T(gives(&(struct source_spec){ SOURCE_STAGED, .dir = "/" },
	    "cannot open '/' as a repository: not a git repository"));
	T(sh("git init -q r; cd r; mkdir d e; printf 1 >a; printf 2 >d/b\n"
	     "printf 3 >e/c; ln -s a l; printf 0 >gone; git add .") == 0);
	T(gives(&staged, "a=1 d/b=2 e/c=3 gone=0 l=a "));
	T(sh("cd r; git commit -qm x; git tag -am t v1; rm gone e/c; rmdir e\n"
	     "ln -s d e; printf w >a") == 0);
	T(gives(&staged, "(nothing is staged)"));
	T(gives(&tracked, "a=w d/b=2 l=a "));
	T(gives(&rev, "a=1 d/b=2 e/c=3 gone=0 l=a "));
	T(sh("cd r; git add a; printf n >d/new; git add d/new; printf i >ita\n"
	     "git add -N ita; chmod +x d/b; git add d/b") == 0);
	T(gives(&staged, "a=w d/b=2 d/new=n "));
	T(sh("cd r; git update-index --split-index; printf s >s; git add s; "
	     "git rm -q --cached d/b") == 0);
	T(gives(&staged, "a=w d/new=n s=s "));
	rev.rev = "nonsense";
	T(strstr(all(&rev), "no such revision") != NULL);
	T(sh("cd r; head -c 60 .git/index >i; mv i .git/index") == 0);
	T(strstr(all(&tracked), "the index is corrupt") != NULL);
	T(strstr(all(&staged), "the index is corrupt") != NULL);
}

/* Each commit adds a file of its own name; m is a merge that adds more. */
static const char history[] =
    "git init -q -b main h; cd h\n"
    "c() { GIT_COMMITTER_DATE=\"$((1700000000 + $2)) +0000\" git commit "
    "-q -m $1; git tag $1; }\n"
    "printf a >a; git add .; c A 0\n"
    "printf b >b; git add .; c B 10; git checkout -q -b side A\n"
    "printf c >c; mkdir d; printf d >d/x; git add .; c C 20\n"
    "git checkout -q main; git merge -q --no-commit side 2>/dev/null\n"
    "printf evil >d/y; printf bb >b; git add .; c M 30\n"
    "printf b >b; git rm -qr d; git add .; c R 40\n"
    "mkdir d; printf evil >d/y; git add .; c S 50\n"
    "git update-ref refs/remotes/o/main B\n";

static bool
range(const char *rev, const char *want)
{
	struct source_spec spec = { SOURCE_RANGE, .dir = "h", .rev = rev };

	return gives(&spec, want);
}

static void
ranges(void)
{
	T(sh(history) == 0);
	T(range("A..B", "b=b "));
	T(range("B..M", "c=c d/x=d b=bb d/y=evil "));
	T(range("A..C", "c=c d/x=d "));
	T(range("M..", "b=b d/y=evil "));
	T(range("..HEAD", "(the range has no commit)"));
	T(range("M^..M", "c=c d/x=d b=bb d/y=evil "));
	T(range("B...C", "b=b c=c d/x=d "));
	T(range("C..main~2", "b=b b=bb d/y=evil "));
	T(range("A", "cannot take 'A' as a range: say A..B"));
	T(strstr(all(&(struct source_spec){
		     SOURCE_RANGE, .dir = "h", .rev = "A..zzz" }),
	      "no such revision") != NULL);
}

static bool
pushes(const char *format, const char *want)
{
	struct source_spec spec = { SOURCE_PUSHED, .dir = "h" };
	char cmd[1000], text[1000];
	FILE *f;
	size_t n;

	snprintf(cmd, sizeof(cmd),
	    "cd h; O=0000000000000000000000000000000000000000\n"
	    "r() { git rev-parse $1; }\nprintf '%s' >../push",
	    format);
	if (sh(cmd) != 0 || (f = fopen("push", "r")) == NULL)
		return false;
	n = fread(text, 1, sizeof(text), f);
	fclose(f);
	return list(&spec, text, n, want);
}

static void
pushed(void)
{
	T(pushes("", "(nothing is pushed)"));
	T(pushes(
	    "(delete) '$O' refs/heads/x '$(r A)'\n", "(nothing is pushed)"));
	T(pushes("refs/heads/main '$(r M)' refs/heads/main '$(r A)'\n",
	    "b=b c=c d/x=d b=bb d/y=evil "));
	T(pushes("refs/heads/main '$(r M)' refs/heads/main '$O'\n",
	    "c=c d/x=d b=bb d/y=evil "));
	T(pushes("refs/heads/main '$(r M)' refs/heads/main "
		 "1111111111111111111111111111111111111111\n",
	    "c=c d/x=d b=bb d/y=evil "));
	T(pushes("refs/heads/main '$(r B)' refs/heads/main '$(r B)'\n",
	    "(nothing is pushed)"));
	T(pushes(
	    "refs/tags/t '$(r A:a)' refs/tags/t '$O'\n", "refs/tags/t=a "));
	T(pushes("some words that are none\n",
	    "stdin:1: not a line as git gives it to a pre-push hook"));
}

static void
others(void)
{
	T(sh("git clone -q --depth 2 file://$PWD/h shallow\n"
	     "git init -q --object-format=sha256 big; cd big; printf 1 >a\n"
	     "git add a; git commit -qm x; printf 2 >b; git add b") == 0);
	T(gives(&(struct source_spec){ SOURCE_RANGE, .dir = "shallow",
		    .rev = "HEAD~1..HEAD" },
	    "d/y=evil "));
	T(gives(&(struct source_spec){ SOURCE_REV, .dir = "big",
		    .rev = "HEAD^{tree}" },
	    "a=1 "));
	T(gives(&(struct source_spec){ SOURCE_STAGED, .dir = "big" }, "b=2 "));
	T(gives(
	    &(struct source_spec){ SOURCE_TRACKED, .dir = "big" }, "a=1 b=2 "));
	T(sh("cd h; git gc -q; git worktree add -q ../wt side; cd ../wt\n"
	     "printf n >n; git add n") == 0);
	T(gives(&(struct source_spec){ SOURCE_STAGED, .dir = "wt" }, "n=n "));
	T(range("B..M", "c=c d/x=d b=bb d/y=evil "));
}

int
main(void)
{
	char dir[] = "/tmp/source-unit-XXXXXX";

	T(mkdtemp(dir) != NULL && chdir(dir) == 0);
	walks();
	ignores();
	lists();
	indexed();
	ranges();
	pushed();
	others();
	T(sh("cd /tmp && rm -r \"$OLDPWD\"") == 0);
	buf_free(&got);
	return T_END();
}
