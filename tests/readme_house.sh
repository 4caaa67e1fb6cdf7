#!/bin/sh
# The house rules that the README shows report what it says they do:
#   readme_house.sh GANDER README
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/migrations"
for name in gander.yml migrations/00001_audit.sql report; do
    awk -v start="<!-- house-rules: $name -->" '
        $0 == "<!-- /house-rules -->" { inside = 0 }
        inside && !/^```/ { print }
        $0 == start { inside = 1 }
    ' "$2" >"$work/$name"
    [ -s "$work/$name" ] || { echo "$2: no lines between house-rules: $name and its end" >&2; exit 1; }
done
cd "$work"
"$1" check --only custom -f concise >said || [ $? = 1 ]
diff -u report said
