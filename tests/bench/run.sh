#!/bin/bash
# Speed and memory as ratios, ours against peers in one run, as TSV on
# stdout. B is the build directory, REPO a checkout (default: this one), MB
# the size of each hostile file; PEERS a folder where the peers' programs
# are found, or put once (default: B/peers).
set -eu
cd "$(dirname "$0")/../.."
repo=${REPO:-$PWD}
mb=${MB:-16}
peers=${PEERS:-$B/peers}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
PATH=$B/bin:$peers/bin:$peers:$PATH
ratio() { python3 tests/bench/ratio.py "$@"; }

# The program itself: the package's entry point is a Python script.
find_kingfisher() {
	find "$peers" -path '*kingfisher/bin/kingfisher' 2>/dev/null | head -n 1
}
kingfisher=$(find_kingfisher)
if [ -z "$kingfisher" ]; then
	{ python3 -m venv "$peers" &&
		"$peers/bin/pip" -q install kingfisher-bin==2.14.0; } >&2 ||
		echo "bench: no kingfisher; go on without" >&2
	kingfisher=$(find_kingfisher)
fi
if ! command -v gitleaks >/dev/null; then
	GOBIN=$(realpath -m "$peers")/bin \
	    go install github.com/zricethezav/gitleaks/v8@v8.30.1 >&2 ||
		echo "bench: no gitleaks; go on without" >&2
fi
gitleaks=$(command -v gitleaks || true)
# As they call themselves in the table.
king="kingfisher${kingfisher:+ $("$kingfisher" --version | awk '{ print $NF; exit }')}"
leaks=gitleaks # one that was built from its module does not know its version
quiet='--no-validate --no-update-check'

# with TITLE RUNS DIR OURS KINGFISHER GITLEAKS: a command each, "" for none.
with() {
	local peer=()

	[ -z "$kingfisher" ] || [ -z "$5" ] || peer+=("$king=$kingfisher $5")
	[ -z "$gitleaks" ] || [ -z "$6" ] || peer+=("$leaks=gitleaks $6")
	ratio -n "$2" -C "$3" "$1" "tamis=$4" "${peer[@]}"
}

printf 'what\tprogram\tcpu s\twall s\tpeak MB\texit\tratio\n'

# 1 the tracked files of a working tree, every rule, the cores there are
mkdir "$scratch/tree"
git -C "$repo" archive HEAD | tar x -C "$scratch/tree"
with 'working tree' 5 "$scratch/tree" "tamis-secrets . >$scratch/out" \
	"scan . $quiet" ''
with 'working tree' 1 "$scratch/tree" "tamis-secrets . >$scratch/out" \
	'' 'dir . --no-banner -l error'

# 2 one small file; one staged file
mkdir "$scratch/small"
echo 'int main(void) { return 0; }' >"$scratch/small/a.c"
git -C "$scratch/small" init -q
git -C "$scratch/small" add a.c
with 'one small file' 21 "$scratch/small" 'tamis-secrets a.c' \
	"scan a.c $quiet" 'dir a.c --no-banner -l error'
with 'one staged file' 21 "$scratch/small" 'tamis-secrets --staged' \
	'' 'git --staged --no-banner -l error'
ratio -n 21 -C "$scratch/small" 'to start at all' 'true=true' \
	'tamis-secrets=tamis-secrets -V'

# 3 hostile files: CPU seconds beside plain text of the same size
python3 tests/bench/hostile.py "$scratch/hostile" "$mb"
for f in "$scratch"/hostile/*; do
	ratio -n 1 "hostile $(basename "$f"), $mb MB" \
		"plain=tamis-secrets $scratch/hostile/plain.txt" \
		"tamis=tamis-secrets $f"
done
ratio -n 1 'all of these' "tamis=tamis-secrets $scratch/hostile"
rm -rf "$scratch/hostile"

# 4 sealing and opening; a snapshot
age-keygen -o "$scratch/key" 2>/dev/null
to=$(age-keygen -y "$scratch/key")
age="age $(age --version)"
bytes="head -c $((mb * 16))M /dev/zero"
ratio -n 3 "seal $((mb * 16)) MB" "tamis-seal=$bytes | tamis-seal -r $to" \
	"$age=$bytes | age -r $to"
$bytes | tamis-seal -r "$to" >"$scratch/sealed"
ratio -n 3 "open $((mb * 16)) MB" \
	"tamis-open=tamis-open -i $scratch/key <$scratch/sealed" \
	"$age=age -d -i $scratch/key <$scratch/sealed"
rm "$scratch/sealed"
ratio -n 3 -C "$repo" 'snapshot as tar' 'tamis-archive=tamis-archive HEAD' \
	"$(git version | cut -d' ' -f1-3)=git archive --format=tar HEAD"

# 5 every blob, commit and tag there ever was, beside git reading them
ratio -n 1 -C "$repo" 'whole history' \
	'git cat-file=git cat-file --batch-all-objects --batch --unordered' \
	'tamis-secrets=tamis-secrets --history --no-cache'
# and once more, when nothing is new
(cd "$repo" && tamis-secrets --history --cache="$scratch/cache" \
	>/dev/null 2>&1) || true
ratio -n 3 -C "$repo" 'the same again' \
	"tamis-secrets=tamis-secrets --history --cache=$scratch/cache"

# 6 each rule on its own worst case
python3 tests/bench/rules.py 32

# 7 a full backup, and a step of some hundred commits, beside what git, zstd
# and age make of it, and beside restic and borg where they are
git clone -q --bare --no-hardlinks "$repo" "$scratch/b.git"
b="-q -r $to $scratch/b.git $scratch/D"
others=("git bundle | zstd | age=git -C $scratch/b.git bundle create -q - --all |
	zstd | age -r $to >$scratch/x")
export RESTIC_PASSWORD=x BORG_PASSPHRASE=x RESTIC_REPOSITORY=$scratch/R
if command -v restic >/dev/null; then
	others+=("restic=rm -rf $scratch/R; restic init -q
		restic backup -q $scratch/b.git")
fi
if command -v borg >/dev/null; then
	others+=("borg=rm -rf $scratch/B; borg init -e repokey $scratch/B
		borg create $scratch/B::a $scratch/b.git")
fi
ratio -n 1 'full backup' "tamis-backup=rm -rf $scratch/D $scratch/b.git/tamis
	tamis-backup $b" "${others[@]}"
old=$(git -C "$scratch/b.git" rev-parse HEAD~25)
git -C "$scratch/b.git" for-each-ref --format='delete %(refname)' refs/heads |
	git -C "$scratch/b.git" update-ref --stdin
new=$(git -C "$repo" rev-parse HEAD)
git -C "$scratch/b.git" update-ref HEAD "$old"
rm -rf "$scratch/D" "$scratch/b.git/tamis"
# shellcheck disable=SC2086 # words
tamis-backup $b
git -C "$scratch/b.git" update-ref HEAD "$new"
cp -R "$scratch/D" "$scratch/D1"
ratio -n 3 'a step' "tamis-backup=rm -rf $scratch/D $scratch/b.git/tamis
	cp -R $scratch/D1 $scratch/D; tamis-backup $b" \
	"git bundle | zstd | age=git -C $scratch/b.git bundle create -q - HEAD \
	--not $old | zstd | age -r $to >$scratch/y"
printf 'a step, bytes\ttamis-backup\t%s\n' \
	"$(cat "$scratch"/D/0002.* | wc -c)"
printf 'a step, bytes\tgit bundle | zstd | age\t%s\n' \
	"$(wc -c <"$scratch/y")"
ratio -n 1 'restore' "open and unpack=mkdir $scratch/t
	tamis-open -i $scratch/key $scratch/D/0001.full.zst.age | zstd -d |
	tar x -C $scratch/t; rm -rf $scratch/t" \
	"tamis-restore=rm -rf $scratch/o
	tamis-restore -i $scratch/key $scratch/D $scratch/o"

# 7 a table of persons, no cell of which is anybody's
awk 'BEGIN { srand(1)
	print "id,nom,prenom,date_naissance,matricule,iban,phone,amount"
	for (i = 0; i < 400000; i++)
		printf "%d,Nom%dab,Anna,19%02d-0%d-1%d,%013.0f,LU%018.0f," \
		    "+352 621 %06d,%.2f\n", i, i % 26, i % 90 + 10, i % 9 + 1,
		    i % 10, rand() * 1e13, rand() * 1e18, i, rand() * 1000
}' >"$scratch/persons.csv"
ratio -n 3 "table of $(du -m "$scratch/persons.csv" | cut -f1) MB" \
	"wc=wc $scratch/persons.csv" \
	"tamis-data=tamis-data -j1 $scratch/persons.csv >$scratch/out"
