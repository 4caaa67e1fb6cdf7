#!/usr/bin/env bash
# Runs `gander check` as the action's inputs say; they come as environment variables. Writes all
# outputs whatever happens, then ends with gander's exit code.
set -euo pipefail

output() { # NAME VALUE: of any number of lines
    local end="end-of-$1-$RANDOM$RANDOM$RANDOM"
    printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >>"$GITHUB_OUTPUT"
}

finish() { # SARIF-FILE FINDINGS EXIT-CODE
    output sarif "$1"
    output findings "$2"
    output exit-code "$3"
    exit "$3"
}

stop() { # MESSAGE
    echo "::error title=gander::$1"
    finish "" 0 2
}

is_on() { # INPUT VALUE
    [[ $2 == true || $2 == false ]] || stop "the input \`$1\` is neither \`true\` nor \`false\`"
    [[ $2 == true ]]
}

add_lines() { # ARRAY TEXT: every line that is not empty is one element
    local -n array=$1
    local line
    while IFS= read -r line; do
        [[ -z $line ]] || array+=("$line")
    done <<<"$2"
}

# -- what to run ---------------------------------------------------------------------------------
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
reports=(--color always -f text -f "jsonl=$lines")
arguments=()
operands=()
if is_on annotations "$ANNOTATIONS"; then reports+=(-f github); fi
if is_on summary "$SUMMARY"; then reports+=(-f "markdown=$GITHUB_STEP_SUMMARY"); fi
if [[ -n $CONFIG ]]; then arguments+=(--config "$CONFIG"); fi
if [[ -n $FAIL_ON ]]; then arguments+=(--fail-on "$FAIL_ON"); fi
add_lines arguments "$ARGS"
add_lines operands "$PATHS"

since=
if [[ $ONLY_NEW == auto ]]; then
    since=$BASE
elif is_on only-new "$ONLY_NEW"; then
    [[ -n $BASE ]] || stop "the input \`only-new\` is \`true\`, but this is no pull request"
    since=$BASE
fi

sarif=()
if [[ -n $SARIF ]]; then
    SARIF=$(realpath -m -- "$SARIF")
    mkdir -p -- "$(dirname -- "$SARIF")"
    [[ ! -f $SARIF ]] || rm -f -- "$SARIF" # an earlier run's is not this run's
    sarif=(-f "sarif=$SARIF")
fi

# -- run it --------------------------------------------------------------------------------------
code=0
run() { # OPTION...; 2 beats 1
    local status=0
    gander check "$@" "${arguments[@]}" -- "${operands[@]}" || status=$?
    if ((status > code)); then code=$status; fi
}

# In a container the checkout belongs to another user, which git would refuse. gander asks git for
# --since, and for `base-ref` of gander.yml.
index=${GIT_CONFIG_COUNT:-0}
export "GIT_CONFIG_KEY_$index=safe.directory" "GIT_CONFIG_VALUE_$index=$GITHUB_WORKSPACE"
export GIT_CONFIG_COUNT=$((index + 1))
if [[ -z $since ]]; then
    run "${reports[@]}" "${sarif[@]}"
else
    run "${reports[@]}" --since "$since"
    # Code scanning takes an alert that is not in the file for fixed: that file tells everything.
    if [[ -n $SARIF ]]; then run "${sarif[@]}" --exit-zero; fi
fi

# -- what came of it: the last line for machines counts the findings -------------------------------
counts=$(tail -n 1 "$lines")
number() { # of MEMBER
    sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p" <<<"$counts"
}
case $(sed -n 's/.*"fail_on": "\([a-z]*\)".*/\1/p' <<<"$counts") in
info) findings=$(($(number errors) + $(number warnings) + $(number infos))) ;;
warning) findings=$(($(number errors) + $(number warnings))) ;;
error) findings=$(number errors) ;;
*) findings=0 ;;
esac
if [[ ! -f $SARIF ]]; then SARIF=; fi
finish "$SARIF" "$findings" "$code"
