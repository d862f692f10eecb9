#!/bin/sh
# shellcheck disable=SC2034 # variables for the recipes
# The package builder of the mini SDK, to be sourced by a stage script: what a package manager is to
# a big SDK, in the few functions this one needs. A package is a directory of a repository with a
# recipe.sh; its sources lie in the repository's distfiles directory.
#
#   pkg_build NAME...   builds each package from source against STAGE_ROOT and installs it there
#   pkg_copy  NAME...   installs each package into STAGE_ROOT as the running root has it, by its
#                       list of files
#   pkg_have  NAME      true if the running root has the package installed
#
# A recipe is a sourced shell file that sets
#   distfile    pattern of the source archive's name in distfiles; empty: no sources
#   license     an SPDX expression
#   patches     pattern of the names of those patches of the Debian source package that are applied,
#               in its order
# and defines src_compile (run in the unpacked sources) and src_install (the same; installs below
# $DEST). Both see CC, AR, JOBS, and HOSTCC for programs that run during the build only.
#
# Nothing here depends on the time, on the build machine's name or on the order of a directory, so
# that a stage built twice has the same bytes twice.

set -eu
umask 022
LC_ALL=C
export LC_ALL

PKG_WORK=/tmp/pkg # in the seed, gone with it
PKG_DB=var/lib/pkg
JOBS=$(nproc)
mkdir -p "$PKG_WORK" "$STAGE_ROOT/$PKG_DB"

# The seed's compiler, told to see headers and libraries of STAGE_ROOT only: never those of the
# seed.
if command -v gcc >/dev/null; then
  HOSTCC=gcc
  CC="gcc -specs=$PKG_WORK/gcc.specs"
else
  HOSTCC=tcc
  CC="tcc -B$STAGE_ROOT/usr/lib/tcc"
fi
AR='ar'

pkg_die() {
  echo "pkg: $*" >&2
  exit 1
}

pkg_have() {
  [ -f "/$PKG_DB/$1" ]
}

pkg_copy() {
  for name in "$@"; do
    echo "pkg: copy $name"
    pkg_have "$name" || pkg_die "$name is not installed in this root"
    sed '/^#/d' "/$PKG_DB/$name" | tar -C / --no-recursion -cf - -T - | tar -C "$STAGE_ROOT" -xpf -
    cp -p "/$PKG_DB/$name" "$STAGE_ROOT/$PKG_DB/$name"
  done
}

pkg_build() {
  for name in "$@"; do
    echo "pkg: build $name"
    # A subshell: the variables and functions of one recipe are not those of the next.
    (pkg_build_one "$name")
  done
}

pkg_build_one() {
  for repo in $SDK_REPOS; do
    recipe=$repo/$1
    [ ! -f "$recipe/recipe.sh" ] || break
  done
  [ -f "$recipe/recipe.sh" ] || pkg_die "no recipe for $1 in $SDK_REPOS"
  distfile='' patches='' license=''
  # shellcheck disable=SC1091 # the recipes are checked one by one
  . "$recipe/recipe.sh"

  DEST=$PKG_WORK/$1/image
  log=$PKG_WORK/$1/log
  rm -rf "${PKG_WORK:?}/$1"
  mkdir -p "$DEST" "$PKG_WORK/$1/src"
  cd "$PKG_WORK/$1/src"
  pkg_unpack
  src=$PWD
  # No `src_compile || ...`: in a condition the shell would ignore `set -e` in the whole recipe.
  exec 3>&2
  trap '[ $? -eq 0 ] || tail -n 40 "$log" >&3' EXIT
  src_compile >"$log" 2>&1 </dev/null
  cd "$src"
  src_install >>"$log" 2>&1 </dev/null
  trap - EXIT
  pkg_merge "$1"
  cd /
  rm -rf "${PKG_WORK:?}/$1"
}

pkg_unpack() {
  pkg_source=''
  [ -n "$distfile" ] || return 0
  # shellcheck disable=SC2086 # patterns
  set -- "$repo"/distfiles/$distfile
  if [ $# -ne 1 ] || [ ! -f "$1" ]; then
    pkg_die "$distfile: want one such file in $repo/distfiles, found $*"
  fi
  pkg_source=${1##*/}
  tar -xf "$1"
  # Most archives hold one directory, some hold the files themselves.
  set -- *
  [ $# -ne 1 ] || cd "$1"
  [ -z "$patches" ] || pkg_patch
}

pkg_patch() {
  # shellcheck disable=SC2086 # a pattern
  tar -xf "$repo"/distfiles/${distfile%.orig.*}.debian.tar.*[2z] debian/patches
  while read -r patch _; do
    # shellcheck disable=SC2254
    case $patch in
      $patches) patch -p1 <"debian/patches/$patch" >/dev/null || pkg_die "$patch does not apply" ;;
    esac
  done <debian/patches/series
}

# Moves the image into the new root and notes what belongs to the package, after what it is.
pkg_merge() {
  {
    # NAME_VERSION.orig.tar.xz
    [ -z "$pkg_source" ] || echo "#version: $(echo "$pkg_source" | sed 's/^[^_]*_//; s/\.orig.*//')"
    echo "#origin: ${repo##*/}"
    [ -z "$license" ] || echo "#license: $license"
    (cd "$DEST" && find . -mindepth 1 | sed 's|^\./||' | sort)
  } >"$STAGE_ROOT/$PKG_DB/$1"
  cp -a "$DEST/." "$STAGE_ROOT/"
}
