#include "base.h"
#include "deps_in.h"
#include "say.h"
#include "str.h"

#include <pthread.h>
#include <unistd.h>

/* What is said of a database's age is said once a run, whichever thread
   opened it first. */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static const struct deps_model *told_model;
static struct advdb *told_db;
static const char *told_path;

static void
tell_age(void)
{
	struct buf day = { .max = 64 };
	int32_t then;

	if (advdb_meta(told_db, "day", &day) == 0 &&
	    date_parse(buf_str(&day), &then) == 0 &&
	    told_model->today - then > told_model->max_age)
		warn("the advisories of '%s' are of %.*s, %d days old: "
		     "tamis-db import brings newer ones",
		    told_path, FMT(buf_str(&day)), told_model->today - then);
	buf_free(&day);
}

static void
check_age(const struct deps_model *m, struct advdb *db, const char *path)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

	if (m->max_age < 0)
		return;
	pthread_mutex_lock(&lock);
	told_model = m;
	told_db = db;
	told_path = path;
	(void)pthread_once(&once, tell_age);
	pthread_mutex_unlock(&lock);
}

static bool
open_one(struct deps_store *s, struct advdb *a, const char *path, bool must)
{
	char why[256];

	if (*path == '\0' || (!must && access(path, F_OK) < 0))
		return false;
	if (advdb_open(a, path, why, sizeof(why)) == 0)
		return true;
	snprintf(
	    s->why, sizeof(s->why), "the database '%.100s': %s", path, why);
	return false;
}

static void
open_all(struct deps_store *s, const struct deps_model *m)
{
	const struct advpath *p = &m->paths;

	s->opened = true;
	s->has_own = open_one(s, &s->own, p->own, p->named);
	if (!p->named && s->why[0] == '\0')
		s->has_builtin = open_one(s, &s->builtin, p->builtin, false);
	if (s->has_own)
		check_age(m, &s->own, p->own);
	else if (s->has_builtin)
		check_age(m, &s->builtin, p->builtin);
}

struct advdb *
deps_store_for(struct deps_store *s, const struct deps_model *m, enum eco eco)
{
	if (!s->opened)
		open_all(s, m);
	if (s->has_own && advdb_has(&s->own, ecosystems[eco].osv) == 1)
		return &s->own;
	if (s->has_builtin && advdb_has(&s->builtin, ecosystems[eco].osv) == 1)
		return &s->builtin;
	return NULL;
}

bool
deps_store_eol(struct deps_store *s, const struct deps_model *m)
{
	char why[256];

	if (s->eol_opened)
		return s->has_eol;
	s->eol_opened = true;
	if (advdb_open(&s->facts, m->paths.builtin, why, sizeof(why)) < 0)
		return false;
	s->has_eol = eol_open(&s->eol, s->facts.db) == 0;
	if (!s->has_eol)
		advdb_close(&s->facts);
	return s->has_eol;
}

void
deps_store_free(struct deps_store *s)
{
	if (s->has_eol) {
		eol_close(&s->eol);
		advdb_close(&s->facts);
	}
	if (s->has_own)
		advdb_close(&s->own);
	if (s->has_builtin)
		advdb_close(&s->builtin);
}
