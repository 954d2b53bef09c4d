#!/usr/bin/env bats
# What a run of a history leaves for the next one, and how little it counts.
# shellcheck disable=SC2154 # run sets stderr
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY
	unset GIT_ALTERNATE_OBJECT_DIRECTORIES
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
	export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org
	export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
	clock=1700000000
	git init -q -b main repo
	cd repo || return 1
	git config gc.auto 0
	cache=.git/tamis/secrets.cache
}

# A token that looks live, another one for each word; the tree holds none.
key() {
	printf 'AKIA%s' \
		"$(printf %s "$1" | sha256sum | tr '0-9a-f' 'K-T2-7' | cut -c1-16)"
}

commit() {
	clock=$((clock + 3600))
	git add -A
	GIT_AUTHOR_DATE="$clock +0000" GIT_COMMITTER_DATE="$clock +0000" \
		git commit -q --allow-empty -m "$1"
}

put() {
	printf 'id = "%s"\npassword = "h7-Zq%s!x"\n' "$(key "$2")" "$2" >"$1"
}

past() {
	run --separate-stderr tamis-secrets --view=records --history "$@"
}

# same ARGUMENT...: with the cache and without, the same is said.
same() {
	local one two
	past --no-cache "$@"
	one="$status $output $stderr"
	past "$@"
	two="$status $output $stderr"
	[ "$one" = "$two" ] || diff <(echo "$one") <(echo "$two")
}

some() {
	put a x
	commit one
	put b y
	git rm -q a
	commit two
	git tag -a -m "a tag" v1
}

@test "a second run says the same, and the cache holds no secret" {
	some
	past
	[ "$status" -eq 1 ]
	first=$output
	[ "$(stat -c %a "$cache")" = 600 ]
	[ "$(stat -c %a .git/tamis)" = 700 ]
	past
	[ "$output" = "$first" ]
	past -j1
	[ "$output" = "$first" ]
	for secret in "$(key x)" "$(key y)" h7-Zqx h7-Zqy; do
		run ! grep -qaF "$secret" "$cache"
	done
	same --dedup
	same -x b
	same --all-objects
	same --min-severity=high
	same -q
	[ -z "$(git status --porcelain)" ]
}

@test "a file that is not whole again is not written again" {
	some
	past
	cp "$cache" ../copy
	touch -d '2020-01-01' "$cache"
	past
	[ "$(stat -c %Y "$cache")" -eq "$(date -d 2020-01-01 +%s)" ]
	cmp "$cache" ../copy
}

@test "what is new is found, what is gone is told, what is repacked is known" {
	some
	past
	put c z
	commit three
	same
	[[ "$output" == *c:1:7:* ]]
	git rm -q b
	commit four
	same
	[[ "$output" == *"gone=$(git rev-parse HEAD)"* ]]
	git checkout -q -b side HEAD~1
	commit side
	same
	git gc -q
	same
	put d w
	commit five
	git repack -q -d
	same
	git branch -q -D main
	same
}

@test "a new name of known bytes is judged by its own kind" {
	local plain
	plain=$(printf %s plain | sha256sum | cut -c1-40)
	printf 'secret_key: %s\n' "$plain" >notes.md
	commit one
	past
	cp notes.md app.yaml
	commit two
	git gc -q
	same
}

@test "a new path of known bytes is judged by the rules for that path" {
	cat >../own.rules <<-'EOF'
		id: acme-id
		title: Acme id
		severity: high
		keyword: ACID
		match: ACID[0-9]{6}
		path: src/*.c
	EOF
	echo "ACID829302" >m.c
	commit one
	git gc -q
	past --rules=../own.rules
	[ "$output" = "end	0	unread=0" ]
	mkdir src
	cp m.c src/m.c
	commit two
	same --rules=../own.rules
	[[ "$output" == src/m.c:1:1:* ]]
}

@test "other rules, options and programs make it anew" {
	echo "TOY1234" >t
	some
	past
	cat >../own.rules <<-'EOF'
		id: toy
		title: Toy
		severity: high
		keyword: TOY
		match: TOY[0-9]{4}
	EOF
	same --rules=../own.rules
	[[ "$output" == *secrets/toy* ]]
	same
	[[ "$output" != *secrets/toy* ]]
	past -v --only=aws-access-key
	[[ "$stderr" == *"cannot use the cache"*"other rules"* ]]
	run --separate-stderr tamis-scan --view=records --history
	[ -e .git/tamis/scan.cache ]
}

@test "an acceptance ends on its day, cache or not" {
	printf 'id = "%s" # tamis:allow secrets/aws-access-key until=%s a test\n' \
		"$(key x)" 2027-01-31 >a
	commit one
	export SOURCE_DATE_EPOCH=1790000000
	same
	[ "$status" -eq 0 ]
	past
	[ "$status" -eq 0 ]
	export SOURCE_DATE_EPOCH=1810000000
	same
	[ "$status" -eq 1 ]
	[[ "$output" == *expired* ]]
	export SOURCE_DATE_EPOCH=1790000000
	past
	[ "$status" -eq 0 ]
}

@test "a cache that is damaged is dropped, with one line, and made anew" {
	local n
	some
	git gc -q
	past
	good=$output
	cp "$cache" ../good
	n=$(stat -c %s "$cache")
	for at in 0 20 50 80 84 90 100 145 $((n / 2)) $((n - 1)); do
		cp ../good "$cache"
		printf '\377' | dd of="$cache" bs=1 seek="$at" conv=notrunc \
			status=none
		cmp -s "$cache" ../good && continue
		past -v
		[ "$output" = "$good" ]
		[ "$(grep -c 'cannot use the cache' <<<"$stderr")" -eq 1 ]
		past -v
		[[ "$stderr" != *cache* ]]
	done
	for cut in 1 16 100 144 200 $((n - 1)); do
		head -c "$cut" ../good >"$cache"
		past -v
		[ "$output" = "$good" ]
		[[ "$stderr" == *damaged* ]]
	done
	cmp -s "$cache" ../good
}

@test "two runs at once disturb neither" {
	some
	past
	good=$output
	exec 8<"$cache"
	flock 8
	past -v
	[ "$output" = "$good" ]
	[[ "$stderr" == *"another run has it"* ]]
	exec 8<&-
	rm "$cache"
	for i in 1 2 3 4; do
		tamis-secrets --view=records --history >"../out$i" &
	done
	wait
	for i in 1 2 3 4; do
		[ "$(cat "../out$i")" = "$good" ]
	done
	past -v
	[ "$output" = "$good" ]
	[[ "$stderr" != *damaged* ]]
}

@test "--no-cache writes nothing, and where nothing can be written nothing is" {
	some
	past --no-cache
	[ ! -e .git/tamis ]
	ln -s ../.. .git/tamis
	past -v
	[ "$status" -eq 1 ]
	[[ "$stderr" == *"cannot use the cache"* ]]
	rm .git/tamis
	mkdir .git/tamis
	ln -s ../config "$cache"
	before=$(cat .git/config)
	past -v
	[ "$status" -eq 1 ]
	[ "$(cat .git/config)" = "$before" ]
	rm "$cache"
	mkfifo "$cache"
	past
	[ "$status" -eq 1 ]
	run --separate-stderr tamis-secrets --view=records --rev=HEAD
	run --separate-stderr tamis-secrets --view=records --range=HEAD~1..
	rm "$cache"
	[ -z "$(ls .git/tamis)" ]
}

@test "--cache=FILE is made where it is said, and no other file is written over" {
	some
	past --cache=../mine
	good=$output
	[ "$(stat -c %a ../mine)" = 600 ]
	[ ! -e .git/tamis ]
	past --cache=../mine
	[ "$output" = "$good" ]
	echo precious >../other
	past --cache=../other -v
	[ "$output" = "$good" ]
	[[ "$stderr" == *"is no cache"* ]]
	[ "$(cat ../other)" = precious ]
	past --cache=../none/x
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"cannot open '../none/x'"* ]]
}

@test "a file name that gives a secret away is in no cache" {
	put a x
	echo 1 >"$(key name).txt"
	commit one
	same
	same
	run ! grep -qaF "$(key name)" "$cache"
}

@test "an object that breaks after it was known is told" {
	local pack
	some
	git gc -q
	past
	[ "$status" -eq 1 ]
	pack=$(ls .git/objects/pack/*.pack)
	chmod u+w "$pack"
	printf '\0\0\0\0' | dd of="$pack" bs=1 seek=200 conv=notrunc status=none
	touch -d 2030-01-01 "$pack"
	same
	[ "$status" -eq 2 ]
}
