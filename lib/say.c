#include "base.h"
#include "say.h"

#include "text.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <unistd.h>

enum {
	RAW_MAX = 64 << 10,  /* what the mask sees, so that it has context */
	SHOWN_MAX = 8 << 10, /* what is said of that */
	CAUSES = 32,	     /* causes counted apart; the rest are said whole */
	WHOLE = 5,	     /* files said by name for one cause */
	WORD_MAX = 64	     /* no candidate is longer */
};

static const char *prog = "tamis";
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static say_mask *mask_line;
static void *mask_arg;
static void (*before)(void);

static struct cause {
	char text[160];
	size_t n;
} causes[CAUSES];
static size_t ncauses;

/*
 * A closed descriptor would be the next file opened. Standard output is
 * opened for reading, so that writing to it fails as it must.
 */
static void
fill_descriptors(void)
{
	static const int mode[] = { O_RDONLY, O_RDONLY, O_WRONLY };

	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", mode[fd]) < 0)
			exit(EXIT_TROUBLE);
}

void
say_name(const char *argv0)
{
	const char *slash;

	fill_descriptors();
	if (argv0 == NULL || *argv0 == '\0')
		return;
	slash = strrchr(argv0, '/');
	prog = slash && slash[1] ? slash + 1 : argv0;
}

const char *
say_prog(void)
{
	return prog;
}

void
say_set_mask(say_mask *mask, void *arg)
{
	pthread_mutex_lock(&lock);
	mask_line = mask;
	mask_arg = arg;
	pthread_mutex_unlock(&lock);
}

void
say_set_before(void (*hook)(void))
{
	pthread_mutex_lock(&lock);
	before = hook;
	pthread_mutex_unlock(&lock);
}

/* A log's reader obeys "##[command]" anywhere in a line: GitHub's runner. */
static bool
obeyed(struct str s, size_t at)
{
	return s.n - at >= 3 && memcmp(s.p + at, "##[", 3) == 0;
}

static int
escape(struct buf *out, struct str s)
{
	int rc = 0;

	for (size_t at = 0; at < s.n && rc == 0;) {
		size_t from = at;
		bool command = obeyed(s, at);
		int32_t cp = utf8_next(s, &at);

		if (command) {
			rc = buf_addz(out, "#\\x23[");
			at = from + 3;
		} else if (cp == '\n' || cp == '\t') {
			rc = buf_addz(out, cp == '\n' ? "\\n" : "\\t");
		} else if (cp >= 0 && !text_unsafe((uint32_t)cp)) {
			rc = buf_add(out, s.p + from, at - from);
		} else {
			for (; from < at && rc == 0; from++)
				rc = buf_addf(
				    out, "\\x%02x", (unsigned char)s.p[from]);
		}
	}
	return rc;
}

static void
put_all(const char *p, size_t n)
{
	while (n > 0) {
		ssize_t put = write(STDERR_FILENO, p, n);

		if (put <= 0)
			return;
		p += put;
		n -= (size_t)put;
	}
}

/* With the lock held. The mask comes before any cut: half a secret is not
   known as one. */
static void
put_line(char *raw, size_t cap, size_t n)
{
	struct buf out = { .max = (size_t)SHOWN_MAX * 5 };
	struct str s;
	bool cut;

	if (n >= cap)
		n = cap - 1;
	raw[n] = '\0';
	if (mask_line)
		mask_line(raw, cap, mask_arg);
	s = (struct str){ raw, strnlen(raw, cap) };
	cut = s.n > SHOWN_MAX;
	if (cut)
		s.n = SHOWN_MAX;
	if (before)
		before();
	if (buf_addf(&out, "%s: ", prog) == 0 && escape(&out, s) == 0 &&
	    buf_addz(&out, cut ? "...\n" : "\n") == 0)
		put_all(out.p, out.n);
	else
		put_all("tamis: out of memory\n", 21);
	buf_free(&out);
}

static void __attribute__((format(printf, 1, 0)))
vsay(const char *fmt, va_list ap)
{
	static char raw[RAW_MAX];
	int n;

	pthread_mutex_lock(&lock);
	n = vsnprintf(raw, sizeof(raw), fmt, ap);
	if (n >= 0)
		put_line(raw, sizeof(raw), (size_t)n);
	pthread_mutex_unlock(&lock);
}

void
warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsay(fmt, ap);
	va_end(ap);
}

void
die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsay(fmt, ap);
	va_end(ap);
	exit(EXIT_TROUBLE);
}

/* How often this cause was seen, this time included; 1 when the table is
   full, so that nothing is lost. */
static size_t
count_cause(const char *verb, const char *cause)
{
	char text[sizeof(causes[0].text)];
	size_t i = 0, n = 1;

	snprintf(text, sizeof(text), "cannot %s: %s", verb, cause);
	pthread_mutex_lock(&lock);
	while (i < ncauses && strcmp(causes[i].text, text) != 0)
		i++;
	if (i < CAUSES) {
		if (i == ncauses) {
			memcpy(causes[i].text, text, sizeof(text));
			causes[ncauses++].n = 0;
		}
		n = ++causes[i].n;
	}
	pthread_mutex_unlock(&lock);
	return n;
}

void
warn_file(const char *verb, struct str thing, const char *cause)
{
	if (count_cause(verb, cause) > WHOLE)
		return;
	if (thing.n > RAW_MAX)
		thing.n = RAW_MAX;
	warn("cannot %s '%.*s': %s", verb, FMT(thing), cause);
}

const char *
say_count(size_t n, char out[SAY_COUNT])
{
	char digits[24], *p = out;
	int len = snprintf(digits, sizeof(digits), "%zu", n);

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			*p++ = ',';
		*p++ = digits[i];
	}
	*p = '\0';
	return out;
}

void
say_flush(void)
{
	char n[SAY_COUNT];

	for (size_t i = 0; i < ncauses; i++)
		if (causes[i].n > WHOLE)
			warn("%s: and %s more", causes[i].text,
			    say_count(causes[i].n - WHOLE, n));
	ncauses = 0;
}

/* Optimal string alignment: a swap of neighbours counts one. */
static size_t
distance(struct str a, struct str b)
{
	size_t row[3][WORD_MAX + 1], *now = row[0], *up = row[1], *up2 = row[2];

	for (size_t j = 0; j <= b.n; j++)
		up[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t *spare = up2;

		now[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t best = up[j - 1] + (a.p[i - 1] != b.p[j - 1]);

			if (up[j] + 1 < best)
				best = up[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1] && up2[j - 2] + 1 < best)
				best = up2[j - 2] + 1;
			now[j] = best;
		}
		up2 = up;
		up = now;
		now = spare;
	}
	return up[b.n];
}

const char *
say_nearest(struct str word, const char *const *v)
{
	const char *found = NULL;
	size_t best = word.n / 3 < 2 ? word.n / 3 : 2;

	if (word.n > WORD_MAX)
		return NULL;
	for (; *v && word.n > 0; v++) {
		struct str c = { *v, strlen(*v) };
		size_t d;

		if (c.n > WORD_MAX || c.n > word.n + 2 || word.n > c.n + 2)
			continue;
		d = distance(word, c);
		if (d <= best && (found == NULL || d < best)) {
			best = d;
			found = *v;
		}
	}
	return found;
}
