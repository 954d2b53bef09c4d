#include "base.h"
#include "home.h"
#include "gitdir.h"
#include "save.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static char *
copy(const char *z)
{
	return z && *z ? strdup(z) : NULL;
}

static int
from_git(struct home *h, struct gitdir *g)
{
	const char *who = gitconf_get(&g->conf, "user.email");

	if (who == NULL || *who == '\0')
		who = gitconf_get(&g->conf, "user.name");
	h->top = copy(g->top);
	h->git = copy(g->common);
	h->bare = g->top == NULL;
	h->hooks = copy(gitconf_get(&g->conf, "core.hookspath"));
	h->who = copy(who);
	return h->git ? 0 : -1;
}

/* Where dir is below the top. */
static char *
below(const struct home *h, const char *dir)
{
	char *real = realpath(dir ? dir : ".", NULL), *rest = NULL;
	size_t n = strlen(h->top);

	if (real == NULL)
		return NULL;
	if (strncmp(real, h->top, n) == 0 && real[n] == '/')
		rest = strdup(real + n + 1);
	else
		rest = strdup("");
	free(real);
	return rest;
}

int
home_open(struct home *h, const char *dir, char *why, size_t whylen)
{
	struct gitdir g;
	int rc;

	*h = (struct home){ .topfd = -1 };
	if ((rc = gitdir_find(&g, dir, why, whylen)) < 0)
		return -1;
	errno = ENOMEM;
	if (rc == 0) {
		rc = from_git(h, &g);
		gitdir_free(&g);
		if (rc < 0)
			goto fail;
	}
	if (h->top == NULL)
		h->top = realpath(dir ? dir : ".", NULL);
	if (h->top == NULL || (h->below = below(h, dir)) == NULL)
		goto fail;
	h->topfd = open(h->top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (h->topfd >= 0)
		return 0;
fail:
	snprintf(why, whylen, "%s", strerror(errno));
	home_close(h);
	return -1;
}

int
home_tamis(const struct home *h)
{
	return openat(h->topfd, ".tamis",
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int
home_read(const struct home *h, const char *name, struct buf *out)
{
	int fd = home_tamis(h), rc, err;

	buf_reset(out);
	if (fd < 0)
		return errno == ENOENT ? 1 : -1;
	rc = save_read(fd, name, out);
	err = errno;
	close(fd);
	errno = err;
	return rc;
}

void
home_close(struct home *h)
{
	free(h->top);
	free(h->below);
	free(h->git);
	free(h->hooks);
	free(h->who);
	if (h->topfd >= 0)
		close(h->topfd);
	*h = (struct home){ .topfd = -1 };
}
