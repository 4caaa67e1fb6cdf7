#!/bin/sh
# SARIF logs must pass Microsoft's validator with nothing found, notes included.
#
#   sarif_gate.sh GANDER TEST_REPORT_SARIF SOURCE_DIR SCRATCH_DIR
#
# The validator comes from npm into SCRATCH_DIR. Exit 77 (skipped) where it cannot be had. Its own
# exit code says nothing (0 even for broken JSON), so its report is read instead. SARIF2006, 2009
# and 2013 are off in sarif-gate.json: they want the network, other rule ids, and file contents.
set -u

gander=$1
samples=$2
source_dir=$3
scratch=$4
package=@microsoft/sarif-multitool-linux
version=5.7.0
tool_dir=$scratch/node_modules/$package

# Without this the program aborts where libicu is missing; elsewhere it changes nothing.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

skip() {
    echo "SKIPPED: $1"
    exit 77
}

for tool in npm jq; do
    command -v "$tool" >/dev/null 2>&1 || skip "$tool is not installed"
done
mkdir -p "$scratch/logs" || exit 1
rm -f "$scratch"/logs/*.sarif

if ! grep -q "\"version\": *\"$version\"" "$tool_dir/package.json" 2>/dev/null; then
    npm install --prefix "$scratch" --no-audit --no-fund --fetch-retries=1 \
        --fetch-timeout=60000 "$package@$version" >"$scratch/npm.log" 2>&1 ||
        skip "npm could not install $package@$version: $(tail -n 1 "$scratch/npm.log")"
fi
validator=$tool_dir/Sarif.Multitool
chmod u+x "$validator" 2>/dev/null
"$validator" --version >/dev/null 2>&1
[ $? -lt 126 ] || skip "the validator does not run on this machine"

# -- the logs: made by hand with everything filled in, and by gander itself -------------------------
"$samples" "$scratch/logs" || exit 1
cd "$source_dir" || exit 1

run_gander() { # NAME ARGUMENTS...: writes logs/run-NAME.sarif
    name=$1
    shift
    "$gander" check -f sarif "$@" >"$scratch/logs/run-$name.sarif" 2>"$scratch/run.err"
    code=$?
    if [ "$code" -gt 2 ]; then
        echo "gander check $*: exit $code"
        cat "$scratch/run.err"
        exit 1
    fi
}

for scenario in fixtures/reports/*/; do
    run_gander "$(basename "$scenario")" "$scenario"
done
for project in fixtures/projects/*/; do
    [ -d "$project" ] && run_gander "project-$(basename "$project")" "$project"
done
run_gander missing-path fixtures/reports/scenario no/such/directory # exit 2
run_gander suppressed --show-suppressed fixtures/cli/show-suppressed/files/db
"$gander" baseline --baseline "$scratch/baseline.json" fixtures/reports/scenario >/dev/null || exit 1
run_gander baselined --show-suppressed --baseline "$scratch/baseline.json" fixtures/reports/scenario

# -- the gate --------------------------------------------------------------------------------------
# gander does not ask git yet where a file comes from, so SARIF2003 (versionControlProvenance) is
# the one note its own runs may draw; the logs made by hand carry it and must draw none.
failed=0
for log in "$scratch"/logs/*.sarif; do
    case $(basename "$log") in
    run-*) allowed='["SARIF2003"]' ;;
    *) allowed='[]' ;;
    esac
    rm -f "$scratch/report.sarif"
    "$validator" validate "$log" -c tests/sarif-gate.json --rule-kind 'Sarif;Gh' \
        --level 'Error;Warning;Note' -o "$scratch/report.sarif" --log ForceOverwrite -q true \
        >"$scratch/validator.log" 2>&1
    found=$(jq -r --argjson allowed "$allowed" '
        if (.runs[0].results | type) == "array" then .runs[0].results[] else empty end
        | select(.ruleId as $id | $allowed | index($id) | not)
        | "  \(.ruleId) \(.level) line \(.locations[0].physicalLocation.region.startLine): \(.message.id) \(.message.arguments | tostring)"
        ' "$scratch/report.sarif") || {
        echo "$(basename "$log"): the validator left no report"
        cat "$scratch/validator.log"
        failed=1
        continue
    }
    if [ -n "$found" ]; then
        echo "$(basename "$log"):"
        echo "$found"
        failed=1
    else
        echo "$(basename "$log"): nothing found"
    fi
done

# -- the schema, where Python has a validator ------------------------------------------------------
if python3 -c 'import jsonschema' 2>/dev/null; then
    python3 -W ignore - "$tool_dir/sarif-2.1.0.json" "$scratch"/logs/*.sarif <<'PYTHON' || failed=1
import json, sys
from jsonschema import validators

with open(sys.argv[1], encoding="utf-8-sig") as file:
    schema = json.load(file)
validator = validators.validator_for(schema)(schema)
bad = 0
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        for error in validator.iter_errors(json.load(file)):
            print(f"{path}: {error.json_path}: {error.message[:200]}")
            bad = 1
print(f"schema: {len(sys.argv) - 2} logs, {'errors' if bad else 'all valid'}")
sys.exit(bad)
PYTHON
else
    echo "schema: Python's jsonschema is not installed, left to the validator above"
fi
exit $failed
