/*
 * What is done to a line, and how the verdict must move: the same secret in
 * other quotes, in another syntax, reversed, under another name of a secret
 * stays found; a reference, its own name, "changeme", or a name that says
 * nothing of secrets make it none. In every language of the syntax model.
 */
#include "base.h"
#include "detectors.h"
#include "litset.h"
#include "pat.h"
#include "str.h"

#include "../t.h"

#include "secret_run.h"

enum { FORMS = 6, REFS = 4 };

/* In forms $N is a name, $V a value; refs are lines of their own, too. */
struct language {
	enum kind kind;
	const char *form[FORMS];
	const char *ref[REFS];
};

static const struct language languages[] = {
	{ KIND_C,
	    {
		"char *$N = \"$V\";",
		"static const char $N[] = \"$V\";",
		"#define $N \"$V\"",
		"{ .$N = \"$V\" }",
	    },
	    { "char *$N = getenv(\"X1\");", "strcpy($N, other9);",
		"if ($N == NULL)" } },
	{ KIND_CPP,
	    { "std::string $N = \"$V\";", "auto $N{\"$V\"};",
		"c.$N = std::string(\"$V\");" },
	    { "auto $N = getenv(\"X1\");", "c.$N = cfg[\"x1\"] + \"y1\";" } },
	{ KIND_CSHARP,
	    { "string $N = \"$V\";", "var $N = @\"$V\";",
		"new Login { $N = \"$V\" }", "d[\"$N\"] = \"$V\";" },
	    { "var $N = Configuration[\"x1\"];", "var $N = $\"{user}-x9\";" } },
	{ KIND_DART, { "final $N = '$V';", "String $N = \"$V\";" },
	    { "final $N = '$other9';", "final $N = env['X1'];" } },
	{ KIND_ELIXIR, { "$N = \"$V\"", "config :app, $N: \"$V\"" },
	    { "$N = System.get_env(\"X1\")", "$N = \"#{user}x9\"" } },
	{ KIND_GO,
	    { "var $N string = \"$V\"", "$N := \"$V\"", "$N = `$V`",
		"cfg{$N: \"$V\"}" },
	    { "$N := os.Getenv(\"X1\")", "$N := user + \"x9\"" } },
	{ KIND_GROOVY, { "def $N = '$V'", "$N \"$V\"" },
	    { "def $N = System.getenv('X1')", "$N \"${other9}\"" } },
	{ KIND_HASKELL, { "$N = \"$V\"" }, { "$N = getEnv \"X1\"" } },
	{ KIND_JAVA,
	    { "String $N = \"$V\";", "private final String $N = \"$V\";",
		"p.put(\"$N\", \"$V\");", "@Value(\"${x:y}\") $N = \"$V\";" },
	    { "String $N = System.getenv(\"X1\");",
		"String $N = user + \"x9\";" } },
	{ KIND_JAVASCRIPT,
	    { "const $N = '$V';", "let $N = \"$V\"", "var $N = `$V`;",
		"{ user: 'x', $N: '$V' }", "$N = process.env.X1 || '$V'" },
	    { "const $N = process.env.X1;", "const $N = `${user}x9`;",
		"$N: user.other9," } },
	{ KIND_KOTLIN, { "val $N = \"$V\"", "const val $N: String = \"$V\"" },
	    { "val $N = System.getenv(\"X1\")", "val $N = \"${user}x9\"" } },
	{ KIND_LUA, { "local $N = \"$V\"", "t = { $N = '$V' }" },
	    { "local $N = os.getenv(\"X1\")", "local $N = user .. \"x9\"" } },
	{ KIND_OBJC, { "NSString *$N = @\"$V\";" },
	    { "NSString *$N = [self other9];" } },
	{ KIND_PERL, { "my $$N = '$V';", "my $$N = \"$V\";", "$N => '$V'," },
	    { "my $$N = $ENV{X1};", "$N => $other9," } },
	{ KIND_PHP,
	    { "$$N = '$V';", "$$N = \"$V\";", "'$N' => '$V',",
		"define('$N', '$V');", "$c->$N = '$V';" },
	    { "$$N = getenv('X1');", "$$N = $other9;", "'$N' => env('X1')," } },
	{ KIND_POWERSHELL, { "$$N = '$V'", "$$N = \"$V\"" },
	    { "$$N = $env:X1", "$$N = Read-Host 'x9'" } },
	{ KIND_PYTHON,
	    { "$N = '$V'", "$N = \"$V\"", "$N: str = '$V'", "f(u=1, $N='$V')",
		"d = {'$N': '$V'}", "$N = os.environ.get('X1', '$V')" },
	    { "$N = os.environ['X1']", "$N = f'{user}-x9'", "$N = other9",
		"$N = get(\"x1\") % y9" } },
	{ KIND_R, { "$N <- \"$V\"", "$N = '$V'" },
	    { "$N <- Sys.getenv(\"X1\")" } },
	{ KIND_RUBY, { "$N = '$V'", "$N = \"$V\"", ":$N => '$V'", "$N: '$V'," },
	    { "$N = ENV['X1']", "$N = \"#{user}x9\"" } },
	{ KIND_RUST,
	    { "let $N = \"$V\";", "const $N: &str = \"$V\";",
		"let $N = String::from(\"$V\");" },
	    { "let $N = env::var(\"X1\")?;", "let $N = other9;" } },
	{ KIND_SCALA, { "val $N = \"$V\"", "val $N: String = \"$V\"" },
	    { "val $N = sys.env(\"X1\")" } },
	{ KIND_SWIFT, { "let $N = \"$V\"", "var $N: String = \"$V\"" },
	    { "let $N = env[\"X1\"]" } },
	{ KIND_TYPESCRIPT,
	    { "const $N: string = '$V';", "{ $N: \"$V\" }",
		"readonly $N = '$V';" },
	    { "const $N: string = process.env.X1;", "$N: string;" } },
	{ KIND_VB, { "Dim $N As String = \"$V\"", "Const $N = \"$V\"" },
	    { "Dim $N As String = Other9" } },
	{ KIND_SQL, { "SET $N = '$V';", "SET @$N := '$V';" },
	    { "SET $N = @other9;" } },
	{ KIND_HCL, { "$N = \"$V\"", "x = { $N = \"$V\" }" },
	    { "$N = var.other9", "$N = \"${var.other9}\"" } },
	{ KIND_TOML, { "$N = \"$V\"", "$N = '$V'" }, { "$N = \"${X1}\"" } },
	{ KIND_JSON, { "{\"$N\": \"$V\"}", "{\"a\":{\"$N\":\"$V\"}}" },
	    { "{\"$N\": null}", "{\"$N\": \"${X1}\"}" } },
	{ KIND_YAML,
	    { "$N: $V", "$N: \"$V\"", "- $N=$V", "- name: $N\n  value: $V",
		"x: { $N: $V }", "$N: ${X1:-$V}" },
	    { "$N: ${X1}", "$N: *anchor9", "$N: !vault |",
		"$N: {{ other9 }}" } },
	{ KIND_INI, { "$N=$V", "$N = $V", "$N = \"$V\"" },
	    { "$N = ${X1}", "$N = %(x1)s", "$N =" } },
	{ KIND_PROPERTIES, { "$N=$V", "a.b.$N = $V", "$N: $V" },
	    { "$N=${x1}", "$N=@x1@", "$N={cipher}0a1b2c" } },
	{ KIND_ENV, { "$N=$V", "export $N=$V", "$N='$V'" },
	    { "$N=$X1", "$N=${X1}", "$N=" } },
	{ KIND_BASH,
	    { "$N=$V", "export $N='$V'", "x --$N=$V y", "x --$N $V y",
		"$N=\"${X1:-$V}\"" },
	    { "$N=$X1", "$N=$(cat x9)", "read -s $N", "x --$N \"$X1\"" } },
	{ KIND_BATCH, { "set $N=$V" }, { "set $N=%X1%" } },
	{ KIND_DOCKERFILE, { "ENV $N=$V", "ENV $N $V", "ARG $N=$V" },
	    { "ENV $N=$X1", "ARG $N" } },
	{ KIND_XML,
	    { "<$N>$V</$N>", "<x $N=\"$V\"/>", "<add key=\"$N\" value=\"$V\"/>",
		"<property name='$N' value='$V'/>" },
	    { "<$N>${x1}</$N>", "<x $N=\"%X1%\"/>", "<$N></$N>" } },
	{ KIND_MAKE, { "$N = $V", "$N := $V" }, { "$N = $(X1)" } },
	{ KIND_CMAKE, { "set($N \"$V\")" }, { "set($N ${X1})" } },
	{ KIND_PASCAL, { "$N := '$V';", "$N = '$V';" }, { "$N := x9;" } },
	{ KIND_ERLANG, { "{$N, \"$V\"}" }, { "{$N, other9}" } },
};

/* A row's line; the names and values are never longer than 64 bytes. */
static const char *
line_of(const char *form, const char *name, const char *value)
{
	static char out[1024];
	size_t n = 0;

	for (; *form != '\0' && n < sizeof(out) - 80; form++) {
		bool hole =
		    form[0] == '$' && (form[1] == 'N' || form[1] == 'V');

		if (hole)
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%s",
			    *++form == 'N' ? name : value);
		else
			out[n++] = *form;
	}
	out[n] = '\0';
	return out;
}

/* Made here, so that the tree holds nothing that looks like a secret. */
static void
draw(char *out, size_t n, uint64_t seed)
{
	static const char symbols[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789";

	for (size_t i = 0; i < n; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		out[i] = symbols[(seed >> 33) % 62];
	}
	out[n] = '\0';
}

static void
reverse(char *out, const char *z)
{
	size_t n = strlen(z);

	for (size_t i = 0; i < n; i++)
		out[i] = z[n - 1 - i];
	out[n] = '\0';
}

static size_t mutations, wrong;

/* "medium", "low", or "" for nothing; a line must give one of these. */
static void
must(const struct language *l, const char *line, const char *want)
{
	const char *out = found_z(line, l->kind);
	const char *sev = strchr(out, ' ');
	bool ok = *want == '\0' ? *out == '\0' :
				  sev != NULL &&
		strncmp(sev + 1, want, strlen(want)) == 0 && e.n == 1;

	mutations++;
	wrong += !ok;
	if (!ok)
		printf("# %s: %s: wanted '%s', got '%s'\n", kind_name(l->kind),
		    line, want, out);
}

/* A name of a secret in the form's own case, and values for it. */
static void
one_form(const struct language *l, const char *form, const char *name,
    const char *value)
{
	char back[80];

	reverse(back, value);
	must(l, line_of(form, name, value), "medium");
	must(l, line_of(form, name, back), "medium");
	must(l, line_of(form, name, name), "");
	must(l, line_of(form, name, "changeme"), "");
	must(l, line_of(form, name, "your-secret-here"), "");
	must(l, line_of(form, name, "xxxxxxxxxxxx"), "");
	must(l, line_of(form, name, "<password>"), "");
	must(l, line_of(form, name, "${VARIABLE}"), "");
	must(l, line_of(form, "colour_of_it", value), "");
	must(l, line_of(form, "password_length", value), "");
	must(l, line_of(form, "PUBLIC_KEY", value), "");
}

static void
one_language(const struct language *l, uint64_t seed)
{
	static const char *const names[] = { "DB_PASSWORD", "motDePasse",
		"kennwort" };
	char value[80], token[80];
	size_t f, i;

	draw(value, 14, seed + 1);
	draw(token, 32, seed + 2);
	for (f = 0; f < FORMS && l->form[f] != NULL; f++) {
		for (i = 0; i < LEN(names); i++)
			one_form(l, l->form[f], names[i], value);
		one_form(l, l->form[f], "API_TOKEN", token);
		one_form(l, l->form[f], "API_KEY", token);
		/* What is like words may be a password, and no token. */
		must(l, line_of(l->form[f], "API_TOKEN", "grand-old-duke"), "");
	}
	for (f = 0; f < REFS && l->ref[f] != NULL; f++)
		for (i = 0; i < LEN(names); i++)
			must(l, line_of(l->ref[f], names[i], ""), "");
}

int
main(void)
{
	const char *why = "";
	struct pat *pat = pat_texts("patterns", &why);
	struct setup s = { .pat = pat };

	T(pat != NULL);
	if (pat == NULL || !open_all(&s))
		return 1;
	for (size_t i = 0; i < LEN(languages); i++)
		one_language(&languages[i], 1000 * i);
	printf("# %zu lines in %zu languages\n", mutations, LEN(languages));
	T(LEN(languages) >= 15);
	T(wrong == 0);
	close_all();
	pat_free(pat);
	buf_free(&e.out);
	buf_free(&e.subject);
	return T_END();
}
