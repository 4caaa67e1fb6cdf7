#!/bin/sh
# "From first run to enforced CI", as the README has it, in a repository with a history; then what
# pull requests do to it.
#   readme_first_run.sh GANDER README
set -u
command -v git >/dev/null || { echo "SKIPPED: git is not installed"; exit 77; }
readme=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$(command -v "$1")" "$work/bin/gander"
PATH=$work/bin:$PATH
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=Kim GIT_AUTHOR_EMAIL=kim@example.com
export GIT_COMMITTER_NAME=Kim GIT_COMMITTER_EMAIL=kim@example.com
unset GANDER_FORMAT
failed=0

# The commands of a part, one at a time; each is followed by its exit code.
walk() { # NAME
    awk -v start="<!-- first-run: $1 -->" '
        $0 == "<!-- /first-run -->" { inside = 0 }
        inside && !/^```/ { sub(/  +#.*/, ""); print }
        $0 == start { inside = 1 }
    ' "$readme" >"$work/commands"
    [ -s "$work/commands" ] || { echo "$readme: no commands in first-run: $1"; exit 1; }
    while read -r command; do
        sh -c "$command" </dev/null >"$work/said" 2>&1
        echo "$? $command"
    done <"$work/commands" >"$work/codes"
}

expect() { # WHAT, with the lines that walk() should have written on standard input
    diff -u --label "$1: wanted" --label "$1: done" - "$work/codes" && return
    cat "$work/said"
    failed=1
}

says() { # WORD
    grep -q -- "$1" "$work/said" || { echo "no $1 in:"; cat "$work/said"; failed=1; }
}

migration() { # FILE UP DOWN
    printf -- '-- +goose Up\n%s\n\n-- +goose Down\n%s\n' "$2" "$3" >"db/migrations/$1"
}

# -- a project with a history ------------------------------------------------------------------------
git init -q --bare -b main "$work/origin.git"
git init -q -b main "$work/project"
cd "$work/project" || exit 1
mkdir -p db/migrations
migration 00001_orders.sql 'CREATE TABLE orders (id bigint PRIMARY KEY, state text);' 'DROP TABLE orders;'
migration 00002_state.sql 'CREATE INDEX orders_state ON orders (state);' 'DROP INDEX orders_state;'
migration 00003_status.sql 'ALTER TABLE orders RENAME COLUMN state TO status;' \
    'ALTER TABLE orders RENAME COLUMN status TO state;'
mkdir -p billing/migrations
printf -- '-- +goose Up\nCREATE TABLE bills (id bigint PRIMARY KEY);\n' \
    >billing/migrations/20260105093000_bills.sql
git add . && git commit -qm history
git remote add origin "$work/origin.git" && git push -q origin main

walk start
expect start <<'END'
1 gander check
0 gander init
0 echo 'base-ref: origin/main' >>gander.yml
0 gander check
0 git add '*gander.yml'
0 git commit -m 'Lint migrations with gander'
END
[ -z "$(git status --porcelain)" ] || { git status --short; failed=1; }
git push -q origin main

# -- pull requests -------------------------------------------------------------------------------------
request() { # EXIT-CODE WORD
    walk change
    expect "$2" <<END
$1 gander check --since origin/main
END
    says "$2"
    git add -A && git commit -qm change >/dev/null
    walk change
    expect "$2, committed" <<END
$1 gander check --since origin/main
END
    # What the hook and a bare run say without --since.
    gander check >"$work/said" 2>&1
    [ $? = "$1" ] || { echo "$2: another exit code without --since"; cat "$work/said"; failed=1; }
    git checkout -q main
}
git checkout -q -b bad
migration 00004_index.sql 'CREATE INDEX orders_status ON orders (status);' 'DROP INDEX orders_status;'
request 1 index-not-concurrent
git checkout -q -b good main
migration 00004_note.sql 'ALTER TABLE orders ADD COLUMN note text;' 'ALTER TABLE orders DROP COLUMN note;'
request 0 'no findings'
git checkout -q -b edited main
migration 00001_orders.sql 'CREATE TABLE orders (id bigint PRIMARY KEY);' 'DROP TABLE orders;'
request 1 applied-migration-changed
git checkout -q -b deleted main
git rm -q db/migrations/00002_state.sql
request 1 applied-migration-changed
git checkout -q -b taken main
migration 00002_note.sql 'ALTER TABLE orders ADD COLUMN note text;' 'ALTER TABLE orders DROP COLUMN note;'
request 1 duplicate-version

# A number that another branch has been merged with meanwhile.
git checkout -q -b late main
migration 00004_note.sql 'ALTER TABLE orders ADD COLUMN note text;' 'ALTER TABLE orders DROP COLUMN note;'
git add -A && git commit -qm note
git checkout -q main
migration 00005_tag.sql 'ALTER TABLE orders ADD COLUMN tag text;' 'ALTER TABLE orders DROP COLUMN tag;'
git add -A && git commit -qm tag && git push -q origin main
git checkout -q late && git merge -q -m merged main
request 1 out-of-order-version

# -- a baseline instead ----------------------------------------------------------------------------------
git checkout -q -b baseline main
find . -name gander.yml >"$work/configurations"
while read -r file; do
    sed '/^start-after/d' "$file" >"$work/edited"
    cp "$work/edited" "$file"
done <"$work/configurations"
[ "$(wc -l <"$work/configurations")" -gt 1 ] || { echo 'init wrote one gander.yml for two numberings'; failed=1; }
walk baseline
expect baseline <<'END'
0 gander baseline
0 echo 'baseline: gander-baseline.json' >>gander.yml
0 gander check
END
exit $failed
