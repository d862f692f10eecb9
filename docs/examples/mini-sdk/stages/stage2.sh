#!/bin/sh
# Stage 2, toolchain: the same packages again, now by the tools of stage 1 and with the current
# repositories. Nothing of the seed takes part any more, so nothing of it can be left in the result
# but the C library, kept as a package.
# shellcheck disable=SC1091 # it is there in the chroot
. /var/lib/repos/toolchain/pkg.sh

pkg_build base-layout
pkg_copy linux-headers musl
export BUSYBOX_CONFIG=minimal
pkg_build tcc make busybox
