#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "pyreq.h"
#include "str.h"

/* requirements.txt, as pip documents its lines. */
struct requirements {
	struct depread *r;
	struct str file; /* whose lines these are: "" is r's own */
	struct span at;	 /* of what led to it */
	struct str via;
	bool dev;
	const struct requirements *outer; /* whose line named this file */
};

static int read_lines(struct requirements *q, struct str text);

/* " #" begins a comment, " --hash" an option of the line. */
static struct str
without_tail(struct str line)
{
	size_t at = 0;

	while ((at = str_chr(line, '#', at)) != STR_NONE) {
		if (at == 0 || strchr(" \t", line.p[at - 1]))
			return str_sub(line, 0, at);
		at++;
	}
	return line;
}

static struct str
without_options(struct str line)
{
	size_t at = str_find(line, STR(" --"), 0);

	return str_trim(str_sub(line, 0, at));
}

/* A file that is sieved by itself is not told a second time. */
static int
include(struct requirements *q, struct str path, struct str at)
{
	struct buf text = { .max = DEP_SIBLING_BYTES };
	struct requirements inner = *q;
	struct str kept;
	int rc = 0;

	if (q->outer == NULL)
		inner.at = depfile_at(q->r, at);
	inner.via = inner.file = arena_str(&q->r->mem, path);
	inner.outer = q;
	for (const struct requirements *o = q; o; o = o->outer)
		if (str_eq(o->file, path)) {
			depfile_unread(q->r, "files that include each other");
			return 0;
		}
	if (depfile_format(path) && depfile_inside(q->r, path))
		return 0;
	rc = depfile_sibling(q->r, path, &text);
	if (rc > 0) {
		kept = arena_str(&q->r->mem, buf_str(&text));
		rc = kept.p && inner.via.p ? read_lines(&inner, kept) : -1;
	} else {
		rc = 0;
	}
	buf_free(&text);
	return rc;
}

/* "-r FILE", "--requirement=FILE", "-c" and "--constraint" likewise. */
static int
option(struct requirements *q, struct str line)
{
	static const char *const names[] = { "-r", "-c", "--requirement",
		"--constraint" };

	for (size_t i = 0; i < LEN(names); i++) {
		struct str name = str_of(names[i]), path;

		if (!str_starts(line, name))
			continue;
		path = str_sub(line, name.n, line.n);
		if (path.n && strchr("= \t", path.p[0]))
			path = str_sub(path, 1, path.n);
		else if (i >= 2)
			continue;
		path = str_trim(path);
		if (path.n == 0 || str_find(path, STR("://"), 0) != STR_NONE)
			return 0;
		return include(q, path, path);
	}
	return 0;
}

static int
requirement(struct requirements *q, struct str line)
{
	struct str name, conditions;
	struct dep d = { .eco = ECO_PYPI, .direct = DEP_DIRECT };

	line = without_options(line);
	if (line.n == 0)
		return 0;
	if (line.p[0] == '-')
		return option(q, line);
	if (str_find(line, STR("://"), 0) < str_chr(line, '@', 0) ||
	    strchr("./", line.p[0]))
		return 0; /* a URL or a path: no package of PyPI's */
	if (!pyreq_split(line, &name, &conditions)) {
		depfile_unread(q->r, "a line that is no requirement: %.*s",
		    FMT(str_sub(line, 0, 60)));
		return 0;
	}
	d.name = name;
	d.version = pyreq_pin(conditions);
	d.dev = q->dev;
	d.at = q->file.n ? q->at : depfile_at(q->r, name);
	if (q->file.n)
		d.via = q->via;
	return depfile_put(q->r, &d) < 0 ? -1 : 0;
}

/* A '\\' at its end joins a line with the next; what stands there is
   options, so that the first line is all we need. */
static int
read_lines(struct requirements *q, struct str text)
{
	struct deplines l = { .bytes = text };
	bool joined = false;
	struct str line;
	size_t from;

	while (deplines_next(&l, &line, &from)) {
		bool rest = joined;

		line = str_trim(without_tail(line));
		joined = str_ends(line, STR("\\"));
		if (joined)
			line = str_trim(str_sub(line, 0, line.n - 1));
		if (line.n && !rest && requirement(q, line) < 0)
			return -1;
	}
	return 0;
}

int
depread_requirements(struct depread *r)
{
	struct requirements q = { .r = r };
	size_t slash = str_rchr(r->name, '/');
	struct str base =
	    str_sub(r->name, slash == STR_NONE ? 0 : slash + 1, r->name.n);

	q.dev = str_find(base, STR("dev"), 0) != STR_NONE ||
	    str_find(base, STR("test"), 0) != STR_NONE;
	return read_lines(&q, r->bytes);
}
