#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

/* C and C++: conan, vcpkg, meson's wraps, CMake's FetchContent, Nix. */

static const struct node *
list(const struct node *n)
{
	return n && n->type == NODE_LIST ? n->child : NULL;
}

/* "name/1.0@user/channel#revision%time" */
static int
conan_ref(struct depread *r, struct str s, struct span at, bool dev)
{
	struct dep d = { .eco = ECO_CONAN, .at = at, .dev = dev };
	size_t slash = str_chr(s, '/', 0), end;

	if (slash == STR_NONE || slash == 0)
		return 0;
	d.name = str_sub(s, 0, slash);
	s = str_sub(s, slash + 1, s.n);
	for (end = 0; end < s.n && strchr("@#%:", s.p[end]) == NULL; end++)
		;
	d.version = str_sub(s, 0, end);
	if (str_starts(d.version, STR("[")))
		d.version = STR("");
	return depfile_put(r, &d) < 0 ? -1 : 0;
}

/* conan.lock: "requires" of version 2, "graph_lock" of version 1. */
int
depread_conanlock(struct depread *r)
{
	static const char *const lists[] = { "requires", "build_requires",
		"python_requires" };
	const struct node *n;

	depfile_json(r);
	for (size_t i = 0; i < LEN(lists); i++)
		for (n = list(doc_get(r->doc.root, lists[i])); n; n = n->next)
			if (conan_ref(r, doc_text(n), depfile_span(n), i > 0) <
			    0)
				return -1;
	n = doc_at(r->doc.root, "graph_lock.nodes");
	for (n = n && n->type == NODE_MAP ? n->child : NULL; n; n = n->next) {
		const struct node *ref = doc_get(n, "ref");

		if (ref == NULL)
			ref = doc_get(n, "pref");
		if (ref &&
		    conan_ref(r, doc_text(ref), depfile_span(ref), false) < 0)
			return -1;
	}
	return 0;
}

/* conanfile.txt: lines of [requires], [tool_requires], [build_requires]. */
int
depread_conanfile(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line;
	bool ours = false, dev = false;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		line = str_trim(line);
		if (str_starts(line, STR("["))) {
			dev = !str_eqz(line, "[requires]");
			ours = !dev || str_ends(line, STR("_requires]"));
			continue;
		}
		if (ours && line.n && line.p[0] != '#' &&
		    conan_ref(r, line, depfile_at(r, line), dev) < 0)
			return -1;
	}
	return 0;
}

/* vcpkg.json: what overrides gives is exact, a dependency is a floor. */
int
depread_vcpkg(struct depread *r)
{
	static const char *const lists[] = { "dependencies", "overrides" };

	depfile_json(r);
	for (size_t i = 0; i < LEN(lists); i++)
		for (const struct node *n =
			 list(doc_get(r->doc.root, lists[i]));
		     n; n = n->next) {
			const struct node *name =
			    n->type == NODE_MAP ? doc_get(n, "name") : n;
			struct dep d = { .eco = ECO_NONE,
				.name = doc_text(name),
				.version = doc_str(n, "version"),
				.at = depfile_span(name),
				.direct = DEP_DIRECT };

			d.version =
			    str_sub(d.version, 0, str_chr(d.version, '#', 0));
			if (d.name.n && depfile_put(r, &d) < 0)
				return -1;
		}
	return 0;
}

/* "zlib-1.2.11": at the last dash before a digit, or 'v' and one. */
static bool
split_dash(struct str s, struct str *name, struct str *version)
{
	for (size_t i = s.n; i-- > 1;) {
		size_t at = i + 1;

		if (s.p[i] != '-')
			continue;
		if (at < s.n && s.p[at] == 'v')
			at++;
		if (at < s.n && s.p[at] >= '0' && s.p[at] <= '9') {
			*name = str_sub(s, 0, i);
			*version = str_sub(s, at, s.n);
			return true;
		}
	}
	return false;
}

/* subprojects/name.wrap: "directory = name-1.0", or "revision = v1.0". */
int
depread_wrap(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct dep d = { .eco = ECO_NONE, .direct = DEP_DIRECT };
	struct str line, key;
	size_t at, slash = str_rchr(r->name, '/');
	struct str base =
	    str_sub(r->name, slash == STR_NONE ? 0 : slash + 1, r->name.n);

	while (deplines_next(&l, &line, &at)) {
		struct str name, version;

		if (!str_cut(&line, '=', &key))
			continue;
		key = str_trim(key);
		line = str_trim(line);
		if (str_eqz(key, "directory") &&
		    split_dash(line, &name, &version)) {
			d.name = name;
			d.version = version;
			d.at = depfile_at(r, line);
		} else if (str_eqz(key, "revision") && d.name.n == 0) {
			d.name = str_sub(base, 0, str_rchr(base, '.'));
			d.version = line;
			if (str_starts(line, STR("v")))
				d.version = str_sub(line, 1, line.n);
			d.at = depfile_at(r, line);
		}
	}
	return d.name.n && depfile_put(r, &d) < 0 ? -1 : 0;
}

/* The words of a command in CMake, with what quotes them taken off. */
static bool
cmake_word(struct str *s, struct str *word)
{
	while (s->n && strchr(" \t\r\n#", s->p[0]))
		*s = str_sub(
		    *s, s->p[0] == '#' ? str_chr(*s, '\n', 0) : 1, s->n);
	if (s->n && s->p[0] == '"') {
		*s = str_sub(*s, 1, s->n);
		return str_cut(s, '"', word);
	}
	for (size_t n = 0; n <= s->n; n++)
		if (n == s->n || strchr(" \t\r\n\")#", s->p[n])) {
			*word = str_sub(*s, 0, n);
			*s = str_sub(*s, n, s->n);
			break;
		}
	return word->n > 0;
}

static int
fetch(struct depread *r, struct str s)
{
	struct dep d = { .eco = ECO_NONE, .direct = DEP_DIRECT };
	struct str word, name, value;
	size_t close = str_chr(s, ')', 0);

	s = str_sub(s, 0, close);
	if (!cmake_word(&s, &d.name))
		return 0;
	d.at = depfile_at(r, d.name);
	while (cmake_word(&s, &word)) {
		if (str_eqz(word, "GIT_TAG") && cmake_word(&s, &value)) {
			d.version = value;
		} else if (str_eqz(word, "URL") && cmake_word(&s, &value)) {
			size_t slash = str_rchr(value, '/');

			value = str_sub(
			    value, slash == STR_NONE ? 0 : slash + 1, value.n);
			value =
			    str_sub(value, 0, str_find(value, STR(".t"), 0));
			value =
			    str_sub(value, 0, str_find(value, STR(".zip"), 0));
			if (!split_dash(value, &name, &d.version))
				d.version = value;
		}
	}
	if (str_starts(d.version, STR("v")))
		d.version = str_sub(d.version, 1, d.version.n);
	if (str_chr(d.version, '$', 0) != STR_NONE || d.version.n == 40)
		d.version = STR(""); /* a variable, a commit */
	return depfile_put(r, &d) < 0 ? -1 : 0;
}

/* CMakeLists.txt, *.cmake: FetchContent_Declare, CPMAddPackage is apart. */
int
depread_cmake(struct depread *r)
{
	static const char *const commands[] = { "FetchContent_Declare(",
		"ExternalProject_Add(" };

	for (size_t i = 0; i < LEN(commands); i++) {
		struct str c = str_of(commands[i]);
		size_t at = 0;

		while ((at = str_find(r->bytes, c, at)) != STR_NONE) {
			at += c.n;
			if (fetch(r, str_sub(r->bytes, at, r->bytes.n)) < 0)
				return -1;
		}
	}
	return 0;
}

/* flake.lock: inputs of a flake, each at a commit. */
int
depread_flake(struct depread *r)
{
	const struct node *n;

	depfile_json(r);
	n = doc_get(r->doc.root, "nodes");
	for (n = n && n->type == NODE_MAP ? n->child : NULL; n; n = n->next) {
		const struct node *l = doc_get(n, "locked");
		struct str part[3] = { doc_str(l, "owner"), STR("/"),
			doc_str(l, "repo") };
		struct dep d = { .eco = ECO_GITHUB,
			.version = doc_str(l, "rev"),
			.at = depfile_key(n) };

		if (!str_eqz(doc_str(l, "type"), "github"))
			continue;
		d.name = depfile_join(r, part, 3);
		if (depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}
