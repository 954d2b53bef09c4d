#include "base.h"
#include "index.h"
#include "buf.h"
#include "crypt_sha1.h"
#include "str.h"
#include "../t.h"

#include <sys/wait.h>

#include <unistd.h>

static struct buf one = { .max = 1 << 20 }, two = { .max = 1 << 20 };
static const char *why;

/* A repository with an index as git itself writes it. */
static int
sh(const char *script)
{
	static const char head[] =
	    "export GIT_CONFIG_NOSYSTEM=1 HOME=/nonexistent GIT_DIR=$PWD/g\n"
	    "export GIT_WORK_TREE=$PWD/w\n";
	char all[2048];
	int status;
	pid_t pid;

	snprintf(all, sizeof(all), "%s%s", head, script);
	if ((pid = fork()) == 0) {
		execl("/bin/sh", "sh", "-euc", all, (char *)NULL);
		_exit(127);
	}
	return pid < 0 || waitpid(pid, &status, 0) < 0 ? -1 : status;
}

static struct str
slurp(const char *path, struct buf *b)
{
	FILE *f = fopen(path, "rb");
	size_t got;

	buf_reset(b);
	while (f && buf_room(b, 4096) == 0 &&
	    (got = fread(b->p + b->n, 1, 4096, f)) > 0)
		b->n += got;
	if (f)
		fclose(f);
	return buf_str(b);
}

static const char *
paths(const struct index *x)
{
	static char line[400];
	size_t n = 0;

	line[0] = '\0';
	for (size_t i = 0; i < x->n && n < sizeof(line); i++)
		n += (size_t)snprintf(line + n, sizeof(line) - n, "%s%s ",
		    x->v[i].path.p, x->v[i].intent ? "?" : "");
	return line;
}

static void
versions(void)
{
	static const char want[] = "a d/b d/c/x d/c/y new? z ";
	struct index x;
	char cmd[200];

	T(sh("mkdir -p w/d/c; git init -q; cd w; echo 1 >a; echo 2 >d/b\n"
	     "echo 3 >d/c/x; ln -s a z; echo 4 >d/c/y; echo 5 >new\n"
	     "git add a d z; git add -N new; git write-tree >/dev/null") == 0);
	for (int v = 2; v <= 4; v++) {
		snprintf(cmd, sizeof(cmd),
		    "cd w; git update-index --index-version %d", v);
		T(sh(cmd) == 0);
		T(index_parse(&x, slurp("g/index", &one), 20, &why) == 0);
		T(strcmp(paths(&x), want) == 0);
		T(x.n == 6 && x.v[5].mode == 0120000 && x.v[0].oid.n == 20);
		T(index_holds(&x, STR("d")) && index_holds(&x, STR("d/c")));
		T(!index_holds(&x, STR("d/")) && !index_holds(&x, STR("e")));
		T(index_tree_of(&x, STR("d/c")) != NULL);
		T(index_tree_of(&x, STR("e")) == NULL);
		index_free(&x);
	}
}

static void
corrupt(void)
{
	struct str s = slurp("g/index", &one);
	struct index x;

	T(index_parse(&x, str_sub(s, 0, s.n - 1), 20, &why) == -1);
	T(index_parse(&x, str_sub(s, 0, 8), 20, &why) == -1);
	T(strcmp(why, "the index is corrupt: it has no header") == 0);
	one.p[80] ^= 1;
	T(index_parse(&x, s, 20, &why) == -1);
	T(strcmp(why, "the index is corrupt: its checksum is wrong") == 0);
	memset(one.p + s.n - 20, 0, 20);
	one.p[80] ^= 1;
	T(index_parse(&x, s, 20, &why) == 0 && x.n == 6);
	index_free(&x);
	one.p[8] = 1; /* more entries than bytes */
	T(index_parse(&x, s, 20, &why) == -1);
	one.p[8] = 0;
	one.p[7] = 9;
	T(index_parse(&x, s, 20, &why) == -1);
	T(strcmp(why, "the index is of a version not known here") == 0);
}

static void
split(void)
{
	char hex[OID_HEX_MAX + 1], name[100];
	struct index x, base;
	struct str s;

	T(sh("cd w; git config splitIndex.maxPercentChange 100\n"
	     "git update-index --split-index; echo 9 >a; echo 9 >b\n"
	     "git add a b; git rm -q --cached d/b") == 0);
	s = slurp("g/index", &one);
	T(index_parse(&x, s, 20, &why) == 0 && x.link.n == 20);
	oid_hex(&x.link, hex);
	snprintf(name, sizeof(name), "g/sharedindex.%s", hex);
	T(index_parse(&base, slurp(name, &two), 20, &why) == 0);
	T(index_join(&x, &base, &why) == 0);
	T(strcmp(paths(&x), "a b d/c/x d/c/y new? z ") == 0);
	T(!oid_eq(&x.v[0].oid, &base.v[0].oid));
	index_free(&x);
	T(index_parse(&x, s, 20, &why) == 0);
	base.n = 1;
	T(index_join(&x, &base, &why) == -1);
	index_free(&x);
	index_free(&base);
}

static void
sparse(void)
{
	struct index x;

	T(sh("cd w; git update-index --no-split-index; git rm -q --cached new\n"
	     "git -c user.name=a -c user.email=a commit -qm x\n"
	     "git sparse-checkout init --cone --sparse-index") == 0);
	T(index_parse(&x, slurp("g/index", &one), 20, &why) == 0);
	T(strcmp(paths(&x), "a b d/ z ") == 0 && x.v[2].mode == 040000);
	index_free(&x);
	T(sh("rm -r g; git init -q --object-format=sha256; cd w\n"
	     "git add .") == 0);
	T(index_parse(&x, slurp("g/index", &one), 32, &why) == 0);
	T(x.n > 2 && x.v[0].oid.n == 32);
	index_free(&x);
}

static void
hashes(void)
{
	static const unsigned char abc[] = { 0xa9, 0x99, 0x3e, 0x36, 0x47, 0x06,
		0x81, 0x6a, 0xba, 0x3e, 0x25, 0x71, 0x78, 0x50, 0xc2, 0x6c,
		0x9c, 0xd0, 0xd8, 0x9d };
	static const unsigned char two_blocks[] = { 0x84, 0x98, 0x3e, 0x44,
		0x1c, 0x3b, 0xd2, 0x6e, 0xba, 0xae, 0x4a, 0xa1, 0xf9, 0x51,
		0x29, 0xe5, 0xe5, 0x46, 0x70, 0xf1 };
	unsigned char out[SHA1_LEN];

	sha1_of(STR("abc"), out);
	T(memcmp(out, abc, sizeof(abc)) == 0);
	sha1_of(STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
	    out);
	T(memcmp(out, two_blocks, sizeof(two_blocks)) == 0);
}

int
main(void)
{
	char dir[] = "/tmp/index-unit-XXXXXX";

	T(mkdtemp(dir) != NULL && chdir(dir) == 0);
	hashes();
	versions();
	corrupt();
	split();
	sparse();
	T(sh("cd /tmp && rm -r \"$OLDPWD\"") == 0);
	buf_free(&one);
	buf_free(&two);
	return T_END();
}
