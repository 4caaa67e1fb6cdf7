#!/bin/sh
# Compares what `gander inspect` says of a fixture with the answer beside it: CASE.json, and CASE.txt
# where there is one. CASE.env sets variables for ENVSUB. With GANDER_BLESS set the answers are
# rewritten. usage: inspect.sh GANDER FIXTURE.sql
set -eu
gander=$1
case=${2%.sql}
cd "$(dirname "$case")"
case=$(basename "$case")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
if [ -e "$case.env" ]; then
    set -a
    # shellcheck source=/dev/null
    . "./$case.env"
    set +a
fi

check() { # check FORMAT EXPECTED
    "$gander" inspect --format "$1" "$case.sql" >"$dir/answer"
    if [ -n "${GANDER_BLESS:-}" ]; then
        cp "$dir/answer" "$2"
    else
        diff -u "$2" "$dir/answer"
    fi
}

check json "$case.json"
if [ -e "$case.txt" ]; then check text "$case.txt"; fi
