#include "base.h"
#include "feedfacts.h"
#include "rec.h"
#include "str.h"

static const char magic[] = "# tamis-advisories 1 ";

bool
feedfacts_is(struct str head)
{
	return str_starts(head, str_of(magic));
}

void
feedfacts_init(struct feedfacts *in, struct str text)
{
	struct str line;

	*in = (struct feedfacts){ .text = text };
	if (!str_cut(&in->text, '\n', &line) || !feedfacts_is(line))
		return;
	line = str_sub(line, strlen(magic), line.n);
	in->day = str_sub(line, line.n > 10 ? line.n - 10 : 0, line.n);
	in->eco = str_trim(str_sub(line, 0, line.n - in->day.n));
}

static int
level_of(struct str s)
{
	for (int i = SEV_LOW; i < SEV_COUNT; i++)
		if (s.n == 1 && s.p[0] == sev_names[i][0])
			return i;
	return -1;
}

static int
take(struct feedfacts *in, struct str line, struct osv *o)
{
	struct str ids, score, level;
	uint64_t n;
	size_t comma;

	*o = (struct osv){ .score = -1, .v = &in->one, .n = 1 };
	if (!str_cut(&line, '\t', &ids) || !str_cut(&line, '\t', &score) ||
	    !str_cut(&line, '\t', &level) || in->pkg.n == 0 || line.n == 0)
		return -1;
	comma = str_chr(ids, ',', 0);
	o->id = str_sub(ids, 0, comma);
	o->aliases =
	    comma == STR_NONE ? STR("") : str_sub(ids, comma + 1, ids.n);
	if (score.n && str_num(score, 100, &n) < 0)
		return -1;
	if (score.n)
		o->score = (int)n;
	o->level = level_of(level);
	if (str_eqz(level, "u")) {
		o->kind = OSV_UNMAINTAINED;
		o->level = SEV_LOW;
	}
	o->modified = in->day;
	in->one = (struct osv_affected){ in->eco, in->pkg, line };
	return o->level < 0 || o->id.n == 0 ? -1 : 1;
}

int
feedfacts_next(struct feedfacts *in, struct osv *o)
{
	struct str line;

	while (str_cut(&in->text, '\n', &line)) {
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (line.p[0] == '\t')
			return take(in, str_sub(line, 1, line.n), o);
		in->pkg = line;
	}
	return 0;
}
