#!/bin/sh
# shellcheck disable=SC2034,SC2154 # variables between pkg.sh and the recipe
# Shell and utilities. BUSYBOX_CONFIG says which: `minimal` is what the builds of the other packages
# need, `full` is BusyBox' own default, dynamically linked. The Debian package's security patches
# are applied.

distfile='busybox_*.orig.tar.*[2z]'
license='GPL-2.0-only'
patches='CVE-*.patch'

src_compile() {
  # tcc takes the options for dependencies in their own spelling only, not through -Wp.
  sed -i 's/-Wp,-MD,/-MD -MF /' scripts/Makefile.host scripts/Makefile.lib
  # Nor does it take a string in parentheses to initialise an array.
  sed -i 's/^# *define N_(text) (text)/#define N_(text) text/' scripts/kconfig/*.[ch]
  # It is no gcc of any version, but it knows __attribute__ and __restrict.
  sed -i '/^# *define __attribute__(x)$/d; /^# *define __restrict$/d' include/platform.h
  cp "$recipe/link.sh" scripts/trylink
  busybox_config
  # Without ld: tcc -r puts object files together as well. Without stripping: tcc writes no debug
  # information.
  make -j"$JOBS" CC="$CC" HOSTCC="$HOSTCC" AR="$AR" LD="$CC" SKIP_STRIP=y busybox
}

busybox_config() {
  case $BUSYBOX_CONFIG in
    minimal) make HOSTCC="$HOSTCC" CC="$CC" allnoconfig >/dev/null ;;
    full) make HOSTCC="$HOSTCC" CC="$CC" defconfig >/dev/null ;;
  esac
  # Our lines take the place of those that are there; oldconfig answers what follows from them with
  # its defaults.
  ours=$recipe/$BUSYBOX_CONFIG.config
  sed -n 's/^\(# \)*\(CONFIG_[A-Z0-9_]*\)[= ].*/\/^\\(# \\)*\2[= ]\/d/p' "$ours" >known.sed
  sed -i -f known.sed .config
  cat "$ours" >>.config
  yes '' | make HOSTCC="$HOSTCC" CC="$CC" oldconfig >/dev/null
}

src_install() {
  mkdir -p "$DEST/bin"
  cp busybox "$DEST/bin/busybox"
  for applet in $(./busybox --list-full); do
    name=/$applet # linuxrc has no folder
    [ ! -e "$DEST$name" ] || continue
    mkdir -p "$DEST${name%/*}"
    ln -s /bin/busybox "$DEST$name"
  done
}
