#include "base.h"
#include "advpath.h"
#include "crypt.h"
#include "memo.h"
#include "pat.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int
memo_open(struct memo *m, const char *cache, const char *git, const char *name,
    const char **why)
{
	char file[64];

	m->bytes.max = JUDGED_MAX;
	m->mem.max = m->one.max = MEMO_RECORDS_MAX;
	m->named = cache != NULL;
	m->file.fd = -1;
	if (cache) {
		m->on = cachefile_open(&m->file, cache) == 0;
		return m->on ? 0 : -1;
	}
	snprintf(file, sizeof(file), "%s.cache", name);
	m->on = cachefile_open_in(&m->file, git, file) == 0;
	*why = m->on ? NULL : strerror(errno);
	return m->on ? 0 : 1;
}

static int
add_z(struct sha256 *h, const char *s)
{
	struct str text = str_of(s ? s : "");

	text.n += s != NULL; /* the NUL: absent is not empty */
	return sha256_add(h, text);
}

static int
add_text(struct sha256 *h, struct str name, struct str text)
{
	uint64_t n[2] = { name.n, text.n };

	if (sha256_add(h, (struct str){ (const char *)n, sizeof(n) }) < 0 ||
	    sha256_add(h, name) < 0)
		return -1;
	return sha256_add(h, text);
}

/* The program itself is what judges. */
static int
add_program(struct sha256 *h)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC), rc = 0;
	char piece[65536];
	ssize_t n;

	if (fd < 0)
		return 0;
	while (rc == 0 && (n = read(fd, piece, sizeof(piece))) > 0)
		rc = sha256_add(h, (struct str){ piece, (size_t)n });
	close(fd);
	return rc;
}

static int
add_rules(struct sha256 *h, const struct setup *s)
{
	struct str name, text;

	for (size_t i = 0; s->pat && pat_file(s->pat, i, &name, &text); i++)
		if (add_text(h, name, text) < 0)
			return -1;
	for (size_t i = 0; i < s->nuser; i++)
		if (add_text(h, s->user[i].file, s->user[i].text) < 0)
			return -1;
	return 0;
}

/* Advisories change, and ends of life come nearer day by day. */
static int
add_advisories(struct sha256 *h, const struct setup *s, const char *name)
{
	struct advpath paths;
	char stamp[2 * PATH_MAX + 128];
	size_t n;

	if (strcmp(name, "deps") != 0 && strcmp(name, "scan") != 0)
		return 0;
	if (advpath_find(&paths, s->db) < 0 ||
	    advpath_stamp(&paths, stamp, sizeof(stamp)) < 0)
		return -1;
	n = strlen(stamp);
	snprintf(stamp + n, sizeof(stamp) - n, "%d %d", s->today, s->no_dev);
	return add_z(h, stamp);
}

int
memo_rules(struct memo *m, const struct setup *setup, const struct ask *ask,
    const char *name)
{
	unsigned char how[] = { setup->pat != NULL, setup->inventory,
		setup->each, ask->show_accepted, ask->why,
		(unsigned char)ask->least };
	struct sha256 *h = sha256_new();

	if (h == NULL)
		return -1;
	if (add_z(h, VERSION) == 0 && add_z(h, hs_engine()) == 0 &&
	    add_program(h) == 0 && add_z(h, name) == 0 &&
	    add_z(h, setup->only) == 0 && add_z(h, setup->policy) == 0 &&
	    add_z(h, setup->country) == 0 &&
	    sha256_add(h, (struct str){ (char *)how, sizeof(how) }) == 0 &&
	    add_rules(h, setup) == 0 && add_advisories(h, setup, name) == 0)
		return sha256_end(h, m->rules);
	sha256_free(h);
	return -1;
}

const char *
memo_load(struct memo *m, struct history *h)
{
	int rc = cachefile_read(&m->file, &m->bytes);

	m->h = h;
	if (rc != 0) {
		m->on = false;
		return rc == 1 ? "another run has it" : strerror(errno);
	}
	rc = judged_parse(buf_str(&m->bytes), m->rules, &m->old);
	history_keep(h, rc == 0 ? &m->old : NULL);
	if (m->bytes.n == 0 || rc == 0)
		return NULL;
	if (m->named && !judged_is(buf_str(&m->bytes))) {
		m->on = false; /* not ours to write over */
		return "it is no cache, and is left as it is";
	}
	return rc == 1 ? "it was made with other rules, or by another tamis" :
			 "it is damaged";
}

void
memo_record(struct memo *m, const struct rec *r)
{
	if (m->on && judged_add_record(&m->one, r) < 0)
		m->dated = true;
}

void
memo_doubt(struct memo *m)
{
	m->dated = true;
}

void
memo_place(struct memo *m, size_t place)
{
	struct str records;
	size_t n;

	if (!m->on)
		return;
	n = history_count(m->h);
	if (m->said == NULL) {
		m->said = calloc(n + 1, sizeof(*m->said));
		m->nsaid = m->said ? n : 0;
	}
	if (place && place <= m->nsaid && !m->dated) {
		records = arena_str(&m->mem, buf_str(&m->one));
		m->said[place - 1] =
		    (struct history_said){ records.p != NULL, records };
		m->more = true;
	}
	buf_reset(&m->one);
	m->dated = false;
}

const char *
memo_save(struct memo *m, bool records)
{
	struct buf out = { .max = JUDGED_MAX };
	const char *why = NULL;
	int rc;

	if (!m->on || m->h == NULL || history_listed(m->h) ||
	    (history_recalled(m->h) && !(m->more && records)))
		return NULL;
	rc = history_save(m->h, m->rules, records ? m->said : NULL, &out);
	if (rc < 0)
		why = "out of memory, or too large";
	else if ((rc = cachefile_write(&m->file, buf_str(&out))) != 0)
		why = rc == 1 ? "another run has it" : strerror(errno);
	buf_free(&out);
	return why;
}

void
memo_free(struct memo *m)
{
	if (m->bytes.max)
		cachefile_close(&m->file);
	buf_free(&m->bytes);
	buf_free(&m->one);
	arena_free(&m->mem);
	free(m->said);
}
