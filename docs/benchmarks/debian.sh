#!/bin/sh
# A function of the benchmarks of archives, to be sourced: the Debian root that their trees are made of.

# debian_tree: makes ./tree1, unless it is there from the time before.
debian_tree() {
  [ ! -d tree1 ] || return 0
  [ -f root.tar ] || mmdebstrap --variant=minbase \
    --include=gcc,libc6-dev,make,xz-utils,bzip2 bookworm root.tar
  rm -rf tree1.partial
  mkdir tree1.partial
  tar -xpf root.tar -C tree1.partial --numeric-owner --xattrs --xattrs-include='*'
  mv tree1.partial tree1
}
