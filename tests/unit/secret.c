#include "base.h"
#include "detectors.h"
#include "litset.h"
#include "pat.h"
#include "str.h"
#include "template.h"

#include "../t.h"

/* What the detector emits, kept as text: "rule severity from message". */
struct emit {
	struct buf out;
	size_t n, unread;
	struct buf subject;
	bool any_path; /* as --check-rules has it */
};

int
emit_finding(struct emit *e, const struct finding *f)
{
	enum severity sev = f->severity;

	/* As the driver does, but for the path. */
	if (f->score.why != 0) {
		enum sure sure = score_sure(&f->score);

		if (sure < SURE_POSSIBLE)
			return 0;
		sev = score_severity(sev, sure);
	}
	if (f->placed && !e->any_path)
		return 0;
	e->n++;
	buf_reset(&e->subject);
	if (buf_adds(&e->subject, f->subject) < 0)
		return -1;
	return buf_addf(&e->out, "%.*s %s %zu %.*s\n", FMT(f->rule),
	    sev_names[sev], f->span.from, FMT(f->message));
}

int
emit_fact(struct emit *e, uint32_t what, struct str bytes)
{
	(void)e;
	(void)what;
	(void)bytes;
	return 0;
}

int
emit_unread(struct emit *e, const char *reason)
{
	(void)reason;
	e->unread++;
	return 0;
}

static const struct detector *const list[] = { &secret_detector, NULL };
static void *model, *thread;
static struct litset *set;
static struct litset_thread *scan;
static struct emit e = { .out.max = 16u << 20, .subject.max = 1u << 20 };
static struct hit hits[1u << 20];
static size_t nhits;

static int
keep(size_t detector, struct hit hit, void *arg)
{
	(void)detector;
	(void)arg;
	if (nhits < LEN(hits))
		hits[nhits++] = hit;
	return 0;
}

/* What is found in text as a file of this kind. */
static const char *
found(struct str text, enum kind kind)
{
	struct blob b = { .name = STR("x"),
		.kind = kind,
		.bytes = text,
		.own = { 0, text.n },
		.first = true,
		.last = true };

	e.n = e.unread = nhits = 0;
	buf_reset(&e.out);
	(void)buf_adds(&e.out, STR(""));
	(void)litset_each(set, scan, text, keep, NULL);
	if (secret_detector.judge(model, thread, &b, hits, nhits, &e) < 0)
		return "trouble";
	return e.out.n ? e.out.p : "";
}

static const char *
found_z(const char *text, enum kind kind)
{
	return found(str_of(text), kind);
}

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
		T(r->yes.n >= 2 && r->no.n >= 2 && r->fix.n && r->see.n);
	}
	e.any_path = false;
	T(bad == 0);
	T(rs->n >= 600);
}

static bool
open_all(const struct setup *s)
{
	struct setup_error err;
	const char *why;

	if ((model = secret_detector.open(s, &err)) == NULL) {
		printf("# %.*s:%zu: %s\n", FMT(err.file), err.where.line,
		    err.where.why);
		return false;
	}
	thread = secret_detector.thread_new(model);
	set = litset_new(list, &model, STR(""), &why);
	scan = set ? litset_thread_new(set) : NULL;
	return thread && scan;
}

static void
close_all(void)
{
	litset_thread_free(scan);
	litset_free(set);
	secret_detector.thread_free(thread);
	secret_detector.close(model);
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
