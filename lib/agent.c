#include "base.h"
#include "agent.h"
#include "sshwire.h"
#include "str.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* draft-miller-ssh-agent, section 5.1 and 4.5.1 */
enum { FAILURE = 5, SIGN_REQUEST = 13, SIGN_RESPONSE = 14, RSA_SHA2_512 = 4 };
enum { REPLY_MAX = 16384 };

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

int
agent_open(void)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const char *path = getenv("SSH_AUTH_SOCK");
	int fd, err;

	if (path == NULL || *path == '\0' ||
	    strlen(path) >= sizeof(to.sun_path)) {
		errno = path && *path ? ENAMETOOLONG : ENOENT;
		return -1;
	}
	memcpy(to.sun_path, path, strlen(path));
	if ((fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) < 0)
		return -1;
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	err = errno;
	close(fd);
	errno = err;
	return -1;
}

static int
put_all(int fd, struct str s)
{
	ssize_t got;

	while (s.n) {
		got = write(fd, s.p, s.n);
		if (got < 0 && errno != EINTR)
			return -1;
		if (got > 0)
			s = str_sub(s, (size_t)got, s.n);
	}
	return 0;
}

static int
get_all(int fd, char *p, size_t n)
{
	ssize_t got;

	while (n) {
		got = read(fd, p, n);
		if (got == 0 || (got < 0 && errno != EINTR))
			return -1;
		if (got > 0) {
			p += got;
			n -= (size_t)got;
		}
	}
	return 0;
}

static int
ask(int fd, struct str wire, struct str data)
{
	struct buf body = { .max = REPLY_MAX }, all = { .max = REPLY_MAX };
	int rc = -1;

	if (buf_addc(&body, SIGN_REQUEST) == 0 &&
	    sshwire_put(&body, wire) == 0 && sshwire_put(&body, data) == 0 &&
	    sshwire_put_u32(&body, RSA_SHA2_512) == 0 &&
	    sshwire_put(&all, buf_str(&body)) == 0)
		rc = put_all(fd, buf_str(&all));
	buf_free(&body);
	buf_free(&all);
	return rc;
}

int
agent_sign(void *arg, struct str wire, struct str data, struct buf *out,
    const char **why)
{
	/* An agent that hangs up is no reader of ours that has enough. */
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	int fd = *(int *)arg, rc;
	char reply[REPLY_MAX];
	struct str s = { reply, 4 }, sig;
	uint32_t n;

	rc = ask(fd, wire, data);
	signal(SIGPIPE, before);
	if (rc < 0 || get_all(fd, reply, 4) < 0 || !sshwire_u32(&s, &n) ||
	    n == 0 || n > sizeof(reply) || get_all(fd, reply, n) < 0)
		return fail(why, "the agent does not answer");
	if (reply[0] == FAILURE)
		return fail(why, "the agent has no such key, or refuses");
	s = (struct str){ reply + 1, n - 1 };
	if (reply[0] != SIGN_RESPONSE || !sshwire_take(&s, &sig) || s.n != 0)
		return fail(why, "the agent answers nonsense");
	return buf_adds(out, sig) < 0 ? fail(why, "no memory") : 0;
}
