#!/bin/sh
# Runs a command, "$@", that ends when its standard input does, and holds that open: a pipe whose other end nobody else
# has. So the command ends with this process however this one ends, kill -9 included, and also where the one who ends it
# may not signal what the command started (sudo).
#
# Jenkins finds what it has to kill by a variable in the environment, which this process has and a stage has not.
set -u
# Jenkins waits for the file with the status, for ever where a stage has filled the disk. What is random takes up space in
# every file system.
reserve=$(dirname "$0")/reserve
head -c 65536 /dev/urandom >"$reserve" || rm -f "$reserve"
folder=$(mktemp -d) || exit 125
trap 'rm -rf "$folder"' EXIT
mkfifo "$folder/pipe" || exit 125
exec 3<>"$folder/pipe"
exec 4<"$folder/pipe"
rm -rf "$folder"
trap - EXIT

# From here on, being asked to end means: let go of the pipe, and wait until everything has ended.
status=0 ended=
trap 'ended=yes; exec 3>&-' HUP INT TERM
"$@" <&4 3>&- 4<&- &
exec 4<&-
wait "$!" || status=$?
while [ -n "$ended" ]; do
  ended=
  wait "$!" || status=$?
done
rm -f "$reserve"
exit "$status"
