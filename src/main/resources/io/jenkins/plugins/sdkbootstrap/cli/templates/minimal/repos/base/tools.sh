#!/bin/sh
# The shell and its tools: those of the root that runs this. Yours would be compiled here.
set -eu
for directory in /bin /lib /lib64 /usr/lib /usr/lib64; do
  [ -d "$directory" ] || continue
  mkdir -p "$STAGE_ROOT$directory"
  cp -R -P -p "$directory/." "$STAGE_ROOT$directory/"
done
