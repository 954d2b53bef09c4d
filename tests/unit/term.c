#include "base.h"
#include "term.h"
#include "str.h"
#include "../t.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Set, or with NULL unset, and ask. */
static bool
with(const char *name, const char *value, int forced, int fd)
{
	bool color;

	if (value)
		setenv(name, value, 1);
	color = term_color(forced, fd);
	unsetenv(name);
	return color;
}

static void
colour(int tty, int file)
{
	T(with("X", "", -1, tty) && !with("X", "", -1, file));
	T(with("NO_COLOR", "1", 1, file) && !with("X", "", 0, tty));
	T(!with("NO_COLOR", "1", -1, tty) && with("NO_COLOR", "", -1, tty));
	T(with("CLICOLOR_FORCE", "1", -1, file));
	T(!with("CLICOLOR_FORCE", "0", -1, file));
	T(with("FORCE_COLOR", "1", -1, file));
	T(!with("FORCE_COLOR", "", -1, file));
	T(!with("TERM", "dumb", -1, tty) && !with("CLICOLOR", "0", -1, tty));
	T(with("CLICOLOR", "1", -1, tty) && !with("CLICOLOR", "1", -1, file));
	setenv("NO_COLOR", "1", 1);
	T(!with("FORCE_COLOR", "1", -1, tty));
	unsetenv("NO_COLOR");
	setenv("FORCE_COLOR", "1", 1);
	T(with("TERM", "dumb", -1, file));
	unsetenv("FORCE_COLOR");
}

static void
cells(int tty)
{
	struct winsize ws = { .ws_col = 0 };
	int saved = dup(1);
	size_t n[5];

	fflush(stdout);
	dup2(tty, 1);
	setenv("COLUMNS", "100", 1);
	ioctl(tty, TIOCSWINSZ, &ws);
	n[0] = term_width();
	setenv("COLUMNS", "9", 1);
	n[1] = term_width();
	setenv("COLUMNS", "wide", 1);
	n[2] = term_width();
	ws.ws_col = 500;
	ioctl(tty, TIOCSWINSZ, &ws);
	n[3] = term_width();
	ws.ws_col = 77;
	ioctl(tty, TIOCSWINSZ, &ws);
	n[4] = term_width();
	dup2(saved, 1);
	T(n[0] == 100);
	T(n[1] == 40);
	T(n[2] == 80);
	T(n[3] == 120);
	T(n[4] == 77);
}

int
main(void)
{
	struct buf b = { .max = 256 };
	int pty = posix_openpt(O_RDWR | O_NOCTTY), tty = -1;
	int file = open("/dev/null", O_RDWR | O_CLOEXEC);
	static const char *const vars[] = { "NO_COLOR", "CLICOLOR_FORCE",
		"FORCE_COLOR", "CLICOLOR", "TERM" };

	for (size_t i = 0; i < LEN(vars); i++)
		unsetenv(vars[i]);
	if (pty >= 0 && grantpt(pty) == 0 && unlockpt(pty) == 0)
		tty = open(ptsname(pty), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (tty >= 0) {
		colour(tty, file);
		cells(tty);
	}
	T(term_size(&b, 512) == 0 && str_eqz(buf_str(&b), "512 B"));
	buf_reset(&b);
	T(term_size(&b, 4300000) == 0 && str_eqz(buf_str(&b), "4.1 MiB"));
	buf_reset(&b);
	T(term_paint(&b, true, PAINT_CRITICAL, STR("x")) == 0);
	T(str_eqz(buf_str(&b), "\033[1;31mx\033[0m"));
	buf_free(&b);
	return T_END();
}
