#!/usr/bin/env bats
# tamis-secrets: what is found, what is not, and what is shown of it.
# shellcheck disable=SC2154 # bats sets stderr
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
	# Put together here, so that no file of this tree holds a token.
	id="AKIA""QYLPMN5HHHFPZAM2"
	half="vT3xKq9LmZp2RwYbNc7H""sDf5GjA8eU4iQo1kXtBn"
	stripe="sk_live""_9sKq2LmZp7RwYbNc4HsDf5Gj"
	slack="xoxb-""482019573826-5720194836152-Kq9LmZp2RwYbNc7HsDf5GjA8"
}

# What is found in $2 as if it were the file $1: "rule severity".
in_file() {
	printf '%s\n' "$2" | tamis-secrets - --name="$1" |
		awk -F '\t' '/^[^\t]*:[0-9]+:[0-9]+:\t/ { print $3, $2 }'
}

@test "a token is found in a file of each of 15 languages" {
	for f in a.c a.cc a.cs a.go a.java a.js a.kt a.pl a.php a.py a.rb \
		a.rs a.scala a.swift a.ts; do
		printf 'x = "%s";\n' "$stripe" >"$f"
	done
	run -1 tamis-secrets .
	[ "$(grep -c 'secrets/stripe-live-key' <<<"$output")" -eq 15 ]
	[ "${lines[-1]}" = "$(printf 'end\t15\tunread=0')" ]
}

@test "a record has the place, the severity, the rule and a masked message" {
	printf 'import db\nURL = "postgres://app:%s@db/prod"\n' \
		'k3vQ9''xTz71Lm' >db.py
	run -1 tamis-secrets db.py
	[ "$(cut -f 1-4 <<<"${lines[0]}")" = "$(printf '%s\t%s\t%s\t%s' \
		db.py:2:23: critical secrets/postgres-url \
		'PostgreSQL URL with a password: postgres://app:****@db/prod')" ]
	[[ ${lines[0]} == *fp=* ]]
}

@test "no byte of a secret is printed, in any view" {
	printf 'a = "%s"\nb = "https://u:%s@h.io/%s"\n' "$stripe" "$slack" \
		"$stripe" >x.py
	for view in records person all; do
		for color in always never; do
			run -1 --separate-stderr tamis-secrets --view=$view \
				--color=$color -vv x.py
			[[ $output$stderr != *9sKq2L* ]]
			[[ $output$stderr != *482019573826* ]]
		done
	done
}

@test "the two halves of an AWS key are one finding with both places" {
	printf '[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n' \
		"$id" "$half" >credentials
	run -1 tamis-secrets credentials
	[ "${#lines[@]}" -eq 2 ]
	[[ ${lines[0]} == credentials:2:21:*secrets/aws-access-key* ]]
	[[ ${lines[0]} == *pair=3:25* ]]
}

@test "a token whose checksum is wrong is a placeholder" {
	run -0 tamis-secrets - --name=x <<<"ghp_$(printf 'Ab3%.0s' {1..12})"
	[ "$output" = "$(printf 'end\t0\tunread=0')" ]
}

@test "documentation's examples and templates are no secrets" {
	cat >README.md <<-EOF
		AWS_ACCESS_KEY_ID=AKIA""IOSFODNN7EXAMPLE
		export PASSWORD=\${PASSWORD}
		password = "changeme"
		password: <your password>
		postgres://user:password@localhost/db
		postgres://app:\$PGPASSWORD@db/prod
		token: sk_live_xxxxxxxxxxxxxxxxxxxxxxxx
		api_key = "YOUR_API_KEY"
		secret: "********"
	EOF
	run -0 tamis-secrets README.md
	cp README.md x.env
	run -0 tamis-secrets x.env
}

@test "password = literal is found in any syntax, and a reference is not" {
	pw='Kq83!hs''Pw0z'
	[ "$(in_file a.py "password = '$pw'")" = 'secrets/generic-password medium' ]
	[ "$(in_file a.json "{\"dbPassword\": \"$pw\"}")" = 'secrets/generic-password medium' ]
	[ "$(in_file a.yml "motDePasse: \"$pw\"")" = 'secrets/generic-password medium' ]
	[ "$(in_file a.env "KENNWORT=$pw")" = 'secrets/generic-password medium' ]
	[ "$(in_file a.xml "<password>$pw</password>")" = 'secrets/generic-password medium' ]
	[ "$(in_file A.java "x.setPassword(\"$pw\");")" = 'secrets/generic-password medium' ]
	[ -z "$(in_file a.py "password = read('$pw')")" ]
	[ -z "$(in_file a.py "password = config.password")" ]
	[ -z "$(in_file a.py "password_hint = '$pw'")" ]
	[ -z "$(in_file a.js "password: 'Enter your password'")" ]
}

@test "a key of the test suite's kind is low, an encrypted key is lower" {
	ssh-keygen -q -t ed25519 -N '' -f plain -C x
	ssh-keygen -q -t ed25519 -N 'some words here' -f locked -C x
	run -1 tamis-secrets plain locked
	[[ ${lines[0]} == plain:1:1:*critical*secrets/openssh-private-key* ]]
	[[ ${lines[1]} == locked:1:1:*medium*secrets/openssh-private-key*encrypted* ]]
	[[ $output != *b3BlbnN* ]]
	[ "$(in_file x.env "PASSWORD=admin123")" = 'secrets/generic-password low' ]
}

@test "a private key is found whole, on one line and in JSON" {
	openssl genpkey -algorithm ed25519 -out k.pem
	{
		printf '{"private_key": "'
		awk '{ printf "%s\\n", $0 }' k.pem
		printf '", "client_email": "a@b.iam.gserviceaccount.com"}\n'
	} >sa.json
	run -1 tamis-secrets k.pem sa.json
	[[ ${lines[0]} == k.pem:1:1:*critical*secrets/private-key* ]]
	[[ ${lines[1]} == sa.json:1:18:*critical*secrets/gcp-service-account* ]]
}

@test "the most specific rule tells of a place, and only that one" {
	[ "$(in_file x.env "STRIPE_SECRET_KEY=$stripe")" = 'secrets/stripe-live-key critical' ]
	[ "$(in_file x.txt "https://bot:$slack@example.io/x")" = 'secrets/slack-bot-token high' ]
}

@test "a user's rule with context and a pair needs both near" {
	cat >acme.rules <<-'EOF'
		id: acme-id
		title: Acme id
		severity: low
		keyword: ACID
		match: ACID[0-9]{6}

		id: acme-secret
		title: Acme secret
		severity: high
		keyword: ACS
		match: ACS[a-z0-9]{12}
		pair: acme-id
		pair-lines: 2

		id: acme-word
		title: Acme word
		severity: high
		keyword: ACW
		match: ACW[a-z0-9]{12}
		context: acme
		distance: 40
	EOF
	sieve() {
		printf '%b' "$1" | tamis-secrets --no-builtin \
			--rules=acme.rules --view=records - --name=x |
			cut -f 3 | grep secrets/ | sort | tr '\n' ' '
	}
	[ "$(sieve 'ACID847261\nACSk3v9qxtz71lm\n')" = 'secrets/acme-secret ' ]
	[ "$(sieve 'ACID847261\n\n\n\nACSk3v9qxtz71lm\n')" = 'secrets/acme-id ' ]
	[ -z "$(sieve 'ACSk3v9qxtz71lm\n')" ]
	[ "$(sieve 'acme ACWk3v9qxtz71lm\n')" = 'secrets/acme-word ' ]
	[ -z "$(sieve 'ACWk3v9qxtz71lm\n')" ]
}

@test "a rule that does not compile is exit 2 with its file and line" {
	printf 'id: x\ntitle: x\nseverity: low\nkeyword: ab\nmatch: ab(\n' \
		>bad.rules
	run -2 --separate-stderr tamis-secrets --rules=bad.rules .
	[ -z "$output" ]
	[[ $stderr == 'tamis-secrets: bad.rules:5: '* ]]
}

@test "--only uses one rule, and an unknown one is exit 2 with a guess" {
	printf '%s\n%s\n' "$stripe" "$slack" >x
	run -1 tamis-secrets --only=secrets/slack-bot-token x
	[ "${#lines[@]}" -eq 2 ]
	[[ ${lines[0]} == *slack-bot-token* ]]
	run -2 --separate-stderr tamis-secrets --only=secrets/slack-bot-tokem x
	[[ $stderr == *"did you mean 'secrets/slack-bot-token'?"* ]]
}

@test "every rule finds its examples and none of its counter-examples" {
	run -0 tamis-secrets --check-rules
}

@test "hostile repetition is answered in seconds" {
	for s in 'password=' '-----BEGIN' 'password="' '://' 'AKIA' \
		'-----BEGIN RSA PRIVATE KEY-----' '"kty":"RSA"' 'key' \
		'<RSAKeyValue>' 'curl ' '{"password":'; do
		yes "$s" | tr -d '\n' | head -c 1000000 >x.env || true
		timeout 10 tamis-secrets --fail-on=never x.env >/dev/null
	done
}

@test "a file's name and a binary file are sieved too" {
	: >"$stripe.txt"
	printf '\0\1\2%s\0\3' "$slack" >a.bin
	run -1 tamis-secrets .
	[[ $output == *in=name* ]]
	[[ $output == *a.bin:1:4:*slack-bot-token* ]]
	[[ $output != *9sKq2L* ]]
}

@test "where a word with a prefix is masked, every rule's mask shows it" {
	run -1 tamis-secrets - --name=x.env --view=all <<<"password=$stripe"
	[[ $output == *'1 | password=sk_live_****'* ]]
}

@test "an escape before a token is no part of it, nor are '-' and '_'" {
	for b in '\n' '\\t' '\x20' '\u003d' '%20' '=3D' '\033[1m' $'\033[0;32m'; do
		[ "$(in_file a.json "{\"a\": \"x$b$stripe\\n\"}")" = \
			'secrets/stripe-live-key critical' ]
	done
	[ -z "$(in_file a.json "{\"a\": \"xn$stripe\"}")" ]
	# With a checksum, a token is one wherever it stands.
	pat=ghp_aZ3kQ9mW7xC5vB1n"L8pR2tY6uJ4hG02n9qzC"
	for t in "x-$pat" "backup_$pat.sh" "${pat}_old" "a/$pat/b"; do
		: >"${t//\//.}"
		[ "$(in_file x "$t")" = 'secrets/github-pat critical' ]
	done
	run -1 tamis-secrets .
	[ "$(grep -c in=name <<<"$output")" -eq 4 ]
	[[ $output != *aZ3kQ9* ]]
}

@test "a key in a block of YAML or in strings that are joined is whole" {
	# Of ten keys, one has a line that begins or ends with '+'.
	for _ in {1..10}; do
		openssl genrsa 2048 >k.pem 2>/dev/null
		sed 's/^/    /' k.pem >k.yml
		sed 's/^/"/;s/$/\\n" +/' k.pem >k.java
		run -1 tamis-secrets k.yml k.java
		[ "$(grep -c 'critical	secrets/private-key' <<<"$output")" -eq 2 ]
	done
}

@test "a key that is commented out is one" {
	openssl genrsa 2048 >k.pem 2>/dev/null
	for p in '# ' '// ' ' * ' '; ' '> '; do
		sed "s|^|$p|" k.pem >k.conf
		run -1 tamis-secrets k.conf
		[[ $output == *'critical	secrets/private-key'* ]]
	done
}

# A value that no list knows and no file of ours has: made here.
drawn() {
	printf '%s' "$1" | sha256sum | tr '0-9' 'g-p' | cut -c1-"${2:-16}"
}

@test "a secret in twenty files is twenty places and one fingerprint; in more, told once" {
	for i in $(seq 1 20); do
		printf 'password = "%s"\n' "$(drawn a)" >"few$i.py"
		printf 'password = "%s"\n' "$(drawn b)" >"many$i.py"
	done
	run -1 --separate-stderr tamis-secrets .
	[ "${#lines[@]}" -eq 41 ]
	[ "$(cut -sf5 <<<"$output" | grep -c fp=)" -eq 40 ]
	[ "$(cut -sf5 <<<"$output" | grep fp= | sort -u | wc -l)" -eq 2 ]
	printf 'password = "%s"\n' "$(drawn b)" >many21.py
	run -1 --separate-stderr tamis-secrets .
	[ "${#lines[@]}" -eq 22 ]
	[ "$(grep -c 'shared by 21 files' <<<"$output")" -eq 1 ]
	grep -q 'count=21' <<<"$output"
}

@test "--explain without a rule gives each finding its reasons and their weights" {
	printf 'user = "app"\npassword = "%s"\n' "$(drawn c)" >a.py
	run -1 --separate-stderr tamis-secrets --explain a.py
	[[ $output == *class=likely* ]]
	[[ $output == *"why=name-password+20 quoted+8 random+24"*near-who+8* ]]
	run -1 --separate-stderr tamis-secrets a.py
	[[ $output != *why=* ]]
}

@test "a path lowers a verdict and does not hide it, but for a translation" {
	mkdir -p src tests locales
	printf 'password = "%s"\n' "$(drawn d)" >src/a.py
	cp src/a.py tests/
	printf '{"password": "Parolata"}\n' >locales/bg.json
	run -1 --separate-stderr tamis-secrets src tests locales
	[[ ${lines[0]} == src/a.py:*medium*class=likely* ]]
	[[ ${lines[1]} == tests/a.py:*low*class=possible* ]]
	[ "${#lines[@]}" -eq 3 ]
}
