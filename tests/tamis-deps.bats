#!/usr/bin/env bats
# What tamis-deps promises.
# shellcheck disable=SC2154 # bats sets stderr
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
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
	run -0 tamis-deps --inventory .
	[[ ${lines[0]} == "deps/x/expat.h:1:27:	info	"*"expat 2.2.5	"* ]]
	[[ ${lines[1]} == "deps/x/zlib.h:1:23:	info	"*"/zlib@1.2.11	"* ]]
	[[ ${lines[2]} == "jq.min.js:1:13:	info	"*"pkg:npm/jquery@1.12.4	"* ]]
	[[ ${lines[3]} == "lodash-4.17.11.min.js:1:1:	info	"*"lodash@4.17.11"* ]]
	[ "${#lines[@]}" -eq 5 ]
}
