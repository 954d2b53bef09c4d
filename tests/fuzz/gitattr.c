#include "base.h"
#include "gitattr.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* A path, a NUL, the top's rules, a NUL, those of its first directory. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const want[] = { "ident", "text", NULL };
	struct str rest = { (const char *)p, n }, path, top;
	struct gitattr *g;
	struct attr v[2];

	if (!str_cut(&rest, '\0', &path) || !str_cut(&rest, '\0', &top))
		return 0;
	if ((g = gitattr_new(want)) == NULL)
		return 0;
	if (gitattr_enter(g, STR(""), top) == 0) {
		gitattr_of(g, path, v);
		if (gitattr_enter(
			g, str_sub(path, 0, str_chr(path, '/', 0)), rest) == 0)
			gitattr_of(g, path, v);
	}
	if (gitattr_info(g, top) == 0)
		gitattr_of(g, path, v);
	gitattr_free(g);
	return 0;
}
