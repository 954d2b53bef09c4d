#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "depgraph.h"
#include "str.h"
#include "vec.h"

#include <stdarg.h>

/* Sorted by what the names begin with is of no use: a base name is looked
   up among all, and most files are none of these. */
static const struct depformat formats[] = {
	{ "package-lock.json npm-shrinkwrap.json .package-lock.json",
	    depread_npm },
	{ "yarn.lock", depread_yarn },
	{ "requirements*.txt *requirements.txt requirements/*.txt "
	  "constraints*.txt",
	    depread_requirements },
	{ "poetry.lock", depread_poetry },
	{ "uv.lock", depread_uv },
	{ "pdm.lock pylock.toml pylock.*.toml", depread_pylock },
	{ "Pipfile.lock", depread_pipfile },
	{ "go.mod", depread_gomod },
	{ "Cargo.lock", depread_cargo },
	{ "Gemfile.lock gems.locked", depread_gemfile },
	{ "composer.lock", depread_composer },
	{ "pom.xml *.pom", depread_pom },
	{ "Dockerfile Dockerfile.* *.Dockerfile *.dockerfile Containerfile "
	  "Containerfile.*",
	    depread_docker },
	{ "pnpm-lock.yaml", depread_pnpm },
	{ "bun.lock", depread_bun },
	{ "deno.lock", depread_deno },
	{ "pyproject.toml", depread_pyproject },
	{ "setup.cfg", depread_setupcfg },
	{ "environment.yml environment.yaml conda.yml conda.yaml",
	    depread_conda },
	{ "conda-lock.yml *.conda-lock.yml", depread_condalock },
	{ "gradle.lockfile buildscript-gradle.lockfile", depread_gradlelock },
	{ "libs.versions.toml *.versions.toml", depread_catalogue },
	{ "build.gradle build.gradle.kts", depread_gradle },
	{ "ivy.xml", depread_ivy },
	{ "build.sbt *.sbt", depread_sbt },
	{ "packages.lock.json", depread_nuget_lock },
	{ "packages.config packages.*.config", depread_nuget_config },
	{ "project.assets.json", depread_nuget_assets },
	{ "paket.lock", depread_paket },
	{ "*.csproj *.fsproj *.vbproj Directory.Packages.props "
	  "Directory.Build.props Directory.Build.targets",
	    depread_msbuild },
	{ "global.json", depread_globaljson },
	{ "mix.lock", depread_mix },
	{ "rebar.lock", depread_rebar },
	{ "pubspec.lock", depread_pubspec },
	{ "Podfile.lock", depread_podfile },
	{ "Package.resolved", depread_swift },
	{ "Cartfile.resolved", depread_cartfile },
	{ "renv.lock", depread_renv },
	{ "stack.yaml.lock", depread_stack },
	{ "cabal.project.freeze cabal.config", depread_cabal },
	{ "conan.lock", depread_conanlock },
	{ "conanfile.txt", depread_conanfile },
	{ "vcpkg.json", depread_vcpkg },
	{ "subprojects/*.wrap", depread_wrap },
	{ "CMakeLists.txt *.cmake", depread_cmake },
	{ "flake.lock", depread_flake },
	{ "Manifest.toml JuliaManifest.toml", depread_julia },
	{ "cpanfile.snapshot", depread_cpan },
	{ "compose.yml compose.yaml compose.*.yml compose.*.yaml "
	  "docker-compose.yml docker-compose.yaml docker-compose*.yml "
	  "docker-compose*.yaml",
	    depread_compose },
	{ ".gitlab-ci.yml *.gitlab-ci.yml", depread_gitlab },
	{ ".github/workflows/*.yml .github/workflows/*.yaml action.yml "
	  "action.yaml",
	    depread_workflow },
	{ ".circleci/config.yml", depread_circleci },
	{ "azure-pipelines.yml azure-pipelines.yaml azure-pipelines*.yml",
	    depread_azure },
	{ "Jenkinsfile Jenkinsfile.* *.jenkinsfile", depread_jenkins },
	{ ".pre-commit-config.yaml", depread_precommit },
	{ "Chart.yaml Chart.lock", depread_chart },
	{ "values.yaml values*.yaml values*.yml", depread_values },
	{ ".nvmrc .node-version", depread_nodeversion },
	{ ".python-version runtime.txt", depread_pythonversion },
	{ ".ruby-version", depread_rubyversion },
	{ ".php-version", depread_phpversion },
	{ ".go-version", depread_goversion },
	{ ".terraform-version", depread_terraformversion },
	{ "rust-toolchain rust-toolchain.toml", depread_rusttoolchain },
	{ ".tool-versions", depread_toolversions },
	{ ".terraform.lock.hcl", depread_terraform },
	{ ".gitmodules", depread_gitmodules },
	{ "bom.json sbom.json *.cdx.json *.spdx.json *.cyclonedx.json "
	  "*-bom.json",
	    depread_sbom },
	/* By what it says of itself: after all others. */
	{ "*.yml *.yaml", depread_manifest },
	{ "go.sum", depread_gosum },
	{ NULL, NULL },
};

const struct depformat *
depfile_formats(void)
{
	return formats;
}

/* One name of a row, with a '*' or none, against the end of a path. */
static bool
matches(struct str pattern, struct str path)
{
	size_t star = str_chr(pattern, '*', 0), slash, dirs = 0;
	struct str head, tail;

	for (size_t i = 0; i < pattern.n; i++)
		dirs += pattern.p[i] == '/';
	/* As many of the path's parts as the pattern has. */
	for (slash = path.n; slash > 0; slash--)
		if (path.p[slash - 1] == '/' && dirs-- == 0)
			break;
	path = str_sub(path, slash, path.n);
	if (star == STR_NONE)
		return str_eq(path, pattern);
	head = str_sub(pattern, 0, star);
	tail = str_sub(pattern, star + 1, pattern.n);
	return path.n >= head.n + tail.n && str_starts(path, head) &&
	    str_ends(path, tail);
}

const struct depformat *
depfile_format(struct str path)
{
	size_t inner = str_find(path, STR("!/"), 0);

	while (inner != STR_NONE) {
		path = str_sub(path, inner + 2, path.n);
		inner = str_find(path, STR("!/"), 0);
	}
	for (const struct depformat *f = formats; f->names; f++) {
		struct str rest = str_of(f->names), name;

		while (str_word(&rest, &name))
			if (matches(name, path))
				return f;
	}
	return NULL;
}

void
depfile_unread(struct depread *r, const char *fmt, ...)
{
	va_list ap;

	if (r->unread[0])
		return;
	va_start(ap, fmt);
	vsnprintf(r->unread, sizeof(r->unread), fmt, ap);
	va_end(ap);
}

long
depfile_put(struct depread *r, const struct dep *given)
{
	struct buf name = { .max = 4096 };
	struct dep d = *given;

	if (r->n == DEPS_MAX) {
		depfile_unread(r, "it has too many dependencies");
		return -1;
	}
	if (d.version.n > DEP_VERSION_MAX) {
		depfile_unread(r, "a version of '%.*s' is too long",
		    FMT(str_sub(d.name, 0, 60)));
		d.version = STR("");
	}
	if (d.kind == DEP_PACKAGE) {
		if (ecosystem_name(&name, d.eco, d.name) < 0)
			depfile_unread(r, "a name is too long");
		if (!str_eq(d.name, buf_str(&name)))
			d.name = arena_str(&r->mem, buf_str(&name));
		buf_free(&name);
	}
	if (d.name.p == NULL ||
	    vec_room(&r->v, &r->cap, r->n + 1, sizeof(*r->v)) < 0)
		return -1;
	r->v[r->n] = d;
	return (long)r->n++;
}

int
depfile_edge(struct depread *r, size_t from, size_t to)
{
	if (r->nedge == DEP_EDGES_MAX) {
		depfile_unread(r, "it has too many dependencies");
		return 0;
	}
	if (vec_room(&r->edge, &r->edge_cap, r->nedge + 1, sizeof(*r->edge)) <
	    0)
		return -1;
	r->edge[r->nedge++] = (struct depedge){ (uint32_t)from, (uint32_t)to };
	return 0;
}

int
depfile_root(struct depread *r, size_t i, bool dev)
{
	size_t was = r->root_cap;

	if (vec_room(&r->root, &r->root_cap, i + 1, 1) < 0)
		return -1;
	memset(r->root + was, 0, r->root_cap - was);
	if (r->root[i] != 'p')
		r->root[i] = dev ? 'd' : 'p';
	return 0;
}

static int
tree(struct depread *r, int (*parse)(struct doc *, struct str))
{
	if (parse(&r->doc, r->bytes) == 0)
		return 0;
	depfile_unread(r, "%s", r->doc.why);
	return -1;
}

int
depfile_json(struct depread *r)
{
	return tree(r, doc_json);
}

int
depfile_yaml(struct depread *r)
{
	return tree(r, doc_yaml);
}

int
depfile_toml(struct depread *r)
{
	return tree(r, doc_toml);
}

int
depfile_xml(struct depread *r)
{
	return tree(r, doc_xml);
}

/* One part of a path behind the others. 0, or -1: it leaves. */
static int
step(struct str part, bool own, struct buf *out)
{
	size_t slash;

	if (part.n == 0 || str_eqz(part, "."))
		return 0;
	if (own || !str_eqz(part, "..")) {
		if (out->n && !str_ends(buf_str(out), STR("/")) &&
		    buf_addc(out, '/') < 0)
			return -1;
		return buf_adds(out, part);
	}
	slash = str_rchr(buf_str(out), '/');
	part = str_sub(buf_str(out), slash == STR_NONE ? 0 : slash + 1, out->n);
	if (part.n == 0 || str_eqz(part, ".."))
		return -1;
	out->n = slash == STR_NONE || slash == 0 ? 0 : slash;
	return 0;
}

/* The directory of the file, then path, with ".." taken out. */
static int
resolve(const struct depread *r, struct str path, struct buf *out)
{
	size_t slash = str_rchr(r->name, '/');
	struct str dir = str_sub(r->name, 0, slash == STR_NONE ? 0 : slash);
	struct str part;

	if (str_starts(path, STR("/")) ||
	    (str_starts(r->name, STR("/")) && buf_addc(out, '/') < 0))
		return -1;
	while (str_cut(&dir, '/', &part))
		if (step(part, true, out) < 0)
			return -1;
	while (str_cut(&path, '/', &part))
		if (step(part, false, out) < 0)
			return -1;
	return out->n ? 0 : -1;
}

bool
depfile_inside(const struct depread *r, struct str path)
{
	struct buf full = { .max = 4096 };
	bool inside = resolve(r, path, &full) == 0;

	buf_free(&full);
	return inside;
}

int
depfile_sibling(struct depread *r, struct str path, struct buf *out)
{
	struct buf full = { .max = 4096 };
	int rc = -1;

	if (resolve(r, path, &full) < 0) {
		depfile_unread(r, "it names a file outside of the source: %.*s",
		    FMT(str_sub(path, 0, 80)));
		goto out;
	}
	if (r->nsiblings++ == DEP_SIBLINGS_MAX) {
		depfile_unread(r, "it leads to too many files");
		goto out;
	}
	rc = r->sibling ? r->sibling(r->arg, buf_str(&full), out) : 0;
	if (rc < 0)
		depfile_unread(r, "it names a file that cannot be read: %.*s",
		    FMT(str_sub(path, 0, 80)));
out:
	buf_free(&full);
	return rc;
}

struct str
depfile_join(struct depread *r, const struct str *v, size_t n)
{
	size_t len = 0, at = 0;
	char *p;

	for (size_t i = 0; i < n; i++)
		len += v[i].n;
	if ((p = arena_new(&r->mem, len + 1)) == NULL)
		return (struct str){ NULL, 0 };
	for (size_t i = 0; i < n; at += v[i++].n)
		if (v[i].n)
			memcpy(p + at, v[i].p, v[i].n);
	return (struct str){ p, len };
}

struct span
depfile_span(const struct node *n)
{
	return n ? (struct span){ n->at, n->to } : (struct span){ 0, 0 };
}

struct span
depfile_key(const struct node *n)
{
	return n ? (struct span){ n->key_at, n->key_at + n->key.n } :
		   (struct span){ 0, 0 };
}

bool
deplines_next(struct deplines *l, struct str *line, size_t *from)
{
	size_t nl;

	if (l->at >= l->bytes.n)
		return false;
	nl = str_chr(l->bytes, '\n', l->at);
	if (nl == STR_NONE)
		nl = l->bytes.n;
	*from = l->at;
	*line = str_sub(l->bytes, l->at, nl);
	if (str_ends(*line, STR("\r")))
		line->n--;
	l->at = nl + 1;
	l->line++;
	return true;
}

struct span
depfile_at(const struct depread *r, struct str s)
{
	uintptr_t base = (uintptr_t)r->bytes.p, p = (uintptr_t)s.p;

	if (p < base || p - base > r->bytes.n || s.n > r->bytes.n - (p - base))
		return (struct span){ 0, 0 };
	return (struct span){ p - base, p - base + s.n };
}

int
depfile_read(struct depread *r, const struct depformat *f)
{
	int rc;

	r->mem.max = DOC_BYTES;
	rc = f->read(r);
	if (rc == 0)
		rc = depgraph_settle(r);
	/* A span that a reader got wrong must not leave the bytes. */
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].at.to > r->bytes.n ||
		    r->v[i].at.from > r->v[i].at.to)
			r->v[i].at = (struct span){ 0, 0 };
	return rc;
}

void
depfile_free(struct depread *r)
{
	arena_free(&r->mem);
	doc_free(&r->doc);
	free(r->v);
	free(r->edge);
	free(r->root);
}
