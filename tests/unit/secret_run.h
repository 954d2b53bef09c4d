/* secret_run.h - the detector of secrets by itself, and what it finds. */

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
