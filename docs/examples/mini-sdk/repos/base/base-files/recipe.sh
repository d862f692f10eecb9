#!/bin/sh
# shellcheck disable=SC2034,SC2154 # variables between pkg.sh and the recipe
# What makes a base OS of a root: /etc, a user, an init script.

src_compile() {
  :
}

src_install() {
  mkdir -p "$DEST/etc/init.d" "$DEST/home"
  cp "$recipe"/files/* "$DEST/etc/"
  mv "$DEST/etc/rcS" "$DEST/etc/init.d/rcS"
  chmod 755 "$DEST/etc/init.d/rcS"
  chmod 600 "$DEST/etc/shadow"
  mkdir -m 700 "$DEST/home/sdk"
  chown 1000:1000 "$DEST/home/sdk"
  cat >"$DEST/etc/os-release" <<EOF
NAME="Mini SDK"
ID=mini-sdk
VERSION="$RELEASE"
PRETTY_NAME="Mini SDK $RELEASE ($SDK_ARCH)"
EOF
}
