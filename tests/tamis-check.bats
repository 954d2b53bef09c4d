#!/usr/bin/env bats
# tamis-check, on what minisign, signify and ssh-keygen signed.
# shellcheck disable=SC2154 # bats sets stderr
bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	for i in 1 2; do
		minisign -G -W -p "m$i.pub" -s "m$i.key" >/dev/null
		signify-openbsd -G -n -p "s$i.pub" -s "s$i.sec"
		ssh-keygen -q -t ed25519 -N '' -C "me$i" -f "ed$i"
	done
	ssh-keygen -q -t rsa -N '' -C me -f rsa
	ssh-keygen -q -t ecdsa -N '' -C me -f ec
	echo 'what is signed' >f
	minisign -S -s m1.key -m f -x prehashed -t 'a comment' >/dev/null
	minisign -S -l -s m1.key -m f -x legacy >/dev/null
	signify-openbsd -S -s s1.sec -m f -x signify
	for k in ed1 rsa ec; do
		ssh-keygen -q -Y sign -n file -f "$k" f 2>/dev/null
		mv f.sig "$k.sig"
	done
}

setup() {
	cp -p "$BATS_FILE_TMPDIR"/* "$BATS_TEST_TMPDIR"
	cd "$BATS_TEST_TMPDIR" || return 1
}

# Every byte of $1 but those from $3 to $4, changed in turn: never verified.
flips() {
	python3 - "$@" <<'PY'
import subprocess, sys
name, key = sys.argv[1:3]
skip = range(int(sys.argv[3]), int(sys.argv[4]))
good = open(name, 'rb').read()
for at in range(len(good)):
    if at in skip:
        continue
    bad = bytearray(good)
    bad[at] ^= 1
    open('flipped', 'wb').write(bad)
    rc = subprocess.run(['tamis-check', '--keys=' + key, '-s', 'flipped',
        'f'], capture_output=True).returncode
    if rc not in (1, 2):
        sys.exit(f'byte {at}: exit {rc}')
PY
}

@test "each format: good, with its key and its comment" {
	run -0 tamis-check --key=m1.pub -s prehashed f
	# minisign writes an id without its leading zeros
	id=$(printf '%016X' "0x$(sed -n '1s/.* //p' m1.pub)")
	[ "${lines[0]}" = "good	minisign	$id	a comment	prehashed" ]
	[ "${lines[1]}" = "verified	f	keys=1	require=1" ]
	run -0 tamis-check --key=m1.pub -s legacy f
	run -0 tamis-check --key=s1.pub -s signify f
	[[ "${lines[0]}" == "good	signify	"* ]]
	for k in ed1 rsa ec; do
		run -0 tamis-check --keys="$k.pub" -s "$k.sig" f
		print=$(ssh-keygen -lf "$k.pub" | cut -d ' ' -f 2)
		[[ "${lines[0]}" == "good	ssh	$print	me"* ]]
	done
}

@test "a key as text, as a file, in a file of many" {
	tamis-check --key="$(sed -n 2p m1.pub)" -s prehashed f
	tamis-check --key="$(cat ed1.pub)" -s ed1.sig f
	tamis-check --key=ed1.pub -s ed1.sig f
	cat m2.pub s1.pub ed1.pub rsa.pub m1.pub >keys
	for s in prehashed legacy signify ed1.sig rsa.sig; do
		tamis-check --keys=keys -s "$s" f
	done
}

@test "another file, another key, another signature: 1" {
	echo x >>f
	for s in prehashed legacy signify ed1.sig rsa.sig ec.sig; do
		run -1 tamis-check --keys=m1.pub --keys=s1.pub --keys=ed1.pub \
			--keys=rsa.pub --keys=ec.pub -s "$s" f
		[[ "${lines[0]}" == "bad	"*"why=not of this file"* ]]
		[[ "${lines[1]}" == "refused	f	keys=0	require=1" ]]
		run -1 tamis-check --key=m2.pub --key=s2.pub --key=ed2.pub \
			-s "$s" f
		[[ "${lines[0]}" == "unknown	"* ]]
	done
}

@test "every byte of a signature changed in turn is refused" {
	n=$(head -n 1 prehashed | wc -c)
	flips prehashed m1.pub 19 $((n - 1))
	n=$(head -n 1 legacy | wc -c)
	flips legacy m1.pub 19 $((n - 1))
	n=$(head -n 1 signify | wc -c)
	flips signify s1.pub 19 $((n - 1))
	flips ed1.sig ed1.pub 0 0
	flips ec.sig ec.pub 0 0
}

@test "every byte of an RSA signature changed in turn is refused" {
	flips rsa.sig rsa.pub 0 0
}

@test "a signature cut anywhere is refused" {
	for s in prehashed signify ed1.sig; do
		n=$(wc -c <"$s")
		for at in 0 1 30 60 $((n / 2)) $((n - 10)) $((n - 3)); do
			head -c "$at" "$s" >short
			run -2 tamis-check --key=m1.pub --key=s1.pub \
				--key=ed1.pub -s short f
		done
	done
}

@test "--require counts different keys, whatever the format" {
	run -0 tamis-check --key=m1.pub --key=s1.pub --key=ed1.pub --require=3 \
		-s prehashed -s legacy -s signify -s ed1.sig f
	[ "${lines[4]}" = "verified	f	keys=3	require=3" ]
	run -1 tamis-check --key=m1.pub --require=2 -s prehashed -s legacy f
	[ "${lines[2]}" = "refused	f	keys=1	require=2" ]
	cat prehashed signify ed1.sig >all
	run -0 tamis-check --key=m1.pub --key=s1.pub --key=ed1.pub --require=3 \
		-s all f
	run -0 tamis-check --key=m1.pub -s all f
	[ "$(grep -c '^unknown' <<<"$output")" -eq 2 ]
}

@test "one bad signature of a trusted key refuses, whatever the others say" {
	echo other >g
	minisign -S -s m2.key -m g -x g.minisig
	run -1 tamis-check --key=m1.pub --key=m2.pub -s prehashed -s g.minisig f
	[[ "$output" == *"good	"*"bad	"*"refused	"* ]]
}

@test "signatures beside the file are found; none is 2" {
	cp prehashed f.minisig
	cp ed1.sig f.sig
	cat m1.pub ed1.pub >keys
	run -0 tamis-check --keys=keys --require=2 f
	run -0 --separate-stderr tamis-check -q --keys=keys --require=2 f
	[ -z "$output$stderr" ]
	rm f.minisig f.sig
	run -2 --separate-stderr tamis-check --keys=keys f
	[ -z "$output" ]
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
}

@test "several files: each its own verdict, and the worst is the exit status" {
	for n in a b; do
		cp f "$n"
		cp prehashed "$n.minisig"
	done
	run -0 tamis-check --key=m1.pub a b
	echo x >>a
	run -1 tamis-check --key=m1.pub a b
	[[ "$output" == *"refused	a"*"verified	b"* ]]
	rm b
	run -2 tamis-check --key=m1.pub a b
}

@test "a trusted comment that was changed is bad" {
	sed -i '3s/a comment/b comment/' prehashed
	run -1 tamis-check --key=m1.pub -s prehashed f
	[[ "${lines[0]}" == *"	-	prehashed	why=its trusted comment was changed" ]]
	sed -n 1,2p prehashed >two
	run -2 tamis-check --key=m1.pub -s two f
}

@test "the namespace must be the one that is asked for" {
	ssh-keygen -q -Y sign -n git -f ed1 f
	run -1 tamis-check --keys=ed1.pub f
	[[ "${lines[0]}" == *"why=made for another namespace" ]]
	tamis-check --keys=ed1.pub --namespace=git f
}

@test "allowed_signers: principals, namespaces, valid-after and -before" {
	key=$(cat ed1.pub)
	allow() { printf '%s\n' '# who' "$1 $key" >allowed; }
	yes() { allow "$1"; run -0 tamis-check --keys=allowed -s ed1.sig f; }
	no() { allow "$1"; run -1 tamis-check --keys=allowed -s ed1.sig f; }
	yes 'anna@example.org'
	[[ "${lines[0]}" == *"	anna@example.org	ed1.sig" ]]
	yes 'a@x,b@x namespaces="git,file"'
	yes 'a@x namespaces="f*"'
	yes 'a@x NAMESPACES=file'
	no 'a@x namespaces="git"'
	[[ "${lines[0]}" == *"why=the key may not sign in this namespace" ]]
	no 'a@x namespaces="!file,*"'
	no 'a@x namespaces="fil"'
	yes 'a@x valid-after="20200101"'
	yes 'a@x namespaces="file",valid-after="20200101Z",valid-before="99991231Z"'
	no 'a@x valid-after="29990101"'
	[[ "${lines[0]}" == *"why=the key is not valid yet" ]]
	no 'a@x valid-before="20200101120000Z"'
	[[ "${lines[0]}" == *"why=the key is not valid any more" ]]
	export SOURCE_DATE_EPOCH=1577836800
	yes 'a@x valid-before="202001010000Z"'
	no 'a@x valid-before="20191231235959Z"'
	yes 'a@x valid-after="20200101Z"'
	no 'a@x valid-after="20200101000001Z"'
	export TZ=UTC-2
	yes 'a@x valid-after="20200101020000"'
	no 'a@x valid-after="20200101020001"'
}

@test "what a list of signers may not hold is named with its line" {
	key=$(cat ed1.pub)
	bad() {
		printf '%s\n' "a@x $key" "$1" >allowed
		run -2 --separate-stderr tamis-check --keys=allowed -s ed1.sig f
		[ -z "$output" ]
		[[ "$stderr" == "tamis-check: cannot trust 'allowed:2': "*"$2"* ]]
	}
	bad "*@x cert-authority $key" cert-authority
	bad "*@x namespaces=\"git\",Cert-Authority $key" cert-authority
	bad "a@x from=\"x\" $key" 'unknown option'
	bad "a@x namespaces $key" option
	bad "a@x valid-after=\"2020\" $key" time
	bad "a@x valid-after=\"20200231\" $key" time
	bad "a@x valid-after=\"20200101\",valid-after=\"20200101\" $key" twice
	bad "a@x valid-after=\"20200102\",valid-before=\"20200101\" $key" before
	bad "a@x namespaces=\"git $key" quote
	bad "a@x" key
	bad "a@x ssh-ed25519 AAAA" malformed
	bad "a@x ssh-dss AAAAB3NzaC1kc3MAAAA=" DSA
	bad "a@x ssh-ed25519-cert-v01@openssh.com AAAA" certificate
	bad "a@x sk-ssh-ed25519@openssh.com AAAA" 'security key'
	printf 'a@x %s\n' "$key" >allowed
	cat ed1 >>allowed
	run -2 tamis-check --keys=allowed -s ed1.sig f
	[[ "$output" != *"$(sed -n 2p ed1)"* ]]
}

@test "a private key by mistake: refused, never shown" {
	for k in m1.key s1.sec ed1; do
		run -2 --separate-stderr tamis-check --key="$(cat "$k")" f
		[ "$(wc -l <<<"$stderr")" -eq 1 ]
		[[ "$stderr" != *"$(sed -n 2p "$k" | cut -c 1-20)"* ]]
		run -2 --separate-stderr tamis-check --keys="$k" f
		[[ "$stderr" != *"$(sed -n 2p "$k" | cut -c 1-20)"* ]]
		run -2 --separate-stderr tamis-check --key="$(sed -n 2p "$k")" f
		[[ "$stderr" != *"$(sed -n 2p "$k" | cut -c 1-20)"* ]]
	done
}

@test "RSA below 2048 bits is not trusted" {
	ssh-keygen -q -t rsa -b 1024 -N '' -f short
	run -2 --separate-stderr tamis-check --keys=short.pub -s rsa.sig f
	[[ "$stderr" == *"below 2048 bits"* ]]
}

@test "a file that is signed whole has a bound, one that is hashed has none" {
	truncate -s 300M big
	run -2 --separate-stderr tamis-check --key=m1.pub -s legacy big
	[[ "$stderr" == *"256 MiB"* ]]
	run -1 tamis-check --key=m1.pub -s prehashed big
}

@test "control bytes of comments and names reach no terminal" {
	printf 'what is signed\n' >$'g\e[31m'
	minisign -S -s m1.key -m $'g\e[31m' -x sig -t $'red\e[31m' >/dev/null
	run -0 tamis-check --key=m1.pub -s sig $'g\e[31m'
	[[ "$output" != *$'\e'* ]]
	[[ "$output" == *'red\x1b[31m'* ]]
}

@test "stdin, a full disk, and what is wrong with the command" {
	tamis-check --key=m1.pub -s prehashed - <f
	tamis-check --key=m1.pub -s - f <prehashed
	run -2 sh -c 'tamis-check --key=m1.pub -s prehashed f >/dev/full'
	run -2 tamis-check -s prehashed f
	run -2 tamis-check --key=m1.pub
	run -2 tamis-check --key=none -s prehashed f
	run -2 tamis-check --key=m1.pub -s prehashed f f
	run -2 tamis-check --key=m1.pub -s prehashed none
	run -2 tamis-check --key=m1.pub -s none f
	run -2 tamis-check --key=m1.pub --require=0 -s prehashed f
	run -2 tamis-check --key=m1.pub -s prehashed .
}
