#include "base.h"
#include "sig.h"
#include "signers.h"
#include "sigsec.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* The same bytes as signatures, as a list of signers, as a private key
   and, judged, as all of it. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str text = { (const char *)p, n }, rest = text;
	struct signers k = { .a = { .max = 1 << 20 } };
	struct arena a = { .max = 1 << 20 };
	struct sig_terms terms = { .space = { "file", 4 }, .now = 1 };
	struct where w = { 0 };
	struct sig_verdict v;
	char name[SIG_NAME];
	struct sigsec sec;
	const char *why;
	struct sig s;

	signers_parse(&k, text, &w);
	terms.keys = k.v;
	terms.n = k.n;
	for (int i = 0; i < 8 && sig_next(&rest, &a, &s, &why) == 1; i++) {
		sig_name(&s, name);
		sig_judge(
		    &s, &terms, (struct str){ (const char *)p, n & 63 }, &v);
	}
	sigsec_parse(text, &sec, &why);
	sigsec_free(&sec);
	arena_free(&a);
	signers_free(&k);
	return 0;
}
