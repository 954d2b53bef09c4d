#!/usr/bin/env bats
# The pages and README are run, and held against the programs.
bats_require_minimum_version 1.5.0

setup_file() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	export top
	fixture
}

# A repository as the examples suppose one: history, a tag, a remote, one
# finding, recipients and the key that opens.
fixture() {
	cd "$BATS_FILE_TMPDIR" || return
	export HOME=$BATS_FILE_TMPDIR GIT_CONFIG_NOSYSTEM=1
	git config --global user.name Anna
	git config --global user.email anna@example.org
	git config --global init.defaultBranch main
	git init -q --bare origin.git
	git init -q repo
	cd repo || return
	mkdir -p .tamis src tests
	acme_rules >acme.rules
	age-keygen -o ../key.txt 2>/dev/null
	age-keygen -y ../key.txt >.tamis/recipients
	age-keygen 2>/dev/null | age-keygen -y >>.tamis/recipients
	echo 'int main(void) { return 0; }' >src/main.c
	git add . && git commit -qm 'first'
	git tag v1.0
	git remote add origin ../origin.git
	git push -q origin main
	git branch -q --set-upstream-to=origin/main
	printf 'db = "postgres://app:%s@db.internal/prod"\n' 'k3vQ9''xTz71Lm' \
		>src/db.py
	printf 'key = %s%s\n' "gh""p_" "$(printf 'a1B2c3D4%.0s' 1 2 3 4)wxyz" \
		>tests/sample.txt
	git add . && git commit -qm 'second'
	printf '%s\n' key.txt notes phrase '*.age' 'minisign.*' 'signed*' \
		>.git/info/exclude
	sealed
	signatures
	feed
	chain
	tar cf "$BATS_FILE_TMPDIR/repo.tar" .
}

# What there is to open: by age's key, an SSH key, a passphrase.
sealed() {
	cp ../key.txt key.txt
	echo 'a note' >notes
	echo 'correct horse battery staple' >phrase
	mkdir -p ~/.ssh
	ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519
	git archive HEAD | age -R .tamis/recipients >head.tar.age
	age -R .tamis/recipients -R ~/.ssh/id_ed25519.pub -o notes.age notes
	tamis-seal --passphrase-fd=3 notes 3<phrase >phrased.age
	tamis-seal --passphrase-fd=3 key.txt 3<phrase >key.age
}

# What there is to check: a file with two signatures, and git's own.
signatures() {
	echo 'what is signed' >signed
	minisign -G -W -p minisign.pub -s minisign.key >/dev/null
	minisign -S -s minisign.key -m signed >/dev/null
	minisign -S -s minisign.key -m notes.age >/dev/null
	ssh-keygen -q -Y sign -f ~/.ssh/id_ed25519 -n file signed 2>/dev/null
	cat minisign.pub ~/.ssh/id_ed25519.pub >.tamis/signers
	git -c gpg.format=ssh -c user.signingkey="$HOME/.ssh/id_ed25519.pub" \
		-c gpg.ssh.program=ssh-keygen commit -qS --allow-empty -m third
	git tag signed-commit
	git reset -q --soft HEAD~1
	printf '%s\n' .tamis/signers >>.git/info/exclude
}

# An advisory to import.
feed() {
	mkdir -p feed
	printf '{"id": "ACME-1", "modified": "2026-01-01T00:00:00Z",
	"affected": [{"package": {"ecosystem": "npm", "name": "acme"},
	"ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}]}' \
		>feed/ACME-1.json
	printf '%s\n' feed '*.db' >>.git/info/exclude
}

# A backup of it: all, and what came since.
chain() {
	tamis-backup -q -R .tamis/recipients --sign=minisign.key . backup
	git tag v1.1
	tamis-backup -q -R .tamis/recipients --sign=minisign.key . backup
	git tag -d v1.1 >/dev/null
	echo backup >>.git/info/exclude
}

# A rule of the user's own, as tamis-rules(5) has one.
acme_rules() {
	cat <<'RULES'
id: acme-token
title: Acme API token
severity: high
keyword: acme_
match: \bacme_[0-9a-f]{32}\b
fix: revoke it in the Acme console
see: https://acme.example/keys
yes: acme_{0-9a-f:32}
yes: key = "acme_{0-9a-f:32}"
no: acme_{0-9a-f:31}
no: xacme_{0-9a-f:32}
RULES
}

# The commands of a page's EXAMPLES, one a line, continuations joined.
examples() {
	mandoc -Tascii -Owidth=400 "$1" | col -bx | awk '
		/^[A-Z]/ { on = /^EXAMPLES/ }
		!on { next }
		more || /^ *\$ / {
			sub(/^ *(\$ )?/, "")
			more = sub(/ *\\$/, " ")
			printf "%s%s", $0, more ? "" : "\n"
		}'
}

# Run one command in a fresh copy; 0 and 1 are fine, 2 and more are not.
try() {
	local dir
	dir=$(mktemp -d -p "$BATS_TEST_TMPDIR") && mkdir "$dir/repo" &&
		tar xf "$BATS_FILE_TMPDIR/repo.tar" -C "$dir/repo" &&
		cp -R "$BATS_FILE_TMPDIR/origin.git" "$dir" || return
	(cd "$dir/repo" && timeout 60 bash -o pipefail -c "$1" </dev/null) \
		>"$dir/out" 2>&1
	local rc=$?
	[ "$rc" -le 1 ] && return
	printf '%s: %s\n%s\n' "$rc" "$1" "$(head -n 5 "$dir/out")"
	return 1
}

@test "every example of every page runs" {
	bad=0
	for page in "$top"/man/*.[1-9]; do
		while IFS= read -r command; do
			try "$command" || { echo "in $page"; bad=1; }
		done < <(examples "$page")
	done
	[ "$bad" -eq 0 ]
}

@test "every tool has a page with five examples" {
	for tool in "$top"/tools/tamis*.c; do
		page=$top/man/$(basename "$tool" .c).1
		[ -f "$page" ] || { echo "no $page"; return 1; }
		n=$(examples "$page" | wc -l)
		[ "$n" -ge 5 ] || { echo "$page: $n examples"; return 1; }
	done
}

@test "usage is the synopsis of the page, and fits a terminal" {
	for tool in "$top"/tools/tamis*.c; do
		name=$(basename "$tool" .c)
		run -0 --separate-stderr "$name" --help
		[ "${#lines[@]}" -le 24 ] || { echo "$name: long"; return 1; }
		for l in "${lines[@]}"; do
			[ "${#l}" -le 80 ] || { echo "$l"; return 1; }
		done
		want=$(mandoc -Tascii "$top/man/$name.1" | col -bx |
			sed -n '/^SYNOPSIS/,/^DESCRIPTION/p' | sed '1d;$d' |
			tr -s ' \n' ' ' | sed 's/^ //; s/ $//')
		got=$(printf '%s\n' "$output" |
			sed -n '/^usage:/,/^[A-Z]/p' | grep -v '^[A-Z]' |
			tr -s ' \n' ' ' | sed 's/^usage: //; s/ $//')
		[ "$want" = "$got" ] || { echo "$want"; echo "$got"; return 1; }
	done
}

@test "every sh block of README runs" {
	bad=0
	awk '/^```sh$/ { on = 1; next } /^```$/ { if (on) print "--"; on = 0 }
		on' "$top/README.md" >"$BATS_TEST_TMPDIR/blocks"
	block=
	while IFS= read -r line; do
		if [ "$line" = -- ]; then
			try "$block" || bad=1
			block=
		else
			block+=${line#\$ }$'\n'
		fi
	done <"$BATS_TEST_TMPDIR/blocks"
	[ "$bad" -eq 0 ]
}
