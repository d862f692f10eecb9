#!/bin/sh
# What the packages of a root and its SBOM cost while it is archived: processor seconds of two
# commands in turn, as whole processes, on a root of Debian and on one as Portage has it.
#
#   docs/benchmarks/packages.sh WITHOUT [RUNS]
#
# WITHOUT: another bootstrap-sdk to compare with, such as one that was built with the scan left out of
# its command archive. RUNS: how many pairs (7). All files are in a tmpfs. Needs GNU time, python3,
# mmdebstrap and target/bootstrap-sdk, or SDK set to another command.
set -eu

# shellcheck source=docs/benchmarks/debian.sh
. "$(dirname "$0")/debian.sh"

without=${1:?WITHOUT: a bootstrap-sdk to compare with}
runs=${2:-7}
here=$(cd "$(dirname "$0")/../.." && pwd)
sdk=${SDK:-$here/target/bootstrap-sdk}
work=${WORK:-/dev/shm/sdk-bootstrap-benchmark}

for tool in mmdebstrap java python3; do
  command -v "$tool" >/dev/null || { echo "$0: needs $tool" >&2; exit 2; }
done
[ -x /usr/bin/time ] || { echo "$0: needs GNU time" >&2; exit 2; }

mkdir -p "$work"
cd "$work"
trap 'rm -rf "$work/t" "$work"/*.runs "$work"/packed.*' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

debian_tree

# 1,000 packages, each with as many files and bytes as a package of that Debian root has on average:
# its files seven times over, in a directory each, and 27 files of facts for each package.
if [ ! -d portage ]; then
  rm -rf portage.partial
  mkdir portage.partial
  for i in 1 2 3 4 5 6 7; do
    mkdir -p "portage.partial/usr/$i"
    cp -a tree1/. "portage.partial/usr/$i/"
    rm -rf "portage.partial/usr/$i/dev"
  done
  python3 - portage.partial <<'END'
import hashlib, os, stat, sys
root = sys.argv[1]
facts = """BUILD_TIME CBUILD CHOST COUNTER DEFINED_PHASES DEPEND DESCRIPTION EAPI FEATURES HOMEPAGE
INHERITED IUSE IUSE_EFFECTIVE KEYWORDS LDFLAGS LICENSE NEEDED NEEDED.ELF.2 PF PROVIDES RDEPEND
REQUIRES SIZE SLOT USE environment.bz2 repository""".split()
values = {"CHOST": "x86_64-pc-linux-gnu", "SLOT": "0/1", "repository": "gentoo",
          "USE": "abi_x86_64 amd64 nls ssl zlib", "IUSE": "+nls ssl static-libs test +zlib",
          "LICENSE": "GPL-2+ LGPL-2.1 || ( MIT BSD )"}
lines = []
for directory, _, names in sorted(os.walk(root)):
    for name in sorted(names):
        path = os.path.join(directory, name)
        shown = path[len(root):]
        if os.path.islink(path):
            lines.append("sym %s -> %s 1700000000" % (shown, os.readlink(path)))
        elif stat.S_ISREG(os.lstat(path).st_mode):
            with open(path, "rb") as f:
                lines.append("obj %s %s 1700000000" % (shown, hashlib.md5(f.read()).hexdigest()))
for i in range(1000):
    db = "%s/var/db/pkg/cat-%02d/package%d-%d.%d.1-r1" % (root, i % 40, i, i % 7, i % 13)
    os.makedirs(db)
    with open(db + "/CONTENTS", "w") as f:
        f.write("\n".join(lines[len(lines) * i // 1000:len(lines) * (i + 1) // 1000]) + "\n")
    for fact in facts:
        with open(os.path.join(db, fact), "w") as f:
            f.write(values.get(fact, "a value of %s " % fact * 8) + "\n")
END
  mv portage.partial portage
fi

# once FILE COMMAND TREE: adds a line of processor seconds to the file.
once() {
  rm -f packed.*
  /usr/bin/time -o t -f '%U %S' "$2" archive "$3" packed.tar.zst >/dev/null 2>t.err || {
    cat t.err >&2
    exit 1
  }
  awk '{ print $1 + $2 }' t >>"$1.runs"
}

median() {
  sort -n "$1" | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

echo "$(nproc) processors, load before: $(cut -d ' ' -f 1-3 /proc/loadavg); $runs pairs"
echo
echo "| root | entries | without s | with s | ratio of pairs | least without s | least with s |"
echo "|---|---|---|---|---|---|---|"
for tree in tree1 portage; do
  : >with.runs
  : >without.runs
  # The first run of a command makes what it keeps between runs.
  once warm "$sdk" "$tree"
  once warm "$without" "$tree"
  i=0
  while [ "$i" -lt "$runs" ]; do
    i=$((i + 1))
    once with "$sdk" "$tree"
    once without "$without" "$tree"
  done
  paste with.runs without.runs | awk '{ print $1 / $2 }' >ratio.runs
  printf '| %s | %d | %.2f | %.2f | %.3f | %.2f | %.2f |\n' "$tree" "$(find "$tree" | wc -l)" \
    "$(median without.runs)" "$(median with.runs)" "$(median ratio.runs)" \
    "$(sort -n without.runs | head -n 1)" "$(sort -n with.runs | head -n 1)"
done
