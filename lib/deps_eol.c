#include "base.h"
#include "deps_in.h"
#include "eol.h"
#include "str.h"

enum { SOON = 180 }; /* days before the end, when it is warned of */

/* What is judged, as a person calls it. */
static int
put_message(struct deps_job *j, const struct eol *e, const char *day,
    const char *extended)
{
	struct buf *b = &j->t->message;
	int32_t today = j->m->today;

	if (buf_addf(b, "%s %s ", e->product, e->cycle) < 0)
		return -1;
	if (e->security == EOL_OVER)
		return buf_addz(b, "has no security support any more");
	if (e->security >= today)
		return buf_addf(b, "loses security support on %s", day);
	if (buf_addf(b, "has had no security support since %s", day) < 0)
		return -1;
	if (e->extended == e->security)
		return 0;
	if (e->extended == EOL_NEVER)
		return buf_addz(b, "; extended support has no end set");
	return buf_addf(b, "; extended support %s on %s",
	    e->extended < today ? "ended" : "ends", extended);
}

static int
tell(struct deps_job *j, const struct dep *d, const struct eol *e)
{
	struct deps_thread *t = j->t;
	char day[DATE_LEN + 1] = "", extended[DATE_LEN + 1] = "";
	bool soon = e->security >= j->m->today;

	if (e->security != EOL_OVER)
		date_put(e->security, day);
	if (e->extended != EOL_OVER && e->extended != EOL_NEVER)
		date_put(e->extended, extended);
	if (deps_begin(j, d) < 0 || put_message(j, e, day, extended) < 0 ||
	    buf_addf(&t->subject, "%s %s", e->product, e->cycle) < 0 ||
	    rec_add_key(&t->keys, "purl", buf_str(&t->purl)) < 0 ||
	    rec_add_key(&t->keys, "product", str_of(e->product)) < 0 ||
	    rec_add_key(&t->keys, "cycle", str_of(e->cycle)) < 0 ||
	    (*day && rec_add_key(&t->keys, "eol", str_of(day)) < 0) ||
	    deps_put_way(j, d) < 0)
		return -1;
	if (soon)
		return deps_emit(j, d, "eol-soon", SEV_LOW);
	return deps_emit(
	    j, d, "eol", e->extended >= j->m->today ? SEV_MEDIUM : SEV_HIGH);
}

/* Past its end, or near it? Then it is told. */
static int
judge(struct deps_job *j, const struct dep *d, const struct eol *e)
{
	if (e->security != EOL_OVER && e->security != EOL_NEVER &&
	    e->security - j->m->today > SOON)
		return 0;
	return e->security == EOL_NEVER ? 0 : tell(j, d, e);
}

static int
find(struct deps_job *j, const char *kind, struct str name, struct eol *e)
{
	struct buf key = { .max = 4096 };
	int rc = 0;

	if (buf_addf(&key, "%s:%.*s", kind, FMT(name)) == 0)
		rc = eol_name(&j->t->store.eol, buf_str(&key), e);
	buf_free(&key);
	return rc;
}

/* "alpine3.14" is of the tag what "buster" is: the system below. */
static bool
system_of(
    struct deps_job *j, struct str part, struct eol *e, struct str *version)
{
	static const struct {
		const char *word, *product;
	} words[] = { { "alpine", "alpine-linux" }, { "debian", "debian" },
		{ "ubuntu", "ubuntu" } };

	if (find(j, "codename", part, e) == 1) {
		*version = str_of(e->cycle);
		return true;
	}
	for (size_t i = 0; i < LEN(words); i++) {
		struct str w = str_of(words[i].word);

		if (!str_starts(part, w) || part.n == w.n ||
		    part.p[w.n] < '0' || part.p[w.n] > '9')
			continue;
		snprintf(
		    e->product, sizeof(e->product), "%s", words[i].product);
		*version = str_sub(part, w.n, part.n);
		return true;
	}
	return false;
}

static int
judge_cycle(
    struct deps_job *j, const struct dep *d, struct eol *e, struct str version)
{
	int rc = eol_cycle(&j->t->store.eol, version, e);

	return rc == 1 ? judge(j, d, e) : rc;
}

/* The parts of a tag: "3.7-slim-buster" is Python 3.7 on Debian 10. */
static int
judge_image(struct deps_job *j, const struct dep *d)
{
	struct str tag = d->version, part;
	struct eol e = { .security = EOL_NEVER };
	char product[EOL_NAME_MAX], cycle[EOL_NAME_MAX];
	int rc = find(j, "docker", d->name, &e);

	if (rc < 0)
		return -1;
	memcpy(product, e.product, sizeof(product));
	memcpy(cycle, e.cycle, sizeof(cycle));
	if (rc == 1 && *cycle)
		return judge_cycle(j, d, &e, str_of(cycle));
	for (bool first = rc == 1; str_cut(&tag, '-', &part); first = false) {
		struct str version;

		if (system_of(j, part, &e, &version)) {
			if (judge_cycle(j, d, &e, version) < 0)
				return -1;
			continue;
		}
		if (!first)
			continue;
		memcpy(e.product, product, sizeof(product));
		if (judge_cycle(j, d, &e, part) < 0)
			return -1;
	}
	return 0;
}

int
deps_judge_eol(struct deps_job *j, const struct dep *d)
{
	struct eol e = { .security = EOL_NEVER };
	const char *osv = ecosystems[d->eco].osv;
	struct str name = d->name;
	int rc = 1;

	if ((d->dev && j->m->no_dev) || d->version.n == 0 ||
	    !deps_store_eol(&j->t->store, j->m))
		return 0;
	switch (d->kind) {
	case DEP_IMAGE: return judge_image(j, d);
	case DEP_PRODUCT:
		snprintf(e.product, sizeof(e.product), "%.*s",
		    FMT(str_sub(name, 0, EOL_NAME_MAX - 1)));
		break;
	case DEP_PACKAGE: rc = find(j, osv ? osv : "name", name, &e); break;
	}
	return rc == 1 ? judge_cycle(j, d, &e, d->version) : rc;
}
