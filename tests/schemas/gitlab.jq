# GitLab's Code Quality report: true when the shape is right (jq -e).
def position: (keys == ["column", "line"]) and all(.[]; type == "number" and . >= 1);
def finding:
    (keys == ["check_name", "description", "fingerprint", "location", "severity"])
    and (.check_name | test("^[a-z0-9-]+$"))
    and (.check_name as $id | .description | startswith($id + ": "))
    and (.fingerprint | test("^[0-9a-f]{32}$"))
    and (.severity | IN("minor", "major", "critical"))
    and (.location | keys == ["path", "positions"])
    and (.location.path | length > 0 and (startswith("./") | not))
    and (.location.positions | keys == ["begin", "end"] and (.begin | position) and (.end | position))
    and (.location.positions | [.begin.line, .begin.column] <= [.end.line, .end.column]);
type == "array" and all(.[]; finding)
    # Equal ones would collapse into one entry.
    and ([.[].fingerprint] | length == (unique | length))
