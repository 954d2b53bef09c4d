#!/usr/bin/env bats
# tamis-archive is held to the git archive of this machine.
# shellcheck disable=SC1003,SC2016,SC2094,SC2154
bats_require_minimum_version 1.5.0
load need

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export HOME=$PWD GIT_CONFIG_NOSYSTEM=1 LC_ALL=C.UTF-8
	export GIT_AUTHOR_NAME='A. U. Thor' GIT_AUTHOR_EMAIL=author@example.org
	export GIT_COMMITTER_NAME='C. O. Mitter' GIT_COMMITTER_EMAIL=c@example.org
	export GIT_AUTHOR_DATE='1234567890 +0530'
	export GIT_COMMITTER_DATE='1300000000 -0330'
	unset GIT_DIR GIT_WORK_TREE SOURCE_DATE_EPOCH
	git init -q -b main repo
	cd repo || return 1
}

commit() {
	git add -A -f . && git commit -q --allow-empty -m "${1:-one}"
}

# The same options, the same bytes.
same() {
	git archive --format=tar "$@" >../git.tar &&
		tamis-archive "$@" >../ours.tar && cmp ../git.tar ../ours.tar
}

# $1 bytes of $2
times() {
	head -c "$1" /dev/zero | tr '\0' "$2"
}

@test "an ordinary tree, an empty one, an executable, a prefix" {
	commit
	same HEAD
	printf 'a\n' >a && mkdir -p d/e && printf 'b' >d/e/b && : >empty
	printf '#!/bin/sh\n' >run && chmod +x run && ln -s d/e/b link
	commit two
	same HEAD
	for p in x/ x x// a/b/c/ / ''; do
		same --prefix="$p" HEAD
	done
	same --prefix="$(times 120 p)/$(times 60 q)/" HEAD
	same --prefix="$(times 300 p)/" HEAD
}

@test "names of every length around what a header holds" {
	for n in 98 99 100 101 102 154 155 156 157 199 200 255; do
		printf x >"$(times $n f)"
		d=$(times $n d)
		mkdir -p "$d/$(times 50 e)" && printf y >"$d/$(times 50 e)/g"
		printf z >"$d/$(times 99 h)" && printf z >"$d/$(times 100 h)"
		printf z >"$d/$(times 101 h)"
		ln -s "$(times $n t)" "l$n"
	done
	ln -s "$(times 4000 t)" l4000
	mkdir -p "$(times 200 a)/$(times 200 b)/$(times 200 c)"
	printf deep >"$(times 200 a)/$(times 200 b)/$(times 200 c)/f"
	commit
	same HEAD
	same --prefix="$(times 77 p)/" HEAD
}

@test "names are bytes" {
	printf 1 >"$(printf 'not\377utf8')"
	printf 2 >"$(printf 'line\nbreak\ttab')"
	printf 3 >'*?[]\' && printf 4 >' blank ' && printf 5 >'"quoted"'
	mkdir 'dir é' && printf 6 >'dir é/ü'
	commit
	same HEAD
}

@test "bodies of every size around a record and a block" {
	for n in 0 1 511 512 513 1023 1024 10239 10240 10241 20480 100000; do
		times $n s >"s$n"
	done
	commit
	same HEAD
}

@test "a body that fills the last block to the brim" {
	for n in $(seq 7000 128 9216); do
		times "$n" s >s
		commit "$n"
		same HEAD
	done
}

@test "line ends go out as the attributes say" {
	printf 'a\nb\n' >lf.txt && printf 'a\r\nb\r\n' >crlf.txt
	printf 'a\r\nb\n' >mixed.txt && printf 'a\rb\n' >lonecr.txt
	printf 'a\0b\n' >nul.txt && printf 'no end' >noend.txt
	printf '\n' >nl.txt && printf '\r\n\n\r' >odd.txt && : >empty.txt
	{ times 127 p; printf '\1\n'; } >odd127.txt
	{ times 128 p; printf '\1\n'; } >odd128.txt
	printf 'dos\n\032' >eof.txt && printf '\033[0m\b\f\t\n' >esc.txt
	mkdir auto autocrlf yes no input lf bad legacy legacyauto both
	for d in auto autocrlf yes no input lf bad legacy legacyauto both; do
		cp ./*.txt $d
	done
	git config core.autocrlf false
	GIT_ATTR_SOURCE='' commit 'without attributes, so that bytes stay'
	cat >.gitattributes <<-'EOF'
		*.txt eol=crlf
		auto/* text=auto !eol
		autocrlf/* text=auto eol=crlf
		yes/* text eol=crlf
		no/* -text eol=crlf
		input/* text=input eol=crlf
		lf/* text eol=lf
		bad/* text=what eol=what
		legacy/* !eol crlf
		legacyauto/* crlf=auto eol=crlf
		both/* -text crlf eol=crlf
	EOF
	git add .gitattributes && git commit -q -m attributes
	same HEAD
}

@test "ident, and what only looks like it" {
	cat >id.c <<-'EOF'
		$Id$ $Id: old $ $Id:$ $Id: two words $ $Id:x y$ $Id: x$
		$Id: no end
		$ $$Id$$ $Idx$ $id$ $Id $Id: $ $Id:  $ $Id$Id$ $Id: a$Id: b$
		$Id: $Id$
	EOF
	printf '$Id$' >end.c && printf '$Id' >cut.c && printf '$Id:' >cut2.c
	printf 'x $Id: \0 $ y' >nul.c && printf '$I' >cut3.c && : >none.c
	printf '$Id$\n' >crlf.c
	cp id.c id.txt
	commit 'without attributes'
	printf '*.c ident\ncrlf.c eol=crlf\n*.txt ident=yes\n' >.gitattributes
	git add .gitattributes && git commit -q -m attributes
	same HEAD
}

@test "working-tree-encoding goes through iconv, and stays where it does not fit" {
	printf 'h\303\251llo \342\202\254\n' | tee a b c d e f g h i >/dev/null
	printf 'plain\n' >j && : >k && printf 'bad \377 utf8\n' >l
	printf 'x\n' >m && printf 'x\n' >n && printf 'x $Id$\n' >o
	commit 'without attributes'
	cat >.gitattributes <<-'EOF'
		a working-tree-encoding=UTF-16LE-BOM eol=crlf
		b working-tree-encoding=utf16be-bom
		c working-tree-encoding=UTF-16
		d working-tree-encoding=UTF-32
		e working-tree-encoding=latin-1
		f working-tree-encoding=ISO-8859-15
		g working-tree-encoding=UTF-8
		h working-tree-encoding=no-such-set
		i working-tree-encoding=utf8
		j working-tree-encoding=UTF-7
		k working-tree-encoding=UTF-16
		l working-tree-encoding=UTF-16
		m -working-tree-encoding
		n working-tree-encoding=
		o ident working-tree-encoding=UTF-16LE eol=crlf
	EOF
	git add .gitattributes && git commit -q -m attributes
	same HEAD
}

@test "an encoding without a value is trouble, as it is for git" {
	a=$(printf x | git hash-object -w --stdin)
	b=$(printf 'a working-tree-encoding\n' | git hash-object -w --stdin)
	t=$(printf '100644 blob %s\t%s\n' "$b" .gitattributes "$a" a |
		git mktree)
	git update-ref HEAD "$(git commit-tree -m x "$t")"
	run git archive HEAD
	[ "$status" -ne 0 ]
	run --separate-stderr tamis-archive HEAD
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"cannot archive 'HEAD': 'a': "* ]]
}

@test "export-ignore on files, directories, their insides and submodules" {
	mkdir -p all/x some/in some/out none/y deep/a/b/c sub only/kept
	printf 1 >all/f && printf 1 >all/x/f && printf 1 >some/in/f
	printf 1 >some/out/f && printf 1 >none/y/f && printf 1 >deep/a/b/c/f
	printf 1 >some/keep.o && printf 1 >x.o && printf 1 >y.c
	printf 1 >only/f && printf 1 >only/kept/f && printf 1 >sub/z
	cat >.gitattributes <<-'EOF'
		all export-ignore
		some/out/ export-ignore
		none/** export-ignore
		/deep/a/*/c export-ignore
		*.o export-ignore
		some/keep.o -export-ignore
		only/* export-ignore
		only/kept !export-ignore
		y.c export-ignore=yes
		sub/ export-ignore
		module export-ignore=set
	EOF
	printf '.gitattributes export-ignore\n' >some/.gitattributes
	printf 'z -export-ignore\n' >sub/.gitattributes
	commit
	same HEAD
	for p in 'module/' module 'mod*/'; do
		git update-index --add --cacheinfo \
			"160000,$(git rev-parse HEAD),module"
		printf '%s export-ignore\n' "$p" >>.gitattributes
		git add .gitattributes && git commit -q -m "$p"
		same HEAD
	done
}

@test "a submodule is an empty directory" {
	printf a >a && commit
	git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),mod"
	git update-index --add --cacheinfo \
		"160000,$(git rev-parse HEAD),dir/$(times 120 m)"
	git commit -q -m sub
	same HEAD
	git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),gone"
	printf 'gone export-ignore\n' >.gitattributes
	git add .gitattributes && git commit -q -m sub
	same HEAD
}

@test "nested attributes, macros, quotes, marks and broken lines" {
	mkdir -p a/b/c 'q uote' lit
	for f in x.t a/x.t a/b/x.t a/b/c/x.t 'q uote/x y' a/b/c/y.t lit/'[x]' \
		lit/x a/é bom long; do
		printf '$Id$\n' >"$f"
	done
	commit 'without attributes'
	{
		printf '\357\273\277bom ident\n'
		printf '[attr]mine ident -other\n[attr]both mine eol=crlf\n'
		printf '*.t both\n\r\n  # comment\n#x ident\n'
		printf '"q uote/x\\040y" ident\n"unclosed ident\n'
		printf '"a/\\303\\251"\tident\r\n'
		printf 'lit/\\[x] ident\nlit/[x] -ident\n'
		printf '!lit/x ident\n*.t bad=name= =x\n*.t -\n'
		printf '%s ident\n' "$(times 2041 l)" "$(times 2040 l)"
		printf 'long ident %s\n' "$(times 2050 z)"
	} >.gitattributes
	printf '[attr]both -ident\n[attr]sub ident\n*.t sub\n' >a/.gitattributes
	printf '*.t !ident\n/c/y.t ident\nc/ export-ignore\n' >a/b/.gitattributes
	printf 'x.t export-ignore\0\ny.t ident\n' >a/b/c/.gitattributes
	git add -f . && git commit -q -m attributes
	same HEAD
	for d in a a/b a/b/c; do
		same "$(git commit-tree -m x "HEAD:$d")"
	done
}

@test "patterns match as they do for git" {
	mkdir -p a/b/c foo/bar fooX/bar x/foo/y d1 d2
	for f in a/b/c/f a/b/f a/f f foo/bar/f fooX/bar/f x/foo/y/f d1/é d2/-; do
		printf '$Id$\n' >$f
	done
	commit
	for p in f /f a/f 'a/*' 'a/**' '**/f' 'a/**/f' '*/f' 'foo*' 'foo**/f' \
		'**' '*' '**/bar/*' 'fo[no]/**' '[!a]*/f' '/**/f' 'x/**/y/f' \
		'a**f' 'foo**' '*o/bar/f' '?/f' '[[:alpha:]]/f' '[a-' '\f' 'f\' \
		'**/b/**' 'a/**/' '/' '//' 'a//f' './f' '' '[[:x:]]' '*f' '*/b/f' \
		'd?/[é]' 'd1/?' 'd2/[!-]' 'd2/[--0]' '**/**/f' '***/f' 'a/***'; do
		printf '%s ident\n' "$p" >.gitattributes
		git add .gitattributes && git commit -q --allow-empty -m "x$p"
		same HEAD || { echo "pattern $p"; return 1; }
	done
}

@test "info/attributes beats the tree" {
	printf '$Id$\n' >a && printf '$Id$\n' >b
	printf 'a ident\n' >.gitattributes && commit
	mkdir -p .git/info
	printf '\357\273\277a -ident\nb mine\n[attr]mine ident\n' \
		>.git/info/attributes
	same HEAD
}

@test "the work tree's attributes and the index have no say" {
	printf '$Id$\n' >a && printf 'a ident\n' >.gitattributes && commit
	printf 'a export-ignore\n' >.gitattributes
	same HEAD
	git add .gitattributes
	same HEAD
}

@test "a filter driver is never run, and does no harm when it is none" {
	printf a >a && printf 'a filter=lfs\n' >.gitattributes && commit
	same HEAD
	git config filter.lfs.smudge 'touch ../ran; cat'
	tamis-archive HEAD >../ours.tar
	[ ! -e ../ran ]
	cmp ../git.tar ../ours.tar
}

# Each placeholder in a file of its own, so that one cannot hide another.
placeholders() {
	local i=0 p
	for p in "$@"; do
		i=$((i + 1))
		printf 'x\n\n$Format:%s$ y $Format:%s|%s$\n' "$p" "$p" "$p" \
			>"p$i"
	done
	printf 'p* export-subst\n' >.gitattributes
}

all=(%H %h %T %t %P %p %an %aN %ae %aE %al %aL %ad %aD %at %ai %aI %as
	%cn %cN %ce %cE %cl %cL %cd %cD %ct %ci %cI %cs %d %D %s %f %b %B %e
	%m %n %x41 %x0 %xzz %% % '%+b' '%-b' '% b' '%+s' '%-s' '% s' '%-d'
	'%+d' '% D' %N %S %gd %gD %gs %gn %gN %ge %gE %gx %Gx %a %ax %Z
	'%Cred' '%Cgreen%Cblue%Creset' '%C(red)x%C(reset)' '%C(auto)%H'
	'%C(nope' '%C' '%+' '%-' '% ' '%+Z' '%-n%-n%-Z' %w %+w '%+w(1)' '%<'
	'%>' '%<(' '%>>|' '%(what)' '%(' 'plain' '' '%H%' '%%H' '%x24'
	'%an <%ae>%n%cn <%ce>' '%x00%B')

@test "every placeholder of a plain commit" {
	placeholders "${all[@]}"
	commit $'A subject, of\ntwo lines.. here \n\n\n body\n\nmore\n\n'
	commit $'next'
	same HEAD
	same HEAD~1
}

@test "every placeholder of a merge with tags, branches and remotes" {
	placeholders "${all[@]}"
	commit
	git branch side && git checkout -q side && commit two
	git checkout -q main && commit three && git merge -q -m merged side
	git tag light && git tag -a -m 'a tag' heavy && git tag -a -m t t2 heavy
	git branch other && git branch feature/x
	git update-ref refs/remotes/origin/main HEAD
	git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
	git update-ref refs/stash HEAD && git update-ref refs/odd/one HEAD
	git update-ref refs/notes/commits HEAD
	same HEAD
	git pack-refs --all
	same HEAD
	same heavy
	same t2
	same side
	git checkout -q --detach
	same HEAD
	git checkout -q side
	same main
}

@test "messages and names in other encodings, and broken ones" {
	placeholders "${all[@]}"
	printf '\303\251 $Format:%%H$ \303\251 $Format:%%an%%e$ $Format:%%s$\n' >pu
	GIT_AUTHOR_NAME=$(printf 'J\351r\364me') \
		git -c i18n.commitEncoding=ISO-8859-1 commit -q --allow-empty \
		-m x 2>/dev/null || true
	git add -A
	GIT_AUTHOR_NAME=$(printf 'J\351r\364me') git \
		-c i18n.commitEncoding=ISO-8859-1 commit -q \
		-m "$(printf 'sujet \351t\351\n\ncorps \340')"
	same HEAD
	git -c i18n.commitEncoding=no-such-set commit -q --allow-empty \
		-m "$(printf 'bytes \351')"
	same HEAD
	git -c i18n.commitEncoding=utf8 commit -q --allow-empty -m utf8
	same HEAD
	git commit -q --allow-empty -m "$(printf 'not utf8 \351')"
	same HEAD
}

# A commit written by hand: $1 headers after the tree, $2 message.
raw_commit() {
	printf 'tree %s\n%b\n%b' "$(git rev-parse 'HEAD^{tree}')" "$1" "$2" |
		git hash-object -t commit -w --stdin --literally
}

@test "odd people, dates and zones" {
	placeholders %an %ae %al %aN %aE %ad %aD %at %ai %aI %as %cn %cd %ct %B %s
	commit
	c='committer C <c@d> 1300000000 +0000\n'
	for a in 'A <a@b> 1 +0000' 'A <a@b> 100 -0001' 'A <a@b> 4000000000 +1400' \
		'A <a@b>' 'A <a@b> 1' 'A <a@b> 1 0100' '<a@b> 1 +0000' \
		' A  <a@b> 1 +0000' 'A <a <b> c> 1 +0000' 'A <a> b> 1 +0000' \
		'A <> 1 +0000' 'A <a@b@c> 5 +9999' 'A <a@b> 99999999999 +0000' \
		'A <a@b> 7 +99999999999' \
		'A <a@b>  80000   -0130 x' 'A <a@b> 86399 -0000'; do
		r=$(raw_commit "author $a\n$c" 'm\n')
		same "$r" || { echo "author $a"; return 1; }
	done
	r=$(raw_commit "author A <a@b> 1 -0100\n$c" m)
	run --separate-stderr tamis-archive "$r"
	[ "$status" -eq 2 ]
	for m in '' '\n' '\n\n a \n\n' 'a' 'a\n\nb' ' \n \na\n b\n \n\nc\n' \
		'..a..b.. c-d\n' '\xc3\xa9t\xc3\xa9\n' 'a\r\n\r\nb\r\n' '---\n' \
		'nul \x00 nul\n'; do
		r=$(raw_commit "author A <a@b> 1 +0000\n$c" "$m")
		same "$r" || { echo "message $m"; return 1; }
	done
}

@test "a mailmap of the work tree, or of HEAD in a bare repository" {
	placeholders %aN %aE %aL %cN %cE %an
	cat >.mailmap <<-'EOF'
		# comment
		Proper Name <AUTHOR@example.org>
		<proper@example.org> <c@EXAMPLE.org>
		Other <other@example.org> c. o. mitter <c@example.org>
		No mail
		<>
		  Blank   <blank@example.org>   < c@example.org>
	EOF
	commit
	same HEAD
	printf 'Someone <author@example.org>\n' >.mailmap
	same HEAD
	git clone -q --bare . ../bare.git
	cd ../bare.git
	same HEAD
}

@test "export-subst where there is nothing to replace" {
	printf '$Format$ $Format: $Format:%%H\n' >a && printf '$Format:' >b
	printf '$Format:%%H$' >c && printf '$Format:%%H$' >d && : >e
	printf '$Format:%%H\n%%h$\0$Format:\0%%H$\n' >f
	printf 'a export-subst\nb export-subst\nc export-subst=yes\n' \
		>.gitattributes
	printf 'e export-subst\nf export-subst ident eol=crlf\n' >>.gitattributes
	printf '$Format:%%ae$\n$Id$\n' >g
	printf 'g export-subst ident working-tree-encoding=UTF-16LE\n' \
		>>.gitattributes
	git add -A 2>/dev/null || true
	git commit -q -m x
	same HEAD
}

@test "a placeholder that is not supported is exit 2 by name" {
	for p in '%GG' '%G?' '%GS' '%GK' '%GF' '%GP' '%GT' '%w(60,1,2)' \
		'%<(20)' '%>(20)' '%><(9,trunc)' '%>>|(9)' '%<|(9)' \
		'%(trailers)' '%C(always,red)' '%ar' '%ch' '%+GS'; do
		printf '$Format:%s$\n' "$p" >a
		printf 'a export-subst\n' >.gitattributes
		commit "$p"
		run --separate-stderr tamis-archive HEAD
		[ "$status" -eq 2 ]
		[[ "$stderr" == *"cannot archive 'HEAD': 'a': "*"${p#%+}"* ||
			"$stderr" == *"${p#%}"* ]]
	done
	printf 'a -export-subst\n' >.gitattributes
	commit
	same HEAD
}

@test "short ids are as long as git's" {
	placeholders %h %t %p
	for i in 1 2 3 4 5 6 7 8; do
		printf '%s' "$i" >"n$i"
		commit "$i"
		same HEAD
	done
	git gc -q
	same HEAD
}

@test "short ids in a repository of many packs, or another's" {
	placeholders %h %t %p '%(describe)'
	commit && commit two
	for p in one two; do
		for i in $(seq 4500); do
			printf 'blob\ndata <<E\n%s %s\nE\n' $p "$i"
		done | git -c fastimport.unpackLimit=0 fast-import --quiet
	done
	same HEAD
	git multi-pack-index write
	same HEAD
	git clone -q --shared --bare . ../shared
	cd ../shared
	same HEAD
	cd ../repo
	for i in $(seq 9000); do
		printf 'blob\ndata <<E\n%s\nE\n' "$i"
	done | git -c fastimport.unpackLimit=0 fast-import --quiet
	same HEAD
}

@test "%(describe) finds the tag that git finds" {
	for a in '' : :tags :tags=true :tags=no :tags= :tags=maybe :tags=x,abbrev=5 :tags=x,tags :abbrev=0 \
		:abbrev=1 :abbrev=99 :abbrev=-3 :abbrev=x ':match=v*' \
		':tags,match=l*' ':exclude=v*' ':tags,exclude=*1*' ':tags,' \
		:what ':match=' ':match=v*,match=l*,tags' ,tags; do
		printf 'x $Format:%%(describe%s)$\n' "$a" >one
		printf 'one export-subst\n' >.gitattributes
		git checkout -q --orphan "b$RANDOM$RANDOM"
		commit "root $a"
		same HEAD
		GIT_COMMITTER_DATE='1300000100 +0000' commit second
		git tag -f light1 HEAD~1 2>/dev/null
		same HEAD
		git tag -f -a -m t v1 HEAD~1 2>/dev/null
		git tag -f l2
		same HEAD
		git branch -f side && commit main1 && commit main2
		git tag -f -a -m t v2 HEAD~1 2>/dev/null
		main=$(git symbolic-ref --short HEAD)
		git checkout -q side && commit side1
		git tag -f -a -m t v3-side 2>/dev/null
		commit side2
		git checkout -q "$main" && git merge -q -m m side
		same HEAD || { echo "arguments $a"; return 1; }
		same HEAD~1
		same side
		GIT_COMMITTER_DATE='1500000000 +0000' \
			git tag -f -a -m t later v2^{} 2>/dev/null
		git update-ref refs/tags/misnamed "$(git rev-parse v2)"
		git update-ref -d refs/tags/v2
		same HEAD~1
		same HEAD~2
		same HEAD
		git tag | xargs git tag -d >/dev/null
	done
	printf '$Format:%%(describe)$\n' | tee one two three >/dev/null
	printf '* export-subst\n' >.gitattributes
	commit && git tag -a -m t v9
	same HEAD
	git clone -q --depth 1 "file://$PWD" ../shallow
	cd ../shallow && same HEAD
}

@test "a tag, a tag of a tree, a tree, a path, a short id" {
	mkdir d && printf a >d/a && commit
	git tag -a -m x v1 && git tag tree 'HEAD^{tree}'
	git tag -a -m x ttree 'HEAD^{tree}'
	same v1
	same "$(git rev-parse --short HEAD)"
	same 'HEAD^{commit}'
	export SOURCE_DATE_EPOCH=1700000000
	for r in tree ttree 'HEAD^{tree}' HEAD:d HEAD:; do
		tamis-archive "$r" >../ours.tar
		tar -tvf ../ours.tar | grep -q '2023-11-14'
		git -c tar.umask=002 archive "$r" | tar -tf - >../git.list
		tar -tf ../ours.tar | cmp - ../git.list
	done
	unset SOURCE_DATE_EPOCH
	for r in HEAD:d/a nope '' HEAD:nope; do
		run --separate-stderr tamis-archive "$r"
		[ "$status" -eq 2 ]
		[ "$output" = "" ]
	done
	SOURCE_DATE_EPOCH=x run --separate-stderr tamis-archive tree
	[ "$status" -eq 2 ]
}

@test "times that the header cannot hold" {
	printf a >a && commit
	for t in 0 1 8589934591 8589934592 99999999999; do
		r=$(raw_commit "author A <a@b> 1 +0000\ncommitter C <c@d> $t +0000\n" m)
		same "$r"
	done
}

@test "below the top only that directory goes in" {
	mkdir -p d/e && printf a >d/e/a && printf b >b
	printf 'd/e/a export-ignore\n' >.gitattributes
	printf '* ident\n' >d/.gitattributes
	commit
	cd d
	git archive HEAD >../../git.tar
	tamis-archive HEAD >../../ours.tar
	cmp ../../git.tar ../../ours.tar
	cd ../..
	git -C repo/d/e archive HEAD >git.tar
	tamis-archive -C repo/d/e HEAD >ours.tar
	cmp git.tar ours.tar
	mkdir repo/new
	run --separate-stderr tamis-archive -C repo/new HEAD
	[ "$status" -eq 2 ]
	cd repo/.git && git archive HEAD >../../git.tar
	tamis-archive HEAD | cmp - ../../git.tar
}

@test "a shallow clone has what it has" {
	placeholders %d %D %P %p %H
	commit && commit two
	git clone -q --depth 1 "file://$PWD" ../shallow
	cd ../shallow
	same HEAD
}

@test "a linked work tree and GIT_DIR" {
	placeholders %d %aN
	commit
	mkdir -p .git/info && printf 'p1 export-ignore\n' >.git/info/attributes
	git worktree add -q ../linked 2>/dev/null
	(cd ../linked && same HEAD)
	cd ..
	GIT_DIR=repo/.git git archive main >git.tar
	GIT_DIR=repo/.git tamis-archive main | cmp - git.tar
}

@test "a missing object is exit 2, and no file gets the name" {
	printf 'one of a kind' >a && printf b >b && commit
	id=$(git rev-parse HEAD:a)
	rm -f ".git/objects/${id:0:2}/${id:2}"
	run --separate-stderr tamis-archive -o ../out.tar HEAD
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"cannot archive 'HEAD': 'a': "* ]]
	[ ! -e ../out.tar ]
	[ -z "$(find .. -maxdepth 1 -name '*.tmp')" ]
}

@test "an object that git would replace is exit 2 by name" {
	printf a >a && printf b >b && commit && commit two
	git replace HEAD~1 HEAD
	same HEAD
	git replace "$(git rev-parse HEAD:a)" "$(git rev-parse HEAD:b)"
	for i in 1 2; do
		run --separate-stderr tamis-archive HEAD
		[ "$status" -eq 2 ]
		[[ "$stderr" == *"'a': "*refs/replace* ]]
		git pack-refs --all --prune
	done
	git replace -d "$(git rev-parse HEAD:a)"
	git replace HEAD HEAD~1
	run --separate-stderr tamis-archive HEAD
	[ "$status" -eq 2 ]
}

# A tree with one entry of any name: mode, type, id, name.
raw_tree() {
	printf '%s %b\0%b' "$1" "$3" "$(printf '%s' "$2" | sed 's/../\\x&/g')"
}

@test "trees that would write elsewhere are refused by name" {
	blob=$(printf x | git hash-object -w --stdin)
	tree=$(printf '100644 blob %s\tf\n' "$blob" | git mktree)
	for n in .git .GIT .. . 'a/../../b' '/etc' 'a//b'; do
		t=$(raw_tree 100644 "$blob" "$n" |
			git hash-object -t tree -w --stdin --literally)
		run --separate-stderr tamis-archive "$t"
		[ "$status" -eq 2 ]
		[[ "$stderr" == *"$n"* ]]
		t=$(raw_tree 40000 "$tree" "$n" |
			git hash-object -t tree -w --stdin --literally)
		run --separate-stderr tamis-archive "$t"
		[ "$status" -eq 2 ]
	done
	link=$(printf /tmp | git hash-object -w --stdin)
	t=$({ raw_tree 120000 "$link" a; raw_tree 40000 "$tree" a; } |
		git hash-object -t tree -w --stdin --literally)
	run --separate-stderr tamis-archive "$t"
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"'a': "* ]]
}

@test "forty directories deep" {
	t=$(printf x | git hash-object -w --stdin)
	mode='100644 blob'
	for i in $(seq 40); do
		t=$(printf '%s %s\td\n' "$mode" "$t" | git mktree)
		mode='040000 tree'
	done
	run tamis-archive "$t"
	[ "$status" -eq 0 ]
}

@test "-o writes the file whole, or leaves what was there" {
	printf a >a && commit
	tamis-archive -o ../out.tar HEAD
	git archive HEAD | cmp - ../out.tar
	tamis-archive --output=../out.tar --prefix=p/ HEAD
	git archive --prefix=p/ HEAD | cmp - ../out.tar
	tamis-archive -o /dev/null HEAD
	[ -c /dev/null ]
	for f in .. ../ /proc/none/x ''; do
		run --separate-stderr tamis-archive -o "$f" HEAD
		[ "$status" -eq 2 ]
	done
	printf old >../out.tar
	run --separate-stderr tamis-archive -o ../out.tar nope
	[ "$status" -eq 2 ]
	[ "$(cat ../out.tar)" = old ]
	[ -z "$(find .. -maxdepth 1 -name '*.tmp')" ]
}

@test "a full disk is 2, never clean" {
	printf a >a && commit
	run --separate-stderr bash -c 'tamis-archive HEAD >/dev/full'
	[ "$status" -eq 2 ]
	[[ "$stderr" == "tamis-archive: cannot write 'stdout': "* ]]
	run --separate-stderr bash -c 'tamis-archive HEAD >&-'
	[ "$status" -eq 2 ]
}

@test "the bytes of a file never reach a terminal" {
	need_pty
	printf '\033]0;x\007' >a && commit
	run script -qec 'tamis-archive HEAD' /dev/null
	[ "$status" -eq 2 ]
	[[ "$output" == "tamis-archive: cannot write 'stdout': "* ]]
	[[ "$output" != *$'\033'* ]]
}

@test "usage errors and no repository are 2" {
	commit
	for o in --nope '' '--prefix' 'HEAD HEAD' '-o'; do
		# shellcheck disable=SC2086
		run --separate-stderr tamis-archive $o
		[ "$status" -eq 2 ]
		[ "$output" = "" ]
	done
	run --separate-stderr tamis-archive -C / HEAD
	[ "$status" -eq 2 ]
	run --separate-stderr tamis-archive --help
	[ "$status" -eq 0 ]
}

@test "two runs are the same bytes" {
	placeholders "${all[@]}"
	commit
	tamis-archive HEAD >../one.tar
	tamis-archive HEAD | cmp - ../one.tar
}
