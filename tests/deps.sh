#!/bin/sh
# Install what is missing: `deps` to build and run, `deps-check` for tests
# too. As root on Debian; else the missing packages are named, and exit 2.
set -eu
build='age gcc git libarchive-dev libc6-dev libdeflate-dev libexpat1-dev
libgit2-dev libpcre2-dev libsodium-dev libsqlite3-dev libssl-dev
libvectorscan-dev libyajl-dev libyaml-dev libzstd-dev make pkg-config zstd'
check='bats bsdextrautils bzip2 clang clang-format clang-tidy cppcheck
expect jq libclang-rt-14-dev mandoc minisign openssh-client openssh-server parallel procps python3
shellcheck signify-openbsd xz-utils zip'

# The grammars come through npm, wherever that is from.
command -v npm >/dev/null || build="$build npm"

want=$build
[ "$1" = deps ] || want="$build $check"
missing=
for p in $want; do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null |
		grep -q 'ok installed' || missing="$missing $p"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ]; then
	echo "deps: missing packages:$missing; install them as root" >&2
	exit 2
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
# shellcheck disable=SC2086 # a list of names
apt-get -qq install -y --no-install-recommends $missing >/dev/null
