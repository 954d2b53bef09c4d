#!/usr/bin/env bats
# What every tool promises about its options.
# shellcheck disable=SC2154 # bats sets stderr
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	top=$BATS_TEST_DIRNAME/..
	tools=
	for t in "$top"/tools/tamis*.c; do
		t=$(basename "$t" .c)
		command -v "$t" >/dev/null && tools="$tools $t"
	done
	[ -n "$tools" ]
}

# The long options that a tool takes.
long_options() {
	{
		"$1" --completions=fish
		[ "$1" != tamis ] || tamis init --completions=fish
	} | sed -n 's/.* -l \([a-z-]*\).*/\1/p' |
		grep -vx completions
}

@test "--help is a page of 24 lines of 80 columns, on stdout, without colour" {
	for t in $tools; do
		FORCE_COLOR=1 "$t" --help >help 2>err
		[ ! -s err ]
		[ "$(wc -l <help)" -le 24 ]
		[ "$(wc -L <help)" -le 80 ]
		[ "$(head -c 7 help)" = 'usage: ' ]
		! grep -q "$(printf '\033')" help
		"$t" -h >short
		cmp help short
	done
}

@test "--version says the name and the version first" {
	for t in $tools; do
		"$t" --version >out
		[ "$(head -n 1 out)" = "$t $(cat "$top/VERSION")" ]
		"$t" -V | cmp - out
	done
}

@test "an unknown option is two lines on stderr and exit 2, with one guess" {
	for t in $tools; do
		run -2 --separate-stderr "$t" --versoin
		[ -z "$output" ]
		[ "$stderr" = "$t: unknown option '--versoin'; did you mean \
'--version'?
try '$t --help'" ]
		run -2 --separate-stderr "$t" --xyzzyxyzzy=hunter2
		[ "$stderr" = "$t: unknown option '--xyzzyxyzzy'
try '$t --help'" ]
		run -2 --separate-stderr "$t" -Z
		[ "$stderr" = "$t: unknown option '-Z'
try '$t --help'" ]
	done
}

@test "no option may be abbreviated" {
	for t in $tools; do
		run -2 --separate-stderr "$t" --versio
		[[ "$stderr" == "$t: unknown option '--versio'"* ]]
		run -2 --separate-stderr "$t" --hel
		[[ "$stderr" == "$t: unknown option '--hel'"* ]]
	done
}

@test "--help that cannot be written is exit 2" {
	for t in $tools; do
		run -2 --separate-stderr sh -c "$t --help >/dev/full"
		[ "$stderr" = "$t: cannot write the output" ]
		run -2 --separate-stderr sh -c "$t --help >&-"
		[ "$stderr" = "$t: cannot write the output" ]
	done
}

@test "the manual has every option of the table, and no other" {
	for t in $tools; do
		[ -f "$top/man/$t.1" ] || continue
		long_options "$t" | sort -u >takes
		grep '^\.It .*Fl' "$top/man/$t.1" |
			sed 's/[\]//g' | grep -oE 'Fl -[a-z-]+' | sed 's/^Fl -//' |
			sort -u >tells
		diff takes tells
	done
}

@test "--help shows every letter of the table" {
	for t in $tools; do
		"$t" --completions=fish |
			sed -n 's/.* -s \(.\).*/\1/p' | sort >letters
		"$t" --help | sed -n '/^  -\|  -., /p' |
			grep -oE -- '-[A-Za-z0-9], ' | tr -d ', -' |
			sort >told
		diff letters told
	done
}

@test "completions are scripts of their shells" {
	for t in $tools; do
		"$t" --completions=bash >bash
		bash -n bash
		"$t" --completions=zsh | head -n 1 >zsh
		[ "$(cat zsh)" = "#compdef $t" ]
		"$t" --completions=fish | grep -q "^complete -c $t -l help"
		run -2 "$t" --completions=csh
	done
}
