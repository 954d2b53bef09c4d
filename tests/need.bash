# need.bash - what a test needs of the machine it runs on; load it.

# A pseudo-terminal: a bare chroot has none.
need_pty() {
	script -qec true /dev/null >/dev/null 2>&1 ||
		skip "no pseudo-terminal here"
}

# Git with nobody's configuration, and the same people at the same time.
git_alone() {
	export HOME=$BATS_TEST_TMPDIR GIT_CONFIG_NOSYSTEM=1 LC_ALL=C.UTF-8
	export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=init.defaultBranch
	export GIT_CONFIG_VALUE_0=main
	export GIT_AUTHOR_NAME='A. U. Thor' GIT_AUTHOR_EMAIL=author@example.org
	export GIT_COMMITTER_NAME='C. O. Mitter'
	export GIT_COMMITTER_EMAIL=c@example.org
	export GIT_AUTHOR_DATE='1234567890 +0530'
	export GIT_COMMITTER_DATE='1300000000 -0330'
	unset GIT_DIR GIT_WORK_TREE SOURCE_DATE_EPOCH
}

# An identity in the file id, and its recipient in $to.
age_key() {
	age-keygen -o id 2>pub
	export to
	to=$(sed 's/.*: //' pub)
}

# Refused: a program of ours says one line on stderr, which is left
# in $stderr, and nothing on stdout.
refused() {
	run -2 --separate-stderr "$@"
	# shellcheck disable=SC2154
	[ -z "$output" ]
	# shellcheck disable=SC2154
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
	[[ "$stderr" == tamis-[a-z]*": "* ]]
}
