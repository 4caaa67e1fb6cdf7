#!/usr/bin/env bash
# Builds gander from the checkout this action belongs to, so that both are of one version, and puts
# it on PATH for the steps that follow.
set -euo pipefail
root=$(cd "$GITHUB_ACTION_PATH/../../.." && pwd)

if ! version=$("$root/scripts/gander" --version); then
    echo "::error title=gander::cannot build gander, see above; it is built from Debian 12's" \
        "packages: run the job in \`container: debian:12\`"
    exit 2
fi
read -r _ version _ <<<"$version"
echo "version=$version" >>"$GITHUB_OUTPUT"
echo "$root/build/release" >>"$GITHUB_PATH"
