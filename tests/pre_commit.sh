#!/bin/sh
# What a team sees that puts gander into its .pre-commit-config.yaml: the hooks of this checkout, run
# by pre-commit itself on a repository of its own, built there on first use.
#   pre_commit.sh SOURCE_DIR GANDER; 77 (skipped) where pre-commit is missing or nothing can be built.
set -u
source_dir=$1
gander=$2

skip() {
    echo "SKIPPED: $1"
    exit 77
}
command -v pre-commit >/dev/null 2>&1 || skip "pre-commit is not installed"
command -v git >/dev/null 2>&1 || skip "git is not installed"
git -C "$source_dir" rev-parse --git-dir >/dev/null 2>&1 || skip "$source_dir is no git checkout"

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE PRE_COMMIT PRE_COMMIT_HOME SKIP
export HOME="$work" XDG_CACHE_HOME="$work/cache" PRE_COMMIT_COLOR=never LC_ALL=C.UTF-8
printf '[user]\nname = Tester\nemail = tester@example.com\n[safe]\ndirectory = *\n' >"$work/.gitconfig"

failed=0
expect() { # FILE PATTERN: the pattern stands there
    grep -q -e "$2" "$1" || { echo "not in $1: $2"; failed=1; }
}
expect_not() {
    ! grep -q -e "$2" "$1" || { echo "should not be in $1: $2"; failed=1; }
}

# -- the hooks' repository: this checkout as it stands, committed
hooks="$work/the hooks"
git init -q "$hooks"
# shellcheck disable=SC2016 # the inner shell expands them
(
    cd "$source_dir" || exit 1
    git ls-files -z --cached --others --exclude-standard -- . ':!fixtures' |
        xargs -0 sh -c 'for file; do [ ! -f "$file" ] || cp --parents "$file" "$0"; done' "$hooks"
) || exit 1
git -C "$hooks" add -A && git -C "$hooks" commit -qm hooks || exit 1
pre-commit validate-manifest "$hooks/.pre-commit-hooks.yaml" || failed=1

# -- a team's repository ----------------------------------------------------------------------------
team="$work/a team's repository"
mkdir -p "$team/db/migrations" "$team/db/seeds" "$team/queries"
git init -q "$team"
cd "$team" || exit 1
table='CREATE TABLE users (id bigint PRIMARY KEY, email text);'
index='CREATE INDEX users_email_idx ON users (email);'
printf -- '-- +goose Up\n%s\n' "$table" >db/migrations/00001_users.sql # has no Down: not given, not told
printf -- '-- +goose Up\n%s\n-- +goose Down\nDROP INDEX users_email_idx;\n' "$index" \
    >'db/migrations/00002_an index.sql'
printf -- '-- +goose Up\nCREATE TABLE seeded (a int);\n' >db/seeds/00001_seed.sql
echo 'SELECT id FROM users WHERE;' >queries/find.sql
echo 'not SQL' >README
printf 'rules: {header: off}\nexclude: [db/seeds/**]\n' >gander.yml
git add -A && git commit -qm team || exit 1

# -- first use: pre-commit clones the hooks, the hook builds gander and reads the whole directory ------
out=$work/first
pre-commit try-repo "$hooks" gander --color never \
    --files 'db/migrations/00002_an index.sql' db/seeds/00001_seed.sql queries/find.sql README >"$out" 2>&1
code=$?
if grep -q -e 'cannot download' -e 'packages are missing' "$out"; then
    skip "gander cannot be built here: $(grep 'scripts/setup' "$out" | tail -n 1)"
fi
[ $code -eq 1 ] || { echo "try-repo: exit $code"; failed=1; }
expect "$out" '^- hook id: gander$'
expect "$out" '^- exit code: 1$'
expect "$out" 'db/migrations/00002_an index.sql:2:1'
expect "$out" 'existing table, created in 00001_users.sql:2'
expect "$out" '^1 error in 1 of 1 migration'
for other in missing-down db/seeds queries README; do expect_not "$out" "$other"; done

# -- every day: the gander on PATH, called by git's own hook --------------------------------------------
mkdir "$work/bin"
ln -s "$gander" "$work/bin/gander"
export PATH="$work/bin:$PATH"
cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $hooks
    rev: $(git -C "$hooks" rev-parse HEAD)
    hooks: [{id: gander-system, args: [--fail-on, warning]}]
YAML
git add .pre-commit-config.yaml
pre-commit install >"$work/install" 2>&1 || { cat "$work/install"; failed=1; }

out=$work/refused
echo '-- one more line' >>'db/migrations/00002_an index.sql'
git add -A
! git commit -qm 'locks users' >"$out" 2>&1 || { echo "the commit should be refused"; failed=1; }
expect "$out" '^error\[index-not-concurrent\]'

out=$work/accepted
printf -- '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n-- +goose Down\nDROP INDEX CONCURRENTLY users_email_idx;\n' \
    >'db/migrations/00002_an index.sql'
git add -A
git commit -qm 'locks nothing' >"$out" 2>&1 || { echo "the commit should be accepted"; failed=1; }
expect "$out" 'goose migrations.*Passed'

# -- a hook installs nothing: what is missing is named ------------------------------------------------------
out=$work/missing
echo 'build no-such-package' >>"$hooks/scripts/packages.txt"
PRE_COMMIT=1 "$hooks/scripts/gander" rules >"$out" 2>&1
[ $? -eq 2 ] || { echo "a missing package is no exit 2"; failed=1; }
expect "$out" 'sudo apt-get update && sudo apt-get install -y no-such-package$'
expect_not "$out" 'scripts/setup: installing'

[ $failed -eq 0 ] || for log in first refused accepted missing; do
    echo "-- $log"
    cat "$work/$log"
done
exit $failed
