#!/bin/sh
# A user namespace whose map is written from outside: `in_user_namespace COMMAND...` becomes the
# command as root of a new one. To be read by eval; enter.sh begins with this text, too.
#
# root (of the machine, of a container, of another user namespace) keeps its ids: every id that is
# mapped here is the same one in there. Needs CAP_SETUID, CAP_SETGID and CAP_SETFCAP, no SYS_ADMIN.
# Another user becomes root in there, and newuidmap adds all ranges of /etc/subuid and /etc/subgid,
# as far as they exist in this namespace: in a container they need not.
#
# The process keeps its number, its descriptors and its groups. Descriptor 9 stays open. Exit status
# 125 where there is no such namespace, after one line that says why; otherwise the command's.
#
# unshare can do this only since util-linux 2.39, and reads the wrong lines for root.

in_user_namespace() {
  # Something has to be in the namespace while its map is written.
  unshare --user setpriv --pdeathsig KILL sleep 60 </dev/null >/dev/null &
  holder=$!
  while :; do
    state='' running=''
    read -r _ running state _ 2>/dev/null <"/proc/$holder/stat"
    [ "$running" != '(sleep)' ] || break
    case $state in
      '' | Z)
        wait "$holder"
        exit 125
        ;;
    esac
  done
  if [ "$(id -u)" = 0 ]; then
    same_ids uid && same_ids gid
  else
    # shellcheck disable=SC2086 # words
    uids=$(own_ids uid) && gids=$(own_ids gid) && newuidmap "$holder" $uids && newgidmap "$holder" $gids
  fi || {
    kill -KILL "$holder"
    wait "$holder" 2>/dev/null
    exit 125
  }
  # setns gives every capability even where exec may give none (no_new_privs).
  exec 9<"/proc/$holder/ns/user"
  kill -KILL "$holder"
  wait "$holder" 2>/dev/null
  exec nsenter --user=/proc/self/fd/9 --preserve-credentials -- "$@"
}

# Maps each id of this namespace to itself. The kernel wants the whole map in one write, and bash
# writes line by line.
same_ids() {
  map=''
  while read -r first _ length; do
    map="$map$first $first $length
"
  done <"/proc/self/$1_map"
  printf '%s' "$map" | dd obs=65536 of="/proc/$holder/$1_map" 2>/dev/null || {
    echo "root may not map ids: it lacks SETUID, SETGID or SETFCAP" >&2
    return 1
  }
}

# The words for newuidmap or newgidmap: the user's own id as 0, then all of its ranges.
own_ids() {
  own=$(id "-${1%id}") who=$(id -un 2>/dev/null) number=$(id -u)
  words="0 $own 1" taken="$own-$((own + 1))" next=1
  while IFS=: read -r name start count _; do
    case $name in
      "$who" | "$number")
        while read -r first _ length; do
          add_ids $((start > first ? start : first)) \
            $((start + count < first + length ? start + count : first + length))
        done <"/proc/self/$1_map"
        ;;
    esac
  done 2>/dev/null <"/etc/sub$1"
  [ $next -gt 1 ] || {
    echo "${who:-$number} has no range in /etc/sub$1 of ids that exist here" >&2
    return 1
  }
  printf '%s' "$words"
}

# Adds the ids from $1 up to $2 that are not taken yet.
add_ids() {
  [ "$1" -lt "$2" ] || return 0
  for range in $taken; do
    if [ "$1" -lt "${range#*-}" ] && [ "$2" -gt "${range%-*}" ]; then
      set -- "$1" "$2" "${range%-*}" "${range#*-}"
      add_ids "$1" "$3"
      add_ids "$4" "$2"
      return
    fi
  done
  taken="$taken $1-$2" words="$words $next $1 $(($2 - $1))"
  next=$((next + $2 - $1))
}
