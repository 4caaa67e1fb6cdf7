#!/bin/sh
# Checks trees in every format and compares each report with the expected one, byte for byte.
# usage: reports.sh GANDER CASE-DIRECTORY...; with BLESS=1 the expectations are rewritten instead.
#
# A case holds `files/`, copied to a place outside any repository and linted there, and
# `expected.FORMAT`; optionally `args`, more words for the command line. In SARIF the table of rules
# is left out of the comparison, except for the messages used: it changes with every rule's text.
set -u
gander=$(realpath "$1")
shift
start=$(pwd)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0

report() { # FORMAT THREADS: into $work/FORMAT.THREADS
    # shellcheck disable=SC2086 # words
    env -i PATH="$PATH" HOME="$work" LC_ALL=C "$gander" check -f "$1" -j "$2" $more \
        >"$work/$1.$2" 2>"$work/stderr"
    code=$?
    [ "$code" -le 1 ] && return
    echo "exit code $code"
    cat "$work/stderr"
    failed=1
}

# The log also says how it was made, and there two runs may differ.
without_rules() {
    jq '.runs[0] |= (.tool.driver.rules |= map(select(.messageStrings) | {id, messageStrings})
        | del(.results[].ruleIndex) | del(.invocations[0].arguments, .invocations[0].commandLine))'
}

check_format() { # CASE FORMAT
    report "$2" 1
    report "$2" 8
    if [ "$2" = sarif ]; then
        for threads in 1 8; do
            without_rules <"$work/sarif.$threads" >"$work/less" && mv "$work/less" "$work/sarif.$threads"
        done
    fi
    if ! cmp -s "$work/$2.1" "$work/$2.8"; then
        echo "$2 differs between 1 and 8 threads"
        failed=1
    fi
    if [ -n "${BLESS:-}" ]; then
        cp "$work/$2.1" "$1/expected.$2"
    else
        diff -u "$1/expected.$2" "$work/$2.1" || failed=1
    fi
}

for given; do
    case=$(cd "$start" && cd "$given" && pwd) || exit 2
    more=
    [ ! -f "$case/args" ] || more=$(cat "$case/args")
    rm -rf "$work/files"
    cp -R "$case/files" "$work/files" || exit 2
    cd "$work/files" || exit 2
    for format in text concise json jsonl github gitlab junit checkstyle rdjson rdjsonl azure markdown; do
        check_format "$case" $format
    done
    if command -v jq >/dev/null; then
        check_format "$case" sarif
    else
        echo "SARIF is not compared: jq is not installed"
    fi
done
exit $failed
