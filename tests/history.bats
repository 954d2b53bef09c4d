#!/usr/bin/env bats
# Whole histories: every blob, commit and tag, once, and where it came from.
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
	git config receive.unpackLimit 1
	git config transfer.unpackLimit 1
}

# A token that looks live, another one for each word; the tree holds none.
key() {
	printf 'AKIA%s' \
		"$(printf %s "$1" | sha256sum | tr '0-9a-f' 'K-T2-7' | cut -c1-16)"
}

# commit MESSAGE: of all there is, an hour after the last one.
commit() {
	clock=$((clock + 3600))
	git add -A
	GIT_AUTHOR_DATE="$clock +0000" GIT_COMMITTER_DATE="$clock +0000" \
		git commit -q --allow-empty -m "$1"
}

# put FILE WORD: a file with the token of a word.
put() {
	mkdir -p "$(dirname "$1")"
	printf 'id = "%s"\n' "$(key "$2")" >"$1"
}

past() {
	run --separate-stderr tamis-secrets --view=records --history "$@"
}

# The paths of the records, in order.
paths() {
	grep -v '^end	' <<<"$output" | sed 's/:[0-9]*:[0-9]*:	.*//' | tr '\n' ' '
}

# told PATH KEY...: the record at a path has these keys.
told() {
	local line path=$1
	shift
	line=$(grep -F -- "$path:" <<<"$output")
	for k; do
		[[ "$line	" == *"	$k	"* ]] || {
			echo "no $k in: $line"
			return 1
		}
	done
}

# (blob, line, column, rule) of a history, and of each blob by itself.
from_history() {
	grep -v '^end	' <<<"$output" | grep '	blob=' | grep -v '	in=name' |
		sed -E 's/^.*:([0-9]+:[0-9]+):	[a-z]+	([^	]*)	.*	blob=([0-9a-f]+).*/\3 \1 \2/' |
		sort -u
}

from_blobs() {
	git cat-file --batch-all-objects --batch-check |
		while read -r id type _; do
			[ "$type" = blob ] || continue
			git cat-file blob "$id" >"$BATS_TEST_TMPDIR/one"
			tamis-secrets --view=records - --name="$1" \
				<"$BATS_TEST_TMPDIR/one" | grep -v '^end	' |
				sed -E "s/^.*:([0-9]+:[0-9]+):	[a-z]+	([^	]*)	.*/$id \\1 \\2/"
		done | sort -u
}

exact() {
	run --separate-stderr tamis-secrets --view=records --all-objects "$@"
	[ "$status" -le 1 ]
	diff <(from_history) <(from_blobs x.txt)
}

@test "a clean history is clean, and one without a commit too" {
	past
	[ "$status" -eq 0 ]
	echo clean >a
	commit one
	past
	[ "$status" -eq 0 ]
	[ "$output" = "end	0	unread=0" ]
}

@test "what was removed is found, with the commits that brought it and took it" {
	local one two three
	echo clean >a
	commit one
	put conf.py x
	commit two
	two=$(git rev-parse HEAD)
	git rm -q conf.py
	commit three
	three=$(git rev-parse HEAD)
	past
	[ "$status" -eq 1 ]
	[ "$(paths)" = "conf.py " ]
	told conf.py "commit=$two" "gone=$three" head=no date=2023-11-15 \
		"blob=$(git rev-parse "$two:conf.py")"
	[[ "$output" != *"$one$(key x)"* ]]
}

@test "what head still has is said to be there" {
	put conf.py x
	commit one
	echo more >b
	commit two
	past
	told conf.py head=yes "commit=$(git rev-parse HEAD~1)"
	[[ "$output" != *gone=* ]]
}

@test "records come by commit, then path, then line" {
	put b x
	printf '\n\nid = "%s"\n' "$(key y)" >>b
	put a z
	commit one
	put 0 w
	commit two
	past
	[ "$(paths)" = "a b b 0 " ]
	[ "$(grep -c '^b:1:' <<<"$output")" -eq 1 ]
}

@test "each path of one content is a place of its own" {
	put a x
	commit one
	mkdir d
	cp a d/b
	commit two
	git mv a c
	commit three
	past
	[ "$(paths)" = "a d/b c " ]
	told a "gone=$(git rev-parse HEAD)"
	told c head=yes
}

@test "a merge that adds by itself is seen" {
	echo 1 >a
	commit one
	git checkout -q -b side
	echo 2 >b
	commit side
	git checkout -q main
	echo 3 >c
	commit main
	git merge -q --no-commit side
	put evil x
	commit merge
	past
	[ "$(paths)" = "evil " ]
	told evil "commit=$(git rev-parse HEAD)"
}

@test "messages of commits and tags, authors, notes and names are sieved" {
	echo 1 >a
	commit "uses $(key message)"
	told_commit=$(git rev-parse HEAD)
	GIT_AUTHOR_NAME="$(key author)" commit two
	author=$(git rev-parse HEAD)
	git tag -a -m "tag $(key tag)" v1
	git notes add -m "note $(key note)"
	echo 1 >"$(key name).txt"
	commit three
	past
	[ "$status" -eq 1 ]
	told ".git/commit/$told_commit" "commit=$told_commit" head=yes
	told ".git/commit/$author"
	told ".git/tag/$(git rev-parse v1)"
	told ".git/notes/$author" "blob=$(git notes list "$author")"
	told 'AKIA****.txt' in=name "commit=$(git rev-parse HEAD)"
	[ "$(tail -n 1 <<<"$output")" = "end	5	unread=0" ]
	[[ "$output$stderr" != *"$(key name)"* ]]
}

@test "a name is told once, however often its file changed" {
	for i in 1 2 3; do
		echo $i >"$(key name).txt"
		commit $i
	done
	past
	[ "$(paths)" = "AKIA****.txt " ]
	told 'AKIA****.txt' "commit=$(git rev-parse HEAD~2)"
}

@test "the name of a submodule is sieved" {
	git update-index --add --cacheinfo \
		"160000,$(printf a | sha1sum | cut -c1-40),$(key module)"
	GIT_COMMITTER_DATE="$clock +0000" git commit -q -m one
	past
	[ "$status" -eq 1 ]
	told 'AKIA****' in=name
}

@test "a stash is reached; what only a reflog or nothing has is not" {
	echo 1 >a
	commit one
	put a stash
	git stash -q
	put b dropped
	commit dropped
	git reset -q --hard HEAD~1
	printf 'id = "%s"\n' "$(key dangling)" | git hash-object -w --stdin
	past
	[ "$(paths)" = "a " ]
	past --all-objects
	[ "$status" -eq 1 ]
	[[ "$(paths)" == *".git/blob/"* ]]
	told b head=no
	[ "$(tail -n 1 <<<"$output")" = "end	3	unread=0" ]
}

@test "a branch that was deleted is found with --all-objects" {
	echo 1 >a
	commit one
	git checkout -q -b gone
	put x gone
	commit two
	git checkout -q main
	git branch -q -D gone
	git gc -q
	past
	[ "$status" -eq 0 ]
	run --separate-stderr tamis-secrets --all-objects --view=records
	[ "$status" -eq 1 ]
	told x head=no
}

@test "a tree that no commit has gives its blobs their names" {
	local blob
	echo 1 >a
	commit one
	blob=$(printf 'id = "%s"\n' "$(key x)" | git hash-object -w --stdin)
	printf '100644 blob %s\tf.py\n' "$blob" | git mktree
	past --all-objects
	[ "$(paths)" = ".git/blob/$blob/f.py " ]
}

@test "objects are found loose, packed, in a thin pack's rest and an alternate" {
	put a loose
	commit one
	git gc -q
	put b second
	commit two
	git clone -q --bare . ../server.git
	git clone -q --reference ../server.git ../server.git ../client
	cd ../client || return 1
	for i in $(seq 300); do echo "line $i of a long file"; done >long
	commit three
	git push -q origin main
	put long thin
	for i in $(seq 300); do echo "line $i of a long file"; done >>long
	commit four
	git push -q origin main
	past
	[ "$(paths)" = "a b long " ]
	cd ../server.git || return 1
	past
	[ "$(paths)" = "a b long " ]
}

@test "the same is said with one thread and with four, and twice" {
	for i in $(seq 30); do
		put "f$((i % 7))" "$i"
		commit "$i"
	done
	git repack -q -a -d -f --depth=50 --window=50
	past -j1
	one=$output
	past -j4
	[ "$one" = "$output" ]
	past -j4
	[ "$one" = "$output" ]
	[ "$(tail -n 1 <<<"$output")" = "end	30	unread=0" ]
}

@test "path globs of rules, and -x, choose among the places" {
	cat >../own.rules <<-'EOF'
		id: acme-id
		title: Acme id
		severity: high
		keyword: ACID
		match: ACID[0-9]{6}
		path: src/*.c
	EOF
	mkdir src
	echo "ACID829302" >src/m.c
	cp src/m.c m.c
	cp src/m.c src/m.py
	put a.c x
	put b.py x
	commit one
	past -x '*.py'
	[ "$(paths)" = "a.c " ]
	past --no-builtin --rules=../own.rules
	[ "$(paths)" = "src/m.c " ]
}

@test "what deltas copy is carried exactly: seams, context, markers" {
	local t
	t=$(key seam)
	pad() { for i in $(seq 400); do echo "filler line number $i $1"; done; }
	(pad one; echo "left ${t:0:10}"; pad two) >f
	commit one
	(pad one; echo "${t:10} right"; pad two) >f
	commit two
	(pad one; printf 'id = "%s"\n' "$t"; pad two) >f
	commit three
	(pad one; echo "value: $(printf %s seed | sha256sum | cut -c1-40)"; pad two) >f
	commit four
	(pad one; echo "secret_key: $(printf %s seed | sha256sum | cut -c1-40)"; pad two) >f
	commit five
	(pad one; echo "id = \"$t\" # EXAMPLE"; pad two) >f
	commit six
	(pad one; echo "id = \"$t\""; pad two) >f
	commit seven
	(pad two; echo "id = \"$t\""; pad one; echo "id = '$t'") >f
	commit eight
	git repack -q -a -d -f --depth=50 --window=50
	[ "$(git verify-pack -v .git/objects/pack/*.idx | grep -c ' blob .* [1-9] [0-9a-f]*$')" -ge 4 ]
	exact
	exact -j4
}

@test "many versions, merges and renames are carried exactly" {
	RANDOM=7
	for i in $(seq 60); do
		f=f$((RANDOM % 4))
		[ -f $f ] || seq 200 >$f
		n=$((RANDOM % 200 + 1))
		case $((RANDOM % 4)) in
		0) sed -i "${n}s/.*/id = \"$(key $((RANDOM % 9)))\"/" $f ;;
		1) sed -i "${n},$((n + 3))d" $f ;;
		2) sed -i "${n}i password = \"h$RANDOM-Zq$RANDOM!x\"" $f ;;
		3) sed -n "${n},\$p" $f >tmp && cat f0 >>tmp && mv tmp $f ;;
		esac
		commit "$i"
		case $i in
		20) git checkout -q -b side ;;
		30) git checkout -q main ;;
		40) git merge -q -s ours -m merged side ;;
		50) git mv $f g"$i" ;;
		esac
	done
	exact
	git repack -q -a -d -f --depth=50 --window=250
	exact
}

@test "containers, UTF-16 and binary blobs are judged as anywhere" {
	put in.txt zip
	tar -czf a.tgz in.txt
	rm in.txt
	printf 'id = "%s"\n' "$(key wide)" | iconv -t UTF-16 >wide.txt
	printf '\0\0id = "%s"\n' "$(key binary)" >bin
	commit one
	git repack -q -a -d -f
	past
	[ "$(paths)" = "a.tgz!/in.txt bin wide.txt " ]
	run --separate-stderr tamis-secrets --rev=HEAD --view=records
	[ "$(paths)" = "a.tgz!/in.txt bin wide.txt " ]
}

@test "a missing blob is named, the rest is judged, and that is exit 2" {
	local id
	put a x
	commit one
	echo lost >b
	commit two
	id=$(git rev-parse HEAD:b)
	rm -f ".git/objects/${id:0:2}/${id:2}"
	past
	[ "$status" -eq 2 ]
	[ "$(paths)" = "a .git/blob/$id/b " ]
	[[ "$stderr" == *"$id"* ]]
	[ "$(tail -n 1 <<<"$output")" = "end	2	unread=1" ]
	past --allow-missing
	[ "$status" -eq 1 ]
	[ "$(paths)" = "a " ]
}

@test "a broken object is named, the rest is judged" {
	local id
	put a x
	commit one
	put b y
	commit two
	id=$(git rev-parse HEAD:b)
	chmod u+w ".git/objects/${id:0:2}/${id:2}"
	echo broken >".git/objects/${id:0:2}/${id:2}"
	past --allow-missing
	[ "$status" -eq 2 ]
	[ "$(paths)" = "a .git/object/$id " ]
}

@test "a shallow clone is told, unless it is allowed" {
	put a x
	commit one
	put b y
	commit two
	git clone -q --depth=1 "file://$PWD" ../shallow
	cd ../shallow || return 1
	past
	[ "$status" -eq 2 ]
	[[ "$stderr" == *shallow* ]]
	past --allow-missing
	[ "$status" -eq 1 ]
	[ "$(paths)" = "a b " ]
}

@test "a repository of SHA-256 is read" {
	git init -q -b main --object-format=sha256 ../long
	cd ../long || return 1
	put a x
	commit one
	put a y
	commit two
	past
	[ "$(paths)" = "a a " ]
	git gc -q
	past
	[ "$(paths)" = "a a " ]
	told a "blob=$(git rev-parse HEAD:a)" || [ "$(grep -c '^a:' <<<"$output")" -eq 2 ]
}

@test "a work tree's own head counts" {
	echo 1 >a
	commit one
	git worktree add -q --detach ../other
	cd ../other || return 1
	put b x
	commit two
	cd ../repo || return 1
	past
	[ "$(paths)" = "b " ]
	told b head=no
}

@test "--dedup tells one story for each secret" {
	put a x
	put keep y
	commit one
	cp a b
	commit two
	git rm -q a
	commit three
	git rm -q b
	commit four
	git mv keep kept
	commit five
	past --dedup
	[ "$status" -eq 1 ]
	[ "$(paths)" = "a keep " ]
	told a count=2 head=no "gone=$(git rev-parse HEAD~1)" \
		"commit=$(git rev-parse HEAD~4)"
	told keep count=2 head=yes
	[ "$(grep -c gone= <<<"$output")" -eq 1 ]
	[ "$(tail -n 1 <<<"$output")" = "end	2	unread=0" ]
}

@test "below a broken commit everything is judged all the same" {
	local id
	put a x
	commit one
	git rm -q a
	commit two
	id=$(git rev-parse HEAD)
	put b y
	commit three
	chmod u+w ".git/objects/${id:0:2}/${id:2}"
	echo broken >".git/objects/${id:0:2}/${id:2}"
	past
	[ "$status" -eq 2 ]
	[[ "$(paths)" == "a b "* ]]
	[[ "$stderr" == *"$id"* ]]
	rm -f ".git/objects/${id:0:2}/${id:2}"
	past
	[ "$status" -eq 2 ]
	[[ "$(paths)" == "a b "* ]]
}

@test "a partial clone's missing blobs are counted" {
	git config uploadpack.allowFilter true
	put a x
	commit one
	put a y
	commit two
	git clone -q --bare --filter=blob:none "file://$PWD" ../partial.git
	cd ../partial.git || return 1
	past
	[ "$status" -eq 2 ]
	[ "$(tail -n 1 <<<"$output")" = "end	2	unread=2" ]
	past --allow-missing
	[ "$status" -eq 0 ]
}

@test "trees that name a blob in more places than there is memory" {
	local blob tree i
	blob=$(printf 'id = "%s"\n' "$(key x)" | git hash-object -w --stdin)
	tree=$(for i in 0 1 2 3 4 5 6 7 8 9; do
		printf '100644 blob %s\tf%s\n' "$blob" "$i"
	done | git mktree)
	for _ in 1 2 3 4 5 6 7 8 9; do
		tree=$(for i in 0 1 2 3 4 5 6 7 8 9; do
			printf '040000 tree %s\tf%s\n' "$tree" "$i"
		done | git mktree)
	done
	git update-ref HEAD "$(git commit-tree -m bomb "$tree")"
	past
	[ "$status" -eq 2 ]
	[[ "$output" == *".git/blob/$blob/f0:1:7:"* ]]
	[[ "$output" == *"reason=limit: "* ]]
}

# ranged ARGUMENT...: as past, of a part.
ranged() {
	run --separate-stderr tamis-secrets --view=records "$@"
}

@test "a range tells what its commits brought, took, and what they say" {
	local first third
	put old x
	commit one
	first=$(git rev-parse HEAD)
	git checkout -q -b side
	put b y
	commit "uses $(key message)"
	git checkout -q main
	put a w
	commit three
	third=$(git rev-parse HEAD)
	git merge -q --no-commit side
	put evil z
	commit merge
	git rm -q a
	commit five
	ranged --range="$first.."
	[ "$status" -eq 1 ]
	[ "$(grep -cE '^(a|b|evil|\.git/commit/[0-9a-f]*):' <<<"$output")" -eq 4 ]
	[ "$(tail -n 1 <<<"$output")" = "end	4	unread=0" ]
	told a "commit=$third" head=no "gone=$(git rev-parse HEAD)" \
		"blob=$(git rev-parse "$third:a")" date=2023-11-15
	told b head=yes "commit=$(git rev-parse side)"
	told evil "commit=$(git rev-parse HEAD~1)"
	told ".git/commit/$(git rev-parse side)" head=yes
	ranged --range=main..side
	[ "$output" = "end	0	unread=0" ]
	git reset -q --hard "$first"
	ranged --range="$first..side" --dedup
	told ".git/commit/$(git rev-parse side)" head=no
	told b head=no count=1
}

@test "a long range says what a short one would" {
	for i in $(seq 90); do
		put "f$((i % 7))/g" "$((i % 20))"
		[ $((i % 5)) -ne 0 ] || git rm -q -r "f$((i % 3))" || true
		commit "number $i"
		case $i in
		30) git checkout -q -b side ;;
		50) git checkout -q main ;;
		70) git merge -q -s ours side ;;
		esac
	done
	git gc -q
	ranged --range=HEAD~50..
	[ "$(git rev-list --count HEAD~50..)" -gt 60 ]
	grep -v '^end' <<<"$output" | cut -f1,3,4 | sort -u >long
	# What short ranges tell, each of one commit.
	for c in $(git rev-list --reverse HEAD~50..); do
		ranged --range="$c~1..$c"
		grep -v '^end' <<<"$output" | cut -f1,3,4
	done | sort -u >short
	diff long short
}

@test "what commits brought since a day, by a history or a range" {
	put old x
	commit one
	GIT_COMMITTER_DATE="$clock +0000" \
		git tag -a -m "tag $(key early)" early
	put old y
	clock=1700100000
	put new z
	commit "$(key message)"
	put later w
	clock=1700200000
	commit three
	ranged --since=2023-11-16
	[ "$status" -eq 1 ]
	[ "$(paths)" = ".git/commit/$(git rev-parse HEAD~1) new old later " ]
	ranged --since=2023-11-17 --history
	[ "$(paths)" = "later " ]
	ranged --since=2023-11-17 --range=early..
	[ "$(paths)" = "later " ]
	ranged --since=2023-11-18 --all-objects
	[ "$output" = "end	0	unread=0" ]
	ranged --since=yesterday
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"'yesterday' is no date"* ]]
	ranged --since=2023-11-16 --tracked
	[ "$status" -eq 2 ]
}

@test "a range of a partial clone names what it lacks, and no more" {
	git config uploadpack.allowFilter true
	put a x
	commit one
	put b y
	commit two
	git clone -q --bare --filter=blob:none "file://$PWD" ../partial.git
	cd ../partial.git || return 1
	ranged --range=HEAD~1..HEAD
	[ "$status" -eq 2 ]
	[ "$(paths)" = ".git/blob/$(git rev-parse HEAD:b)/b " ]
	ranged --range=HEAD~1..HEAD --allow-missing
	[ "$status" -eq 0 ]
}

@test "a tag that is pushed is sieved with what it names" {
	echo 1 >a
	commit one
	git tag -a -m "tag $(key tag)" v1
	ranged --pushed <<<"refs/tags/v1 $(git rev-parse v1) refs/tags/v1 $(
		printf '%040d' 0)"
	[ "$status" -eq 1 ]
	[ "$(paths)" = ".git/tag/$(git rev-parse v1) " ]
}

@test "what only a path makes certain enough is found at that path" {
	mkdir src deploy
	echo 'password = "hello1"' >src/a.py
	cp src/a.py deploy/b.py
	commit one
	past --min-severity=medium
	[ "$(paths)" = "deploy/b.py " ]
	run --separate-stderr tamis-secrets --view=records --rev=HEAD \
		--min-severity=medium
	[ "$(paths)" = "deploy/b.py " ]
}

@test "what is broken in one pack is read from another" {
	local pack other id
	put a x
	commit one
	put b y
	commit two
	git repack -q -a -d
	pack=$(ls .git/objects/pack/*.pack)
	mkdir ../other
	cp "$pack" "${pack%.pack}.idx" ../other
	# Another pack with the same objects and one more.
	put c z
	commit three
	git repack -q -a -d
	other=$(ls .git/objects/pack/*.pack)
	cp ../other/* .git/objects/pack/
	chmod u+w .git/objects/pack/*
	for broken in "$pack" "$other"; do
		cp "$broken" ../whole
		git show-index <"${broken%.pack}.idx" | sort -n >../at
		while read -r at _; do
			printf '\377\377\377' | dd of="$broken" bs=1 \
				seek=$((at + 3)) conv=notrunc status=none
		done <../at
		past --no-cache
		[[ "$output" == *a:1:7:*b:1:7:* ]]
		if [ "$broken" = "$pack" ]; then
			[ "$status" -eq 1 ]
			[ "$(paths)" = "a b c " ]
		else
			# What it alone had is lost.
			[ "$status" -eq 2 ]
		fi
		cp ../whole "$broken"
	done
}

@test "a pack that is none is named, the rest is judged" {
	local pack
	put a x
	commit one
	git repack -q -a -d
	pack=$(ls .git/objects/pack/*.pack)
	put b y
	commit two
	chmod u+w .git/objects/pack/*
	cp "${pack%.pack}.idx" ../idx
	# The counts of the fan-out go down.
	printf '\377\377\377\377' | dd of="${pack%.pack}.idx" bs=1 seek=8 \
		conv=notrunc status=none
	past
	[ "$status" -eq 2 ]
	[[ "$(paths)" == *"b "* ]]
	[[ "$(paths)" == *".git/objects/pack/$(basename "$pack") "* ]]
	[[ "$stderr" == *"$(basename "$pack")"* ]]
	cp ../idx "${pack%.pack}.idx"
	: >"$pack"
	past
	[ "$status" -eq 2 ]
	[[ "$(paths)" == *"b "* ]]
}
