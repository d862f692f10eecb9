#!/bin/sh
# Runs in the finished SDK: compiles with it, and runs what this machine can run. The programs for
# other machines are left in /mnt/out.
set -eu
cd /mnt/out
make -s -f /mnt/try/Makefile
./hello
./hello-static
./squeeze
lua -e 'print(_VERSION .. ": 6 * 7 = " .. 6 * 7)'
