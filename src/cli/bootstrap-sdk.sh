#!/bin/sh
# bootstrap-sdk: this script, with the jar that it runs behind it.
#
# The first call of a user has the JVM write an archive of the classes into the cache, which it maps from
# then on instead of loading them one by one. Each jar and each JVM has an archive of its own.
# SDK_BOOTSTRAP_CACHE names another directory for them; where it is 'none', or cannot be written to, all
# works without.
java=java
[ -z "${JAVA_HOME-}" ] || java=$JAVA_HOME/bin/java
program=$(command -v "$java") || {
  echo "bootstrap-sdk: no program $java; install Java 17 or newer (apt-get install openjdk-17-jre-headless), or set JAVA_HOME" >&2
  exit 2
}
case $(pwd -P 2>/dev/null) in
/*) ;;
*)
  echo "bootstrap-sdk: the current directory was removed; change to another one" >&2
  exit 2
  ;;
esac
self=$0
[ -f "$self" ] || self=$(command -v -- "$0")
# Whole: a JVM takes an archive only where it finds the jar by the name that the archive has of it.
self=$(readlink -f -- "$self")

# How the JVM compiles: by default it spends up to a quarter of the processor time of a short command on
# code that is not run often enough for that.
options=''
serial=-XX:+UseSerialGC
seldom='-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000'
seldom="$seldom -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
for word in "$@"; do
  case $word in
  plan) options=$serial ;;
  ls | cat | find | packages | init | import-spec | remove | gc | -h | --help | -V)
    options="-XX:TieredStopAtLevel=1 $serial"
    ;;
  unpack | archive | verify | diff) options="$seldom $serial" ;;
  chroot | shell | sign | reproduce) ;;
  *) continue ;;
  esac
  break
done

# Without the options for the log, the JVM writes what it does not like about an archive among the results.
# shellcheck disable=SC2086 # words
run() { exec "$java" -Xlog:disable -Xlog:all=error:stderr $options "$@"; }

cache=${SDK_BOOTSTRAP_CACHE:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/sdk-bootstrap/classes}
[ "$cache" != none ] || run -jar "$self" "$@"

# Only from a directory of one's own: who writes an archive decides what runs.
[ -d "$cache" ] || (umask 077 && mkdir -p "$cache") 2>/dev/null
me=$(id -u)
archive=$(stat -L -c '%u %i-%s-%Y' "$cache" "$self" "$program" 2>/dev/null | {
  read -r owner _ && read -r _ jar && read -r _ jvm && [ "$owner" = "$me" ] && echo "$cache/$jar-$jvm.jsa"
}) || run -jar "$self" "$@"

# An empty archive says that this JVM makes none.
train() {
  umask 077
  scratch=$(mktemp -d "$cache/new.XXXXXX") || return
  trap 'rm -rf "$scratch"; exit 130' INT
  trap 'rm -rf "$scratch"; exit 143' TERM HUP
  find "$cache" -mindepth 1 -maxdepth 1 -mtime +30 -exec rm -rf {} +
  mkdir -p "$scratch/root/bin"
  : >"$scratch/root/bin/sh"
  tar -C "$scratch/root" -czf "$scratch/seed.tar.gz" .
  "$java" -XX:ArchiveClassesAtExit="$scratch/archive" -cp "$self" \
    io.jenkins.plugins.sdkbootstrap.cli.Training "$scratch"
  [ -f "$scratch/archive" ] || : >"$scratch/archive"
  mv "$scratch/archive" "$archive"
  rm -rf "$scratch"
  trap - INT TERM HUP
}
[ -f "$archive" ] || (train) >/dev/null 2>&1 </dev/null
[ ! -s "$archive" ] || run -XX:SharedArchiveFile="$archive" -jar "$self" "$@"
run -jar "$self" "$@"
