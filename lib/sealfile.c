#include "base.h"
#include "sealfile.h"
#include "box.h"
#include "say.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

void
sealfile_open(struct sealfile *s, const char *in, const char *path, bool bytes)
{
	*s = (struct sealfile){
		.in = in, .to = path ? path : "stdout", .fd = STDIN_FILENO
	};
	if (strcmp(in, "-") != 0)
		s->fd = open(in, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (s->fd < 0)
		die("cannot read '%s': %s", in, strerror(errno));
	if (outfile_open(&s->out, path) < 0)
		die("cannot write '%s': %s", s->to, strerror(errno));
	if (path == NULL && bytes && isatty(s->out.fd))
		die("cannot write 'stdout': it is a terminal; say -a or -o "
		    "FILE");
	if (box_enter(s->out.temp ? BOX_WRITE : BOX_STDIO, s->out.dir) < 0) {
		outfile_abort(&s->out);
		die("cannot enter the sandbox: %s", strerror(errno));
	}
}

int
sealfile_end(struct sealfile *s, int rc, const struct seal_fault *f)
{
	static const char *const verbs[] = { "read", "write", "open", "seal" };

	if (rc < 0) {
		outfile_abort(&s->out);
		warn("cannot %s '%s': %s", verbs[f->at],
		    f->at == SEAL_WRITE ? s->to : s->in, f->why);
	} else if ((rc = outfile_commit(&s->out)) < 0) {
		warn("cannot write '%s': %s", s->to, strerror(errno));
	}
	close(s->fd);
	return rc == 0 ? EXIT_CLEAN : EXIT_TROUBLE;
}
