#!/bin/sh
# shellcheck disable=SC2034,SC2154 # variables between pkg.sh and the recipe
# The C library. Needs gcc: tcc does not know its inline assembly. So it is compiled once, in the
# first stage of the first generation, and carried on as a package (pkg_copy).

distfile='musl_*.orig.tar.*[2z]'
license='MIT'

src_compile() {
  CC=gcc CFLAGS='-Os -pipe' ./configure --prefix=/usr --syslibdir=/lib --disable-wrapper
  # Compiled once for both: what goes into libc.so is as good in libc.a, whose members would take as
  # long again.
  make -j"$JOBS" lib/libc.so
  find obj/src -name '*.lo' | sed 's/\(.*\)\.lo$/ln \1.lo \1.o/' | sh
  make -j"$JOBS"
  # From now on gcc has to use this library and none of the seed's.
  sh tools/musl-gcc.specs.sh "$STAGE_ROOT/usr/include" "$STAGE_ROOT/usr/lib" \
    /lib/ld-musl-x86_64.so.1 >"$PKG_WORK/gcc.specs"
}

src_install() {
  make DESTDIR="$DEST" install
}
