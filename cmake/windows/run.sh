#!/bin/sh
# run.sh PROGRAM ARGUMENTS...: a program for Windows, under wine; its output is this script's.
#
# Wine's console host keeps the standard error of whoever it was begun for, and may stay when that has ended. Who reads
# our output to its end would wait for it, so it goes through a file.
log=$(mktemp) || exit 125
trap 'rm -f "$log"' EXIT
/usr/lib/wine/wine64 "$@" >"$log" 2>&1 &
tail -n +1 -s 0.1 -f --pid=$! "$log"
wait $!
