#!/usr/bin/env bats
# tamis-backup: chains that age, zstd, tar, git, sha256sum, minisign and
# signify restore. KILLS: how often a run is killed (make check-long: 300).
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # set by bats and age_key
bats_require_minimum_version 1.5.0
load need

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	git_alone
	age_key
	age-keygen -y id >recipients
	git init -q repo
	commit one
	git -C repo tag -a -m 'a tag' v1
}

# The file of that name, which may be there, is committed.
commit() {
	[ -e "repo/$1" ] || echo "$1" >"repo/$1"
	git -C repo add . && git -C repo commit -qm "$1"
}

refs() {
	git -C "$1" for-each-ref --format='%(objectname) %(refname)'
	git -C "$1" symbolic-ref -q HEAD || git -C "$1" rev-parse HEAD
}

backup() {
	tamis-backup -R recipients "$@" repo D
}

restored() {
	rm -rf out.git
	tamis-restore -i id "$@" D out.git 2>/dev/null &&
		diff <(refs repo) <(refs out.git)
}

@test "full, then what came since, then nothing: and it says so" {
	run -0 backup
	[[ "$output" == saved*0001.manifest*full*bytes=*tips=2 ]]
	run -0 backup
	[[ "$output" == unchanged*0001.manifest*"nothing changed, no new link" ]]
	[ "$(find D -name '*.manifest' | wc -l)" -eq 1 ]
	commit two
	run -0 backup
	[[ "$output" == saved*0002.manifest*bundle* ]]
	run -0 backup -q
	[ -z "$output" ]
	run -0 ls D
	[ "$output" = "0001.full.zst.age
0001.header
0001.manifest
0002.bundle.zst.age
0002.header
0002.manifest
RESTORE.txt" ]
	restored
}

@test "every change of refs makes a link, and comes back" {
	backup
	local n=1
	for how in 'branch side' 'tag light' 'tag -a -m x heavy' \
	    'symbolic-ref HEAD refs/heads/side' 'branch -m main trunk' \
	    'update-ref refs/notes/n HEAD' 'tag -d v1' \
	    'checkout -q --detach' 'update-ref refs/heads/lost HEAD' \
	    'branch -D -q lost' 'checkout -q trunk' \
	    'commit -q --amend -m other' 'symbolic-ref HEAD refs/heads/none'; do
		# shellcheck disable=SC2086 # words of a command
		git -C repo $how
		run -0 backup
		[[ "$output" == saved* ]]
		restored
		n=$((n + 1))
	done
	[ "$(find D -name '*.manifest' | wc -l)" -eq "$n" ]
}

@test "the manifest names what was saved, and sha256sum knows it" {
	age-keygen -o id2 2>/dev/null
	age-keygen -y id2 >>recipients
	backup
	commit two
	SOURCE_DATE_EPOCH=1000000000 backup
	cd D
	m=0002.manifest
	grep -x 'sequence: 2' $m
	grep -x 'kind: bundle' $m
	grep -x 'date: 2001-09-09T01:46:40Z' $m
	grep -x "recipient: $to" $m
	[ "$(grep -c '^recipient: ' $m)" -eq 2 ]
	grep "^made-with: tamis .*, zstd .*, git version " $m
	grep -x "needs: $(git -C ../repo rev-parse HEAD~)" $m
	for id in $(git -C ../repo for-each-ref --format='%(objectname)'); do
		grep -x "$id" $m
	done
	# No name of a ref is in the clear.
	run ! grep -E 'refs/|main|v1' -- *.manifest *.header
	grep -h '^SHA256 ([^ ]*)' ./*.manifest | sha256sum -c --quiet
	grep -h '^SHA256' ./*.header | sha256sum -c --quiet
	n=$(sed -n 's/^payload-bytes: //p' $m)
	grep "payload) = $(tail -c "$n" 0002.bundle.zst.age |
		sha256sum | cut -d' ' -f1)" $m
}

# The commands of RESTORE.txt, as they are written.
stock() {
	sed -n 's/^    //p' D/RESTORE.txt |
		sed '/^minisign/d; /^signify/d; /^ssh-keygen/,/0001.manifest$/d
		s,^KEY=.*,KEY=../id,; s,^OUT=[^ ]*,OUT=../out.git,
		s,"\$OUT" work,"$OUT" ../work,' >stock.sh
	rm -rf out.git work
	(cd D && PATH=$BATS_TEST_TMPDIR/stock bash -e ../stock.sh)
}

# Nothing of ours can be run there.
stock_path() {
	mkdir stock
	for p in age zstd tar git sha256sum sed awk grep cat sort tail head mv \
	    mkdir rm bash sh minisign signify-openbsd; do
		ln -s "$(command -v $p)" stock/$p
	done
}

@test "RESTORE.txt restores as written, with nothing of ours in PATH" {
	stock_path
	backup
	stock
	diff <(refs repo) <(refs out.git)
	commit two
	git -C repo tag -a -m new v2
	backup
	git -C repo checkout -q -b side
	commit three
	git -C repo branch -D -q main
	backup
	git -C repo update-ref refs/heads/again HEAD
	backup
	stock
	diff <(refs repo) <(refs out.git)
	[ -e work/three ]
	git -C repo checkout -q --detach
	backup
	stock
	diff <(refs repo) <(refs out.git)
	# A thin bundle on its own is one that git knows.
	age -d -i id D/0002.bundle.zst.age | zstd -dq >b
	git -C out.git bundle verify ../b
}

@test "signed by minisign, signify and SSH keys, judged by their programs" {
	minisign -G -W -p m.pub -s m.key >/dev/null
	minisign -G -W -p m2.pub -s m2.key >/dev/null
	signify-openbsd -G -n -p s.pub -s s.sec
	ssh-keygen -q -t ed25519 -N '' -f ssh
	chmod 600 m.key m2.key s.sec
	backup --sign=m.key --sign=m2.key --sign=ssh
	for f in 0001.manifest 0001.header; do
		minisign -qVm D/$f -p m.pub
		minisign -qVm D/$f -p m2.pub -x D/$f.2.minisig
		signify-openbsd -q -V -p m.pub -x D/$f.minisig -m D/$f
		echo "me $(cat ssh.pub)" >allowed
		ssh-keygen -Y verify -f allowed -I me -n file -s D/$f.sig <D/$f
	done
	restored --keys=m.pub --key=m2.pub --keys=allowed --require=3
	run -2 tamis-restore -i id --keys=s.pub D other.git
	[[ "$output" == *"signed by 0 of the trusted keys"* ]]
	rm -rf D repo/.git/tamis
	backup --sign=s.sec
	signify-openbsd -q -V -p s.pub -x D/0001.manifest.sig -m D/0001.manifest
	restored --keys=s.pub
}

@test "a fresh full one after N links, and when links outweigh it" {
	head -c 20000 /dev/urandom >repo/big
	commit big
	for i in 1 2 3 4; do
		commit "c$i"
		backup --full-every=2
	done
	[ "$(cd D && echo *.full.*)" = '0001.full.zst.age 0004.full.zst.age' ]
	restored
	head -c 60000 /dev/urandom >repo/big2
	commit big2
	backup
	commit c5
	backup
	[ -e D/0006.full.zst.age ]
	commit c6
	backup --full
	[ -e D/0007.full.zst.age ]
	restored
}

@test "a borrower's objects, SHA-256, a shallow clone, an empty repository" {
	mv repo lender
	git clone -q -s --bare lender repo
	backup
	[ -e D/0001.bundle.zst.age ]
	restored
	stock_path
	stock
	diff <(refs repo) <(refs out.git)
	rm -rf repo D
	git init -q repo
	backup
	restored
	commit one
	backup
	restored
	rm -rf repo D
	git init -q --object-format=sha256 repo
	commit one
	backup
	commit two
	backup
	restored
	rm -rf repo D
	git -C lender commit -q --allow-empty -m more
	git clone -q --depth=1 "file://$PWD/lender" repo
	backup
	commit three
	backup
	[ -e D/0002.full.zst.age ]
	restored
	git -C out.git log --oneline
}

@test "after a repack a step is as small as before" {
	head -c 300000 /dev/urandom >repo/big
	commit big
	backup
	git -C repo repack -adq
	commit two
	backup
	git -C repo repack -adfq
	git -C repo tag t
	backup
	[ "$(cat D/000[23].bundle* | wc -c)" -lt 2000 ]
	restored
}

@test "another repository, a folder rolled back, emptied or swapped: 2" {
	backup
	commit two
	cp -R D old
	backup
	cp -R D new
	git init -q other
	git -C other commit -q --allow-empty -m x
	refused tamis-backup -R recipients other D
	[[ "$stderr" == *"another repository"* ]]
	commit three
	rm -r D && mv old D
	refused backup
	[[ "$stderr" == *"has 1 links and had 2"*"rolled back"* ]]
	rm -r D
	refused backup
	[[ "$stderr" == *"had 2"* ]]
	git init -q fresh
	tamis-backup -q -R recipients fresh D
	git -C fresh commit -q --allow-empty -m x
	tamis-backup -q -R recipients fresh D
	refused backup
	[[ "$stderr" == *"another chain"* ]]
	rm -r D && mv new D
	backup
	restored
}

@test "a broken chain is not gone on with, and the link is named" {
	backup
	commit two
	backup
	sed -i 's/^date: 2/date: 3/' D/0001.manifest
	commit three
	refused backup
	[[ "$stderr" == *"'0002.manifest': it follows another"* ]]
	rm D/0001.manifest
	refused backup
	[[ "$stderr" == *"'0002.manifest': link 1 is missing"* ]]
}

@test "two runs at once: one of them waits for nobody and says so" {
	backup
	commit two
	exec 8<D
	flock 8
	refused backup
	[[ "$stderr" == *"another run is at work"* ]]
	exec 8<&-
	backup
	restored
}

@test "leftovers of a run that was ended are passed over" {
	backup
	echo rest >D/0002.bundle.zst.age
	echo rest >D/0003.full.zst.age.1-0.tmp
	commit two
	backup
	[ -e D/0004.manifest ]
	[ "$(cat D/0002.bundle.zst.age)" = rest ]
	restored
	commit three
	backup
	restored
}

# It ended badly: said in a line, and what is there is a chain.
failed() {
	[ "$status" -ne 0 ]
	[ ! -e D ] || [ ! -e D/0001.manifest ] ||
		tamis-restore --check=quick D 2>/dev/null
}

@test "a run that is ended at any byte leaves a chain; the next completes" {
	backup
	head -c 9000 /dev/urandom >repo/big
	commit big
	for n in $(seq 1 12); do
		run bash -c "ulimit -c 0; ulimit -f $n
			exec tamis-backup -R recipients repo D"
		[ "$status" -eq 0 ] || failed
	done
	backup
	restored
}

@test "killed at any moment: the chain stays, the next run completes" {
	backup
	RANDOM=1
	for i in $(seq "${KILLS:-8}"); do
		commit "c$i"
		us=$((RANDOM % 60 + 1))
		timeout -s KILL "0.0$(printf %02d "$us")" \
		    tamis-backup -q -R recipients repo D 2>/dev/null || :
		tamis-restore --check=quick D >/dev/null 2>&1
		[ $((i % 10)) -ne 0 ] || restored
	done
	backup -q
	restored
	tamis-restore --check=decrypt -i id D 2>/dev/null
}

@test "a full disk: 2, a chain, and the next run completes" {
	mkdir small
	mount -t tmpfs -o size=96k none small 2>/dev/null ||
		skip 'no right to mount'
	mkdir small/D && ln -s small/D D
	backup
	head -c 200000 /dev/urandom >repo/big
	commit big
	run tamis-backup -R recipients repo D
	rc=$status said=$output
	tamis-restore --check=quick D 2>/dev/null || rc=9
	umount -l small
	[ "$rc" -eq 2 ]
	[[ "$said" == *"No space left on device"* ]]
}

@test "no permission, no folder, a file in its place: 2" {
	refused tamis-backup -R recipients repo missing/D
	[[ "$stderr" == *"'missing/D': No such file"* ]]
	echo x >file
	refused tamis-backup -R recipients repo file
	refused tamis-backup -R recipients missing D
	[ ! -e D ]
	[ "$(id -u)" -ne 0 ] || skip 'root may all'
	mkdir -m 500 D
	refused backup
}

@test "packed and committed to all the while: every link restores" {
	(for i in $(seq 30); do
		git -C repo commit -q --allow-empty -m "$i"
		[ $((i % 5)) -ne 0 ] || git -C repo gc -q --prune=now
	done) 2>/dev/null &
	for i in 1 2 3 4; do
		backup -q
	done
	wait
	backup -q
	restored
	tamis-restore --check=decrypt -i id D 2>/dev/null
}

@test "recipients: none, too few, a private key that is never shown" {
	run -2 tamis-backup repo D
	[[ "$output" == *"no recipient"* ]]
	refused tamis-backup --min-recipients=2 -R recipients repo D
	secret=$(grep -v '^#' id)
	refused tamis-backup -R id repo D
	[[ "$stderr" == *"private key"* && "$stderr" != *"${secret:20:8}"* ]]
	refused tamis-backup -r "$secret" repo D
	[[ "$stderr" != *"${secret:20:8}"* ]]
	run -2 tamis-backup -R recipients repo
	[ ! -e D ]
}

@test "a hostile repository: nothing is run, no name leads elsewhere" {
	git -C repo config core.fsmonitor "touch $PWD/pwned"
	git -C repo config core.sshCommand "touch $PWD/pwned"
	mkdir target
	ln -s "$PWD/target" repo/.git/tamis
	backup
	restored
	[ ! -e pwned ]
	[ -z "$(ls target)" ]
	echo "$(git -C repo rev-parse HEAD) refs/heads/../../x" \
		>>repo/.git/packed-refs
	refused backup
	[[ "$stderr" == *'refs/heads/../../x'* ]]
}
