#!/bin/bash
# Completions and the man page know every command and option of --help, and are what their readers
# can read: bash, zsh and fish are asked for completions, groff and mandoc look at the page. Says
# what it skips where one of them is not installed; scripts/setup test tries to install them all.
#
#   shell.sh GANDER SCRATCH_DIR
set -u
export LC_ALL=C
gander=$1
scratch=$2
failed=0
tests=$(cd "$(dirname "$0")" && pwd) || exit 1
mkdir -p "$scratch" || exit 1
complain() {
    echo "$1"
    failed=1
}

for shell in bash zsh fish; do
    "$gander" completions $shell >"$scratch/gander.$shell" || exit 1
    if ! command -v $shell >/dev/null; then
        echo "skipped: $shell is not installed"
        continue
    fi
    $shell -n "$scratch/gander.$shell" || complain "$shell cannot read its completions"
done
"$gander" help --man >"$scratch/gander.1" || exit 1
if command -v groff >/dev/null; then
    groff -man -Tutf8 -ww "$scratch/gander.1" >"$scratch/page" 2>"$scratch/groff"
    [ ! -s "$scratch/groff" ] || complain "groff: $(cat "$scratch/groff")"
fi
if command -v mandoc >/dev/null; then
    mandoc -Tlint -W warning "$scratch/gander.1" || complain "mandoc does not like the page"
else
    echo "skipped: mandoc is not installed"
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
expect 'sql json' gander schema --format ''
expect 'schema' gander config sc
expect 'bash zsh fish' gander completions ''
expect '' gander version v
expect 'locking,rename-column locking,rename-object locking,rename-table' \
    gander check --ignore locking,rename

# -- zsh and fish complete ------------------------------------------------------------------------
lines=('gander mig' 'gander --fa' 'gander check --fo' 'gander check -f git' 'gander --fail-on w'
    'gander explain rename-' 'gander config s' 'gander check --only locking,rename-'
    'gander inspect --format ' 'gander completions ' 'gander --vers' 'gander init ')
same() { # SHELL
    diff -u --label wanted "$scratch/wanted" --label "$1" "$scratch/offered.$1" ||
        complain "$1 completes otherwise"
}
if command -v zsh >/dev/null; then
    zsh -f "$tests/zsh_completes.zsh" "$scratch/gander.zsh" "$scratch" 'gander ch' "${lines[@]}" \
        'gander check --format=sa' >"$scratch/offered.zsh" || complain 'zsh does not complete'
    cat >"$scratch/wanted" <<'END'
gander ch -> [gander check ]
check
gander mig -> [gander migrations/]
migrations
gander --fa -> [gander --fail-on=]
--fail-on
gander check --fo -> [gander check --for]
--force-exclude
--format
gander check -f git -> [gander check -f git]
github
gitlab
gander --fail-on w -> [gander --fail-on warning ]
warning
gander explain rename- -> [gander explain rename-]
rename-column
rename-object
rename-table
gander config s -> [gander config s]
schema
show
gander check --only locking,rename- -> [gander check --only locking,rename-]
rename-column
rename-object
rename-table
gander inspect --format  -> [gander inspect --format ]
json
text
gander completions  -> [gander completions ]
bash
fish
zsh
gander --vers -> [gander --version ]
--version
gander init  -> [gander init -]
--help
--print
-h
gander check --format=sa -> [gander check --format=sarif ]
sarif
END
    same zsh
fi
if command -v fish >/dev/null; then
    mkdir -p "$scratch/home" # fish writes there
    HOME=$scratch/home XDG_CONFIG_HOME=$scratch/home XDG_DATA_HOME=$scratch/home \
        fish --no-config "$tests/fish_completes.fish" "$scratch/gander.fish" 'gander ch' "${lines[@]}" \
        'gander check --format=sa' >"$scratch/offered.fish" || complain 'fish does not complete'
    cat >"$scratch/wanted" <<'END'
gander ch ->
check
gander mig ->
migrations/
gander --fa ->
--fail-on
gander check --fo ->
--force-exclude
--format
gander check -f git ->
github
gitlab
gander --fail-on w ->
warning
gander explain rename- ->
rename-column
rename-object
rename-table
gander config s ->
schema
show
gander check --only locking,rename- ->
locking,rename-column
locking,rename-object
locking,rename-table
gander inspect --format  ->
json
text
gander completions  ->
bash
fish
zsh
gander --vers ->
--version
gander init  ->
gander check --format=sa ->
--format=sarif
END
    same fish
fi
exit $failed
