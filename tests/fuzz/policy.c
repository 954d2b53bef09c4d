#include "base.h"
#include "pat.h"
#include "policy.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct algos algos;

static void
read_algos(void)
{
	const char *why;
	struct pat *pat = pat_texts("patterns", &why);
	struct str name, text;
	struct where w;

	for (size_t i = 0; pat && pat_file(pat, i, &name, &text); i++)
		if (str_ends(name, STR(".names")) &&
		    algos_parse(&algos, text, &w) < 0)
			abort();
	if (algos.n == 0)
		abort();
	pat_free(pat);
}

/* A policy, or its error with a line and a reason; the text is read as the
   name of an algorithm, too. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data, n };
	struct policy p;
	struct spec spec;
	struct where w = { 0 };
	struct policy_question q = { .kind = ALGO_CIPHER,
		.name = STR("AES"),
		.number = { 128 },
		.known = { true } };

	if (n == 0 || n > 65536)
		return 0;
	if (algos.n == 0)
		read_algos();
	algos_read(&algos, text, &spec);
	if (policy_parse(&p, &algos, STR("p"), text, &w) < 0) {
		if (w.why[0] == '\0')
			abort();
	} else
		policy_judge(&p, &q);
	policy_free(&p);
	return 0;
}
