#!/bin/sh
# The README's table of rules is what `gander rules --format markdown` prints:
#   readme.sh GANDER README [--write]
set -eu
gander=$1
readme=$2
table=$(mktemp)
wanted=$(mktemp)
trap 'rm -f "$table" "$wanted"' EXIT

"$gander" rules --format markdown >"$table"
# Everything between the two markers is replaced.
awk -v table="$table" '
    $0 == "<!-- /rules -->" { inside = 0; seen++ }
    !inside { print }
    $0 == "<!-- rules -->" {
        inside = 1
        seen++
        while ((getline line < table) > 0) print line
    }
    END { if (seen != 2) exit 1 }
' "$readme" >"$wanted" || {
    echo "$readme: no <!-- rules --> ... <!-- /rules --> lines" >&2
    exit 1
}

if [ "${3:-}" = --write ]; then
    cmp -s "$readme" "$wanted" || cat "$wanted" >"$readme"
else
    diff -u "$readme" "$wanted" || {
        echo "the table of rules is out of date: build the target \`bless\`" >&2
        exit 1
    }
fi
