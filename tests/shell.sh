#!/bin/bash
# Completions and the man page know every command and option of --help, and are what their readers
# can read: bash is asked for completions; zsh, fish and groff look at theirs where installed.
#
#   shell.sh GANDER SCRATCH_DIR
set -u
gander=$1
scratch=$2
failed=0
mkdir -p "$scratch" || exit 1
complain() {
    echo "$1"
    failed=1
}

for shell in bash zsh fish; do
    "$gander" completions $shell >"$scratch/gander.$shell" || exit 1
    command -v $shell >/dev/null || continue
    $shell -n "$scratch/gander.$shell" || complain "$shell cannot read its completions"
done
"$gander" help --man >"$scratch/gander.1" || exit 1
if command -v groff >/dev/null; then
    groff -man -Tutf8 -ww "$scratch/gander.1" >"$scratch/page" 2>"$scratch/groff"
    [ ! -s "$scratch/groff" ] || complain "groff: $(cat "$scratch/groff")"
fi

# -- nothing is missing ------------------------------------------------------------------------------
commands=$("$gander" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
[ -n "$commands" ] || complain "no commands in the overview"
for command in $commands; do
    for shell in bash zsh fish; do
        grep -qw -- "$command" "$scratch/gander.$shell" || complain "$shell: no $command"
    done
    grep -q "^\.B $command\$" "$scratch/gander.1" || complain "man page: no $command"
    for option in $("$gander" help "$command" | sed -n '/^Options:/,/^$/s/^ .*--\([a-z-]*\).*/\1/p'); do
        grep -q -- "--$option" "$scratch/gander.bash" || complain "bash: no --$option"
        grep -q -- "--$option" "$scratch/gander.zsh" || complain "zsh: no --$option"
        grep -q -- "-l $option " "$scratch/gander.fish" || complain "fish: no --$option"
        [ "$option" = help ] || sed 's/\\-/-/g' "$scratch/gander.1" | grep -q -- "--$option" ||
            complain "man page: no --$option"
    done
done

# -- bash completes -----------------------------------------------------------------------------------
# shellcheck disable=SC1091 # written above
. "$scratch/gander.bash"
expect() { # COMPLETIONS WORD...: the last word is being written
    wanted=$1
    shift
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    _gander
    [ "${COMPREPLY[*]}" = "$wanted" ] || complain "$*: ${COMPREPLY[*]} instead of $wanted"
}
cd "$scratch" || exit 1
rm -rf ground
mkdir -p ground/migrations && cd ground || exit 1
expect 'explain' gander ex
expect 'migrations' gander mig
expect 'migrations' gander check mig
expect '--fail-on' gander check --fa
expect '--fail-on' gander --fa
expect 'github gitlab' gander check -f git
expect 'sarif' gander check --format = sa
expect 'warning' gander --fail-on w
expect 'index-not-concurrent' gander check --ignore index-not
expect 'rename-column rename-object rename-table' gander explain rename
expect 'text json' gander inspect --format ''
expect 'schema' gander config sc
expect 'bash zsh fish' gander completions ''
expect '' gander version v
exit $failed
