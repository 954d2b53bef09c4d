#!/usr/bin/env bats
# What tamis-db promises.
# shellcheck disable=SC2154 # bats sets stderr
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export HOME=$BATS_TEST_TMPDIR/home
	unset TAMIS_DB XDG_DATA_HOME CI
	export SOURCE_DATE_EPOCH=1770000000
}

# advisory ID NAME EVENTS [MORE]: a record in feed/, MORE in its top.
advisory() {
	mkdir -p feed
	printf '{"id": "%s", "modified": "2026-01-01T00:00:00Z"%s,
	"affected": [{"package": {"ecosystem": "npm", "name": "%s"},
	"ranges": [{"type": "SEMVER", "events": [%s]}]}]}\n' \
		"$1" "${4:+, $4}" "$2" "$3" >"feed/$1.json"
}

# like ID NAME EDIT: A-4 with another id, name and what sed makes of it.
like() {
	sed "s/A-4/$1/; s/odd/$2/; ${3//$'\n'/}" feed/A-4.json >"feed/$1.json"
}

found() {
	tamis-deps --db="${2:-t.db}" --name=package-lock.json - <<-END |
		{"packages": {"node_modules/$1": {"version": "1.5.0"}}}
	END
		cut -f3 | grep -c deps/vulnerable
}

@test "pairs are compared by the ecosystem's own rules" {
	printf '1.0\t1.0.0\n1.0rc1\t1.0\n2\t1\n' >pairs
	run -0 tamis-db compare PyPI <pairs
	[ "$output" = "=
<
>" ]
	run -0 tamis-db compare Debian:12 <pairs
	[ "$output" = "<
>
>" ]
}

@test "a version without an order is '?', named on stderr, and 2" {
	printf '1\t2\nlatest\t1\nnothing\n%s\t1\n' \
		"$(head -c 100000 /dev/zero | tr '\0' 1)" >pairs
	run -2 --separate-stderr tamis-db compare npm <pairs
	[ "$output" = "<
?
?
?" ]
	[[ $stderr == *"line 2: no version: 'latest'"*"line 3: it has no tab"* ]]
	run -2 --separate-stderr tamis-db compare nmp <pairs
	[[ $stderr == *"unknown ecosystem 'nmp'; did you mean 'npm'?"* ]]
}

@test "a directory, a file and an archive are imported, once" {
	advisory A-1 a '{"introduced": "0"}, {"fixed": "2.0.0"}'
	advisory A-2 b '{"introduced": "1.0.0"}, {"last_affected": "1.5.0"}'
	mkdir -p feed/deep/er && mv feed/A-2.json feed/deep/er
	(cd feed && zip -qr ../all.zip . && tar czf ../all.tgz .)
	for source in feed all.zip all.tgz; do
		run -0 tamis-db --db=$source.db import $source
		[ "$output" = "$source	2 records	2 new	0 not read" ]
		[ "$(found a $source.db)" = 1 ]
		[ "$(found b $source.db)" = 1 ]
		run -1 found c $source.db
	done
	run -0 tamis-db --db=all.zip.db import all.zip
	[ "$output" = "all.zip	unchanged" ]
	run -0 tamis-db --db=feed.db import feed
	[ "$output" = "feed	2 records	0 new	0 not read" ]
}

@test "what a record says counts: limits, lists, withdrawal, custom ranges" {
	advisory A-1 limit '{"introduced": "0"}, {"limit": "1.5.0"}'
	advisory A-2 gone '{"introduced": "0"}' '"withdrawn": "2026-01-02"'
	advisory A-3 late '{"introduced": "0"}, {"fixed": "1.4.0"},
		{"introduced": "1.6.0"}, {"introduced": "1.5.0"}'
	advisory A-4 odd '{"introduced": "0"}' '"published": "yesterday"'
	like A-5 list 's/"ranges.*/"versions": ["1.5.0"]}]}/'
	like A-6 custom 's/"ranges"/"ecosystem_specific": {"custom_ranges":
		[{"events": [{"introduced": "0"}, {"fixed": "1.4.0"}]}]}, &/'
	like A-7 last 's/"ranges"/"database_specific":
		{"last_known_affected_version_range": "<= 1.4"}, &/'
	run -0 tamis-db --db=t.db import feed
	[ "$output" = "feed	7 records	7 new	0 not read" ]
	for name in late odd list; do [ "$(found $name)" = 1 ]; done
	for name in limit gone custom last; do run -1 found $name; done
}

@test "of one id the later stays; a withdrawal takes back" {
	advisory A-1 a '{"introduced": "0"}'
	tamis-db --db=t.db import feed
	[ "$(found a)" = 1 ]
	advisory A-1 a '{"introduced": "9.0.0"}'
	sed -i s/2026-01-01/2025-01-01/ feed/A-1.json
	tamis-db --db=t.db import feed
	[ "$(found a)" = 1 ]
	sed -i 's/2025-01-01T00:00:00Z"/2026-02-01", "withdrawn": "x"/' \
		feed/A-1.json
	tamis-db --db=t.db import feed
	run -1 found a
}

@test "a record that cannot be read is counted and named, the rest is there" {
	advisory A-1 a '{"introduced": "0"}'
	echo '{"id": "A-2", ' >feed/A-2.json
	echo '{}' >feed/A-3.json
	run -2 --separate-stderr tamis-db --db=t.db import feed
	[ "$output" = "feed	1 records	1 new	2 not read" ]
	[[ $stderr == *"'feed/A-2.json'"*"'feed/A-3.json': it is no advisory"* ]]
	[ "$(found a)" = 1 ]
}

@test "a failed import leaves the old database, and nothing beside it" {
	advisory A-1 a '{"introduced": "0"}'
	tamis-db --db=t.db import feed
	sum=$(sha256sum t.db)
	echo text >text
	run -2 --separate-stderr tamis-db --db=t.db import feed text
	[[ $stderr == *"cannot import 'text': it is neither"* ]]
	run -2 tamis-db --db=t.db import feed none
	[ "$sum" = "$(sha256sum t.db)" ]
	[ ! -e t.db.new ]
	run -2 --separate-stderr bash -c \
		'ulimit -f 8; trap "" XFSZ; exec tamis-db --db=t.db import feed'
	[ "$sum" = "$(sha256sum t.db)" ]
	[[ $stderr == "tamis-db: cannot write "* ]]
}

@test "two imports at once: the second is refused" {
	advisory A-1 a '{"introduced": "0"}'
	(
		exec 9>t.db.new
		flock 9
		run -2 --separate-stderr tamis-db --db=t.db import feed
		[[ $stderr == *"another import is running"* ]]
	)
	run -0 tamis-db --db=t.db import feed
}

@test "a database of another kind, version or length is refused, and kept" {
	advisory A-1 a '{"introduced": "0"}'
	tamis-db --db=t.db import feed
	head -c 5000 t.db >cut.db
	cp t.db new.db
	printf '\0\0\0\143' | dd of=new.db bs=1 seek=60 conv=notrunc status=none
	echo hello >text.db
	for f in cut:short new:version text:database; do
		for job in status 'import feed'; do
			# shellcheck disable=SC2086 # words
			run -2 --separate-stderr tamis-db --db="${f%:*}.db" $job
			[[ $stderr == *"${f#*:}"* ]]
		done
		echo '{"packages": {"node_modules/a": {"version": "1.0.0"}}}' \
			>package-lock.json
		run -2 tamis-deps --db="${f%:*}.db" package-lock.json
		[[ $output == *deps/unread*"${f#*:}"* ]]
	done
}

@test "status tells sources, counts and age" {
	advisory A-1 a '{"introduced": "0"}'
	tamis-db import feed
	SOURCE_DATE_EPOCH=1770864000 run -0 tamis-db status
	[[ ${lines[0]} == "database	$HOME/.local/share/tamis/advisories.db" ]]
	[[ ${lines[1]} == "imported	2026-02-02	10 days ago" ]]
	[[ $output == *"ecosystem	npm	1 advisories	1 packages	newest 2026-01-01"* ]]
	[[ $output == *"source	feed	1 records	0 not read"* ]]
	[[ $output == *"imported	2026-08-22"* ]]
}
