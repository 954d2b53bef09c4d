#!/usr/bin/env bats
# The layers: what tests/layers.sh holds, on a small tree of its own.
bats_require_minimum_version 1.5.0

setup() {
	mkdir "$BATS_TEST_TMPDIR/tree" && cd "$BATS_TEST_TMPDIR/tree" || return 1
	mkdir lib tools tests
	cp "$BATS_TEST_DIRNAME/layers.sh" tests
	cat >tests/layers.txt <<-'END'
	* stdio unistd sys
	0 base
	1 say !exit !print
	1 buf
	1 text +buf
	2 repo git2
	2 repo_in
	3 index
	END
	for m in base say buf text repo repo_in index; do
		echo "/* $m.h - a module */" >lib/$m.h
		printf '#include "base.h"\n#include "%s.h"\n' $m >lib/$m.c
	done
	echo '#include "buf.h"' >>lib/text.c
	echo '#include "text.h"' >>lib/index.c
	echo '#include <git2.h>' >>lib/repo_in.c
	printf 'void out(void) { exit(2); }\nvoid o(void) { puts(""); }\n' >>lib/say.c
	printf '#include "index.h"\n#include <sys/stat.h>\n' >tools/tamis-x.c
	echo 'int main(void) { printf("%d", 1); exit(1); }' >>tools/tamis-x.c
}

# One complaint, that says WORDS, at FILE.
complains() {
	run -1 sh tests/layers.sh
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" == "$1:"*"$2"* ]]
}

@test "a tree that keeps the table passes" {
	run -0 sh tests/layers.sh
	[ -z "$output" ]
}

@test "an upward include fails, also from a header and with blanks" {
	echo '#include "index.h"' >>lib/buf.c
	complains lib/buf.c:3 'level 1 includes index.h, level 3'
	sed -i 3d lib/buf.c
	echo '#  include  "repo.h"' >>lib/say.h
	complains lib/say.h:2 'level 1 includes repo.h, level 2'
}

@test "an upward include cannot be granted" {
	sed -i 's/^1 buf/& +repo/' tests/layers.txt
	echo '#include "repo.h"' >>lib/buf.c
	run -1 sh tests/layers.sh
	[[ "$output" == *'level 1 includes repo.h, level 2'* ]]
}

@test "a neighbour that the table does not name fails" {
	echo '#include "text.h"' >>lib/buf.c
	complains lib/buf.c:3 'level 1 includes text.h, level 1'
}

@test "a package's header outside its door fails, in a tool too" {
	echo '#include <git2/sys/repository.h>' >>lib/index.c
	complains lib/index.c:4 'git2/sys/repository.h belongs to repo'
	sed -i 4d lib/index.c
	echo '#include <git2.h>' >>tools/tamis-x.c
	complains tools/tamis-x.c:4 'git2.h belongs to repo'
}

@test "a header of no package that is known fails" {
	echo '#include <zlib.h>' >>lib/repo.c
	complains lib/repo.c:3 'zlib.h has no door'
}

@test "leaving the process from lib fails" {
	for call in 'exit(1)' '_exit(1)' 'abort()' 'die("x")' 'usage(t, "x")' \
	    'errx(1, "x")'; do
		echo "void f(void) { $call; }" >lib/index.c
		complains lib/index.c:1 'only tools may exit'
	done
}

@test "printing from lib fails" {
	for call in 'printf("x")' 'perror("x")' 'fputs("x", stderr)'; do
		echo "void f(void) { $call; }" >lib/index.c
		complains lib/index.c:1 'only say may speak'
	done
	echo 'void f(void) { snprintf(b, 1, "x"); fprintf(f, "x"); }' >lib/index.c
	run -0 sh tests/layers.sh
}

@test "a module that is not in the table fails, and a header that is nowhere" {
	echo '#include "base.h"' >lib/new.c
	complains lib/new.c:1 'module not in layers.txt'
	rm lib/new.c
	echo '#include "gone.h"' >>lib/index.c
	complains lib/index.c:4 'unknown header gone.h'
}

@test "the table says no more than is so" {
	echo '3 gone' >>tests/layers.txt
	complains tests/layers.txt:9 'no module gone'
	sed -i '9d; s/^1 buf/& +say/' tests/layers.txt
	complains tests/layers.txt:4 'buf needs no +say'
	sed -i 's/^1 buf +say/1 buf !exit/' tests/layers.txt
	complains tests/layers.txt:4 'buf needs no !exit'
	sed -i 's/^1 buf !exit/1 buf zstd/' tests/layers.txt
	complains tests/layers.txt:4 'no use of zstd'
}

@test "a module that is named twice fails" {
	echo '2 index' >>tests/layers.txt
	run -1 sh tests/layers.sh
	[[ "$output" == *'index is named twice'* ]]
}
