#!/usr/bin/env bats
# What tamis-deps promises.
# shellcheck disable=SC2154 # bats sets stderr
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset CI # where it is set, an old database is told about
}

@test "a component has its place, its purl, its scope and its way" {
	mkdir a
	printf '[[package]]\nname = "x"\nversion = "1.0.0"\nsource = "r"\n' \
		>a/Cargo.lock
	printf '[[package]]\nname = "me"\ndependencies = ["x"]\n' >>a/Cargo.lock
	printf '[dev-dependencies]\nx = "1"\n' >a/Cargo.toml
	run -0 tamis-deps --inventory a
	[[ ${lines[0]} == "a/Cargo.lock:2:9:	info	deps/component	x 1.0.0	"* ]]
	[[ ${lines[0]} == *"	purl=pkg:cargo/x@1.0.0	scope=development	"* ]]
	[[ ${lines[0]} == *"	direct=yes	dev=yes" ]]
	[ "${lines[1]}" = "end	1	unread=0" ]
}

@test "without --inventory a file without findings is silent" {
	echo 'a @ file:///x' >requirements.txt
	run -0 tamis-deps .
	[ "$output" = "end	0	unread=0" ]
}

@test "a byte order mark and UTF-16 do not move a place" {
	printf '\357\273\277a==1\n' >requirements.txt
	run -0 tamis-deps --inventory requirements.txt
	[[ ${lines[0]} == "requirements.txt:1:4:	info	"*"	end=1:5	"* ]]
}

@test "what cannot be read is told with its line, and 2" {
	printf '{"packages": {\n"node_modules/a": {"version": "1"},\n"' \
		>package-lock.json
	run -2 --separate-stderr tamis-deps .
	[[ $output == *"deps/unread	"*"reason=line "*"end	1	unread=1" ]]
	[[ $stderr == "tamis-deps: cannot judge 'package-lock.json': line "* ]]
}

@test "a list that leads out of the source, or round, is told, and 2" {
	echo '-r ../../etc/passwd' >requirements.txt
	run -2 tamis-deps .
	[[ $output == *"outside of the source: ../../etc/passwd"* ]]
	echo '-r loop.in' >requirements.txt
	cp requirements.txt loop.in
	run -2 tamis-deps .
	[[ $output == *"files that include each other"* ]]
}

@test "an entity of XML is never expanded" {
	{
		echo '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
		echo '<project><version>&x;</version></project>'
	} >pom.xml
	run -2 tamis-deps .
	[[ $output == *"entities, which are not expanded"* ]]
}

@test "--only with another sieve's rule is no error in tamis-scan" {
	echo '<<<' >requirements.txt
	run -0 tamis-scan --only=secrets/github-pat .
	run -2 tamis-scan --only=deps/vulnerable .
	run -2 --separate-stderr tamis-scan --only=deps/vulnerabl .
	[[ $stderr == *"did you mean 'deps/vulnerable'?"* ]]
}

@test "the records are the same, whatever the number of threads" {
	for i in 1 2 3 4 5 6 7 8 9; do
		mkdir $i
		printf 'a==%s\nb==2\n' $i >$i/requirements.txt
	done
	tamis-deps --inventory -j 1 . >one
	tamis-deps --inventory -j 4 . | cmp - one
}

@test "libraries copied into the tree: by macros, by banner, by name" {
	mkdir -p deps/x
	printf '#define ZLIB_VERSION "1.2.11"\n' >deps/x/zlib.h
	printf '#define XML_MAJOR_VERSION 2\n#define XML_MINOR_VERSION 2\n' \
		>deps/x/expat.h
	printf '#define XML_MICRO_VERSION 5\n' >>deps/x/expat.h
	printf '#define ZLIB_VERSION "@VERSION@"\n' >deps/x/zlib.h.in
	echo '/*! jQuery v1.12.4 | (c) jQuery Foundation */' >jq.min.js
	echo '!function(){}' >lodash-4.17.11.min.js
	run -0 tamis-deps --inventory --only=deps/component .
	[[ ${lines[0]} == "deps/x/expat.h:1:27:	info	"*"expat 2.2.5	"* ]]
	[[ ${lines[1]} == "deps/x/zlib.h:1:23:	info	"*"/zlib@1.2.11	"* ]]
	[[ ${lines[2]} == "jq.min.js:1:13:	info	"*"pkg:npm/jquery@1.12.4	"* ]]
	[[ ${lines[3]} == "lodash-4.17.11.min.js:1:1:	info	"*"lodash@4.17.11"* ]]
	[ "${#lines[@]}" -eq 5 ]
}

# An own database, by which all is judged: NAME EVENTS each.
feed() {
	unset CI TAMIS_DB XDG_DATA_HOME
	mkdir -p feed
	while [ $# -gt 1 ]; do
		printf '{"id": "%s", "modified": "2026-01-01T00:00:00Z"%s,
		"affected": [{"package": {"ecosystem": "npm", "name": "a"},
		"ranges": [{"type": "SEMVER", "events": [%s]}]}]}\n' \
			"${1%%:*}" "${1#*:}" "$2" >"feed/${1%%:*}.json"
		shift 2
	done
	tamis-db --db=t.db import feed >/dev/null
}

lock() {
	cat >package-lock.json <<-'END'
		{"packages": {"": {"devDependencies": {"b": "1"}},
		"node_modules/b": {"version": "1.0.0", "dependencies": {"a": "1"}},
		"node_modules/a": {"version": "1.2.0", "dev": true}}}
	END
}

@test "one record a package, version and place: faults folded, fix, way" {
	feed 'CVE-2026-1:' '{"introduced": "0"}, {"fixed": "1.3.0"}' \
		'GHSA-a:, "aliases": ["CVE-2026-1"], "severity": [{"type":
		"CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
		}]' '{"introduced": "0"}, {"fixed": "1.3.0"}' \
		'X-2:' '{"introduced": "1.1.0"}, {"fixed": "1.4.0"}' \
		'X-3:' '{"introduced": "1.4.0"}, {"fixed": "1.5.0"}' \
		'MAL-1:' '{"introduced": "1.2.0"}, {"fixed": "1.2.1"}'
	lock
	run -1 tamis-deps --db=t.db .
	[ "${#lines[@]}" -eq 3 ]
	want="package-lock.json:3:2:	critical	deps/vulnerable	a 1.2.0: 2 advisories, fixed in 1.5.0	fp=*	purl=pkg:npm/a@1.2.0	advisories=GHSA-a,X-2	aliases=CVE-2026-1	fixed=1.5.0	cvss=9.8	direct=no	dev=yes	via=b"
	[[ ${lines[0]} == *deps/malicious* || ${lines[1]} == *deps/malicious* ]]
	# shellcheck disable=SC2053 # a pattern
	[[ ${lines[0]} == $want || ${lines[1]} == $want ]] || {
		echo "$output"
		false
	}
	run -0 tamis-deps --db=t.db --no-dev .
}

@test "without a fix, and with one that another fault has, it says so" {
	feed 'X-1:' '{"introduced": "0"}' 'X-2:' \
		'{"introduced": "0"}, {"fixed": "1.3.0"}'
	lock
	run -1 tamis-deps --db=t.db .
	[[ $output == *"a 1.2.0: 2 advisories, no fixed version is known"* ]]
	[[ $output != *fixed=* ]]
}

@test "an ecosystem without advisories is told once a file, and 2" {
	feed 'X-1:' '{"introduced": "0"}'
	printf 'a==1\nb==2\n' >requirements.txt
	run -2 --separate-stderr tamis-deps --db=t.db requirements.txt
	[[ ${lines[0]} == *"deps/unread	"*"PyPI"*"tamis-db import"* ]]
	[ "${lines[1]}" = "end	1	unread=1" ]
}

@test "the first run judges by what came with tamis" {
	unset TAMIS_DB
	export HOME=$PWD XDG_DATA_HOME=$PWD/none
	echo 'jinja2==2.0' >requirements.txt
	run -1 tamis-deps requirements.txt
	[[ $output == *"deps/vulnerable	jinja2 2.0: "*"CVE-2014-1402"* ]]
	run -1 --separate-stderr tamis-deps --max-age=5 requirements.txt
	[[ $stderr == *"days old: tamis-db import brings newer ones" ]]
	CI=1 run -1 --separate-stderr tamis-deps requirements.txt
	[[ $stderr == *"days old"* ]]
}

@test "a version that has no order is told, and 2" {
	feed 'X-1:' '{"introduced": "0"}'
	echo '{"packages": {"node_modules/a": {"version": "next"}}}' \
		>package-lock.json
	run -2 tamis-deps --db=t.db .
	[[ $output == *"no order: a 'next'"* ]]
}

@test "ends of life: of images, of what lies below, of runtimes, by the day" {
	cat >Dockerfile <<-'END'
		FROM debian:buster-slim
		FROM golang:1.16-alpine3.14
		FROM node:99
		FROM debian
		FROM python:3
		FROM php@sha256:0000
		FROM registry.access.redhat.com/ubi7/ubi-minimal:7.9
	END
	run -1 tamis-deps --as-of=2023-01-01 Dockerfile
	[[ ${lines[0]} == "Dockerfile:1:6:	medium	deps/eol	debian 10 has had no security support since 2022-09-10; extended support ends on 2024-06-30	"*"	eol=2022-09-10	"* ]]
	[[ ${lines[1]} == "Dockerfile:2:6:	high	deps/eol	go 1.16 has had "* ]]
	[[ ${lines[2]} == "Dockerfile:2:6:	low	deps/eol-soon	alpine-linux 3.14 loses security support on 2023-05-01	"* ]]
	[ "${#lines[@]}" -eq 4 ]
	run -1 tamis-deps --as-of=2024-07-01 Dockerfile
	[[ ${lines[0]} == "Dockerfile:1:6:	high	deps/eol	"*"extended support ended on 2024-06-30	"* ]]
	[[ $output == *"Dockerfile:7:6:	medium	deps/eol	rhel 7 has had "* ]]
	run -0 tamis-deps --as-of=2020-01-01 Dockerfile
	run -2 --separate-stderr tamis-deps --as-of=2020-13-01 Dockerfile
	[[ $stderr == *"'--as-of' takes a day"* ]]
}

@test "a day before, on and after the end; 180 days before" {
	echo 'FROM alpine:3.12' >Dockerfile
	run -0 tamis-deps --as-of=2021-11-01 Dockerfile
	run -1 tamis-deps --as-of=2021-11-02 Dockerfile
	[[ $output == *eol-soon* ]]
	run -1 tamis-deps --as-of=2022-05-01 Dockerfile
	[[ $output == *eol-soon* ]]
	run -1 tamis-deps --as-of=2022-05-02 Dockerfile
	[[ $output == *"deps/eol	alpine-linux 3.12 has had no security support since 2022-05-01"* ]]
	run -0 tamis-deps --as-of=2022-05-02 --fail-on=critical Dockerfile
}

@test "frameworks and what go.mod asks for have ends, too" {
	feed 'X-1:' '{"introduced": "9.0.0"}'
	echo '{"packages": {"node_modules/angular": {"version": "1.8.2"}}}' \
		>package-lock.json
	run -1 tamis-deps --db=t.db --as-of=2026-01-01 package-lock.json
	[[ $output == *"deps/eol	angularjs 1.8 has had "* ]]
	printf 'module x\ngo 1.19\n' >go.mod
	run -2 tamis-deps --db=t.db --as-of=2026-01-01 go.mod
	[[ $output == *"go.mod:2:4:	high	deps/eol	go 1.19 has had "* ]]
}
