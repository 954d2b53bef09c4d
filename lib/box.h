/*
 * box.h - give up what a tool does not need: Landlock for files, seccomp
 * for sockets, exec, ptrace and the rest. Enter before any thread.
 */
#ifndef TAMIS_BOX_H
#define TAMIS_BOX_H

enum box {
	BOX_STDIO, /* descriptors that are open, no file by name */
	BOX_READ,  /* and files may be read */
	BOX_WRITE  /* and written, below the directory given, only */
};

/* 0 confined; 1 this kernel has no Landlock (seccomp is in force all the
   same); -1 with errno. dir only for BOX_WRITE. */
int box_enter(enum box need, const char *dir);
/* For -V: "landlock 6, seccomp", "seccomp" ... as this kernel would give. */
const char *box_name(void);

#endif
