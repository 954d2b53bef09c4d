#!/usr/bin/env bats
# tamis-open, against the age program in both directions.
# shellcheck disable=SC2154 # set by bats and age_key
bats_require_minimum_version 1.5.0
load need

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	age_key
}

@test "what age sealed is opened: every size around a chunk" {
	for n in 0 1 15 16 65535 65536 65537 131071 131072 131073; do
		head -c "$n" /dev/urandom >clear
		age -r "$to" clear | tamis-open -i id | cmp - clear
		age -a -r "$to" clear >armored
		tamis-open -i id armored | cmp - clear
	done
}

@test "every byte changed, and every cut: 2, nothing written" {
	echo hello | age -r "$to" >sealed
	run -0 --separate-stderr python3 - <<-'END'
	import subprocess
	raw = open("sealed", "rb").read()
	bad = [raw[:i] for i in range(len(raw))]
	bad += [raw[:i] + bytes([raw[i] ^ 1]) + raw[i + 1:]
	        for i in range(len(raw))]
	bad += [raw + b"x", raw + raw, b"\n" + raw, raw[1:]]
	for b in bad:
	    r = subprocess.run(["tamis-open", "-i", "id"], input=b,
	                       capture_output=True)
	    assert r.returncode == 2, (r, b)
	    assert r.stdout == b"" and r.stderr.count(b"\n") == 1, (r, b)
	print(len(bad))
	END
	[ "$output" -gt 400 ]
}

@test "armor: every byte changed, and every cut, is 2 or the same text" {
	echo hello | age -a -r "$to" >sealed
	python3 - <<-'END'
	import subprocess
	raw = open("sealed", "rb").read()
	bad = [raw[:i] for i in range(len(raw) - 1)]
	bad += [raw[:i] + bytes([raw[i] ^ 1]) + raw[i + 1:]
	        for i in range(len(raw) - 1)]
	for b in bad:
	    r = subprocess.run(["tamis-open", "-i", "id"], input=b,
	                       capture_output=True)
	    assert r.returncode == 2 and r.stdout == b"", (r, b)
	r = subprocess.run(["tamis-open", "-i", "id"], capture_output=True,
	                   input=b" \r\n" + raw.replace(b"\n", b"\r\n") + b"\n\t")
	assert r.returncode == 0 and r.stdout == b"hello\n", r
	END
}

@test "a damaged chunk: what came before it, none of it" {
	head -c 300000 /dev/urandom >clear
	age -r "$to" clear >sealed
	cp sealed bad
	printf x | dd of=bad bs=1 seek=$((184 + 65552 * 2 + 5)) conv=notrunc \
	    status=none
	run -2 bash -c 'tamis-open -i id bad >part 2>err'
	cmp -n 131072 part clear
	[ "$(wc -c <part)" -eq 131072 ]
	[ "$(wc -l <err)" -eq 1 ]
	# Cut after a whole chunk, and swapped chunks.
	run -2 bash -c "head -c $((184 + 65552)) sealed | tamis-open -i id"
	{
		head -c 184 sealed
		tail -c +$((185 + 65552)) sealed | head -c 65552
		tail -c +185 sealed | head -c 65552
		tail -c +$((185 + 65552 * 2)) sealed
	} >swapped
	refused tamis-open -i id swapped
	refused tamis-open -i id -o whole bad
	[ ! -e whole ]
}

@test "the wrong key, no key, several keys" {
	echo hello | age -r "$to" >sealed
	age-keygen -o other 2>/dev/null
	refused tamis-open -i other sealed
	[[ "$stderr" == *"wrong key"* ]]
	refused tamis-open sealed
	[[ "$stderr" == *"say -i"* ]]
	[ "$(tamis-open -i other -i id sealed)" = hello ]
	cat other id >both
	chmod 600 both
	[ "$(tamis-open --identity=both sealed)" = hello ]
	[ "$(tamis-open -i - sealed <id)" = hello ]
	[ "$(tamis-open -i <(cat id) sealed)" = hello ]
}

@test "an identity that others may read is refused, and not shown" {
	echo hello | age -r "$to" >sealed
	for mode in 640 604 660 622 644; do
		chmod "$mode" id
		refused tamis-open -i id sealed
		[[ "$stderr" == *"'id'"*"chmod 600"* ]]
	done
	chmod 400 id
	tamis-open -i id sealed
	printf 'AGE-SECRET-KEY-1%s\n' QQQQQQ >bad
	echo hunter2 >text
	: >none
	chmod 600 bad text none
	refused tamis-open -i bad sealed
	[[ "$stderr" == *"'bad:1'"* && "$stderr" != *QQQ* ]]
	refused tamis-open -i text sealed
	[[ "$stderr" != *hunter2* ]]
	refused tamis-open -i none sealed
	refused tamis-open -i missing sealed
	refused tamis-open -i . sealed
}

@test "a stanza of an unknown kind is passed over" {
	tamis-seal -r "$to" <id >sealed
	{
		head -n 1 sealed
		printf -- '-> X-grease a !~ z\n%064d\nAAAA\n' 0
		tail -n +2 sealed
	} >greased
	# Well-formed and passed over: what tells is the MAC alone.
	refused tamis-open -i id greased
	[[ "$stderr" == *"wrong MAC"* ]]
	age-keygen -o two 2>pub2
	ssh-keygen -q -t ed25519 -N '' -f ed
	age -r "$(sed 's/.*: //' pub2)" -R ed.pub -r "$to" id >sealed
	tamis-open -i id sealed | cmp - id
}

@test "SSH identities, locked and not" {
	head -c 70000 /dev/urandom >clear
	for t in 'ed25519' 'rsa -b 2048' 'rsa -b 4096'; do
		rm -f key key.pub lock lock.pub
		# shellcheck disable=SC2086
		ssh-keygen -q -t $t -N '' -f key
		# shellcheck disable=SC2086
		ssh-keygen -q -t $t -N 'open sesame' -f lock
		age -R key.pub clear | tamis-open -i key | cmp - clear
		age -R lock.pub clear >sealed
		tamis-open -i lock --passphrase-fd=3 3<<<'open sesame' \
		    sealed | cmp - clear
		refused tamis-open -i lock --passphrase-fd=3 sealed 3<<<'no'
		[[ "$stderr" == *"wrong passphrase"* ]]
		# Nobody is asked for a key that the file is not for.
		age -R key.pub clear | tamis-open -i lock -i key | cmp - clear
		refused tamis-open -i key sealed
	done
	ssh-keygen -q -t rsa -b 2048 -m PEM -N '' -f old
	age -R old.pub clear >sealed
	refused tamis-open -i old sealed
	[[ "$stderr" == *"old form; ssh-keygen -p"* ]]
}

@test "passphrases: right, wrong, missing, beside identities" {
	echo hello | tamis-seal --passphrase-fd=3 3<<<'open sesame' >sealed
	[ "$(tamis-open -p --passphrase-fd=3 sealed 3<<<'open sesame')" = hello ]
	[ "$(tamis-open --passphrase-fd=0 sealed <<<'open sesame')" = hello ]
	[ "$(tamis-open -i id --passphrase-fd=3 sealed 3<<<'open sesame')" = \
	    hello ]
	refused tamis-open --passphrase-fd=3 sealed 3<<<'Open sesame'
	[[ "$stderr" == *"wrong passphrase"* ]]
	refused tamis-open -i id sealed
	[[ "$stderr" == *"say -p"* ]]
	# A passphrase is no use where it was not asked for.
	age -r "$to" id >plain
	tamis-open -i id --passphrase-fd=3 plain 3</dev/null | cmp - id
}

@test "without a terminal the passphrase may come first on stdin" {
	tamis-seal --passphrase-fd=3 3<<<'open sesame' -o sealed id
	setsid -w tamis-open -p sealed <<<'open sesame' | cmp - id
	run -2 --separate-stderr setsid -w tamis-open -p <sealed
	[[ "$stderr" == *"no terminal"* && -z "$output" ]]
}

@test "a work factor above 22 is refused before anything is computed" {
	a=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
	for n in 23 30 64 99; do
		printf '%s\n' age-encryption.org/v1 \
		    "-> scrypt AAAAAAAAAAAAAAAAAAAAAA $n" "$a" "--- $a" >sealed
		refused timeout 5 tamis-open --passphrase-fd=3 sealed 3<<<x
		[[ "$stderr" == *"above 22"* ]]
	done
}

@test "what is no age file is 2" {
	for f in "" hello "age-encryption.org/v2" "-----BEGIN PGP MESSAGE-----"; do
		printf '%s\n' "$f" >bad
		refused tamis-open -i id bad
	done
	: >bad
	refused tamis-open -i id bad
	refused tamis-open -i id .
	refused tamis-open -i id missing
	head -c 6M /dev/zero >zeros
	refused tamis-open -i id zeros
	{
		echo age-encryption.org/v1
		yes -- '-> x' | head -c 6M
	} >long
	refused tamis-open -i id long
	[[ "$stderr" == *"too long"* ]]
}

@test "-o: whole or not there, /dev/full, closed descriptors" {
	echo hello | age -r "$to" >sealed
	tamis-open -i id -o clear sealed
	[ "$(cat clear)" = hello ]
	echo junk >>sealed
	refused tamis-open -i id -o clear sealed
	[ "$(cat clear)" = hello ]
	[ "$(find . -name '*.tmp' | wc -l)" -eq 0 ]
	age -r "$to" id >sealed
	run -2 bash -c 'tamis-open -i id sealed >/dev/full'
	run -2 bash -c 'tamis-open -i id sealed >&-'
	run -2 bash -c 'tamis-open -i id <&-'
}

@test "a terminal gets text, not what drives it" {
	need_pty
	echo hello | age -r "$to" >sealed
	run -0 script -qec "tamis-open -i id sealed" /dev/null
	[[ "$output" == hello* ]]
	printf '\033[2Jhello' | age -r "$to" >sealed
	run -2 script -qec "tamis-open -i id sealed" /dev/null
	[[ "$output" == *"it is a terminal"* && "$output" != *hello* ]]
}

@test "the synopsis of each manual is the usage line" {
	for t in tamis-seal tamis-open; do
		man=$(mandoc -Tascii -O width=500 \
		    "$BATS_TEST_DIRNAME/../man/$t.1" | col -b |
		    sed -n '/^SYNOPSIS/{n;s/^ *//p;}')
		use=$("$t" --help | sed -n '/^usage:/,/^[A-Z]/p' |
		    sed '$d' | tr -s ' \n' ' ')
		[ "usage: $man " = "$use" ]
	done
}
