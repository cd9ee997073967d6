#!/usr/bin/env bash
# Runs a program that ends when its standard input does: so it ends with whoever started it, however that one ended.
exec 3<&0
"$@" </dev/null &
program=$!
# Whoever asks the whole group to end reaches the program as well.
trap '' TERM
(
	cat <&3 >/dev/null
	kill -INT "$program"
) 2>/dev/null &
wait "$program"
