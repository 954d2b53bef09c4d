#include "base.h"
#include "scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int
scratch_new(struct scratch *s, const char *base)
{
	const char *tmp = base ? base : getenv("TMPDIR");
	int n;

	if (tmp == NULL || *tmp == '\0')
		tmp = "/tmp";
	n = snprintf(s->path, sizeof(s->path), "%s/.tamis-XXXXXX", tmp);
	if (n < 0 || (size_t)n >= sizeof(s->path)) {
		s->path[0] = '\0';
		errno = ENAMETOOLONG;
		return -1;
	}
	if (mkdtemp(s->path) != NULL)
		return 0;
	s->path[0] = '\0';
	return -1;
}

int
scratch_path(const struct scratch *s, const char *name, char out[PATH_MAX])
{
	int n = snprintf(out, PATH_MAX, "%s/%s", s->path, name);

	return n < 0 || n >= PATH_MAX ? -1 : 0;
}

/* What cannot be removed stays: who made it looks no further. */
static void
empty(int dirfd, int depth)
{
	struct dirent *e;
	DIR *d = fdopendir(dirfd);
	int fd;

	if (d == NULL) {
		close(dirfd);
		return;
	}
	while ((e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (unlinkat(dirfd, e->d_name, 0) == 0 ||
		    depth == SCRATCH_DEPTH_MAX)
			continue;
		fd = openat(dirfd, e->d_name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd < 0)
			continue;
		empty(fd, depth + 1);
		unlinkat(dirfd, e->d_name, AT_REMOVEDIR);
	}
	closedir(d);
}

void
scratch_free(struct scratch *s)
{
	int err = errno, fd;

	if (s->path[0] == '\0')
		return;
	fd = open(s->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0)
		empty(fd, 0);
	rmdir(s->path);
	s->path[0] = '\0';
	errno = err;
}
