/* The objects of the json format, one a line, for programs that read as it comes. */
#include "report/formats.h"
#include "report/json_members.h"

static void begin_line(struct json *json, FILE *out, const char *type)
{
    json_init(json, out);
    json_begin_object_inline(json);
    json_member_string(json, "type", str_from(type));
}

static void end_line(struct json *json)
{
    json_end(json);
    json_finish(json);
}

static void write_findings(FILE *out, const struct report *report)
{
    struct arena arena;
    arena_init(&arena);
    const struct fingerprint *prints =
        fingerprints(&arena, report->diagnostics, report->diagnostic_count);
    for (size_t i = 0; i < report->diagnostic_count; i++) {
        struct json json;
        begin_line(&json, out, "diagnostic");
        members_of_finding(&json, report->diagnostics[i], &prints[i]);
        end_line(&json);
    }
    arena_release(&arena);
}

static void write_jsonl(FILE *out, const struct report *report, const struct report_style *style)
{
    (void)style;
    struct json json;
    write_findings(out, report);
    for (size_t i = 0; i < report->notification_count; i++) {
        begin_line(&json, out, "notification");
        members_of_notification(&json, &report->notifications[i]);
        end_line(&json);
    }
    begin_line(&json, out, "summary");
    members_of_summary(&json, &report->summary);
    end_line(&json);
}

const struct reporter reporter_jsonl = {
    .name = "jsonl",
    .summary = "the same, one object a line: findings, then the summary",
    .write = write_jsonl,
    .marks_suppressed = true,
};
