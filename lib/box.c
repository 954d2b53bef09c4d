#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>

#include "base.h"
#include "box.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCH AUDIT_ARCH_RISCV64
#else
#define ARCH 0
#endif

/* The leak checker stops its own threads with ptrace from a clone. */
#if defined(__SANITIZE_ADDRESS__)
#define ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ASAN 1
#endif
#endif
#ifndef ASAN
#define ASAN 0
#endif

/* Rights newer than the headers of the oldest system that we build on. */
#define FS_REFER (1ULL << 13)	  /* ABI 2 */
#define FS_TRUNCATE (1ULL << 14)  /* ABI 3 */
#define FS_IOCTL_DEV (1ULL << 15) /* ABI 5 */
#define NET_TCP 3ULL		  /* bind and connect, ABI 4 */
#define SCOPES 3ULL		  /* abstract sockets and signals, ABI 6 */

#define FS_FIRST (FS_REFER - 1) /* every right of ABI 1 */
#define FS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

struct ruleset {
	uint64_t fs, net, scoped;
};

static int
landlock_abi(void)
{
	long v = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	return v > 0 ? (int)v : 0;
}

static int
allow_below(int ruleset, const char *dir, uint64_t rights)
{
	struct landlock_path_beneath_attr below = { .allowed_access = rights };
	long rc = -1;
	int fd;

	if ((fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC)) < 0)
		return -1;
	below.parent_fd = fd;
	rc = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
	    &below, 0);
	close(fd);
	return rc < 0 ? -1 : 0;
}

static int
enter_landlock(int abi, enum box need, const char *dir)
{
	struct ruleset r = { .fs = FS_FIRST };
	size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
	int fd, rc = -1;

	r.fs |= abi >= 2 ? FS_REFER : 0;
	r.fs |= abi >= 3 ? FS_TRUNCATE : 0;
	r.fs |= abi >= 5 ? FS_IOCTL_DEV : 0;
	r.net = abi >= 4 ? NET_TCP : 0;
	r.scoped = abi >= 6 ? SCOPES : 0;
	fd = (int)syscall(SYS_landlock_create_ruleset, &r, size, 0);
	if (fd < 0)
		return -1;
	/* The leak checker reads /proc when the program ends. */
	if ((need != BOX_STDIO || ASAN) && allow_below(fd, "/", FS_READ) < 0)
		goto out;
	if (need == BOX_WRITE && dir &&
	    allow_below(fd, dir, r.fs & ~(uint64_t)LANDLOCK_ACCESS_FS_EXECUTE) <
		0)
		goto out;
	if (syscall(SYS_landlock_restrict_self, fd, 0) < 0)
		goto out;
	rc = 0;
out:
	close(fd);
	return rc;
}

/* Never needed by any tool of ours, whatever it may write. */
static const int never[] = {
	SYS_socket,
	SYS_socketpair,
	SYS_connect,
	SYS_bind,
	SYS_listen,
	SYS_accept,
	SYS_accept4,
	SYS_sendto,
	SYS_sendmsg,
	SYS_sendmmsg,
	SYS_execve,
	SYS_execveat,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_pidfd_getfd,
	SYS_pidfd_send_signal,
	SYS_rt_sigqueueinfo,
	SYS_rt_tgsigqueueinfo,
	SYS_mount,
	SYS_umount2,
	SYS_pivot_root,
	SYS_move_mount,
	SYS_open_tree,
	SYS_fsopen,
	SYS_fspick,
	SYS_fsmount,
	SYS_chroot,
	SYS_unshare,
	SYS_setns,
	SYS_bpf,
	SYS_perf_event_open,
	SYS_io_uring_setup,
	SYS_userfaultfd,
	SYS_init_module,
	SYS_finit_module,
	SYS_delete_module,
	SYS_kexec_load,
	SYS_keyctl,
	SYS_add_key,
	SYS_request_key,
	SYS_reboot,
	SYS_swapon,
	SYS_swapoff,
	SYS_sethostname,
	SYS_setdomainname,
	SYS_settimeofday,
	SYS_clock_settime,
	SYS_quotactl,
	SYS_acct,
	SYS_open_by_handle_at,
	SYS_personality,
	SYS_mknodat,
	SYS_setxattr,
	SYS_lsetxattr,
	SYS_fsetxattr,
#ifdef SYS_fork
	SYS_fork,
	SYS_vfork,
	SYS_mknod,
#endif
#if !ASAN
	SYS_ptrace,
#endif
};

/* Changes to files by name: Landlock's work, and ours where it is absent. */
static const int writing[] = {
	SYS_unlinkat,
	SYS_renameat2,
	SYS_mkdirat,
	SYS_linkat,
	SYS_symlinkat,
	SYS_truncate,
	SYS_fchmodat,
	SYS_fchmod,
	SYS_fchownat,
	SYS_fchown,
	SYS_utimensat,
#ifdef SYS_renameat
	SYS_renameat,
#endif
#ifdef SYS_open
	SYS_creat,
	SYS_unlink,
	SYS_rename,
	SYS_mkdir,
	SYS_rmdir,
	SYS_link,
	SYS_symlink,
	SYS_chmod,
	SYS_chown,
	SYS_lchown,
	SYS_utime,
	SYS_utimes,
	SYS_futimesat,
#endif
};

struct program {
	struct sock_filter v[512];
	unsigned short n;
};

static void
add(struct program *p, unsigned code, unsigned k, unsigned jt, unsigned jf)
{
	if (p->n < LEN(p->v))
		p->v[p->n++] = (struct sock_filter){ (unsigned short)code,
			(unsigned char)jt, (unsigned char)jf, k };
}

static void
load(struct program *p, size_t offset)
{
	add(p, BPF_LD | BPF_W | BPF_ABS, (unsigned)offset, 0, 0);
}

static size_t
arg(size_t i)
{
	/* The low half: every 64-bit system we know is little endian here. */
	return offsetof(struct seccomp_data, args) + i * 8;
}

static void
refuse(struct program *p, int error)
{
	add(p, BPF_RET | BPF_K,
	    SECCOMP_RET_ERRNO | ((unsigned)error & SECCOMP_RET_DATA), 0, 0);
}

static void
refuse_call(struct program *p, int nr, int error)
{
	add(p, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)nr, 0, 1);
	refuse(p, error);
}

/* The call only where one of these bits is not set in argument i. */
static void
refuse_bits(struct program *p, int nr, size_t i, int bits)
{
	add(p, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)nr, 0, 4);
	load(p, arg(i));
	add(p, BPF_JMP | BPF_JSET | BPF_K, (unsigned)bits, 0, 1);
	refuse(p, EPERM);
	add(p, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

/* The call only where argument i has this value. */
static void
allow_value(struct program *p, int nr, size_t i, unsigned value)
{
	add(p, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)nr, 0, 4);
	load(p, arg(i));
	add(p, BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0);
	refuse(p, EPERM);
	add(p, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

static void
refuse_terminal(struct program *p)
{
	/* TIOCSTI types into the terminal, TIOCLINUX pastes there. */
	add(p, BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 5);
	load(p, arg(1));
	add(p, BPF_JMP | BPF_JEQ | BPF_K, TIOCSTI, 1, 0);
	add(p, BPF_JMP | BPF_JEQ | BPF_K, TIOCLINUX, 0, 1);
	refuse(p, EPERM);
	add(p, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

static void
compose(struct program *p, enum box need, bool landlock)
{
	const int wr = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
	unsigned me = (unsigned)getpid();

	load(p, offsetof(struct seccomp_data, arch));
	add(p, BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0);
	add(p, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
	load(p, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
	/* The x32 calls would walk past every number below. */
	add(p, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
	add(p, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
#endif
	if (need != BOX_WRITE) {
		refuse_bits(p, SYS_openat, 2, wr);
#ifdef SYS_open
		refuse_bits(p, SYS_open, 1, wr);
#endif
		for (size_t i = 0; i < LEN(writing); i++)
			refuse_call(p, writing[i], EPERM);
	}
	/* Its flags stand in memory, where a filter cannot look: Landlock's
	   work, or the caller has to do without it. */
	if (!landlock)
		refuse_call(p, SYS_openat2, ENOSYS);
	refuse_call(p, SYS_clone3, ENOSYS);
	if (!ASAN) {
		add(p, BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4);
		load(p, arg(0));
		add(p, BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0);
		refuse(p, EPERM);
		add(p, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
	}
	allow_value(p, SYS_kill, 0, me);
	allow_value(p, SYS_tgkill, 0, me);
	refuse_call(p, SYS_tkill, EPERM);
	refuse_terminal(p);
	for (size_t i = 0; i < LEN(never); i++)
		refuse_call(p, never[i], EPERM);
	add(p, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

static int
enter_seccomp(enum box need, bool landlock)
{
	struct program p = { .n = 0 };
	struct sock_fprog prog;

	compose(&p, need, landlock);
	if (ARCH == 0 || p.n == LEN(p.v)) {
		errno = ENOSYS;
		return -1;
	}
	prog = (struct sock_fprog){ p.n, p.v };
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog, 0, 0);
}

int
box_enter(enum box need, const char *dir)
{
	int abi = landlock_abi();

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	if (abi > 0 && enter_landlock(abi, need, dir) < 0)
		return -1;
	if (enter_seccomp(need, abi > 0) < 0)
		return -1;
	return abi > 0 ? 0 : 1;
}

const char *
box_name(void)
{
	static char name[40];
	int abi = landlock_abi();

	if (abi > 0)
		snprintf(name, sizeof(name), "landlock %d, seccomp", abi);
	else
		snprintf(name, sizeof(name), "seccomp");
	return name;
}
