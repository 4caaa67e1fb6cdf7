#!/bin/sh
# gander.yml files of fixtures/schema: gander and the schema it prints must agree about each, good-*
# and bad-*. Only gander sees what is wrong with unseen-*.
#
#   schema.sh GANDER SOURCE_DIR SCRATCH_DIR
#
# The schema is applied by npm's ajv to what npm's yaml (YAML 1.2) reads, or else by Python's
# jsonschema and yaml. Exit 77 (skipped) where neither can be had: gander alone was asked then.
set -u
gander=$1
files=$2/fixtures/schema
scratch=$3
mkdir -p "$scratch" || exit 1
failed=0

"$gander" config schema >"$scratch/schema.json" || exit 1

for file in "$files"/*.yml; do
    "$gander" config check "$file" >"$scratch/stdout" 2>&1
    code=$?
    case $(basename "$file") in
    good-*) wanted=0 ;;
    *) wanted=2 ;;
    esac
    [ "$code" = "$wanted" ] && continue
    echo "gander config check $(basename "$file"): exit $code instead of $wanted"
    cat "$scratch/stdout"
    failed=1
done
[ "$failed" = 0 ] || exit 1

cat >"$scratch/apply.mjs" <<'SCRIPT'
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";

const [schema, ...files] = process.argv.slice(2);
const validate = new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true })
    .compile(JSON.parse(readFileSync(schema, "utf8")));
for (const file of files) {
    const good = validate(parse(readFileSync(file, "utf8")));
    if (good !== basename(file).startsWith("bad-")) continue;
    console.log(basename(file), good ? "passes the schema" : validate.errors);
    process.exitCode = 1;
}
SCRIPT

cat >"$scratch/apply.py" <<'SCRIPT'
import json, os, sys
import jsonschema, yaml

schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
for path in sys.argv[2:]:
    errors = list(jsonschema.Draft7Validator(schema).iter_errors(yaml.safe_load(open(path))))
    if (not errors) != os.path.basename(path).startswith("bad-"):
        continue
    print(os.path.basename(path), errors[0].message if errors else "passes the schema")
    sys.exit(1)
SCRIPT

if command -v npm >/dev/null 2>&1 && { [ -d "$scratch/node_modules/ajv" ] ||
    npm install --prefix "$scratch" --no-audit --no-fund --fetch-retries=1 --fetch-timeout=60000 \
        ajv@8 yaml@2 >"$scratch/npm.log" 2>&1; }; then
    node "$scratch/apply.mjs" "$scratch/schema.json" "$files"/*.yml || exit 1
    echo "by ajv: all as expected"
elif python3 -c 'import jsonschema, yaml' 2>/dev/null; then
    python3 -W ignore "$scratch/apply.py" "$scratch/schema.json" "$files"/*.yml || exit 1
    echo "by jsonschema: all as expected"
else
    echo "SKIPPED: neither npm's ajv nor Python's jsonschema and yaml can be had"
    exit 77
fi
