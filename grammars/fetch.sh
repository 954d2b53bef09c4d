#!/bin/sh
# fetch.sh DIR - the sources that package-lock.json names, checked by npm
# against the integrity given there; what is not source is not kept.
set -eu
cd "$(dirname "$0")"
here=$PWD
cd "$OLDPWD"
mkdir -p "$1"
cd "$1"
rm -rf npm fetched tree-sitter*
mkdir npm
cp "$here/package.json" "$here/package-lock.json" npm
command -v npm >/dev/null || {
	echo "fetch: cannot fetch the grammars: npm is not installed" >&2
	exit 2
}
# npm trusts a list of its own; what this machine trusts counts too.
roots=/etc/ssl/certs/ca-certificates.crt
[ ! -r "$roots" ] ||
	export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$roots}"
# A network may fail for a moment; what has the wrong bytes always does.
(cd npm && for try in 1 2 3; do
	npm ci --ignore-scripts --no-audit --no-fund --legacy-peer-deps \
		--omit=optional --omit=peer --loglevel=error >log 2>&1 && exit 0
	echo "fetch: npm failed, try $try" >&2
done
grep -v '//' log >&2
echo "fetch: cannot fetch the grammars" >&2
exit 2)
for from in npm/node_modules/tree-sitter* \
	npm/node_modules/@tree-sitter-grammars/*; do
	to=$(basename "$from")
	for part in src common php typescript tsx vendor; do
		[ ! -d "$from/$part" ] || {
			mkdir -p "$to"
			cp -R "$from/$part" "$to"
		}
	done
done
rm -rf npm
touch fetched
