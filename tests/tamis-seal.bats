#!/usr/bin/env bats
# tamis-seal, against the age program in both directions.
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	age-keygen -o id 2>pub
	to=$(sed 's/.*: //' pub)
}

@test "what is sealed, age opens: every size around a chunk" {
	for n in 0 1 15 16 65535 65536 65537 131071 131072 131073; do
		head -c "$n" /dev/urandom >clear
		tamis-seal -r "$to" <clear >sealed
		age -d -i id sealed | cmp - clear
		tamis-seal -a -r "$to" clear >armored
		age -d -i id armored | cmp - clear
	done
}

@test "each of several recipients opens it" {
	for i in 1 2 3; do age-keygen -o "id$i" 2>>pub; done
	sed 's/.*: //' pub >recipients
	echo hello | tamis-seal -R recipients >sealed
	for i in id id1 id2 id3; do
		[ "$(age -d -i "$i" sealed)" = hello ]
	done
	[ "$(grep -ac '^-> X25519 ' sealed)" -eq 4 ]
}
