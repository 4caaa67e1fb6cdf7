#!/bin/sh
# Checks expected reports against the shapes of their formats: what a reader of JUnit, Checkstyle,
# GitLab, reviewdog or JSON lines would refuse must not become an expectation.
# usage: report_shapes.sh SCHEMA-DIRECTORY CASE-DIRECTORY...; exit 77 where a tool is missing
set -u
schemas=$1
shift
failed=0

for tool in xmllint jq; do
    command -v $tool >/dev/null && continue
    echo "SKIPPED: $tool is not installed"
    exit 77
done

refuse() { # FILE WHY
    echo "$1: $2"
    failed=1
}

check_xml() { # FILE FORMAT
    xmllint --noout --nonet --schema "$schemas/$2.xsd" "$1" 2>&1 | grep -v ' validates$'
    xmllint --noout --nonet --schema "$schemas/$2.xsd" "$1" 2>/dev/null || refuse "$1" "not the shape of $2"
}

check_json() { # FILE FORMAT JQ-OPTION...
    file=$1
    format=$2
    shift 2
    jq -e -L "$schemas" "$@" -f "$schemas/$format.jq" "$file" >/dev/null || refuse "$file" "not the shape of $format"
}

# The counts of a suite are those of its cases, and the whole is the sum of the suites.
check_counts() { # FILE
    count() { xmllint --xpath "$1" "$file"; }
    file=$1
    [ "$(count 'count(//testcase)')" = "$(count 'string(/testsuites/@tests)')" ] &&
        [ "$(count 'count(//failure)')" = "$(count 'string(/testsuites/@failures)')" ] &&
        [ "$(count 'count(//error)')" = "$(count 'string(/testsuites/@errors)')" ] &&
        [ "$(count 'count(//testsuite[count(testcase) != @tests])')" = 0 ] &&
        [ "$(count 'count(//testsuite[count(testcase/failure) != @failures])')" = 0 ] &&
        [ "$(count 'count(//testsuite[count(testcase/error) != @errors])')" = 0 ] || refuse "$1" "wrong counts"
}

# A line is a command or nothing, but for the summary that tells what got no annotation.
check_commands() { # FILE PATTERN
    if grep -qvE "$2" "$1"; then refuse "$1" "a line that is no command"; fi
}

for case; do
    check_xml "$case/expected.junit" junit
    check_counts "$case/expected.junit"
    check_xml "$case/expected.checkstyle" checkstyle
    check_json "$case/expected.gitlab" gitlab
    check_json "$case/expected.rdjson" rdjson
    check_json "$case/expected.rdjsonl" rdjsonl --raw-input --slurp
    check_json "$case/expected.jsonl" jsonl --raw-input --slurp
    check_commands "$case/expected.github" \
        '^::(error|warning|notice) file=[^:,]+,line=[0-9]+,endLine=[0-9]+(,col=[0-9]+,endColumn=[0-9]+)?,title=[a-z0-9-]+::.|not shown as annotations: GitHub takes 10'
    check_commands "$case/expected.azure" \
        '^##vso\[task\.logissue type=(error|warning);sourcepath=[^];]+;linenumber=[0-9]+;columnnumber=[0-9]+;code=[a-z0-9-]+\].'
done
exit $failed
