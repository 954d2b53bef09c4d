#!/usr/bin/env bats
# tamis-seal, against the age program in both directions.
# shellcheck disable=SC2154 # set by bats and age_key
bats_require_minimum_version 1.5.0
load need

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	age_key
}

@test "what is sealed, age opens: every size around a chunk" {
	for n in 0 1 15 16 65535 65536 65537 131071 131072 131073; do
		head -c "$n" /dev/urandom >clear
		tamis-seal -r "$to" <clear >sealed
		age -d -i id sealed | cmp - clear
		tamis-seal -a -r "$to" clear >armored
		age -d -i id armored | cmp - clear
		[ "$(wc -c <sealed)" -eq $((184 + n + 16 * \
		    (n ? (n + 65535) / 65536 : 1))) ]
	done
}

@test "each of several recipients opens it, one listed twice counts once" {
	for i in 1 2 3; do age-keygen -o "id$i" 2>>pub; done
	{
		echo '# who can decrypt'
		echo
		sed 's/.*: //' pub
		sed 's/.*: //; s/$/\r/' pub
	} >recipients
	echo hello | tamis-seal -R recipients --to="$to" >sealed
	for i in id id1 id2 id3; do
		[ "$(age -d -i "$i" sealed)" = hello ]
	done
	[ "$(grep -ac '^-> X25519 ' sealed)" -eq 4 ]
}

@test "two runs give two files: nothing is used twice" {
	echo hello | tamis-seal -r "$to" >one
	echo hello | tamis-seal -r "$to" >two
	run ! cmp -s one two
}

@test "SSH keys of both kinds" {
	ssh-keygen -q -t ed25519 -N '' -f ed
	ssh-keygen -q -t rsa -b 3072 -N '' -f rsa
	cat ed.pub rsa.pub >recipients
	echo hello | tamis-seal -R recipients -r "$to" >sealed 2>err
	[ ! -s err ]
	for i in ed rsa id; do
		[ "$(age -d -i "$i" sealed)" = hello ]
	done
}

@test "weak and unfit SSH keys: refused, or warned of" {
	ssh-keygen -q -t rsa -b 2048 -N '' -f short
	run -0 --separate-stderr tamis-seal -a -R short.pub </dev/null
	[[ "$stderr" == *"below 3072 bits"* ]]
	ssh-keygen -q -t rsa -b 1024 -N '' -f tiny
	refused tamis-seal -R tiny.pub
	[[ "$stderr" == *"'tiny.pub:1'"*"below 2048 bits"* ]]
	ssh-keygen -q -t ecdsa -N '' -f ec
	refused tamis-seal -R ec.pub
	[[ "$stderr" == *ECDSA* ]]
	refused tamis-seal -r "ssh-dss AAAAB3NzaC1kc3MAAAA= me"
	[[ "$stderr" == *DSA* ]]
}

@test "a private key for a recipient: refused, never shown" {
	secret=$(grep -v '^#' id)
	refused tamis-seal -r "$secret"
	[[ "$stderr" == *"private key"* && "$stderr" != *"${secret:20:8}"* ]]
	refused tamis-seal -r "${secret,,}"
	[[ "$stderr" == *"private key"* ]]
	refused tamis-seal -R id
	[[ "$stderr" == *"'id:3'"*"private key"* ]]
	ssh-keygen -q -t ed25519 -N '' -f ed
	refused tamis-seal -R ed
	[[ "$stderr" == *"'ed:1'"*"private key"* ]]
	refused tamis-seal -r "$(cat ed)"
	[[ "$stderr" == *"private key"* ]]
	# A slip in it makes it no less of a secret.
	refused tamis-seal -r "${secret:0:40}"
	[[ "$stderr" != *"${secret:20:8}"* ]]
}

@test "a wrong recipient is refused whole, and not shown" {
	for r in hello age1 "${to%?}" "${to}q" "${to/age1/age2}" "A${to:1}" \
	    age1yubikey1qqqqqq "ssh-ed25519 AAAA" ""; do
		refused tamis-seal -r "$r"
		[[ -z "$r" || "$stderr" != *"$r"* ]]
	done
	printf '%s\nhello there\n' "$to" >recipients
	refused tamis-seal -R recipients
	[[ "$stderr" == *"'recipients:2'"* && "$stderr" != *hello* ]]
	: >none
	refused tamis-seal -R none
	refused tamis-seal -R missing
	[[ "$stderr" == *"'missing': No such file"* ]]
	# In capitals it is the same recipient.
	echo hi | tamis-seal -r "${to^^}" | age -d -i id
}

@test "no recipient, too few, or a passphrase beside others, is 2" {
	need_pty
	run -2 tamis-seal </dev/null
	[[ "$output" == *"no recipient"*"try 'tamis-seal --help'"* ]]
	refused tamis-seal --min-recipients=2 -r "$to" -r "$to"
	age-keygen -o id2 2>pub2
	tamis-seal --min-recipients=2 -r "$to" -r "$(sed 's/.*: //' pub2)" \
	    <id >/dev/null
	run -2 tamis-seal -p -r "$to" id
	[[ "$output" == *alone* ]]
	run -2 tamis-seal -r "$to" one two
	run -2 tamis-seal --recipient "$to"
}

# In a terminal of its own; what is typed is given as an argument.
typed() {
	python3 - "$@" <<-'END'
	import os, pty, signal, sys
	signal.alarm(60)
	said, cmd = sys.argv[1], sys.argv[2:]
	pid, fd = pty.fork()
	if pid == 0:
	    os.execvp(cmd[0], cmd)
	out = b""
	for line in said.split("/"):
	    while not out.endswith(b": "):
	        out += os.read(fd, 1)
	    os.write(fd, line.encode() + b"\n")
	    sys.stdout.write(out.decode())
	    out = b""
	try:
	    while True:
	        more = os.read(fd, 1024)
	        if not more:
	            break
	        sys.stdout.write(more.decode())
	except OSError:
	    pass
	sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
	END
}

@test "a passphrase is typed twice, unseen" {
	need_pty
	echo hello >clear
	run -0 typed 'open sesame/open sesame' tamis-seal -p -o sealed clear
	[[ "$output" != *sesame* && "$output" == *"passphrase: "*"again: "* ]]
	run -0 typed 'open sesame' age -d -o back sealed
	cmp clear back
	run -2 typed 'open sesame/open sesam' tamis-seal -p -o other clear
	[[ "$output" == *"not the same"* ]]
	run -2 typed '' tamis-seal -p -o other clear
	[[ "$output" == *empty* ]]
	[ ! -e other ]
}

@test "an interrupted question leaves a terminal that echoes" {
	need_pty
	python3 - <<-'END'
	import os, pty, signal, termios
	signal.alarm(30)
	pid, fd = pty.fork()
	if pid == 0:
	    os.execvp("tamis-seal", ["tamis-seal", "-p", "-o", "out", "id"])
	echo = lambda: bool(termios.tcgetattr(fd)[3] & termios.ECHO)
	said = b""
	while not said.endswith(b": "):
	    said += os.read(fd, 1)
	assert not echo()
	os.write(fd, b"ab\x03")
	status = os.waitpid(pid, 0)[1]
	assert os.WTERMSIG(status) == signal.SIGINT, status
	assert echo()
	END
	[ ! -e out ]
}

@test "a passphrase from a descriptor" {
	echo hello >clear
	tamis-seal --passphrase-fd=3 clear 3<<<'open sesame' >sealed
	grep -aq '^-> scrypt [^ ]* 18$' sealed
	[ "$(tamis-open --passphrase-fd=3 3<<<'open sesame' <sealed)" = hello ]
	refused tamis-seal --passphrase-fd=3 clear 3</dev/null
	[[ "$stderr" == *empty* ]]
	run -2 tamis-seal --passphrase-fd=9 clear
}

@test "-o: whole or not there, and what was there stays" {
	echo hello >clear
	tamis-seal -r "$to" -o sealed clear
	[ "$(age -d -i id sealed)" = hello ]
	echo old >kept
	refused tamis-seal -r "$to" -o kept .
	[ "$(cat kept)" = old ]
	refused tamis-seal -r "$to" -o new missing
	refused tamis-seal -r "$to" -o no/such/dir clear
	[ ! -e new ]
	mkfifo pipe
	tamis-seal -r "$to" -o kept pipe &
	pid=$!
	exec 9>pipe
	for _ in {1..100}; do
		compgen -G '*.tmp' >/dev/null && break
		sleep 0.05
	done
	kill -TERM "$pid"
	rc=0
	wait "$pid" || rc=$?
	exec 9>&-
	[ "$rc" -eq 2 ]
	[ "$(cat kept)" = old ]
	[ "$(find . -name '*.tmp' | wc -l)" -eq 0 ]
}

@test "a full disk, a closed stdin or stdout, a directory: 2, one line" {
	run -2 --separate-stderr bash -c "tamis-seal -r $to <id >/dev/full"
	[[ "$stderr" == "tamis-seal: cannot write 'stdout': No space"* ]]
	run -2 --separate-stderr bash -c "tamis-seal -r $to <id >&-"
	[[ "$stderr" == "tamis-seal: cannot write 'stdout': "* ]]
	run -2 --separate-stderr bash -c "tamis-seal -r $to <&-"
	[[ "$stderr" == "tamis-seal: cannot read '-': "* && -z "$output" ]]
	refused tamis-seal -r "$to" .
	[[ "$stderr" == *"'.': Is a directory" ]]
}

@test "bytes do not go to a terminal, armor does" {
	need_pty
	run -2 script -qec "tamis-seal -r $to id" /dev/null
	[[ "$output" == *"it is a terminal"* && "$output" != *age-enc* ]]
	run -0 script -qec "tamis-seal -a -r $to id" /dev/null
	[[ "$output" == *"BEGIN AGE ENCRYPTED FILE"* ]]
}

@test "memory does not grow with the input: 20 MB are enough" {
	case $(command -v tamis-seal) in
	*asan*) skip "the sanitizer takes more" ;;
	esac
	for tool in "tamis-seal -r $to" "tamis-open -i id"; do
		head -c 64M /dev/zero | tamis-seal -r "$to" >sealed
		run -0 python3 - <<-END
		import resource, subprocess
		subprocess.run("$tool".split(), stdin=open("sealed"),
		               stdout=open("/dev/null", "w"), check=True)
		print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
		END
		[ "$output" -lt 20000 ]
	done
	tamis-open -i id sealed | cmp -n 67108864 - /dev/zero
}

@test "--help and --version" {
	run -0 tamis-seal --help
	[[ "${lines[0]}" == "usage: tamis-seal "* ]]
	run -0 tamis-seal -V
	[[ "$output" == "tamis-seal "*sandbox* ]]
}

@test "--rewrap: another header, the same payload, for the new keys alone" {
	age-keygen -o id2 2>pub2
	to2=$(sed 's/.*: //' pub2)
	head -c 200000 /dev/urandom >clear
	tamis-seal -r "$to" -o sealed clear
	run -0 --separate-stderr tamis-seal --rewrap -i id -r "$to2" -o new \
		sealed
	[[ "$stderr" == *"stay readable by the old keys"* ]]
	age -d -i id2 new | cmp - clear
	run ! age -d -i id new
	cmp <(sed '1,/^---/d' sealed) <(sed '1,/^---/d' new)
	# In place, to both, in armor and out of it.
	tamis-seal --rewrap -i id2 -r "$to" -r "$to2" -a -o new new
	tamis-seal --rewrap -i id -r "$to" <new | age -d -i id | cmp - clear
}

@test "--rewrap without the key, of what is changed, or into nobody: 2" {
	age-keygen -o id2 2>pub2
	echo hello | tamis-seal -r "$to" >sealed
	refused tamis-seal --rewrap -i id2 -r "$to" sealed
	[[ "$stderr" == *"wrong key"* ]]
	sed 's/X25519 ./X25519 A/' sealed >bad
	refused tamis-seal --rewrap -i id -r "$to" bad
	refused tamis-seal --rewrap -i id -r "$to" pub
	run -2 tamis-seal --rewrap -r "$to" sealed
	run -2 tamis-seal --rewrap -i id sealed
	run -2 tamis-seal -i id -r "$to" sealed
	cp sealed same
	run -2 tamis-seal --rewrap -i id2 -r "$to" -o same same
	cmp sealed same
}
