#include "base.h"
#include "crypto_model.h"
#include "pat.h"
#include "stanza.h"
#include "str.h"

#define HERE "crypto/"
#define DEFAULT_POLICY "esante"

static int
fail(struct setup_error *err, struct str file, size_t line, const char *why)
{
	err->file = file;
	err->where.line = line;
	snprintf(err->where.why, sizeof(err->where.why), "%s", why);
	return -1;
}

/* "; calls: jvm kotlin" in the comments that a query begins with. */
static const char *
head_field(struct crypto_model *m, struct crypto_lang *l, struct str f,
    struct str value)
{
	struct str word;

	if (str_eqz(f, "grammar"))
		l->grammar = value;
	else if (str_eqz(f, "imports"))
		l->spaces = str_eqz(value, "open");
	else if (str_eqz(f, "methods"))
		l->bare = str_eqz(value, "bare");
	else if (str_eqz(f, "calls"))
		while (str_word(&value, &word)) {
			uint32_t bit = calls_file(&m->calls, word);

			if (bit == 0)
				return "names calls that are not there";
			l->calls |= bit;
		}
	return NULL;
}

static int
add_lang(struct crypto_model *m, struct str file, struct str text,
    struct setup_error *err)
{
	struct crypto_lang *l = &m->lang[m->nlang];
	struct str line, rest = text, name;
	const char *why = NULL;
	size_t n = 0, colon;

	if (m->nlang == CRYPTO_LANGS)
		return fail(err, file, 0, "too many languages");
	name = str_sub(file, sizeof(HERE) - 1, file.n - 4);
	*l = (struct crypto_lang){
		.name = name, .grammar = name, .text = text, .file = file
	};
	for (int k = 0; k < KIND_COUNT; k++)
		if (str_eqz(name, kind_name((enum kind)k)))
			l->kind = (enum kind)k;
	while (why == NULL && str_cut(&rest, '\n', &line)) {
		n++;
		if (!str_starts(line, STR(";")))
			break;
		line = str_trim(str_sub(line, 1, line.n));
		if ((colon = str_chr(line, ':', 0)) != STR_NONE)
			why = head_field(m, l, str_sub(line, 0, colon),
			    str_trim(str_sub(line, colon + 1, line.n)));
	}
	if (why == NULL && !ast_has(l->grammar))
		why = "there is no grammar of this name";
	if (why)
		return fail(err, file, n, why);
	m->nlang++;
	return 0;
}

static int
read_files(struct crypto_model *m, const struct pat *pat, const char *end,
    struct setup_error *err)
{
	struct str name, text, stem;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && pat_file(pat, i, &name, &text); i++) {
		if (!str_starts(name, STR(HERE)) ||
		    !str_ends(name, str_of(end)))
			continue;
		err->file = name;
		stem = str_sub(name, sizeof(HERE) - 1, name.n - strlen(end));
		if (strcmp(end, ".names") == 0)
			rc = algos_parse(&m->algos, text, &err->where);
		else if (strcmp(end, ".calls") == 0)
			rc = calls_parse(
			    &m->calls, stem, name, text, &err->where);
		else
			rc = add_lang(m, name, text, err);
	}
	return rc;
}

static const char *
take_rule(struct rule *r, struct list *see, struct str f, struct str value)
{
	const struct {
		const char *name;
		struct str *to;
	} texts[] = { { "title", &r->title }, { "why", &r->why },
		{ "fix", &r->fix } };
	uint64_t n;

	for (size_t i = 0; i < LEN(texts); i++)
		if (str_eqz(f, texts[i].name)) {
			*texts[i].to = value;
			return NULL;
		}
	if (str_eqz(f, "severity"))
		return sev_parse(value, &r->severity) < 0 ? "is no severity" :
							    NULL;
	if (str_eqz(f, "cwe") && str_num(value, 99999, &n) == 0) {
		r->cwe = (unsigned)n;
		return NULL;
	}
	if (str_eqz(f, "see") && see->v) {
		*see->v = value;
		see->n = 1;
		return NULL;
	}
	return "is unknown";
}

static int
read_findings(struct crypto_model *m, struct str file, struct str text,
    struct setup_error *err)
{
	struct rules *rs = &m->rules;
	struct stanza s;
	struct str f, value;
	enum stanza_got got;
	const char *why = NULL;
	bool open = false;

	rs->mem.max = 4u << 20;
	rs->cap = 128;
	if ((rs->v = calloc(rs->cap, sizeof(*rs->v))) == NULL)
		return -1;
	stanza_init(&s, text);
	while ((got = stanza_next(&s, &f, &value, &why)) != STANZA_EOF) {
		if (got == STANZA_FIELD && !open) {
			if (!str_eqz(f, "id") || rs->n == rs->cap)
				return fail(err, file, s.line,
				    "a stanza begins with its id");
			rs->v[rs->n++] = (struct rule){ .id = value,
				.sieve = STR("crypto"),
				.file = file,
				.line = s.line,
				.see.v =
				    arena_new(&rs->mem, sizeof(struct str)) };
			open = true;
		} else if (got == STANZA_FIELD) {
			struct rule *r = &rs->v[rs->n - 1];

			why = take_rule(r, &r->see, f, value);
		}
		open = open && got != STANZA_END;
		if (why)
			return fail(err, file, s.line, why);
	}
	return rules_end(rs, &err->where);
}

static struct str
pattern(const struct pat *pat, const char *name)
{
	struct str is, text;

	for (size_t i = 0; pat_file(pat, i, &is, &text); i++)
		if (str_eqz(is, name))
			return text;
	return STR("");
}

/* A policy by name or file, and the one it asks where it is silent. */
static int
read_policy(
    struct crypto_model *m, const struct setup *s, struct setup_error *err)
{
	const char *given = s->policy ? s->policy : DEFAULT_POLICY;
	char name[256], asked[200];
	struct str text;

	snprintf(asked, sizeof(asked), "%s", given);
	while (asked[0] && m->npolicy < CRYPTO_POLICIES) {
		struct policy *p = &m->policy[m->npolicy];

		snprintf(name, sizeof(name), "policy/%s.policy", asked);
		text = pattern(s->pat, name);
		err->file = arena_str(&m->rules.mem, str_of(name));
		if (m->npolicy == 0 && s->policy_text.n) {
			text = s->policy_text;
			err->file = str_of(given);
		}
		if (text.n == 0) {
			err->file = arena_str(&m->rules.mem, str_of(asked));
			return fail(err, err->file, 0,
			    "there is no such policy: esante, bsi, nist, "
			    "anssi and pqc are, or a file");
		}
		m->npolicy++;
		if (policy_parse(p, &m->algos, err->file, text, &err->where) <
		    0)
			return -1;
		snprintf(asked, sizeof(asked), "%.*s",
		    FMT(str_sub(p->silent, 0, 190)));
	}
	return 0;
}

static int
literals(struct crypto_model *m)
{
	m->literal = calloc(m->calls.npath + 1, sizeof(*m->literal));
	m->files = calloc(m->calls.npath + 1, sizeof(*m->files));
	if (m->literal == NULL || m->files == NULL)
		return -1;
	for (size_t i = 0; i < m->calls.npath; i++) {
		const struct call_path *p = &m->calls.path[i];
		struct str t = str_sub(p->trigger, 0, LITERAL_MAX);
		size_t k;

		for (k = 0; k < m->nliteral; k++)
			if (str_eq(m->literal[k].bytes, t))
				break;
		m->files[k] |= p->files;
		if (k < m->nliteral)
			continue;
		m->literal[k] = (struct literal){ t, false, (uint32_t)k };
		m->nliteral++;
	}
	return 0;
}

/* Every rule that a stanza names is there. */
static int
check_rules(const struct crypto_model *m, struct setup_error *err)
{
	for (size_t i = 0; i < m->calls.n; i++) {
		const struct call *c = &m->calls.v[i];

		if (c->rule.n && rules_find(&m->rules, c->rule) == NULL)
			return fail(err, c->file, c->line,
			    "names a rule that is none of "
			    "crypto/findings.stanzas");
	}
	return 0;
}

struct crypto_model *
crypto_model_new(const struct setup *s, struct setup_error *err)
{
	struct crypto_model *m = calloc(1, sizeof(*m));

	*err = (struct setup_error){ .file = STR("") };
	if (m == NULL)
		return NULL;
	m->inventory = s->inventory;
	m->rules.mem.max = 1u << 20;
	if (s->pat == NULL && literals(m) == 0)
		return m;
	if (s->pat == NULL || read_files(m, s->pat, ".names", err) < 0 ||
	    read_findings(m, STR("crypto/findings.stanzas"),
		pattern(s->pat, "crypto/findings.stanzas"), err) < 0 ||
	    read_files(m, s->pat, ".calls", err) < 0 ||
	    calls_end(&m->calls) < 0 || check_rules(m, err) < 0 ||
	    read_files(m, s->pat, ".scm", err) < 0 ||
	    read_policy(m, s, err) < 0 || literals(m) < 0) {
		/* What it says must outlive the model. */
		static char file[256];

		snprintf(file, sizeof(file), "%.*s",
		    FMT(str_sub(err->file, 0, 200)));
		err->file = str_of(file);
		crypto_model_free(m);
		return NULL;
	}
	return m;
}

void
crypto_model_free(struct crypto_model *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->nlang; i++)
		ast_lang_free(m->lang[i].ready);
	for (size_t i = 0; i < m->npolicy; i++)
		policy_free(&m->policy[i]);
	algos_free(&m->algos);
	calls_free(&m->calls);
	rules_free(&m->rules);
	free(m->literal);
	free(m->files);
	free(m);
}

const struct crypto_lang *
crypto_lang(const struct crypto_model *m, struct str name, enum kind kind)
{
	const struct crypto_lang *found = NULL;

	for (size_t i = 0; i < m->nlang && kind != KIND_OTHER; i++) {
		const struct crypto_lang *l = &m->lang[i];

		if (l->kind == kind && found == NULL)
			found = l;
		/* JSX has a grammar of its own. */
		if (str_eqz(l->name, "tsx") && str_ends(name, STR(".tsx")))
			return l;
	}
	return found;
}

const struct ast_lang *
crypto_ready(const struct crypto_lang *given, struct where *w)
{
	struct crypto_lang *l = (struct crypto_lang *)(uintptr_t)given;
	struct ast_lang *is = atomic_load(&l->ready), *made;

	if (is)
		return is;
	if ((made = ast_lang_new(l->grammar, l->text, w)) == NULL)
		return NULL;
	if (atomic_compare_exchange_strong(&l->ready, &is, made))
		return made;
	ast_lang_free(made); /* another thread was first */
	return is;
}

int
crypto_model_vet(const struct crypto_model *m, struct setup_error *err)
{
	for (size_t i = 0; i < m->nlang; i++)
		if (crypto_ready(&m->lang[i], &err->where) == NULL) {
			err->file = m->lang[i].file;
			return -1;
		}
	return 0;
}
