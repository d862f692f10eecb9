#!/bin/sh
# Links BusyBox, in place of its scripts/trylink, which tries options of GNU ld that tcc does not
# have, --start-group among them. Whole archives need no group: what is in them was compiled because
# the configuration asks for it. Arguments, as trylink gets them: PROGRAM CC CFLAGS LDFLAGS OBJECTS
# ARCHIVES ...; all libraries it may need are in musl.
# shellcheck disable=SC2086 # lists
exec $2 $3 $4 -o "$1" $5 -Wl,--whole-archive $6 -Wl,--no-whole-archive
