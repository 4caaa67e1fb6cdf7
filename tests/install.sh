#!/bin/sh
# `cmake --install` puts everything where it is looked for.
#
#   install.sh CMAKE BUILD_DIR SCRATCH_DIR
set -eu
rm -rf "$3"
"$1" --install "$2" --prefix "$3" >/dev/null
cd "$3"
for file in bin/gander share/man/man1/gander.1 share/bash-completion/completions/gander \
    share/zsh/site-functions/_gander share/fish/vendor_completions.d/gander.fish; do
    [ -s "$file" ] || { echo "not installed: $file"; exit 1; }
done
bin/gander version
grep -q '^\.TH GANDER 1' share/man/man1/gander.1
