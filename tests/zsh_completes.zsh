#!/usr/bin/env -S zsh -f
# What zsh offers for a line, one word a line, as somebody at a terminal gets it: an interactive zsh
# in a pseudo-terminal, with compinit.
#
#   zsh_completes.zsh COMPLETIONS SCRATCH_DIR LINE...
emulate -R zsh
zmodload zsh/zpty
completions=$1 scratch=$2
shift 2

# In the inner shell: what compadd adds is written down, and ^X says what became of the line.
cat >$scratch/inner.zsh <<'END'
PROMPT= RPROMPT= LISTMAX=9999
unsetopt beep
autoload -U compinit && compinit -u -D
source $completions
compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
        builtin compadd "$@"
        return
    fi
    local -a hits
    builtin compadd -O hits "$@"
    (( $#hits )) && print -rl -- $hits >>$scratch/offered
    builtin compadd "$@"
}
say() {
    print -r -- "$BUFFER" >$scratch/line
    BUFFER=
}
zle -N say
bindkey '^I' complete-word '^X' say
: >$scratch/ready
END

await() { # FILE
    repeat 600; do
        [[ -e $1 ]] && return
        zpty -r -t inner ignored
        sleep 0.05
    done
    print -u2 -r -- "zsh in a pseudo-terminal does not answer"
    exit 2
}

rm -f $scratch/(ready|line|offered)(N)
export completions scratch
TERM=dumb zpty inner zsh -f -i
zpty -w inner 'source $scratch/inner.zsh'
await $scratch/ready
for line in "$@"; do
    rm -f $scratch/(line|offered)(N)
    zpty -w -n inner "$line"$'\t\C-x'
    await $scratch/line
    print -r -- "$line -> [$(<$scratch/line)]"
    [[ -e $scratch/offered ]] && sort -u $scratch/offered
done
zpty -d inner
