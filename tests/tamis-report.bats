#!/usr/bin/env bats
# tamis-report: text, ndjson and sarif from records.
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	sarif="$BATS_TEST_DIRNAME/sarif.py"
	{
		rec src/db.py:12:16 critical secrets/postgres-url \
		    'a URL: postgres://app:****@db/prod' \
		    'fp=5f1c9a0be2d44c17	entropy=3.9'
		rec src/db.py:20:16 critical secrets/postgres-url 'again' \
		    'fp=5f1c9a0be2d44c17	end=20:30'
		rec pom.xml:41:14 high deps/vulnerable 'log4j-core 2.14.1' \
		    'fp=2222222222222222	cvss=10.0	advisories=GHSA-a,GHSA-b	fixed=2.17'
		rec a.c:3:9 low crypto/hash-weak MD5 'fp=3333333333333333	bits=128	head=no'
		end 4
	} >records
}

rec() {
	printf '%s:\t%s\t%s\t%s\t%s\n' "$@"
}

end() {
	printf 'end\t%s\tunread=%s\n' "$1" "${2:-0}"
}

@test "text is the default: what a person sees, with the summary last" {
	run -1 --separate-stderr tamis-report <records
	[[ "${lines[0]}" == "src/db.py:12:16: critical: "*"[secrets/postgres-url]" ]]
	[[ "$output" == *"4 found: 2 critical, 1 high, 1 low."* ]]
	[[ "$output" != *$'\033'* ]]
	run -1 tamis-report --color=always <records
	[[ "$output" == *$'\033[1;31mcritical'* ]]
}

@test "advice comes with the rules that are installed" {
	run -1 tamis-report <records
	[[ "$output" == *"= fix: "* ]]
	run -1 tamis-report sarif -o out.sarif <records
	jq -e '.runs[0].tool.driver.rules[0] | .id ==
	    "secrets/postgres-url.critical" and (.help.text |
	    startswith("Fix: ")) and (.shortDescription.text |
	    startswith("PostgreSQL"))' out.sarif
	jq -e '.runs[0].tool.driver.rules[0].properties.tags |
	    index("external/cwe/cwe-798")' out.sarif
}

@test "ndjson is one object a record, typed, and one for the end" {
	run -1 tamis-report --format=ndjson <records
	[ "${#lines[@]}" -eq 5 ]
	for l in "${lines[@]}"; do jq -e . <<<"$l" >/dev/null; done
	jq -e '.type == "finding" and .path == "src/db.py" and .line == 12 and
	    .col == 16 and .severity == "critical" and .entropy == 3.9 and
	    .rule == "secrets/postgres-url" and .fp == "5f1c9a0be2d44c17"' \
	    <<<"${lines[0]}"
	jq -e '.end == [20, 30]' <<<"${lines[1]}"
	jq -e '.advisories == ["GHSA-a", "GHSA-b"] and .fixed == "2.17" and
	    .cvss == 10' <<<"${lines[2]}"
	jq -e '.bits == 128 and .head == false' <<<"${lines[3]}"
	jq -e '.type == "end" and .count == 4 and .unread == 0 and .whole' \
	    <<<"${lines[4]}"
}

@test "ndjson has the bytes behind the escapes, never a raw control byte" {
	rec 'a\tb\\c\x1b\xff\xe2\x80\xae.c:1:1' low secrets/x \
	    'say \x22hi\x22' 'fp=-' >odd
	end 1 >>odd
	run -1 tamis-report ndjson <odd
	[[ "$output" != *$'\033'* && "$output" != *$'\342\200\256'* ]]
	jq -e '.path == "a\tb\\c\u001b\ufffd\u202e.c"' <<<"${lines[0]}"
	jq -e '.message == "say \"hi\""' <<<"${lines[0]}"
}

@test "sarif is what the services take: one run a sieve, a rule a severity" {
	run -1 tamis-report sarif -o out.sarif <records
	[ -z "$output" ]
	python3 "$sarif" out.sarif
	jq -e '[.runs[].automationDetails.id] ==
	    ["tamis/secrets/", "tamis/deps/", "tamis/crypto/"]' out.sarif
	jq -e '.runs[1].results[0].ruleId == "deps/vulnerable.high"' out.sarif
	jq -e '[.runs[0].results[].partialFingerprints[]] ==
	    ["5f1c9a0be2d44c17:1", "5f1c9a0be2d44c17:2"]' out.sarif
	jq -e '.runs[0].results[1].locations[0].physicalLocation.region ==
	    {startLine: 20, startColumn: 16, endLine: 20, endColumn: 30}' \
	    out.sarif
}

@test "sarif has UTF-16 columns, percent-encoded relative URIs, no links" {
	rec './caf\xe9 #1?.c:2:9' high secrets/x 'see [x](http://a) \x1b\xff' \
	    'fp=-	end=2:14	ucol=7:10' >odd
	rec 'caf\xc3\xa9/%.c:1:1' high secrets/x 'm' 'fp=-' >>odd
	end 2 >>odd
	run -1 tamis-report sarif <odd
	echo "$output" >out.sarif
	python3 "$sarif" out.sarif
	jq -e '[.runs[0].results[].locations[0].physicalLocation |
	    .artifactLocation.uri] == ["caf%E9%20%231%3F.c", "caf%C3%A9/%25.c"]' \
	    out.sarif
	jq -e '.runs[0].results[0].locations[0].physicalLocation.region |
	    .startColumn == 7 and .endColumn == 10' out.sarif
}

@test "sarif suppresses what was accepted, and the verdict leaves it out" {
	{
		rec a:1:1 critical secrets/x m \
		    'fp=5f1c9a0be2d44c17	accepted=legacy, ticket 4711	until=2027-05-31'
		end 1
	} >accepted
	run -0 tamis-report sarif -o out.sarif <accepted
	python3 "$sarif" out.sarif
	jq -e '.runs[0].results[0].suppressions[0].justification ==
	    "legacy, ticket 4711"' out.sarif
	run -0 tamis-report <accepted
	run -0 tamis-report ndjson <accepted
	[[ "${lines[0]}" == *'"accepted":"legacy, ticket 4711"'* ]]
}

@test "what could not be read is a notification, never a success, and 2" {
	{
		rec big.zip:1:1 medium secrets/unread 'it is broken' \
		    'fp=-	reason=broken'
		end 1 1
	} >unread
	run -2 tamis-report sarif -o out.sarif <unread
	python3 "$sarif" out.sarif
	jq -e '.runs[0] | (.results | length) == 0 and
	    (.invocations[0].executionSuccessful | not)' out.sarif
	run -2 tamis-report ndjson <unread
	jq -e '.type == "unread"' <<<"${lines[0]}"
	run -2 tamis-report <unread
	[[ "$output" == *"cannot tell"* && "$output" != *clean* ]]
	run -2 tamis-report --fail-on=never <unread
}

@test "a clean stream is a clean report" {
	end 0 >none
	run -0 tamis-report <none
	[[ "$output" == clean* ]]
	run -0 tamis-report ndjson <none
	run -0 tamis-report sarif -o out.sarif <none
	python3 "$sarif" out.sarif
	jq -e '.runs[0] | .invocations[0].executionSuccessful and
	    .automationDetails.id == "tamis/secrets/"' out.sarif
}

@test "a cut stream gives a report that says so, and 2" {
	head -3 records >short
	for f in text ndjson sarif; do
		run -2 --separate-stderr tamis-report "$f" <short
		# shellcheck disable=SC2154 # run sets it
		[[ "$stderr" == *"tamis-report: stdin:3: no 'end' line: what wrote this stream did not finish"* ]]
		echo "$output" >"out.$f"
	done
	grep -q 'cannot tell' out.text
	jq -es '.[-1].whole == false' out.ndjson
	python3 "$sarif" out.sarif
	jq -e '[.runs[].invocations[].executionSuccessful] | any | not' out.sarif
	run -2 tamis-report </dev/null
	run -2 tamis-report < <(sed 2d records)
	run -1 tamis-report --partial <short
	[ "${lines[-1]}" = 'a part of a stream: nothing is proven of the rest.' ]
	run -0 tamis-report --partial </dev/null
	[[ "$output" != *clean* ]]
	run -0 tamis-allow --partial --view=person </dev/null
	[[ "$output" != *clean* ]]
	run -1 tamis-report --partial ndjson <short
	jq -es '.[-1].whole == false' <<<"$output"
	run -1 tamis-report --partial -o out.sarif sarif <short
	python3 "$sarif" out.sarif
	jq -e '.runs[0].invocations[0] | .executionSuccessful and
	    .toolExecutionNotifications[0].level == "warning"' out.sarif
}

@test "streams of many sieves that were put together are whole" {
	run -1 tamis-report < <(cat records records | sort)
	[[ "$output" == *"8 found"* ]]
}

@test "--fail-on says from where on it is 1" {
	for f in text ndjson sarif; do
		run -1 tamis-report --fail-on=critical "$f" <records
		run -0 tamis-report --fail-on=never "$f" <records
	done
	run -0 tamis-report --fail-on=medium < <(sed -n '4p' records; end 1)
}

@test "-o writes the file whole or not at all, and replaces it" {
	mkdir d
	echo old >d/out
	run -1 tamis-report -o d/out ndjson <records
	[ -z "$output" ] && [ "$(wc -l <d/out)" -eq 5 ]
	[ "$(ls d)" = out ]
	run -1 tamis-report -o d/out <records
	grep -q '4 found' d/out
	run -2 tamis-report -o nowhere/out <records
	[[ "$output" == *"cannot write 'nowhere/out': "* ]]
	run -2 tamis-report -o d <records
	[ "$(ls -A)" = "$(printf 'd\nrecords')" ]
	# shellcheck disable=SC2016 # for the inner shell
	run -1 bash -c 'tamis-report -o /dev/stdout ndjson <records | cat; exit ${PIPESTATUS[0]}'
	[ "${#lines[@]}" -eq 5 ]
	[ -c /dev/null ] && run -1 tamis-report -o /dev/null <records
	[ -c /dev/null ]
}

@test "a full or closed stdout is 2 in every format" {
	for f in text ndjson sarif; do
		run -2 bash -c "tamis-report $f <records >/dev/full"
		run -2 bash -c "tamis-report $f <records >&-"
	done
}

@test "a line that is no record is 2, with its number, partial or not" {
	run -2 tamis-report < <(sed '2s/.*/nonsense/' records)
	[[ "$output" == *"stdin:2: "* ]]
	run -2 tamis-report --partial < <(sed '2s/.*/nonsense/' records)
	run -2 tamis-report < <(head -c 100 records)
}

@test "an unknown format or a second one is 2, with a suggestion" {
	run -2 tamis-report sarf <records
	[[ "$output" == *"unknown format 'sarf'; did you mean 'sarif'?"* ]]
	run -2 tamis-report --format=html <records
	[[ "${lines[0]}" == *"there are ndjson, sarif and text" ]]
	run -2 tamis-report text sarif <records
}

@test "30,000 findings: the 25,000 worst are in the run, the rest is counted" {
	awk 'BEGIN {
		for (i = 1; i <= 30000; i++)
			printf "f%d:1:1:\t%s\tsecrets/x\tm\tfp=%016d\n", i, \
			    i % 3 ? "low" : "high", i
		print "end\t30000\tunread=0"
	}' >many
	run -1 --separate-stderr tamis-report -o out.sarif sarif <many
	[[ "$stderr" == *"5000 results left out"* ]]
	python3 "$sarif" out.sarif
	jq -e '.runs[0].results | length == 25000 and
	    ([.[] | select(.level == "error")] | length) == 10000 and
	    .[0].level == "error" and .[24999].level == "note"' out.sarif
	jq -e '.runs[0].invocations[0].toolExecutionNotifications[0].message.text
	    | startswith("5000 results left out")' out.sarif
}

@test "more than 20 sieves fill 20 runs, and the rest is counted" {
	for i in $(seq 1 25); do
		rec a:1:1 high "s$i/x" m fp=-
	done >many
	end 25 >>many
	run -1 --separate-stderr tamis-report -o out.sarif sarif <many
	[[ "$stderr" == *"5 results left out"* ]]
	python3 "$sarif" out.sarif
	jq -e '.runs | length == 20' out.sarif
}

@test "a report is the same on every run" {
	for f in text ndjson sarif; do
		tamis-report "$f" <records >one || true
		tamis-report "$f" <records >two || true
		cmp one two
	done
}
