#!/usr/bin/env bats
# tamis-keygen, judged by age and age-keygen.
# shellcheck disable=SC2154 # set by bats
bats_require_minimum_version 1.5.0
load need

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

@test "age takes the identity, and what is sealed to it opens" {
	to=$(tamis-keygen -o id)
	[ "$(stat -c %a id)" = 600 ]
	[ "$(age-keygen -y id)" = "$to" ]
	[ "$(tamis-keygen -i id)" = "$to" ]
	[ "$(echo hello | age -r "$to" | age -d -i id)" = hello ]
	tamis-keygen >id2
	grep -qx "# public key: $(age-keygen -y id2)" id2
	run ! cmp -s id id2
	age-keygen -o id3 2>/dev/null
	[ "$(tamis-keygen -i id3)" = "$(age-keygen -y id3)" ]
	ssh-keygen -q -t ed25519 -N '' -C '' -f ed
	[ "$(tamis-keygen -i ed)" = "$(cut -d' ' -f1,2 ed.pub)" ]
}

@test "the sheet has all of the key, and finds a slip" {
	to=$(SOURCE_DATE_EPOCH=1000000000 tamis-keygen -o id --sheet=sheet)
	[ "$(stat -c %a sheet)" = 600 ]
	grep -q 2001-09-09 sheet
	grep -qF "$to" sheet
	[ "$(wc -L <sheet)" -le 80 ]
	grep -E '^    [1-5]   ' sheet | sed 's/^ *[1-5] *//' >lines
	sed 's/ *[0-9a-f][0-9a-f]$//; s/ //g' lines | tr -d '\n' >typed
	chmod 600 typed
	[ "$(age-keygen -y typed)" = "$to" ]
	while read -r line; do
		letters=$(sed 's/ *[0-9a-f][0-9a-f]$//; s/ //g' <<<"$line")
		[ "${line: -2}" = "$(printf %s "$letters" | sha256sum |
			cut -c 1-2)" ]
	done <lines
	tamis-keygen -i id --sheet=- | tail -n +2 | grep -q 'two digits'
}

@test "nothing is replaced, nothing is half done: 2" {
	echo mine >id
	refused tamis-keygen -o id
	[[ "$stderr" == *"'id': it is there already"* ]]
	[ "$(cat id)" = mine ]
	refused tamis-keygen -o missing/id
	refused tamis-keygen -i id
	[[ "$stderr" != *mine* ]]
	tamis-keygen -o new >/dev/null
	chmod 644 new
	refused tamis-keygen -i new
	[[ "$stderr" == *"others may read"* ]]
	run -2 tamis-keygen -i new -o other
	run -2 tamis-keygen word
	run -2 --separate-stderr sh -c 'tamis-keygen >/dev/full'
}
