#include "base.h"
#include "placing.h"
#include "mirror.h"
#include "save.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int
fail(struct placing *p, const char *what, const char *why)
{
	snprintf(p->why, sizeof(p->why), "'%.120s': %.160s", what, why);
	return -1;
}

static int
write_all(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		s = str_sub(s, (size_t)n, s.n);
	}
	return 0;
}

static int
make_dir(struct placing *p, const char *name)
{
	return mkdirat(p->fd, name, 0777) < 0 && errno != EEXIST ?
	    fail(p, name, strerror(errno)) :
	    0;
}

/* "objects/xx/..." has no member of its own for its directory. */
static int
begin_file(struct placing *p, const char *name)
{
	char dir[16];

	snprintf(dir, sizeof(dir), "%.10s", name);
	if (strncmp(name, "objects/", 8) == 0 && name[10] == '/' &&
	    make_dir(p, dir) < 0)
		return -1;
	p->file = openat(p->fd, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	return p->file < 0 ? fail(p, name, strerror(errno)) : 0;
}

static int
begin_member(void *arg, const char *name, uint64_t size)
{
	struct placing *p = arg;
	size_t n = strlen(name);
	char dir[64];

	(void)size;
	if (!mirror_name_ok(str_of(name)))
		return fail(p, name, "it does not belong into a repository");
	if (p->dir == NULL)
		return 0;
	if (name[n - 1] != '/')
		return begin_file(p, name);
	snprintf(dir, sizeof(dir), "%.*s", (int)n - 1, name);
	return make_dir(p, dir);
}

static int
body(void *arg, struct str bytes)
{
	struct placing *p = arg;

	if (p->file < 0 || write_all(p->file, bytes) == 0)
		return 0;
	return fail(p, p->dir, strerror(errno));
}

static int
end_member(void *arg)
{
	struct placing *p = arg;
	int fd = p->file;

	p->file = -1;
	return fd >= 0 && close(fd) < 0 ? fail(p, p->dir, strerror(errno)) : 0;
}

static const struct untar_ops ops = { begin_member, body, end_member };

int
placing_begin(struct placing *p, const char *dir, bool tar)
{
	*p = (struct placing){ .dir = dir,
		.tar = tar,
		.fd = -1,
		.file = -1,
		.pack = -1,
		.child = { .pid = -1 },
		.header = { .max = PLACING_HEADER_MAX } };
	untar_begin(&p->untar, &ops, p);
	if (dir == NULL)
		return 0;
	p->fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return p->fd < 0 ? fail(p, dir, strerror(errno)) : 0;
}

static int
start_git(struct placing *p)
{
	static const char *const args[] = { "index-pack", "--stdin",
		"--fix-thin", NULL };
	char why[GITRUN_WHY];
	int fd[2];

	if (gitrun_at(&p->git, p->dir, why) < 0)
		return fail(p, p->dir, why);
	if (pipe2(fd, O_CLOEXEC) < 0)
		return fail(p, "git", strerror(errno));
	if (gitrun_start(&p->git, &p->child, args, fd[0], CHILD_NULL) < 0) {
		close(fd[0]);
		close(fd[1]);
		return fail(p, "git", strerror(errno));
	}
	close(fd[0]);
	p->pack = fd[1];
	return 0;
}

/* Every line is as we write them, every name one that git takes. */
static int
check_header(struct placing *p)
{
	struct bundle_head h;
	struct bundle_line l;
	int rc;

	if (bundle_begin(&h, buf_str(&p->header)) < 0)
		return fail(p, "its bundle", "it does not begin as one");
	while ((rc = bundle_next(&h, &l)) > 0)
		if (l.name.n && !str_eqz(l.name, "HEAD") &&
		    !refstate_name_ok(l.name))
			return fail(p, "its bundle", "a name that no ref has");
	return rc < 0 ? fail(p, "its bundle", "malformed") : 0;
}

static int
take_header(struct placing *p, struct str *bytes)
{
	size_t had = p->header.n, from = had ? had - 1 : 0, at;

	if (buf_adds(&p->header, *bytes) < 0)
		return fail(p, "its bundle", "too many refs");
	at = str_find(buf_str(&p->header), STR("\n\n"), from);
	if (at == STR_NONE) {
		bytes->n = 0;
		return 0;
	}
	*bytes = str_sub(*bytes, at + 2 - had, bytes->n);
	p->header.n = at + 2;
	p->begun = true;
	if (check_header(p) < 0)
		return -1;
	return p->dir ? start_git(p) : 0;
}

int
placing_add(void *arg, struct str bytes)
{
	struct placing *p = arg;

	if (p->tar) {
		if (untar_add(&p->untar, bytes) == 0)
			return 0;
		return p->untar.why ? fail(p, "its tar", p->untar.why) : -1;
	}
	if (!p->begun && take_header(p, &bytes) < 0)
		return -1;
	if (p->pack < 0 || bytes.n == 0)
		return 0;
	return write_all(p->pack, bytes) == 0 ?
	    0 :
	    fail(p, "git index-pack", strerror(errno));
}

int
placing_end(struct placing *p)
{
	char why[GITRUN_WHY];
	int pack = p->pack;

	if (p->tar)
		return untar_end(&p->untar) < 0 ?
		    fail(p, "its tar", "it is cut short") :
		    0;
	if (!p->begun)
		return fail(p, "its bundle", "it is cut short");
	if (p->child.pid < 0)
		return 0;
	p->pack = -1;
	close(pack);
	if (child_end(&p->child, why, sizeof(why)) < 0) {
		p->child.pid = -1;
		return fail(p, "git index-pack", why);
	}
	p->child.pid = -1;
	return 0;
}

void
placing_free(struct placing *p)
{
	char why[GITRUN_WHY];

	if (p->pack >= 0)
		close(p->pack);
	if (p->child.pid >= 0)
		(void)child_end(&p->child, why, sizeof(why));
	if (p->file >= 0)
		close(p->file);
	if (p->fd >= 0)
		close(p->fd);
	buf_free(&p->header);
}

static int
put_file(struct placing *p, const char *name, struct str text)
{
	return save_write(p->fd, name, text, 0666, SAVE_REPLACE) < 0 ?
	    fail(p, name, strerror(errno)) :
	    0;
}

int
placing_init(struct placing *p, unsigned idlen)
{
	static const char *const dirs[] = { "objects", "objects/pack",
		"objects/info", "refs", "refs/heads", "refs/tags" };

	for (size_t i = 0; i < LEN(dirs); i++)
		if (make_dir(p, dirs[i]) < 0)
			return -1;
	if (put_file(p, "HEAD", STR("ref: refs/heads/main\n")) < 0)
		return -1;
	return put_file(p, "config",
	    idlen == 32 ?
		STR("[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
		    "[extensions]\n\tobjectformat = sha256\n") :
		STR("[core]\n\trepositoryformatversion = 0\n\tbare = true\n"));
}

static int
by_name(const void *a, const void *b)
{
	const struct ref *x = a, *y = b;

	return str_cmp(x->name, y->name);
}

/* HEAD's line follows its branch's, or comes first: detached. */
static int
read_refs(struct placing *p, struct refstate *s)
{
	struct bundle_head h;
	struct bundle_line l;
	size_t max = 0, n = 0;

	for (size_t i = 0; i < p->header.n; i++)
		max += p->header.p[i] == '\n';
	s->refs.v = calloc(max + 1, sizeof(*s->refs.v));
	if (s->refs.v == NULL || bundle_begin(&h, buf_str(&p->header)) < 0)
		return -1;
	while (bundle_next(&h, &l) > 0) {
		if (str_eqz(l.name, "HEAD")) {
			s->head_oid = l.oid;
			if (n)
				s->head = s->refs.v[n - 1].name;
		} else if (l.name.n) {
			s->refs.v[n++] = (struct ref){ l.name, l.oid };
		}
	}
	s->refs.n = n;
	if (n)
		qsort(s->refs.v, n, sizeof(*s->refs.v), by_name);
	return 0;
}

int
placing_refs(struct placing *p)
{
	struct buf packed = { .max = PLACING_HEADER_MAX };
	struct buf head = { .max = 4096 };
	struct refstate s = { 0 };
	int rc = -1;

	if (read_refs(p, &s) < 0 || refstate_packed(&s, &packed) < 0 ||
	    (s.head_oid.n && refstate_head(&s, &head) < 0))
		fail(p, p->dir, "no memory");
	else
		rc = put_file(p, "packed-refs", buf_str(&packed));
	if (rc == 0 && head.n)
		rc = put_file(p, "HEAD", buf_str(&head));
	free(s.refs.v);
	buf_free(&packed);
	buf_free(&head);
	return rc;
}
