#!/bin/sh
# Makes the seed, seeds/seed.tar.gz: this machine's static busybox, or its shell and a few programs
# with the libraries they need, and the repository, which an SDK has in it.
set -eu
umask 022
cd "$(dirname "$0")"

root=seeds/root
rm -rf "$root"
mkdir -p "$root/bin" "$root/etc" "$root/root" "$root/tmp" "$root/var/lib/repos"
chmod 1777 "$root/tmp"
cp -R repos/base "$root/var/lib/repos/base"

# A program of this machine, and the libraries that ldd names.
copy_program() {
  file=$(command -v "$1") || {
    echo "seed.sh: this machine has no $1" >&2
    exit 1
  }
  cp -L "$file" "$root/bin/$1"
  ldd "$file" 2>/dev/null | sed -n 's/^[^/]*\(\/[^ ]*\) (0x.*/\1/p' | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
}

busybox=$(command -v busybox) || busybox=
if [ -n "$busybox" ] && ! ldd "$busybox" >/dev/null 2>&1; then
  cp -L "$busybox" "$root/bin/busybox"
  for name in sh cat chmod cp ln ls mkdir rm sed; do
    ln -s busybox "$root/bin/$name"
  done
else
  for name in sh cat chmod cp ln ls mkdir rm sed; do
    copy_program "$name"
  done
fi

tar -C "$root" -czf seeds/seed.tar.gz .
rm -rf "$root"
echo "made seeds/seed.tar.gz"
