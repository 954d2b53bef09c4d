#include "base.h"
#include "gitconf.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct gitconf c = { 0 };
	struct where w;

	if (gitconf_parse(&c, (struct str){ (const char *)p, n }, &w) == 0 &&
	    gitconf_get(&c, "core.bare"))
		gitconf_bool(gitconf_get(&c, "core.bare"));
	gitconf_free(&c);
	return 0;
}
