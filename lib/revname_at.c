#include "base.h"
#include "revname.h"
#include "str.h"

#include <fcntl.h>
#include <unistd.h>

enum { REF_MAX = 4096, LOG_MAX = 256 << 20, ENTRIES_MAX = 1 << 24 };

static int
fail(struct objread *o, const char *why)
{
	snprintf(o->why, sizeof(o->why), "%s", why);
	return -1;
}

/* The reflog of a ref, whole; 0, 1 there is none. */
static int
read_log(struct objread *o, const char *ref, struct buf *out)
{
	const char *dir =
	    strncmp(ref, "refs/", 5) == 0 ? o->git->common : o->git->dir;
	struct buf path = { .max = 1 << 16 };
	ssize_t got = -1;
	int fd = -1;

	if (buf_addf(&path, "%s/logs/%s", dir, ref) == 0)
		fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	buf_free(&path);
	if (fd < 0)
		return 1;
	while (buf_room(out, 65536) == 0 &&
	    (got = read(fd, out->p + out->n, 65536)) > 0)
		out->n += (size_t)got;
	close(fd);
	return got == 0 ? 0 : 1;
}

/* The nth line from the end: "OLD NEW who when\twhat". */
static bool
line_back(struct str log, uint64_t n, struct str *line)
{
	if (log.n && log.p[log.n - 1] == '\n')
		log.n--;
	for (;; n--) {
		size_t at = str_rchr(log, '\n');

		*line = str_sub(log, at == STR_NONE ? 0 : at + 1, log.n);
		if (n == 0)
			return line->n > 0;
		if (at == STR_NONE)
			return false;
		log.n = at;
	}
}

/* The value that a ref had n changes ago. */
static int
logged(struct objread *o, const char *ref, uint64_t n, struct oid *id)
{
	struct buf log = { .max = LOG_MAX };
	struct str line, word;
	int rc = read_log(o, ref, &log);
	bool first = false;

	if (rc == 0 && !line_back(buf_str(&log), n, &line)) {
		/* What was before the oldest change stands in it, too. */
		first = n > 0 && line_back(buf_str(&log), n - 1, &line);
		rc = first ? 0 : 1;
	}
	if (rc == 0 && str_word(&line, &word) &&
	    (first || str_word(&line, &word)))
		rc = oid_parse(word, id) < 0 || id->n != o->git->idlen;
	else
		rc = 1;
	buf_free(&log);
	return rc;
}

/* "@{-N}": the branch that was left N switches ago. */
static int
left(struct objread *o, uint64_t n, struct oid *id)
{
	struct buf log = { .max = LOG_MAX }, full = { .max = REF_MAX };
	struct str line = STR(""), name;
	int rc = read_log(o, "HEAD", &log);
	uint64_t i = 0;
	size_t at = 0;

	for (; rc == 0 && n > 0; i++) {
		if (!line_back(buf_str(&log), i, &line))
			rc = 1;
		at = str_find(line, STR("\tcheckout: moving from "), 0);
		n -= at != STR_NONE;
	}
	if (rc == 0 && i > 0) {
		name = str_sub(
		    line, at + strlen("\tcheckout: moving from "), line.n);
		name = str_sub(name, 0, str_find(name, STR(" to "), 0));
		rc = name.n == (size_t)2 * o->git->idlen &&
			oid_parse(name, id) == 0 ?
		    0 :
		    revname_ref(o, name, &full, id);
	}
	buf_free(&log);
	buf_free(&full);
	return rc;
}

/* "refs/heads/a" through "+refs/heads/STAR:refs/remotes/o/STAR". */
static bool
mapped(struct str spec, struct str ref, struct buf *out)
{
	struct str from, to;
	size_t star, into;

	if (str_starts(spec, STR("+")))
		spec = str_sub(spec, 1, spec.n);
	if (!str_cut(&spec, ':', &from))
		return false;
	to = spec;
	star = str_chr(from, '*', 0);
	into = str_chr(to, '*', 0);
	buf_reset(out);
	if (star == STR_NONE)
		return str_eq(from, ref) && buf_adds(out, to) == 0;
	if (into == STR_NONE || !str_starts(ref, str_sub(from, 0, star)) ||
	    star + 1 != from.n)
		return false;
	return buf_adds(out, str_sub(to, 0, into)) == 0 &&
	    buf_adds(out, str_sub(ref, star, ref.n)) == 0 &&
	    buf_adds(out, str_sub(to, into + 1, to.n)) == 0;
}

/* What a branch follows, by the repository's configuration. */
static int
upstream(struct objread *o, const char *ref, struct oid *id)
{
	const struct gitconf *c = &o->git->conf;
	struct buf key = { .max = REF_MAX }, out = { .max = REF_MAX };
	const char *remote = NULL, *merge = NULL;
	int rc = 1;

	if (strncmp(ref, "refs/heads/", 11) != 0)
		return 1;
	if (buf_addf(&key, "branch.%s.remote", ref + 11) == 0)
		remote = gitconf_get(c, key.p);
	buf_reset(&key);
	if (buf_addf(&key, "branch.%s.merge", ref + 11) == 0)
		merge = gitconf_get(c, key.p);
	buf_reset(&key);
	if (remote && merge && strcmp(remote, ".") == 0)
		rc = objread_ref(o, merge, id);
	else if (remote && merge &&
	    buf_addf(&key, "remote.%s.fetch", remote) == 0)
		for (size_t i = 0; rc == 1 && i < c->n; i++)
			if (str_eq(c->v[i].key, buf_str(&key)) &&
			    mapped(c->v[i].value, str_of(merge), &out))
				rc = objread_ref(o, out.p, id);
	buf_free(&key);
	buf_free(&out);
	return rc == 1 ? fail(o, "the branch has no upstream") : rc;
}

/* A tag may hide the branch of its name, which is what has a reflog. */
static int
changed(struct objread *o, struct str name, const char *ref, uint64_t n,
    struct oid *id)
{
	struct buf branch = { .max = REF_MAX };
	int rc = logged(o, ref, n, id);

	if (rc == 1 && buf_addf(&branch, "refs/heads/%.*s", FMT(name)) == 0)
		rc = logged(o, branch.p, n, id);
	buf_free(&branch);
	return rc;
}

int
revname_at(struct objread *o, struct str name, struct str what, struct oid *id)
{
	struct buf full = { .max = REF_MAX };
	char head[2048];
	uint64_t n;
	int rc;

	if (name.n == 0 && what.n > 1 && what.p[0] == '-')
		return str_num(str_sub(what, 1, what.n), ENTRIES_MAX, &n) < 0 ?
		    1 :
		    left(o, n, id);
	/* Without a name it is the branch that HEAD is on. */
	if ((name.n == 0 || str_eqz(name, "@") || str_eqz(name, "HEAD")) &&
	    objread_symref(o, "HEAD", head, sizeof(head)) == 0 &&
	    (name.n == 0 || what.n == 0 || what.p[0] > '9'))
		name = str_of(head);
	else if (name.n == 0 || str_eqz(name, "@"))
		name = STR("HEAD");
	rc = revname_ref(o, name, &full, id);
	if (rc == 0 &&
	    (str_ieq(what, STR("u")) || str_ieq(what, STR("upstream"))))
		rc = upstream(o, full.p, id);
	else if (rc == 0 && str_num(what, ENTRIES_MAX, &n) == 0)
		rc = n == 0 ? 0 : changed(o, name, full.p, n, id);
	else if (rc == 0)
		rc = fail(o, "a date is not understood here");
	buf_free(&full);
	return rc;
}
