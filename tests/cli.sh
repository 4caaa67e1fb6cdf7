#!/bin/sh
# Runs one case of fixtures/cli and compares what gander says with what it should say.
# usage: cli.sh GANDER CASE-DIRECTORY; with BLESS=1 the expectation is rewritten instead.
#
# A case holds `args` (words as the shell reads them) or `run.sh` (calls "$GANDER" itself), and the
# expected `stdout`, `stderr` and `exit`; what is missing is empty, or 0. Optional: `files/` becomes the
# working directory, `setup.sh` then makes what git cannot hold (77: cannot be made here, skip),
# `cwd` names where to run, `env` sets variables, `stdin` is read, `written/` holds expected files.
# `not-as-root`: root may read everything, so it becomes nobody for this case.
set -u
gander=$1
case=$(cd "$2" && pwd) || exit 2
work=$(mktemp -d) || exit 2
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
mkdir "$work/files"
[ ! -d "$case/files" ] || cp -R "$case/files/." "$work/files"

environment="PATH=$PATH HOME=$work LC_ALL=C GANDER=$gander"
[ ! -f "$case/env" ] || environment="$environment $(cat "$case/env")"
stdin=/dev/null
[ ! -f "$case/stdin" ] || stdin=$case/stdin

cd "$work/files" || exit 2
if [ -f "$case/setup.sh" ]; then
    sh -eu "$case/setup.sh" || exit $?
fi
[ ! -f "$case/cwd" ] || cd "$(cat "$case/cwd")" || exit 2

become=
if [ -f "$case/not-as-root" ] && [ "$(id -u)" = 0 ]; then
    command -v setpriv >/dev/null || exit 77
    cp "$gander" "$work/gander" && chmod 755 "$work" "$work/gander" "$work/files" || exit 2
    gander=$work/gander
    become="setpriv --reuid=65534 --regid=65534 --clear-groups"
fi

if [ -f "$case/run.sh" ]; then
    # shellcheck disable=SC2086 # variables are words here
    env -i $environment sh -u "$case/run.sh" <"$stdin" >"$work/stdout" 2>"$work/stderr"
else
    eval "set -- $(cat "$case/args")"
    # shellcheck disable=SC2086
    env -i $environment $become "$gander" "$@" <"$stdin" >"$work/stdout" 2>"$work/stderr"
fi
echo $? >"$work/exit"

failed=0
for part in stdout stderr exit; do
    expected=$case/$part
    if [ -n "${BLESS:-}" ]; then
        rm -f "$expected"
        [ ! -s "$work/$part" ] || [ "$part $(cat "$work/$part")" = "exit 0" ] || cp "$work/$part" "$expected"
        continue
    fi
    if [ ! -f "$expected" ]; then
        expected=$work/nothing
        : >"$expected"
        [ "$part" != exit ] || echo 0 >"$expected"
    fi
    if ! cmp -s "$expected" "$work/$part"; then
        echo "$part is not as expected:"
        diff -u "$expected" "$work/$part"
        failed=1
    fi
done
if [ -d "$case/written" ]; then
    for expected in "$case"/written/*; do
        name=${expected##*/}
        if [ -n "${BLESS:-}" ]; then
            cp "$work/files/$name" "$expected" || failed=1
        else
            diff -u "$expected" "$work/files/$name" || failed=1
        fi
    done
fi
exit $failed
