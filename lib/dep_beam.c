#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

/* The words in quotes of a line, in order; at most max. */
static size_t
quoted(struct str line, struct str *v, size_t max)
{
	size_t n = 0, from, to, at = 0;

	while (n < max && (from = str_chr(line, '"', at)) != STR_NONE &&
	    (to = str_chr(line, '"', from + 1)) != STR_NONE) {
		v[n++] = str_sub(line, from + 1, to);
		at = to + 1;
	}
	return n;
}

/* mix.lock: "name": {:hex, :package, "1.0", "hash", ... */
int
depread_mix(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		struct dep d = { .eco = ECO_HEX };
		size_t hex = str_find(line, STR("{:hex, :"), 0), comma;
		struct str v[2], real;

		if (hex == STR_NONE || quoted(line, v, 2) < 2)
			continue;
		real = str_sub(line, hex + 8, line.n);
		comma = str_chr(real, ',', 0);
		real = str_sub(real, 0, comma);
		if (str_starts(real, STR("\"")))
			real = v[0];
		d.name = real;
		d.version = v[1];
		d.at = depfile_at(r, v[0]);
		if (depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}

/* rebar.lock: {<<"name">>,{pkg,<<"package">>,<<"1.0">>},0} */
int
depread_rebar(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		struct dep d = { .eco = ECO_HEX };
		size_t pkg = str_find(line, STR("{pkg,"), 0), level;
		struct str v[2], head = str_sub(line, 0, pkg);

		if (pkg == STR_NONE ||
		    quoted(str_sub(line, pkg, line.n), v, 2) < 2)
			continue;
		d.name = v[0];
		d.version = v[1];
		d.at = depfile_at(r, v[0]);
		/* The number behind is how deep it was asked for. */
		level = str_find(line, STR("},"), head.n);
		if (level != STR_NONE && level + 2 < line.n)
			d.direct = line.p[level + 2] == '0' ? DEP_DIRECT :
							      DEP_TRANSITIVE;
		if (depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}

/* cpanfile.snapshot: "  Distribution-1.0" at two blanks. */
int
depread_cpan(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		struct dep d = { .eco = ECO_CPAN };
		size_t dash;

		if (!str_starts(line, STR("  ")) || line.n < 3 ||
		    line.p[2] == ' ')
			continue;
		line = str_trim(line);
		dash = str_rchr(line, '-');
		if (dash == STR_NONE || dash == 0)
			continue;
		d.name = str_sub(line, 0, dash);
		d.version = str_sub(line, dash + 1, line.n);
		if (str_starts(d.version, STR("v")))
			d.version = str_sub(d.version, 1, d.version.n);
		d.at = depfile_at(r, d.name);
		if (depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}

/* Cartfile.resolved: github "owner/name" "1.0" */
int
depread_cartfile(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		struct dep d = { .eco = ECO_SWIFT, .direct = DEP_UNKNOWN };
		struct str v[2], part[2] = { STR("github.com/") };

		if (!str_starts(line, STR("github ")) || quoted(line, v, 2) < 2)
			continue;
		part[1] = v[0];
		d.name = depfile_join(r, part, 2);
		d.version = v[1];
		if (str_starts(d.version, STR("v")))
			d.version = str_sub(d.version, 1, d.version.n);
		d.at = depfile_at(r, v[0]);
		if (depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}
