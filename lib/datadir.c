#include "base.h"
#include "datadir.h"

#include <errno.h>
#include <unistd.h>

#ifndef DATADIR
#define DATADIR "/usr/local/share/tamis"
#endif

int
datadir(char *out, size_t n)
{
	static const char near[] = "/../share/tamis";
	ssize_t len;
	char *slash;

	if (n <= sizeof(near)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	len = readlink("/proc/self/exe", out, n - sizeof(near));
	if (len > 0) {
		out[len] = '\0';
		slash = strrchr(out, '/');
		if (slash)
			memcpy(slash, near, sizeof(near));
		if (slash && access(out, R_OK | X_OK) == 0)
			return 0;
	}
	if ((size_t)snprintf(out, n, "%s", DATADIR) < n)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}
