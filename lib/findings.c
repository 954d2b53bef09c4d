#include "base.h"
#include "findings.h"
#include "child.h"
#include "str.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 1 << 20, SEVERITIES = 5 };

static const char *const severities[SEVERITIES] = { "critical", "high",
	"medium", "low", "info" };

struct counting {
	char names[FINDINGS_SIEVES][32];
	size_t counts[FINDINGS_SIEVES][SEVERITIES];
	size_t n;
	bool ended;
	char last[64];
};

static int
fail(char why[FINDINGS_WHY], const char *what, const char *cause)
{
	snprintf(why, FINDINGS_WHY, "%.40s: %.200s", what, cause);
	return -1;
}

static void
count(struct counting *c, struct str severity, struct str rule)
{
	struct str sieve = str_sub(rule, 0, str_chr(rule, '/', 0));
	size_t i, s;

	for (s = 0; s < SEVERITIES; s++)
		if (str_eqz(severity, severities[s]))
			break;
	for (i = 0; i < c->n; i++)
		if (str_eqz(sieve, c->names[i]))
			break;
	if (s == SEVERITIES || i == FINDINGS_SIEVES)
		return;
	if (i == c->n)
		snprintf(
		    c->names[c->n++], sizeof(c->names[0]), "%.*s", FMT(sieve));
	c->counts[i][s]++;
}

/* PLACE SEVERITY RULE ...; or the end: how many there were. */
static void
take(struct counting *c, struct str line)
{
	struct str field[3] = { { "", 0 }, { "", 0 }, { "", 0 } };

	for (size_t i = 0; i < 3; i++)
		(void)str_cut(&line, '\t', &field[i]);
	if (str_eqz(field[0], "end")) {
		c->ended = true;
		snprintf(c->last, sizeof(c->last), "%.*s", FMT(field[2]));
	} else {
		count(c, field[1], field[2]);
	}
}

static int
read_all(struct counting *c, int fd)
{
	struct buf b = { .max = LINE_MAX_BYTES };
	struct str rest, line;
	ssize_t n;
	int rc = 0;

	while (rc == 0 && (rc = buf_room(&b, 4096)) == 0 &&
	    (n = read(fd, b.p + b.n, 4096)) != 0) {
		if (n < 0)
			rc = errno == EINTR ? 0 : -1;
		b.n += n > 0 ? (size_t)n : 0;
		rest = buf_str(&b);
		while (str_chr(rest, '\n', 0) != STR_NONE &&
		    str_cut(&rest, '\n', &line))
			take(c, line);
		if (rest.n)
			memmove(b.p, rest.p, rest.n);
		b.n = rest.n;
	}
	buf_free(&b);
	return rc;
}

/* A program of the suite, beside the one that runs. */
static int
beside(const char *name, char out[PATH_MAX])
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	if (n < 0)
		return -1;
	self[n] = '\0';
	if ((slash = strrchr(self, '/')) == NULL)
		return -1;
	*slash = '\0';
	n = snprintf(out, PATH_MAX, "%s/%s", self, name);
	return n < 0 || n >= PATH_MAX ? -1 : 0;
}

static int
sum_up(struct findings *f, const struct counting *c)
{
	for (size_t i = 0; i < c->n; i++) {
		if (buf_addf(&f->text, "sieve: %s", c->names[i]) < 0)
			return -1;
		for (size_t s = 0; s < SEVERITIES; s++) {
			f->n += c->counts[i][s];
			if (c->counts[i][s] &&
			    buf_addf(&f->text, " %s=%zu", severities[s],
				c->counts[i][s]) < 0)
				return -1;
		}
		if (buf_addc(&f->text, '\n') < 0)
			return -1;
	}
	if (f->n == 0 && buf_addz(&f->text, "sieve: clean\n") < 0)
		return -1;
	return strcmp(c->last, "unread=0") == 0 ?
	    0 :
	    buf_addf(&f->text, "sieve: %s\n", c->last);
}

int
findings_run(struct findings *f, const char *repo, char why[FINDINGS_WHY])
{
	char scan[PATH_MAX], allow[PATH_MAX];
	const char *scans[] = { scan, "-C", repo, "--history", "--view=records",
		NULL };
	const char *allows[] = { allow, "-C", repo, "--view=records", NULL };
	union {
		char **from;
		const char *const *to;
	} env = { .from = environ };
	struct counting c = { .n = 0 };
	struct child one, two;
	int rc, st;

	*f = (struct findings){ .text = { .max = 1 << 20 } };
	if (beside("tamis-scan", scan) < 0 ||
	    beside("tamis-allow", allow) < 0 ||
	    child_start(&one, scans, env.to, CHILD_NULL, CHILD_PIPE) < 0)
		return fail(why, "tamis-scan", strerror(errno));
	if (child_start(&two, allows, env.to, one.out, CHILD_PIPE) < 0) {
		(void)child_status(&one);
		close(one.err);
		return fail(why, "tamis-allow", strerror(errno));
	}
	close(one.out);
	one.out = -1;
	rc = read_all(&c, two.out);
	(void)child_status(&one);
	close(one.err);
	st = child_status(&two);
	close(two.err);
	/* What could not be read is told; a stream without its end is none. */
	if (rc < 0 || !c.ended || st > EXIT_TROUBLE)
		return fail(why, "the sieves", "they did not come to an end");
	return sum_up(f, &c) < 0 ? fail(why, "the sieves", "no memory") : 0;
}
