#include "base.h"
#include "kind.h"

#include "str.h"

enum { NAME_MAX_HERE = 32 }; /* longer than any name or suffix below */

struct entry {
	const char *name;
	enum kind kind;
};

/* Sorted, lower case. */
static const struct entry suffixes[] = {
	{ "adoc", KIND_MARKDOWN },
	{ "asax", KIND_ASP },
	{ "asc", KIND_PEM },
	{ "asciidoc", KIND_MARKDOWN },
	{ "ascx", KIND_ASP },
	{ "ashx", KIND_ASP },
	{ "asp", KIND_ASP },
	{ "aspx", KIND_ASP },
	{ "bas", KIND_VB },
	{ "bash", KIND_BASH },
	{ "bat", KIND_BATCH },
	{ "bats", KIND_BASH },
	{ "bzl", KIND_PYTHON },
	{ "c", KIND_C },
	{ "c++", KIND_CPP },
	{ "cc", KIND_CPP },
	{ "cer", KIND_PEM },
	{ "cfg", KIND_INI },
	{ "cjs", KIND_JAVASCRIPT },
	{ "cmake", KIND_CMAKE },
	{ "cmd", KIND_BATCH },
	{ "cnf", KIND_INI },
	{ "conf", KIND_INI },
	{ "config", KIND_INI },
	{ "containerfile", KIND_DOCKERFILE },
	{ "cpp", KIND_CPP },
	{ "crt", KIND_PEM },
	{ "cs", KIND_CSHARP },
	{ "cshtml", KIND_ASP },
	{ "csproj", KIND_XML },
	{ "csr", KIND_PEM },
	{ "css", KIND_CSS },
	{ "csv", KIND_CSV },
	{ "csx", KIND_CSHARP },
	{ "cts", KIND_TYPESCRIPT },
	{ "cu", KIND_CPP },
	{ "cuh", KIND_CPP },
	{ "cxx", KIND_CPP },
	{ "dart", KIND_DART },
	{ "ddl", KIND_SQL },
	{ "diff", KIND_DIFF },
	{ "dml", KIND_SQL },
	{ "dockerfile", KIND_DOCKERFILE },
	{ "dpr", KIND_PASCAL },
	{ "editorconfig", KIND_INI },
	{ "env", KIND_ENV },
	{ "envrc", KIND_ENV },
	{ "erb", KIND_RUBY },
	{ "erl", KIND_ERLANG },
	{ "es6", KIND_JAVASCRIPT },
	{ "ex", KIND_ELIXIR },
	{ "exs", KIND_ELIXIR },
	{ "fish", KIND_BASH },
	{ "fsproj", KIND_XML },
	{ "gemspec", KIND_RUBY },
	{ "geojson", KIND_JSON },
	{ "gitconfig", KIND_INI },
	{ "go", KIND_GO },
	{ "gradle", KIND_GRADLE },
	{ "groovy", KIND_GROOVY },
	{ "gsh", KIND_GROOVY },
	{ "gvy", KIND_GROOVY },
	{ "h", KIND_C },
	{ "h++", KIND_CPP },
	{ "har", KIND_JSON },
	{ "hcl", KIND_HCL },
	{ "hh", KIND_CPP },
	{ "hpp", KIND_CPP },
	{ "hrl", KIND_ERLANG },
	{ "hs", KIND_HASKELL },
	{ "htm", KIND_HTML },
	{ "html", KIND_HTML },
	{ "hxx", KIND_CPP },
	{ "iml", KIND_XML },
	{ "inc", KIND_PHP },
	{ "inf", KIND_INI },
	{ "ini", KIND_INI },
	{ "ino", KIND_CPP },
	{ "ipp", KIND_CPP },
	{ "ipynb", KIND_NOTEBOOK },
	{ "java", KIND_JAVA },
	{ "js", KIND_JAVASCRIPT },
	{ "json", KIND_JSON },
	{ "json5", KIND_JSON },
	{ "jsonc", KIND_JSON },
	{ "jsonl", KIND_JSON },
	{ "jsp", KIND_ASP },
	{ "jsx", KIND_JAVASCRIPT },
	{ "key", KIND_PEM },
	{ "ksh", KIND_BASH },
	{ "kt", KIND_KOTLIN },
	{ "kts", KIND_KOTLIN },
	{ "less", KIND_CSS },
	{ "lhs", KIND_HASKELL },
	{ "lock", KIND_LOCK },
	{ "lockfile", KIND_LOCK },
	{ "log", KIND_LOG },
	{ "lpr", KIND_PASCAL },
	{ "lua", KIND_LUA },
	{ "luau", KIND_LUA },
	{ "m", KIND_OBJC },
	{ "mak", KIND_MAKE },
	{ "make", KIND_MAKE },
	{ "markdown", KIND_MARKDOWN },
	{ "md", KIND_MARKDOWN },
	{ "mdx", KIND_MARKDOWN },
	{ "mjs", KIND_JAVASCRIPT },
	{ "mk", KIND_MAKE },
	{ "mm", KIND_OBJC },
	{ "mts", KIND_TYPESCRIPT },
	{ "ndjson", KIND_JSON },
	{ "netrc", KIND_NETRC },
	{ "nomad", KIND_HCL },
	{ "npmrc", KIND_INI },
	{ "nuspec", KIND_XML },
	{ "out", KIND_LOG },
	{ "p8", KIND_PEM },
	{ "pas", KIND_PASCAL },
	{ "patch", KIND_DIFF },
	{ "pem", KIND_PEM },
	{ "pgsql", KIND_SQL },
	{ "php", KIND_PHP },
	{ "php3", KIND_PHP },
	{ "php4", KIND_PHP },
	{ "php5", KIND_PHP },
	{ "php7", KIND_PHP },
	{ "phtml", KIND_PHP },
	{ "pl", KIND_PERL },
	{ "plist", KIND_XML },
	{ "plsql", KIND_SQL },
	{ "pm", KIND_PERL },
	{ "pod", KIND_PERL },
	{ "podspec", KIND_RUBY },
	{ "pom", KIND_XML },
	{ "pp", KIND_PASCAL },
	{ "ppk", KIND_PEM },
	{ "properties", KIND_PROPERTIES },
	{ "props", KIND_XML },
	{ "ps1", KIND_POWERSHELL },
	{ "psd1", KIND_POWERSHELL },
	{ "psm1", KIND_POWERSHELL },
	{ "psql", KIND_SQL },
	{ "psv", KIND_CSV },
	{ "pub", KIND_PEM },
	{ "py", KIND_PYTHON },
	{ "pyi", KIND_PYTHON },
	{ "pypirc", KIND_INI },
	{ "pyw", KIND_PYTHON },
	{ "pyx", KIND_PYTHON },
	{ "r", KIND_R },
	{ "rake", KIND_RUBY },
	{ "rb", KIND_RUBY },
	{ "resx", KIND_XML },
	{ "rmd", KIND_R },
	{ "rs", KIND_RUST },
	{ "rst", KIND_MARKDOWN },
	{ "ru", KIND_RUBY },
	{ "sass", KIND_CSS },
	{ "sbt", KIND_SCALA },
	{ "sc", KIND_SCALA },
	{ "scala", KIND_SCALA },
	{ "scss", KIND_CSS },
	{ "service", KIND_INI },
	{ "sh", KIND_BASH },
	{ "sql", KIND_SQL },
	{ "storyboard", KIND_XML },
	{ "sum", KIND_LOCK },
	{ "svelte", KIND_HTML },
	{ "svg", KIND_XML },
	{ "swift", KIND_SWIFT },
	{ "t", KIND_PERL },
	{ "tab", KIND_CSV },
	{ "targets", KIND_XML },
	{ "text", KIND_TEXT },
	{ "tf", KIND_HCL },
	{ "tfstate", KIND_JSON },
	{ "tfvars", KIND_HCL },
	{ "toml", KIND_TOML },
	{ "tpp", KIND_CPP },
	{ "ts", KIND_TYPESCRIPT },
	{ "tsv", KIND_CSV },
	{ "tsx", KIND_TYPESCRIPT },
	{ "txt", KIND_TEXT },
	{ "vb", KIND_VB },
	{ "vbhtml", KIND_ASP },
	{ "vbproj", KIND_XML },
	{ "vbs", KIND_VB },
	{ "vue", KIND_HTML },
	{ "webmanifest", KIND_JSON },
	{ "wsdl", KIND_XML },
	{ "xaml", KIND_XML },
	{ "xhtml", KIND_HTML },
	{ "xib", KIND_XML },
	{ "xml", KIND_XML },
	{ "xsd", KIND_XML },
	{ "xsl", KIND_XML },
	{ "xslt", KIND_XML },
	{ "yaml", KIND_YAML },
	{ "yml", KIND_YAML },
	{ "zsh", KIND_BASH },
};

/* Sorted, lower case. */
static const struct entry names[] = {
	{ ".babelrc", KIND_JSON },
	{ ".bash_aliases", KIND_BASH },
	{ ".bash_history", KIND_BASH },
	{ ".bash_profile", KIND_BASH },
	{ ".bashrc", KIND_BASH },
	{ ".dockercfg", KIND_JSON },
	{ ".dockerconfigjson", KIND_JSON },
	{ ".editorconfig", KIND_INI },
	{ ".env", KIND_ENV },
	{ ".envrc", KIND_ENV },
	{ ".eslintrc", KIND_JSON },
	{ ".flaskenv", KIND_ENV },
	{ ".gitconfig", KIND_INI },
	{ ".gitmodules", KIND_INI },
	{ ".hgrc", KIND_INI },
	{ ".my.cnf", KIND_INI },
	{ ".mysql_history", KIND_SQL },
	{ ".netrc", KIND_NETRC },
	{ ".npmrc", KIND_INI },
	{ ".pgpass", KIND_NETRC },
	{ ".profile", KIND_BASH },
	{ ".psql_history", KIND_SQL },
	{ ".pypirc", KIND_INI },
	{ ".s3cfg", KIND_INI },
	{ ".yarnrc", KIND_INI },
	{ ".zprofile", KIND_BASH },
	{ ".zsh_history", KIND_BASH },
	{ ".zshenv", KIND_BASH },
	{ ".zshrc", KIND_BASH },
	{ "_netrc", KIND_NETRC },
	{ "app.config", KIND_XML },
	{ "brewfile", KIND_RUBY },
	{ "build.gradle.kts", KIND_GRADLE },
	{ "capfile", KIND_RUBY },
	{ "cmakelists.txt", KIND_CMAKE },
	{ "config", KIND_INI },
	{ "containerfile", KIND_DOCKERFILE },
	{ "credentials", KIND_INI },
	{ "dockerfile", KIND_DOCKERFILE },
	{ "fastfile", KIND_RUBY },
	{ "gemfile", KIND_RUBY },
	{ "gnumakefile", KIND_MAKE },
	{ "go.sum", KIND_LOCK },
	{ "guardfile", KIND_RUBY },
	{ "id_dsa", KIND_PEM },
	{ "id_ecdsa", KIND_PEM },
	{ "id_ed25519", KIND_PEM },
	{ "id_rsa", KIND_PEM },
	{ "jenkinsfile", KIND_GROOVY },
	{ "license", KIND_TEXT },
	{ "makefile", KIND_MAKE },
	{ "makefile.am", KIND_MAKE },
	{ "makefile.in", KIND_MAKE },
	{ "npm-shrinkwrap.json", KIND_LOCK },
	{ "nuget.config", KIND_XML },
	{ "package-lock.json", KIND_LOCK },
	{ "packages.lock.json", KIND_LOCK },
	{ "pkgbuild", KIND_BASH },
	{ "pnpm-lock.yaml", KIND_LOCK },
	{ "podfile", KIND_RUBY },
	{ "rakefile", KIND_RUBY },
	{ "readme", KIND_TEXT },
	{ "sconscript", KIND_PYTHON },
	{ "sconstruct", KIND_PYTHON },
	{ "settings.gradle.kts", KIND_GRADLE },
	{ "vagrantfile", KIND_RUBY },
	{ "web.config", KIND_XML },
	{ "wscript", KIND_PYTHON },
};

static const char *const kind_names[KIND_COUNT] = {
	"other",
	"asp",
	"bash",
	"batch",
	"c",
	"cmake",
	"cpp",
	"csharp",
	"css",
	"csv",
	"dart",
	"diff",
	"dockerfile",
	"elixir",
	"env",
	"erlang",
	"go",
	"gradle",
	"groovy",
	"haskell",
	"hcl",
	"html",
	"ini",
	"java",
	"javascript",
	"json",
	"kotlin",
	"lock",
	"log",
	"lua",
	"make",
	"markdown",
	"netrc",
	"notebook",
	"objc",
	"pascal",
	"pem",
	"perl",
	"php",
	"powershell",
	"properties",
	"python",
	"r",
	"ruby",
	"rust",
	"scala",
	"sql",
	"swift",
	"text",
	"toml",
	"typescript",
	"vb",
	"xml",
	"yaml",
};

static int
by_name(const void *key, const void *entry)
{
	return strcmp(key, ((const struct entry *)entry)->name);
}

/* Looked up in lower case; KIND_OTHER when it is not there. */
static enum kind
lookup(const struct entry *v, size_t n, struct str s)
{
	char low[NAME_MAX_HERE];
	const struct entry *e;

	if (s.n == 0 || s.n >= sizeof(low))
		return KIND_OTHER;
	memcpy(low, s.p, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (low[i] >= 'A' && low[i] <= 'Z')
			low[i] = (char)(low[i] - 'A' + 'a');
	low[s.n] = '\0';
	if (strlen(low) != s.n)
		return KIND_OTHER;
	e = bsearch(low, v, n, sizeof(*v), by_name);
	return e ? e->kind : KIND_OTHER;
}

/* "Dockerfile.dev", ".env.local", "Makefile.linux": the first part says it. */
static enum kind
by_stem(struct str name)
{
	size_t dot = str_chr(name, '.', 1);
	enum kind k;

	if (dot == STR_NONE)
		return KIND_OTHER;
	k = lookup(names, LEN(names), str_sub(name, 0, dot));
	return k == KIND_DOCKERFILE || k == KIND_ENV || k == KIND_MAKE ?
	    k :
	    KIND_OTHER;
}

enum kind
kind_of(struct str path)
{
	size_t slash = str_rchr(path, '/'), dot;
	struct str name = path;
	enum kind k;

	if (slash != STR_NONE)
		name = str_sub(path, slash + 1, path.n);
	if ((k = lookup(names, LEN(names), name)) != KIND_OTHER)
		return k;
	if ((k = by_stem(name)) != KIND_OTHER)
		return k;
	if ((dot = str_rchr(name, '.')) == STR_NONE)
		return KIND_OTHER;
	return lookup(suffixes, LEN(suffixes), str_sub(name, dot + 1, name.n));
}

const char *
kind_name(enum kind k)
{
	return (unsigned)k < KIND_COUNT ? kind_names[k] : "other";
}
