#!/bin/sh
# How packages are installed: a package is a script NAME.sh here, which puts its files into
# $STAGE_ROOT. The stages read this file.
repo=/var/lib/repos/base

install() {
  for package in "$@"; do
    echo "install $package"
    sh "$repo/$package.sh" || {
      echo "stage $STAGE: the package $package failed" >&2
      exit 1
    }
  done
}
