#!/bin/sh
# Makes a seed whose Portage is real: the files of a few of Debian's packages, as they are installed
# here, and a checkout of Portage. What the repository beside this packages, it takes from there.
# Arguments: the directory of the root, which is made, and that of the checkout.
set -eu
root=$1
portage=$2
lists=$root/usr/share/files
mkdir -p "$lists"
for directory in bin sbin lib lib64; do
  mkdir -p "$root/usr/$directory"
  ln -s "usr/$directory" "$root/$directory"
done

# The files of these packages, a path a line, without what only people read.
files_of() {
  dpkg -L "$@" | sed -E 's,^/(bin|sbin|lib|lib64)(/|$),/usr/\1\2,' |
    grep -Ev '^/\.?$|^/usr/share/(doc|man|info|locale|lintian|doc-base|bug|perl5|gdb|apport|menu|applications|pixmaps|bash-completion)(/|$)' |
    grep -Ev '/(lto1|cc1plus|lto-wrapper|lib[a-z]*san[a-z_]*\.(a|so|syms)|lib(gomp|itm|quadmath|atomic)\..*)$' |
    # Of the kernel's headers a hello needs few; nor is there a use for code pages and static libraries.
    grep -Ev '^/usr/include/(drm|misc|mtd|rdma|scsi|sound|video|xen|rpc|rpcsvc|net[a-z]*|linux/([^elpst]|p[^o]|.*/))' |
    grep -Ev '/(gconv|valgrind)/|/lib(c|m-2\.36|mvec|resolv|crypt|nsl|BrokenLocale|anl)\.a$' |
    grep -Ev '/(idlelib|lib2to3|ensurepip|turtledemo|test|tests|pydoc_data)(/|$)' |
    LC_ALL=C sort -u | while read -r path; do
      if [ -L "$path" ] || [ -f "$path" ]; then
        case $path in /usr/bin | /usr/sbin | /usr/lib | /usr/lib64) ;; *) printf '%s\n' "${path#/}" ;; esac
      fi
    done
}

files_of libc6 libc6-dev linux-libc-dev libcrypt1 libgcc-s1 libc-bin >"$lists/glibc"
files_of gcc-12 cpp-12 libgcc-12-dev gcc cpp libcc1-0 >"$lists/gcc"
files_of binutils binutils-common "binutils-$(gcc -print-multiarch | tr _ -)" libbinutils libctf0 libctf-nobfd0 \
  libgprofng0 >"$lists/binutils"
files_of python3.11 python3.11-minimal libpython3.11-minimal libpython3.11-stdlib python3 \
  python3-minimal >"$lists/python"
files_of bash dash coreutils sed grep findutils mawk tar gzip bzip2 xz-utils diffutils patch make \
  util-linux mount hostname login passwd netbase media-types >"$lists/base"
printf 'usr/bin/awk\netc/alternatives/awk\n' >>"$lists/base"
printf 'usr/bin/sh\n' >>"$lists/base"

# The libraries that their programs need, and that are in none of these lists.
cat "$lists"/* | while read -r path; do
  case $path in
    *.py | *.h | *.a | *.o) ;;
    *) [ -L "/$path" ] || ldd "/$path" 2>/dev/null | sed -n 's,.*=> \(/[^ ]*\) .*,\1,p' ;;
  esac
done | LC_ALL=C sort -u | while read -r library; do
  for path in "$library" "$(readlink -f "$library")"; do
    printf '%s\n' "$path" | sed -E 's,^/(usr/)?,usr/,'
  done
done | LC_ALL=C sort -u >"$lists/libraries"
cat "$lists/glibc" "$lists/gcc" "$lists/binutils" "$lists/python" "$lists/base" | LC_ALL=C sort -u >"$lists/known"
LC_ALL=C comm -23 "$lists/libraries" "$lists/known" >>"$lists/base"
rm "$lists/libraries" "$lists/known"
for list in "$lists"/*; do
  LC_ALL=C sort -u "$list" >"$list.new"
  mv "$list.new" "$list"
done
# Portage calls it so.
ln -s python3 "$root/usr/bin/python"
echo usr/bin/python >>"$lists/python"
cat "$lists"/* | LC_ALL=C sort -u | grep -v '^usr/bin/python$' |
  tar --directory=/ --create --no-recursion --files-from=- | tar --directory="$root" --extract

mkdir -p "$root/usr/lib/portage" "$root/etc/portage" "$root/var/lib/portage" "$root/var/db/pkg"
tar --directory="$portage" --create bin lib cnf .portage_not_installed |
  tar --directory="$root/usr/lib/portage" --extract --no-same-owner
mkdir -p "$root/usr/share/portage"
ln -s ../../lib/portage/cnf "$root/usr/share/portage/config"
for command in emerge portageq ebuild env-update; do
  ln -s "../lib/portage/bin/$command" "$root/usr/bin/$command"
done
mkdir -p "$root/tmp" "$root/var/tmp" "$root/root" "$root/dev" "$root/proc" "$root/run" "$root/sys"
chmod 1777 "$root/tmp" "$root/var/tmp"
cat >"$root/etc/passwd" <<END
root:x:0:0::/root:/bin/sh
portage:x:250:250::/var/tmp/portage:/bin/false
nobody:x:65534:65534::/:/bin/false
END
cat >"$root/etc/group" <<END
root:x:0:
tty:x:5:
portage:x:250:portage
nobody:x:65534:
END
