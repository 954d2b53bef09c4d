#!/usr/bin/env bats
# What every sieve promises, whatever it looks for; tamis-secrets stands
# for all. Tokens are put together at run time: the tree holds none.
# shellcheck disable=SC2016,SC2154 # for bash -c; set by run
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
	export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b
	export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
	cat >own.rules <<-'X'
	id: toy
	title: Toy token
	severity: high
	keyword: TOY_
	match: TOY_[A-Z2-7]{16}
	fix: throw it away
	why: it is somebody's toy
	yes: TOY_{A-Z2-7:16}
	yes: a TOY_{A-Z2-7:16} b
	no: TOY_
	no: TOY_short
	see: https://example.com/toy
	X
	token=TOY_QZ7KD3WMXB5RHTNC
}

sieve() {
	tamis-secrets --no-builtin --rules="$BATS_TEST_TMPDIR/own.rules" "$@"
}

repo() {
	git init -q repo && cd repo || return
	echo "k $token" >a
	git add a && git commit -qm one
}

@test "a finding is a record with place, severity, rule, message and keys" {
	printf 'x\nkey %s\n' "$token" >f
	run -1 sieve f
	[[ "${lines[0]}" == "f:2:5:	high	secrets/toy	"*"	fp="????????????????"	end=2:25"* ]]
	[ "${lines[1]}" = "end	1	unread=0" ]
	[[ "$output" != *"$token"* ]]
}

@test "a column counts bytes, and ucol the UTF-16 units of a line that is not ASCII" {
	printf '\303\251\360\237\230\200 %s\n' "$token" >f
	run -1 sieve f
	[[ "${lines[0]}" == "f:1:8:	"*"	end=1:28	ucol=5:25"* ]]
}

@test "UTF-16 is read as text and adds the offset of the bytes" {
	printf 'x\n%s\n' "$token" | iconv -t UTF-16LE >f
	run -1 sieve f
	[[ "${lines[0]}" == "f:2:1:	"*"	offset=4"* ]]
}

@test "the name of a file is judged and masked" {
	echo x >"$token"
	run -1 sieve "$token"
	[[ "${lines[0]}" == "TOY_****:1:1:	"*"	in=name"* ]]
}

@test "control bytes in a name are escaped, and a real !/ is marked" {
	mkdir 'a!' && echo "$token" >"$(printf 'a!/b\033[31m')"
	run -1 sieve a!/*
	[[ "${lines[0]}" == 'a\x21/b\x1b[31m:1:1:'* ]]
}

@test "the number of threads changes no byte" {
	# A value in more than twenty files would be told once.
	for i in $(seq 60); do
		yes "x ${token%?}$(cut -c$((i / 20 + 1)) <<<ABCD)" |
			head -n "$i" >"f$i"
	done
	run -1 sieve -j1 .
	one=$output
	[ "${#lines[@]}" -gt 1800 ]
	for j in 2 3 8; do
		run -1 sieve -j$j .
		[ "$output" = "$one" ]
	done
}

@test "containers are sieved to a depth of three, and deeper is unread" {
	echo "$token" >f
	tar cf 1.tar f && zip -q 2.zip 1.tar && tar czf 3.tgz 2.zip
	zip -q 4.zip 3.tgz
	run -1 sieve 3.tgz
	[[ "${lines[0]}" == '3.tgz!/2.zip!/1.tar!/f:1:1:'* ]]
	run -2 --separate-stderr sieve 4.zip
	[[ "$output" == *'1.tar:1:1:	high	secrets/unread	'*'reason=limit'* ]]
	[ "${#stderr_lines[@]}" -eq 1 ]
}

@test "a bare compressed file is a member named without the suffix" {
	echo "$token" >f.txt
	gzip -k f.txt && xz -k f.txt && bzip2 -k f.txt && zstd -q f.txt
	for s in gz xz bz2 zst; do
		run -1 sieve f.txt.$s
		[[ "${lines[0]}" == "f.txt.$s!/f.txt:1:1:"* ]]
	done
}

@test "a broken archive is one line, an unread record and the end, and is sieved raw" {
	{ printf 'PK\003\004'; echo " $token"; } >f.zip
	run -2 --separate-stderr sieve f.zip
	[ "$stderr" = "tamis-secrets: cannot unpack 'f.zip': broken archive" ]
	[[ "$output" == *'f.zip:1:1:	high	secrets/unread	'*'	reason=broken archive'* ]]
	[[ "$output" == *'f.zip:1:6:	high	secrets/toy	'* ]]
	[[ "$output" == *'end	2	unread=1' ]]
}

@test "an archive that holds nothing is clean, a damaged one is not" {
	mkdir d
	printf 'PK\5\6' >a.zip
	head -c 18 /dev/zero >>a.zip
	tar -cf b.tar -T /dev/null
	tar -czf c.tgz -T /dev/null
	tar -cf d.tar d
	gzip </dev/null >e.gz
	xz </dev/null >f.xz
	bzip2 </dev/null >g.bz2
	printf '!<arch>\n' >h.a
	run -0 --separate-stderr sieve .
	[ -z "$stderr" ]
	[ "$output" = "end	0	unread=0" ]
	run -0 sieve - --name=x.tgz <c.tgz
	# What begins with zeros looks like an empty tar, and is none.
	{ head -c 2000 /dev/zero; echo "$token"; } | gzip >disk.img.gz
	run -1 sieve disk.img.gz
	[[ "${lines[0]}" == "disk.img.gz!/disk.img:1:2001:	"* ]]
	printf 'PK\3\4 and no more' >a.zip
	gzip </dev/null | head -c 12 >e.gz
	run -2 sieve a.zip e.gz
	[[ "${lines[*]}" == *"end	2	unread=2"* ]]
}

@test "an encrypted member is unread by its name" {
	echo "$token" >f && zip -q -P word e.zip f
	run -2 --separate-stderr sieve e.zip
	[[ "$output" == 'e.zip!/f:1:1:	high	secrets/unread	'*'reason=encrypted member'* ]]
}

@test "a bomb ends at a bound, in bounded time and memory" {
	yes a | head -c 200000000 | gzip -9 >b.gz
	run -2 --separate-stderr sieve b.gz
	[[ "$output" == *'reason=limit'*'unread=1' ]]
}

@test "a missing name, a FIFO and a directory that cannot be read are unread" {
	mkfifo pipe && echo "$token" >f
	run -2 --separate-stderr sieve none pipe f
	[[ "$output" == *'none:1:1:'*'reason=No such file or directory'* ]]
	[[ "$output" == *'pipe:1:1:'*'secrets/unread'* ]]
	[[ "$output" == *'f:1:1:	high	secrets/toy'* ]]
	[[ "$output" == *'end	3	unread=2' ]]
	[ "${#stderr_lines[@]}" -eq 2 ]
}

@test "an acceptance in the source needs rule, date and reason" {
	printf '%s # tamis:%s\n' "$token" 'allow toy until=9999-12-31 a test' >f
	run -0 sieve f
	[ "$output" = "end	0	unread=0" ]
	run -0 sieve --show-accepted f
	[[ "$output" == *'	accepted=a test'* ]]
	printf '# tamis:%s\n%s\n' 'allow secrets/t* until=9999-12-31 why' "$token" >f
	run -0 sieve f
	printf '%s # tamis:%s\n' "$token" 'allow toy until=2001-01-01 old' >f
	run -1 sieve f
	[[ "$output" == *'; its acceptance expired on 2001-01-01	'*'	until=2001-01-01	reason=expired'* ]]
	printf '%s # tamis:%s\n' "$token" 'allow toy until=9999-12-31' >f
	run -1 sieve f
	[[ "$output" == *'	reason=no reason'* ]]
	run -1 sieve --view=person f
	[[ "${lines[0]}" == *'; its acceptance does not hold: no reason [secrets/toy]' ]]
}

@test "two sources are a usage error, and '-' wants a name" {
	run -2 --separate-stderr sieve --staged --tracked
	[ "${#stderr_lines[@]}" -eq 2 ] && [ -z "$output" ]
	run -2 sieve --rev=HEAD f
	run -2 sieve - </dev/null
	run -2 sieve f ''
	run -2 sieve --name=x f
	echo "$token" >f
	run -1 sieve - --name=src/x.py <f
	[[ "${lines[0]}" == src/x.py:1:1:* ]]
}

@test "without a name, stdin is a list when it is a pipe or a file, else the tracked files" {
	repo
	echo "$token" >b
	run -1 bash -c 'echo b | tamis-secrets --no-builtin --rules=../own.rules'
	[[ "${lines[0]}" == b:1:1:* ]]
	echo b >../list
	run -1 sieve <../list
	[[ "${lines[0]}" == b:1:1:* ]]
	run -1 sieve </dev/null
	[[ "${lines[0]}" == a:1:3:* ]]
	run -1 bash -c 'tamis-secrets --no-builtin --rules=../own.rules <&-'
	[[ "${lines[0]}" == a:1:3:* ]]
	run -2 --separate-stderr bash -c ': | tamis-secrets'
	[[ "$stderr" == *--tracked* ]] && [ -z "$output" ]
}

@test "a closed or full stdout is 2, said once" {
	echo "$token" >f
	run -2 --separate-stderr bash -c 'tamis-secrets f >&-'
	[ "${#stderr_lines[@]}" -eq 1 ]
	run -2 --separate-stderr bash -c 'tamis-secrets f >/dev/full'
	[ "${#stderr_lines[@]}" -eq 1 ]
}

@test "a signal leaves no end line" {
	head -c 300000000 /dev/zero >big
	run -0 python3 - <<-'X'
	import signal, subprocess, time
	for sig, code in ((signal.SIGTERM, 2), (signal.SIGINT, -2)):
	    p = subprocess.Popen(["tamis-secrets"] + ["big"] * 40,
	        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
	    time.sleep(0.5)
	    p.send_signal(sig)
	    out, err = p.communicate()
	    assert p.returncode == code, p.returncode
	    assert b"end" not in out
	    assert err.count(b"\n") == 1 and b"nothing is proven" in err, err
	X
}

@test "stderr never shows a secret, not even of a name" {
	run -2 --separate-stderr sieve "$token"
	[[ "$stderr" == *'TOY_****'* && "$stderr$output" != *"$token"* ]]
}

@test "--fail-on and --min-severity decide what counts and what is shown" {
	echo "$token" >f
	run -1 sieve --fail-on=high f
	run -0 sieve --fail-on=critical f
	run -0 sieve --fail-on=never f
	run -0 sieve --min-severity=critical f
	[ "$output" = "end	0	unread=0" ]
	run -1 sieve -q f
	[ -z "$output" ]
}

@test "--reveal is refused into a pipe and shows the line in a file" {
	echo "key $token" >f
	run -2 bash -c 'tamis-secrets --reveal f | cat; exit "${PIPESTATUS[0]}"'
	sieve --reveal f >out || true
	grep -q "src=key $token" out
}

@test "--only, --explain and --list-rules name rules, and suggest one" {
	echo "$token" >f
	run -1 sieve --only=secrets/toy f
	run -1 sieve --only=toy f
	run -2 sieve --only=tox f
	[[ "$output" == *toy* ]]
	run -0 sieve --explain=secrets/toy
	[[ "${lines[0]}" == "secrets/toy: Toy token (high)" ]]
	[[ "$output" == *"why     it is somebody's toy"* ]]
	run -2 sieve --explain=secrets/tyo
	[[ "$output" == *"did you mean 'secrets/toy'?" ]]
	run -0 sieve --list-rules
	[ "$output" = "secrets/toy	high	Toy token" ]
}

@test "--check-rules runs a file's own examples" {
	run -0 sieve --check-rules
	sed -i 's/^no: TOY_$/no: TOY_{A-Z2-7:16}/' own.rules
	run -1 sieve --check-rules
	[[ "$output" == *"own.rules:10: "* ]]
}

@test "a rule file with an error is named with line and field" {
	echo 'sevrity: high' >>own.rules
	run -2 --separate-stderr sieve own.rules
	[[ "$stderr" == *own.rules:13:*sevrity* ]] && [ -z "$output" ]
	run -2 sieve --rules=none own.rules
}

@test "rules in .tamis at the repository's top are used from below it" {
	repo
	mkdir .tamis sub && cp ../own.rules .tamis/toy.rules
	cd sub
	run -1 tamis-secrets --no-builtin ../a
	[[ "${lines[0]}" == *'	secrets/toy	'* ]]
}

@test "a file of rules that is named twice is read once" {
	repo
	mkdir .tamis
	mv ../own.rules .tamis/
	ln -s .tamis/own.rules link.rules
	run -1 tamis-secrets --rules=.tamis/own.rules --rules=./link.rules a
	[ "${lines[1]}" = "end	1	unread=0" ]
	cp .tamis/own.rules copy.rules
	run -2 tamis-secrets --rules=copy.rules a
	[[ "$output" == *".tamis/own.rules:1: id 'toy' is given twice"* ]]
}

@test "what is staged, in a revision or in a range is sieved, not the work tree" {
	repo
	echo clean >a
	run -0 sieve a
	run -1 sieve --rev=HEAD
	run -0 sieve --staged
	echo "x $token" >b && git add b && echo clean >b
	run -1 sieve --staged
	[[ "${lines[0]}" == b:1:3:* ]]
}

@test "a person sees cards, the masked line and the summary" {
	echo "key = $token" >f
	run -1 sieve --view=person --color=never f
	[ "${lines[1]}" = '    1 | key = TOY_****' ]
	[[ "$output" == *'throw it away'*'1 found: 1 high.'* ]]
	echo ok >f
	run -0 sieve --view=person f
	[[ "$output" == 'clean: 1 file'* ]]
}

@test "a link leads to the file, wherever it was said to be" {
	repo
	mkdir d
	echo "$token" >d/f
	git add d
	want="file://$(uname -n)$PWD/d/f"
	run -1 sieve -C d --view=person --links f
	[[ "$output" == *"$want"* ]]
	cd d
	for s in f --tracked --staged; do
		run -1 sieve --view=person --links $s
		[[ "$output" == *"$want"* ]]
	done
}

@test "one line of 300,000 findings takes bounded memory" {
	case $(command -v tamis-secrets) in
	*asan*) skip "the sanitizer takes more" ;;
	esac
	yes "$token" | head -n 300000 | tr -d '\n' >f
	run -1 bash -c 'ulimit -v 900000; tamis-secrets --no-builtin \
	    --rules=own.rules f | tail -n 1; exit "${PIPESTATUS[0]}"'
	[ "$output" = "end	300000	unread=0" ]
}

@test "the sandbox in force is told by -V" {
	for t in secrets scan allow report archive seal open; do
		run -0 tamis-$t -V
		[[ "$output" == *'
sandbox: '*seccomp ]]
	done
	run -0 tamis-scan -V
	grep -qx 'rules: [0-9]*' <<<"$output"
	grep -qx 'vectorscan: [0-9.]*' <<<"$output"
}
