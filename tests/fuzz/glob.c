/* No glob brings the matcher out of bounds, or keeps it long. */
#include "base.h"
#include "glob.h"
#include "kind.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str path = { (const char *)p, n }, glob;

	/* The first line is the glob, the rest the path. */
	if (!str_cut(&path, '\n', &glob))
		return 0;
	glob_match(glob, path);
	kind_of(path);
	/* A path without what a glob treats as special matches itself. */
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] == '\\' || path.p[i] == '*' || path.p[i] == '[' ||
		    path.p[i] == '?' || path.p[i] == '/')
			return 0;
	if (path.n > 0 && path.n < 1000 && !glob_match(path, path))
		__builtin_trap();
	return 0;
}
