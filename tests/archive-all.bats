#!/usr/bin/env bats
# tamis-archive of a whole history: --full, --bundle and --since, given to
# tar and git.
# shellcheck disable=SC2154 # bats sets stderr
bats_require_minimum_version 1.5.0
load need

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	git_alone
	git init -q repo
	cd repo || return 1
	commit one
	git tag -a -m 'a tag' v1
	git branch side
	git gc -q
	commit two
}

commit() {
	echo "$1" >"$1" && git add . && git commit -qm "$1"
}

# All refs and HEAD of the repository $1.
refs() {
	git -C "$1" for-each-ref --format='%(objectname) %(refname)'
	git -C "$1" symbolic-ref -q HEAD || git -C "$1" rev-parse HEAD
}

unpacked() {
	rm -rf ../full && mkdir ../full &&
		tamis-archive --full | tar x -C ../full
}

# What --since wants of the link that was made now.
manifest() {
	local z
	z=$(printf '0%.0s' {1..64})
	tips=$({ git for-each-ref --format='%(objectname)' &&
		git rev-parse HEAD; } | sort -u)
	printf '%s\n' 'tamis-manifest 1' "repository: ${z:32}" 'sequence: 1' \
		'kind: full' 'date: 2026-01-01T00:00:00Z' \
		'payload: 0001.full.zst.age' 'payload-bytes: 1' \
		"SHA256 (0001.full.zst.age payload) = $z" "state: $z" \
		'made-with: a test' "tips: $(wc -l <<<"$tips")" "$tips"
}

@test "--full is the repository: packs as they are, every ref, HEAD" {
	unpacked
	git -C ../full fsck --strict
	diff <(refs .) <(refs ../full)
	cmp .git/objects/pack/*.pack ../full/objects/pack/*.pack
	cmp .git/objects/pack/*.idx ../full/objects/pack/*.idx
	git checkout -q --detach side
	unpacked
	diff <(refs .) <(refs ../full)
	git checkout -q --orphan unborn
	unpacked
	[ "$(cat ../full/HEAD)" = 'ref: refs/heads/unborn' ]
	git init -q ../none
	cd ../none
	unpacked
	git -C ../full fsck
}

@test "--full is the same bytes twice, and -o is whole or not there" {
	tamis-archive --full >../one
	tamis-archive --full -o ../two
	cmp ../one ../two
	rm .git/objects/"$(git rev-parse HEAD | sed 's,^..,&/,')"
	refused tamis-archive --full -o ../three
	[ ! -e ../three ]
}

@test "hooks, credentials, alternates and what runs programs stay behind" {
	mkdir -p .git/hooks
	echo 'exit 1' >.git/hooks/post-checkout
	git config remote.a.url "https://me:$(printf 'hush%s' hush)@h.example/x"
	git config remote.b.url 'ssh://git@h.example/x'
	git config remote.c.url 'ext::sh -c whatever'
	git config remote.d.url "https://h.example/x?private_token=hushhush"
	git config remote.e.url git@h.example:x/y
	git config remote.e.uploadpack hushhush
	git config http.extraHeader 'Authorization: hushhush'
	git config core.sshCommand hushhush
	git config core.fsmonitor hushhush
	git config alias.x '!hushhush'
	git config credential.helper hushhush
	git config filter.x.clean hushhush
	git config include.path /hushhush
	unpacked
	[ ! -e ../full/hooks ]
	run ! grep -r hush ../full --include=config
	[ "$(git -C ../full config remote.a.url)" = https://h.example/x ]
	[ "$(git -C ../full config remote.b.url)" = ssh://git@h.example/x ]
	[ "$(git -C ../full config remote.d.url)" = https://h.example/x ]
	[ "$(git -C ../full config remote.e.url)" = git@h.example:x/y ]
	run ! git -C ../full config remote.c.url
	git clone -q -s . ../borrower
	cd ../borrower
	refused tamis-archive --full
	[[ "$stderr" == *alternates* ]]
	tamis-archive --bundle >../b
	git clone -q --mirror ../b ../c
	git -C ../c fsck
}

@test "--bundle is a stock bundle of every ref" {
	tamis-archive --bundle >../b
	git bundle verify ../b
	git clone -q --mirror ../b ../copy
	diff <(refs .) <(refs ../copy)
	tamis-archive --bundle | cmp - ../b
	git checkout -q --detach
	tamis-archive --bundle | sed '2q' | grep -qa ' HEAD$'
}

@test "--since is thin: every ref, and of the objects the new ones alone" {
	head -c 300000 /dev/urandom >big
	commit big
	manifest >../m
	git clone -q --mirror . ../copy
	commit three
	git tag -a -m new v2
	git branch -D -q side
	git update-ref refs/notes/x HEAD
	tamis-archive --since=../m >../thin
	[ "$(wc -c <../thin)" -lt 2000 ]
	git -C ../copy bundle verify ../thin
	git -C ../copy fetch -q --prune ../thin '+refs/*:refs/*'
	diff <(git for-each-ref) <(git -C ../copy for-each-ref)
	git -C ../copy fsck --strict
}

@test "--since: only refs changed; a tag object is not saved twice" {
	manifest >../m
	git clone -q --mirror . ../copy
	git update-ref refs/tags/again "$(git rev-parse v1)"
	git branch -m side other
	tamis-archive --since=../m >../thin
	git -C ../copy fetch -q --prune ../thin '+refs/*:refs/*'
	diff <(git for-each-ref) <(git -C ../copy for-each-ref)
	sed '1,/^$/d' ../thin | git -C ../copy index-pack --stdin >../id
	[ "$(git -C ../copy show-index \
		<../copy/objects/pack/pack-"$(cut -f 2 ../id)".idx |
		wc -l)" -eq 0 ]
}

@test "--since of another repository, of a manifest that is none: 2" {
	git init -q ../other
	(cd ../other && commit x && manifest >../m)
	refused tamis-archive --since=../m
	[[ "$stderr" == *"nothing of what was saved before"* ]]
	echo hello >../m
	refused tamis-archive --since=../m
	refused tamis-archive --since=../missing
	manifest | sed '$d' >../m
	refused tamis-archive --since=../m
	[[ "$stderr" == *"cut short"* ]]
	run -2 tamis-archive --full --bundle
	run -2 tamis-archive --full HEAD
}

@test "what was saved and is gone by now does not matter" {
	git checkout -q -b lost
	commit lost
	manifest >../m
	git clone -q --mirror . ../copy
	git checkout -q main
	git branch -D -q lost
	git reflog expire --expire=now --all
	git gc -q --prune=now
	commit four
	tamis-archive --since=../m >../thin
	git -C ../copy fetch -q --prune ../thin '+refs/*:refs/*'
	diff <(git for-each-ref) <(git -C ../copy for-each-ref)
}

@test "a repository of SHA-256 goes in whole, and thin" {
	git init -q --object-format=sha256 ../two
	cd ../two
	commit one
	manifest >../m
	unpacked
	diff <(refs .) <(refs ../full)
	commit two
	tamis-archive --since=../m >../thin
	git -C ../full fetch -q ../thin '+refs/*:refs/*'
	diff <(refs .) <(refs ../full)
}

@test "a name that is no ref's, a repository that is none: 2, and its name" {
	echo "$(git rev-parse HEAD) refs/heads/a..b" >>.git/packed-refs
	refused tamis-archive --full
	[[ "$stderr" == *'refs/heads/a..b'* ]]
	refused tamis-archive --bundle
	cd ..
	refused tamis-archive --full
	refused tamis-archive --full -C missing
}

@test "a hostile configuration runs nothing" {
	for k in core.fsmonitor core.sshCommand core.pager pack.packObjectsHook \
	    core.alternateRefsCommand uploadpack.packObjectsHook; do
		git config $k "touch $PWD/../pwned"
	done
	git config extensions.partialClone origin
	git config remote.origin.url "ext::touch $PWD/../pwned"
	git config remote.origin.promisor true
	git config include.path /nonexistent
	unpacked
	tamis-archive --bundle >../b
	[ ! -e ../pwned ]
}
