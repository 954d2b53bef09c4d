#include "base.h"
#include "detectors.h"
#include "litset.h"
#include "pat.h"
#include "str.h"
#include "template.h"

#include "../t.h"

#include "secret_run.h"

static bool
starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* As found(), from a template; the text is kept for a look. */
static struct buf made = { .max = 16u << 20 };

static const char *
found_t(const char *tmpl, enum kind kind)
{
	const char *why;

	buf_reset(&made);
	if (template_expand(str_of(tmpl), 7, &made, &why) < 0)
		return why;
	return found(buf_str(&made), kind);
}

/* The kind of file that an example of the model of assignments is in. */
static enum kind
kind_for(struct str tmpl)
{
	return str_find(tmpl, STR("\""), 0) == STR_NONE &&
		str_find(tmpl, STR("'"), 0) == STR_NONE ?
	    KIND_ENV :
	    KIND_JAVASCRIPT;
}

static bool
names_rule(const char *out, struct str id)
{
	char want[80];

	snprintf(want, sizeof(want), "%.*s ", FMT(id));
	return starts(out, want) ||
	    (strchr(out, '\n') && strstr(strchr(out, '\n') + 1, want) != NULL);
}

static void
examples(void)
{
	const struct rules *rs = secret_detector.rules(model);
	size_t i, j, bad = 0;
	const char *why;

	e.any_path = true;
	for (i = 0; i < rs->n; i++) {
		const struct rule *r = &rs->v[i];

		for (j = 0; j < r->yes.n + r->no.n; j++) {
			bool yes = j < r->yes.n;
			struct str t =
			    yes ? r->yes.v[j] : r->no.v[j - r->yes.n];
			const char *out;

			buf_reset(&made);
			if (template_expand(t, 100 + j, &made, &why) < 0) {
				printf("# %.*s: %s: %.*s\n", FMT(r->id), why,
				    FMT(t));
				bad++;
				continue;
			}
			out = found(buf_str(&made), kind_for(t));
			if (yes == (names_rule(out, r->id) && e.unread == 0))
				continue;
			printf("# %.*s: %s %.*s: %s", FMT(r->id),
			    yes ? "yes" : "no", FMT(t), out);
			printf("\n");
			bad++;
		}
		T(r->yes.n >= 2 && r->no.n >= 2 && r->fix.n && r->see.n &&
		    r->revoke.n && r->why.n);
	}
	e.any_path = false;
	T(bad == 0);
	T(rs->n >= 600);
}

#include "secret_cases.h"

int
main(void)
{
	const char *why = "";
	struct pat *pat = pat_texts("patterns", &why);
	struct setup s = { .pat = pat };

	T(pat != NULL);
	if (pat == NULL || !open_all(&s))
		return 1;
	examples();
	cases();
	close_all();
	pat_free(pat);
	buf_free(&e.out);
	buf_free(&e.subject);
	buf_free(&made);
	return T_END();
}
