#!/bin/sh
# tests/layers.txt holds: who may include whom, a package has one door, who
# may leave the process or print; and the table says no more than is so.
set -eu
cd "$(dirname "$0")/.."
# shellcheck disable=SC2046 # no file of ours has a blank in its name
awk '
function base(f) { sub(/.*\//, "", f); sub(/\.[ch]$/, "", f); return f }
function bad(why) { printf "%s:%d: %s\n", FILENAME, FNR, why; rc = 1 }
function row(i) {
	for (i = $1 == "*" ? 2 : 3; i <= NF; i++)
		if ($1 == "*") open[$i] = 1
		else if ($i ~ /^[+!]/) grant[$2, $i] = FNR
		else { sub(/\.h$/, "", $i); door[$i] = $2 }
	if ($1 == "*") return
	if ($2 in level) bad($2 " is named twice")
	level[$2] = $1
	at[$2] = FNR
}
# Said in the table, and used.
function may(what) {
	if (!((me, what) in grant)) return 0
	used[me, what] = 1
	return 1
}
# The longest beginning of a header that is in the table: git2/a.h, git2.
function package(h) {
	sub(/\.h$/, "", h)
	while (!(h in door) && !(h in open) && sub(/\/[^\/]*$/, "", h))
		;
	return h
}
FILENAME ~ /layers\.txt$/ { if (!/^#/ && NF > 0) row(); next }
FNR == 1 {
	me = base(FILENAME)
	tool = FILENAME ~ /^tools\//
	seen[me] = 1
	if (!tool && !(me in level)) bad("module not in layers.txt")
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
	split($0, q, "\"")
	you = base(q[2])
	if (!(you in level)) bad("unknown header " q[2])
	else if (!tool && (level[you] > level[me] || you != me && \
	    level[you] == level[me] && level[you] > 0 && !may("+" you)))
		bad("level " level[me] " includes " q[2] ", level " level[you])
}
/^[ \t]*#[ \t]*include[ \t]*</ {
	split($0, q, /[<>]/)
	p = package(q[2])
	# A door may have rooms: what crypt may include, crypt_ssh may too.
	if (p in door) {
		knocked[p] = 1
		if (door[p] != me && index(me, door[p] "_") != 1)
			bad(q[2] " belongs to " door[p])
	} else if (!(p in open))
		bad(q[2] " has no door in layers.txt")
}
tool || /^[ \t]*(\/\*| \*)/ { next }
/(^|[^_a-z])(_?exit|_Exit|quick_exit|abort|die|usage|v?errx?) ?\(/ {
	if (!may("!exit")) bad("only tools may exit")
}
/(^|[^_a-z])(v?printf|puts|putchar|perror) ?\(|[^_a-z]stderr[^_a-z]/ {
	if (!may("!print")) bad("only say may speak")
}
END {
	FILENAME = "tests/layers.txt"
	for (m in level)
		if (!(m in seen)) { FNR = at[m]; bad("no module " m) }
	for (g in grant) {
		split(g, q, SUBSEP)
		FNR = grant[g]
		if (!(g in used)) bad(q[1] " needs no " q[2])
	}
	for (p in door)
		if (!(p in knocked)) { FNR = at[door[p]]; bad("no use of " p) }
	exit rc
}
' tests/layers.txt $(find lib tools -name '*.[ch]' | sort)
