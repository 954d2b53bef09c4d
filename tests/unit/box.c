#include "base.h"
#include "box.h"
#include "../t.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void *
one(void *arg)
{
	*(int *)arg = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	return NULL;
}

static void
reading(void)
{
	pthread_t t;
	int fd = -1;
	void *page;

	T(box_enter(BOX_READ, NULL) >= 0);
	T(pthread_create(&t, NULL, one, &fd) == 0);
	T(pthread_join(t, NULL) == 0 && fd >= 0);
	T(open("/dev/null", O_WRONLY | O_CLOEXEC) < 0);
	T(open("/tmp/tamis-box", O_RDWR | O_CREAT | O_CLOEXEC, 0600) < 0);
	T(unlink("/tmp/tamis-box-none") < 0 && errno != ENOENT);
	T(mkdir("/tmp/tamis-box-dir", 0700) < 0 && errno != EEXIST);
	T(socket(AF_INET, SOCK_STREAM, 0) < 0);
	T(socket(AF_UNIX, SOCK_STREAM, 0) < 0);
	T(execl("/bin/true", "true", (char *)NULL) < 0);
	T(kill(getppid(), 0) < 0 && errno == EPERM);
	T(kill(getpid(), 0) == 0);
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	T(page != MAP_FAILED);
	munmap(page, 4096);
	signal(SIGUSR1, SIG_IGN);
	T(raise(SIGUSR1) == 0);
	close(fd);
}

static void
writing(const char *dir)
{
	char path[128];
	int fd, rc = box_enter(BOX_WRITE, dir);

	T(rc >= 0);
	snprintf(path, sizeof(path), "%s/a", dir);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	T(fd >= 0 && write(fd, "x", 1) == 1 && close(fd) == 0);
	T(unlink(path) == 0);
	snprintf(path, sizeof(path), "%s.out", dir);
	if (rc == 0)
		T(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) < 0);
	T(socket(AF_INET, SOCK_DGRAM, 0) < 0);
}

int
main(void)
{
	char dir[] = "/tmp/tamis-box-XXXXXX";
	int status = 1;
	pid_t pid;

	T(strstr(box_name(), "seccomp") != NULL);
	T(mkdtemp(dir) != NULL);
	fflush(stdout);
	if ((pid = fork()) == 0) {
		writing(dir);
		fflush(stdout);
		_exit(t_bad != 0);
	}
	T(waitpid(pid, &status, 0) == pid && status == 0);
	T(rmdir(dir) == 0);
	reading();
	return T_END();
}
