#!/usr/bin/env bats
# What the rules of patterns/ promise, through the detector itself.
bats_require_minimum_version 1.5.0

setup()
{
	cd "$BATS_TEST_TMPDIR" || return
	share=$(dirname "$(command -v tamis-secrets)")/../share/tamis
	root=$BATS_TEST_DIRNAME/..
}

rule()
{
	printf 'id: acme-token\ntitle: Acme token\nseverity: high\n'
	printf 'keyword: acme_\nmatch: acme_[A-Za-z0-9]{24}\n'
	printf '%s\n' "$@"
}

@test "every example of every rule is found, or is not, as it says" {
	run -0 tamis-secrets --check-rules
}

@test "a rule added at run time is found with no rebuild" {
	rule 'yes: acme_{alnum:24}' 'no: acme_{alnum:9}' >acme.rules
	run -0 tamis-secrets --rules=acme.rules --check-rules
	printf 'x = "%s%s"\n' acme_ Zk4Tq9Lw2Xv7Rb1Nc8Hd3Jf6 >f
	run -1 tamis-secrets --rules=acme.rules f
	[[ $output == *secrets/acme-token* ]]
}

@test "words near a match may be asked for, or refused, within a distance" {
	rule 'context: deploy' 'not-context: sandbox' 'distance: 20' >acme.rules
	t=acme_Zk4Tq9Lw2Xv7Rb1Nc8Hd3Jf6
	while IFS='|' read -r status text; do
		printf '%s\n' "$text" | sed "s/TOKEN/$t/" >f
		run "-$status" tamis-secrets --rules=acme.rules --no-builtin f
	done <<-'END'
		1|deploy = TOKEN
		0|other = TOKEN
		0|deploy = TOKEN # sandbox
		1|deploy = TOKEN # and far away from here: sandbox
		0|deploy, but far away from here and there = TOKEN
	END
}

@test "a rule for a path has its place there, and takes none elsewhere" {
	pw='k3vQ9''xTz71Lm'
	mkdir -p .vscode
	printf '{ "password": "%s" }\n' "$pw" | tee .vscode/sftp.json >other.json
	run -1 tamis-secrets .vscode/sftp.json other.json
	[ "$(cut -f 3 <<<"$output" | head -2 | tr '\n' ' ')" = \
		"secrets/sftp-config-password secrets/generic-password " ]
	printf 'machine x\npassword "%s"\n' password | tee .msmtprc >notes
	run -1 tamis-secrets .msmtprc notes
	[ "$(cut -f 2-3 <<<"$output" | head -1)" = \
		"$(printf 'low\tsecrets/esmtprc-password')" ]
	[ "${#lines[@]}" -eq 2 ]
}

@test "a file of keys is told by its first bytes, a store of trust is none" {
	printf '\xfe\xed\xfe\xed\0\0\0\2\0\0\0\1\0\0\0\1\0\3key' >a.jks
	printf '\0\0\1\x8c\0\0\0\0\0\0\0\5abcde\0\0\0\0' >>a.jks
	run -1 tamis-secrets a.jks
	[[ $output == *"secrets/java-keystore	Java key store (1 entry)"* ]]
	printf '\xfe\xed\xfe\xed\0\0\0\2\0\0\0\1\0\0\0\2\0\2ca' >b.jks
	printf '\0\0\1\x8c\0\0\0\0\0\5X.509\0\0\0\5abcde' >>b.jks
	run -0 tamis-secrets b.jks
}

@test "a wrong rule is one line with its file, its line and its field, and 2" {
	while IFS='|' read -r line words; do
		rule "$line" >acme.rules
		run -2 --separate-stderr tamis-secrets --rules=acme.rules /dev/null
		[ -z "$output" ]
		# shellcheck disable=SC2154 # run sets it
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ $stderr == *acme.rules:6:*"$words"* ]]
	done <<-'END'
		untill: x|unknown field 'untill'
		keywrod: x|did you mean 'keyword'?
		match: a|field 'match' is given twice
		check: jwtt|did you mean 'jwt'?
		check: crc32-hex|too few words
		without: [|field 'without'
		without: a*|match nothing
		pair: none-such|field 'pair'
		secret: 3|field 'secret'
		entropy: much|field 'entropy'
		back: a-z|field 'back'
		yes: {crc32-b62:6}|unknown generator
		cwe|no ':'
	END
}

@test "a rule may not take another's id" {
	rule >acme.rules
	sed -i 's/acme-token/github-pat/' acme.rules
	run -2 --separate-stderr tamis-secrets --rules=acme.rules /dev/null
	[[ $stderr == *"acme.rules:1: id 'github-pat' is given twice"* ]]
}

@test "tamis-rules(5) names every field and every check" {
	for word in $(sed -n 's/^\tFIELD("\([a-z-]*\)".*/\1/p' \
	    "$root/lib/rulefield.c") \
	    $(sed -n 's/^\t{ "\([a-z0-9-]*\)", check_.*/\1/p' \
	    "$root/lib/check.c"); do
		grep -q "^\.It Cm $word\b" "$root/man/tamis-rules.5" || {
			echo "not in the page: $word"
			return 1
		}
	done
}

@test "changed patterns are compiled anew, and that is said" {
	cp -R "$share" share
	mkdir -p p/bin p/share
	mv share p/share/tamis
	cp "$(command -v tamis-secrets)" p/bin
	echo hello >f
	run -0 --separate-stderr p/bin/tamis-secrets f
	[ -z "$stderr" ]
	printf '\n' >>p/share/tamis/patterns/secrets/vcs.rules
	run -0 --separate-stderr p/bin/tamis-secrets f
	[ -n "$stderr" ]
	printf 'token = "%s%s"\n' gl pat-Zk4Tq9Lw2Xv7Rb1Nc8Hd >f
	run -1 p/bin/tamis-secrets f
	truncate -s 5000 p/share/tamis/patterns.bin
	run -1 p/bin/tamis-secrets f
	rm -r p/share
	run -2 --separate-stderr p/bin/tamis-secrets --tracked
}
