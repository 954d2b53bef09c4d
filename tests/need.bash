# need.bash - what a test needs of the machine it runs on; load it.

# A pseudo-terminal: a bare chroot has none.
need_pty() {
	script -qec true /dev/null >/dev/null 2>&1 ||
		skip "no pseudo-terminal here"
}
