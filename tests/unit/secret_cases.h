/* secret_cases.h - what is found where, and what is not. */

static const struct {
	enum kind kind;
	const char *tmpl;
	const char *want; /* how the first line begins; "" nothing */
} table[] = {
	/* one token in 15 languages */
	{ KIND_C, "const char *t = \"ghp_{A-Za-z0-9:30}{crc32-base62:6}\";",
	    "github-pat critical" },
	{ KIND_CPP, "auto t = \"glpat-{A-Za-z0-9:20}\"s;", "gitlab-pat" },
	{ KIND_CSHARP, "var k = @\"sk_live_{A-Za-z0-9:24}\";",
	    "stripe-live-key" },
	{ KIND_GO, "k := `AKIA{A-Z2-7:16}`", "aws-access-key critical" },
	{ KIND_JAVA, "String k = \"xoxb-{0-9:12}-{0-9:13}-{A-Za-z0-9:24}\";",
	    "slack-bot-token" },
	{ KIND_JAVASCRIPT, "const k='SG.{A-Za-z0-9:22}.{A-Za-z0-9:43}'",
	    "sendgrid-key" },
	{ KIND_KOTLIN, "val k = \"npm_{A-Za-z0-9:30}{crc32-base62:6}\"",
	    "npm-token" },
	{ KIND_PERL, "my $k = 'dop_v1_{0-9a-f:64}';", "digitalocean-token" },
	{ KIND_PHP, "$k = 'hvs.{A-Za-z0-9:24}';", "vault-token" },
	{ KIND_PYTHON, "K = 'AIza{A-Za-z0-9_-:35}'", "gcp-api-key" },
	{ KIND_RUBY, "K = %q(shpat_{0-9a-f:32})", "shopify-token" },
	{ KIND_RUST, "let k = \"lin_api_{A-Za-z0-9:40}\";", "linear-key" },
	{ KIND_SCALA, "val k = \"dapi{0-9a-f:32}\"", "databricks-token" },
	{ KIND_SWIFT, "let k = \"figd_{A-Za-z0-9:40}\"", "figma-token" },
	{ KIND_TYPESCRIPT,
	    "let k: string = \"glsa_{A-Za-z0-9:32}_"
	    "{crc32-le-hex:8}\"",
	    "grafana-token" },
	/* a password in as many */
	{ KIND_C, "static const char password[] = \"{A-Za-z0-9:6}!{0-9:3}\";",
	    "generic-password medium" },
	{ KIND_C, "#define DB_PASSWORD \"{A-Za-z0-9:6}!{0-9:3}\"",
	    "generic-password medium" },
	{ KIND_CPP, "std::string db_password{\"{A-Za-z0-9:12}\"};",
	    "generic-password medium" },
	{ KIND_GO, "var dbPassword string = \"{A-Za-z0-9:12}\"",
	    "generic-password medium" },
	{ KIND_GO, "dbPassword := \"{A-Za-z0-9:12}\"",
	    "generic-password medium" },
	{ KIND_JAVA, "config.setPassword(\"{A-Za-z0-9:12}\");",
	    "generic-password medium" },
	{ KIND_JAVA, "props.put(\"db.password\", \"{A-Za-z0-9:12}\");",
	    "generic-password medium" },
	{ KIND_PYTHON, "password: str = \"{A-Za-z0-9:12}\"",
	    "generic-password medium" },
	{ KIND_PYTHON, "connect(user='x', passwd='{A-Za-z0-9:12}')",
	    "generic-password medium" },
	{ KIND_PYTHON, "p = os.environ.get('DB_PASSWORD', '{A-Za-z0-9:12}')",
	    "generic-password medium" },
	{ KIND_PYTHON, "cfg['db']['password'] = '{A-Za-z0-9:12}'",
	    "generic-password medium" },
	{ KIND_JAVASCRIPT, "pw = process.env.DB_PASSWORD || '{A-Za-z0-9:12}'",
	    "generic-password medium" },
	{ KIND_JAVASCRIPT, "{ host: 'x', password: '{A-Za-z0-9:12}' }",
	    "generic-password medium" },
	{ KIND_PHP, "'password' => '{A-Za-z0-9:12}',",
	    "generic-password medium" },
	{ KIND_PHP, "define('DB_PASSWORD', '{A-Za-z0-9:12}');",
	    "generic-password medium" },
	{ KIND_RUBY, ":password => \"{A-Za-z0-9:12}\"",
	    "generic-password medium" },
	{ KIND_RUST, "let password = String::from(\"{A-Za-z0-9:12}\");",
	    "generic-password medium" },
	{ KIND_CSHARP, "public const string Password = \"{A-Za-z0-9:12}\";",
	    "generic-password medium" },
	{ KIND_POWERSHELL, "$Password = '{A-Za-z0-9:12}'",
	    "generic-password medium" },
	{ KIND_GRADLE, "storePassword '{A-Za-z0-9:12}'",
	    "keystore-password high" },
	{ KIND_HCL, "  password = \"{A-Za-z0-9:12}\"",
	    "generic-password medium" },
	{ KIND_TOML, "password = \"{A-Za-z0-9:12}\"",
	    "generic-password medium" },
	{ KIND_JSON, "\\{\"password\": \"{A-Za-z0-9:12}\"\\}",
	    "generic-password medium" },
	{ KIND_JSON,
	    "\\{\"x\": \"\\{\\\\\"password\\\\\":\\\\\""
	    "{A-Za-z0-9:12}\\\\\"\\}\"\\}",
	    "generic-password medium" },
	{ KIND_YAML, "password: {A-Za-z0-9:12}", "generic-password medium" },
	{ KIND_YAML, "  - name: DB_PASSWORD\n    value: {A-Za-z0-9:12}\n",
	    "generic-password medium" },
	{ KIND_YAML, "DB_PASSWORD: ${DB_PASSWORD:-{A-Za-z0-9:12}}",
	    "generic-password medium" },
	{ KIND_ENV, "DB_PASSWORD={A-Za-z0-9:12}", "generic-password medium" },
	{ KIND_INI, "password = {A-Za-z0-9:12} ; mine",
	    "generic-password medium" },
	{ KIND_PROPERTIES, "spring.datasource.password={A-Za-z0-9:12}",
	    "generic-password medium" },
	{ KIND_BASH, "export PASSWORD={A-Za-z0-9:12}",
	    "generic-password medium" },
	{ KIND_BASH, "tool --password={A-Za-z0-9:12} --user=x",
	    "generic-password medium" },
	{ KIND_BASH, "tool --password {A-Za-z0-9:12} --user x",
	    "generic-password medium" },
	{ KIND_DOCKERFILE, "ENV DB_PASSWORD={A-Za-z0-9:12}",
	    "generic-password medium" },
	{ KIND_DOCKERFILE, "ENV DB_PASSWORD {A-Za-z0-9:12}",
	    "generic-password medium" },
	{ KIND_BATCH, "set PASSWORD={A-Za-z0-9:12}\r\n",
	    "generic-password medium" },
	{ KIND_XML, "<password>{A-Za-z0-9:12}</password>",
	    "generic-password medium" },
	{ KIND_XML, "<db password=\"{A-Za-z0-9:12}\"/>",
	    "generic-password medium" },
	{ KIND_XML, "<property name=\"password\" value=\"{A-Za-z0-9:12}\"/>",
	    "generic-password medium" },
	{ KIND_XML, "<add key=\"DbPassword\" value=\"{A-Za-z0-9:12}\"/>",
	    "generic-password medium" },
	{ KIND_PYTHON, "motDePasse = '{A-Za-z0-9:12}'",
	    "generic-password medium" },
	{ KIND_PYTHON, "mot_de_passe = '{A-Za-z0-9:12}'",
	    "generic-password medium" },
	{ KIND_PYTHON, "mdp = '{A-Za-z0-9:12}'", "generic-password medium" },
	{ KIND_PYTHON, "passwort = '{A-Za-z0-9:12}'",
	    "generic-password medium" },
	{ KIND_PYTHON, "password = 'hunter2'", "generic-password" },
	{ KIND_RUBY, "password \"{A-Za-z0-9:12}\"", "generic-password medium" },
	{ KIND_C, "setopt(h, OPT_PASSWORD, \"{A-Za-z0-9:12}\");",
	    "generic-password medium" },
	{ KIND_PYTHON, "SECRET_KEY = 's3cr3t-{A-Za-z0-9:9}!'",
	    "generic-secret" },
	/* references, labels, templates, types, words */
	{ KIND_PYTHON, "password = os.environ['PASSWORD']", "" },
	{ KIND_PYTHON, "password = get_password('{A-Za-z0-9:12}')", "" },
	{ KIND_PYTHON, "password = f'{user}-x9!'", "" },
	{ KIND_PYTHON, "password = 'x9!' + suffix", "" },
	{ KIND_PYTHON, "password = getpass('Password: ')", "" },
	{ KIND_PYTHON, "password_file = '{A-Za-z0-9:12}'", "" },
	{ KIND_PYTHON, "password = '/run/secrets/db9'", "" },
	{ KIND_PYTHON, "password = 'https://x.acme.com/reset1'", "" },
	{ KIND_PYTHON, "compass = '{A-Za-z0-9:12}'", "" },
	{ KIND_PYTHON, "bypass = '{A-Za-z0-9:12}'", "" },
	{ KIND_PYTHON, "author = '{A-Za-z0-9:12}'", "" },
	{ KIND_PYTHON, "monkey = '{A-Za-z0-9:32}'", "" },
	{ KIND_PYTHON, "public_key = '{A-Za-z0-9:32}'", "" },
	{ KIND_PYTHON, "cache_key = '{0-9a-f:32}'", "" },
	{ KIND_PYTHON, "api_key = 'a_rather_long_identifier_of_ours'", "" },
	{ KIND_JAVASCRIPT, "placeholder: 'Enter your password'", "" },
	{ KIND_JAVASCRIPT, "password: 'Password must be 8 characters'", "" },
	{ KIND_JAVASCRIPT, "passwordLabel: 'Your password'", "" },
	{ KIND_JAVASCRIPT, "password: user.password", "" },
	{ KIND_JAVASCRIPT, "token: `${a}.${b}.x9`", "" },
	{ KIND_JAVASCRIPT, "type: 'password', name: 'pwd1'", "" },
	{ KIND_JAVA, "getPassword(\"{A-Za-z0-9:12}\")", "" },
	{ KIND_C, "if (strcmp(password, other) == 0)", "" },
	{ KIND_C, "char *password = NULL;", "" },
	{ KIND_YAML, "password: \"{{ vault_password }}\"", "" },
	{ KIND_YAML, "password: *anchor", "" },
	{ KIND_YAML, "password: !vault |", "" },
	{ KIND_YAML, "password:\n  minLength: 8\n", "" },
	{ KIND_YAML, "password: ENC[AES256_GCM,data:x]", "" },
	{ KIND_ENV, "PASSWORD=changeme", "" },
	{ KIND_ENV, "PASSWORD=${OTHER}", "" },
	{ KIND_ENV, "PASSWORD=$OTHER", "" },
	{ KIND_ENV, "PASSWORD=<password>", "" },
	{ KIND_ENV, "PASSWORD=xxxxxxxx", "" },
	{ KIND_ENV, "PASSWORD=********", "" },
	{ KIND_ENV, "PASSWORD=your-password-here", "" },
	{ KIND_ENV, "PASSWORD=12345678", "" },
	{ KIND_ENV, "PASSWORD=", "" },
	{ KIND_BASH, "PASSWORD=$(cat /run/secrets/x)", "" },
	{ KIND_BASH, "read -s PASSWORD", "" },
	{ KIND_XML, "<password>${db.password}</password>", "" },
	{ KIND_TEXT, "The password is set by the administrator.", "" },
	{ KIND_MARKDOWN, "| password | string | The user's password |", "" },
	{ KIND_LOCK, "\"password\": \"{A-Za-z0-9:14}\"", "" },
	/* URLs */
	{ KIND_PYTHON, "URL = \"postgres://app:{A-Za-z0-9:12}@db/prod\"",
	    "postgres-url critical 22 PostgreSQL URL with a password: "
	    "postgres://app:****@db/prod\n" },
	{ KIND_PYTHON, "'postgresql+psycopg2://a:{A-Za-z0-9:9}@h:5432/d'",
	    "postgres-url critical" },
	{ KIND_TEXT, "https://bot:ghp_{A-Za-z0-9:30}{crc32-base62:6}@x.io/y",
	    "github-pat critical" },
	{ KIND_YAML, "url: redis://:{A-Za-z0-9:12}@cache:6379/0",
	    "redis-url high" },
	{ KIND_TEXT, "postgres://user:pass@host/db", "" },
	{ KIND_TEXT, "postgres://app:secret@db/prod", "postgres-url low" },
	{ KIND_TEXT, "postgres://app:p%40ss{0-9:4}x@db", "postgres-url" },
	{ KIND_TEXT, "http://[::1]:80/a@b", "" },
	/* the most specific rule, once */
	{ KIND_ENV, "GITHUB_TOKEN=ghp_{A-Za-z0-9:30}{crc32-base62:6}",
	    "github-pat critical 13 GitHub personal access token: ghp_****\n" },
	{ KIND_ENV, "JWT_SECRET={jwt}", "jwt " },
	{ KIND_PEM, "{pem:RSA PRIVATE KEY:600}",
	    "private-key critical 0 private key: "
	    "-----BEGIN RSA PRIVATE KEY-----****\n" },
	{ KIND_PEM, "{openssh:aes256-ctr}", "openssh-private-key medium" },
	{ KIND_PEM, "{openssh}", "openssh-private-key critical" },
};

static void
one_case(size_t i)
{
	const char *out = found_t(table[i].tmpl, table[i].kind);
	bool ok = table[i].want[0] == '\0' ? out[0] == '\0' :
					     starts(out, table[i].want);

	/* One place, one finding. */
	ok &= e.n == (table[i].want[0] != '\0');
	if (!ok)
		printf("# %s in %s: wanted '%s', got '%s'\n", table[i].tmpl,
		    kind_name(table[i].kind), table[i].want, out);
	T(ok);
}

/* The two halves of a key are one finding, about the secret. */
static void
pairs(void)
{
	found_t("aws_access_key_id = AKIA{A-Z2-7:16}\n"
		"aws_secret_access_key = {A-Za-z0-9/+:40}\n",
	    KIND_INI);
	T(e.n == 1 && e.subject.n == 40);
	T(starts(e.out.p, "aws-access-key critical 20 "));
	found_t("aws_access_key_id = AKIA{A-Z2-7:16}\n"
		"aws_secret_access_key = "
		"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
	    KIND_INI);
	T(e.n == 1 && e.subject.n == 20);
}

/* No byte of a secret, nor its length, is in what is told. */
static void
secrecy(void)
{
	static const char text[] = "u = \"postgres://zq9K"
				   "x2Vb:zq9K"
				   "x2Vb@db/"
				   "zq9K"
				   "x2Vb?password=zq9K"
				   "x2Vb\"";

	found_z(text, KIND_PYTHON);
	T(e.n >= 1 && strstr(e.out.p, "zq9K") == NULL);
	found_z("a = 'mysql://x:Kq83"
		"hsPw0@h/db' b = 'redis://y:Lw93"
		"hsPw1@h/2'",
	    KIND_PYTHON);
	T(e.n == 2 && strstr(e.out.p, "hsPw") == NULL);
}

static bool
masks(const char *line, const char *want)
{
	struct span v[8];
	struct str s = str_of(line);
	size_t i, n = secret_detector.mask(model, thread, s, v, LEN(v));
	char out[256];
	size_t at = 0, len = 0;

	for (i = 0; i < n; i++) {
		len += (size_t)snprintf(out + len, sizeof(out) - len,
		    "%.*s****", FMT(str_sub(s, at, v[i].from)));
		at = v[i].to;
	}
	snprintf(
	    out + len, sizeof(out) - len, "%.*s", FMT(str_sub(s, at, s.n)));
	if (strcmp(out, want) != 0)
		printf("# %s\n", out);
	return strcmp(out, want) == 0;
}

static void
lines(void)
{
	T(masks("nothing to see", "nothing to see"));
	T(masks("hardcoded password: password = \"",
	    "hardcoded password: password = \""));
	T(masks("AWS=AKIA"
		"QYLPMN5HHHFPZAM2 x",
	    "AWS=AKIA**** x"));
	T(masks("PASSWORD=Kq83"
		"hsPw0",
	    "PASSWORD=****"));
	T(masks("SECRET=AKIA"
		"QYLPMN5HHHFPZAM2",
	    "SECRET=AKIA****"));
	T(masks("password: \"Kq83"
		"hsPw0\", token: \"Lw93"
		"hsPw1Xa82jQm\"",
	    "password: \"****\", token: \"****\""));
	T(masks("postgres://app:Kq83"
		"hsPw0@db/prod redis://:Lw93"
		"hs@c",
	    "postgres://app:****@db/prod redis://:****@c"));
}

/* Each piece of a text too large for one go tells its own part only. */
static void
windows(void)
{
	struct blob b = { .name = STR("x"),
		.kind = KIND_TEXT,
		.bytes = STR("redis://:Kq83"
			     "hsPw0@a redis://:Lw93"
			     "hsPw1@b"),
		.own = { 21, 41 },
		.at = 1000 };

	e.n = nhits = 0;
	buf_reset(&e.out);
	(void)litset_each(set, scan, b.bytes, keep, NULL);
	T(secret_detector.judge(model, thread, &b, hits, nhits, &e) == 0);
	T(e.n == 1 && starts(e.out.p, "redis-url high 30 "));
}

static void
cases(void)
{
	size_t i;

	for (i = 0; i < LEN(table); i++)
		one_case(i);
	pairs();
	secrecy();
	lines();
	windows();
}
