#!/bin/sh
# shellcheck disable=SC2034,SC2154 # variables between pkg.sh and the recipe
# The kernel's user-space headers, as the seed's linux-libc-dev has them: built once by the Debian
# seed's packagers, kept as a package from then on (pkg_copy). tcc needs no compiled part of them.

src_compile() {
  :
}

src_install() {
  mkdir -p "$DEST/usr/include"
  cp -a /usr/include/linux /usr/include/asm-generic /usr/include/mtd "$DEST/usr/include/"
  cp -a /usr/include/x86_64-linux-gnu/asm "$DEST/usr/include/"
}
