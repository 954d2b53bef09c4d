#!/bin/bash
# Every test once: units, corpora through their fuzz targets, Bats. TAP
# comes in; a failure is shown, the count closes. B is the build directory.
set -u
cd "$(dirname "$0")/.." || exit 2
export PATH="$B/bin:$PATH"
log=$(mktemp) || exit 2
trap 'rm -f "$log"' EXIT

for t in "$B"/unit/*; do
	[ -x "$t" ] || continue
	"$t" >>"$log" 2>&1 || echo "not ok - $t ended with $?" >>"$log"
done
for f in tests/fuzz/*.c; do
	f=$(basename "$f" .c)
	[ -d "tests/corpus/$f" ] || continue
	if "$B/fuzz/$f" tests/corpus/"$f"/* >>"$log" 2>&1; then
		echo "ok - corpus of $f" >>"$log"
	else
		echo "not ok - corpus of $f" >>"$log"
	fi
done
if ls tests/*.bats >/dev/null 2>&1; then
	bats --tap --jobs "$(nproc)" --no-parallelize-within-files tests \
	    >>"$log" 2>&1 || echo "# bats ended with $?" >>"$log"
fi

grep -v '^ok \|^1\.\.' "$log" | head -n 400
passed=$(grep -c '^ok ' "$log")
failed=$(grep -c '^not ok ' "$log")
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
