#include "base.h"
#include "check.h"
#include "rx.h"
#include "say.h"
#include "str.h"
#include "template.h"
#include "vet.h"

#define EXAMPLE_MAX (1u << 20)

/* "field 'match': CAUSE", at the line where value stands. */
static int
fail(const struct rule *r, struct where *w, const char *field, struct str value,
    const char *why)
{
	w->line = rules_line(r, value);
	snprintf(w->why, sizeof(w->why), "field '%s': %s", field, why);
	return -1;
}

static struct rx *
compile(const struct rule *r, const char *field, struct str pattern,
    struct where *w)
{
	char why[128] = "";
	struct rx *rx = rx_new(pattern, why, sizeof(why));

	if (rx == NULL) {
		fail(r, w, field, pattern, why);
		return NULL;
	}
	if (rx_empty(rx)) {
		fail(r, w, field, pattern, "it can match nothing at all");
		rx_free(rx);
		return NULL;
	}
	return rx;
}

static bool
has_group(const struct rx *rx, struct str group)
{
	char name[64];
	uint64_t n;

	if (str_num(group, RX_GROUPS - 1, &n) == 0)
		return n <= (uint64_t)rx_groups(rx);
	if (group.n >= sizeof(name))
		return false;
	snprintf(name, sizeof(name), "%.*s", FMT(group));
	return rx_group(rx, name) > 0 && rx_group(rx, name) < RX_GROUPS;
}

static int
vet_match(const struct rule *r, struct where *w)
{
	struct rx *rx = compile(r, "match", r->match, w);
	int rc = 0;

	if (rx == NULL)
		return -1;
	if (r->secret.n && !has_group(rx, r->secret))
		rc = fail(r, w, "secret", r->secret,
		    "'match' has no such group below 16");
	rx_free(rx);
	for (size_t i = 0; i < r->without.n && rc == 0; i++) {
		rx = compile(r, "without", r->without.v[i], w);
		rc = rx ? 0 : -1;
		rx_free(rx);
	}
	return rc;
}

static int
vet_check(const struct rule *r, struct str value, struct where *w)
{
	const char *why = check_wrong(value), *near;
	struct str name;
	char text[128];

	if (why == NULL)
		return 0;
	str_word(&value, &name);
	near = check_find(name) ? NULL : say_nearest(name, check_names());
	snprintf(text, sizeof(text), "%s '%.*s'%s%s%s", why,
	    FMT(str_sub(name, 0, 40)), near ? "; did you mean '" : "",
	    near ? near : "", near ? "'?" : "");
	return fail(r, w, "check", name, text);
}

static int
vet_examples(const struct rule *r, const char *field, const struct list *l,
    struct where *w)
{
	struct buf out = { .max = EXAMPLE_MAX };
	const char *why;
	int rc = 0;

	for (size_t i = 0; i < l->n && rc == 0; i++) {
		buf_reset(&out);
		if (template_expand(l->v[i], 1, &out, &why) < 0)
			rc = fail(r, w, field, l->v[i], why);
	}
	buf_free(&out);
	return rc;
}

int
vet_rule(const struct rules *rs, const struct rule *r, struct where *w)
{
	int rc = vet_match(r, w);

	for (size_t i = 0; i < r->check.n && rc == 0; i++)
		rc = vet_check(r, r->check.v[i], w);
	if (rc == 0 && r->pair.n && rules_find(rs, r->pair) == NULL)
		rc = fail(r, w, "pair", r->pair, "there is no such rule");
	if (rc == 0)
		rc = vet_examples(r, "yes", &r->yes, w);
	if (rc == 0)
		rc = vet_examples(r, "no", &r->no, w);
	return rc;
}

int
vet_rules(const struct rules *rs, struct str file, struct where *w)
{
	for (size_t i = 0; i < rs->n; i++)
		if (str_eq(rs->v[i].file, file) &&
		    vet_rule(rs, &rs->v[i], w) < 0)
			return -1;
	return 0;
}
