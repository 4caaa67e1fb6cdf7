# reviewdog's Diagnostic, as proto/rdf names its members; included by rdjson.jq and rdjsonl.jq.
def position: (keys == ["column", "line"]) and all(.[]; type == "number" and . >= 1);
def range:
    (keys == ["end", "start"]) and (.start | position) and (.end | position)
    and [.start.line, .start.column] <= [.end.line, .end.column];
def location: (keys == ["path", "range"]) and (.path | length > 0) and (.range | range);
def source: (keys == ["name", "url"]) and .name == "gander" and (.url | startswith("https://"));
def related: (keys == ["location", "message"]) and (.message | length > 0) and (.location | location);
def suggestion: (keys == ["range", "text"]) and (.text | type == "string") and (.range | range);
def diagnostic:
    ((keys - ["source"]) == ["code", "location", "message", "related_locations", "severity", "suggestions"])
    and (.message | type == "string" and length > 0)
    and (.location | location)
    and (.severity | IN("INFO", "WARNING", "ERROR"))
    and (.code | keys == ["url", "value"] and (.value as $id | .url | endswith("#" + $id)))
    and (.suggestions | length <= 1 and all(.[]; suggestion))
    and (.related_locations | all(.[]; related));
