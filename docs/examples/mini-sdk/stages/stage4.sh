#!/bin/sh
# Stage 4, SDK: the base OS of stage 3, what programs of the SDK need, and compilers for other
# machines. The repositories are archived with it, so it can be the seed of its successor.
# shellcheck disable=SC1091 # it is there in the chroot
. /var/lib/repos/toolchain/pkg.sh

# Not copied: where file systems are mounted, a copy would have their owners and modes.
pkg_build base-layout
pkg_copy linux-headers musl tcc make busybox base-files
pkg_build zlib lua cross-tcc
