#!/bin/sh
# Stage 2, toolchain: the same packages again, now by the tools of stage 1 and with the current repositories. Nothing of
# the seed takes part any more, so nothing of it can be left in the result but the C library, kept as a package.
set -eu

for repo in $SDK_REPOS; do
    # shellcheck source=../repos/toolchain/pkg.sh
    [ ! -f "$repo/pkg.sh" ] || . "$repo/pkg.sh"
done

pkg_build base-layout
pkg_copy linux-headers musl
BUSYBOX_CONFIG=minimal
pkg_build tcc make busybox
