#!/bin/sh
# Bootstraps the mini SDK from nothing but a Debian 12 with a JDK, Maven and git, and tries it out:
#
#   sh docs/examples/mini-sdk/run.sh [--fresh | --prepare]
#
# Installs what is missing, builds bootstrap-sdk, makes the seed (a small Debian with a C compiler),
# fetches the sources, runs the four stages of sdk.yaml, compiles and cross-compiles with the SDK,
# and has it build stage 1 of its successor. Works as root and as an ordinary user; only missing
# packages ask for root. Whatever ends it, start it again and it goes on where it was. Finished, it
# says so and tries the SDK again; --fresh begins another version. --prepare ends before the stages:
# it leaves sources, seed and sdk.yaml for another driver, such as bootstrapSdk in a Pipeline.
#
# Everything is in $MINI_SDK_WORK, by default sdk-bootstrap/mini-sdk in the user's cache directory:
#   sources, seeds     kept for every later version
#   version            of the bootstrap that is begun or finished
#   store, successor   the stages' tarballs and records: of the SDK, of its second generation
#   the rest           is created again by each run
set -eu
umask 022
# Names of files are bytes to everything here, and messages are the same for everyone.
LC_ALL=C.UTF-8
export LC_ALL
unset TAR_OPTIONS GREP_OPTIONS CDPATH

# Time of every file that this program makes for the SDK, in seconds since 1970.
epoch=1700000000
toolchain_sources='musl tcc make-dfsg'
base_sources='busybox zlib lua5.4'
seed_packages=gcc,libc6-dev,make,patch,xz-utils,bzip2

say() { printf '\n== %s\n' "$*"; }
die() {
  printf 'mini-sdk: %s\n' "$*" >&2
  exit 1
}

# ---- processes --------------------------------------------------------------------------------

# Runs a command that takes a while. It is told to end when we are, by $ending, and also when we end
# without a word, by kill -9.
child='' ending=TERM locked=''
attend() {
  setpriv --pdeathsig "$ending" "$@" <&3 3<&- &
  child=$!
  status=0
  wait "$child" || status=$?
  child=
  return "$status"
}

sdk() {
  attend java -jar "$top/target/bootstrap-sdk.jar" "$@"
}

# Ends the command that runs, and us with this status.
stop() {
  trap '' HUP INT TERM
  if [ -n "$child" ]; then
    kill -s "$ending" "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
    # What was killed may have others to take with it.
    [ "$ending" = TERM ] || sleep 1
  fi
  exit "$1"
}

leave() {
  status=$?
  trap '' HUP INT TERM
  trap - EXIT
  [ -z "$locked" ] || remove_scratch || status=1
  exit "$status"
}

# ---- what is needed ---------------------------------------------------------------------------

is_root() { [ "$(id -u)" -eq 0 ]; }

can_sudo() { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }

can_userns() { unshare --user --map-root-user --map-auto -- true 2>/dev/null; }

# Runs a command with the right to touch the files of a root, as bootstrap-sdk gets it.
privileged() {
  if is_root; then
    "$@"
  elif can_userns; then
    unshare --user --map-root-user --map-auto -- "$@"
  else
    sudo -n "$@"
  fi
}

# Debian's packages, each asked for only where its command is missing.
install_missing() {
  missing=
  set -- mmdebstrap:mmdebstrap zstd:zstd tar:tar unshare:util-linux setpriv:util-linux flock:util-linux mount:mount
  [ -n "$prepare" ] || set -- "$@" java:openjdk-17-jdk-headless javac:openjdk-17-jdk-headless mvn:maven \
    qemu-aarch64-static:qemu-user-static
  for pair; do
    command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair#*:}"
  done
  is_root || command -v newuidmap >/dev/null || missing="$missing uidmap"
  [ -n "$missing" ] || return 0

  say "install$missing"
  if is_root; then
    as_root=
  elif can_sudo; then
    as_root='sudo -n'
  else
    die "packages are missing; install them as root: apt-get install$missing"
  fi
  # shellcheck disable=SC2086 # a command and lists
  {
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends $missing >/dev/null
  } </dev/null || die "apt-get could not install$missing"
}

build_jar() {
  jar=$top/target/bootstrap-sdk.jar
  # One that a killed build left does not run.
  if [ -f "$jar" ] &&
    [ -z "$(find "$top/pom.xml" "$top/src/main" -newer "$jar" -type f | head -n 1)" ] &&
    java -jar "$jar" --help >/dev/null 2>&1; then
    return 0
  fi
  say 'build bootstrap-sdk'
  attend mvn -B -q -Dstyle.color=never -f "$top/pom.xml" -DskipTests package ||
    die 'Maven could not build it'
}

# ---- the work directory -----------------------------------------------------------------------

find_work() {
  work=${MINI_SDK_WORK-}
  if [ -z "$work" ]; then
    home=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
    work=${XDG_CACHE_HOME:-$home/.cache}/sdk-bootstrap/mini-sdk
  fi
  mkdir -p "$work" 2>/dev/null || true
  [ -w "$work" ] || die "cannot write to $work: set MINI_SDK_WORK to a directory with 2 GB of room"
  work=$(cd "$work" && pwd -P)
}

# What a killed run left is told to end, but may need a moment.
lock_work() {
  exec 9>"$work/lock"
  if ! flock -n 9; then
    echo "mini-sdk: another run works in $work; wait for it"
    flock -w 60 9 || die "another run works in $work"
  fi
  locked=yes
}

# Roots and temporary files; another user's ids are in the roots.
remove_scratch() {
  for scratch in "$work/try" "$work/apt" "$work/seed.tmp"; do
    [ ! -e "$scratch" ] || privileged rm -rf --one-file-system -- "$scratch" || return 1
  done
}

# The example as it is today, with the same modes and times wherever it was checked out.
copy_example() {
  rm -rf "$work/sdk.yaml" "$work/stages" "$work/repos" "$work/tests"
  cp -R "$here/sdk.yaml" "$here/stages" "$here/repos" "$work/"
  cp -R "$here/try" "$work/tests"
  for repo in toolchain base; do
    cp -R "$work/sources/$repo" "$work/repos/$repo/distfiles"
  done
  chmod -R u=rwX,go=rX "$work/stages" "$work/repos" "$work/tests"
  find "$work/stages" "$work/repos" "$work/tests" -exec touch -h -d "@$epoch" {} +
}

# ---- sources and seed -------------------------------------------------------------------------

prepare_apt() {
  mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial"
  : >"$work/apt/status"
}

private_apt() {
  command=$1
  shift
  "$command" -o "Dir::State=$work/apt" -o "Dir::State::lists=$work/apt/lists" \
    -o "Dir::State::status=$work/apt/status" -o "Dir::Cache=$work/apt/cache" \
    -o APT::Sandbox::User=root "$@"
}

# Writes the lines `deb ...` for Debian 12's archives as this machine's apt is set up for them,
# whichever way its sources are written. Only of lists that apt has fetched it says whose they are:
# without them, fetch them.
debian_lines() {
  # shellcheck disable=SC2016 # for apt
  format='$(ORIGIN) $(CODENAME) $(COMPONENT) $(REPO_URI)'
  targets=$(apt-get indextargets --format "$format" 'Created-By: Packages')
  case $targets in
    *'Debian bookworm main'*) ;;
    *)
      private_apt apt-get update -qq </dev/null >&2 || true
      targets=$(private_apt apt-get indextargets --format "$format" 'Created-By: Packages')
      ;;
  esac
  keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  lines=$(
    printf '%s\n' "$targets" | sort -u | while read -r origin codename component uri; do
      case $origin/$component/$codename in
        Debian/main/bookworm | Debian/main/bookworm-security | Debian/main/bookworm-updates)
          echo "deb [signed-by=$keyring] $uri $codename main"
          ;;
      esac
    done
  )
  [ -n "$lines" ] || die "apt on this machine knows no archive of Debian 12 (bookworm): add one to its sources"
  printf '%s\n' "$lines"
}

download_sources() {
  cd /
  rm -rf "$work/apt/sources"
  set -- -o "Dir::Etc::sourcelist=$work/apt/sources.list" -o Dir::Etc::sourceparts=-
  private_apt attend_apt "$@" update || die 'the list of source packages could not be fetched'
  for repo in toolchain base; do
    case $repo in
      toolchain) packages=$toolchain_sources ;;
      base) packages=$base_sources ;;
    esac
    mkdir -p "$work/apt/sources/$repo" || return
    cd "$work/apt/sources/$repo" || return
    # shellcheck disable=SC2086 # a list
    private_apt attend_apt "$@" source --download-only --only-source $packages || return
    cd / || return
  done
}

fetch_sources() {
  [ ! -d "$work/sources" ] || return 0
  say "fetch the sources: $toolchain_sources $base_sources"
  prepare_apt
  debian_lines | sed 's/^deb /deb-src /' >"$work/apt/sources.list"
  # A mirror may name an update of which it does not have the source.
  download_sources || {
    say 'fetch the sources of bookworm without its updates'
    sed -i '/ bookworm main$/!d' "$work/apt/sources.list"
    download_sources || die "the sources could not be fetched: $toolchain_sources $base_sources"
  }
  mv "$work/apt/sources" "$work/sources"
}

attend_apt() {
  attend apt-get -qq "$@"
}

# Debian's minimal system with a C compiler, without documentation, and with the repositories, as an
# SDK has them. A version that is begun keeps its seed, whatever has changed since; the next gets a
# new one where the repositories differ.
make_seed() {
  seed=seeds/debian-bookworm-amd64.tar.zst
  repos=$(cd "$work" && find repos -type f -exec sha256sum {} + | sort -k 2 | sha256sum)
  if [ -f "$work/$seed" ]; then
    [ ! -s "$work/version" ] || return 0
    [ "$(cat "$work/$seed.repos" 2>/dev/null)" != "$repos" ] || return 0
  fi
  say 'make the seed: Debian 12 with a C compiler'
  prepare_apt
  debian_lines >"$work/apt/debian.list"
  # mmdebstrap does not look at this machine's settings.
  apt-config dump | grep -E '^Acquire::(https?::|ftp::|Check-|Retries)' >"$work/apt/apt.conf" || :
  mkdir -p "$work/seeds" "$work/seed.tmp"
  # In namespaces of its own, so that no mount and no process of it can be left: when unshare is
  # killed, all of it is. A process that enters a user namespace forgets that it is to end with us,
  # so tell it again.
  ending=KILL
  set -- setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc
  if is_root; then
    :
  elif can_userns; then
    set -- unshare --user --map-root-user --map-auto -- "$@"
  else
    set -- sudo -n "$@"
  fi
  # shellcheck disable=SC2016 # for mmdebstrap's shell
  attend "$@" env SOURCE_DATE_EPOCH="$epoch" TMPDIR="$work/seed.tmp" \
    mmdebstrap --quiet --mode=root --skip=chroot/mount/sys \
    --variant=minbase --include="$seed_packages" --aptopt="$work/apt/apt.conf" \
    --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --customize-hook='rm -f "$1/etc/apt/apt.conf.d/99mmdebstrap"' \
    --customize-hook='mkdir "$1/var/lib/repos"' \
    --customize-hook="sync-in '$work/repos' /var/lib/repos" \
    bookworm "$work/seeds/new.tar.zst" "$work/apt/debian.list" ||
    die 'mmdebstrap could not make the seed'
  ending=TERM
  rm -f "$work/version"
  mv "$work/seeds/new.tar.zst" "$work/$seed"
  printf '%s\n' "$repos" >"$work/$seed.repos"
}

# ---- the SDK ----------------------------------------------------------------------------------

choose_version() {
  if [ ! -s "$work/version" ]; then
    release=$(sed -n 's/^release: *//p' "$work/sdk.yaml")
    echo "$release+$(date -u +%Y-%m-%d-%H%M%S)" >"$work/version.new"
    mv "$work/version.new" "$work/version"
  fi
  version=$(cat "$work/version")
}

try_sdk() {
  say "try it: compile with the SDK, for itself and for other machines"
  mkdir "$work/try"
  sdk unpack "$sdk" "$work/try/root"
  mkdir "$work/try/out"
  sdk chroot --script "$work/tests/inside.sh" --no-network \
    --repo "try=$work/tests:/mnt/try" --cache "out=$work/try/out:/mnt/out" "$work/try/root"
  for pair in i386:i386 arm:arm arm64:aarch64 riscv64:riscv64; do
    "qemu-${pair#*:}-static" "$work/try/out/hello-${pair%:*}" ||
      die "what the SDK compiled for ${pair%:*} does not run"
  done
}

second_generation() {
  say 'the second generation: stage 1 of its successor, by the SDK alone'
  sdk stage1 --config "$work/sdk.yaml" --store "$work/successor" --version "$version" \
    --seed-tarball "$sdk"
  say 'compare: stage 1 by the SDK and stage 2 by Debian'"'"'s stage 1'
  sdk diff "$work/store/mini-sdk/stage2-amd64-$version.tar.zst" \
    "$work/successor/mini-sdk/stage1-amd64-$version.tar.zst" ||
    die 'they differ; if the recipes changed while the version was made, begin another by --fresh'
}

main() {
  fresh='' prepare=''
  case $#${1-} in
    0) ;;
    1--fresh) fresh=yes ;;
    1--prepare) prepare=yes ;;
    *) die 'usage: run.sh [--fresh | --prepare]' ;;
  esac
  started=$(date +%s)
  [ "$(uname -m)" = x86_64 ] || die "this example is for amd64, not for $(uname -m)"
  here=$(cd "$(dirname "$0")" && pwd -P)
  top=$(cd "$here/../../.." && pwd -P)
  [ -e /dev/fd/0 ] || exec </dev/null
  exec 3<&0
  trap 'stop 129' HUP
  trap 'stop 130' INT
  trap 'stop 143' TERM
  trap leave EXIT

  install_missing
  find_work
  lock_work
  [ -n "$prepare" ] || build_jar
  remove_scratch
  [ -z "$fresh" ] || rm -f "$work/version"
  fetch_sources
  copy_example
  make_seed
  if [ -n "$prepare" ]; then
    say "prepared $work/sdk.yaml"
    exit 0
  fi
  choose_version

  say "four stages of mini-sdk $version"
  sdk --config "$work/sdk.yaml" --store "$work/store" --version "$version"
  sdk=$work/store/mini-sdk/mini-sdk-amd64-$version.tar.zst
  try_sdk
  second_generation
  say 'verify: every tarball against its record, and what each was made from'
  sdk verify --chain "$sdk"

  seconds=$(($(date +%s) - started))
  say "done in $((seconds / 60)) min $((seconds % 60)) s"
  printf '%s\n' "SDK    $sdk, $(wc -c <"$sdk") bytes" "stages $work/store/mini-sdk" "seed   $work/$seed"
}

main "$@"
