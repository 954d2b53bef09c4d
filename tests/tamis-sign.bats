#!/usr/bin/env bats
# tamis-sign, judged by minisign, signify and ssh-keygen.
# shellcheck disable=SC2154 # bats sets stderr
bats_require_minimum_version 1.5.0
load need

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	minisign -G -W -p m.pub -s m.key >/dev/null
	signify-openbsd -G -n -p s.pub -s s.sec
	for t in ed25519 rsa ecdsa; do
		ssh-keygen -q -t "$t" -N '' -C me -f "$t"
	done
}

setup() {
	cp -p "$BATS_FILE_TMPDIR"/* "$BATS_TEST_TMPDIR"
	cd "$BATS_TEST_TMPDIR" || return 1
	echo 'what is signed' >f
}

teardown() {
	[ -z "$SSH_AGENT_PID" ] || ssh-agent -k >/dev/null
}

# Refused: one line, nothing on stdout. The line is in $stderr.
refused() {
	run -2 --separate-stderr "$@"
	[ -z "$output" ]
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
	[[ "$stderr" == "tamis-sign: "* ]]
}

# ssh-keygen's judgement of f.sig.
good_ssh() {
	echo "me $(cat "$1.pub")" >allowed
	ssh-keygen -Y verify -f allowed -I me -n "$2" -s "${3:-f.sig}" <f
}

@test "minisign verifies what is signed, prehashed and legacy, of any size" {
	for n in 0 1 127 128 129 262143 262144 262145; do
		head -c "$n" /dev/urandom >f
		tamis-sign -i m.key f
		minisign -VHm f -p m.pub
		tamis-sign -i m.key --format=minisign-legacy f
		minisign -Vm f -p m.pub
		run ! minisign -VHm f -p m.pub
	done
}

@test "the trusted comment says when and what, or what is asked" {
	SOURCE_DATE_EPOCH=1234567890 tamis-sign -i m.key f
	run -0 minisign -Vm f -p m.pub
	[[ "$output" == *"timestamp:1234567890"*"file:f"*"hashed"* ]]
	tamis-sign -i m.key --trusted-comment='release 1' --comment=mine f
	run -0 minisign -Vm f -p m.pub
	[[ "$output" == *"Trusted comment: release 1" ]]
	[ "$(head -n 1 f.minisig)" = 'untrusted comment: mine' ]
	refused tamis-sign -i m.key --comment=$'a\nb' f
	refused tamis-sign -i m.key --trusted-comment=$'a\nb' f
}

@test "a file's name cannot break the trusted comment" {
	cp f $'a\nb'
	tamis-sign -i m.key $'a\nb'
	minisign -Vm $'a\nb' -p m.pub
}

@test "signify verifies what its key signs, and minisign's legacy kind" {
	tamis-sign -i s.sec f
	signify-openbsd -V -p s.pub -m f
	tamis-sign -i m.key --format=minisign-legacy f
	signify-openbsd -V -p m.pub -m f -x f.minisig
	tamis-sign -i m.key --format=signify f
	signify-openbsd -V -p m.pub -m f
	tamis-sign -i s.sec --format=minisign f
	minisign -VHm f -p s.pub
}

@test "ssh-keygen verifies: Ed25519, RSA, ECDSA, and the namespace" {
	ssh-keygen -q -t ecdsa -b 384 -N '' -f ec384
	ssh-keygen -q -t ecdsa -b 521 -N '' -f ec521
	for k in ed25519 rsa ecdsa ec384 ec521; do
		tamis-sign -i "$k" f
		good_ssh "$k" file
		tamis-sign -i "$k" --namespace=tamis f
		good_ssh "$k" tamis
		run ! good_ssh "$k" file
	done
}

@test "twenty ECDSA signatures: r and s of every length" {
	for _ in $(seq 20); do
		tamis-sign -i ecdsa f
		good_ssh ecdsa file
		tamis-check --key=ecdsa.pub f
	done
}

@test "an agent signs, and no private key is read" {
	eval "$(ssh-agent)" >/dev/null
	for k in ed25519 rsa ecdsa; do
		ssh-add -q "$k"
		rm "$k"
		tamis-sign -i "$k.pub" -o - f >f.sig
		good_ssh "$k" file
	done
	ssh-add -qD
	refused tamis-sign -i rsa.pub f
	[[ "$stderr" == *"the agent has no such key"* ]]
	refused env SSH_AUTH_SOCK= tamis-sign -i rsa.pub f
	[[ "$stderr" == *SSH_AUTH_SOCK* ]]
	refused env SSH_AUTH_SOCK="$PWD/f" tamis-sign -i rsa.pub f
}

@test "an agent that hangs up, lies or talks nonsense: refused" {
	cat >agent.py <<'PY'
import socket, struct, sys
server = socket.socket(socket.AF_UNIX)
server.bind('sock')
server.listen()
for reply in (b'', b'\x0e', b'\x06', b'\x0e' + struct.pack('>I', 9),
        b'\x0e' + struct.pack('>I', 83) + struct.pack('>I', 11) +
        b'ssh-ed25519' + struct.pack('>I', 64) + bytes(64), None):
    peer = server.accept()[0]
    if reply is not None:
        head = peer.recv(4)
        peer.recv(struct.unpack('>I', head)[0])
        peer.sendall(struct.pack('>I', len(reply)) + reply)
    peer.close()
PY
	python3 agent.py 3>&- &
	for _ in $(seq 50); do [ -S sock ] && break || sleep 0.1; done
	for _ in 1 2 3 4 5 6; do
		refused env SSH_AUTH_SOCK=sock tamis-sign -i ed25519.pub f
		[[ "$stderr" == *agent* ]]
		[ ! -e f.sig ]
	done
	wait
}

@test "a passphrase from a terminal, unseen" {
	need_pty
	ssh-keygen -q -t ed25519 -N 'open it' -f edl
	expect -c 'set timeout 20
		spawn tamis-sign -i edl f
		expect "Passphrase of .edl.: "
		send "open it\r"
		expect eof
		exit [lindex [wait] 3]' >seen
	run ! grep -q 'open it' seen
	good_ssh edl file
}

@test "locked keys of each kind, by a descriptor" {
	printf 'word\nword\n' | minisign -G -p ml.pub -s ml.key >/dev/null
	printf 'word\nword\n' | signify-openbsd -G -p sl.pub -s sl.sec
	ssh-keygen -q -t ed25519 -N word -f edl
	echo word >phrase
	echo wrong >wrong
	for k in ml.key sl.sec edl; do
		tamis-sign --passphrase-fd=3 -i "$k" f 3<phrase
		refused tamis-sign --passphrase-fd=3 -i "$k" f 3<wrong
		[[ "$stderr" == *"wrong passphrase"* ]]
		run ! grep -q w'ord' <<<"${stderr/wrong passphrase/}"
	done
	minisign -Vm f -p ml.pub
	good_ssh edl file
	tamis-sign --passphrase-fd=3 -i sl.sec f 3<phrase
	signify-openbsd -V -p sl.pub -m f
}

@test "a key that others may read is refused, a public one is not" {
	for k in m.key s.sec ed25519; do
		chmod 640 "$k"
		refused tamis-sign -i "$k" f
		[[ "$stderr" == *"chmod 600"* ]]
	done
}

@test "what is no private key: named, never shown" {
	refused tamis-sign -i m.pub f
	[[ "$stderr" == *"public key"* ]]
	refused tamis-sign -i f f
	refused tamis-sign -i /dev/null f
	refused tamis-sign -i none f
	refused tamis-sign -i . f
	sed '2s/./!/20' m.key >bad && chmod 600 bad
	refused tamis-sign -i bad f
	[[ "$stderr" != *"$(sed -n 2p m.key | cut -c 1-10)"* ]]
	run -2 tamis-sign f
	run -2 tamis-sign -i m.key -i s.sec f
	refused tamis-sign -i m.key --format=ssh f
	refused tamis-sign -i ed25519 --format=minisign f
}

@test "a key whose two halves do not belong together does not sign" {
	python3 - <<'PY'
import base64, os
lines = open('m.key').read().split('\n')
key = bytearray(base64.b64decode(lines[1]))
key[54 + 8 + 32] ^= 1
lines[1] = base64.b64encode(key).decode()
open('m.key', 'w').write('\n'.join(lines))
PY
	refused tamis-sign -i m.key f
	[[ "$stderr" == *"damaged private key"* ]]
}

@test "several files in several folders, one missing: the rest is signed, 2" {
	mkdir d e
	cp f d/one
	cp f e/two
	tamis-sign -i m.key f d/one e/two
	for n in f d/one e/two; do minisign -Vm "$n" -p m.pub; done
	rm f.minisig d/one.minisig
	refused tamis-sign -i m.key f none d/one
	minisign -Vm f -p m.pub
	minisign -Vm d/one -p m.pub
	[ ! -e none.minisig ]
}

@test "stdin to stdout; -o; a full disk is 2" {
	tamis-sign -i m.key <f >sig
	minisign -Vm f -x sig -p m.pub
	tamis-sign -i m.key -o other f
	minisign -Vm f -x other -p m.pub
	[ ! -e f.minisig ]
	run -2 tamis-sign -i m.key -o x f f
	refused sh -c 'tamis-sign -i m.key -o - f >/dev/full'
	refused tamis-sign -i m.key -o none/x f
	[[ "$stderr" == *"cannot write to 'none/'"* ]]
}

@test "no core, no readable memory, while the key is there" {
	mkfifo pipe
	tamis-sign -i m.key pipe &
	pid=$!
	exec 9>pipe
	for _ in $(seq 50); do
		[ "$(stat -c %U "/proc/$pid/mem")" = root ] && break
		sleep 0.1
	done
	grep -q 'Max core file size *0 *0' "/proc/$pid/limits"
	exec 9>&-
	wait "$pid"
}
