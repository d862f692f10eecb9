#!/bin/sh
# shellcheck disable=SC2034,SC2154 # variables between pkg.sh and the recipe
# The directories of a root, and the accounts every root needs.

src_compile() {
  :
}

src_install() {
  cd "$DEST" || return
  mkdir -p bin dev etc home lib mnt proc root run sbin sys
  mkdir -p usr/bin usr/include usr/lib usr/sbin var/lib var/log
  mkdir -m 1777 tmp var/tmp
  chmod 700 root
  ln -s /run var/run
  printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'nobody:x:65534:65534:nobody:/:/bin/false' \
    >etc/passwd
  printf '%s\n' 'root:x:0:' 'nogroup:x:65534:' >etc/group
}
