# Read with --raw-input --slurp: every line must be an object of its own.
include "rdf";
[split("\n") | .[:-1][] | fromjson] | all(.[]; (.source | source) and diagnostic)
