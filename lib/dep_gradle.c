#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

/* Gradle, Ivy and sbt: Maven's packages in other words. */

/* "group:name:version", of which a version may lack or be a variable. */
static int
put(struct depread *r, struct str s, struct span at, bool dev)
{
	struct dep d = {
		.eco = ECO_MAVEN, .at = at, .dev = dev, .direct = DEP_DIRECT
	};
	size_t one = str_chr(s, ':', 0), two, end;

	if (one == STR_NONE || one == 0)
		return 0;
	two = str_chr(s, ':', one + 1);
	d.name = str_sub(s, 0, two);
	if (two != STR_NONE) {
		end = str_chr(s, ':', two + 1);
		d.version = str_sub(s, two + 1, end);
		d.version = str_sub(d.version, 0, str_chr(d.version, '@', 0));
	}
	for (size_t i = 0; i < d.version.n; i++)
		if (strchr("+[]()${}, ", d.version.p[i]))
			d.version = STR("");
	return depfile_put(r, &d) < 0 ? -1 : 0;
}

/* gradle.lockfile: "group:name:version=conf,conf" */
int
depread_gradlelock(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line, confs;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		size_t eq = str_chr(line, '=', 0), colons = 0;
		struct str conf;
		bool dev = true;

		if (eq == STR_NONE || line.p[0] == '#')
			continue;
		for (size_t i = 0; i < eq; i++)
			colons += line.p[i] == ':';
		confs = str_sub(line, eq + 1, line.n);
		while (dev && str_cut(&confs, ',', &conf))
			dev = str_starts(conf, STR("test"));
		line = str_sub(line, 0, eq);
		if (colons == 2 && put(r, line, depfile_at(r, line), dev) < 0)
			return -1;
	}
	for (size_t i = 0; i < r->n; i++)
		r->v[i].direct = DEP_UNKNOWN;
	return 0;
}

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

/* Looks a string like "group:name:1.0"? */
static bool
is_coordinate(struct str s)
{
	size_t colons = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ':')
			colons++;
		else if (!is_name(s.p[i]) && strchr("${}@+", s.p[i]) == NULL)
			return false;
	}
	return colons >= 1 && colons <= 3 && s.p[0] != ':' &&
	    s.p[s.n - 1] != ':' && str_chr(s, '.', 0) != STR_NONE;
}

/* build.gradle, build.gradle.kts: the strings of its calls. */
int
depread_gradle(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		struct str s = str_trim(line), word;
		size_t from, to, end = 0;
		char quote;

		while (end < s.n && is_name(s.p[end]))
			end++;
		word = str_sub(s, 0, end);
		if (str_starts(s, STR("//")) || word.n == 0)
			continue;
		for (from = end;
		     from < s.n && s.p[from] != '"' && s.p[from] != '\'';)
			from++;
		if (from == s.n)
			continue;
		quote = s.p[from++];
		to = str_chr(s, quote, from);
		if (to == STR_NONE || to == from ||
		    !is_coordinate(str_sub(s, from, to)))
			continue;
		if (put(r, str_sub(s, from, to),
			depfile_at(r, str_sub(s, from, to)),
			str_starts(word, STR("test"))) < 0)
			return -1;
	}
	return 0;
}

/* The version that an entry of the catalogue gives or refers to. */
static struct str
catalogue_version(const struct depread *r, const struct node *n)
{
	const struct node *v = doc_get(n, "version"), *ref;

	ref = doc_get(v, "ref");
	if (ref == NULL)
		ref = doc_get(n, "version.ref");
	if (ref)
		v = doc_get_str(
		    doc_get(r->doc.root, "versions"), doc_text(ref));
	if (v && v->type == NODE_MAP)
		v = doc_get(v, "strictly") ? doc_get(v, "strictly") :
					     doc_get(v, "prefer");
	return doc_text(v);
}

/* libs.versions.toml */
int
depread_catalogue(struct depread *r)
{
	const struct node *n;

	depfile_toml(r);
	n = doc_get(r->doc.root, "libraries");
	for (n = n && n->type == NODE_MAP ? n->child : NULL; n; n = n->next) {
		struct str part[5] = { doc_str(n, "module"), STR(":"),
			catalogue_version(r, n), STR(""), STR("") };
		struct str full = doc_text(n);

		if (n->type == NODE_MAP) {
			if (part[0].n == 0) {
				part[4] = part[2];
				part[0] = doc_str(n, "group");
				part[2] = doc_str(n, "name");
				part[3] = STR(":");
			}
			full = depfile_join(r, part, 5);
		}
		if (full.p == NULL || put(r, full, depfile_key(n), false) < 0)
			return -1;
	}
	return 0;
}

/* ivy.xml: <dependency org="" name="" rev=""/> */
int
depread_ivy(struct depread *r)
{
	const struct node *n;

	depfile_xml(r);
	n = doc_get(r->doc.root, "dependencies");
	for (n = n && n->type == NODE_MAP ? n->child : NULL; n; n = n->next) {
		struct str part[5] = { doc_str(n, "@org"), STR(":"),
			doc_str(n, "@name"), STR(":"), doc_str(n, "@rev") };
		struct str full = depfile_join(r, part, 5);

		if (!str_eqz(n->key, "dependency"))
			continue;
		if (full.p == NULL ||
		    put(r, full, depfile_span(doc_get(n, "@name")), false) < 0)
			return -1;
	}
	return 0;
}

/* *.sbt: "org" % "name" % "1.0"; of %% the name ends in Scala's version. */
int
depread_sbt(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		struct str v[3], part[5];
		size_t i = 0, from = 0, to, after = 0;

		for (; i < 3; i++) {
			from = str_chr(line, '"', from);
			to = from == STR_NONE ? from :
						str_chr(line, '"', from + 1);
			if (to == STR_NONE)
				break;
			v[i] = str_sub(line, from + 1, to);
			if (i > 0 &&
			    str_chr(str_sub(line, after, from), '%', 0) ==
				STR_NONE)
				break;
			after = from = to + 1;
		}
		if (i < 3 || str_starts(str_trim(line), STR("//")))
			continue;
		part[0] = v[0];
		part[1] = part[3] = STR(":");
		part[2] = v[1];
		part[4] = v[2];
		line = str_sub(line, after, line.n);
		part[0] = depfile_join(r, part, 5);
		if (part[0].p == NULL ||
		    put(r, part[0], depfile_at(r, v[1]),
			str_find(line, STR("Test"), 0) != STR_NONE) < 0)
			return -1;
	}
	return 0;
}
