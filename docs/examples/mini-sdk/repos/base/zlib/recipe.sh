#!/bin/sh
# shellcheck disable=SC2034,SC2154 # variables between pkg.sh and the recipe
# A library that programs of the SDK link to, static or shared.

distfile='zlib_*.orig.tar.*[2z]'
license='Zlib'

src_compile() {
  # configure tries only gcc's way to make a shared library; tcc's is one command.
  CC=$CC ./configure --prefix=/usr --static
  make -j"$JOBS" AR="$AR" ARFLAGS=rcs RANLIB=true libz.a
  version=$(sed -n 's/^#define ZLIB_VERSION "\(.*\)"/\1/p' zlib.h)
  # shellcheck disable=SC2086 # a compiler and its options
  $CC -shared -Wl,-soname=libz.so.1 -D_LARGEFILE64_SOURCE=1 -o "libz.so.$version" \
    adler32.c crc32.c deflate.c infback.c inffast.c inflate.c inftrees.c trees.c zutil.c \
    compress.c uncompr.c gzclose.c gzlib.c gzread.c gzwrite.c
}

src_install() {
  mkdir -p "$DEST/usr/include" "$DEST/usr/lib"
  cp zlib.h zconf.h "$DEST/usr/include/"
  cp libz.a libz.so.* "$DEST/usr/lib/"
  cd "$DEST/usr/lib" || return
  ln -s libz.so.* libz.so.1
  ln -s libz.so.1 libz.so
}
