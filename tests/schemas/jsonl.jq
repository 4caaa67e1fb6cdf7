# Read with --raw-input --slurp: every line must be an object of its own, the summary the last.
def location:
    (keys == ["byte_length", "byte_offset", "column", "end_column", "end_line", "line", "path"])
    and .line >= 1 and .column >= 1 and [.line, .column] <= [.end_line, .end_column];
def mark: (.location | location) and (.origin == null or (.origin.location | location));
def diagnostic:
    (["rule", "severity", "message", "location", "section", "statement", "version", "labels", "notes", "help",
      "fixes", "fingerprint", "suppressed", "baseline"] - keys == [])
    and (.severity | IN("info", "warning", "error"))
    and (.section | IN("up", "down", "file"))
    and (.version | . == null or type == "string")
    and (.location | location) and all(.labels[]; mark)
    and all(.fixes[].edits[]; .location | location)
    and (.fingerprint | test("^[0-9a-f]{32}$"));
def notification: (["id", "level", "message", "path"] - keys == []) and (.message | length > 0);
[split("\n") | .[:-1][] | fromjson]
| length >= 1 and (.[-1] | .type == "summary" and has("exit_code"))
    and (.[-1].errors + .[-1].warnings + .[-1].infos == ([.[] | select(.type == "diagnostic")] | length))
    and all(.[:-1][]; .type as $type
        | if $type == "diagnostic" then diagnostic elif $type == "notification" then notification else false end)
