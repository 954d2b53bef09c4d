#include "base.h"
#include "stanza.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str name, value;
	const char *why = NULL;
	enum stanza_got got;
	struct stanza s;

	stanza_init(&s, (struct str){ (const char *)p, n });
	do {
		got = stanza_next(&s, &name, &value, &why);
		if (got == STANZA_BAD && why == NULL)
			abort();
	} while (got == STANZA_FIELD || got == STANZA_END);
	return 0;
}
