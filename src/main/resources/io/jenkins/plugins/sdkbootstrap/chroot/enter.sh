#!/bin/sh
# Enters a stage: runs a script inside a root, in namespaces of its own.
#
#   enter.sh --root DIR --stage N --script FILE
#            [--network on|off] [--hostname NAME] [--env NAME=VALUE]... [--again]
#            [--read-only SOURCE MOUNTPOINT]... [--read-write SOURCE MOUNTPOINT]...
#   enter.sh --root DIR --command TEXT [--terminal] [--stage N] [--script FILE] ...
#   enter.sh --root DIR --trial
#
# A command is run by the root's shell instead of the script; an empty one means that shell itself.
# The new root may be filled already then, and without --script /tmp/stage.sh stays as it is.
#
# With --again the new root may be filled, too: the script ran before, and goes on.
#
# A trial does all of it but running a script, in an empty root in memory that only its namespaces see,
# mounted over DIR.
#
# Lifeline: standard input is a pipe that the caller holds open. At its end, or at SIGHUP, SIGINT,
# SIGTERM or the death of this process, every process of the stage is killed and every mount is
# gone. Where sudo keeps signals out, the end of the pipe still arrives.
#
# With --terminal, standard input, output and error are a terminal, whose hangup is the end of the
# lifeline. It is to be one that nobody else reads from, as terminal.sh makes it: what is in the stage
# can put words into it.
#
# Exit status: the script's (128+n if signal n ended it); 125 when the stage could not be entered,
# after one line that says why; 128+n when signal n to this process ended the stage (143 for the
# lifeline).
#
# Needs: root, be it of a user namespace; util-linux 2.36 or newer; coreutils; the functions of
# userns.sh before this text. As text instead of as a file it runs by
#   sh -c 'eval "$0"' "$TEXT" --root ...
#
# Two processes run this program. `outside` stays on the agent, watches the lifeline, and starts
# `inside` as PID 1 of the new namespaces. That mounts, leaves the agent's file system for good,
# runs the script and reaps orphans. When it ends, the kernel kills what is left in the namespaces
# and drops their mounts. Both start by `fresh`, without the caller's environment, and as text: a
# file that PID 1 holds open could be written to by the script.
#
# Containers refuse some of it, and get by with other ways:
# - No new /proc where the container hides parts of its own: that one is bound, with what it hides.
#   It shows processes of the container, so the stage then is in a second user namespace: whoever
#   is root in one reads, by /proc/N/root and /proc/N/environ, what belongs to its processes.
# - No pivot_root: the root is moved over / instead.
# - No host name of its own.
#
# This protects the agent from mistakes. It does not hold a hostile script that is real root: that
# can make device nodes. docs/security.md says what is stopped.
set -u
umask 022
# Rights over the kernel as a whole that building takes none of: handles of files anywhere on a file
# system, modules, memory and ports, process accounting, kexec, the clock, the kernel's log, audit.
forgone=-dac_read_search,-sys_module,-sys_rawio,-sys_pacct,-sys_boot,-sys_time,-syslog,-audit_control
newline='
'

say() { [ -n "${text-}" ] || printf '%s\n' "$*" >&2; }
die() {
  printf '%s\n' "cannot enter the stage: $*" >&2
  exit 125
}

# Runs a tool. Of its complaints the first line is worth showing.
try() {
  complaint=$("$@" 2>&1) || die "${complaint%%"$newline"*}"
}

# Goes over the arguments: `options read ...` takes the settings, `options bind ...` then makes the
# binds in their order.
options() {
  purpose=$1 at=0
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --read-only | --read-write) size=3 ;;
      --root | --stage | --script | --command | --network | --hostname | --env | --proc) size=2 ;;
      --trial | --terminal | --again) size=1 ;;
      *) die "unknown argument: $1" ;;
    esac
    [ $# -ge $size ] || die "$1: value missing"
    case $purpose$1 in
      read--root) root=$2 ;;
      read--stage) stage=$2 ;;
      read--script) script=$2 ;;
      read--network) network=$2 ;;
      read--hostname) hostname=$2 ;;
      read--proc) proc=$2 ;;
      read--trial) trial=yes stage=1 ;;
      read--terminal) terminal=yes ;;
      read--again) again=yes ;;
      read--command)
        text=' ' # by position, too
        [ -z "$2" ] || text=" -c \"\${$((at + 2))}\""
        ;;
      read--env)
        case $2 in
          [!A-Za-z_]* | "${2%%=*}") die "--env: not NAME=VALUE: $2" ;;
        esac
        case ${2%%=*} in
          *[!A-Za-z0-9_]*) die "--env: not a name: ${2%%=*}" ;;
        esac
        # Only noted by position: a variable of the script must not replace one of ours meanwhile.
        variables="$variables \"\${$((at + 2))}\""
        ;;
      bind--read-*) bind "${1#--}" "$2" "$3" ;;
    esac
    shift $size
    at=$((at + size))
  done
}

settings() {
  root='' stage='' script='' text='' terminal='' network=on hostname='' variables='' proc='' trial='' again=''
  options read "$@"
  case ${stage:-${text:+0}} in '' | *[!0-9]*) die "--stage: not a number: $stage" ;; esac
  case $network in on | off) ;; *) die "--network: neither on nor off: $network" ;; esac
}

fresh() {
  case $0 in
    '#!'*) program=$0 ;;
    *) program=$(cat -- "$0") || die "cannot read $0" ;;
  esac
  # An ordinary user's PATH may lack the sbin directories.
  # shellcheck disable=SC2016 # expanded by the inner shell
  exec env -i PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin" ENTER="$program" \
    sh -c 'eval "$ENTER"' enter.sh outside "$@"
}

# ---- outside ------------------------------------------------------------------------------------

outside() {
  settings "$@"
  [ -d "$root" ] || die "--root: no such directory: $root"
  [ -n "$trial" ] || [ -n "$text" ] || [ -f "$script" ] ||
    die "--script: no such file: $script"
  unset PWD OLDPWD SHLVL # set by this shell; not to be seen in the stage
  [ "$network" = on ] || net=--net
  # A shell starts a background command with SIGINT ignored, and the caller may ignore more (nohup):
  # builds must not inherit that. (coreutils before 8.31 cannot undo it.)
  signals=--default-signal
  bounds="--bounding-set=$forgone"

  exec 3<&0 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-
  # What unshare has to say is heard here: when the real one's child is killed, it says nonsense.
  if ! probe; then
    env "$signals" true 2>/dev/null || signals=--
    if ! complaint=$(setpriv "$bounds" true 2>&1); then
      say "every capability stays: ${complaint%%"$newline"*}"
      bounds=--bounding-set=+all
    fi
    probe
  fi
  case $?$complaint in
    0) proc=new ;;
    0hidden)
      proc=bound
      complaint=$(isolated true 2>&1) ||
        die "no new /proc can be mounted, and no second user namespace made: ${complaint%%"$newline"*}"
      ;;
    *) die "${complaint%%"$newline"*}" ;;
  esac
  # A session of its own has no terminal, and `kill 0` in the script does not reach the caller.
  session=setsid
  if [ -n "$terminal" ]; then
    session='env' # no other can get the terminal
    exec 5<&3
    # Keys are for what runs in there. What Ctrl-Z stops needs a shell in there to go on.
    trap '' INT QUIT TSTP TTIN TTOU
    [ "$text" = ' ' ] || stty susp undef <&3
  else
    exec 5</dev/null
  fi
  # shellcheck disable=SC2016 # expanded by the inner shell
  isolated $session env "$signals" sh -c 'exec 2>&4 4>&- 9<&-; eval "$ENTER"' \
    enter.sh inside --proc "$proc" "$@" <&5 3<&- 5<&- 4>&2 2>/dev/null &
  child=$!
  trap 'stop 1' HUP
  [ -n "$terminal" ] || trap 'stop 2' INT
  trap 'stop 15' TERM
  # A simple command, whose parent is this shell: bash keeps a shell between for a list.
  # shellcheck disable=SC2016 # expanded by the inner shell
  if [ -z "$trial$terminal" ]; then
    setpriv --pdeathsig KILL sh -c '
      while read -r _; do :; done
      kill -TERM "$1"
      sleep 5
      kill -KILL "$1"' lifeline $$ <&3 >/dev/null 2>&1 &
  fi
  exec 3<&- 5<&-
  wait "$child"
  exit $?
}

# Whether a new /proc can be mounted in new namespaces: says "hidden" in $complaint where it cannot.
probe() {
  # shellcheck disable=SC2016 # expanded by the inner shell
  complaint=$(isolated env "$signals" sh -c '
    mount -n -t proc proc /proc 2>/dev/null || echo hidden' 2>&1)
}

# Becomes the command as PID 1 of new namespaces. If the parent of unshare dies, so does unshare,
# and with it PID 1. The bounds come before: within, setpriv would find another process in /proc
# under its number.
isolated() {
  set -- setpriv "$bounds" --pdeathsig KILL \
    unshare --mount --pid --ipc --uts ${net:+"$net"} --fork --kill-child -- "$@"
  [ "$proc" != bound ] || in_user_namespace "$@"
  exec "$@"
}

# shellcheck disable=SC2317 # called by the traps
# Kills PID 1 rather than unshare, which then returns when the last process of the stage is gone.
stop() {
  trap '' HUP INT TERM
  init=''
  read -r init _ 2>/dev/null <"/proc/$child/task/$child/children"
  kill -KILL "${init:-$child}" 2>/dev/null
  wait "$child" 2>/dev/null
  exit $((128 + $1))
}

# ---- inside -------------------------------------------------------------------------------------

inside() {
  settings "$@"
  for descriptor in /proc/self/fd/*; do # not every shell can close one that has two digits
    descriptor=${descriptor##*/}
    [ "$descriptor" -lt 10 ] || say "descriptor $descriptor of the caller stays open in the stage"
  done
  new=$(cd -P -- "$root" && printf '%s.' "$PWD") || die "--root: cannot enter $root"
  new=${new%.}
  [ "$new" != / ] || die "--root: this is the agent's own root"

  if [ -n "$trial" ]; then
    try mount -n -t tmpfs -o mode=755,size=1m tmpfs "$new"
    try_files
  else
    try mount -n --bind -- "$new" "$new"
  fi
  mount_proc
  mount_dev
  mount_run
  if [ "$network" = off ]; then
    say "network off"
    ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null ||
      say "lo stays down: neither ip nor ifconfig works"
  else
    give /etc/resolv.conf
    give /etc/hosts
  fi
  options bind "$@"
  [ -z "$stage" ] || [ -n "$trial" ] || put_script
  [ -z "$hostname" ] || set_hostname
  leave_agent "$@"
  run "$@"
}

# What is left to do in the root, with nothing but what is there.
run() {
  [ -z "$trial" ] || exit 0
  [ -n "$terminal" ] || exec </dev/null
  [ -z "$text" ] || run_command "$@"
  command='/bin/sh /tmp/stage.sh'
  interpreter=/bin/sh
  IFS=" $(printf '\t')" read -r first interpreter_line </tmp/stage.sh
  case $first in
    '#!') command=/tmp/stage.sh interpreter=${interpreter_line%% *} ;;
    '#!'*) command=/tmp/stage.sh interpreter=${first#??} ;;
  esac
  case $interpreter in
    *"$(printf '\r')") die "the script's lines end in CR LF: convert it to LF (dos2unix)" ;;
  esac
  [ -x "$interpreter" ] || die "the root has no $interpreter to run the script"
  say "run /tmp/stage.sh by $interpreter"
  (become "$@")
  exit $?
}

# Becomes the command, with its environment.
become() {
  [ -z "$stage" ] || variables="$variables STAGE=$stage STAGE_ROOT=/tmp/stage${stage}root"
  unset ENTER PWD OLDPWD SHLVL
  eval "
    export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root $variables
    exec $command"
}

run_command() {
  interpreter=/bin/sh
  [ "$text" != ' ' ] || [ ! -x /bin/bash ] || interpreter=/bin/bash
  [ -x $interpreter ] || die "the root has no $interpreter"
  command=$interpreter$text
  if [ -z "$terminal" ] || [ "$text" != ' ' ]; then
    (become "$@")
    exit $?
  fi
  # An interactive shell gives the terminal back to the process group that had it, in the end. Ours is
  # of outside, where no number of in here leads, and dash makes an error of that: so it is a job of
  # another shell, whose own error nobody sees, as its status comes on descriptor 7.
  # shellcheck disable=SC2016 # expanded by that shell
  job='set -m
    "$0" 7>&-
    status=$?
    while kill -0 %% 2>/dev/null; do fg; status=$?; done # it has stopped itself
    echo $status >&7
    exec 2>/dev/null'
  command="/bin/sh -c '$job' $interpreter"
  exec 6>&1
  status=$( (become "$@") 7>&1 >&6 6>&-)
  exit "${status:-$((128 + 9))}"
}

# Sets $place to where the path $2 of the root is on the agent. Every symbolic link is followed
# within the root, as the script would see it, so that nothing outside the root is ever touched.
# What is missing is created as a $1: directory or file.
locate() {
  place=$new rest=$2 links=0
  while [ -n "$rest" ]; do
    name=${rest%%/*}
    case $rest in
      */*) rest=${rest#*/} ;;
      *) rest='' ;;
    esac
    case $name in
      '' | .) continue ;;
      ..)
        [ "$place" = "$new" ] || place=${place%/*}
        continue
        ;;
    esac
    if [ -L "$place/$name" ]; then
      links=$((links + 1))
      [ $links -le 40 ] || die "mount point $2: too many symbolic links"
      target=$(readlink -n -- "$place/$name" && echo .) || die "mount point $2: unreadable link"
      target=${target%.}
      case $target in /*) place=$new ;; esac
      rest=$target${rest:+/$rest}
    else
      place=$place/$name
      if [ -z "$rest" ] && [ "$1" = file ]; then
        [ -e "$place" ] || try touch -- "$place"
        [ ! -d "$place" ] || die "mount point $2: a directory, but a file is to be bound there"
      elif [ ! -d "$place" ]; then
        try mkdir -- "$place"
      fi
    fi
  done
  [ "$place" != "$new" ] || die "mount point $2: this is the root itself"
}

# What unpacking does with files of others. That an id is not mapped here is no matter of rights.
try_files() {
  complaint=$({
    mkdir "$new/other" && chown 1:1 "$new/other" && chmod 2755 "$new/other" && : >"$new/other/file"
  } 2>&1) ||
    case $complaint in
      *'Invalid argument'*) ;;
      *) die "${complaint%%"$newline"*}" ;;
    esac
}

mount_proc() {
  say "mount /proc"
  locate directory /proc
  if [ "$proc" = bound ]; then
    say "bind /proc of the container: it lets no new one be mounted"
    try mount -n --rbind -- /proc "$place"
  else
    try mount -n -t proc -o nosuid,nodev,noexec proc "$place"
  fi
  # Who is root of the machine, as in most containers even in a user namespace, would set the agent's
  # kernel by these. Of others the kernel takes nothing, and a bind in there would keep the script
  # from mounting a proc of its own.
  # (`[ -w` of some shells says yes to whoever has the number 0. This writes nothing.)
  { true >>"$place/sys/kernel/core_pattern"; } 2>/dev/null || return 0
  for part in sys sysrq-trigger irq bus fs; do
    [ ! -e "$place/$part" ] || make_read_only "$place/$part"
  done
}

make_read_only() {
  mount -n -o bind,ro,nosuid,nodev,noexec -- "$1" "$1" 2>/dev/null ||
    say "/proc/${1##*/} stays writable"
}

mount_dev() {
  say "mount /dev"
  locate directory /dev
  dev=$place
  try mount -n -t tmpfs -o nosuid,noexec,mode=755,size=1m,nr_inodes=16k tmpfs "$dev"
  devices
  try mkdir "$dev/pts" "$dev/shm"
  pts=newinstance,nosuid,noexec,mode=620,ptmxmode=666
  # Not every user namespace has the group tty.
  mount -n -t devpts -o $pts,gid=5 devpts "$dev/pts" 2>/dev/null ||
    try mount -n -t devpts -o $pts devpts "$dev/pts"
  try mount -n -t tmpfs -o nosuid,nodev,mode=1777 tmpfs "$dev/shm"
  if [ -n "$terminal" ]; then # what ttyname(3) finds: its own name is none in here
    try touch "$dev/console"
    mount -n --bind -- "$(tty)" "$dev/console" 2>/dev/null
  fi
  try ln -s pts/ptmx "$dev/ptmx"
  try ln -s /proc/self/fd "$dev/fd"
  try ln -s /proc/self/fd/0 "$dev/stdin"
  try ln -s /proc/self/fd/1 "$dev/stdout"
  try ln -s /proc/self/fd/2 "$dev/stderr"
}

# Nodes of our own where the kernel lets us: what the script does to their modes stays in the stage.
devices() {
  set -- null zero full random urandom tty
  for name do
    [ -c "/dev/$name" ] || die "the agent has no device /dev/$name"
  done
  (cd /dev && cp -R -- "$@" "$dev/" && cd "$dev" && chmod 666 -- "$@") 2>/dev/null && return
  say "device nodes cannot be made here: the agent's are bound"
  (cd "$dev" && try touch -- "$@") || exit
  for name do
    try mount -n --bind "/dev/$name" "$dev/$name"
  done
}

mount_run() {
  say "mount /run"
  locate directory /run
  try mount -n -t tmpfs -o nosuid,nodev,mode=755,size=20%,nr_inodes=64k tmpfs "$place"
}

# Binds this file of the agent at the same path of the root, read-only. What cannot be is no reason
# not to enter: a link into /proc, a directory.
give() {
  [ -e "$1" ] || return 0
  if [ ! -f "$1" ]; then
    say "$1 is not given: the agent's is no file"
  elif ! place=$(locate file "$1" 2>&1 && printf '%s.' "$place"); then
    place=${place%%"$newline"*}
    say "$1 is not given: ${place#cannot enter the stage: }"
  elif [ "${place#"$new"/proc/}" != "$place" ]; then
    say "$1 is not given: the root's leads into /proc"
  else
    bind read-only "$1" "$1"
  fi
}

# bind read-only|read-write SOURCE MOUNTPOINT, with the mounts below SOURCE.
bind() {
  say "bind $3 from $2 ($1)"
  [ -e "$2" ] || die "bind $3: $2 does not exist"
  if [ -d "$2" ]; then locate directory "$3"; else locate file "$3"; fi
  try mount -n --rbind -- "$2" "$place"
  [ "$1" = read-write ] || seal
}

# Makes the mount at $place and each below it read-only. Their other flags stay: a user namespace
# may not drop them.
seal() {
  while read -r _ _ _ _ point flags _; do
    case $point in
      *\\*) # octal escapes
        point=$(printf '%b.' "$(printf '%s' "$point" | sed 's/\\/\\0/g')")
        point=${point%.}
        ;;
    esac
    case $point/ in
      "$place"/*) try mount -n -o "remount,bind,$flags,ro" none "$point" ;;
    esac
  done </proc/self/mountinfo
}

put_script() {
  [ -e "$new/tmp" ] || [ -L "$new/tmp" ] || try mkdir -m 1777 "$new/tmp"
  # A link is followed within the root; what is mounted there is none of the root.
  locate directory /tmp
  tmp=$place
  while [ "$place" != "$new" ]; do
    ! mountpoint -q -- "$place" || die "something is bound to ${place#"$new"}"
    place=${place%/*}
  done
  if [ -n "$script" ]; then
    try rm -f -- "$tmp/stage.sh"
    try cp -- "$script" "$tmp/stage.sh"
    try chmod 755 "$tmp/stage.sh"
  fi
  stage_root=$tmp/stage${stage}root
  [ -e "$stage_root" ] || [ -L "$stage_root" ] || try mkdir "$stage_root"
  [ -z "$text" ] || return 0 # to be looked at, whatever it is
  [ ! -L "$stage_root" ] || die "/tmp/stage${stage}root in the root is a symbolic link"
  [ -d "$stage_root" ] || die "/tmp/stage${stage}root in the root is not a directory"
  [ -n "$again" ] || [ -z "$(ls -A -- "$stage_root")" ] || die "/tmp/stage${stage}root in the root is not empty"
}

set_hostname() {
  hostname -- "$hostname" 2>/dev/null ||
    { printf '%s' "$hostname" >/proc/sys/kernel/hostname; } 2>/dev/null ||
    say "the host name stays: it cannot be set here"
}

# Makes the root the only file system there is. pivot_root puts the old root above the new one, at
# the same place, and moves us, PID 1, into the new one, where there are no tools of the agent to
# unmount the old one with. So both are done from a second mount namespace, in which the agent's
# tools stay: nsenter brings a tool into ours at its uppermost root.
leave_agent() {
  cd /
  # shellcheck disable=SC2016 # expanded by the inner shell
  complaint=$(unshare --mount sh -c '
    nsenter --mount=/proc/self/fd/3 pivot_root "$1" "$1" || exit 9
    nsenter --mount=/proc/self/fd/3 umount -n -l /' sh "$new" 2>&1 3</proc/self/ns/mnt) ||
    case $? in
      9) move_root "$@" ;;
      *) die "${complaint%%"$newline"*}" ;;
    esac
}

# Where pivot_root is refused: by a seccomp profile, and where / is an initramfs. PID 1, too, goes into
# the root, or its /proc/1/root would show the agent; so the root's own shell has to go on.
move_root() {
  say "pivot_root is refused (${complaint%%"$newline"*}): the root is moved over / instead"
  cd "$new" || die "cannot enter $new"
  try mount -n --move . /
  if [ -n "$trial" ]; then
    complaint=$(chroot . /none 2>&1)
    [ $? -eq 127 ] || die "${complaint%%"$newline"*}" # no such program, and so in it
    exit 0
  fi
  # shellcheck disable=SC2016 # expanded by the inner shell
  exec chroot . /bin/sh -c 'eval "$ENTER"' enter.sh moved "$@"
}

moved() {
  settings "$@"
  run "$@"
}

part=${1-}
case $part in
  outside | inside | moved)
    shift
    $part "$@"
    ;;
  *) fresh "$@" ;;
esac
