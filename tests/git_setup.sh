# For setup.sh of cases that need a repository: `. "${0%/*}/../../../tests/git_setup.sh"`.
# shellcheck shell=sh
command -v git >/dev/null || exit 77
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=Kim GIT_AUTHOR_EMAIL=kim@example.com GIT_AUTHOR_DATE=2026-03-02T09:00:00Z
export GIT_COMMITTER_NAME=Kim GIT_COMMITTER_EMAIL=kim@example.com
export GIT_COMMITTER_DATE=2026-03-02T09:00:00Z

repository() { # DIRECTORY
    git init -q -b main "$1"
}

migration() { # PATH UP [DOWN]
    mkdir -p -- "$(dirname -- "$1")"
    printf -- '-- +goose Up\n%s\n\n-- +goose Down\n%s\n' "$2" \
        "${3:--- gander:irreversible a fixture}" >"$1"
}

commit() { # MESSAGE
    git add -A
    git commit -q -m "$1"
}

# Two migrations on main, each with an index that blocks writes.
start() {
    repository .
    migration db/00001_init.sql 'CREATE TABLE orders (id bigint PRIMARY KEY, state text);'
    migration db/00002_state.sql 'CREATE INDEX orders_state_idx ON orders (state);'
    commit first
}
