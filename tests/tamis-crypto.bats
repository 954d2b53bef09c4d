#!/usr/bin/env bats
# tamis-crypto: what cryptography is used, and what the policy says of it.
# shellcheck disable=SC2154 # bats sets stderr
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
	samples=$BATS_TEST_DIRNAME/crypto
}

# The rules of a sample, line by line, as its marks want them: every line
# with a mark, "-" for none.
holds() {
	local f=$1

	cp "$samples/$1.txt" "$1"
	awk '/want: / {
		s = $0; sub(/.*want: */, "", s); sub(/ *(\*\/|-->).*/, "", s)
		n = split(s, w, " "); for (i = 1; i <= n; i++)
			if (w[i] != "-") print NR ":" w[i]
		marks++; none += s == "-" }
		END { if (none < 12 || marks - none < 12)
			print "too few marks: " marks - none " and " none }' \
		"$f" | sort >want
	tamis-crypto --fail-on=never "$1" |
		awk -F '\t' -v f="$f" 'BEGIN { while ((getline l <f) > 0)
			{ n++; if (l ~ /want: /) marked[n] = 1 } }
			split($1, at, ":") > 2 && (at[2] in marked) {
			sub(/^crypto\//, "", $3); print at[2] ":" $3 }' |
		sort -u >got
	diff -u want got
}

@test "C: as the marks of the sample want it" {
	holds sample.c
}

@test "C#: as the marks of the sample want it" {
	holds Sample.cs
}

@test "Go: as the marks of the sample want it" {
	holds sample.go
}

@test "JavaScript: as the marks of the sample want it" {
	holds sample.js
}

@test "PHP: as the marks of the sample want it" {
	holds sample.php
}

@test "Ruby: as the marks of the sample want it" {
	holds sample.rb
}

@test "TypeScript: as the marks of the sample want it" {
	holds sample.ts
}

@test "Bash: as the marks of the sample want it" {
	holds sample.sh
}

@test "Kotlin: as the marks of the sample want it" {
	holds Sample.kt
}

@test "Rust: as the marks of the sample want it" {
	holds sample.rs
}

@test "Scala: as the marks of the sample want it" {
	holds Sample.scala
}

@test "Swift: as the marks of the sample want it" {
	holds sample.swift
}

@test "PowerShell: as the marks of the sample want it" {
	holds sample.ps1
}

@test "Java: as the marks of the sample want it" {
	holds Sample.java
}

@test "Python: as the marks of the sample want it" {
	holds sample.py
}

@test "a record has the algorithm, the mode, the size and the policy" {
	echo 'class A { void f() throws Exception {
		javax.crypto.Cipher.getInstance("DES/ECB/NoPadding"); } }' >A.java
	run -1 tamis-crypto A.java
	[[ ${lines[0]} == A.java:2:3:*crypto/cipher-forbidden*'DES '* ]]
	for key in cwe=327 algorithm=DES mode=ECB bits=56 policy=esante \
		quantum=no row=symmetric-short; do
		[[ ${lines[0]} == *$'\t'$key$'\t'* ]]
	done
}

@test "a setting of another file says which hash it is" {
	mkdir -p src/main/java/a src/main/resources
	cat >src/main/java/a/A.java <<'END'
package a;
class A {
	void f(java.util.Properties p, ClassLoader c) throws Exception {
		p.load(c.getResourceAsStream("app.properties"));
		String s = p.getProperty("digest", "SHA-512");
		java.security.MessageDigest.getInstance(s);
	}
}
END
	run -0 tamis-crypto src
	echo 'digest=MD5' >src/main/resources/app.properties
	run -1 tamis-crypto src
	[[ ${lines[0]} == *:6:*hash-forbidden*MD5* ]]
	echo 'digest=SHA-256' >src/main/resources/app.properties
	run -0 tamis-crypto src
}

@test "use decides: MD5 of a cache key is low, MD5 of a token is not" {
	printf 'import hashlib\n%s\n%s\n' \
		'cache_key = hashlib.md5(path).hexdigest()' \
		'token = hashlib.md5(ident).hexdigest()' >a.py
	run -1 tamis-crypto a.py
	[[ ${lines[0]} == a.py:2:*$'\tlow\t'*"for 'cache'"* ]]
	[[ ${lines[1]} == a.py:3:*$'\thigh\t'*"for 'token'"* ]]
}

@test "the inventory has every asset, strong and unknown ones too" {
	printf 'import hashlib\nhashlib.sha256(b)\nhashlib.new(name, b)\n' >a.py
	run -0 tamis-crypto a.py
	[ "${lines[0]}" = "$(printf 'end\t0\tunread=0')" ]
	run -0 tamis-crypto --inventory a.py
	[[ ${lines[0]} == a.py:2:*$'\tinfo\tcrypto/asset\t'*SHA-256* ]]
	[[ ${lines[1]} == a.py:3:*$'\tinfo\tcrypto/asset\t'*unknown* ]]
}

@test "a policy by name, by file and of the repository" {
	printf 'import hashlib\nhashlib.sha256(b)\n' >a.py
	printf 'policy: mine\ntitle: t\n\nid: all\nkind: hash\n%s\n%s\n%s\n' \
		'verdict: forbidden' 'document: ours' 'section: 1' >my.policy
	run -0 tamis-crypto --policy=nist a.py
	run -1 tamis-crypto --policy=./my.policy a.py
	[[ ${lines[0]} == *policy=mine*row=all* ]]
	mkdir .tamis && cp my.policy .tamis/policy
	run -1 tamis-crypto a.py
	echo nist >.tamis/policy
	run -0 tamis-crypto a.py
	run -2 --separate-stderr tamis-crypto --policy=none a.py
	[[ $stderr == *"none"*"no such policy"* ]]
}

@test "what a quantum computer breaks is a question of policy" {
	printf '%s\n%s\n' \
		'from cryptography.hazmat.primitives.asymmetric import rsa' \
		'rsa.generate_private_key(65537, 4096)' >a.py
	run -0 tamis-crypto a.py
	run -1 tamis-crypto --policy=pqc a.py
	[[ ${lines[0]} == *policy=pqc*quantum=yes* ]]
}

@test "an error in a policy stops with file, line and reason" {
	printf 'policy: mine\n\nid: a\nkind: nonsense\n' >my.policy
	run -2 --separate-stderr tamis-crypto --policy=./my.policy .
	[[ $stderr == *"./my.policy:4: field 'kind' is no kind"* ]]
}

@test "each row of each policy is judged as it says" {
	python3 "$BATS_TEST_DIRNAME/policy.py" "$BATS_TEST_DIRNAME/../patterns"
}

@test "no file makes it hang: nesting, one long line, a long constant" {
	{
		echo 'import hashlib'
		printf 'x = %s1%s\n' "$(printf '(%.0s' {1..20000})" \
			"$(printf ')%.0s' {1..20000})"
		printf 'hashlib.md5(x)\n'
	} >deep.py
	run -2 timeout 60 tamis-crypto deep.py
	[[ $output == *crypto/unread*deeply* ]]
	{
		echo 'import hashlib'
		echo 'a = "md5"'
		for i in {1..10000}; do
			echo "if x == $i: a = \"sha$i\""
		done
		echo 'hashlib.new(a)'
	} >branches.py
	run timeout 60 tamis-crypto branches.py
	[ "$status" -le 2 ]
	{
		printf 'var c = require("crypto"); c.createHash("md5");'
		head -c 12000000 /dev/zero | tr '\0' ';'
	} >long.py
	sed -i '1s/^/import hashlib;/' long.py
	run -2 timeout 60 tamis-crypto long.py
	[[ $output == *crypto/unread*"too large"* ]]
}

@test "the policy that tamis init writes is a choice, and none is esante" {
	git init -q r && cd r
	printf 'import hashlib\nhashlib.md5(password)\n' >a.py
	tamis init >/dev/null
	run -1 tamis-crypto a.py
	[[ ${lines[0]} == *"	policy=esante	"* ]]
	printf '# ours\nnist # from March on\n' >.tamis/policy
	run -1 tamis-crypto a.py
	[[ ${lines[0]} == *"	policy=nist	"* ]]
}
