#!/bin/sh
# Who may include whom. Each folder sees those before it:
# base <- config <- source, schema <- goose, sql <- lint <- rules, report <- pipeline <- cli <- main
set -eu
cd "${1:-$(dirname "$0")/..}"
status=0

complain() {
    echo "$1" >&2
    status=1
}

# The files of ours that those in $1 include: "file:line:header".
ours() {
    grep -nE '^ *# *include *"' /dev/null $1 | sed -E 's/^([^:]*:[0-9]+):.*"(.*)".*/\1:\2/'
}

# In the files $1 only headers that match $2 are included.
only() {
    bad=$(ours "$1" | grep -vE ":($2)\$" || true)
    [ -z "$bad" ] || complain "may not include:
$bad"
}

# Headers that match $1 are included by files that match $2 alone.
reserved() {
    bad=$(grep -nE "^ *# *include *[<\"]($1)[>\"]" src/*.[ch] src/*/*.[ch] rules/*/*.c |
        grep -vE "^($2):" || true)
    [ -z "$bad" ] || complain "reserved to $2:
$bad"
}

schema='base/.*|config/.*|source/.*|schema/.*'
lint="$schema|goose/.*|sql/.*|lint/.*"
postgres='postgres.h|access/.*|catalog/.*|nodes/.*|parser/.*|utils/.*|lib/.*'

only 'src/base/*.[ch]' 'base/.*'
only 'src/config/*.[ch]' 'base/.*|config/.*'
only 'src/source/*.[ch]' 'base/.*|config/.*|source/.*'
only 'src/schema/*.[ch]' "$schema"
only 'src/goose/*.[ch]' "$schema|goose/.*"
only 'src/sql/*.[ch]' "$schema|sql/.*|$postgres"
only 'src/lint/*.[ch]' "$lint"
only 'rules/*/*.c' 'lint/rule.h'
only 'src/report/*.[ch]' "$lint|report/.*"
only 'src/pipeline*.[ch]' "$lint|report/.*|pipeline.*.h"
only 'src/cli/*.[ch]' "$lint|report/.*|pipeline.h|cli/.*"

# Reports never see the schema, only the inside of sql/ its trees, and a library has one user.
bad=$(ours 'src/report/*.[ch]' | grep ':schema/catalog.h$' || true)
[ -z "$bad" ] || complain "reports see no catalog:
$bad"
reserved "$postgres|pg_query.*" 'src/sql/[a-z_]+\.[ch]'
reserved 'sql/lower.h' 'src/sql/[a-z_]+\.[ch]'
reserved 'pcre2.h' 'src/base/regex\.c'
reserved 'utf8proc.h|xxhash.h' 'src/base/[a-z_]+\.[ch]'
reserved 'libfyaml.h' 'src/config/[a-z_]+\.[ch]'

# A rule needs nothing but its header and the C library.
bad=$(grep -nE '^ *# *include *<' rules/*/*.c |
    grep -vE '<(ctype|inttypes|limits|stdbool|stddef|stdint|stdio|stdlib|string)\.h>' || true)
[ -z "$bad" ] || complain "a rule includes more than it needs:
$bad"

exit $status
