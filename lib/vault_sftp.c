#include "base.h"
#include "child.h"
#include "str.h"
#include "vault_in.h"

#include <errno.h>
#include <sys/random.h>
#include <unistd.h>

enum { BATCH_MAX = 64 << 20, LIST_MAX = 256 << 20, PIECE = 65536 };

static bool
is_plain(struct str s, const char *more)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || strchr(more, c)))
			return false;
	}
	return s.n > 0 && s.p[0] != '-';
}

/* sftp:[//][USER@]HOST[:PORT]/PATH; a path is below the home directory when
   one slash stands before it, and /%2F is not known: say //PATH. */
int
vault_sftp_parse(struct vault *v, const char *where)
{
	struct str s = str_of(where), host, port = STR(""), path;
	size_t slash, colon;

	if (!str_starts(s, STR("sftp:")))
		return 1;
	s = str_sub(s, 5, s.n);
	if (str_starts(s, STR("//")))
		s = str_sub(s, 2, s.n);
	slash = str_chr(s, '/', 0);
	host = str_sub(s, 0, slash);
	path = slash == STR_NONE ? STR("") : str_sub(s, slash + 1, s.n);
	if ((colon = str_chr(host, ':', 0)) != STR_NONE) {
		port = str_sub(host, colon + 1, host.n);
		host = str_sub(host, 0, colon);
	}
	if (!is_plain(host, "@.-_") || host.n >= sizeof(v->host) ||
	    port.n >= sizeof(v->port) || (port.n && !is_plain(port, "")) ||
	    path.n >= sizeof(v->path) || !is_plain(path, "/._+@=,~ -"))
		return vault_fail(v, where,
		    "it is to be sftp:USER@HOST:PORT/PATH, of plain letters");
	snprintf(v->host, sizeof(v->host), "%.*s", FMT(host));
	snprintf(v->port, sizeof(v->port), "%.*s", FMT(port));
	snprintf(v->path, sizeof(v->path), "%.*s", FMT(path));
	return 0;
}

static int
collect(int fd, struct buf *said)
{
	ssize_t n;

	do {
		if (buf_room(said, PIECE) < 0)
			return -1;
		n = read(fd, said->p + said->n, PIECE);
		said->n += n > 0 ? (size_t)n : 0;
	} while (n > 0 || (n < 0 && errno == EINTR));
	return n < 0 ? -1 : 0;
}

/* The batch of commands; what it printed goes to said. It is ssh that asks
   for nothing, by -b. The environment is its own: keys, agent, home. */
static int
run(struct vault *v, struct str batch, struct buf *said)
{
	const char *argv[] = { "sftp", "-q", "-b", "-", "-P", v->port, v->host,
		NULL };
	const char *plain[] = { "sftp", "-q", "-b", "-", v->host, NULL };
	union {
		char **from;
		const char *const *to;
	} env = { .from = environ };
	char why[VAULT_WHY];
	struct child c;
	int in = child_bytes(batch), rc;

	if (in < 0)
		return vault_fail(v, v->where, strerror(errno));
	rc = child_start(&c, v->port[0] ? argv : plain, env.to, in, CHILD_PIPE);
	close(in);
	if (rc < 0)
		return vault_fail(v, "sftp", strerror(errno));
	rc = collect(c.out, said);
	if (child_end(&c, why, sizeof(why)) < 0)
		return vault_fail(v, v->where, why);
	return rc < 0 ? vault_fail(v, v->where, "sftp says too much") : 0;
}

/* "sftp> ls -1" is echoed; a name comes with its path or without. */
static int
take_names(struct vault *v, struct str said)
{
	char name[VAULT_NAME];
	struct str line;
	size_t slash;

	while (str_cut(&said, '\n', &line)) {
		line = str_trim(line);
		if (str_starts(line, STR("sftp>")))
			continue;
		slash = str_rchr(line, '/');
		if (slash != STR_NONE)
			line = str_sub(line, slash + 1, line.n);
		if (line.n == 0 || line.n >= sizeof(name) ||
		    !is_plain(line, "._-"))
			continue;
		snprintf(name, sizeof(name), "%.*s", FMT(line));
		if (vault_add_name(v, name) < 0)
			return -1;
	}
	return 0;
}

static bool
is_small(struct str name)
{
	return !str_ends(name, STR(".age"));
}

int
vault_sftp_open(struct vault *v, bool create, bool all)
{
	struct buf batch = { .max = BATCH_MAX }, said = { .max = LIST_MAX };
	int rc = 0;

	/* A dash before it: that it is there already is no trouble. */
	if (create)
		rc = buf_addf(&batch, "-mkdir \"%s\"\n", v->path);
	if (rc == 0)
		rc = buf_addf(&batch, "ls -1 \"%s\"\n", v->path);
	if (rc == 0)
		rc = run(v, buf_str(&batch), &said);
	if (rc == 0)
		rc = take_names(v, buf_str(&said));
	buf_reset(&batch);
	buf_reset(&said);
	for (size_t i = 0; rc == 0 && i < v->n; i++) {
		struct str name = str_of(v->names[i]);

		if (str_ends(name, STR(".tmp")) || (!all && !is_small(name)))
			continue;
		rc = buf_addf(&batch, "get \"%s/%s\" \"%s/%s\"\n", v->path,
		    v->names[i], v->copy.path, v->names[i]);
	}
	if (rc == 0 && batch.n)
		rc = run(v, buf_str(&batch), &said);
	if (rc < 0 && v->why[0] == '\0')
		vault_fail(v, v->where, "too many files");
	buf_free(&batch);
	buf_free(&said);
	return rc;
}

/* rename -l is refused where the name is taken: one of two runs loses. */
int
vault_sftp_send(struct vault *v)
{
	struct buf batch = { .max = BATCH_MAX }, said = { .max = LIST_MAX };
	unsigned id;
	int rc = 0;

	/* Another host may have our process number. */
	if (getrandom(&id, sizeof(id), 0) != sizeof(id))
		rc = vault_fail(v, v->where, "no random number");
	for (size_t i = 0; rc == 0 && i < v->npending; i++) {
		const char *name = v->pending[i];

		rc = buf_addf(&batch,
		    "put -f \"%s/%s\" \"%s/%s.%08x.tmp\"\n"
		    "rename -l \"%s/%s.%08x.tmp\" \"%s/%s\"\n",
		    v->copy.path, name, v->path, name, id, v->path, name, id,
		    v->path, name);
	}
	if (rc == 0)
		rc = run(v, buf_str(&batch), &said);
	buf_free(&batch);
	buf_free(&said);
	return rc;
}
