#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

/* Files that say which language or runtime a project stands on. */

/* What version managers call them, and the table of ends of life. */
static const struct {
	const char *tool, *product;
} tools[] = {
	{ "deno", "deno" },
	{ "dotnet", "dotnet" },
	{ "dotnet-core", "dotnet" },
	{ "elixir", "elixir" },
	{ "erlang", "erlang" },
	{ "go", "go" },
	{ "golang", "go" },
	{ "gradle", "gradle" },
	{ "julia", "julia" },
	{ "kotlin", "kotlin" },
	{ "kubectl", "kubernetes" },
	{ "lua", "lua" },
	{ "maven", "apache-maven" },
	{ "mysql", "mysql" },
	{ "node", "nodejs" },
	{ "nodejs", "nodejs" },
	{ "perl", "perl" },
	{ "php", "php" },
	{ "pnpm", "pnpm" },
	{ "postgres", "postgresql" },
	{ "python", "python" },
	{ "redis", "redis" },
	{ "ruby", "ruby" },
	{ "rust", "rust" },
	{ "scala", "scala" },
	{ "terraform", "terraform" },
	{ "yarn", "yarn" },
};

static const char *
product_of(struct str tool)
{
	for (size_t i = 0; i < LEN(tools); i++)
		if (str_eqz(tool, tools[i].tool))
			return tools[i].product;
	return NULL;
}

/* "v18.1.0", "3.11", "ruby-2.7.1"; "system" is no version. */
static int
put(struct depread *r, const char *product, struct str s)
{
	struct dep d = { .kind = DEP_PRODUCT,
		.name = str_of(product),
		.direct = DEP_DIRECT };
	size_t i = 0;

	while (i < s.n && !(s.p[i] >= '0' && s.p[i] <= '9'))
		i++;
	if (i == s.n || (i > 0 && s.p[i - 1] != 'v' && s.p[i - 1] != '-'))
		return 0;
	d.version = str_sub(s, i, s.n);
	d.at = depfile_at(r, s);
	return depfile_put(r, &d) < 0 ? -1 : 0;
}

/* .tool-versions: "name version [version ...]" */
int
depread_toolversions(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line, tool, version;
	const char *product;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		line = str_sub(line, 0, str_chr(line, '#', 0));
		if (!str_word(&line, &tool))
			continue;
		product = product_of(tool);
		while (product && str_word(&line, &version))
			if (put(r, product, version) < 0)
				return -1;
	}
	return 0;
}

/* A file of one line. */
static int
single(struct depread *r, const char *product)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		line = str_trim(str_sub(line, 0, str_chr(line, '#', 0)));
		if (line.n && put(r, product, line) < 0)
			return -1;
	}
	return 0;
}

int
depread_nodeversion(struct depread *r)
{
	return single(r, "nodejs");
}

int
depread_pythonversion(struct depread *r)
{
	return single(r, "python");
}

int
depread_rubyversion(struct depread *r)
{
	return single(r, "ruby");
}

int
depread_phpversion(struct depread *r)
{
	return single(r, "php");
}

int
depread_goversion(struct depread *r)
{
	return single(r, "go");
}

int
depread_terraformversion(struct depread *r)
{
	return single(r, "terraform");
}

/* rust-toolchain: a line, or rust-toolchain.toml: toolchain.channel. */
int
depread_rusttoolchain(struct depread *r)
{
	const struct node *n;

	if (str_find(r->bytes, STR("["), 0) == STR_NONE)
		return single(r, "rust");
	depfile_toml(r);
	n = doc_at(r->doc.root, "toolchain.channel");
	return n ? put(r, "rust", doc_text(n)) : 0;
}

/* .terraform.lock.hcl: provider "host/owner/name" { version = "1.0" */
int
depread_terraform(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line, name = STR("");
	size_t at, from, to;

	while (deplines_next(&l, &line, &at)) {
		struct str word, rest = line;

		from = str_chr(line, '"', 0);
		to = from == STR_NONE ? from : str_chr(line, '"', from + 1);
		if (!str_word(&rest, &word) || to == STR_NONE)
			continue;
		if (str_eqz(word, "provider"))
			name = str_sub(line, from + 1, to);
		if (str_eqz(word, "version") && name.n) {
			size_t host = str_chr(name, '/', 0);
			struct dep d = { .eco = ECO_TERRAFORM,
				.name = str_sub(name,
				    host == STR_NONE ? 0 : host + 1, name.n),
				.version = str_sub(line, from + 1, to),
				.at = depfile_at(r, name) };

			name = STR("");
			if (depfile_put(r, &d) < 0)
				return -1;
		}
	}
	return 0;
}

/* .gitmodules: where a submodule comes from; which commit, the tree says. */
int
depread_gitmodules(struct depread *r)
{
	static const struct str github = { "github.com", 10 };
	struct deplines l = { .bytes = r->bytes };
	struct str line, key;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		struct dep d = { .eco = ECO_GITHUB, .direct = DEP_DIRECT };
		size_t host;

		if (!str_cut(&line, '=', &key) ||
		    !str_eqz(str_trim(key), "url"))
			continue;
		line = str_trim(line);
		host = str_find(line, github, 0);
		if (host == STR_NONE || host + github.n + 1 >= line.n)
			continue;
		d.at = depfile_at(r, line);
		d.name = str_sub(line, host + github.n + 1, line.n);
		if (str_ends(d.name, STR(".git")))
			d.name.n -= 4;
		if (depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}
