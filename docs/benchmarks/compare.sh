#!/bin/sh
# Times packing and unpacking against the tools that people use today, whole processes, the JVM's
# start included. All files are in a tmpfs, because disks with a burst budget hide everything else.
#
#   docs/benchmarks/compare.sh [RUNS] [SIZES]
#
# RUNS: how often each pair is run, one after the other in turn (5). SIZES: how many Debian roots of
# 385 MB make a tree ("1 4 10"; 10 needs 20 GB of memory). Needs GNU time, mmdebstrap, zstd, lbzip2
# and target/bootstrap-sdk, or SDK set to another command. UNTAR may be set to a command that
# unpacks a .tar.gz in plain Java (PureJavaUntar among the tests), to be compared with, too.
#
# Two pairs at size 1 run in one JVM, as on an agent.
#
# Of each pair: median seconds, median processor seconds, peak memory of the largest process, and
# the ratio of the medians. On a machine that others use, the processor's ratio is the one to trust.
set -eu

# shellcheck source=docs/benchmarks/debian.sh
. "$(dirname "$0")/debian.sh"

runs=${1:-5}
sizes=${2:-1 4 10}
here=$(cd "$(dirname "$0")/../.." && pwd)
sdk=${SDK:-$here/target/bootstrap-sdk}
work=${WORK:-/dev/shm/sdk-bootstrap-benchmark}

for tool in tar zstd lbzip2 mmdebstrap java sha256sum; do
  command -v "$tool" >/dev/null || { echo "$0: needs $tool" >&2; exit 2; }
done
[ -x /usr/bin/time ] || { echo "$0: needs GNU time" >&2; exit 2; }
case $(stat -f -c %T "$(dirname "$work")") in
tmpfs) ;;
*) echo "$0: $work is not in a tmpfs; the disk is going to be what is measured" >&2 ;;
esac

mkdir -p "$work"
cd "$work"
trap 'rm -rf "$work/out" "$work/t" "$work"/*.runs "$work"/packed.* "$work"/tree4 "$work"/tree10' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

debian_tree

grow() {
  [ "$1" = 1 ] || [ -d "tree$1" ] || {
    mkdir "tree$1"
    i=0
    while [ "$i" -lt "$1" ]; do
      i=$((i + 1))
      cp -a tree1 "tree$1/$i"
    done
  }
}

# once FILE COMMAND: adds a line of seconds, processor seconds and KiB to the file.
once() {
  rm -rf out
  /usr/bin/time -o t -f '%e %U %S %M' sh -ec "$2" >/dev/null || {
    echo "$0: failed: $2" >&2
    exit 1
  }
  awk '{ print $1, $2 + $3, $4 }' t >>"$1.runs"
}

# column FILE N: the median of a column.
column() {
  sort -n -k "$2,$2" "$1.runs" | awk -v n="$2" '{ v[NR] = $n } END { print v[int((NR + 1) / 2)] }'
}

# pair TITLE OURS THEIRS: runs both in turn and prints a line of a table.
pair() {
  : >ours.runs
  : >theirs.runs
  i=0
  while [ "$i" -lt "$runs" ]; do
    i=$((i + 1))
    once ours "$2"
    once theirs "$3"
  done
  peak=$(sort -n -k 3,3 ours.runs | awk 'END { print int($3 / 1024) }')
  echo "$1 $(column ours 1) $(column theirs 1) $(column ours 2) $(column theirs 2) $peak" |
    awk -F '|' '{ split($2, v, " "); printf "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %d |\n",
      $1, v[1], v[2], v[1] / v[2], v[3], v[4], v[3] / v[4], v[5] }'
  rm -rf out
}

echo "$(nproc) processors, $(uname -sr), $(tar --version | head -n 1), $(zstd --version | tr -d '*')"
echo "$(java -version 2>&1 | sed -n 2p); load before: $(cut -d ' ' -f 1-3 /proc/loadavg); $runs runs"
echo
echo "| what | ours s | theirs s | ratio | ours CPU s | theirs CPU s | CPU ratio | our peak MiB |"
echo "|---|---|---|---|---|---|---|---|"
for size in $sizes; do
  grow "$size"
  tree=tree$size
  rm -f packed.*
  bare="tar -C $tree --create . | zstd -q -f -T0 -3 -o packed.bare.tar.zst"
  same="$bare
    sha256sum packed.bare.tar.zst; sha512sum packed.bare.tar.zst
    tar -tvf packed.bare.tar.zst
    find $tree -type f -print0 | xargs -0 sha256sum"
  ours="$sdk archive $tree packed.tar.zst"
  pair "pack ${size}x, against bare tar and zstd |" "exec $ours" "$bare"
  pair "pack ${size}x, against the same results by tools |" "exec $ours" "$same"
  pair "unpack ${size}x .tar.zst, against tar --zstd |" "exec $sdk unpack packed.tar.zst out" \
    "mkdir out; exec tar --zstd -xf packed.bare.tar.zst -C out"
  [ "$size" = 1 ] || continue
  tar -C "$tree" --create . | lbzip2 >packed.tar.bz2
  pair "unpack ${size}x .tar.bz2, against tar -I lbzip2 |" "exec $sdk unpack packed.tar.bz2 out" \
    "mkdir out; exec tar -I lbzip2 -xf packed.tar.bz2 -C out"
  if [ -n "${UNTAR:-}" ]; then
    tar -C "$tree" --create . | gzip >packed.tar.gz
    pair "unpack ${size}x .tar.zst, against a pure-Java untar of .tar.gz |" \
      "exec $sdk unpack packed.tar.zst out" "exec $UNTAR packed.tar.gz out"
  fi
  java -cp "$here/target/bootstrap-sdk.jar" "$here/docs/benchmarks/Warm.java" "$tree" "$runs"
done
