#include "base.h"
#include "progress.h"
#include "say.h"
#include "../t.h"

#include <fcntl.h>
#include <unistd.h>

static char got[8192];

/* What came to the terminal since the last time. */
static const char *
seen(int pty)
{
	ssize_t n = read(pty, got, sizeof(got) - 1);

	got[n > 0 ? n : 0] = '\0';
	return got;
}

int
main(void)
{
	struct progress_now now = {
		.done = 8120, .total = 19804, .found = 3, .bytes = 1u << 30
	};
	int pty = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK), tty;
	static char name[] = "tamis-x";

	say_name(name);
	progress_start(true, "blobs");
	progress_step(&now);
	progress_end();
	if (pty < 0 || grantpt(pty) < 0 || unlockpt(pty) < 0 ||
	    (tty = open(ptsname(pty), O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0)
		return T_END();
	setenv("TERM", "xterm", 1);
	setenv("COLUMNS", "80", 1);
	dup2(tty, 2);
	progress_start(true, "blobs");
	progress_step(&now);
	T(*seen(pty) == '\0');
	usleep(1100000);
	progress_step(&now);
	T(strstr(seen(pty), "\rtamis-x: 41 %  8,120 of 19,804 blobs  ") == got);
	T(strstr(got, " MiB/s  3 found  ") && strstr(got, " s left\033[K"));
	progress_step(&now);
	T(*seen(pty) == '\0');
	warn("said");
	T(strcmp(seen(pty), "\r\033[Ktamis-x: said\r\n") == 0);
	usleep(250000);
	now.total = 0;
	progress_step(&now);
	T(strstr(seen(pty), "\rtamis-x: 8,120 blobs  ") == got);
	T(!strchr(got, '%') && !strstr(got, "left"));
	progress_end();
	T(strcmp(seen(pty), "\r\033[K") == 0);
	setenv("TERM", "dumb", 1);
	progress_start(true, "blobs");
	usleep(1100000);
	progress_step(&now);
	progress_end();
	T(*seen(pty) == '\0');
	return T_END();
}
