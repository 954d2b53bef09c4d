#!/usr/bin/env bats
# Secrets that were encoded, escaped, split or reversed, in files of many
# languages; and what looks like that and holds none.
# shellcheck disable=SC2016 # what looks like shell is source
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	# Put together here, so that no file of this tree holds a token.
	aws="AKIA""QYLPMN5HHHFPZAM2"
	stripe="sk_live""_9sKq2LmZp7RwYbNc4HsDf5Gj"
	slack="xoxb-""482019573826-5720194836152-Kq9LmZp2RwYbNc7HsDf5GjA8"
	url="postgres://app:""k3vQ9xTz71Lm@db.internal/prod"
}

# Every token, made by a Python expression of s, in the line that %s stands
# in: found as such, once, by the way that is said.
each() { # FILE LINE EXPRESSION VIA
	local n=0 t rule

	for t in "$aws aws-access-key" "$stripe stripe-live-key" \
		"$slack slack-bot-token" "$url postgres-url"; do
		rule=${t#* }
		python3 - "${t% *}" "$2" "$3" >"$rule-$1" <<-'X'
		import base64, gzip, quopri, sys, textwrap, urllib.parse, zlib
		s, line, how = sys.argv[1:]
		def b64(x):
		    return base64.b64encode(
		        x if isinstance(x, bytes) else x.encode()).decode()
		def each(form, by=''):
		    return by.join(form % ord(c) for c in s)
		def cut(by, n=3):
		    k = len(s) // n
		    return by.join([s[:k], s[k:2 * k], s[2 * k:]])
		print(line.replace('\\n', '\n') % eval(how))
		X
		n=$((n + 1))
	done
	run -1 tamis-secrets ./*-"$1"
	for rule in aws-access-key stripe-live-key slack-bot-token postgres-url; do
		grep -q "^./$rule-$1:.*secrets/$rule	.*	via=$4\$" \
			<<<"$output" || {
			echo "$rule in $1:" && cat "$rule-$1" && echo "$output"
			return 1
		}
	done
	[ "${lines[-1]}" = "$(printf 'end\t%d\tunread=0' "$n")" ] ||
		{ echo "$output" && return 1; }
	rm ./*-"$1"
}

@test "base64, its other alphabet, without padding, inside of more" {
	each a.py 'x = "%s"' 'b64(s)' base64
	each a.go 'x := "%s"' \
		'base64.urlsafe_b64encode(s.encode()).decode().rstrip("=")' base64
	each a.json '{"x": "%s"}' "b64('{\"a\": 1, \"b\": \"' + s + '\"}')" base64
	each a.rb "x = '%s'" 'b64(" " + s + " and")' base64
	each a.rs 'let x = "%s";' 'b64(b"\x80\xff\x81" * 9 + s.encode() + b"\xff" * 9)' base64
}

@test "base64 in lines, as armour, mail and YAML have it" {
	text='b64("words that stand before it, and the one is " + s + ", and more words that stand behind it")'
	each a.yaml 'x: |\n%s\ny: 1' "textwrap.indent(textwrap.fill($text, 64), '  ')" base64
	each a.eml '\n%s' "textwrap.fill($text, 76)" base64
	each a.json '{"x": "%s"}' "textwrap.fill($text, 76).replace('\n', '\\\\n')" base64
}

@test "base64 of base64, of gzip, of zlib; hex of them" {
	each a.js 'const x = "%s";' 'b64(b64(s))' base64,base64
	each a.php '$x = "%s";' 'b64(gzip.compress(s.encode()))' base64,gzip
	each a.py 'x = "%s"' 'b64(zlib.compress(s.encode()))' base64,zlib
	each a.cs 'var x = "%s";' 'b64(zlib.compress(s.encode(), 1))' base64,zlib
	each a.sql "insert into t values (x'%s');" 'gzip.compress(s.encode()).hex()' hex,gzip
	each a.yaml 'release: %s' 'b64(b64(gzip.compress(("{\"x\": \"" + s + "\"}").encode())))' base64,base64,gzip
}

@test "hex in both cases, as a number, in a data URL" {
	each a.go 'x := "%s"' 's.encode().hex()' hex
	each a.java 'x = "%s";' 's.encode().hex().upper()' hex
	each a.sql 'select 0x%s;' 's.encode().hex()' hex
	each a.html '<a href="data:text/plain;base64,%s">' 'b64(s)' base64
	each b.html '<a href="data:text/plain,%s">' "each('%%%02X')" percent
}

@test "escapes of URLs, strings, markup and mail, of all or of one letter" {
	each a.txt 'see http://h.internal/?x=%s now' "each('%%%02x')" percent
	each a.json '{"x": "%s"}' "each('\\\\u%04x')" backslash
	each a.js 'x = "%s";' "each('\\\\u{%x}')" backslash
	each a.c 'char *x = "%s";' "each('\\\\x%02x')" backslash
	each b.c 'char *x = "%s";' "each('\\\\%03o')" backslash
	each a.html '<p>%s</p>' "each('&#%d;')" entity
	each a.xml '<p a="%s"/>' "each('&#x%X;')" entity
	each a.eml 'x %s' "each('=%02X')" quoted-printable
	each b.json '{"x": "%s"}' "s[:3] + '\\\\u%04x' % ord(s[3]) + s[4:]" backslash
	each b.txt 'see %s now' "s[:1] + '%%%02X' % ord(s[1]) + s[2:]" percent
	each b.eml 'These are words enough to make a line as long as mail has %s' "s[:9] + '=\n' + s[9:]" quoted-printable
}

@test "strings that are joined by an operator, by nothing, by a line's end" {
	each a.js 'x = "%s";' "cut('\" + \"')" split
	each a.java 'x = "%s";' "cut('\"+\"')" split
	each a.cs 'x = "%s";' "cut('\"\n    + \"')" split
	each a.php "\$x = '%s';" "cut(\"' . '\")" split
	each a.lua 'x = "%s"' "cut('\" .. \"')" split
	each a.vb 'x = "%s"' "cut('\" & _\n    \"')" split
	each a.c 'char *x = "%s";' "cut('\"\n    \"')" split
	each a.py 'x = ("%s")' "cut('\" \"')" split
	each a.sh 'x=%s' "cut('\\\\\n')" split
	each b.js 'x = "%s";' "cut('\\\\\n')" split
	each b.py 'x = "%s"' "s[:2] + '\" + \"' + s[2:]" split
}

@test "lists of characters and of their codes; what is read from its end" {
	each a.js 'x = [%s].join("");' "','.join('\"%s\"' % c for c in s)" chars
	each a.py "x = ''.join([%s])" "', '.join(\"'%s'\" % c for c in s)" chars
	each b.js 'x = String.fromCharCode(%s);' "each('%d', ', ')" chars
	each a.c 'char x[] = { %s };' "each('0x%02x', ', ')" chars
	each b.py 'x = "%s"[::-1]' 's[::-1]' reversed
	each a.php '$x = strrev("%s");' 's[::-1]' reversed
	each c.js 'x = "%s".split("").reverse().join("");' 's[::-1]' reversed
	each a.rb 'x = "%s".reverse' 's[::-1]' reversed
	each a.sh 'x=$(echo %s | rev)' 's[::-1]' reversed
}

@test "a finding is where the encoded text is, and its fingerprint that of the secret" {
	printf 'one\ntwo = "%s"\n' "$(printf %s "$stripe" | base64 -w 0)" >a.py
	printf 'two = "%s"\n' "$stripe" >b.py
	run -1 tamis-secrets a.py b.py
	[[ ${lines[0]} == a.py:2:8:*'Stripe'*'sk_live_**** (in base64)'*end=2:52*via=base64 ]]
	[ "$(grep -o 'fp=[0-9a-f]*' <<<"$output" | sort -u | wc -l)" -eq 1 ]
}

@test "the line that a person sees has no byte of the encoded secret" {
	code=$(printf %s "$stripe" | base64 -w 0)
	printf 'a = "%s" + x\n' "$code" >a.py
	run -1 tamis-secrets --view=person a.py
	[[ $output == *'a = "****" + x'* ]] || { echo "$output" && false; }
	[[ $output != *"${code:8:8}"* ]]
	printf 'x = "%s" + "%s";\n' "${stripe:0:14}" "${stripe:14}" >b.js
	run -1 tamis-secrets --view=person b.js
	[[ $output != *"${stripe:16:6}"* && $output != *"${stripe:9:4}"* ]] ||
		{ echo "$output" && false; }
}

@test "what only looks encoded is no finding" {
	python3 - <<-'X'
	import base64, hashlib, random
	random.seed(4)
	rnd = lambda n: bytes(random.randrange(256) for _ in range(n))
	with open('a.py', 'w') as f:
	    for i in range(400):
	        f.write('d%d = "%s"\n' % (i, base64.b64encode(rnd(20 + i)).decode()))
	        f.write('h%d = "%s"\n' % (i, hashlib.sha256(rnd(9)).hexdigest()))
	        f.write('s%d = "%s"\n' % (i, base64.b64encode(
	            b'only some text, and no secret in it, number %d' % i).decode()))
	with open('b.js', 'w') as f:
	    for i in range(200):
	        f.write('x = "some-words" + "-and-more" + "/%d";\n' % i)
	        f.write('y = ["a", "b", "%d"].reverse().join("");\n' % i)
	        f.write('z = [%s];\n' % ', '.join(str(random.randrange(32, 127)) for _ in range(40)))
	        f.write('u = "http://h/%%41%%42%%%02X?a=\\x41\\u0042";\n' % (65 + i % 20))
	X
	# A checksum or a form that is wrong is no token in any disguise.
	ghp="ghp_""0000aaaa1111bbbb2222cccc3333dddd4444"
	printf 'x = "%s"\n' "$(printf %s "$ghp" | base64 -w 0)" \
		"$(printf %s "${aws:0:15}" | base64 -w 0)" >c.py
	printf 'x = "%s" + f("%s")\n' "${stripe:0:14}" "${stripe:14}" >d.js
	run -0 tamis-secrets .
	[ "$output" = "$(printf 'end\t0\tunread=0')" ]
}

@test "what is encoded deeper than is looked is told" {
	python3 - "$stripe" >a.txt <<-'X'
	import base64, sys
	s = sys.argv[1].encode()
	for _ in range(5):
	    s = base64.b64encode(s)
	print(s.decode())
	X
	run -2 --separate-stderr tamis-secrets a.txt
	# shellcheck disable=SC2154 # bats sets it
	[[ $stderr == *'encoded more than three times'* ]]
}

@test "a history finds the same disguises as a look at each version" {
	unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
	git init -q r
	git -C r config user.name t
	git -C r config user.email t@t.internal
	python3 - "$aws" "$stripe" "$slack" <<-'X'
	import base64, random, subprocess, sys
	random.seed(9)
	parts = ['some words to fill a line\n', 'x = 1\n']
	for s in sys.argv[1:]:
	    k = len(s) // 2
	    parts += ['a = "%s"\n' % base64.b64encode(s.encode()).decode(),
	        'b = "%s"\n' % s.encode().hex(),
	        'c = "%s" + "%s"\n' % (s[:k], s[k:]),
	        'd = "%s"\n' % ''.join('\\x%02x' % ord(c) for c in s),
	        'e = [%s]\n' % ', '.join("'%s'" % c for c in s),
	        'f = "%s"[::-1]\n' % s[::-1]]
	text = ''.join(random.choice(parts) for _ in range(40))
	for v in range(30):
	    for _ in range(3):
	        i = random.randrange(len(text))
	        if random.random() < .5:
	            text = text[:i] + random.choice(parts) + text[i:]
	        else:
	            text = text[:i] + text[i + random.randrange(30):]
	    open('r/f.py', 'w').write(text)
	    for c in (['add', '.'], ['commit', '-qm', str(v)]):
	        subprocess.check_call(['git', '-C', 'r'] + c)
	X
	git -C r repack -adfq
	mkdir blobs
	git -C r log --format= --raw --no-abbrev -- f.py | awk '{ print $4 }' |
		while read -r id; do
			git -C r cat-file blob "$id" >"blobs/$id.py"
		done
	run -1 tamis-secrets -C r --history
	sed -n 's/^[^:]*:\([0-9:]*\)\t\([^\t]*\t[^\t]*\).*blob=\([0-9a-f]*\).*\(via=.*\)/\3:\1\t\2\t\4/p' \
		<<<"$output" | sort >of-history
	# One by one: what more than twenty files share is told but once.
	for f in blobs/*.py; do
		run -1 tamis-secrets "$f"
		printf '%s\n' "${lines[@]}"
	done >each
	sed -n 's/^blobs.\([0-9a-f]*\)\.py:\([0-9:]*\)\t\([^\t]*\t[^\t]*\).*\(via=.*\)/\1:\2\t\3\t\4/p' \
		each | sort >of-each
	[ "$(wc -l <of-each)" -gt 400 ]
	diff of-history of-each
}
