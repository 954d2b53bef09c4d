#!/usr/bin/env bats
# tamis-data: personal and health data in the clear.
# shellcheck disable=SC2154 # bats sets stderr
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
	# Put together here: no file of this tree holds a person's number.
	lu="18931201""05732"
	lu2="19900930""12358"
	bad="18931201""05733"
	iban="GR16011010500000105470""23795"
}

# "line:column rule field" of each finding in a file.
found() {
	tamis-data "$@" | awk -F '\t' '/^[^\t]*:[0-9]+:[0-9]+:\t/ {
		f = ""
		for (i = 5; i <= NF; i++)
			if ($i ~ /^field=/) f = substr($i, 7)
		sub(/:$/, "", $1); sub(/^[^:]*:/, "", $1)
		print $1, $3, f }'
}

@test "a column of identifiers is one record, at its first value" {
	printf 'id,matricule,note\n1,%s,x\n2,%s,y\n3,%s,z\n' "$lu" "$lu2" \
		"$bad" >p.csv
	run -1 tamis-data p.csv
	[ "${#lines[@]}" -eq 2 ]
	[[ ${lines[0]} == p.csv:2:3:*high*data/lu-matricule* ]]
	for key in field=matricule format=csv record=1 count=2 distinct=2 \
		valid=2 of=3 'sample=\*\*\*\*'; do
		grep -qP "\t$key(\t|$)" <<<"${lines[0]}"
	done
}

@test "--each tells every value, and no near miss" {
	printf 'id;matricule\n1;%s\n2;%s\n3;%s\n' "$lu" "$bad" "$lu2" >p.csv
	[ "$(found --each p.csv)" = "2:3 data/lu-matricule matricule
4:3 data/lu-matricule matricule" ]
}

@test "no value leaves it, in any view" {
	printf 'nom,prenom,matricule,iban\nMuller,Anna,%s,%s\n' "$lu" "$iban" >p.csv
	printf 'note: %s\n' "$lu" >n.txt
	for view in records person all; do
		run -1 --separate-stderr tamis-data --view=$view -vv .
		[[ $output$stderr != *"$lu"* ]]
		[[ $output$stderr != *Muller* ]]
		[[ $output$stderr != *"${iban:4}"* ]]
	done
}

@test "a dialect is found out: separators, quotes, newlines, no header, UTF-16" {
	printf 'a\tmatricule\nx\t%s\n' "$lu" >tab.csv
	[ "$(found tab.csv)" = '2:3 data/lu-matricule matricule' ]
	printf 'a|matricule\nx|%s\n' "$lu" >bar.psv
	[ "$(found bar.psv)" = '2:3 data/lu-matricule matricule' ]
	printf 'a,"matri\ncule",matricule\n"x\n""y"",z",1,"%s"\n' "$lu" >q.csv
	[ "$(found q.csv)" = '4:13 data/lu-matricule matricule' ]
	printf '7,%s\n8,%s\n' "$lu" "$lu2" >bare.csv
	[ "$(found bare.csv)" = '1:3 data/lu-matricule #2' ]
	printf 'a;matricule\r\nx;%s\r\n' "$lu" | iconv -t UTF-16 >wide.csv
	[ "$(found wide.csv)" = '2:3 data/lu-matricule matricule' ]
	printf 'sep=;\nn\xe9e;Pr\xe9nom\n1980-01-02;Zo\xe9\n' >latin.csv
	[ "$(found latin.csv)" = '3:12 data/first-name Prénom' ] ||
		[ "$(found latin.csv | cut -d' ' -f1,2)" = '3:12 data/first-name' ]
}

@test "JSON has its values at the keys down to them" {
	printf '{"p": [{"nss": "x", "id": {"matricule": %s}}]}\n' "$lu" >a.json
	[ "$(found a.json)" = '1:41 data/lu-matricule p.id.matricule' ]
	printf '{"matricule": "%s"}\n{"matricule": "%s"}\n' "$lu" "$lu2" >b.ndjson
	[ "$(found b.ndjson)" = '1:16 data/lu-matricule matricule' ]
	printf '[{"matricule": "%s"}, {"matricule": "18\\u00393%s"' "$lu" \
		"${lu:4}" >cut.json
	[[ $(tamis-data cut.json) == *count=2*distinct=1* ]]
}

@test "a FHIR patient: each field of the person" {
	printf '%s' '{"resourceType":"Patient","name":[{"family":"Muller",' \
		'"given":["Anna"]}],"birthDate":"1980-01-02","telecom":[{' \
		'"value":"+352 621 123 456"}],"address":[{"line":["12 rue X"],' \
		'"city":"Mersch","postalCode":"7520"}],"identifier":[{"value":"' \
		"$lu" '"}]}' >p.json
	[ "$(found p.json | cut -d' ' -f2- | sort)" = \
"data/birth-date Patient.birthDate
data/city Patient.address.city
data/first-name Patient.name.given
data/last-name Patient.name.family
data/lu-matricule Patient.identifier.value
data/phone Patient.telecom.value
data/postal-code Patient.address.postalCode
data/street Patient.address.line" ]
}

@test "FHIR and CDA in XML: the same, at elements and attributes" {
	printf '%s' '<Patient xmlns="http://hl7.org/fhir"><!-- <a b="c"> -->' \
		"<identifier><value value='$lu'/></identifier><name><family " \
		'value="Muller"/></name><birthDate value="1980-01-02"/>' \
		'<telecom><value value="+352 621 123 456"/></telecom>' \
		'</Patient>' >p.xml
	[ "$(found p.xml | cut -d' ' -f2-)" = \
"data/lu-matricule Patient.identifier.value.value
data/last-name Patient.name.family.value
data/birth-date Patient.birthDate.value
data/phone Patient.telecom.value.value" ]
	printf '%s\n' '<?xml version="1.0"?><v3:ClinicalDocument>' \
		'<patientRole><patient><name><given>An&#110;a</given>' \
		'<family><![CDATA[Muller]]></family></name>' \
		'<birthTime value="19800102"/></patient></patientRole>' \
		'</v3:ClinicalDocument>' >c.xml
	[ "$(found c.xml | cut -d' ' -f1,2)" = "2:36 data/first-name
3:18 data/last-name
4:19 data/birth-date" ]
}

@test "HL7: each field and component of a message" {
	printf 'MSH|^~\\&|A|B|C|D|20200101||ADT^A01|1|P|2.5\r' >m.hl7
	printf 'PID|1||X12345^^^H||Muller^Anna||19800102|F|||12 rue X^^' >>m.hl7
	printf 'Mersch^^7520||+352 621 123 456\rDG1|1||E11.9^Diabetes\r' >>m.hl7
	[ "$(found m.hl7 | cut -d' ' -f2-)" = "data/medical-record PID-3.1
data/last-name PID-5.1
data/first-name PID-5.2
data/birth-date PID-7
data/street PID-11.1
data/city PID-11.3
data/postal-code PID-11.5
data/phone PID-13
data/icd-10 DG1-3.1
data/diagnosis DG1-3.2" ]
	[[ $(tamis-data m.hl7) == *high*data/last-name* ]]
}

@test "a dump: COPY and INSERT, with the columns of either" {
	{
		echo 'CREATE TABLE [u] ([id] int, "matricule" text, KEY (id));'
		printf "INSERT INTO u VALUES (1,'x%s'y'),(2,'%s'),(3,NULL);\n" \
			\\ "$lu"
		echo 'COPY public.p (id, nom, nss) FROM stdin;'
		printf '1\tMuller\t%s\n\\.\n' "$lu2"
		echo "INSERT INTO \"t\" (iban, mail) VALUES (N'$iban', 'a@b.lu');"
	} >d.sql
	[ "$(found d.sql | cut -d' ' -f2-)" = "data/lu-matricule u.matricule
data/last-name p.nom
data/lu-matricule p.nss
data/iban t.iban
data/email t.mail" ]
}

# A data element of DICOM, explicit, little-endian: group element VR value.
element() {
	local v=$4
	[ $((${#v} % 2)) -eq 0 ] || v="$v "
	printf '%b%s%b%s' "\\x${1:2}\\x${1:0:2}\\x${2:2}\\x${2:0:2}" "$3" \
		"\\x$(printf %02x ${#v})\\x00" "$v"
}

dicom() {
	head -c 128 /dev/zero
	printf DICM
	element 0002 0010 UI 1.2.840.10008.1.2.1
	element 0008 0018 UI 1.2.3.4
	element 0010 0010 PN 'Muller^Anna'
	element 0010 0020 LO X12345
	element 0010 0030 DA 19800102
	element 0012 0062 CS "$1"
	element 0010 1040 LO '12 rue X'
}

@test "DICOM: the patient's attributes, and none when they were removed" {
	dicom NO >a.dcm
	[ "$(found a.dcm | cut -d' ' -f2-)" = \
"data/full-name PatientName(0010,0010)
data/medical-record PatientID(0010,0020)
data/birth-date PatientBirthDate(0010,0030)
data/street PatientAddress(0010,1040)" ]
	dicom YES >b.dcm
	run -0 tamis-data b.dcm
	head -c 230 a.dcm >cut.dcm
	run -2 --separate-stderr tamis-data cut.dcm
	[[ $output == *data/unread*'ends inside of a value'* ]]
	[[ $output == *data/full-name* ]]
}

@test "vCard, LDIF and YAML" {
	printf 'BEGIN:VCARD\r\nFN:Anna Muller\r\nTEL;TYPE=cell:+352 621 1234\r\n' \
		>a.vcf
	[ "$(found a.vcf)" = "2:4 data/full-name VCARD-FN
3:15 data/phone VCARD-TEL" ]
	printf 'dn: cn=x\nsn: Muller\nmail: a@b.lu\n' >a.ldif
	[ "$(found a.ldif)" = "2:5 data/last-name LDIF-sn
3:7 data/email LDIF-mail" ]
	printf 'patients:\n  - name: Anna Muller\n    id: {x: y}\n    nss: "%s"\n' \
		"$lu" >a.yml
	[ "$(found a.yml)" = "2:11 data/full-name patients.name
4:11 data/lu-matricule patients.nss" ]
	printf 'name: build\non: push\njobs:\n  x:\n    name: Run tests\n' >ci.yml
	run -0 tamis-data ci.yml
}

@test "in a text: what is written as it usually is, or named, or rare" {
	printf 'id %s\n' "$lu" >a.txt
	[ "$(found a.txt)" = '1:4 data/lu-matricule ' ]
	printf 'AHV 756.9217.0769.''85, IBAN %s\n' \
		"$(fold -w 4 <<<"$iban" | paste -sd ' ')" >b.md
	[ "$(found b.md | cut -d' ' -f2)" = "data/ch-ahv
data/iban" ]
	printf 'x = 5520''08443\n' >c.py
	[ -z "$(found c.py)" ]
	printf 'siren = 5520''08443\n' >c.py
	[ "$(found c.py)" = '1:9 data/fr-siren ' ]
}

@test "what is made up is low, and says why" {
	{
		echo email
		for i in 1 2 3; do echo "u$i@example.com"; done
	} >mail.csv
	run -1 tamis-data mail.csv
	[[ ${lines[0]} == *low*data/email*'reason=of an example'* ]]
	printf 'card\n4111''111111111111\n' >card.csv
	run -1 tamis-data card.csv
	[[ ${lines[0]} == *low*data/payment-card*'reason=published for tests'* ]]
	run -0 tamis-data --fail-on=medium card.csv
}

@test "--explain names the evidence and what it weighs" {
	printf 'matricule\n%s\n' "$lu" >p.csv
	run -1 tamis-data --explain p.csv
	[[ ${lines[0]} == *'why=name+3.5 check+5.2'* ]]
	run -0 tamis-data --explain=data/lu-matricule
	[[ $output == *'proven by verhoeff'* ]]
}

@test "fifty persons are worse than one" {
	{
		echo matricule
		for i in $(seq 50); do echo "$lu"; done
	} >same.csv
	run -1 tamis-data same.csv
	[[ ${lines[0]} == *low*'reason=one value all through'* ]]
}

@test "--country keeps what is of these countries, and of none" {
	printf 'matricule,steuer_id,iban\n%s,%s,%s\n' "$lu" "36574""261809" \
		"$iban" >p.csv
	[ "$(found --country=LU p.csv | cut -d' ' -f2)" = "data/lu-matricule
data/iban" ]
}

@test "a kind of the repository's own needs no C" {
	cat >acme.rules <<-'EOF'
		id: data/acme-staff
		title: Acme staff number
		shape: [7]9{6}
		check: sum 11 7,6,5,4,3,2 1-6 7 minus ten=0
		pass: 0.01
		columns: staff_no
	EOF
	printf 'staffNo\n7123''451\n7123''450\n' >s.csv
	[ "$(found --rules=acme.rules s.csv)" = '3:1 data/acme-staff staffNo' ]
	run -0 tamis-data s.csv
	run -0 tamis-secrets --rules=acme.rules s.csv
	sed -i 's/sum 11/summ 11/' acme.rules
	run -2 --separate-stderr tamis-data --rules=acme.rules s.csv
	[[ $stderr == *acme.rules:4:* ]]
}

@test "a value longer than the window is judged for what is in it" {
	{
		printf 'note,matricule\n"'
		head -c 9000 /dev/zero | tr '\0' 'x'
		printf ' %s ","%s"\n' "$lu2" "$lu"
	} >long.csv
	run -1 tamis-data long.csv
	[ "$(grep -c data/lu-matricule <<<"$output")" -eq 2 ]
}

@test "tamis-ids(5) names every check and every test of values" {
	root=$BATS_TEST_DIRNAME/..
	for word in $(sed -n 's/^\t{ "\([a-z0-9-]*\)", idcheck_.*/\1/p' \
	    "$root/lib/idcheck.c") \
	    $(sed -n 's/^\t{ "\([a-z0-9-]*\)", is_.*/\1/p' \
	    "$root/lib/idvalue.c"); do
		grep -q -- "$word" "$root/man/tamis-ids.5" || {
			echo "not in the page: $word"
			return 1
		}
	done
}
