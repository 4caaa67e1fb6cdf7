/* reviewdog's diagnostics: one result with all of them, or one of them a line. Columns count bytes,
 * as its rdf proto file says. */
#include "base/json.h"
#include "report/formats.h"
#include "report/json_members.h"
#include "report/message.h"
#include "report/page.h"
#include "report/place.h"
#include "report/suggestion.h"

static const char *rdf_severity(enum severity severity)
{
    switch (severity) {
    case SEVERITY_ERROR:
        return "ERROR";
    case SEVERITY_WARNING:
        return "WARNING";
    case SEVERITY_INFO:
    case SEVERITY_OFF:
        break;
    }
    return "INFO";
}

static void write_range(struct json *json, struct place place)
{
    json_key(json, "range");
    json_begin_object(json);
    member_position(json, "start", place.start);
    member_position(json, "end", place.end);
    json_end(json);
}

static void write_location(struct json *json, struct place place)
{
    json_key(json, "location");
    json_begin_object(json);
    json_member_string(json, "path", place.path);
    write_range(json, place);
    json_end(json);
}

static void write_source(struct json *json)
{
    json_key(json, "source");
    json_begin_object_inline(json);
    json_member_string(json, "name", STR("gander"));
    json_member_string(json, "url", STR(GANDER_URL));
    json_end(json);
}

static void write_code(struct json *json, const struct rule *rule)
{
    char url[RULE_URL_SIZE];
    json_key(json, "code");
    json_begin_object(json);
    json_member_string(json, "value", str_from(rule->id));
    json_member_string(json, "url", rule_url(rule, url, sizeof url));
    json_end(json);
}

/* reviewdog makes a button of each suggestion, so there is one at most. */
static void write_suggestions(struct json *json, struct arena *arena,
                              const struct diagnostic *finding)
{
    struct suggestion suggestion = suggestion_of(arena, finding);
    json_key(json, "suggestions");
    json_begin_array(json);
    if (suggestion.span.source != NULL) {
        json_begin_object(json);
        write_range(json, place_of_edit(suggestion.span, COLUMN_BYTES));
        json_member_string(json, "text", suggestion.text);
        json_end(json);
    }
    json_end(json);
}

/* Places beside the finding's own lines: where its objects were made, other files. */
static void write_related(struct json *json, struct arena *arena, const struct diagnostic *finding)
{
    size_t count = 0;
    const struct related *places = related_places(arena, finding, &count);
    json_key(json, "related_locations");
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        if (!places[i].linked) continue;
        json_begin_object(json);
        json_member_string(json, "message", places[i].text);
        write_location(json, place_of(places[i].span, finding->path, COLUMN_BYTES));
        json_end(json);
    }
    json_end(json);
}

static void write_finding(struct json *json, const struct diagnostic *finding, bool with_source)
{
    struct arena arena;
    arena_init(&arena);
    json_begin_object_inline(json);
    json_member_string(json, "message", finding->title);
    write_location(json, place_of(finding_span(finding), finding->path, COLUMN_BYTES));
    json_member_string(json, "severity", str_from(rdf_severity(finding->severity)));
    if (with_source) write_source(json);
    write_code(json, finding->rule);
    write_suggestions(json, &arena, finding);
    write_related(json, &arena, finding);
    json_end(json);
    arena_release(&arena);
}

/* The result's severity is that of diagnostics without one: all have theirs. */
static void write_rdjson(FILE *out, const struct report *report, const struct report_style *style)
{
    (void)style;
    struct json json;
    json_init(&json, out);
    json_begin_object(&json);
    write_source(&json);
    json_member_string(&json, "severity", STR("ERROR"));
    json_key(&json, "diagnostics");
    json_begin_array(&json);
    for (size_t i = 0; i < report->diagnostic_count; i++) {
        write_finding(&json, report->diagnostics[i], false);
    }
    json_end(&json);
    json_end(&json);
    json_finish(&json);
}

static void write_rdjsonl(FILE *out, const struct report *report, const struct report_style *style)
{
    (void)style;
    for (size_t i = 0; i < report->diagnostic_count; i++) {
        struct json json;
        json_init(&json, out);
        write_finding(&json, report->diagnostics[i], true);
        json_finish(&json);
    }
}

const struct reporter reporter_rdjson = {
    .name = "rdjson",
    .summary = "reviewdog's diagnostics, with safe fixes as suggestions",
    .write = write_rdjson,
};

const struct reporter reporter_rdjsonl = {
    .name = "rdjsonl",
    .summary = "the same, one diagnostic a line",
    .write = write_rdjsonl,
};
