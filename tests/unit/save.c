#include "base.h"
#include "save.h"
#include "spool.h"
#include "str.h"

#include "../t.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int dir;
static struct buf got = { .max = 64 };

static bool
holds(const char *name, const char *want)
{
	return save_read(dir, name, &got) == 0 && str_eqz(buf_str(&got), want);
}

static size_t
entries(void)
{
	DIR *d = fdopendir(openat(dir, ".", O_RDONLY | O_DIRECTORY));
	size_t n = 0;

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n - 2;
}

static void
writing(void)
{
	struct stat st;

	T(save_read(dir, "a", &got) == 1);
	T(save_write(dir, "a", STR("one"), 0640, SAVE_NEW) == 0);
	T(holds("a", "one"));
	T(fstatat(dir, "a", &st, 0) == 0 && (st.st_mode & 0777) == 0640);
	T(save_write(dir, "a", STR("two"), 0640, SAVE_NEW) == -1);
	T(errno == EEXIST && holds("a", "one"));
	T(save_write(dir, "a", STR("two"), 0640, SAVE_REPLACE) == 0);
	T(holds("a", "two"));
	T(save_write(dir, "no/a", STR("x"), 0640, SAVE_NEW) == -1);
	T(entries() == 1);
}

static void
forgetting(void)
{
	struct save_file s;

	T(save_begin(&s, dir, "b", 0600) == 0 && entries() == 2);
	T(write(s.fd, "x", 1) == 1);
	T(save_end(&s, NULL, SAVE_NEW) == 0 && entries() == 1);
}

static void
reading(void)
{
	char big[65];

	memset(big, 'x', sizeof(big));
	T(save_write(dir, "c", (struct str){ big, 64 }, 0600, SAVE_NEW) == 0);
	T(save_read(dir, "c", &got) == 0 && got.n == 64);
	T(save_write(dir, "c", (struct str){ big, 65 }, 0600, SAVE_REPLACE) ==
	    0);
	T(save_read(dir, "c", &got) == -1 && errno == EFBIG);
	T(symlinkat("a", dir, "link") == 0);
	T(save_read(dir, "link", &got) == -1 && errno == ELOOP);
	T(mkdirat(dir, "d", 0700) == 0);
	T(save_read(dir, "d", &got) == -1 && errno == EISDIR);
	T(mkfifoat(dir, "fifo", 0600) == 0);
	T(save_read(dir, "fifo", &got) == -1);
}

static void
spooling(void)
{
	struct spool *s = spool_new();
	uint64_t a, b;

	T(s != NULL);
	T(spool_put(s, STR("hello"), &a) == 0 && a == 0);
	T(spool_put(s, STR("world!"), &b) == 0 && b == 5);
	T(spool_get(s, b, 6, &got) == 0 && str_eqz(buf_str(&got), "world!"));
	T(spool_put(s, STR("more"), &b) == 0 && b == 11);
	T(spool_get(s, b, 4, &got) == 0 && str_eqz(buf_str(&got), "more"));
	T(spool_get(s, a, 5, &got) == 0 && str_eqz(buf_str(&got), "hello"));
	T(spool_get(s, b, 5, &got) == -1);
	T(spool_get(s, 0, 65, &got) == -1);
	spool_free(s);
	spool_free(NULL);
	setenv("TMPDIR", "/proc/none", 1);
	T(spool_new() == NULL && errno == ENOENT);
}

int
main(void)
{
	char path[] = "/tmp/tamis-save.XXXXXX";

	if (mkdtemp(path) == NULL)
		return 2;
	dir = open(path, O_RDONLY | O_DIRECTORY);
	writing();
	forgetting();
	reading();
	spooling();
	for (size_t i = 0; i < 5; i++) {
		static const char *const v[] = { "a", "c", "link", "fifo",
			"d" };

		unlinkat(dir, v[i], i == 4 ? AT_REMOVEDIR : 0);
	}
	close(dir);
	T(rmdir(path) == 0);
	buf_free(&got);
	return T_END();
}
