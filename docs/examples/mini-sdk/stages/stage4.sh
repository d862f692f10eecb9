#!/bin/sh
# Stage 4, SDK: the base OS of stage 3, what programs of the SDK need, and compilers for other machines. The repositories
# are archived with it, so it can be the seed of its successor.
set -eu

for repo in $SDK_REPOS; do
    # shellcheck source=../repos/toolchain/pkg.sh
    [ ! -f "$repo/pkg.sh" ] || . "$repo/pkg.sh"
done

pkg_copy base-layout linux-headers musl tcc make busybox base-files
pkg_build zlib lua cross-tcc
