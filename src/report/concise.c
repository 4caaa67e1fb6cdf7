/* One line a finding, in gcc's form: compilers' problem matchers and editors read it. */
#include "report/formats.h"
#include "report/place.h"
#include "report/words.h"

#include <inttypes.h>

static void write_finding(FILE *out, const struct diagnostic *finding)
{
    struct place place = place_of(finding_span(finding), finding->path, COLUMN_CODE_POINTS);
    write_visible(out, place.path);
    fprintf(out, ":%" PRIu32 ":%" PRIu32 ": %s: ", place.start.line, place.start.column,
            compiler_level(finding->severity));
    write_visible(out, finding->title);
    fprintf(out, " [%s]", finding->rule->id);
    if (finding->suppressed.kind != NOT_SUPPRESSED) {
        struct arena arena;
        arena_init(&arena);
        fputs(" (suppressed ", out);
        write_visible(out, suppressed_words(&arena, finding));
        fputc(')', out);
        arena_release(&arena);
    }
    fputc('\n', out);
}

static void write_concise(FILE *out, const struct report *report, const struct report_style *style)
{
    (void)style;
    for (size_t i = 0; i < report->diagnostic_count; i++) {
        write_finding(out, report->diagnostics[i]);
    }
}

const struct reporter reporter_concise = {
    .name = "concise",
    .summary = "one line a finding: path:line:column: severity: title [rule]",
    .write = write_concise,
    .for_people = true,
    .marks_suppressed = true,
};
