#include "base.h"
#include "depfile.h"
#include "str.h"
#include "../t.h"

/* A format, a file, and what must be found in it: a line each of kind,
   name, version, line:col, and what is known of its way. */
static const struct {
	const char *name, *text, *want;
	const char *unread; /* a part of it, or NULL */
} cases[] = {
#include "depfile_cases.h"
#include "depfile_more.h"
};

static int
no_sibling(void *arg, struct str path, struct buf *out)
{
	const char *const *v = arg;

	buf_reset(out);
	for (; v && v[0]; v += 2)
		if (str_eqz(path, v[0]))
			return buf_addz(out, v[1]) < 0 ? -1 : 1;
	return 0;
}

static void
tell(const struct depread *r, const struct dep *d, struct buf *out)
{
	static const char *const ways[] = { "", " direct", " indirect" };
	size_t line = 1, start = 0;

	for (size_t i = 0; i < d->at.from; i++)
		if (r->bytes.p[i] == '\n') {
			line++;
			start = i + 1;
		}
	buf_addf(out, "%s %.*s %.*s %zu:%zu",
	    d->kind == DEP_IMAGE       ? "image" :
		d->kind == DEP_PRODUCT ? "product" :
					 ecosystems[d->eco].purl,
	    FMT(d->name), FMT(d->version), line, d->at.from - start + 1);
	buf_addz(out, ways[d->direct]);
	buf_addz(out, d->dev ? " dev" : "");
	if (d->via.n)
		buf_addf(out, " via %.*s", FMT(d->via));
	if (d->licence.n)
		buf_addf(out, " (%.*s)", FMT(d->licence));
	buf_addc(out, '\n');
}

static bool
reads(const char *name, const char *text, const char *want, const char *unread,
    const char *const *siblings)
{
	struct buf got = { .max = 1u << 20 };
	struct depread r = { .name = str_of(name),
		.bytes = str_of(text),
		.sibling = no_sibling,
		.arg = (void *)(uintptr_t)siblings };
	const struct depformat *f = depfile_format(r.name);
	bool ok = f && depfile_read(&r, f) == 0;

	for (size_t i = 0; ok && i < r.n; i++)
		tell(&r, &r.v[i], &got);
	ok = ok && str_eqz(buf_str(&got), want);
	ok = ok && (unread ? strstr(r.unread, unread) != NULL : !r.unread[0]);
	if (!ok)
		printf("# %s:\n# %.*s\n# unread: %s\n", name,
		    FMT(buf_str(&got)), r.unread);
	buf_free(&got);
	depfile_free(&r);
	return ok;
}

static void
siblings(void)
{
	static const char *const req[] = { "a/base.in", "Jinja2==2.0\n",
		"a/loop.in", "-r loop.in\n", NULL };
	static const char *const pom[] = { "pom.xml",
		"<project><groupId>g</groupId><version>7</version>"
		"<properties><v>1.5</v></properties><dependencyManagement>"
		"<dependencies><dependency><groupId>g</groupId>"
		"<artifactId>m</artifactId><version>${v}</version>"
		"<scope>test</scope></dependency></dependencies>"
		"</dependencyManagement></project>",
		"loop/pom.xml",
		"<project><parent><relativePath>pom.xml</relativePath>"
		"</parent></project>",
		NULL };
	static const char *const old[] = { "go.mod",
		"go 1.16\nrequire a.b/c v1.0.0\n", NULL };
	static const char *const pruned[] = { "go.mod", "go 1.17\n", NULL };
	static const char *const npm[] = { "package.json",
		"{\"dependencies\":{\"a\":\"1\"},"
		"\"devDependencies\":{\"c\":\"1\"}}",
		NULL };

	T(reads("go.sum", "a.b/c v1.0.0 h1:x=\nd.e/f v1.0.0 h1:x=\n",
	    "golang d.e/f 1.0.0 2:1 indirect\n", NULL, old));
	T(reads("go.sum", "a.b/c v1.0.0 h1:x=\n", "", NULL, pruned));
	T(reads("a/requirements.txt", "-r base.in\n",
	    "pypi jinja2 2.0 1:4 direct via base.in\n", NULL, req));
	T(reads("a/requirements.txt", "-r loop.in\n", "", "include each other",
	    req));
	T(reads("a/requirements.txt", "-r ../../x\n", "", "outside", req));
	T(reads("sub/pom.xml",
	    "<project><parent><version>7</version></parent>\n<dependencies>"
	    "<dependency><groupId>g</groupId><artifactId>m</artifactId>"
	    "</dependency>\n <dependency><groupId>g</groupId>"
	    "<artifactId>${project.version}</artifactId>"
	    "<version>${v}</version></dependency></dependencies></project>",
	    "maven g:m 1.5 2:15 direct dev\nmaven g:7 1.5 3:2 direct\n", NULL,
	    pom));
	T(reads("loop/pom.xml", pom[3], "", "cycle", pom));
	T(reads("package-lock.json",
	    "{\"dependencies\":{\"a\":{\"version\":\"1.0.0\",\"requires\":"
	    "{\"b\":\"1\"}},\n\"b\":{\"version\":\"1.1.0\"},\n"
	    "\"c\":{\"version\":\"2.0.0\",\"dev\":true}}}",
	    "npm a 1.0.0 1:19 direct\nnpm b 1.1.0 2:2 indirect via a\n"
	    "npm c 2.0.0 3:2 direct dev\n",
	    NULL, npm));
}

static void
hostile(void)
{
	static char deep[100000];

	memset(deep, '[', sizeof(deep) - 1);
	T(reads("package-lock.json", deep, "", "nested too deeply", NULL));
	T(reads("package-lock.json",
	    "{\"packages\":{\"node_modules/a\":"
	    "{\"version\":\"1\"},\"no",
	    "npm a 1 1:15\n", "ends too early", NULL));
	T(reads("pom.xml", "<!DOCTYPE p [<!ENTITY a \"b\">]><project/>", "",
	    "entities", NULL));
	memset(deep, '1', sizeof(deep) - 1);
	deep[0] = 'a';
	deep[1] = deep[2] = '=';
	T(reads("requirements.txt", deep, "pypi a  1:1 direct\n", "too long",
	    NULL));
}

int
main(void)
{
	for (size_t i = 0; i < LEN(cases); i++)
		T(reads(cases[i].name, cases[i].text, cases[i].want,
		    cases[i].unread, NULL));
	siblings();
	hostile();
	T(depfile_format(STR("a.zip!/x/Cargo.lock")) != NULL);
	T(depfile_format(STR("x/requirements/base.txt")) != NULL);
	T(depfile_format(STR("x/base.txt")) == NULL);
	return T_END();
}
