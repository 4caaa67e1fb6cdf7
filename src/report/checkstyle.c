/* Checkstyle's XML, which most CI servers and review tools read. Readers split `source` at its last
 * dot into a category and a type. */
#include "report/formats.h"
#include "report/place.h"
#include "report/xml.h"

static void write_error(FILE *out, const struct diagnostic *finding)
{
    struct place place = place_of(finding_span(finding), finding->path, COLUMN_CODE_POINTS);
    fputs("    <error", out);
    xml_write_count(out, "line", place.start.line);
    xml_write_count(out, "column", place.start.column);
    xml_write_attribute(out, "severity", str_from(severity_name(finding->severity)));
    xml_write_attribute(out, "message", finding->title);
    fprintf(out, " source=\"gander.%s.%s\"/>\n", category_name(finding->rule->category),
            finding->rule->id);
}

/* Findings are sorted by path, so a file's stand together. */
static void write_checkstyle(FILE *out, const struct report *report,
                             const struct report_style *style)
{
    (void)style;
    xml_write_head(out);
    fputs("<checkstyle version=\"4.3\">\n", out);
    for (size_t i = 0; i < report->diagnostic_count;) {
        struct str path = report->diagnostics[i]->path;
        fputs("  <file", out);
        xml_write_attribute(out, "name", path);
        fputs(">\n", out);
        for (; i < report->diagnostic_count && str_equal(report->diagnostics[i]->path, path); i++) {
            write_error(out, report->diagnostics[i]);
        }
        fputs("  </file>\n", out);
    }
    fputs("</checkstyle>\n", out);
}

const struct reporter reporter_checkstyle = {
    .name = "checkstyle",
    .summary = "XML as Checkstyle writes it, for CI servers",
    .write = write_checkstyle,
};
