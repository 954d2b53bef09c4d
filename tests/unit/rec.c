#include "base.h"
#include "rec.h"
#include "str.h"
#include "../t.h"

#include <unistd.h>

static struct buf b = { .max = 4u << 20 };

static bool
esc(struct str in, const char *want)
{
	buf_reset(&b);
	return rec_escape(&b, in) == 0 && str_eqz(buf_str(&b), want);
}

static bool
back(const char *in, struct str want)
{
	buf_reset(&b);
	return rec_unescape(&b, str_of(in)) == 0 && str_eq(buf_str(&b), want);
}

static bool
bad(const char *line)
{
	const char *why;
	struct rec r;

	return rec_parse(str_of(line), &r, &why) < 0;
}

/* Read text as a stream: the records, or -1; *whole as rec_whole says. */
static int
stream(const char *text, bool *whole)
{
	struct rec_reader in;
	const char *why = NULL;
	struct rec r;
	int fd[2], n = 0, got;

	if (pipe(fd) < 0)
		return -2;
	if (write(fd[1], text, strlen(text)) < 0)
		n = -2;
	close(fd[1]);
	rec_reader_init(&in, fd[0]);
	while ((got = rec_next(&in, &r)) == 1)
		n++;
	*whole = rec_whole(&in, &why);
	rec_reader_free(&in);
	close(fd[0]);
	return got < 0 ? -1 : n;
}

static void
escapes(void)
{
	T(esc(STR("a b\xc3\xa9"), "a b\xc3\xa9"));
	T(esc(STR("\t\n\\\r\033\x7f\0x"), "\\t\\n\\\\\\x0d\\x1b\\x7f\\x00x"));
	T(esc(STR("\xc2\x9b"), "\\xc2\\x9b"));
	T(esc(STR("\xe2\x80\xae\xe2\x80\xac\xe2\x80\xa8"),
	    "\\xe2\\x80\\xae\\xe2\\x80\\xac\\xe2\\x80\\xa8"));
	T(esc(STR("\xff\xc3"), "\\xff\\xc3"));
	T(back("\\t\\n\\\\\\x00\\xfF!", STR("\t\n\\\0\xff!")));
	buf_reset(&b);
	T(rec_unescape(&b, STR("\\q")) < 0 && rec_unescape(&b, STR("\\")) < 0);
	T(rec_unescape(&b, STR("\\x1")) < 0 && rec_unescape(&b, STR("\t")) < 0);
	T(b.n == 0);
}

static void
lines(void)
{
	static const char line[] = "a:b/c.py:12:16:\thigh\tsecrets/x\t"
				   "a \\t message\tfp=0123\tentropy=3.9";
	struct rec r;
	struct str v;
	const char *why;

	T(rec_parse(str_of(line), &r, &why) == 0);
	T(str_eqz(r.path, "a:b/c.py") && r.line == 12 && r.col == 16);
	T(r.severity == SEV_HIGH && str_eqz(r.rule, "secrets/x"));
	T(rec_key(&r, "entropy", &v) && str_eqz(v, "3.9"));
	T(rec_key(&r, "fp", &v) && str_eqz(v, "0123"));
	T(!rec_key(&r, "f", &v) && !rec_key(&r, "entrop", &v));
	buf_reset(&b);
	T(rec_put(&b, &r) == 0 && b.n == sizeof(line));
	T(memcmp(b.p, line, sizeof(line) - 1) == 0 && b.p[b.n - 1] == '\n');
	T(bad("") && bad("a:1:1:\thigh\ts/x\tm") && bad("end\t1\tunread=0"));
	T(bad("a:0:1:\thigh\ts/x\tm\tfp=1") && bad("a:1\thigh\ts/x\tm\tfp=1"));
	T(bad(":1:1:\thigh\ts/x\tm\tfp=1") && bad("a:1:1:\tbad\ts/x\tm\tfp=1"));
	T(bad("a:1:1:\thigh\tx\tm\tfp=1") && bad("a:1:1:\thigh\ts/x\tm\tfp"));
	T(bad("a:1:1:\thigh\ts/x\tm\t=1") &&
	    bad("a:1:1:\thigh\ts/x\tm\tk=1\t"));
	T(bad("a\033:1:1:\thigh\ts/x\tm\tfp=1"));
	T(bad("a:1:1:\thigh\ts/x\tm\xc2\x9b\tfp=1"));
	T(bad("a:1:1:\thigh\ts/x\tm\\q\tfp=1"));
	T(bad("a:1:1:\thigh\ts/x\tm\tfp=\xff"));
	buf_reset(&b);
	T(rec_add_key(&b, "fp", STR("-")) == 0 &&
	    rec_add_key(&b, "reason", STR("a\tb")) == 0);
	T(str_eqz(buf_str(&b), "fp=-\treason=a\\tb"));
}

static void
streams(void)
{
#define R "a:1:1:\thigh\ts/x\tm\tfp=1\n"
	bool whole = false;

	T(stream(R R "end\t2\tunread=0\n", &whole) == 2 && whole);
#define U "a:1:1:\thigh\ts/unread\tm\tfp=1"
	T(stream("end\t2\tunread=1\n" R "end\t0\tunread=0\n" U "\n", &whole) ==
	    2);
	T(whole);
	T(stream(U "\taccepted=x\nend\t1\tunread=0\n", &whole) == 1 && whole);
	/* Neither may be lost on the way. */
	T(stream(R "end\t1\tunread=1\n", &whole) == 1 && !whole);
	T(stream(U "\nend\t1\tunread=0\n", &whole) == 1 && !whole);
	T(stream(R, &whole) == 1 && !whole);
	T(stream("", &whole) == 0 && !whole);
	T(stream(R "end\t2\tunread=0\n", &whole) == 1 && !whole);
	T(stream(R R "end\t1\tunread=0\n", &whole) == 2 && !whole);
	T(stream(R "end\t1\tunread=0", &whole) == -1);
	T(stream("end\tx\tunread=0\n", &whole) == -1);
	T(stream("end\t1\n", &whole) == -1);
	T(stream("garbage\n", &whole) == -1);
}

int
main(void)
{
	enum severity s;

	T(sev_parse(STR("critical"), &s) == 0 && s == SEV_CRITICAL);
	T(sev_parse(STR("never"), &s) < 0);
	escapes();
	lines();
	streams();
	buf_free(&b);
	return T_END();
}
