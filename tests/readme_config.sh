#!/bin/sh
# The gander.yml that the README shows has no mistakes:
#   readme_config.sh GANDER README
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n '/^<!-- gander.yml -->$/,/^<!-- \/gander.yml -->$/p' "$2" | sed '/^<!--/d; /^```/d' >"$work/gander.yml"
[ -s "$work/gander.yml" ] || { echo "$2: no <!-- gander.yml --> ... <!-- /gander.yml --> lines" >&2; exit 1; }
cd "$work"
"$1" config check gander.yml
