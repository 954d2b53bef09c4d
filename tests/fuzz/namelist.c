/* Byte 0: what ends a name. Every name that is handed out is one. */
#include "base.h"
#include "namelist.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	int fd = memfd_create("names", MFD_CLOEXEC), got;
	struct namelist l;
	struct str name;

	if (fd < 0)
		return 0;
	if (n > 0 && write(fd, p + 1, n - 1) == (ssize_t)n - 1 &&
	    lseek(fd, 0, SEEK_SET) == 0) {
		namelist_init(&l, fd, p[0] & 1);
		while ((got = namelist_next(&l, &name)) == 1)
			if (name.n == 0 || memchr(name.p, '\0', name.n) != NULL)
				abort();
		if (got < 0 && l.why == NULL)
			abort();
		namelist_free(&l);
	}
	close(fd);
	return 0;
}
