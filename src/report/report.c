#include "report/report.h"

#include "report/formats.h"

const struct reporter *const reporters[] = {
    &reporter_text,       &reporter_concise, &reporter_json,    &reporter_jsonl,
    &reporter_sarif,      &reporter_github,  &reporter_gitlab,  &reporter_junit,
    &reporter_checkstyle, &reporter_rdjson,  &reporter_rdjsonl, &reporter_azure,
    &reporter_markdown,
};

const size_t reporter_count = sizeof reporters / sizeof *reporters;

const struct reporter *reporter_find(struct str name)
{
    for (size_t i = 0; i < reporter_count; i++) {
        if (str_equal(name, str_from(reporters[i]->name))) return reporters[i];
    }
    return NULL;
}

struct report report_for(struct arena *arena, const struct reporter *reporter,
                         const struct report *report)
{
    struct report seen = *report;
    if (reporter->marks_suppressed) return seen;
    const struct diagnostic **live =
        arena_array(arena, report->diagnostic_count, sizeof(const struct diagnostic *));
    seen.diagnostic_count = 0;
    for (size_t i = 0; i < report->diagnostic_count; i++) {
        if (report->diagnostics[i]->suppressed.kind != NOT_SUPPRESSED) continue;
        live[seen.diagnostic_count++] = report->diagnostics[i];
    }
    seen.diagnostics = live;
    return seen;
}
