#!/usr/bin/env bats
# tamis-allow: acceptances with a reason and an end.
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
	export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org
	export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
	export SOURCE_DATE_EPOCH=1795305600 # 2026-11-22
	git init -q repo
	cd repo || return 1
	mkdir .tamis
	{
		rec src/db.py:12:16 critical secrets/postgres-url fp=5f1c9a0be2d44c17
		rec src/app.js:3:1 high secrets/jwt fp=1111111111111111
		rec 'tests/a b.py:7:2' medium secrets/generic-password fp=-
		rec tests/deep/c.py:7:2 medium secrets/generic-password fp=-
		end 4
	} >records
}

rec() {
	printf '%s:\t%s\t%s\tsome message\t%s\n' "$@"
}

end() {
	printf 'end\t%s\tunread=%s\n' "$1" "${2:-0}"
}

accept() {
	echo "$*" >>.tamis/allow.rules
}

count() {
	grep -c ':' <<<"$output"
}

@test "without acceptances every record passes, byte for byte" {
	run -1 tamis-allow <records
	diff - records <<<"$output"
	rm -r .tamis
	run -1 tamis-allow <records
	diff - records <<<"$output"
}

@test "an fp accepts the same finding anywhere, and nothing else" {
	accept fp=1111111111111111 until=2027-05-31 by=anna legacy, ticket 4711
	run -1 tamis-allow <records
	diff - <(grep -v 1111 records | sed 's/^end	4/end	3/') <<<"$output"
}

@test "a rule and a glob accept by place; fields come in any order" {
	accept by=anna path='tests/**' made up until=soon
	sed -i 's/made up/until=2027-01-01 rule=secrets\/generic-password &/' \
	    .tamis/allow.rules
	run -1 tamis-allow <records
	[ "$(count)" -eq 2 ]
	[[ "$output" != *tests/* ]]
}

@test "a glob has a blank as \\x20, and an absolute path counts from the top" {
	accept 'rule=secrets/generic-password path=tests/a\x20b.py' \
	    until=2027-01-01 by=a one file
	run -1 tamis-allow <records
	[ "$(count)" -eq 3 ]
	{
		rec "$PWD/tests/a b.py:7:2" low secrets/generic-password fp=-
		end 1
	} >absolute
	run -0 tamis-allow <absolute
}

@test "when everything is accepted it is clean, and the stream stays whole" {
	accept fp=1111111111111111 until=2027-05-31 by=a x
	accept fp=5f1c9a0be2d44c17 until=2027-05-31 by=a x
	accept 'rule=secrets/generic-password path=tests/' until=2027-05-31 by=a x
	run -0 tamis-allow <records
	[ "$output" = "$(end 0)" ]
}

@test "the last day still accepts; past it the finding says so" {
	accept fp=1111111111111111 until=2026-11-22 by=a x
	run -1 tamis-allow <records
	[[ "$output" != *1111111111111111* ]]
	export SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 86400))
	run -1 tamis-allow <records
	[ "$(count)" -eq 4 ]
	[[ "$output" == *"expired on 2026-11-22"*"until=2026-11-22"* ]]
	[[ "$output" == *"reason=expired"* ]]
	# A second filter has nothing to add, and the records stay valid.
	run -1 bash -c 'tamis-allow <records | tamis-allow'
	[ "$(grep -o 'until=' <<<"$output" | wc -l)" -eq 1 ]
}

@test "of two acceptances the longer one holds" {
	accept fp=1111111111111111 until=2026-01-01 by=a first
	accept fp=1111111111111111 until=2027-01-01 by=a again
	run -1 tamis-allow <records
	[[ "$output" != *1111111111111111* ]]
}

@test "an error in the file is named with its line and is 2, nothing passes" {
	echo '# a comment' >.tamis/allow.rules
	accept fp=1111111111111111 untill=2027-05-31 by=a x
	run -2 --separate-stderr tamis-allow <records
	[ -z "$output" ]
	# shellcheck disable=SC2154 # run sets them
	[[ "$stderr" == *".tamis/allow.rules:2: unknown field 'untill'; did you mean 'until'?"* ]]
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
}

@test "each of reason, until and by is needed" {
	for line in 'until=2027-05-31 by=a' 'by=a x' 'until=2027-05-31 x'; do
		echo "fp=1111111111111111 $line" >.tamis/allow.rules
		run -2 --separate-stderr tamis-allow <records
		[[ "$stderr" == *":1: "*"missing"* ]]
		[ -z "$output" ]
	done
}

@test "a control byte of the file never reaches the terminal" {
	printf 'fp=1111 \033[1m\n' >.tamis/allow.rules
	run -2 tamis-allow <records
	[[ "$output" != *$'\033'* ]]
	printf 'f\302\233x=1111 x\n' >.tamis/allow.rules
	run -2 tamis-allow <records
	[[ "$output" != *$'\302\233'* ]]
}

@test "a symlink, a FIFO and a directory in place of the file are 2" {
	ln -s /etc/passwd .tamis/allow.rules
	run -2 tamis-allow <records
	rm .tamis/allow.rules
	mkfifo .tamis/allow.rules
	run -2 timeout 10 tamis-allow <records
	rm .tamis/allow.rules
	mkdir .tamis/allow.rules
	run -2 tamis-allow <records
}

@test "a stream that is not whole is 2 and has no end; --partial lifts it" {
	run -2 --separate-stderr tamis-allow < <(head -2 records)
	[ "$(count)" -eq 2 ]
	[[ "$output" != *"end	"* ]]
	[[ "$stderr" == *"stdin:2: no 'end' line: what wrote this stream did not finish"* ]]
	run -2 tamis-allow < <(grep -v 1111 records)
	run -1 tamis-allow --partial < <(head -2 records)
	[[ "$output" == *"$(end 2)" ]]
	run -2 tamis-allow </dev/null
	run -2 tamis-allow --partial < <(echo 'no record')
}

@test "streams that were put together are whole" {
	run -1 tamis-allow < <(cat records records | sort)
	[[ "$output" == *"$(end 8)"* ]]
}

@test "what could not be read is 2 until it is accepted by rule and path" {
	{
		rec big.zip:1:1 medium secrets/unread 'fp=-	reason=broken'
		end 1 1
	} >unread
	run -2 tamis-allow --fail-on=never <unread
	[[ "$output" == *"$(end 1 1)" ]]
	accept rule=secrets/unread path=big.zip until=2027-01-01 by=a known
	run -0 tamis-allow <unread
	[ "$output" = "$(end 0)" ]
}

@test "--fail-on sets from where on it is 1" {
	run -1 tamis-allow --fail-on=critical <records
	run -0 tamis-allow --fail-on=never <records
	accept fp=5f1c9a0be2d44c17 until=2027-05-31 by=a x
	run -0 tamis-allow --fail-on=critical <records
	[ "$(count)" -eq 3 ]
	run -2 tamis-allow --fail-on=hihg <records
	[[ "$output" == *"did you mean 'high'"* ]]
}

@test "--show-accepted passes them with their reason, counted by nobody" {
	accept fp=1111111111111111 until=2027-05-31 by=anna legacy, ticket 4711
	accept fp=5f1c9a0be2d44c17 until=2027-05-31 by=anna x
	accept 'rule=secrets/generic-password path=**' until=2027-05-31 by=a x
	run -0 tamis-allow --show-accepted <records
	[ "$(count)" -eq 4 ]
	[[ "$output" == *"accepted=legacy, ticket 4711	until=2027-05-31"* ]]
	[[ "$output" == *"$(end 4)" ]]
	run -0 bash -c 'tamis-allow --show-accepted <records | tamis-allow'
	[ "$(count)" -eq 4 ]
}

@test "--unused names those that nothing needed, and changes no verdict" {
	accept fp=2222222222222222 until=2027-05-31 by=a gone
	accept fp=1111111111111111 until=2027-05-31 by=a x
	accept 'rule=secrets/jwt path=nowhere/' until=2027-05-31 by=a moved
	run -1 --separate-stderr tamis-allow --unused <records
	[ "$(wc -l <<<"$stderr")" -eq 2 ]
	# shellcheck disable=SC2154 # run sets it
	[[ "${stderr_lines[0]}" == *"allow.rules:1: unused: fp=2222222222222222 gone" ]]
	[[ "${stderr_lines[1]}" == *"allow.rules:3: unused: rule=secrets/jwt path=nowhere/ moved" ]]
}

@test "--allow-from takes what a revision accepts, not the work tree" {
	accept fp=1111111111111111 until=2027-05-31 by=a in main
	git add .tamis && git commit -qm main
	accept fp=5f1c9a0be2d44c17 until=2027-05-31 by=a in the merge request
	run -1 tamis-allow --allow-from=HEAD <records
	[[ "$output" == *5f1c9a0be2d44c17* && "$output" != *1111111111111111* ]]
	git rm -q --cached .tamis/allow.rules && git commit -qm without
	run -1 tamis-allow --allow-from=HEAD <records
	diff - records <<<"$output"
	run -1 tamis-allow --allow-from=HEAD~1 <records
	[ "$(count)" -eq 3 ]
	run -2 --separate-stderr tamis-allow --allow-from=nowhere <records
	[ -z "$output" ] && [[ "$stderr" == *"cannot find revision 'nowhere'"* ]]
	cd ..
	run -2 tamis-allow --allow-from=HEAD <repo/records
}

@test "an error in a revision's file names the revision" {
	accept nonsense
	git add .tamis && git commit -qm broken
	: >.tamis/allow.rules
	run -2 tamis-allow --allow-from=HEAD <records
	[[ "$output" == *"HEAD:.tamis/allow.rules:1: "* ]]
}

@test "in a bare repository a revision has the acceptances" {
	accept fp=1111111111111111 until=2027-05-31 by=a x
	git add .tamis && git commit -qm x
	git clone -q --bare . ../bare.git
	run -1 tamis-allow -C ../bare.git --allow-from=HEAD <records
	[ "$(count)" -eq 3 ]
}

@test "-C names the repository, a directory below finds its top" {
	accept fp=1111111111111111 until=2027-05-31 by=a x
	mkdir -p deep/er ../none/.tamis
	cp .tamis/allow.rules ../none/.tamis
	(cd deep/er && run -1 tamis-allow <../../records && [ "$(count)" -eq 3 ])
	cd /
	run -1 tamis-allow -C "$BATS_TEST_TMPDIR/repo" \
	    <"$BATS_TEST_TMPDIR/repo/records"
	[ "$(count)" -eq 3 ]
	run -1 tamis-allow -C "$BATS_TEST_TMPDIR/none" \
	    <"$BATS_TEST_TMPDIR/repo/records"
	[ "$(count)" -eq 3 ]
}

@test "--init writes a baseline that is the same in any order of records" {
	sed -i /critical/d records && sed -i 's/^end	4/end	3/' records
	args=(--init --until=2027-05-31 --reason='legacy, ticket 4711' --by=anna)
	run -0 tamis-allow "${args[@]}" <records
	[ "${lines[0]}" = ".tamis/allow.rules: 3 accepted (3 secrets), all until 2027-05-31" ]
	[ "${lines[1]}" = "Read it, shorten it, then: git add .tamis/allow.rules" ]
	mv .tamis/allow.rules one
	run -0 tamis-allow "${args[@]}" < <(cat records records | sort -r)
	cmp one .tamis/allow.rules
	LC_ALL=C sort -c one
	run ! grep -v '^fp=\|^rule=' one
	grep -qx 'fp=1111111111111111 until=2027-05-31 by=anna legacy, ticket 4711' one
	# No line number: the records moved, the baseline holds.
	sed -i 's/:[0-9]*:[0-9]*:/:99:9:/' records
	run -0 tamis-allow <records
}

@test "--init leaves critical ones out and says so" {
	run -0 tamis-allow --init --until=2027-05-31 --reason=x <records
	[ "${lines[1]}" = "1 critical left out: --init takes none; add them singly with --add=FP" ]
	run ! grep 5f1c9a0be2d44c17 .tamis/allow.rules
	run -1 tamis-allow <records
	[ "$(count)" -eq 1 ]
	run -0 tamis-allow --add=5f1c9a0be2d44c17 --until=2027-05-31 --reason=y
	run -0 tamis-allow <records
}

@test "--init never replaces a file, but for what tamis init left" {
	echo '# mine' >.tamis/allow.rules
	run -2 --separate-stderr tamis-allow --init --until=2027-05-31 \
	    --reason=x <records
	[[ "$stderr" == *"cannot write '.tamis/allow.rules': it exists; "*--add=FP* ]]
	[ "$(cat .tamis/allow.rules)" = '# mine' ]
	rm -r .tamis
	tamis init >/dev/null
	run -0 tamis-allow --init --until=2027-05-31 --reason=x <records
	run -1 tamis-allow <records
	[ "$(count)" -eq 1 ]
}

@test "--init of a broken stream writes nothing and is 2" {
	run -2 tamis-allow --init --until=2027-05-31 --reason=x \
	    < <(head -2 records)
	[ ! -e .tamis/allow.rules ]
	rm -r .tamis
	run -2 tamis-allow --init --until=2027-05-31 --reason=x </dev/null
	[ ! -e .tamis ]
}

@test "-n shows what would be written and writes nothing" {
	run -0 tamis-allow -n --init --until=2027-05-31 --reason=x <records
	[[ "$output" == *"fp=1111111111111111 until=2027-05-31 by="* ]]
	[ ! -e .tamis/allow.rules ]
	run -0 tamis-allow -n --add=1111111111111111 --until=2027-05-31 \
	    --reason=x
	[[ "$output" == "fp=1111111111111111 until=2027-05-31 by="* ]]
	[ ! -e .tamis/allow.rules ]
}

@test "the terms are checked before anything is written" {
	for t in --until=2027-11-23 --until=2026-11-21 --until=soon; do
		run -2 tamis-allow --init "$t" --reason=x <records
		run -2 tamis-allow --add=1111111111111111 "$t" --reason=x
	done
	for r in '' ' ' $'two\nlines' 'by=x y' $'\033[1m'; do
		run -2 tamis-allow --init --until=2027-05-31 --reason="$r" <records
	done
	run -2 tamis-allow --init --until=2027-05-31 --reason=$'a\nb' <records
	[ "$output" = 'tamis-allow: cannot take --reason: it is one line' ]
	run -2 tamis-allow --init --reason=x <records
	run -2 tamis-allow --init --until=2027-05-31 <records
	run -2 tamis-allow --init --add=1111111111111111 --until=2027-05-31 --reason=x
	run -2 tamis-allow --add=- --until=2027-05-31 --reason=x
	run -2 tamis-allow --until=2027-05-31 <records
	[ ! -e .tamis/allow.rules ]
	run -0 tamis-allow --init --until=2027-11-22 --reason=x <records
}

@test "--add appends one line, keeps the rest and reads no stdin" {
	printf '# mine\nfp=2222222222222222 until=2027-05-31 by=a x' \
	    >.tamis/allow.rules
	chmod 640 .tamis/allow.rules
	run -0 tamis-allow --add=1111111111111111 --until=2027-05-31 \
	    --reason='why not' --by='Anna K' </dev/null
	diff .tamis/allow.rules - <<-'END'
	# mine
	fp=2222222222222222 until=2027-05-31 by=a x
	fp=1111111111111111 until=2027-05-31 by=Anna\x20K why not
	END
	[ "$(stat -c %a .tamis/allow.rules)" = 640 ]
	cp .tamis/allow.rules ../before
	run -0 tamis-allow --add=1111111111111111 --until=2027-05-31 \
	    --reason='why not' --by='Anna K'
	cmp .tamis/allow.rules ../before
	echo nonsense >>.tamis/allow.rules
	run -2 tamis-allow --add=3333333333333333 --until=2027-05-31 --reason=x
	[[ "$output" == *"allow.rules:4: "* ]]
}

@test "many --add at once lose none" {
	for i in 1 2 3 4 5 6 7 8 9; do
		tamis-allow --add="000000000000000$i" --until=2027-05-31 \
		    --reason=x >/dev/null &
	done
	wait
	[ "$(grep -c '^fp=' .tamis/allow.rules)" -eq 9 ]
	[ "$(ls .tamis)" = allow.rules ]
}

@test "two branches that both added some merge without a conflict" {
	rm -r .tamis
	tamis init >/dev/null
	rm .git/hooks/*
	git add . && git commit -qm base
	git checkout -q -b other
	tamis-allow --add=1111111111111111 --until=2027-05-31 --reason=one
	git commit -qam other
	git checkout -q -
	tamis-allow --add=5f1c9a0be2d44c17 --until=2027-05-31 --reason=two
	tamis-allow --add=2222222222222222 --until=2027-05-31 --reason=three
	git commit -qam main
	git merge -q other -m merged
	[ "$(grep -c '^fp=' .tamis/allow.rules)" -eq 3 ]
	run -1 tamis-allow <records
	[ "$(count)" -eq 2 ]
}

@test "for a person it draws, and counts what was accepted" {
	accept fp=1111111111111111 until=2027-05-31 by=a x
	run -1 tamis-allow --view=person <records
	[[ "$output" == *"src/db.py:12:16: critical: some message [secrets/postgres-url]"* ]]
	[[ "$output" == *"3 found: 1 critical, 2 medium. 1 accepted, the first until 2027-05-31."* ]]
}

@test "a closed or full stdout is 2" {
	run -2 bash -c 'tamis-allow <records >/dev/full'
	run -2 bash -c 'tamis-allow --init --until=2027-05-31 --reason=x <records >/dev/full'
	run -2 bash -c 'tamis-allow <records >&-'
}

@test "operands and unknown options are 2, with a suggestion" {
	run -2 tamis-allow records
	run -2 tamis-allow --unsued <records
	[[ "$output" == *"did you mean '--unused'?"* ]]
	SOURCE_DATE_EPOCH=soon run -2 tamis-allow <records
}
