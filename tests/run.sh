#!/bin/bash
# Every test once: units, corpora through their fuzz targets, Bats. TAP
# comes in; a failure is shown, the count closes. B is the build directory.
set -u
cd "$(dirname "$0")/.." || exit 2
export PATH="$B/bin:$PATH"
log=$(mktemp) || exit 2
trap 'rm -f "$log"' EXIT

for t in tests/unit/*.c; do
	t=$(basename "$t" .c)
	"$B/unit/$t" >>"$log" 2>&1 || echo "not ok - $t ended with $?" >>"$log"
done
for f in tests/fuzz/*.c; do
	f=$(basename "$f" .c)
	if ls tests/corpus/"$f"/* >/dev/null 2>&1 &&
		"$B/fuzz/$f" tests/corpus/"$f"/* >>"$log" 2>&1; then
		echo "ok - corpus of $f" >>"$log"
	else
		echo "not ok - corpus of $f" >>"$log"
	fi
done
# Bats that could not even start says no "not ok".
echo "# bats" >>"$log"
bats --tap --jobs "$(nproc)" --no-parallelize-within-files tests \
	>>"$log" 2>&1 || sed '1,/^# bats$/d' "$log" | grep -q '^not ok' ||
	echo "not ok - bats" >>"$log"

grep -v '^ok \|^1\.\.\|^# bats$' "$log" | head -n 400
passed=$(grep -c '^ok ' "$log")
failed=$(grep -c '^not ok ' "$log")
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
