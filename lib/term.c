#include "base.h"
#include "term.h"

#include "say.h"
#include "str.h"

#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_MIN = 40, WIDTH_MAX = 120, WIDTH_UNKNOWN = 80 };

static bool
set(const char *name)
{
	const char *v = getenv(name);

	return v && *v;
}

static bool
is(const char *name, const char *value)
{
	const char *v = getenv(name);

	return v && strcmp(v, value) == 0;
}

bool
term_color(int forced, int fd)
{
	if (forced >= 0)
		return forced > 0;
	if (set("NO_COLOR"))
		return false;
	if ((set("CLICOLOR_FORCE") && !is("CLICOLOR_FORCE", "0")) ||
	    (set("FORCE_COLOR") && !is("FORCE_COLOR", "0")))
		return true;
	if (is("TERM", "dumb") || is("CLICOLOR", "0"))
		return false;
	return isatty(fd) == 1;
}

size_t
term_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize ws = { 0 };
	uint64_t n = 0;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0)
		n = ws.ws_col;
	if (n == 0 && columns && strlen(columns) < 9)
		(void)str_num(str_of(columns), SIZE_MAX, &n);
	if (n == 0)
		n = WIDTH_UNKNOWN;
	return n < WIDTH_MIN ? WIDTH_MIN : n > WIDTH_MAX ? WIDTH_MAX : n;
}

int
term_paint(struct buf *out, bool color, enum paint p, struct str text)
{
	static const char *const sgr[] = { "2", "36", "33", "31", "1;31", "2",
		"1", "1;36", "1;32" };

	if (!color)
		return buf_adds(out, text);
	if (buf_addf(out, "\033[%sm", sgr[p]) < 0 || buf_adds(out, text) < 0)
		return -1;
	return buf_addz(out, "\033[0m");
}

int
term_size(struct buf *out, double bytes)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	size_t u = 0;

	while (bytes >= 1024 && u + 1 < LEN(units)) {
		bytes /= 1024;
		u++;
	}
	return buf_addf(out, "%.*f %s", u ? 1 : 0, bytes, units[u]);
}

int
term_count(struct buf *out, size_t n)
{
	char digits[SAY_COUNT];

	return buf_addz(out, say_count(n, digits));
}
