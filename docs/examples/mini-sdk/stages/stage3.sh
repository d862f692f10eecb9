#!/bin/sh
# Stage 3, base OS: the full set of utilities, /etc, users and an init script, built by the toolchain that stage 2 built.
set -eu

for repo in $SDK_REPOS; do
    # shellcheck source=../repos/toolchain/pkg.sh
    [ ! -f "$repo/pkg.sh" ] || . "$repo/pkg.sh"
done

pkg_build base-layout
pkg_copy linux-headers musl
BUSYBOX_CONFIG=full
pkg_build tcc make busybox base-files
