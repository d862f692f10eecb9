#!/bin/sh
# Stage 3, base OS: the full set of utilities, /etc, users and an init script, built by the
# toolchain that stage 2 built.
# shellcheck disable=SC1091 # it is there in the chroot
. /var/lib/repos/toolchain/pkg.sh

pkg_build base-layout
pkg_copy linux-headers musl
export BUSYBOX_CONFIG=full
pkg_build tcc make busybox base-files
