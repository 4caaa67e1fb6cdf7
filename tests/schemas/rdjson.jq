include "rdf";
(keys == ["diagnostics", "severity", "source"]) and (.source | source) and .severity == "ERROR"
    and all(.diagnostics[]; (has("source") | not) and diagnostic)
