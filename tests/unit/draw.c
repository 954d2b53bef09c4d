#include "base.h"
#include "draw.h"
#include "str.h"
#include "../t.h"

static struct buf b = { .max = 1u << 20 };
static struct advice advice;
static struct draw plain = { .width = 80 };

static bool
card(const char *line, const char *want)
{
	const char *why;
	struct rec r;

	buf_reset(&b);
	if (rec_parse(str_of(line), &r, &why) < 0 ||
	    draw_card(&b, &plain, &r, &advice) < 0)
		return false;
	return str_eqz(buf_str(&b), want);
}

/* The cards of terminal.md, each sieve once, then history. */
static void
each_sieve(void)
{
	advice = (struct advice){ .fix = STR("2.17.1 or later closes all four"),
		.why = STR("GHSA-jfh8-c2jp-5v3q (10.0) and 3 more") };
	T(card(
	    "pom.xml:41:14:\tcritical\tdeps/vulnerable\tlog4j-core 2.14.1: 4 "
	    "advisories, fixed in 2.17.1\tfp=-\t"
	    "src=    <version>2.14.1</version>\tat=14:20",
	    "pom.xml:41:14: critical: log4j-core 2.14.1: 4 advisories, fixed "
	    "in "
	    "2.17.1 [deps/vulnerable]\n"
	    "   41 |     <version>2.14.1</version>\n"
	    "      |              ^^^^^^\n"
	    "      = fix: 2.17.1 or later closes all four\n"
	    "      = why: GHSA-jfh8-c2jp-5v3q (10.0) and 3 more\n\n"));
	advice = (struct advice){ .fix = STR("AES-256-GCM") };
	T(card(
	    "A.java:88:36:\thigh\tcrypto/cipher-forbidden\tDES is forbidden by "
	    "policy esante\tfp=-\tbits=56\tmode=ECB\t"
	    "src=    Cipher c = Cipher.getInstance(\"DES/ECB/PKCS5Padding\");"
	    "\tat=36:56",
	    "A.java:88:36: high: DES is forbidden by policy esante "
	    "[crypto/cipher-forbidden]\n"
	    "   88 |     Cipher c = "
	    "Cipher.getInstance(\"DES/ECB/PKCS5Padding\");"
	    "\n      |                                    ^^^^^^^^^^^^^^^^^^^^ "
	    "56 bits, ECB\n      = fix: AES-256-GCM\n\n"));
	advice = (struct advice){ .fix = STR("put generated numbers here"),
		.note = STR("both check digits are right") };
	T(card("test/patients.csv:7:13:\thigh\tdata/lu-matricule\tnational "
	       "identification number\tfp=-\tcount=1205\t"
	       "src=Xxxxxx;Xxxx;****;X\tat=13:17",
	    "test/patients.csv:7:13: high: national identification number "
	    "[data/lu-matricule]\n"
	    "    7 | Xxxxxx;Xxxx;****;X\n"
	    "      |             ^^^^ both check digits are right\n"
	    "      = fix: put generated numbers here\n"
	    "      = also: 1,204 more in this file\n\n"));
}

static void
history(void)
{
	static const char past[] =
	    "config/prod.env:3:12:\tcritical\tsecrets/aws\tAWS key\tfp=00\t"
	    "commit=9f3c2ab0000\tdate=2024-03-11\thead=no\tgone=41d0e77000\t"
	    "src=AWS_KEY_ID=AKIA****\tat=12:20";

	advice = (struct advice){ .fix = STR("revoke it first") };
	T(card(past,
	    "config/prod.env:3:12: critical: AWS key [secrets/aws]\n"
	    "    3 | AWS_KEY_ID=AKIA****\n"
	    "      |            ^^^^^^^^\n"
	    "      = fix: revoke it first\n"
	    "      = in: 9f3c2ab of 2024-03-11, gone since 41d0e77, not in "
	    "HEAD\n"
	    "      = see: git show 9f3c2ab:config/prod.env\n\n"));
	advice.revoke = STR("https://id.example/keys");
	T(card("a.c:1:1:\tlow\ts/x\tm\tfp=-",
	    "a.c:1:1: low: m [s/x]\n      = fix: revoke it first\n"
	    "      = revoke: https://id.example/keys\n\n"));
	advice.revoke = STR("");
	/* What a shell would read otherwise is not put into a command. */
	T(card("a$(id).c:1:1:\tlow\ts/x\tm\tfp=-\tcommit=9f3c2ab0000",
	    "a$(id).c:1:1: low: m [s/x]\n"
	    "      = fix: revoke it first\n      = in: 9f3c2ab\n\n"));
	T(card("k:1:1:\tlow\ts/x\tm\tfp=-\tin=name",
	    "k:1:1: low: m [s/x]\n      = fix: revoke it first\n"
	    "      = in: the file's name\n\n"));
}

static void
hostile(void)
{
	advice = (struct advice){ .fix = STR("") };
	T(card("::set-env x::y:1:1:\tlow\ts/x\t##[error]m\tfp=-",
	    "./::set-env x::y:1:1: low: #\\x23[error]m [s/x]\n\n"));
	T(card("\\x1b[2J\\xc2\\x9b:1:1:\tlow\ts/x\tm\\n\xe2\x80\x8b\tfp=-",
	    "\\x1b[2J\\xc2\\x9b:1:1: low: m\\n\\xe2\\x80\\x8b [s/x]\n\n"));
	T(card("a\\\\b:1:1:\tlow\ts/x\tm\tfp=-\tsrc=x\\x0dy\\x0d\tat=1:2",
	    "a\\b:1:1: low: m [s/x]\n    1 | x\\x0dy\n      | ^\n\n"));
	T(card("a:123456789:1:\tlow\ts/x\tm\tfp=-\tsrc=xy\tat=9:1",
	    "a:123456789:1: low: m [s/x]\n123456789 | xy\n          | ^\n\n"));
}

/* Memory that ends anywhere is -1, never half a card. */
static void
ceilings(void)
{
	static const char line[] = "a:1:1:\tlow\ts/x\tm\tfp=11\tentropy=3.0\t"
				   "bits=1\tmode=x\tsrc=abc\tat=1:2";
	struct draw color = { true, 80, "file://h/" };
	const char *why;
	size_t full;
	struct rec r;
	bool ok = true;

	advice = (struct advice){ .fix = STR("do this") };
	T(rec_parse(str_of(line), &r, &why) == 0);
	buf_reset(&b);
	T(draw_card(&b, &color, &r, &advice) == 0);
	full = b.n;
	for (size_t max = 0; max < full; max++) {
		struct buf small = { .max = max };

		ok &= draw_card(&small, &color, &r, &advice) < 0;
		buf_free(&small);
	}
	T(ok);
}

int
main(void)
{
	each_sieve();
	history();
	hostile();
	ceilings();
	buf_free(&b);
	return T_END();
}
