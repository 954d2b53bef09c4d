#include "base.h"
#include "dedup.h"
#include "history.h"
#include "pool.h"
#include "progress.h"
#include "run.h"
#include "say.h"
#include "shared.h"
#include "str.h"

struct job {
	struct arena mem;
	struct item item[BATCH];
	size_t end[BATCH];    /* of each item's results in out */
	size_t done, drained; /* items that are judged, and printed */
	size_t n;
	struct buf out;
	size_t files, passed;
	uint64_t bytes;
	bool failed;
};

static void *
thread_new(void *arg)
{
	struct run *r = arg;

	return judge_new(&r->scan, r->source);
}

static void
thread_free(void *thread)
{
	judge_free(thread);
}

/* Few items are spread over the threads, many come in batches. */
static size_t
batch(struct run *r)
{
	size_t n = 2 + r->taken / 8;

	return n < BATCH ? n : BATCH;
}

static int
fill(void *arg, void *p)
{
	struct run *r = arg;
	struct job *job = p;
	int got = 1;

	if (job->mem.max == 0) {
		job->mem.max = 64u << 20;
		job->out.max = RESULTS_MAX;
	}
	arena_reset(&job->mem);
	buf_reset(&job->out);
	job->n = job->files = job->passed = job->done = job->drained = 0;
	job->bytes = 0;
	while (job->n < batch(r) && got > 0) {
		got = source_next(r->source, &job->mem, &job->item[job->n]);
		job->n += got > 0;
	}
	r->taken += job->n;
	if (got < 0) {
		warn("%s", source_why(r->source));
		r->broken = r->said = true;
	}
	return job->n > 0;
}

/* What is known of a place stands for judging it. 0, or -1. */
static int
put_known(const struct item *it, struct buf *out)
{
	struct str rest = it->records;
	struct rec r;

	while (judged_next_record(&rest, &r)) {
		struct result got = { .type = RESULT_KNOWN,
			.severity = r.severity,
			.line = r.line,
			.col = r.col,
			.path = r.path,
			.rule = r.rule,
			.message = r.message,
			.keys = r.keys,
			.subject = STR("") };

		if (result_put(out, &got) < 0)
			return -1;
	}
	return 0;
}

static int
work_item(struct run *r, struct judge *j, struct job *job, size_t i)
{
	struct item *it = &job->item[i];
	int rc;

	it->known &= r->plain;
	rc = it->known ? put_known(it, &job->out) :
			 judge_item(j, it, &job->out, job);
	job->end[i] = job->out.n;
	job->done += rc == 0;
	return rc;
}

static void
work(void *arg, void *thread, void *p)
{
	struct run *r = arg;
	struct judge *j = thread;
	struct job *job = p;

	j->files = j->passed = 0;
	j->bytes = 0;
	for (size_t i = 0; i < job->n && !job->failed; i++) {
		job->failed = work_item(r, j, job, i) < 0;
		atomic_fetch_add_explicit(&r->done, 1, memory_order_relaxed);
	}
	job->files = j->files;
	job->passed = j->passed;
	job->bytes = j->bytes;
}

/* The record's keys, the fingerprint first. */
static int
put_keys(struct run *r, const struct result *got, struct str sieve)
{
	unsigned char digest[FP_DIGEST];
	char hex[FP_HEX + 1] = "-";
	int rc = 0;

	if (r->ask->show.quiet)
		return 0;
	if (got->guessable) {
		rc = fp_slow_hex(r->slow, sieve, got->subject, hex);
	} else if ((rc = fp_digest(sieve, got->subject, digest)) == 0) {
		fp_hex(digest, hex);
	}
	r->keys.n = 0;
	if (rc < 0 || buf_addf(&r->keys, "fp=%s", hex) < 0)
		return -1;
	if (got->keys.n == 0)
		return 0;
	return buf_addc(&r->keys, '\t') < 0 ? -1 :
					      buf_adds(&r->keys, got->keys);
}

static int
put_one(const struct rec *rec, void *arg)
{
	struct run *r = arg;

	return out_rec(r->out, rec);
}

/* What waited goes out; what comes now does not wait any more. */
static int
put_waiting(struct run *r)
{
	int rc = r->shared ? shared_each(r->shared, put_one, r) : 0;

	shared_free(r->shared);
	r->shared = NULL;
	return rc;
}

/* A record goes out, or waits for what else is of its secret. */
static int
put_rec(struct run *r, const struct rec *rec)
{
	int rc = r->shared ? shared_add(r->shared, rec) : 1;

	if (rc == 0)
		return 0;
	if (rc > 0 && r->dedup == NULL)
		return put_waiting(r) < 0 ? -1 : out_rec(r->out, rec);
	if (rc > 0 && dedup_add(r->dedup, rec) == 0)
		return 0;
	warn("cannot go on: out of memory, or too many secrets");
	r->said = true;
	return -1;
}

static int
put_record(struct run *r, const struct result *got)
{
	struct rec rec = { got->path, got->line, got->col, got->severity,
		got->rule, got->message, { "", 0 } };
	struct str until;

	rec.keys = got->keys;
	if (got->type == RESULT_ACCEPTED) {
		memo_doubt(&r->memo);
		out_accepted(
		    r->out, rec_key(&rec, "until", &until) ? until : STR(""));
		return 0;
	}
	r->found++;
	if (got->type == RESULT_KNOWN)
		return put_rec(r, &rec);
	if (rec_key(&rec, "until", &until) || rec_key(&rec, "reason", &until))
		memo_doubt(&r->memo);
	if (put_keys(r, got, str_of(r->scan.engine.v[got->detector]->name)) < 0)
		return -1;
	rec.keys = buf_str(&r->keys);
	memo_record(&r->memo, &rec);
	return put_rec(r, &rec);
}

/* What could not be judged: a line on stderr, and a record. */
static int
put_unread(struct run *r, const struct result *got)
{
	struct buf rule = { .max = 256 }, text = { .max = REC_MAX };
	struct buf keys = { .max = REC_MAX }, cause = { .max = REC_MAX };
	struct buf subject = { .max = REC_MAX };
	struct result as = *got;
	struct rec rec;
	char verb[16];
	int rc = -1;

	snprintf(verb, sizeof(verb), "%.*s", FMT(got->rule));
	if (buf_adds(&cause, got->message) < 0 ||
	    buf_addf(&text, "cannot %s it: %s", verb, cause.p) < 0 ||
	    buf_adds(&keys, got->keys) < 0 ||
	    rec_add_key(&keys, "reason", got->message) < 0 ||
	    buf_addf(&rule, "%s/unread", r->scan.name) < 0)
		goto out;
	warn_file(verb, got->subject, cause.p);
	/* What one accepts: that this cannot be judged, for this reason. */
	if (buf_adds(&subject, got->subject) < 0 ||
	    buf_addc(&subject, '\0') < 0 ||
	    buf_adds(&subject, got->message) < 0)
		goto out;
	as.keys = buf_str(&keys);
	as.subject = buf_str(&subject);
	if (put_keys(r, &as, buf_str(&rule)) < 0)
		goto out;
	rec = (struct rec){ got->path, got->line, got->col, SEV_HIGH,
		buf_str(&rule), buf_str(&text), buf_str(&r->keys) };
	rc = put_rec(r, &rec);
out:
	buf_free(&rule);
	buf_free(&text);
	buf_free(&keys);
	buf_free(&cause);
	buf_free(&subject);
	return rc;
}

static int
put_results(struct run *r, struct str in)
{
	struct result got;
	size_t at = 0;
	int rc = 0;

	while (rc == 0 && result_next(in, &at, &got))
		switch (got.type) {
		case RESULT_RECORD:
		case RESULT_KNOWN:
		case RESULT_ACCEPTED: rc = put_record(r, &got); break;
		case RESULT_UNREAD:
			memo_doubt(&r->memo);
			rc = put_unread(r, &got);
			break;
		case RESULT_PASSED:
			memo_doubt(&r->memo);
			warn("passed over '%.*s'", FMT(got.subject));
			break;
		case RESULT_FACT:
			memo_doubt(&r->memo);
			rc = facts_keep(&r->facts, &got);
			break;
		}
	return rc;
}

int
run_put(struct run *r, struct buf *out)
{
	int rc = put_results(r, buf_str(out));

	buf_reset(out);
	return rc;
}

/* A job may be printed before it is done, when it holds too much: what the
   item at hand said so far is then no whole. */
static int
put_job(struct run *r, struct job *job)
{
	struct str out = buf_str(&job->out);
	size_t from = 0;
	int rc = 0;

	for (; job->drained < job->done && rc == 0; job->drained++) {
		const struct item *it = &job->item[job->drained];
		size_t end = job->end[job->drained];

		rc = put_results(r, str_sub(out, from, end));
		from = end;
		if (rc == 0 && it->place && !it->known)
			memo_place(&r->memo, it->place);
	}
	if (rc == 0 && from < out.n) {
		rc = put_results(r, str_sub(out, from, out.n));
		memo_doubt(&r->memo);
	}
	buf_reset(&job->out);
	return rc;
}

static int
drain(void *arg, void *p)
{
	struct run *r = arg;
	struct job *job = p;
	struct progress_now now;
	int rc = put_job(r, job);

	r->files += job->files;
	r->passed += job->passed;
	r->bytes += job->bytes;
	job->files = job->passed = 0;
	job->bytes = 0;
	r->scan.want_src = out_wants_line(r->out);
	now = (struct progress_now){ r->done, r->total, r->found, r->bytes };
	progress_step(&now);
	if (rc == 0 && job->failed)
		warn("cannot go on: out of memory, or a limit");
	r->said |= rc < 0 || job->failed;
	return rc < 0 || job->failed ? -1 : 0;
}

static void
job_free(void *p)
{
	struct job *job = p;

	arena_free(&job->mem);
	buf_free(&job->out);
}

static const struct pool_ops ops = { thread_new, thread_free, fill, work, drain,
	sizeof(struct job), job_free };

/* No more threads than there are jobs for. */
static unsigned
threads(const struct run *r)
{
	size_t jobs = (r->total + 1) / 2;

	return r->total && jobs < r->ask->jobs ? (unsigned)jobs : r->ask->jobs;
}

static void
history_shows(const struct history_now *now, void *arg)
{
	struct run *r = arg;
	struct progress_now p = { now->done, now->total, 0, now->bytes };

	r->done = now->done;
	progress_step(&p);
}

/* A history is judged whole before its first record can be written. */
static int
judge_history(struct run *r)
{
	struct history *h = source_history(r->source);

	const char *why;

	if (h == NULL)
		return 0;
	if (r->memo.on && (why = memo_load(&r->memo, h)) != NULL &&
	    r->scan.tell_passed)
		warn("cannot use the cache '%s': %s", r->memo.file.path, why);
	if (history_judge(h, &r->scan, r->ask->jobs, history_shows, r) < 0) {
		warn("cannot read the history: %s", history_why(h));
		return -1;
	}
	r->done = 0;
	r->total = history_count(h);
	return 0;
}

/* What was judged is the history, not what is looked at again. */
static void
count_history(struct run *r)
{
	struct history *h = source_history(r->source);

	if (h == NULL || history_listed(h))
		return;
	r->files = history_seen(h).done;
	r->bytes = history_seen(h).bytes;
}

static int
finish(struct run *r)
{
	bool any = false;

	for (size_t i = 0; i < r->scan.engine.n; i++)
		any |= r->scan.engine.v[i]->finish != NULL;
	if (any && facts_finish(&r->facts, r) < 0)
		return -1;
	if (put_waiting(r) < 0)
		return -1;
	return r->dedup ? dedup_each(r->dedup, put_one, r) : 0;
}

/* What was found stands, whatever becomes of the cache. */
static void
keep(struct run *r)
{
	const char *why =
	    memo_save(&r->memo, r->plain && !fp_slow_full(r->slow));

	if (why && r->scan.tell_passed)
		warn("cannot write the cache '%s': %s", r->memo.file.path, why);
}

int
run_all(struct run *r)
{
	struct history *h = source_history(r->source);

	r->keys.max = REC_MAX;
	r->scan.want_src = out_wants_line(r->out);
	r->plain = !r->scan.want_src && !r->ask->show.quiet && !r->scan.reveal;
	if ((r->slow = fp_slow_new()) == NULL)
		return -1;
	if (r->ask->dedup &&
	    (r->dedup = dedup_new(h ? history_when : NULL, h)) == NULL)
		return -1;
	if (h == NULL && r->dedup == NULL && (r->shared = shared_new()) == NULL)
		return -1;
	if (judge_history(r) < 0)
		return -1;
	if (pool_run(&ops, r, threads(r)) < 0 || r->broken) {
		if (!r->said)
			warn("cannot start a thread: out of memory");
		(void)put_waiting(r); /* what was found so far */
		return -1;
	}
	count_history(r);
	if (finish(r) < 0)
		return -1;
	keep(r);
	return 0;
}

void
run_free(struct run *r)
{
	fp_slow_free(r->slow);
	buf_free(&r->keys);
	dedup_free(r->dedup);
	shared_free(r->shared);
	facts_free(&r->facts);
	memo_free(&r->memo);
}
