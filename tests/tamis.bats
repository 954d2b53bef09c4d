#!/usr/bin/env bats
# tamis: dispatch, and setting a repository up.
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
	export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org
	export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
	git init -q repo
}

# A tool of the suite that says who it is, first in PATH.
fake() {
	mkdir -p bin
	cat >"bin/$1"
	chmod +x "bin/$1"
	PATH="$PWD/bin:$PATH"
}

@test "a name runs the program of that name with its arguments" {
	fake tamis-zzz <<-'END'
	#!/bin/sh
	printf '<%s>' "$0" "$@"
	exit 7
	END
	run -7 tamis zzz 'a b' --staged
	[[ "$output" == *"tamis-zzz><a b><--staged>" ]]
}

@test "the program beside tamis comes before one in PATH" {
	fake tamis-report <<<'echo wrong'
	run -0 tamis report --version
	[[ "$output" == "tamis-report "* ]]
}

@test "a typing error is named, with what was likely meant, and is 2" {
	run -2 --separate-stderr tamis reprot
	# shellcheck disable=SC2154
	[[ "$stderr" == *"unknown tool 'reprot'; did you mean 'report'?"* ]]
	[ -z "$output" ]
}

@test "no name, a path for a name and an unknown option are 2" {
	run -2 tamis
	run -2 tamis ../bin/sh
	run -2 tamis '' x
	run -2 tamis --wrong
	[ "${#lines[@]}" -eq 2 ]
}

@test "help is a page on stdout, of tamis and of each tool" {
	run -0 --separate-stderr tamis --help
	[ -z "$stderr" ] && [ "${#lines[@]}" -le 24 ]
	for l in "${lines[@]}"; do [ "${#l}" -le 80 ]; done
	run -0 tamis help init
	[[ "$output" == "usage: tamis init"* ]]
	run -0 tamis help report
	[[ "$output" == "usage: tamis-report"* ]]
}

@test "init writes .tamis, the merge driver and the hooks" {
	cd repo
	run -0 tamis init
	[ -f .tamis/allow.rules ] && [ -f .tamis/policy ]
	[ -f .tamis/recipients ]
	[ "$(git check-attr merge .tamis/allow.rules)" = \
	    ".tamis/allow.rules: merge: union" ]
	[ -x .git/hooks/pre-commit ] && [ -x .git/hooks/pre-push ]
	grep -q -- --staged .git/hooks/pre-commit
	grep -q -- --pushed .git/hooks/pre-push
	run ! grep -v '^#' .tamis/allow.rules .tamis/policy .tamis/recipients
}

@test "a second init changes nothing" {
	cd repo
	tamis init
	find . -type f -exec sha256sum {} + | sort >../before
	run -0 tamis init
	[[ "$output" != *written* ]]
	find . -type f -exec sha256sum {} + | sort | diff ../before -
}

@test "init -n shows and writes nothing" {
	cd repo
	find . | sort >../before
	run -0 tamis init -n
	[[ "$output" == *"pre-commit: would be written"* ]]
	find . | sort | diff ../before -
}

@test "a hook that is there stays, the line to add is told, and it is 2" {
	cd repo
	mkdir -p .git/hooks
	echo '#!/bin/sh' >.git/hooks/pre-commit
	run -2 --separate-stderr tamis init
	[ "$(cat .git/hooks/pre-commit)" = '#!/bin/sh' ]
	[[ "$stderr" == *"add this line to it: tamis-scan --staged"* ]]
	[ -f .tamis/policy ] && [ -x .git/hooks/pre-push ]
	echo 'tamis-scan --staged | tamis-allow || exit' >>.git/hooks/pre-commit
	run -0 tamis init
}

@test "files that are there stay as they are" {
	cd repo
	mkdir .tamis
	echo 'mine' >.tamis/policy
	printf '*.c diff=cpp' >.gitattributes
	chmod 600 .gitattributes
	tamis init
	[ "$(cat .tamis/policy)" = mine ]
	[ "$(cat .gitattributes)" = "*.c diff=cpp
.tamis/allow.rules merge=union" ]
	[ "$(stat -c %a .gitattributes)" = 600 ]
}

@test "a symlink in the way is not written through" {
	cd repo
	echo precious >../precious
	ln -s ../precious .gitattributes
	mkdir -p .git/hooks
	ln -sf ../../../precious .git/hooks/pre-commit
	run -2 tamis init
	[ "$(cat ../precious)" = precious ]
	rm -r .tamis
	mkdir ../away
	ln -s ../away .tamis
	run -2 tamis init
	[ -z "$(ls ../away)" ]
}

@test "core.hooksPath is followed inside of the repository only" {
	cd repo
	git config core.hooksPath .githooks
	run -0 tamis init
	[ -x .githooks/pre-commit ] && [ ! -e .git/hooks/pre-commit ]
	mkdir ../away
	for p in ../away "$PWD/../away" .githooks/../../away; do
		git config core.hooksPath "$p"
		run -2 --separate-stderr tamis init
		[[ "$stderr" == *"outside of the repository"* ]]
		[ -z "$(ls ../away)" ]
	done
}

@test "a linked work tree gets the hooks of its repository" {
	cd repo
	git commit -q --allow-empty -m x
	git worktree add -q ../tree
	cd ../tree
	run -0 tamis init
	[ -x ../repo/.git/hooks/pre-commit ] && [ -f .tamis/policy ]
}

@test "from a directory below, the files go to the top" {
	mkdir -p repo/a/b
	cd repo/a/b
	tamis init
	[ -f ../../.tamis/policy ] && [ ! -e .tamis ]
	cd ../../..
	rm -r repo/.tamis
	tamis init -C repo/a
	[ -f repo/.tamis/policy ]
}

@test "no repository and a bare one are 2, and nothing is written" {
	mkdir none
	run -2 tamis init -C none
	[[ "$output" == *"not a git repository"* ]]
	git init -q --bare bare
	run -2 tamis init -C bare
	[ ! -e bare/.tamis ] && [ ! -e none/.tamis ]
	run -2 tamis init -C missing
}

@test "the hook says it when the tools are not in PATH, and stops the commit" {
	cd repo
	tamis init
	echo x >x
	git add x
	run ! env PATH="/usr/bin:/bin" git commit -qm x
	[[ "$output" == *"pre-commit: tamis-scan is not in PATH"* ]]
}

@test "the hook sieves what is staged, and its verdict decides" {
	cd repo
	tamis init
	fake tamis-scan <<-'END'
	#!/bin/sh
	echo "$@" >>seen
	cat records
	END
	printf 'end\t0\tunread=0\n' >records
	git add .tamis
	git commit -qm clean
	[ "$(cat seen)" = --staged ]
	printf 'a:1:1:\thigh\tsecrets/x\tm\tfp=-\nend\t1\tunread=0\n' >records
	run ! git commit --allow-empty -qm found
	printf 'a:1:1:\thigh\tsecrets/x\tm\tfp=-\n' >records
	run ! git commit --allow-empty -qm cut
	[ "$(git log --oneline | wc -l)" -eq 1 ]
}

@test "a closed or full stdout is 2" {
	cd repo
	run -2 bash -c 'tamis init >/dev/full'
}

# A password in a URL, made here so that the tree holds none.
secret() {
	printf 'db = "postgres://app:%s@db.internal/prod"\n' 'k3vQ9''xTz71Lm'
}

@test "the real hooks stop a secret: add, commit -a, commit FILE and push" {
	cd repo
	git commit -q --allow-empty -m first
	git init -q --bare ../origin.git
	git remote add origin ../origin.git
	echo x >a && echo x >b && git add a b && git commit -qm files
	tamis init
	git push -q origin HEAD
	secret >new
	git add new
	run ! git commit -qm added
	[[ "$output" == *"secrets/postgres-url"* ]]
	[[ "$output" != *k3vQ9* ]]
	git rm -q --cached new
	secret >a
	run ! git commit -qam all
	run ! git commit -qm file a
	git commit -qm 'another file' --allow-empty b
	git checkout -q a
	git commit -q --no-verify -m sneaked --allow-empty
	secret >a
	git commit -qan -m sneaked
	run ! git push -q origin HEAD
	[[ "$output" == *"secrets/postgres-url"* ]]
}

@test "what is accepted passes the hook" {
	cd repo
	tamis init
	secret >new
	git add new
	fp=$(tamis-secrets --staged | grep -o 'fp=[0-9a-f]*')
	tamis-allow --add="${fp#fp=}" --until="$(date -d +9days +%F)" --reason=x
	git commit -qm accepted
	git log --oneline | grep -q accepted
}

@test "the hooks work in a linked work tree and from a directory below" {
	cd repo
	git commit -q --allow-empty -m first
	tamis init
	git worktree add -q ../tree
	mkdir ../tree/below
	cd ../tree/below
	secret >new
	git add new
	run ! git commit -qm added
	[[ "$output" == *"secrets/postgres-url"* ]]
	echo fine >new
	git add new
	git commit -qm fine
}

@test "the entries for the pre-commit framework take names and find" {
	secret >new
	echo fine >other
	mapfile -t entries < <(sed -n 's/^  entry: //p' \
	    "$BATS_TEST_DIRNAME/../.pre-commit-hooks.yaml")
	[ "${#entries[@]}" -eq 2 ]
	for e in "${entries[@]}"; do
		# shellcheck disable=SC2086 # words, as the framework splits them
		run -1 $e other new </dev/null
		[[ "$output" == *"new:1:"*": critical: "* ]]
		# shellcheck disable=SC2086
		run -0 $e other
	done
}

@test "SIGTERM in the middle of a tool is one line, 2 and no end" {
	age-keygen -o id 2>/dev/null
	run -0 python3 - <<-'X'
	import signal, subprocess, time
	first = b"a:1:1:\thigh\tsecrets/x\tm\tfp=-\n"
	for cmd in (["tamis-allow"], ["tamis-report"],
	    ["tamis-report", "sarif"], ["tamis-report", "-o", "r", "ndjson"],
	    ["tamis-seal", "-o", "r", "-R", "to"],
	    ["tamis-open", "-i", "id"]):
	    if "to" in cmd:
	        key = subprocess.check_output(["age-keygen", "-y", "id"])
	        open("to", "wb").write(key)
	    p = subprocess.Popen(cmd, stdin=subprocess.PIPE,
	        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
	    p.stdin.write(b"age-encryption.org/v1\n" if "-i" in cmd else first)
	    p.stdin.flush()
	    time.sleep(0.5)
	    p.send_signal(signal.SIGTERM)
	    out = p.stdout.read()
	    err = p.stderr.read()
	    assert p.wait() == 2, (cmd, p.returncode, err)
	    assert err.count(b"\n") == 1 and b"ended by a signal" in err, err
	    assert b"\nend" not in out, out
	X
	[ ! -e r ]
	[ -z "$(find . -name '*.tmp')" ]
}

@test "git tamis is a command of git, with a page" {
	run -0 make -C "$BATS_TEST_DIRNAME/.." -n install DESTDIR=/x
	[[ "$output" == *"ln -sf tamis /x/usr/local/bin/git-tamis"* ]]
	[[ "$output" == *"ln -sf tamis.1 /x/usr/local/share/man/man1/git-tamis.1"* ]]
}
