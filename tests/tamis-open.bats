#!/usr/bin/env bats
# tamis-open, against the age program in both directions.
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	age-keygen -o id 2>pub
	to=$(sed 's/.*: //' pub)
}

@test "what age sealed is opened: every size around a chunk" {
	for n in 0 1 15 16 65535 65536 65537 131071 131072 131073; do
		head -c "$n" /dev/urandom >clear
		age -r "$to" clear | tamis-open -i id | cmp - clear
		age -a -r "$to" clear >armored
		tamis-open -i id armored | cmp - clear
	done
}
