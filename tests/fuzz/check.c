#include "base.h"
#include "check.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* The first line is the check with its words, the rest the secret. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str in = { (const char *)p, n }, value = { "", 0 };
	struct check_note note;

	str_cut(&in, '\n', &value);
	check_run(value, in, in, &note);
	if (memchr(note.text, 0, sizeof(note.text)) == NULL)
		abort();
	for (size_t i = 0; checks[i].name; i++) {
		note = (struct check_note){ .shift = 0 };
		checks[i].fn(in, in, value, &note);
	}
	return 0;
}
