#!/bin/sh
# Runs `gander check` in a project of fixtures/projects and compares what it says with the file
# `expected` there: findings in one line each, the summary, the exit code.
#
#   projects.sh GANDER PROJECT-DIRECTORY...; with BLESS=1 `expected` is rewritten instead
set -u
gander=$1
shift
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0
for project in "$@"; do
    # With its neighbours, because one may extend the configuration of another.
    [ -d "$work/projects" ] || cp -R "$(dirname "$project")" "$work/projects" || exit 2
    cd "$work/projects/$(basename "$project")" || exit 2
    rm -f expected
    "$gander" check -f concise >"$work/said" 2>&1
    echo "exit $?" >>"$work/said"
    if [ -n "${BLESS:-}" ]; then
        cp "$work/said" "$project/expected" || failed=1
    else
        diff -u "$project/expected" "$work/said" || failed=1
    fi
done
exit $failed
