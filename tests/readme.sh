#!/bin/sh
# What the README shows is what gander says: the stretches between its markers are made by commands.
#   readme.sh GANDER README [--write]
set -eu
gander=$1
readme=$2
example=fixtures/projects/shop/db/migrations/00102_order_lookup.sql
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

cd "$(dirname "$readme")"
{ echo '```sql'; cat "$example"; echo '```'; } >"$made/example"
{ echo '```text'; "$gander" check "$example" || true; echo '```'; } >"$made/output"
locked=fixtures/cli/locks/files/db/00002_team.sql
{ echo '```text'; echo "$ gander locks $locked"; "$gander" locks "$locked"; echo '```'; } >"$made/locks"
"$gander" rules --isolated --format markdown >"$made/rules"
{ printf '| format | |\n|---|---|\n'
  "$gander" check --help | sed -n '/^Formats:$/,/^$/ s/^  \([a-z]*\) *\(.*\)$/| `\1` | \2 |/p'; } >"$made/formats"

# Everything between <!-- NAME --> and <!-- /NAME --> is replaced.
awk -v made="$made" '
    /^<!-- \/[a-z]+ -->$/ { inside = 0; seen++ }
    !inside { print }
    /^<!-- [a-z]+ -->$/ {
        inside = 1
        seen++
        while ((getline line < (made "/" $2)) > 0) print line
    }
    END { if (seen != 10) exit 1 }
' "$readme" >"$made/wanted" || {
    echo "$readme: the markers example, output, locks, formats and rules must stand there once, in pairs" >&2
    exit 1
}

if [ "${3:-}" = --write ]; then
    cmp -s "$readme" "$made/wanted" || cat "$made/wanted" >"$readme"
else
    diff -u "$readme" "$made/wanted" || {
        echo "the README is out of date: build the target \`bless\`" >&2
        exit 1
    }
fi
