#!/bin/sh
# The action, our own workflow and those the README shows follow GitHub's rules, as action-validator
# knows them.
#   workflows.sh SOURCE_DIR SCRATCH_DIR
# The validator comes from npm into SCRATCH_DIR; 77 (skipped) where it cannot be had.
set -u
source_dir=$1
scratch=$2
version=0.6.0

skip() {
    echo "SKIPPED: $1"
    exit 77
}
command -v npm >/dev/null 2>&1 || skip "npm is not installed"
mkdir -p "$scratch" || exit 1
validator=$scratch/node_modules/.bin/action-validator
[ -x "$validator" ] ||
    npm install --prefix "$scratch" --no-audit --no-fund --fetch-retries=1 --fetch-timeout=60000 \
        "@action-validator/cli@$version" "@action-validator/core@$version" >"$scratch/npm.log" 2>&1 ||
    skip "npm could not install action-validator: $(tail -n 1 "$scratch/npm.log")"

# -- the README's: blocks that begin with their path, written where it says ----------------------------
rm -rf "$scratch/readme"
mkdir -p "$scratch/readme/.github/workflows"
awk -v root="$scratch/readme/" '
    /^```/ { path = "" }
    path { print >(root path) }
    /^```yaml/ { getline; if ($1 == "#" && $2 ~ /^\.github\/workflows\/[a-z-]+\.yml$/) path = $2 }
' "$source_dir/README.md"

failed=0
seen=0
check() {
    seen=$((seen + 1))
    "$validator" "$1" || { echo "$1: not valid"; failed=1; }
}
check "$source_dir/.github/actions/check/action.yml"
for workflow in "$source_dir"/.github/workflows/*.yml "$scratch"/readme/.github/workflows/*.yml; do
    if [ -f "$workflow" ]; then check "$workflow"; fi
done
[ $seen -ge 3 ] || { echo "the README shows no workflow"; failed=1; }

# -- the validator is awake ------------------------------------------------------------------------------
sed 's/^runs:/rnus:/' "$source_dir/.github/actions/check/action.yml" >"$scratch/action.yml"
! "$validator" "$scratch/action.yml" >/dev/null 2>&1 || { echo "it takes a broken action, too"; failed=1; }

# -- the text of no input is ever part of a script --------------------------------------------------------
# shellcheck disable=SC2016
if grep -n -e 'run:.*\${{' "$source_dir"/.github/actions/*/action.yml "$source_dir"/.github/workflows/*.yml; then
    failed=1
fi
[ $failed -ne 0 ] || echo "$seen files are valid"
exit $failed
