#!/bin/sh
# A module includes only lower levels and the neighbours named for it; a
# package has one door; only tools, say, opt and ask leave the process.
set -eu
cd "$(dirname "$0")/.."
# shellcheck disable=SC2046 # no file of ours has a blank in its name
awk '
function base(f) { sub(/.*\//, "", f); sub(/\.[ch]$/, "", f); return f }
FILENAME ~ /layers\.txt$/ {
	if (/^#/ || NF == 0) next
	level[$2] = $1
	for (i = 3; i <= NF; i++)
		if ($i ~ /^\+/) beside[$2, substr($i, 2)] = 1
		else door[$i] = $2
	next
}
FNR == 1 { me = base(FILENAME); tool = FILENAME ~ /^tools\//
	if (!tool && !(me in level)) bad("module not in layers.txt") }
/^#include "/ {
	split($2, q, "\""); you = base(q[2])
	if (!(you in level)) bad("unknown header " q[2])
	else if (!tool && you != me && level[you] >= level[me] && \
	    !((me, you) in beside) && level[you] > 0)
		bad("level " level[me] " includes " q[2] ", level " level[you])
}
/^#include </ {
	h = $2; gsub(/[<>]/, "", h)
	# A door may have rooms: what crypt may include, crypt_ssh may too.
	if (h in door && door[h] != me && index(me, door[h] "_") != 1)
		bad(h " belongs to " door[h])
}
/(^|[^_a-z])(exit|abort|die|usage) ?\(/ && !tool && !/^ \*|\/\*/ && \
    me != "say" && me != "opt" && me != "ask" {
	bad("only tools may exit")
}
function bad(why) { printf "%s:%d: %s\n", FILENAME, FNR, why; rc = 1 }
END { exit rc }
' tests/layers.txt lib/*.[ch] $(find tools -name '*.c' 2>/dev/null)
