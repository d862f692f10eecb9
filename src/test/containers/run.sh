#!/bin/sh
# Bootstraps the minimal SDK in each kind of container that agents are, and prints what came of it as
# the table of docs/privilege.md. Runs as root wherever podman does.
#
#   sh src/test/containers/run.sh [NAME]...
#
# NAME: only the cases whose name has this in it.
# IMAGE: an image to use instead of building one from Debian's packages (mmdebstrap, some minutes).
# RUNTIME: podman's options before `run`.
#
# Exit status 1 where fewer than the number in LEAST ran, or one that was refused said no reason.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jar=$here/../../../target/bootstrap-sdk.jar
least=${LEAST:-12}
image=${IMAGE:-}
runtime=${RUNTIME:---runtime runc --cgroup-manager cgroupfs}

[ -f "$jar" ] || {
  echo "no $jar: run mvn -B -DskipTests package first" >&2
  exit 1
}
work=$(mktemp -d)
made=
clean_up() {
  [ -z "$made" ] || podman rmi -f "$made" >/dev/null 2>&1 || true
  rm -rf --one-file-system "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

container() {
  # shellcheck disable=SC2086 # options
  timeout 600 podman $runtime run --rm --network=none --ulimit nofile=4096:4096 --ulimit nproc=4000:4000 \
    --volume "$work/share:/share:ro" "$@"
}

# What a Dockerfile would do: a user with its ids within those that a container has.
set_up='useradd --create-home --uid 1000 builder
printf "builder:1:999\nbuilder:1001:64535\n" | tee /etc/subuid >/etc/subgid
chmod u-s /usr/bin/newuidmap /usr/bin/newgidmap
setcap cap_setuid+ep /usr/bin/newuidmap
setcap cap_setgid+ep /usr/bin/newgidmap'
packages=openjdk-17-jre-headless,util-linux,mount,uidmap,xz-utils,busybox-static,libcap2-bin

if [ -z "$image" ]; then
  made=localhost/sdkboot-containers-$$
  image=$made
  mmdebstrap --variant=minbase --include=$packages \
    --customize-hook="printf '%s\n' '$set_up' | chroot \"\$1\" sh -e" bookworm "$work/image.tar"
  podman import --quiet "$work/image.tar" "$image" >/dev/null
  rm "$work/image.tar"
fi

mkdir "$work/share"
cp "$jar" "$work/share/bootstrap-sdk.jar"
cat >"$work/share/bootstrap.sh" <<'END'
# In the container: init, seed, bootstrap, in a directory of its own.
set -e
work=${1:-$HOME}/sdk
cd /
java -jar /share/bootstrap-sdk.jar init --template minimal "$work"
sh "$work/seed.sh" >/dev/null 2>&1
java -jar /share/bootstrap-sdk.jar --config "$work/sdk.yaml" --store "$work/store"
END
# What Docker's profile refuses: all of it without SYS_ADMIN, with it only pivot_root.
cat >"$work/pivot.json" <<'END'
{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
  {"names": ["pivot_root"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1}]}
END
{
  cat <<'END'
{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
  {"names": ["pivot_root", "unshare", "setns", "mount", "umount2", "sethostname", "setdomainname",
    "move_mount", "open_tree", "fsopen", "fsmount", "fsconfig", "mount_setattr"],
   "action": "SCMP_ACT_ERRNO", "errnoRet": 1},
END
  for flag in 131072 67108864 134217728 268435456 536870912 1073741824; do # CLONE_NEW*
    cat <<END
  {"names": ["clone"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1,
   "args": [{"index": 0, "value": $flag, "valueTwo": $flag, "op": "SCMP_CMP_MASKED_EQ"}]},
END
  done
  echo '  {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}]}'
} >"$work/docker.json"

ran=0 silent=0 all=0
# try NAME COMMAND...: runs one case, and a line of the table.
try() {
  name=$1
  shift
  for wanted in $names; do
    case $name in *"$wanted"*) wanted= && break ;; esac
  done
  [ -z "$names" ] || [ -z "$wanted" ] || return 0
  all=$((all + 1))
  status=0
  "$@" >"$work/log" 2>&1 </dev/null || status=$?
  if [ "$status" -eq 0 ] && grep -q '^4 ' "$work/log"; then
    ran=$((ran + 1))
    how=$(sed -n 's/^.*privilege: \([a-z]*\),.*$/\1/p' "$work/log" | head -n 1)
    ! grep -q 'bind /proc of the container' "$work/log" || how="$how, /proc of the container"
    ! grep -q 'the root is moved over' "$work/log" || how="$how, root moved over /"
    ! grep -q 'the host name stays' "$work/log" || how="$how, host name stays"
    result="runs: $how"
  else
    result="status $status: $(grep '^bootstrap-sdk: ' "$work/log" | sed 's/^bootstrap-sdk: //' | tr '\n' ' ')"
    if [ "$(grep -c '^bootstrap-sdk: ' "$work/log")" -eq 0 ] || grep -q '^	at ' "$work/log"; then
      silent=$((silent + 1))
      result="status $status, no reason: $(tail -n 3 "$work/log" | tr '\n' ' ')"
    fi
  fi
  [ -z "${LOGS:-}" ] || cp "$work/log" "$LOGS/$(printf '%s' "$name" | tr -c 'a-z0-9\n' -)"
  printf '| %s | %s |\n' "$name" "$result"
}

names=$*
printf '%s, %s, %s\n\n| container | result |\n|---|---|\n' "$(date -u +%F)" "$(podman --version)" "$(uname -r)"
in_image() {
  name=$1
  shift
  try "$name" container "$@" "$image" sh /share/bootstrap.sh
}
ids='--uidmap 0:100000:65536 --gidmap 0:100000:65536'
in_image 'root, privileged' --privileged
in_image 'root, SYS_ADMIN' --cap-add SYS_ADMIN
in_image 'root, SYS_ADMIN, seccomp of Docker' --cap-add SYS_ADMIN --security-opt "seccomp=$work/pivot.json"
in_image 'root'
in_image 'root, unmask=ALL' --security-opt unmask=ALL
in_image 'root, no-new-privileges' --security-opt no-new-privileges
# shellcheck disable=SC2086 # options
in_image 'root, uidmap' $ids
in_image 'user' --user builder
in_image 'user, unmask=ALL' --user builder --security-opt unmask=ALL
# shellcheck disable=SC2086 # options
in_image 'user, uidmap' --user builder $ids
# shellcheck disable=SC2086 # options
in_image 'user, uidmap, unmask=ALL' --user builder $ids --security-opt unmask=ALL
mkdir -m 1777 "$work/volume"
try 'user, read-only, /tmp noexec' container --user builder --read-only --read-only-tmpfs=false \
  --tmpfs /tmp:rw,noexec --volume "$work/volume:/work" "$image" sh /share/bootstrap.sh /work
rm -rf --one-file-system "$work/volume"
mkdir -m 1777 "$work/volume"
try 'user, read-only, no /tmp' container --user builder --read-only --read-only-tmpfs=false \
  --volume "$work/volume:/work" "$image" sh /share/bootstrap.sh /work
try 'user, /tmp full' container --user builder --tmpfs /tmp:rw,size=64k "$image" \
  sh -c 'head -c 64k /dev/zero >/tmp/full 2>/dev/null; sh /share/bootstrap.sh'
# shellcheck disable=SC2016 # expanded in the container
try 'user, bash as sh' container --user builder "$image" bash -c \
  'mkdir ~/bin && ln -s /bin/bash ~/bin/sh && PATH=~/bin:$PATH && exec sh /share/bootstrap.sh'
in_image 'root, SYS_ADMIN, no SYS_CHROOT' --cap-add SYS_ADMIN --cap-drop SYS_CHROOT
in_image 'user, no capability but SETUID, SETGID' --user builder --cap-drop all --cap-add SETUID --cap-add SETGID
in_image 'user, no capability' --user builder --cap-drop all
in_image 'user, group 0' --user 1000:0
in_image 'root, no capability' --cap-drop all
in_image 'user, no-new-privileges' --user builder --security-opt no-new-privileges
try 'user without passwd entry' container --user 4711 --passwd=false --tmpfs /work:rw,exec,mode=1777 "$image" \
  sh /share/bootstrap.sh /work
in_image 'root, no SYS_ADMIN, seccomp of Docker' --security-opt "seccomp=$work/docker.json"
in_image 'user, seccomp of Docker' --user builder --security-opt "seccomp=$work/docker.json"
try 'root, 32 processes' container --pids-limit 32 --cap-add SYS_ADMIN "$image" sh /share/bootstrap.sh

root=$work/root
# shellcheck disable=SC2086 # options
id=$(podman $runtime create "$image" true)
mkdir "$root"
podman export "$id" | tar -C "$root" --xattrs --xattrs-include="*" -x
podman rm "$id" >/dev/null
mkdir "$root/share"
cp "$work/share/"* "$root/share/"
if command -v systemd-nspawn >/dev/null; then
  try 'root, systemd-nspawn' timeout 600 systemd-nspawn --quiet --register=no --keep-unit -D "$root" sh /share/bootstrap.sh
  try 'user, systemd-nspawn' timeout 600 systemd-nspawn --quiet --register=no --keep-unit -D "$root" -u builder sh /share/bootstrap.sh
fi
if command -v bwrap >/dev/null; then
  rm -rf "$root/root/sdk"
  try 'root, bwrap' timeout 600 env HOME=/root bwrap --bind "$root" / --proc /proc --dev /dev --unshare-pid \
    --cap-add ALL sh /share/bootstrap.sh
fi
printf '\n%s of %s run\n' "$ran" "$all"
[ "$silent" -eq 0 ] && { [ -n "$names" ] || [ "$ran" -ge "$least" ]; }
