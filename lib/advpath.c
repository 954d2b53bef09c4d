#include "base.h"
#include "advpath.h"
#include "datadir.h"

#include <errno.h>

static const char file[] = "advisories.db";

static int
put(char *out, const char *a, const char *b, const char *c)
{
	int n = snprintf(out, PATH_MAX, "%s%s%s", a, b, c);

	if (n >= 0 && n < PATH_MAX)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

int
advpath_find(struct advpath *p, const char *given)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	char dir[PATH_MAX];

	*p = (struct advpath){ .named = true };
	if (datadir(dir, sizeof(dir)) < 0 ||
	    put(p->builtin, dir, "/", file) < 0)
		return -1;
	if (given == NULL)
		given = getenv("TAMIS_DB");
	if (given && *given)
		return put(p->own, given, "", "");
	p->named = false;
	if (data && *data == '/')
		return put(p->own, data, "/tamis/", file);
	if (home && *home == '/')
		return put(p->own, home, "/.local/share/tamis/", file);
	return 0;
}
