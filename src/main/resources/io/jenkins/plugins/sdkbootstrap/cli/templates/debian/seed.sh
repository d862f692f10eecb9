#!/bin/sh
# Makes the seed: a small Debian that can make others, with the repository in it, as an SDK has it.
set -eu
umask 022
cd "$(dirname "$0")"

seed=seeds/debian-@ARCH@.tar.zst
mode=unshare
[ "$(id -u)" -ne 0 ] || mode=root
command -v mmdebstrap >/dev/null || {
  echo 'seed.sh: mmdebstrap is not there: apt-get install mmdebstrap' >&2
  exit 1
}
mkdir -p seeds
# shellcheck disable=SC2016 # for mmdebstrap's shell
mmdebstrap --quiet --mode="$mode" --skip=chroot/mount/sys --architectures=@ARCH@ --variant=minbase \
  --include="$(grep -v '^#' repos/debian/toolchain.list | paste -s -d , -)" \
  --customize-hook='mkdir -p "$1/var/lib/repos"' \
  --customize-hook='sync-in repos /var/lib/repos' \
  '' seeds/new.tar.zst repos/debian/debian.sources
mv seeds/new.tar.zst "$seed"
echo "made $seed"
