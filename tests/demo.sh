#!/bin/bash
# make demo [REPO=DIR]: the main job on a real repository, step by step. 0
# only when every step did what it says. B is the build directory.
set -euo pipefail
export PATH="${B:-$PWD/build}/bin:$PATH"
# Git as it comes: archives are compared under its default configuration,
# and root may read a repository that is another's.
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_COUNT=1
export GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'
SHOWN=20

say() {
	printf '\n\033[1m# %s\033[0m\n' "$1"
}

cmd() {
	printf '$ %s\n' "$1"
}

no() {
	printf 'demo: %s\n' "$1" >&2
	exit 2
}

[ -t 1 ] || say() { printf '\n# %s\n' "$1"; }
repo=${1:-.}
cd "$repo" 2>/dev/null || no "cannot enter '$repo'"
git rev-parse -q --verify 'HEAD^{commit}' >/dev/null 2>&1 ||
	no "'$repo' is no git repository with a commit; try make demo REPO=DIR"
top=$(git rev-parse --show-toplevel 2>/dev/null) || top=
[ -n "$top" ] ||
	no "'$repo' has no work tree to sieve; try a clone of it"
cd "$top"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The last word is the report's. What the sieve could not read it says with
# exit 2; when that was accepted, the filters behind it do not.
sieve() {
	local s all

	set +e
	git ls-files -z | tamis-secrets -0 | tamis-allow |
		tamis-report >"$scratch/report"
	all=("${PIPESTATUS[@]}")
	set -e
	[ "${all[0]}" -eq 0 ] && [ "${all[1]}" -le 2 ] || return 2
	for s in "${all[@]:2}"; do
		[ "$s" -le 1 ] || return 2
	done
	return "${all[3]}"
}

say "Sieve the tracked files of $top for secrets, drop what was accepted."
cmd 'git ls-files -z | tamis-secrets -0 | tamis-allow | tamis-report'
found=0
sieve || found=$?
head -n "$SHOWN" "$scratch/report"
lines=$(wc -l <"$scratch/report")
[ "$lines" -le "$SHOWN" ] || echo "... $((lines - SHOWN)) more lines"
case $found in
0) echo '-> exit 0: clean' ;;
1) echo '-> exit 1: found something; a pipeline in CI would stop here' ;;
*) no 'the sieve could not tell (exit 2): see .tamis/allow.rules' ;;
esac

say 'What does a project stand on that is vulnerable, or past its end?'
mkdir "$scratch/sample"
echo 'jinja2==2.10' >"$scratch/sample/requirements.txt"
printf 'FROM node:8-stretch\nCOPY . /app\n' >"$scratch/sample/Dockerfile"
printf 'module example.org/shop\n\ngo 1.19\n\nrequire golang.org/x/%s\n' \
	'text v0.3.0' >"$scratch/sample/go.mod"
cmd 'tamis-deps sample | tamis-report'
found=0
(cd "$scratch" && unset TAMIS_DB CI && XDG_DATA_HOME=$scratch/none \
	tamis-deps sample | tamis-report >"$scratch/report") || found=$?
cut -c -100 "$scratch/report"
[ "$found" -eq 1 ] || no "the sample's findings are not found (exit $found)"
grep -q 'deps/eol' "$scratch/report"
grep -q 'deps/vulnerable' "$scratch/report"
echo '-> exit 1: found, by the facts that come with tamis'

say 'Make a key pair; only its public half is needed to seal.'
cmd 'age-keygen -o key.txt; age-keygen -y key.txt > recipients'
age-keygen -o "$scratch/key.txt" 2>/dev/null
age-keygen -y "$scratch/key.txt" >"$scratch/recipients"
cat "$scratch/recipients"

say 'Archive the last commit, compress it, seal it.'
cmd 'tamis-archive HEAD | zstd | tamis-seal -R recipients > backup.tar.zst.age'
sealed=$scratch/backup.tar.zst.age
tamis-archive HEAD | zstd -q | tamis-seal -R "$scratch/recipients" >"$sealed"
echo "-> $(git archive HEAD | wc -c) bytes of tar are $(wc -c <"$sealed") sealed"

say 'Open it again: it must be what git archive writes, byte for byte.'
cmd 'tamis-open -i key.txt backup.tar.zst.age | zstd -d | cmp - <(git archive HEAD)'
tamis-open -i "$scratch/key.txt" "$sealed" | zstd -dq >"$scratch/opened.tar"
git archive --format=tar HEAD | cmp - "$scratch/opened.tar"
echo '-> the same'

say 'The age program opens it too: no one is locked in.'
cmd 'age -d -i key.txt backup.tar.zst.age | zstd -d | tar -t | wc -l'
age -d -i "$scratch/key.txt" "$sealed" | zstd -dq | tar -tf - | wc -l

say 'Turn one bit in the middle: not a byte of that chunk may come out.'
cmd 'tamis-open -i key.txt damaged.age'
at=$(($(wc -c <"$sealed") / 2))
byte=$(od -An -tu1 -j "$at" -N 1 "$sealed" | tr -d ' ')
printf '%b' "\\$(printf '%03o' $((byte ^ 1)))" |
	dd of="$sealed" bs=1 seek="$at" conv=notrunc status=none
rc=0
tamis-open -i "$scratch/key.txt" "$sealed" >/dev/null || rc=$?
[ "$rc" -eq 2 ] || no "damage was not noticed (exit $rc)"
echo '-> exit 2: refused'

say 'All of it worked.'
