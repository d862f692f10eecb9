#!/bin/sh
# Stage 1, minimal toolchain: with the seed's C compiler and the repositories inside the seed, a
# root that runs by itself: a C library, a shell with utilities, a C compiler, a make. The seed is a
# Debian (its gcc compiles everything) or an SDK of an earlier generation (its tcc compiles all but
# the C library, which it hands on).
# shellcheck disable=SC1091 # it is there in the chroot
. /var/lib/repos/toolchain/pkg.sh

pkg_build base-layout
if pkg_have musl; then
  pkg_copy linux-headers musl
else
  pkg_build linux-headers musl
fi
export BUSYBOX_CONFIG=minimal
pkg_build tcc make busybox
