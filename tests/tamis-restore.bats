#!/usr/bin/env bats
# tamis-restore: whatever was done to a chain is named, and nothing of it is
# restored in silence. FLIPS: how many random changes of a large chain (make
# check-long: 10000).
# shellcheck disable=SC2030,SC2031,SC2154 # set by bats and age_key
bats_require_minimum_version 1.5.0
load need

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	export BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR
	git_alone
	age_key
	age-keygen -y id >recipients
	minisign -G -W -p m.pub -s m.key >/dev/null
	chmod 600 m.key
	git init -q repo
	mkdir state
	head -c 9000 /dev/urandom >repo/base # so that links do not outweigh it
	for i in 1 2 3 4; do
		commit "c$i"
		[ "$i" -ne 3 ] || git -C repo tag -a -m 'a tag' v3
		tamis-backup -q -R recipients --sign=m.key repo D
		git -C repo for-each-ref >"state/$i"
	done
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export HOME=$PWD GIT_CONFIG_NOSYSTEM=1
	cp -pR "$BATS_FILE_TMPDIR"/. .
}

commit() {
	echo "$1" >"repo/$1" && git -C repo add . && git -C repo commit -qm "$1"
}

restore() {
	tamis-restore -i id --keys=m.pub "$@"
}

# Refused, nothing restored; one of the lines names $1 and holds $2.
named() {
	local who=$1 why=$2
	shift 2
	rm -rf out.git
	run -2 --separate-stderr restore "$@" D out.git
	[ ! -e out.git ]
	grep -F -- "'$who'" <<<"$stderr" | grep -F -- "$why"
	run -2 --separate-stderr tamis-restore --keys=m.pub --check=quick D
	grep -F -- "'$who'" <<<"$stderr" | grep -F -- "$why"
}

@test "restored: every ref, HEAD, and git finds no fault" {
	run -0 restore D out.git
	[[ "$output" == restored*0004.manifest*refs=2*links=4* ]]
	git -C out.git for-each-ref | cmp - state/4
	git -C out.git fsck --strict
	[ "$(git -C out.git symbolic-ref HEAD)" = refs/heads/main ]
	git clone -q out.git work
	diff -r --exclude=.git repo work
	# Nothing that is there is replaced.
	refused restore D out.git
	[[ "$stderr" == *"'out.git' is there already"* ]]
	mkdir empty
	restore D empty
	[ -z "$(find . -maxdepth 1 -name '.tamis-*')" ]
}

@test "quick needs no key, decrypt and drill do" {
	run -0 tamis-restore --keys=m.pub --check=quick D
	[[ "$output" == good*0004.manifest*links=4* ]]
	run -2 tamis-restore --check=decrypt D
	run -0 restore --check=decrypt D
	run -0 restore --check=drill D
	age-keygen -o other 2>/dev/null
	run -2 --separate-stderr tamis-restore -i other --check=decrypt D
	[[ "$stderr" == *"'0001.manifest'"*"wrong key"* ]]
	run -2 --separate-stderr tamis-restore -i other D out.git
	[[ "$stderr" == *"wrong key"* ]]
	[ ! -e out.git ]
	chmod 644 id
	refused restore D out.git
	[[ "$stderr" == *"others may read"* ]]
}

@test "a drill reports what was proven, and the report is signed" {
	SOURCE_DATE_EPOCH=$(date -d "$(sed -n 's/^date: //p' \
	    D/0004.manifest) + 100 seconds" +%s) \
		restore --drill -o report --sign=m.key D
	for line in 'links: 4' 'age: 100 s' 'signatures: good' \
	    'hashes and chain: yes' 'every link opened: yes' \
	    'restored, refs compared, connected: yes' 'refs: 2' \
	    'leftovers: 0' 'result: good'; do
		grep -x "$line" report
	done
	grep -E '^took: [0-9]+\.[0-9]+ s$' report
	minisign -qVm report -p m.pub
	echo x >>D/0004.bundle.zst.age
	run -2 restore --drill -o report --sign=m.key D
	grep -x 'hashes and chain: no' report
	grep '^result: 1 of its links are broken' report
	minisign -qVm report -p m.pub
	run -2 restore --drill --sign=m.key D
	run -2 restore -o report D out.git
}

@test "without a key to trust it is said that nobody's signature counts" {
	run -0 --separate-stderr tamis-restore -i id D out.git
	[[ "$stderr" == *"nobody's signature was asked for"* ]]
	rm D/*.minisig
	run -0 --separate-stderr tamis-restore -i id D out2.git
	named 0001.manifest 'it is not signed'
}

@test "links swapped, dropped, replayed, of another chain: each named" {
	cp -pR D good
	for f in full.zst.age bundle.zst.age header manifest header.minisig \
	    manifest.minisig; do
		[ ! -e "D/0002.$f" ] || mv "D/0002.$f" x
		[ ! -e "D/0003.$f" ] || mv "D/0003.$f" "D/0002.$f"
		[ ! -e x ] || mv x "D/0003.$f"
	done
	named 0002.manifest "manifest of '0003.bundle.zst.age': swapped"
	rm -r D && cp -pR good D
	rm D/0002.*
	named 0003.manifest 'link 2 is missing before it'
	rm -r D && cp -pR good D
	rm D/0001.*
	named 0002.manifest 'link 1 is missing before it'
	rm -r D && cp -pR good D
	for f in D/0004.*; do cp -p "$f" "D/0005.${f#D/0004.}"; done
	named 0005.manifest "manifest of '0004.bundle.zst.age': swapped"
	rm -r D && cp -pR good D
	git clone -q --bare repo copy.git
	for i in 1 2 3 4; do
		tamis-backup -q -R recipients --sign=m.key copy.git D2
		git -C copy.git update-ref "refs/tags/t$i" HEAD
	done
	cp -p D2/0003.* D/
	named 0003.manifest 'it belongs to another chain'
	rm -r D && cp -pR good D
	cp -p D2/0003.bundle.zst.age D/
	named 0003.manifest "'0003.bundle.zst.age'"
	rm -r D && cp -pR good D
	cp -p D2/0003.header* D/
	named 0003.manifest "'0003.header' belongs to another chain"
}

@test "a file that is missing, cut, longer or another: its link is named" {
	cp -pR D good
	for f in 0003.bundle.zst.age 0003.header RESTORE.txt \
	    0003.header.minisig 0003.manifest.minisig; do
		rm D/$f
		named 0003.manifest "" --check=decrypt || named 0003.manifest ""
		truncate -s 20 D/$f
		named 0003.manifest ""
		cp -p good/$f D/
		echo x >>D/$f
		named 0003.manifest ""
		rm -r D && cp -pR good D
	done
	truncate -s -1 D/0003.manifest
	named 0003.manifest 'it is damaged'
}

@test "rolled back to an older state: who knows a newer link sees it" {
	cp -p D/0004.manifest newest
	restore --since=newest --check=quick D
	rm D/0004.*
	restore --check=quick D
	refused restore --since=newest --check=quick D
	[[ "$stderr" == *"rolled back"* ]]
	refused restore --since=missing --check=quick D
}

@test "--last-good restores what comes before, and says what is broken" {
	echo x >>D/0003.bundle.zst.age
	run -2 --separate-stderr restore D out.git
	[[ "$stderr" == *"'0003.manifest'"* ]]
	[[ "$stderr" == *"0002.manifest is the last good one"* ]]
	run -0 --separate-stderr restore --last-good D out.git
	[[ "$output" == restored*0002.manifest* ]]
	[[ "$stderr" == *"'0003.manifest'"* ]]
	git -C out.git for-each-ref | cmp - state/2
	echo x >>D/0001.full.zst.age
	run -2 --separate-stderr restore --last-good D out2.git
	[[ "$stderr" == *"none of its links can be restored"* ]]
	[ ! -e out2.git ]
}

@test "what is broken before the last full link keeps nobody from it" {
	tamis-backup -q -R recipients --sign=m.key --full repo D
	echo x >>D/0002.bundle.zst.age
	run -2 restore D out.git
	run -0 --separate-stderr restore --last-good D out.git
	[[ "$output" == restored*0005.manifest* ]]
	git -C out.git for-each-ref | cmp - state/4
}

# A chain that its maker meant ill with: what is sealed is not what it says.
@test "an archive with other names, links or devices in it: 2, nothing" {
	local h
	h=$(printf '0%.0s' {1..64})
	evil() {
		zstd -q <"$1" | age -R recipients >E/0001.full.zst.age
		n=$(($(grep -abo '^---' E/0001.full.zst.age | head -n 1 |
			cut -d: -f1) + 48))
		size=$(($(wc -c <E/0001.full.zst.age) - n))
		sum=$(tail -c "$size" E/0001.full.zst.age | sha256sum |
			cut -d' ' -f1)
		printf '%s\n' 'tamis-manifest 1' "repository: ${h:32}" \
		    'sequence: 1' 'kind: full' 'date: 2026-01-01T00:00:00Z' \
		    'payload: 0001.full.zst.age' "payload-bytes: $size" \
		    "SHA256 (0001.full.zst.age payload) = $sum" "state: $h" \
		    'made-with: x' 'tips: 0' >E/0001.manifest
		{
			printf '%s\n' 'tamis-header 1' "repository: ${h:32}" \
			    'sequence: 1'
			(cd E && sha256sum --tag 0001.manifest \
				0001.full.zst.age)
			echo "header-bytes: $n"
		} >E/0001.header
		echo "check: $(sha256sum <E/0001.header | cut -d' ' -f1)" \
			>>E/0001.header
		tamis-restore --check=quick E
		run -2 --separate-stderr tamis-restore -i id E out.git
		[ ! -e out.git ]
		[ ! -e pwned ] && [ ! -e ../pwned ]
	}
	mkdir E t
	echo x >t/pwned
	(cd t && tar cf ../a.tar --format=ustar --transform='s,^,../,' -P pwned)
	evil a.tar
	[[ "$stderr" == *"'../pwned': it does not belong"* ]]
	(cd t && tar cf ../a.tar --format=ustar --transform="s,^,$PWD/," -P pwned)
	evil a.tar
	[[ "$stderr" == *"does not belong"* ]]
	mkdir -p t/hooks && echo 'touch pwned' >t/hooks/post-checkout
	tar cf a.tar --format=ustar -C t hooks
	evil a.tar
	[[ "$stderr" == *"does not belong"* ]]
	ln -s /etc/passwd t/HEAD
	tar cf a.tar --format=ustar -C t HEAD
	evil a.tar
	[[ "$stderr" == *"neither file nor directory"* ]]
	rm t/HEAD && mkfifo t/HEAD
	tar cf a.tar --format=ustar -C t HEAD
	evil a.tar
	rm t/HEAD && echo 'ref: ../../x' >t/HEAD
	tar cf a.tar --format=ustar -C t HEAD
	evil a.tar
	echo hello >a.tar
	evil a.tar
	[[ "$stderr" == *"a header that is none"* || "$stderr" == *"cut"* ]]
}

# Change or cut one of the chain's files; the rest is as it was.
@test "random changes and cuts of a large chain: each named, none restored" {
	rm -rf D repo/.git/tamis
	head -c 400000 /dev/urandom >repo/big
	commit more
	tamis-backup -q -R recipients --sign=m.key repo D
	commit c9
	tamis-backup -q -R recipients --sign=m.key repo D
	FLIPS=${FLIPS:-60} python3 - <<-'END'
	import os, random, subprocess
	random.seed(6)
	names = sorted(os.listdir("D"))
	whole = {n: open("D/" + n, "rb").read() for n in names}
	sizes = [len(whole[n]) + 20000 for n in names]
	check = ["tamis-restore", "--keys=m.pub", "--check=quick", "D"]
	for i in range(int(os.environ["FLIPS"])):
	    n = random.choices(names, sizes)[0]
	    b = bytearray(whole[n])
	    at = random.randrange(len(b))
	    if random.random() < 0.3:
	        del b[at:]
	    else:
	        b[at] ^= random.randrange(1, 256)
	    open("D/" + n, "wb").write(b)
	    r = subprocess.run(check, capture_output=True)
	    assert r.returncode == 2 and b".manifest'" in r.stderr, (n, at, r)
	    assert r.stdout == b"", (n, at, r)
	    if i % 50 == 0 and n.endswith(".age"):
	        r = subprocess.run(["tamis-restore", "-i", "id", "D", "o.git"],
	                           capture_output=True)
	        assert r.returncode == 2 and not os.path.exists("o.git"), r
	    open("D/" + n, "wb").write(whole[n])
	assert subprocess.run(check, capture_output=True).returncode == 0
	END
}
