#include "base.h"
#include "hook.h"
#include "buf.h"
#include "save.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HOOK_MODE = 0755, HOOK_BYTES_MAX = 1u << 20 };

/* A hook runs without a login shell's PATH: say which program is missing,
   or a commit would fail with 127 and no word of how to go on. */
#define HOOK(name, what, source, skip) \
	"#!/bin/sh\n" \
	"# Written by tamis init: " what "\n" \
	"for tool in tamis-scan tamis-allow; do\n" \
	"\tcommand -v $tool >/dev/null 2>&1 && continue\n" \
	"\techo \"" name \
	": $tool is not in PATH, so nothing was sieved;\" \\\n" \
	"\t    \"install tamis, or go on without it: " skip "\" >&2\n" \
	"\texit 1\n" \
	"done\n" \
	"tamis-scan " source " | tamis-allow --view=person\n"

const struct hook hooks[] = {
	{ "pre-commit",
	    HOOK("pre-commit", "what is staged is sieved before a commit.",
		"--staged", "git commit --no-verify"),
	    "tamis-scan --staged | tamis-allow --view=person || exit",
	    "scan --staged" },
	{ "pre-push",
	    HOOK("pre-push", "new commits are sieved before they leave.",
		"--pushed", "git push --no-verify"),
	    "tamis-scan --pushed | tamis-allow --view=person || exit",
	    "scan --pushed" },
	{ NULL, NULL, NULL, NULL },
};

static bool
below(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	return strncmp(path, dir, n) == 0 && path[n] == '/';
}

/* As git takes core.hooksPath: from the top of the work tree. */
static char *
wanted(const struct home *h)
{
	char *p = NULL;
	int n;

	if (h->hooks == NULL)
		n = asprintf(&p, "%s/hooks", h->git);
	else if (h->hooks[0] == '/' || h->hooks[0] == '~')
		n = asprintf(&p, "%s", h->hooks);
	else
		n = asprintf(&p, "%s/%s", h->top, h->hooks);
	return n < 0 ? NULL : p;
}

char *
hook_dir(const struct home *h, bool make, const char **why)
{
	char *path = wanted(h), *real = NULL;
	bool inside;

	*why = "out of memory";
	if (path == NULL)
		return NULL;
	real = realpath(path, NULL);
	/* ".." could lead out of what the name seems to be below. */
	inside = real ? below(real, h->top) || below(real, h->git) :
			(below(path, h->top) || below(path, h->git)) &&
		strstr(path, "/..") == NULL;
	*why = "its hooks lie outside of the repository";
	if (!inside)
		goto fail;
	if (real == NULL) {
		if (make && mkdir(path, 0777) < 0) {
			*why = strerror(errno);
			goto fail;
		}
		return path;
	}
	free(path);
	return real;
fail:
	free(real);
	free(path);
	return NULL;
}

enum hook_did
hook_install(const char *dir, const struct hook *k, bool dry_run)
{
	struct buf old = { .max = HOOK_BYTES_MAX };
	enum hook_did did = HOOK_FAILED;
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = 1, err;

	if (fd < 0 && !(dry_run && errno == ENOENT))
		return HOOK_FAILED;
	if (fd >= 0)
		rc = save_read(fd, k->name, &old);
	if (rc == 0)
		did = str_find(buf_str(&old), str_of(k->mark), 0) != STR_NONE ?
		    HOOK_KEPT :
		    HOOK_OTHER;
	else if (rc == 1 &&
	    (dry_run ||
		save_write(fd, k->name, str_of(k->text), HOOK_MODE, SAVE_NEW) ==
		    0))
		did = HOOK_WRITTEN;
	else if (rc < 0 || errno == EEXIST)
		did = HOOK_OTHER; /* a symlink, a directory: not ours */
	err = errno;
	buf_free(&old);
	if (fd >= 0)
		close(fd);
	errno = err;
	return did;
}
