#include "base.h"
#include "std.h"

#include <fcntl.h>
#include <unistd.h>

int
std_open(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		int way = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;

		/* open(2) takes the lowest number, which is this one. */
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", way | O_NOCTTY) != fd)
			return -1;
	}
	return 0;
}
