# What fish offers for a line, one word a line.
#
#   fish_completes.fish COMPLETIONS LINE...
source $argv[1]
for line in $argv[2..-1]
    echo "$line ->"
    complete -C $line | string replace -r '\t.*' ''
end
