#!/bin/sh
# Makes one hostile input and gives it to gander: no crash, no hang, and always an answer: a finding in
# the JSON report, or one clear line on stderr. usage: hostile.sh GANDER CASE
set -eu
gander=$1
case=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
file=$dir/00001_hostile.sql

repeat() { # repeat COUNT TEXT: without a line end
    awk -v n="$1" -v text="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", text }'
}
up() { printf -- '-- +goose Up\n'; }
down() { printf '\n-- +goose Down\nDROP TABLE t;\n'; }

expect=1 # exit code; "any" takes 0 and 1
case $case in
empty) : >"$file" ;;
one-newline) printf '\n' >"$file" ;;
nul-bytes) { up; printf 'SELECT 1;\000SELECT 2;\n'; down; } >"$file" ;;
only-nul) repeat 1000 'x' | tr x '\000' >"$file" ;;
utf-16) { up; printf 'SELECT 1;\n'; down; } | iconv -f UTF-8 -t UTF-16 >"$file" ;;
utf-16-be) { up; printf 'SELECT 1;\n'; down; } | iconv -f UTF-8 -t UTF-16BE >"$file" ;;
invalid-utf-8) { up; printf "CREATE TABLE t (\377\376\300 text DEFAULT '\200\201');\nSELECT FORM;\n"; down; } >"$file" ;;
cr-only) { up; printf 'SELECT 1;\n'; down; } | tr '\n' '\r' >"$file" ;;
bom) { printf '\357\273\277'; up; printf 'CREATE TABLE t (a int);\n'; down; } >"$file" ;;
hundred-megabytes)
    { up; repeat 1000000 "INSERT INTO t (a, b) VALUES (1, 'a line of a hundred bytes, give or take a few, so that it adds up');
"; down; } >"$file"
    expect=any ;;
million-terms) { up; printf 'SELECT 1'; repeat 1000000 '+1'; printf ';\n'; down; } >"$file"; expect=any ;;
million-ands)
    { up; printf 'CREATE INDEX i ON t (a) WHERE a > 0'; repeat 200000 ' AND a > 0'; printf ';\n'; down; } >"$file" ;;
nested-parentheses) { up; printf 'SELECT '; repeat 10000 '('; printf 1; repeat 10000 ')'; printf ';\n'; down; } >"$file"; expect=any ;;
unclosed-parentheses) { up; printf 'SELECT '; repeat 1000000 '('; printf ';\n'; down; } >"$file" ;;
nested-subqueries) { up; printf 'SELECT * FROM '; repeat 20000 '(SELECT * FROM '; printf 't'; repeat 20000 ') s'; printf ';\n'; down; } >"$file"; expect=any ;;
nested-comments) { up; repeat 100000 '/*'; printf ' SELECT 1;\n'; down; } >"$file" ;;
hundred-thousand-rows) { up; printf 'INSERT INTO t VALUES (0)'; repeat 100000 ', (1)'; printf ';\n'; down; } >"$file"; expect=any ;;
hundred-thousand-statements) { up; repeat 100000 'SELECT 1;
'; down; } >"$file"; expect=any ;;
hundred-thousand-in-a-block)
    { up; printf -- '-- +goose StatementBegin\n'; repeat 100000 'ALTER TABLE t ADD a int;
'; printf -- '-- +goose StatementEnd\n'; down; } >"$file"; expect=any ;;
hundred-thousand-columns) { up; printf 'CREATE TABLE t (a int'; repeat 100000 ', b int'; printf ');\n'; down; } >"$file"; expect=any ;;
hundred-thousand-findings) { up; repeat 100000 'CREATE INDEX ON t (a);
'; down; } >"$file" ;;
hundred-thousand-directives) { up; repeat 100000 '-- +goose Down
'; } >"$file" ;;
four-megabyte-line) { up; printf 'SELECT 1; -- '; repeat 4300000 'x'; printf '\n'; down; } >"$file" ;;
unterminated-string) { up; printf "SELECT 'never closed;\n"; down; } >"$file" ;;
unterminated-name) { up; printf 'SELECT "never closed;\n'; down; } >"$file" ;;
unterminated-dollar) { up; printf 'SELECT $tag$ never closed;\n'; down; } >"$file" ;;
unterminated-comment) { up; printf '/* never closed;\n'; down; } >"$file" ;;
unterminated-block) { up; printf -- '-- +goose StatementBegin\nSELECT 1;\n'; } >"$file" ;;
unterminated-body)
    { up; printf -- '-- +goose StatementBegin\nCREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n IF true THEN\n$$;\n-- +goose StatementEnd\n'; down; } >"$file" ;;
deep-plpgsql)
    { up; printf -- '-- +goose StatementBegin\nDO $$\n'; repeat 5000 'BEGIN
'; printf 'NULL;\n'; repeat 5000 'END;
'; printf '$$;\n-- +goose StatementEnd\n'; down; } >"$file"; expect=any ;;
envsub-bomb) { printf -- '-- +goose ENVSUB ON\n'; up; printf 'SELECT '; repeat 50000 '${A:-'; repeat 50000 '}'; printf ';\n'; down; } >"$file"; expect=any ;;
*) echo "no such case: $case" >&2; exit 1 ;;
esac

code=0
timeout 100 "$gander" check -f json "$dir" >"$dir/report.json" 2>"$dir/stderr" || code=$?
if [ "$code" -gt 2 ]; then
    echo "exit code $code"
    head -c 2000 "$dir/stderr"
    exit 1
fi
if [ "$expect" != any ] && [ "$code" != "$expect" ]; then
    echo "exit code $code, expected $expect"
    head -c 2000 "$dir/stderr"
    head -c 2000 "$dir/report.json"
    exit 1
fi
# The report is whole, and says something unless the input is merely large.
jq -e '.summary.exit_code != null' "$dir/report.json" >/dev/null
if [ "$expect" != any ]; then jq -e '.diagnostics | length > 0' "$dir/report.json" >/dev/null; fi
timeout 100 "$gander" check "$dir" >"$dir/report.txt" 2>/dev/null || code=$?
[ "$code" -le 2 ] || { echo "text: exit code $code"; exit 1; }
timeout 100 "$gander" inspect "$file" >"$dir/inspect.txt" 2>/dev/null || code=$?
[ "$code" -le 2 ] || { echo "inspect: exit code $code"; exit 1; }
