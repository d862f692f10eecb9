#!/bin/sh
# Of Gentoo's crossdev, the part that a stage needs: packages of a machine, in a repository of their
# own, which Portage builds.
set -eu
[ ! -d /var/cache/record ] || echo "crossdev $*" >>/var/cache/record/crossdev
target='' repo='' portage='' init=no
while [ $# -gt 0 ]; do
  case $1 in
    --target) target=$2; shift ;;
    --ov-output) repo=$2; shift ;;
    --portage) portage="$portage $2"; shift ;;
    --binutils | --gcc | --kernel | --libc | --gdb) shift ;;
    --init-target) init=yes ;;
  esac
  shift
done
mkdir -p "$repo/cross-$target" /etc/portage
grep -qs "^cross-$target$" /etc/portage/categories || echo "cross-$target" >>/etc/portage/categories
main=$(portageq get_repo_path / gentoo)
for package in sys-devel/binutils sys-devel/gcc sys-libs/glibc; do
  ln -sfn "$main/$package" "$repo/cross-$target/${package#*/}"
done
[ "$init" = no ] || exit 0
for package in binutils gcc glibc; do
  # shellcheck disable=SC2086 # options of emerge
  emerge --oneshot --quiet-build=y $portage "cross-$target/$package"
done
