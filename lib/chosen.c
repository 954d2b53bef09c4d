#include "base.h"
#include "chosen.h"
#include "home.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define POLICY_MAX (4u << 20)

static int
read_file(struct chosen *c, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), e;
	char part[4096];
	ssize_t n = fd < 0 ? -1 : 1;

	while (n > 0 && (n = read(fd, part, sizeof(part))) > 0)
		if (buf_add(&c->bytes, part, (size_t)n) < 0) {
			errno = EFBIG;
			n = -1;
		}
	e = errno;
	if (fd >= 0)
		close(fd);
	errno = e;
	c->text = c->bytes.n ? buf_str(&c->bytes) : STR("#");
	return n < 0 ? -1 : 0;
}

/* How many words a text has beside its comments, and the first. */
static size_t
words(struct str text, struct str *first)
{
	struct str line, word;
	size_t n = 0;

	while (str_cut(&text, '\n', &line)) {
		line = str_sub(line, 0, str_chr(line, '#', 0));
		while (str_word(&line, &word))
			if (n++ == 0)
				*first = word;
	}
	return n;
}

/* One word is a name; more is a policy itself; none is no choice. */
static int
read_home(struct chosen *c, const char *dir)
{
	struct home home;
	struct str word = STR("");
	char why[256];
	size_t n;
	int rc;

	if (home_open(&home, dir, why, sizeof(why)) < 0)
		return 0;
	rc = home_read(&home, "policy", &c->bytes);
	home_close(&home);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	n = words(buf_str(&c->bytes), &word);
	if (n == 0)
		return 0;
	if (n == 1) {
		if (buf_adds(&c->id, word) < 0 || buf_addc(&c->id, 0) < 0)
			return -1;
		c->name = c->id.p;
		return 0;
	}
	c->name = ".tamis/policy";
	c->text = buf_str(&c->bytes);
	return 0;
}

int
chosen_read(
    struct chosen *c, const char *given, const char *dir, const char **which)
{
	*c = (struct chosen){ .name = given };
	c->bytes.max = POLICY_MAX;
	c->id.max = 256;
	*which = given ? given : ".tamis/policy";
	if (given == NULL)
		return read_home(c, dir);
	if (strchr(given, '/') || strchr(given, '.'))
		return read_file(c, given);
	return 0;
}

void
chosen_free(struct chosen *c)
{
	buf_free(&c->bytes);
	buf_free(&c->id);
}
