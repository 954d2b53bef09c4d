#include "base.h"
#include "chance.h"
#include "score.h"
#include "str.h"
#include "word.h"

#include "../t.h"

/* Data that a build takes in must be whole: nothing says so later. */
static void
tables(void)
{
	struct str w;

	T(tables_sound());
	T(tables_has(LIST_PASSWORD, STR("PassWord")));
	T(tables_has(LIST_PASSWORD,
	    STR("contrase\xc3\xb1"
		"a")));
	T(!tables_has(LIST_PASSWORD, STR("passwor")));
	T(!tables_has(LIST_PASSWORD, STR("")));
	T(tables_inside(LIST_INSIDE, STR("xChange Me!")));
	T(tables_inside(LIST_INSIDE_LONG, STR("a<")));
	T(!tables_inside(LIST_INSIDE, STR("ex")));
	T(tables_word(LIST_WALK, 0, &w) && w.n > 4);
	T(!tables_word(LIST_WALK, 9999, &w));
	T(tables_weight(REASON_LIKELY) > tables_weight(REASON_POSSIBLE));
	for (unsigned r = 0; r < REASON_COUNT; r++)
		T(tables_reason_text(r).n > 0);
}

static enum name_class
class_of(const char *name)
{
	return word_class(str_of(name));
}

static void
names(void)
{
	static const char *const passwords[] = { "password", "DB_PASSWORD",
		"dbPassword2", "user-passwd", "motDePasse", "mot_de_passe",
		"mot_de_passe_bdd", "mdpAdmin", "smtp_mdp", "kennwort",
		"DatenbankPasswort", "passwuert", "contrasena", "wachtwoord",
		"senha", "haslo", "lozinka", "adgangskode",
		"password_confirmation", "PASSWORD_PROD", "dbpassword",
		"userpwd", "ssh_passphrase", "palabra_de_paso", NULL };
	static const char *const none[] = { "compass", "bypass", "monkey",
		"author", "keyboard", "primary_key", "public_key", "cache_key",
		"password_hash", "passwordField", "has_password",
		"passwordLength", "password_policy", "token_type",
		"next_page_token", "csrf_token", "secretName", "keyId",
		"sort_key", "tokenizer", "passenger", "forgotPassword", NULL };
	size_t i;

	for (i = 0; passwords[i] != NULL; i++) {
		if (class_of(passwords[i]) != NAME_PASSWORD)
			printf("# %s\n", passwords[i]);
		T(class_of(passwords[i]) == NAME_PASSWORD);
	}
	for (i = 0; none[i] != NULL; i++) {
		if (class_of(none[i]) != NAME_NONE)
			printf("# %s\n", none[i]);
		T(class_of(none[i]) == NAME_NONE);
	}
	T(class_of("api_key") == NAME_KEY);
	T(class_of("apikey") == NAME_KEY);
	T(class_of("cle_api") == NAME_KEY);
	T(class_of("cl\xc3\xa9_priv\xc3\xa9"
		   "e") == NAME_KEY);
	T(class_of("aesKey") == NAME_KEY);
	T(class_of("secret_key") == NAME_SECRET);
	T(class_of("clientSecret") == NAME_SECRET);
	T(class_of("Zugangsdaten") == NAME_SECRET);
	T(class_of("jeton_acces") == NAME_TOKEN);
	T(class_of("XMLHttpToken") == NAME_TOKEN);
	T(class_of("auth_salt") == NAME_SALT);
}

static enum reason
path(const char *p)
{
	return score_path(str_of(p));
}

static void
paths(void)
{
	struct score s = { 0 };

	T(path("src/a.c") == REASON_COUNT);
	T(path("src/latest/contest.c") == REASON_COUNT);
	T(path("src/test/A.java") == REASON_PATH_TEST);
	T(path("src/LoginTest.java") == REASON_PATH_TEST);
	T(path("t/t0001.sh") == REASON_PATH_TEST);
	T(path("conf/.env.example") == REASON_PATH_EXAMPLE);
	T(path("a.zip!/docs/x.txt") == REASON_PATH_DOC);
	T(path("README.md") == REASON_PATH_DOC);
	T(path("config/locales/de.yml") == REASON_PATH_LOCALE);
	T(path("vendor/x/y.go") == REASON_PATH_VENDOR);
	T(path("web/app.min.js") == REASON_PATH_MADE);
	T(path("deploy/app.yml") == REASON_PATH_DEPLOY);
	/* A test lowers, and never hides; a translation may. */
	score_add(&s, REASON_NAME_PASSWORD);
	score_add(&s, REASON_NAME_PASSWORD);
	T(s.sum == tables_weight(REASON_NAME_PASSWORD));
	score_add_path(&s, STR("tests/x.py"));
	T(score_sure(&s) == SURE_POSSIBLE);
	s = (struct score){ 0 };
	score_add(&s, REASON_NAME_PASSWORD);
	score_add_path(&s, STR("locales/x.py"));
	T(score_sure(&s) == SURE_PLACEHOLDER);
}

static void
words(void)
{
	struct score s = { 0 };
	struct buf out = { .max = 1024 };

	score_add(&s, REASON_PROSE);
	score_add(&s, REASON_RANDOM);
	T(score_put(&out, &s) == 0);
	T(str_eqz(buf_str(&out), "prose-16 random+24"));
	T(score_sure(&s) == SURE_POSSIBLE);
	T(score_severity(SEV_HIGH, SURE_LIKELY) == SEV_HIGH);
	T(score_severity(SEV_HIGH, SURE_POSSIBLE) == SEV_LOW);
	buf_free(&out);
}

static bool
drawn(const char *z)
{
	struct shape h = chance_shape(str_of(z));

	return chance_random(str_of(z), &h);
}

static void
chance(void)
{
	/* Split, so that the tree holds nothing that looks like a secret. */
	T(drawn("q8Zr2Lm"
		"Xv0TbW4"));
	T(drawn("9f3b1c7d"
		"e2a84056"));
	T(drawn("zq7kx2vb"
		"w9hd"));
	T(!drawn("getUserByIdAndName"));
	T(!drawn("some_long_identifier_of_ours"));
	T(!drawn("UserPasswordAuthentication"));
	T(!drawn("application.properties"));
	T(!drawn("SHA256withRSA"));
	T(!drawn("20240131235959"));
}

int
main(void)
{
	tables();
	names();
	paths();
	words();
	chance();
	return T_END();
}
