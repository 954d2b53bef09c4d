#include "base.h"
#include "person.h"
#include "str.h"
#include "subst.h"
#include "../t.h"

static const char commit[] = "tree 00\n"
			     "author A. U. Thor <a@b.c> 1234567890 +0530\n"
			     "committer C <c@d> 0 -0000\n\n"
			     "The subject,\nfolded..\n\nThe body.\n";

static int
ask(void *arg, enum subst_fact f, struct str args, struct buf *out,
    const char **why)
{
	(void)arg;
	(void)args;
	*why = "asked for too much";
	if (f == SUBST_DESCRIBE)
		return -1;
	return buf_addz(out, f == SUBST_NAMES ? "HEAD -> main" : "abc");
}

/* What a file becomes; a failure is "!" and the reason. */
static bool
gives(const char *in, const char *expect)
{
	struct buf out = { .max = 4096 };
	struct subst s = {
		.raw = str_of(commit), .ask = ask, .commit = { .n = 20 }
	};
	bool ok;

	if (subst_run(&s, &out, str_of(in)) < 0) {
		buf_reset(&out);
		buf_addf(&out, "!%s", s.why);
	}
	ok = str_eqz(buf_str(&out), expect);
	if (!ok)
		printf("# %.*s\n", FMT(buf_str(&out)));
	subst_free(&s);
	buf_free(&out);
	return ok;
}

static void
formats(void)
{
	T(gives("a$Format:%an|%ae|%al$b", "aA. U. Thor|a@b.c|ab"));
	T(gives("$Format:%ad|%aI$",
	    "Sat Feb 14 05:01:30 2009 +0530|2009-02-14T05:01:30+05:30"));
	T(gives("$Format:%s|%f|%b$",
	    "The subject, folded..|The-subject|The body.\n"));
	T(gives("$Format:%h|%d|%D$", "abc| (HEAD -> main)|HEAD -> main"));
	T(gives("x\n\n$Format:%-e$", "x"));
	T(gives("$Format:%+s%+e% an$", "\nThe subject, folded.. A. U. Thor"));
	T(gives("$Format:%%H%$", "%H%") && gives("$Format:$", ""));
	T(gives("$Format:%H", "$Format:%H") &&
	    gives("$format:%H$", "$format:%H$"));
	T(gives("$Format:%x41%n%xg1$", "A\n%xg1"));
}

static void
refused(void)
{
	T(gives("$Format:%G?$", "!the placeholder '%G?' is not supported"));
	T(gives("$Format:%w(9)$", "!the placeholder '%w(9)' is not supported"));
	T(gives("$Format:%>>|(9,trunc)x$",
	    "!the placeholder '%>>|(9,trunc)' is not supported"));
	T(gives("$Format:%(trailers:only)$",
	    "!the placeholder '%(trailers:only)' is not supported"));
	T(gives("$Format:%ar$", "!the placeholder '%ar' is not supported"));
	T(gives("$Format:%(describe)$", "!asked for too much"));
	T(gives("$Format:%w %< %(x)$", "%w %< %(x)"));
}

/* A short file may not become a huge one. */
static void
bound(void)
{
	struct buf out = { .max = 1000 };
	struct subst s = { .raw = str_of(commit), .ask = ask };
	char in[2000] = "$Format:";

	for (size_t i = 8; i < 1990; i++)
		in[i] = "%b"[i % 2];
	in[1990] = '$';
	T(subst_run(&s, &out, str_of(in)) < 0);
	subst_free(&s);
	buf_free(&out);
}

static bool
mapped(const char *map, const char *expect)
{
	struct person p;
	char got[128];

	if (person_split(STR("Old Name <Old@x> 1 +0000"), &p) < 0)
		return false;
	person_map(&p, str_of(map), 1023);
	snprintf(got, sizeof(got), "%.*s <%.*s>", FMT(p.name), FMT(p.mail));
	return strcmp(got, expect) == 0;
}

static void
people(void)
{
	struct person p;

	T(person_split(STR("nobody"), &p) < 0);
	T(person_split(STR("a <b"), &p) < 0);
	T(person_split(STR("a <b> c> 7 +1"), &p) == 0);
	T(str_eqz(p.mail, "b") && str_eqz(p.time, "7"));
	T(person_split(STR("a <b> 7 1"), &p) == 0 && p.time.n == 0);
	T(mapped("New <old@X>", "New <Old@x>"));
	T(mapped("<new@x> <old@x>\n", "Old Name <new@x>"));
	T(mapped("A <a@x> <old@x>\nB <b@x> old name <old@x>", "B <b@x>"));
	T(mapped("A <a@x> other <old@x>\n#N <old@x>\n<>", "Old Name <Old@x>"));
}

int
main(void)
{
	formats();
	refused();
	bound();
	people();
	return T_END();
}
