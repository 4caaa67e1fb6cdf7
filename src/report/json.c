/* Everything known about a run, for programs. New members may be added; none changes its meaning
 * within one schema_version. */
#include "report/formats.h"
#include "report/json_members.h"

enum { SCHEMA_VERSION = 1 };

static void write_json(FILE *out, const struct report *report, const struct report_style *style)
{
    (void)style;
    struct arena arena;
    arena_init(&arena);
    const struct fingerprint *prints =
        fingerprints(&arena, report->diagnostics, report->diagnostic_count);
    struct json json;
    json_init(&json, out);
    json_begin_object(&json);
    json_member_number(&json, "schema_version", SCHEMA_VERSION);
    json_key(&json, "tool");
    json_begin_object_inline(&json);
    json_member_string(&json, "name", STR("gander"));
    json_member_string(&json, "version", STR(GANDER_VERSION));
    json_end(&json);
    json_key(&json, "summary");
    json_begin_object(&json);
    members_of_summary(&json, &report->summary);
    json_end(&json);
    json_key(&json, "notifications");
    json_begin_array(&json);
    for (size_t i = 0; i < report->notification_count; i++) {
        json_begin_object(&json);
        members_of_notification(&json, &report->notifications[i]);
        json_end(&json);
    }
    json_end(&json);
    json_key(&json, "diagnostics");
    json_begin_array(&json);
    for (size_t i = 0; i < report->diagnostic_count; i++) {
        json_begin_object(&json);
        members_of_finding(&json, report->diagnostics[i], &prints[i]);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    json_finish(&json);
    arena_release(&arena);
}

const struct reporter reporter_json = {
    .name = "json",
    .summary = "everything about every finding, in one object",
    .write = write_json,
    .marks_suppressed = true,
};
