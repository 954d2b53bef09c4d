#!/usr/bin/env bats
# tamis-backup: new recipients, many repositories, what the sieves find, and
# a folder on another host.
# shellcheck disable=SC2154 # set by bats and age_key
bats_require_minimum_version 1.5.0
load need

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	git_alone
	age_key
	age-keygen -y id >recipients
	git init -q repo
	commit one
}

commit() {
	[ -e "repo/$1" ] || echo "$1" >"repo/$1"
	git -C repo add . && git -C repo commit -qm "$1"
}

refs() {
	git -C "$1" for-each-ref
}

@test "--rotate: the new keys open every link, the chain stands" {
	minisign -G -W -p m.pub -s m.key >/dev/null
	chmod 600 m.key
	tamis-backup -q -R recipients --sign=m.key repo D
	commit two
	tamis-backup -q -R recipients --sign=m.key repo D
	cp -R D before
	age-keygen -o new 2>/dev/null
	age-keygen -y new >newer
	refused tamis-backup --rotate -i id -R newer D
	[[ "$stderr" == *"is signed; say --sign=FILE"* ]]
	refused tamis-backup --rotate -i new -R newer --sign=m.key D
	[[ "$stderr" == *"wrong key"* ]]
	run -0 --separate-stderr tamis-backup --rotate -i id -R newer \
	    --sign=m.key D
	[[ "$output" == rotated*links=2 ]]
	[[ "$stderr" == *"stay readable by the old keys"* ]]
	for m in 0001.manifest 0002.manifest; do
		cmp D/$m before/$m
		cmp D/$m.minisig before/$m.minisig
	done
	tamis-restore -i new --keys=m.pub D out.git
	diff <(refs repo) <(refs out.git)
	run ! age -d -i id D/0001.full.zst.age
	(cd D && grep -h '^SHA256' ./*.header | sha256sum -c --quiet)
	minisign -qVm D/0001.header -p m.pub
	grep -x "recipient: $(cat newer)" D/0001.header
	# One that was ended in between is begun again.
	cp before/0002.header* D/
	run -2 tamis-restore --check=quick D
	tamis-backup -q --rotate -i new -R newer --sign=m.key D
	tamis-restore --check=quick --keys=m.pub D
	commit three
	tamis-backup -q -R newer --sign=m.key repo D
	tamis-restore --check=decrypt -i new --keys=m.pub D
	echo x >>D/0001.full.zst.age
	refused tamis-backup --rotate -i new -R recipients --sign=m.key D
	run -2 tamis-backup --rotate -R newer D
	run -2 tamis-backup -i id -R newer repo D
}

@test "--list: many repositories, each in its folder; the worst counts" {
	mkdir all
	git clone -q --bare repo second.git
	git clone -q repo third
	printf '%s\n' '# ours' "$PWD/repo" "$PWD/second.git" '' \
	    "$PWD/third	$PWD/elsewhere" >list
	tamis-backup -R recipients --list=list -j 3 all >said
	[ "$(wc -l <said)" -eq 3 ]
	[ "$(sed -n 2p said | sed 's/.*repo=//')" = "$PWD/second.git" ]
	for d in all/repo all/second elsewhere; do
		tamis-restore -i id $d "out-$(basename $d)"
	done
	tamis-backup -R recipients --list=list -j 2 all | grep -c unchanged
	echo "$PWD/missing" >>list
	run -2 --separate-stderr tamis-backup -q -R recipients --list=list all
	[[ "$stderr" == *"'$PWD/missing'"* ]]
	run -2 tamis-backup -q -R recipients --list=list
	: >none
	refused tamis-backup -q -R recipients --list=none all
}

@test "--sieve: the manifest says what was found, or nothing is saved" {
	tamis-backup -q --sieve -R recipients repo D
	grep -x 'sieve: clean' D/0001.manifest
	printf 'db = "postgres://app:%s@db.internal/prod"\n' 'k3vQ9''xTz71Lm' \
		>repo/db.py
	commit two
	git -C repo rm -q db.py
	commit gone
	run -1 --separate-stderr tamis-backup --sieve=refuse -R recipients \
	    repo D
	[[ "$stderr" == *"cannot back up 'repo': the sieves found"* ]]
	[[ "$stderr" != *k3vQ9* ]]
	[ ! -e D/0002.manifest ]
	tamis-backup -q --sieve=mark -R recipients repo D
	grep -E '^sieve: secrets .*critical=1' D/0002.manifest
	run ! grep -r k3vQ9 D
	tamis-restore -i id D out.git
}

@test "files of Git LFS are named: only their pointers are saved" {
	echo '*.bin filter=lfs' >repo/.gitattributes
	oid=$(printf '%064d' 7)
	printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 12345\n' \
	    "$oid" >repo/a.bin
	git -C repo -c filter.lfs.clean=cat add .
	git -C repo -c filter.lfs.clean=cat commit -qm lfs
	tamis-backup -q -R recipients repo D
	grep -x "lfs: $oid 12345" D/0001.manifest
	tamis-restore --check=decrypt -i id D
}

# A server on a loopback address; sftp finds it by a wrapper in PATH.
start_sshd() {
	ssh-keygen -q -t ed25519 -N '' -f host
	ssh-keygen -q -t ed25519 -N '' -f user
	cp user.pub authorized
	mkdir -p bin
	cat >sshd.conf <<-END
	ListenAddress 127.0.0.1
	HostKey $PWD/host
	AuthorizedKeysFile $PWD/authorized
	PidFile none
	StrictModes no
	UsePAM no
	Subsystem sftp internal-sftp
	END
	cat >ssh.conf <<-END
	Host backup
	ProxyCommand /usr/sbin/sshd -i -f $PWD/sshd.conf -E $PWD/sshd.log
	IdentityFile $PWD/user
	IdentitiesOnly yes
	StrictHostKeyChecking no
	UserKnownHostsFile $PWD/known
	END
	printf '#!/bin/sh\nexec %s -F %s "$@"\n' "$(command -v sftp)" \
	    "$PWD/ssh.conf" >bin/sftp
	chmod 755 bin/sftp
	PATH=$PWD/bin:$PATH
	mkdir -p /run/sshd 2>/dev/null || :
	echo ls | sftp -q -b - backup >/dev/null 2>&1 ||
		skip 'no sshd can be run here'
}

@test "a folder behind sshd: created, added to, restored, never replaced" {
	start_sshd
	at=sftp:backup/$PWD/far
	tamis-backup -R recipients repo "$at"
	run -0 tamis-backup -R recipients repo "$at"
	[[ "$output" == unchanged* ]]
	commit two
	tamis-backup -R recipients repo "$at"
	[ -z "$(find far -name '*.tmp')" ]
	tamis-restore -i id "$at" out.git
	diff <(refs repo) <(refs out.git)
	tamis-restore --check=decrypt -i id far
	# What another run was faster with is not replaced.
	commit three
	cp -R far near
	tamis-backup -R recipients repo "$at"
	cp near/0002.manifest keep
	for f in far/0003.*; do echo other >"$f"; done
	refused tamis-backup -R recipients repo "$at"
	[ "$(cat far/0003.manifest)" = other ]
	refused tamis-backup -R recipients repo sftp:backup/"$PWD"/none/far
	refused tamis-backup -R recipients repo "sftp:-oProxyCommand=x/far"
	refused tamis-backup -R recipients repo 'sftp:backup/a;b'
}
