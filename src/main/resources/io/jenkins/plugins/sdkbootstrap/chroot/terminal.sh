#!/bin/sh
# Runs a command, "$@", on a pseudo terminal of its own, and passes on what goes between that and the
# terminal that this process has: keys as they are, among them Ctrl-C, and the window's size.
#
# What the command runs can put words into its terminal (TIOCSTI), as if someone had typed them. Were
# it the caller's, a shell outside would run them.
#
# SIGHUP, SIGINT and SIGTERM hang up the pseudo terminal, and this waits until the command has ended by that: also where the one who starts it may
# not signal it (sudo). The caller's terminal is in the end what it was.
#
# Exit status: the command's; 143 when it was hung up. Needs util-linux 2.36 or newer, with script.
# As text instead of as a file it runs by
#   sh -c 'eval "$0"' "$TEXT" COMMAND...
set -u
settings=$(stty -g) || exit 125

# Before 2.40 script takes a command as one word only, and Linux no word of 128 KiB: each word of the
# command is in a variable.
number=0 words=''
while [ $# -gt 0 ]; do
  number=$((number + 1))
  export "WORD$number=$1"
  words="$words \"\$WORD$number\""
  shift
done
exec 3<&0
SHELL=/bin/sh script -q -e -c "exec$words" /dev/null <&3 3<&- &
terminal=$!

# shellcheck disable=SC2317 # called by the trap
hang_up() {
  trap '' HUP INT TERM
  command=''
  read -r command _ 2>/dev/null <"/proc/$terminal/task/$terminal/children"
  kill -KILL "$terminal" 2>/dev/null
  wait "$terminal" 2>/dev/null
  while [ -n "$command" ] && [ -e "/proc/$command" ]; do
    sleep 0.1
  done
  stty "$settings" <&3
  exit 143
}
trap hang_up HUP INT TERM
wait "$terminal"
status=$?
stty "$settings" <&3
exit $status
