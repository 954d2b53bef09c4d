/* A stream is whole only when its records and end lines say so. */
#include "base.h"
#include "rec.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	int fd = memfd_create("stream", MFD_CLOEXEC), got;
	struct rec_reader in;
	const char *why = NULL;
	struct rec r;
	size_t seen = 0;

	if (fd < 0)
		return 0;
	if (write(fd, p, n) == (ssize_t)n && lseek(fd, 0, SEEK_SET) == 0) {
		rec_reader_init(&in, fd);
		while ((got = rec_next(&in, &r)) == 1)
			seen++;
		if (got == 0 && rec_whole(&in, &why) &&
		    (seen != in.told || in.nend == 0))
			__builtin_trap();
		if (got < 0 && in.why == NULL)
			__builtin_trap();
		rec_reader_free(&in);
	}
	close(fd);
	return 0;
}
