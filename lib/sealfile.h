/*
 * sealfile.h - from a named file or stdin to another, in the sandbox: how
 * the tools that seal and open begin and end.
 */
#ifndef TAMIS_SEALFILE_H
#define TAMIS_SEALFILE_H

#include "outfile.h"
#include "seal.h"

struct sealfile {
	const char *in, *to; /* as they are named in messages */
	int fd;
	struct outfile out;
};

/* path NULL: stdout; bytes: which must not be a terminal then. Ends the
   process when it cannot. */
void sealfile_open(
    struct sealfile *s, const char *in, const char *path, bool bytes);
/* rc is what sealing or opening came to: the exit status. */
int sealfile_end(struct sealfile *s, int rc, const struct seal_fault *f);

#endif
