#!/bin/sh
# shellcheck disable=SC2034,SC2154 # variables between pkg.sh and the recipe
# GNU make, without its configure script, which Debian's source package does not hold, and without
# another make: the C files of its Makefile.am, compiled one by one, with a config.h that holds for
# musl on Linux.

distfile='make-dfsg_*.orig.tar.*[2z]'
license='GPL-3.0-or-later'

src_compile() {
  cp "$recipe/config.h" src/config.h
  objects=''
  for part in ar arscan commands default dir expand file function getopt getopt1 guile hash \
    implicit job load loadapi main misc output posixos read remake remote-stub rule signame \
    strcache variable version vpath; do
    # shellcheck disable=SC2086 # a compiler and its options
    $CC -O2 -DHAVE_CONFIG_H -DLIBDIR='"/usr/lib"' -DINCLUDEDIR='"/usr/include"' \
      -DLOCALEDIR='"/usr/share/locale"' -Isrc -c "src/$part.c" -o "$part.o"
    objects="$objects $part.o"
  done
  # shellcheck disable=SC2086
  $CC -static -o make $objects
}

src_install() {
  mkdir -p "$DEST/usr/bin"
  cp make "$DEST/usr/bin/make"
  ln -s make "$DEST/usr/bin/gmake"
}
