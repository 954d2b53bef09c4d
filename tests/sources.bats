#!/usr/bin/env bats
# Where source comes from: the same options for every sieve.
# shellcheck disable=SC2016,SC2103,SC2154 # run sets stderr; texts for bash -c
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY
	unset GIT_ALTERNATE_OBJECT_DIRECTORIES
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
	export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org
	export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
	export GIT_AUTHOR_DATE='1700000000 +0000'
	export GIT_COMMITTER_DATE='1700000000 +0000'
	git init -q -b main repo
	cd repo || return 1
}

# A token that looks live, another one for each word; the tree holds none.
key() {
	printf 'id = "AKIA%s"\n' \
		"$(printf %s "$1" | sha256sum | tr '0-9a-f' 'K-T2-7' | cut -c1-16)"
}

# The paths of the findings, and of what was not read, in their order.
paths() {
	grep -v '^end	' <<<"$output" | sed 's/:[0-9]*:[0-9]*:	.*//' | tr '\n' ' '
}

sieve() {
	run --separate-stderr tamis-secrets --view=records "$@"
}

# found STATUS PATH...: the run ended so, with findings in these files.
found() {
	local want=$1
	shift
	[ "$status" -eq "$want" ] || {
		echo "status $status: $output $stderr"
		return 1
	}
	[ "$(paths)" = "${*:+$* }" ] || {
		echo "paths: $(paths)"
		return 1
	}
}

# hook NAME OPTION: git runs a sieve and writes down what it said.
hook() {
	printf '#!/bin/sh\ntamis-secrets --view=records %s >"%s/out"\n' \
		"$2" "$BATS_TEST_TMPDIR" >.git/hooks/"$1"
	chmod +x .git/hooks/"$1"
}

hooked() {
	output=$(cat "$BATS_TEST_TMPDIR/out")
	[ "$(paths)" = "${*:+$* }" ] || {
		echo "hook: $output"
		return 1
	}
	grep -q '^end	' "$BATS_TEST_TMPDIR/out"
}

@test "names are sieved in their order, a directory in git's" {
	mkdir -p d/e d-x
	key 1 >z
	key 2 >d/b
	key 3 >d/e/c
	key 4 >d-x/y
	sieve z d d-x
	found 1 z d/b d/e/c d-x/y
	sieve .
	found 1 d-x/y d/b d/e/c z
}

@test "a name that is not there is unread, and the rest is sieved" {
	key 1 >a
	sieve none a
	found 2 none a
	[[ "$output" == *secrets/unread* ]]
	[[ "$output" == *$'end\t2\tunread=1' ]]
	[[ "$stderr" == *"cannot read 'none': No such file or directory"* ]]
}

@test "names with a dash, a newline, a tab and bytes that are no text" {
	key 1 >-q
	key 2 >"$(printf 'a\nb')"
	key 3 >"$(printf 'c\td')"
	key 4 >"$(printf '\377')"
	sieve -- -q "$(printf 'a\nb')" "$(printf 'c\td')" "$(printf '\377')"
	found 1 -q 'a\nb' 'c\td' '\xff'
	run --separate-stderr bash -c \
		"printf '%s\\0' ./-q \$'a\\nb' \$'c\\td' \$'\\377' |
		tamis-secrets -0 --view=records"
	found 1 ./-q 'a\nb' 'c\td' '\xff'
	git add .
	run --separate-stderr bash -c 'git ls-files | tamis-secrets'
	found 1 -q 'a\nb' 'c\td' '\xff'
}

@test "a FIFO never blocks, a device is not read, a loop is none" {
	mkdir d
	mkfifo d/fifo
	ln -s . d/loop
	ln -s d link
	key 1 >d/z
	run --separate-stderr timeout 20 tamis-secrets --view=records d
	found 2 d/fifo d/z
	[[ "$output" == *reason=* ]]
	run --separate-stderr timeout 20 tamis-secrets d/fifo /dev/zero
	found 2 d/fifo /dev/zero
	sieve link
	found 0
}

@test "a link is sieved as its text, never followed" {
	key 1 >target
	ln -s "$(key 2 | tr -d ' "\n')" link
	ln -s target plain
	sieve link plain
	found 1 link
	git add .
	sieve --tracked
	found 1 link target
	sieve --staged
	found 1 link target
	git commit -qm x
	sieve --rev=HEAD
	found 1 link target
}

@test "what .gitignore names is left out of a walk, tracked files are not" {
	mkdir -p build sub/deep
	key 1 >build/out
	key 2 >build/forced
	key 3 >sub/x.log
	key 4 >sub/keep.log
	key 5 >sub/deep/private
	printf '*.log\nbuild/\n' >.gitignore
	printf '!keep.log\n/deep/private\n' >sub/.gitignore
	echo a.excluded >.git/info/exclude
	key 6 >a.excluded
	git add -f build/forced
	sieve .
	found 1 build/forced sub/keep.log
	sieve --no-ignore .
	found 1 a.excluded build/forced build/out sub/deep/private \
		sub/keep.log sub/x.log
	cd sub
	sieve .
	found 1 keep.log
	sieve x.log
	found 1 x.log
	cp -r . "$BATS_TEST_TMPDIR/plain"
	cd "$BATS_TEST_TMPDIR/plain"
	sieve .
	found 1 deep/private keep.log x.log
}

@test "git's own directories are never walked" {
	key 1 >.git/secret
	git init -q nested
	key 2 >nested/.git/secret
	key 3 >nested/a
	sieve --no-ignore .
	found 1 nested/a
	sieve .git
	[ "$status" -eq 2 ]
}

@test "a list that ends empty is trouble and names --tracked" {
	run --separate-stderr bash -c ': | tamis-secrets'
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[[ "$stderr" == *"no name came on stdin"*"--tracked"* ]]
	run --separate-stderr bash -c 'echo | tamis-secrets'
	[ "$status" -eq 2 ]
	: >empty
	run --separate-stderr bash -c 'tamis-secrets <empty'
	[ "$status" -eq 2 ]
}

@test "a list with NULs needs -0 and says so" {
	key 1 >a
	key 2 >b
	run --separate-stderr bash -c "printf 'a\\0b\\0' | tamis-secrets"
	[ "$status" -eq 2 ]
	[[ "$stderr" == *-0* ]]
	run --separate-stderr bash -c "printf 'a\\0b' | tamis-secrets -0"
	found 1 a b
}

@test "a list longer than a pipe holds is read to its end" {
	for i in $(seq 300); do key "$i" >"f$i"; done
	run --separate-stderr bash -c \
		'for i in $(seq 40); do ls f*; done | tamis-secrets'
	[ "$status" -eq 1 ]
	[[ "$output" == *$'end\t12000\tunread=0' ]]
}

@test "a submodule is passed over, as a list, tracked, staged and in a tree" {
	git init -q ../other
	key 1 >../other/a
	git -C ../other add a
	git -C ../other commit -qm x
	git -c protocol.file.allow=always submodule --quiet add ../other sub
	key 2 >mine
	git add mine
	run --separate-stderr bash -c 'git ls-files -z | tamis-secrets -0'
	found 1 mine
	sieve --tracked
	found 1 mine
	sieve --staged
	found 1 mine
	git commit -qm x
	sieve --rev=HEAD
	found 1 mine
	sieve sub
	found 1 sub/a
}

@test "tracked files are read from the work tree, deleted ones passed over" {
	mkdir -p d
	key 1 >d/a
	echo clean >b
	key 3 >gone
	key 4 >untracked
	git add d b gone
	rm gone
	key 5 >b
	cd d
	sieve --tracked
	found 1 b d/a
	sieve --tracked -C ..
	found 1 b d/a
	cd ..
	rm -r d
	mkdir elsewhere
	key 6 >elsewhere/a
	ln -s elsewhere d
	sieve --tracked
	found 1 b
}

@test "an unreadable file is unread" {
	[ "$(id -u)" -ne 0 ] || skip "root reads everything"
	key 1 >a
	git add a
	chmod 0 a
	sieve --tracked
	found 2 a
}

@test "bytes on stdin are sieved under the name given" {
	run --separate-stderr bash -c "$(declare -f key); key 1 |
		tamis-secrets - --name=src/x.py"
	found 1 src/x.py
	run --separate-stderr bash -c 'echo | tamis-secrets -'
	[ "$status" -eq 2 ]
}

@test "staged is what the index holds, not what the work tree does" {
	sieve --staged
	found 0
	key 1 >a
	echo clean >b
	git add a b
	echo clean >a
	key 2 >b
	sieve --staged
	found 1 a
	git commit -qm x
	sieve --staged
	found 0
	[[ "$output" == $'end\t0\tunread=0' ]]
	key 3 >c
	git add -N c
	sieve --staged
	found 0
	git mv a moved
	sieve --staged
	found 1 moved
}

@test "an index that is split, sparse or of version 4 is read" {
	mkdir in out
	key 1 >in/a
	key 2 >out/b
	git add .
	git commit -qm x
	git update-index --index-version 4
	sieve --tracked
	found 1 in/a out/b
	git update-index --split-index
	key 3 >in/c
	git add in/c
	sieve --staged
	found 1 in/c
	git update-index --no-split-index
	git commit -qm y
	git sparse-checkout init --cone --sparse-index
	git sparse-checkout set in
	sieve --tracked
	found 1 in/a in/c
	key 4 >in/d
	git add in/d
	sieve --staged
	found 1 in/d
}

@test "a corrupt index is exit 2 with no end" {
	key 1 >a
	git add a
	head -c 50 .git/index >x
	cp x .git/index
	for how in --tracked --staged; do
		sieve "$how"
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		[[ "$stderr" == *"index is corrupt"* ]]
	done
	printf 'DIRC\0\0\0\2\377\377\377\377%020d' 0 >.git/index
	sieve --tracked
	[ "$status" -eq 2 ]
}

@test "no repository and no such revision are exit 2 with one line" {
	sieve --rev=nonsense
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	cd /
	for how in --tracked --staged --rev=HEAD --range=A..B --pushed; do
		sieve "$how" </dev/null
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ "$stderr" == *"not a git repository"* ]]
	done
}

@test "a revision is a tree, whatever names it" {
	mkdir d
	key 1 >d/a
	git add .
	git commit -qm one
	git tag -am t v1
	git rm -qr d
	key 2 >b
	git add .
	git commit -qm two
	for rev in v1 HEAD~1 'HEAD^' main~ "$(git rev-parse v1)" \
		"$(git rev-parse --short HEAD~1)" 'v1^{tree}'; do
		sieve --rev="$rev"
		found 1 d/a
	done
	sieve --rev=v1:d
	found 1 a
	git gc -q
	sieve --rev=@
	found 1 b
}

@test "git commit -a and git commit FILE hand their own index to the hook" {
	echo 1 >a
	echo 1 >b
	git add .
	git commit -qm x
	hook pre-commit --staged
	key 1 >a
	key 2 >b
	git commit -qam 'all' || true
	hooked a b
	git reset -q --hard
	key 3 >a
	key 4 >b
	git add a
	git commit -qm 'one file' b || true
	hooked b
	git commit -qm 'the rest' || true
	hooked a
}

@test "a hook in a linked work tree and below the top sieves the same" {
	echo 1 >a
	git add .
	git commit -qm x
	git worktree add -q ../linked
	hook pre-commit --staged
	cd ../linked
	mkdir d
	key 1 >d/n
	cd d
	git add n
	git commit -qm y || true
	cd ..
	hooked d/n
}

@test "git's variables say where a repository is, and no other does" {
	key 1 >a
	git add a
	git commit -qm x
	key 2 >b
	cp .git/index ../other
	GIT_INDEX_FILE=../other git add b
	GIT_INDEX_FILE=../other sieve --staged
	found 1 b
	mkdir ../else ../else/d
	cd ../else/d
	GIT_DIR=../../repo/.git sieve --rev=HEAD
	found 1 a
	GIT_DIR=../../repo/.git GIT_WORK_TREE=../../repo sieve --tracked
	found 1 a
	GIT_DIR=../../repo/.git GIT_INDEX_FILE=../../other sieve --staged
	found 1 b
	GIT_DIR=nowhere sieve --tracked
	[ "$status" -eq 2 ]
	cd ../../repo
	mv .git/objects ../objects
	mkdir .git/objects
	sieve --rev=HEAD
	[ "$status" -eq 2 ]
	GIT_OBJECT_DIRECTORY=../objects sieve --rev=HEAD
	found 1 a
	GIT_ALTERNATE_OBJECT_DIRECTORIES=../objects sieve --rev=HEAD
	found 1 a
	GIT_CEILING_DIRECTORIES=/ GIT_COMMON_DIR=/ GIT_NAMESPACE=x \
		GIT_CONFIG_COUNT=x sieve --tracked
	found 1 a
}

@test "a push of a new branch sieves what no remote has" {
	git init -q --bare ../remote
	git remote add origin ../remote
	key 1 >old
	git add .
	git commit -qm x
	git push -q origin main
	hook pre-push --pushed
	git checkout -q -b topic
	key 2 >new
	git add .
	git commit -qm y
	git rm -q new
	git commit -qm z
	git push -q origin topic || true
	hooked new
	rm .git/hooks/pre-push
	git push -q origin topic
	hook pre-push --pushed
	key 3 >third
	git add .
	git commit -qm w
	git push -q origin topic || true
	hooked third
	git push -q origin :topic
	hooked
}

@test "a pre-receive hook reads what is still in quarantine" {
	git init -q --bare ../remote
	cat >../remote/hooks/pre-receive <<-EOF
		#!/bin/sh
		while read -r old new ref; do
			tamis-secrets --view=records --rev="\$new"
		done >"$BATS_TEST_TMPDIR/out"
	EOF
	chmod +x ../remote/hooks/pre-receive
	key 1 >a
	git add .
	git commit -qm x
	git push -q ../remote main || true
	hooked a
}

@test "what only a merge adds is found, once, with its commit" {
	echo 1 >a
	git add .
	git commit -qm base
	git checkout -q -b side
	echo 2 >b
	git add .
	git commit -qm side
	git checkout -q main
	echo 3 >c
	git add .
	git commit -qm main
	git merge -q --no-commit side
	key 1 >evil
	git add .
	git commit -qm merge
	git rm -q evil
	git commit -qm hidden
	sieve --range=HEAD~2..HEAD
	found 1 evil
	[[ "$output" == *"commit=$(git rev-parse HEAD~1)"* ]]
	[[ "$output" == *"blob=$(git rev-parse HEAD~1:evil)"* ]]
	sieve --range=HEAD~1..
	found 0
	sieve --rev=HEAD
	found 0
}

@test "a range gives each blob once, by its first commit" {
	echo 1 >a
	git add .
	git commit -qm x
	for i in 1 2 3; do
		key same >t
		key "$i" >u
		git add .
		git commit -qm "$i"
		git rm -q t
		git commit -qm "not $i"
	done
	sieve --range=HEAD~6..HEAD
	found 1 t u u u
	sieve --range=HEAD..HEAD
	found 0
	sieve --range=nonsense
	[ "$status" -eq 2 ]
}

@test "a shallow clone's range ends where it was cut" {
	for i in 1 2 3; do
		key "$i" >"f$i"
		git add .
		git commit -qm "$i"
	done
	git clone -q --depth 2 "file://$PWD" ../shallow
	cd ../shallow
	sieve --range=HEAD~1..HEAD
	found 1 f3
}

@test "a repository of SHA-256 is read" {
	git init -q --object-format=sha256 ../big
	cd ../big
	key 1 >a
	git add a
	sieve --tracked
	found 1 a
	sieve --staged
	found 1 a
	git commit -qm x
	sieve --rev=HEAD
	found 1 a
}

@test "include.path of a configuration is not followed" {
	mkfifo fifo
	key 1 >a
	git add a
	git commit -qm x
	printf '[include]\n\tpath = ../fifo\n' >>.git/config
	for how in --tracked --rev=HEAD '--rev=main@{0}' a; do
		run --separate-stderr timeout 20 tamis-secrets "$how"
		found 1 a
	done
}

@test "an LFS pointer is sieved as its text" {
	printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\n' \
		1 >big.bin
	git add .
	sieve --tracked
	found 0
	[[ "$output" == $'end\t0\tunread=0' ]]
}

@test "-x leaves out by glob, in every source" {
	mkdir -p vendor/x src
	key 1 >vendor/x/a
	key 2 >src/b
	git add .
	for how in --tracked --staged .; do
		sieve -x vendor "$how"
		found 1 src/b
		sieve -x '*/x/**' -x 'src/' "$how"
		found 0
	done
	git commit -qm x
	sieve --rev=HEAD -x vendor/
	found 1 src/b
}

@test "-C names the repository, and names start there" {
	mkdir d
	key 1 >d/a
	git add .
	cd /
	sieve -C "$BATS_TEST_TMPDIR/repo" --tracked
	found 1 d/a
	sieve -C "$BATS_TEST_TMPDIR/repo/d" a
	found 1 a
	sieve -C /proc/none a
	[ "$status" -eq 2 ]
}
