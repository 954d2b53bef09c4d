#include "base.h"
#include "advpath.h"
#include "datadir.h"

#include <errno.h>
#include <sys/stat.h>

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

int
advpath_stamp(const struct advpath *p, char *out, size_t n)
{
	const char *const v[] = { p->own, p->builtin };
	size_t at = 0;

	for (size_t i = 0; i < LEN(v); i++) {
		struct stat st = { .st_size = -1 };
		int len;

		(void)stat(v[i], &st);
		len = snprintf(out + at, n - at, "%s %lld %lld.%09ld\n", v[i],
		    (long long)st.st_size, (long long)st.st_mtim.tv_sec,
		    st.st_mtim.tv_nsec);
		if (len < 0 || (size_t)len >= n - at)
			return -1;
		at += (size_t)len;
	}
	return 0;
}
