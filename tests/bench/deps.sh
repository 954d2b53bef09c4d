#!/bin/bash
# tamis-deps against osv-scanner, offline, on the lock files below REPO and
# the advisories in FEED (OSV's ECOSYSTEM/all.zip): speed and memory as
# ratios, then every finding that is not in both. B and PEERS as in run.sh.
set -eu
cd "$(dirname "$0")/../.."
: "${FEED:?a directory with OSV\'s ECOSYSTEM/all.zip}" "${REPO:?a directory}"
peers=$(realpath -m "${PEERS:-$B/peers}")
repo=$(realpath "$REPO")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
PATH=$B/bin:$peers/bin:$peers:$PATH
command -v osv-scanner >/dev/null || GOBIN=$peers/bin \
    go install github.com/google/osv-scanner/v2/cmd/osv-scanner@v2.2.4 >&2
ratio() { python3 tests/bench/ratio.py "$@"; }

mkdir "$scratch/osv-scanner"
cp -R "$FEED"/. "$scratch/osv-scanner"
[ ! -d "$scratch/osv-scanner/crates" ] ||
	mv "$scratch/osv-scanner/crates" "$scratch/osv-scanner/crates.io"
export OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY=$scratch
db=$scratch/t.db
osv='osv-scanner scan source --offline --no-resolve --format json'

printf 'what\tprogram\tcpu s\twall s\tpeak MB\texit\tratio\n'
ratio -n 1 'import' "tamis-db=rm -f $db; tamis-db --db=$db import \
$scratch/osv-scanner/*/all.zip"
ratio -n 3 'lock files' "tamis-deps=tamis-deps --no-ignore --db=$db $repo" \
	"osv-scanner=$osv -r $repo"
python3 - "$scratch/package-lock.json" <<'PY'
import json
import sys
names = ["package%d" % i for i in range(30000)]
packages = {"": {"dependencies": {n: "1" for n in names[:200]}}}
for i, n in enumerate(names):
    packages["node_modules/" + n] = {
        "version": "%d.%d.%d" % (i % 5, i % 9, i % 20),
        "integrity": "sha512-" + "A" * 86 + "==", "license": "MIT",
        "resolved": "https://registry.example/%s/-/%s.tgz" % (n, n),
        "dependencies": {names[(i * 13 + k) % 30000]: "^1" for k in range(3)}}
json.dump({"lockfileVersion": 3, "packages": packages},
          open(sys.argv[1], "w", encoding="utf-8"), indent=2)
PY
ratio -n 3 "a package-lock.json of 10 MB" \
	"tamis-deps=tamis-deps --db=$db $scratch/package-lock.json" \
	"osv-scanner=$osv -L $scratch/package-lock.json"

$osv -r "$repo" >"$scratch/osv.json" 2>/dev/null || true
tamis-deps --no-ignore --inventory --fail-on=never --db="$db" "$repo" \
	>"$scratch/records" 2>/dev/null || true
python3 tests/bench/osvdiff.py "$repo" "$scratch/osv.json" "$scratch/records"
