/* Azure Pipelines' logging commands: one `task.logissue` a finding. There is no type below
 * "warning". Its agent undoes %AZP25, not %25. */
#include "report/command.h"
#include "report/formats.h"
#include "report/place.h"

#include <inttypes.h>

static const struct command_escape message_escapes[] = {
    {'%', "%AZP25"}, {'\r', "%0D"}, {'\n', "%0A"}, {'\0', NULL}};

static const struct command_escape property_escapes[] = {
    {'%', "%AZP25"}, {'\r', "%0D"}, {'\n', "%0A"}, {']', "%5D"}, {';', "%3B"}, {'\0', NULL}};

static void write_finding(FILE *out, const struct diagnostic *finding)
{
    struct place place = place_of(finding_span(finding), finding->path, COLUMN_CODE_POINTS);
    fprintf(out, "##vso[task.logissue type=%s;sourcepath=",
            finding->severity == SEVERITY_ERROR ? "error" : "warning");
    command_write(out, place.path, property_escapes);
    fprintf(out, ";linenumber=%" PRIu32 ";columnnumber=%" PRIu32 ";code=%s]", place.start.line,
            place.start.column, finding->rule->id);
    command_write(out, finding->title, message_escapes);
    fputc('\n', out);
}

static void write_azure(FILE *out, const struct report *report, const struct report_style *style)
{
    (void)style;
    for (size_t i = 0; i < report->diagnostic_count; i++) {
        write_finding(out, report->diagnostics[i]);
    }
}

const struct reporter reporter_azure = {
    .name = "azure",
    .summary = "logging commands of Azure Pipelines",
    .write = write_azure,
};
