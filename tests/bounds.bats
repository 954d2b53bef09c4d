#!/usr/bin/env bats
# What input made to be large or slow may cost: counted, never timed.
# shellcheck disable=SC2030,SC2031,SC2154 # set by run
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	case $B in *asan*) skip "the sanitizer takes more" ;; esac
}

# The peak of a command in MB on the last line, after the last of its own.
peak() {
	python3 - "$@" <<-'X'
	import resource, subprocess, sys
	out = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE).stdout
	print(out.decode().splitlines()[-1])
	print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10)
	X
}

# That much of something, again and again.
fill() {
	yes "$1" | tr -d '\n' | head -c "$2"
}

@test "large files side by side take less than 100 MB" {
	truncate -s 512M zeros
	fill 'some plain text of which no rule wants anything. ' 160M >plain
	fill 'password=' 20M >password
	{ printf '\377\376' && fill 'word ' 80M | iconv -t UTF-16LE; } >utf16
	run -0 peak tamis-secrets -j2 .
	[ "${lines[0]}" = 'end	0	unread=0' ]
	[ "${lines[1]}" -lt 100 ]
}

@test "a hundred thousand findings take less than 100 MB" {
	python3 - >keys <<-'X'
	import random
	random.seed(1)
	for _ in range(100000):
	    print("AK" + "IA" + "".join(random.choices(
	        "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=16)))
	X
	run -0 peak tamis-secrets -j2 keys
	[[ "${lines[0]}" =~ ^end.(9[0-9]{4}|100000).unread=0$ ]]
	[ "${lines[1]}" -lt 100 ]
}

@test "of ten thousand chosen secrets 256 are hashed slowly" {
	for i in {1000..10999}; do echo "password = \"Tr$i-horse\""; done >f
	run -1 tamis-secrets f
	[ "$(grep -c 'fp=-' <<<"$output")" -eq 9744 ]
}

@test "a bomb takes less than 100 MB and is told" {
	head -c 512M /dev/zero | gzip -1 | gzip -1 >bomb.gz
	run -0 --separate-stderr peak tamis-secrets -j2 bomb.gz
	[[ "${lines[0]}" == 'end	'*'unread='[1-9]* ]]
	[ "${lines[1]}" -lt 100 ]
	[[ "$stderr" == *'limit: unpacks to more than 200 times'* ]]
}

@test "a place far down a large file is told as it is" {
	id=AKIA$(printf QZ7KD3WMXB5RHTNC)
	key=$(printf 'wJa%sUtn%sEMI/K7M%sENG+bPx' rQ4 FzH yT2bW9pVcL5dQx)
	yes "a line of text" | head -n 1500000 >f
	printf 'aws_access_key_id = %s\naws_secret_access_key = %s\n' \
		"$id" "$key" >>f
	run -1 tamis-secrets f
	[[ "${lines[0]}" == *f:150000[12]:*pair=150000[12]:* ]] ||
		{ echo "$output" && false; }
}

@test "a finding amid a megabyte of anchors is found, disguised or not" {
	id=AKIA$(printf QZ7KD3WMXB5RHTNC)
	{
		fill 'password=' 1M && printf '\n%s\n' "$id"
		fill 'password=' 200K
		printf '\n%s\n' "$(printf %s "$id" | base64)"
		fill 'password=' 200K
	} >f
	run -1 tamis-secrets f
	[[ "${lines[0]}" == f:2:1:*aws-access-key* ]]
	[[ "${lines[1]}" == f:4:1:*aws-access-key*via=base64 ]]
}

@test "many small bombs in a text are told, and cost no more than a few" {
	python3 - >f <<-'X'
	import base64, gzip
	print((base64.b64encode(gzip.compress(bytes(1 << 20))).decode() + '\n') * 200)
	X
	run -2 --separate-stderr tamis-secrets f
	[[ "$stderr" == *'limit: unpacks to more than 64 MiB'* ]]
}
