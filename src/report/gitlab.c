/* GitLab's Code Quality report (docs.gitlab.com, "Code Quality report format"). GitLab does not
 * show `check_name`, so the id stands in the description too. */
#include "base/json.h"
#include "lint/fingerprint.h"
#include "report/formats.h"
#include "report/json_members.h"
#include "report/place.h"

static const char *gitlab_severity(enum severity severity)
{
    switch (severity) {
    case SEVERITY_ERROR:
        return "critical";
    case SEVERITY_WARNING:
        return "major";
    case SEVERITY_INFO:
    case SEVERITY_OFF:
        break;
    }
    return "minor";
}

static void write_location(struct json *json, struct place place)
{
    json_key(json, "location");
    json_begin_object(json);
    json_member_string(json, "path", place.path);
    json_key(json, "positions");
    json_begin_object(json);
    member_position(json, "begin", place.start);
    member_position(json, "end", place.end);
    json_end(json);
    json_end(json);
}

static struct str description(struct arena *arena, const struct diagnostic *finding)
{
    const struct str parts[] = {str_from(finding->rule->id), finding->title};
    return str_join(arena, parts, 2, STR(": "));
}

static void write_gitlab(FILE *out, const struct report *report, const struct report_style *style)
{
    (void)style;
    struct arena arena;
    arena_init(&arena);
    const struct fingerprint *prints =
        fingerprints(&arena, report->diagnostics, report->diagnostic_count);
    struct json json;
    json_init(&json, out);
    json_begin_array(&json);
    for (size_t i = 0; i < report->diagnostic_count; i++) {
        const struct diagnostic *finding = report->diagnostics[i];
        json_begin_object_inline(&json);
        json_member_string(&json, "description", description(&arena, finding));
        json_member_string(&json, "check_name", str_from(finding->rule->id));
        json_member_string(&json, "fingerprint", str_from(prints[i].hex));
        json_member_string(&json, "severity", str_from(gitlab_severity(finding->severity)));
        write_location(&json, place_of(finding_span(finding), finding->path, COLUMN_CODE_POINTS));
        json_end(&json);
    }
    json_end(&json);
    json_finish(&json);
    arena_release(&arena);
}

const struct reporter reporter_gitlab = {
    .name = "gitlab",
    .summary = "GitLab's Code Quality report",
    .write = write_gitlab,
};
