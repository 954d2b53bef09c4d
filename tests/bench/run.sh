#!/bin/bash
# Speed and memory as ratios, ours against peers in one run, as TSV on
# stdout. B is the build directory, REPO a checkout (default: this one),
# PEERS a folder where peers are installed once (default: B/peers).
set -eu
cd "$(dirname "$0")/../.."
repo=${REPO:-$PWD}
peers=${PEERS:-$B/peers}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
PATH=$B/bin:$peers/bin:$PATH
ratio() { python3 tests/bench/ratio.py "$@"; }

if [ ! -x "$peers/bin/kingfisher" ]; then
	python3 -m venv "$peers" >&2
	"$peers/bin/pip" -q install kingfisher-bin==2.14.0 >&2
	if command -v go >/dev/null; then
		GOBIN=$peers/bin go install \
		    github.com/zricethezav/gitleaks/v8@v8.30.1 >&2 ||
			echo "bench: no gitleaks; go on without" >&2
	fi
fi
# The program itself: the package's entry point is a Python script.
kingfisher=$(find "$peers" -path '*kingfisher/bin/kingfisher' | head -n 1)

printf 'what\tprogram\tcpu s\twall s\tpeak MB\texit\tratio\n'

# 1 the tracked files of a working tree, every rule, the cores there are
mkdir "$scratch/tree"
git -C "$repo" archive HEAD | tar x -C "$scratch/tree"
tree=("tamis-secrets=tamis-secrets . >$scratch/out"
	"kingfisher=$kingfisher scan . --no-validate --no-update-check")
[ ! -x "$peers/bin/gitleaks" ] ||
	tree+=("gitleaks=gitleaks dir . --no-banner -l error")
ratio -n 3 -C "$scratch/tree" 'working tree' "${tree[@]}"

# 2 one small file; one staged file
mkdir "$scratch/small"
echo 'int main(void) { return 0; }' >"$scratch/small/a.c"
git -C "$scratch/small" init -q
git -C "$scratch/small" add a.c
ratio -n 21 -C "$scratch/small" 'one small file' \
	'tamis-secrets=tamis-secrets a.c' \
	"kingfisher=$kingfisher scan a.c --no-validate --no-update-check"
ratio -n 21 -C "$scratch/small" 'one staged file' \
	'tamis-secrets=tamis-secrets --staged' 'true=true'

# 3 hostile files: CPU seconds beside plain text of the same size
python3 tests/bench/hostile.py "$scratch/hostile" "${MB:-64}"
for f in "$scratch"/hostile/*; do
	ratio -n 1 "hostile $(basename "$f"), ${MB:-64} MB" \
		"plain=tamis-secrets $scratch/hostile/plain.txt" \
		"tamis-secrets=tamis-secrets $f"
done

# 4 sealing and opening a GiB; a snapshot
age-keygen -o "$scratch/key" 2>/dev/null
to=$(age-keygen -y "$scratch/key")
giga="head -c 1073741824 /dev/zero"
ratio -n 3 'seal 1 GiB' "tamis-seal=$giga | tamis-seal -r $to" \
	"age=$giga | age -r $to"
$giga | tamis-seal -r "$to" >"$scratch/sealed"
ratio -n 3 'open 1 GiB' \
	"tamis-open=tamis-open -i $scratch/key <$scratch/sealed" \
	"age=age -d -i $scratch/key <$scratch/sealed"
rm "$scratch/sealed"
ratio -n 3 -C "$repo" 'snapshot as tar' 'tamis-archive=tamis-archive HEAD' \
	'git archive=git archive --format=tar HEAD'
