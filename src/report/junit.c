/* JUnit's XML as Jenkins' xunit plugin accepts it: one suite a file, one failed case a finding, one
 * passing case for a file without any. What does not fail the run does not fail here either. */
#include "base/vec.h"
#include "report/formats.h"
#include "report/place.h"
#include "report/xml.h"

#include <inttypes.h>
#include <stdlib.h>

/* What there is to say about one file. */
struct suite {
    struct str path;
    const struct diagnostic *const *findings;
    size_t finding_count;
    const struct notification *notification; /* NULL: none */
};

struct suites {
    VEC(struct suite) all;
    struct arena *arena;
    enum severity fail_on;
};

/* -- files ------------------------------------------------------------------------------------- */

static void add(struct suites *suites, struct suite suite)
{
    VEC_PUSH(suites->arena, &suites->all, suite);
}

/* A file's findings stand together. */
static void add_findings(struct suites *suites, const struct report *report)
{
    for (size_t i = 0; i < report->diagnostic_count;) {
        struct suite suite = {.path = report->diagnostics[i]->path,
                              .findings = &report->diagnostics[i]};
        for (; i < report->diagnostic_count; i++) {
            if (!str_equal(report->diagnostics[i]->path, suite.path)) break;
            suite.finding_count++;
        }
        add(suites, suite);
    }
}

/* By path; for one path first what there is to say, so that the empty one goes. */
static int compare_suites(const void *left, const void *right)
{
    const struct suite *a = left;
    const struct suite *b = right;
    int order = str_compare(a->path, b->path);
    if (order != 0) return order;
    if (a->finding_count != b->finding_count) return a->finding_count > b->finding_count ? -1 : 1;
    if (a->notification == b->notification) return 0;
    if (a->notification == NULL) return 1;
    if (b->notification == NULL) return -1;
    return a->notification < b->notification ? -1 : 1;
}

static bool is_empty(const struct suite *suite)
{
    return suite->finding_count == 0 && suite->notification == NULL;
}

/* A file that was read has a suite of its own even when nothing was found; one that has
 * notifications has one for each. */
static void collect(struct suites *suites, const struct report *report)
{
    add_findings(suites, report);
    for (size_t i = 0; i < report->notification_count; i++) {
        const struct notification *notification = &report->notifications[i];
        add(suites, (struct suite){.path = notification->path, .notification = notification});
    }
    for (size_t i = 0; i < report->source_count; i++) {
        add(suites, (struct suite){.path = report->sources[i]->path});
    }
    struct suite *all = suites->all.at;
    size_t count = suites->all.len;
    if (count > 0) qsort(all, count, sizeof *all, compare_suites);
    suites->all.len = 0;
    for (size_t i = 0; i < count; i++) {
        size_t kept = suites->all.len;
        bool told = kept > 0 && str_equal(all[kept - 1].path, all[i].path) && is_empty(&all[i]);
        if (!told) all[suites->all.len++] = all[i];
    }
}

/* -- cases ------------------------------------------------------------------------------------- */

static bool fails(const struct suites *suites, enum severity severity)
{
    return suites->fail_on != SEVERITY_OFF && severity >= suites->fail_on;
}

static bool is_error(const struct notification *notification)
{
    return notification != NULL && notification->level == SEVERITY_ERROR;
}

static size_t failures(const struct suites *suites, const struct suite *suite)
{
    size_t count = 0;
    for (size_t i = 0; i < suite->finding_count; i++) {
        if (fails(suites, suite->findings[i]->severity)) count++;
    }
    return count;
}

static void write_lines(FILE *out, const char *kind, const struct str *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "\n%s: ", kind);
        xml_write_text(out, texts[i]);
    }
}

static void write_failure(FILE *out, const struct diagnostic *finding, struct place place)
{
    fputs("      <failure", out);
    xml_write_attribute(out, "type", str_from(severity_name(finding->severity)));
    xml_write_attribute(out, "message", finding->title);
    fputc('>', out);
    xml_write_text(out, place.path);
    fprintf(out, ":%" PRIu32 ":%" PRIu32 ": %s: ", place.start.line, place.start.column,
            compiler_level(finding->severity));
    xml_write_text(out, finding->title);
    fprintf(out, " [%s]", finding->rule->id);
    write_lines(out, "note", finding->notes, finding->note_count);
    write_lines(out, "help", finding->help, finding->help_count);
    fputs("</failure>\n", out);
}

static void write_skipped(FILE *out, struct arena *arena, enum severity severity, struct str text)
{
    const struct str parts[] = {str_from(severity_name(severity)), text};
    fputs("      <skipped", out);
    xml_write_attribute(out, "message", str_join(arena, parts, 2, STR(": ")));
    fputs("/>\n", out);
}

/* What is about no file in particular is about the run. */
static struct str class_name(struct str path)
{
    return path.len > 0 ? path : STR("gander");
}

static void begin_case(FILE *out, struct str name, struct str path)
{
    fputs("    <testcase", out);
    xml_write_attribute(out, "name", name);
    xml_write_attribute(out, "classname", class_name(path));
}

static void write_finding(FILE *out, const struct suites *suites, const struct diagnostic *finding)
{
    struct place place = place_of(finding_span(finding), finding->path, COLUMN_CODE_POINTS);
    begin_case(out,
               str_format(suites->arena, "%s %" PRIu32 ":%" PRIu32, finding->rule->id,
                          place.start.line, place.start.column),
               finding->path);
    fputs(">\n", out);
    if (fails(suites, finding->severity)) {
        write_failure(out, finding, place);
    } else {
        write_skipped(out, suites->arena, finding->severity, finding->title);
    }
    fputs("    </testcase>\n", out);
}

static void write_notification(FILE *out, const struct suites *suites,
                               const struct notification *notification)
{
    begin_case(out, str_from(notification->id), notification->path);
    fputs(">\n", out);
    if (is_error(notification)) {
        fputs("      <error type=\"environment\"", out);
        xml_write_attribute(out, "message", notification->text);
        fputs("/>\n", out);
    } else {
        write_skipped(out, suites->arena, notification->level, notification->text);
    }
    fputs("    </testcase>\n", out);
}

/* -- suites ------------------------------------------------------------------------------------ */

static void write_counts(FILE *out, size_t tests, size_t failed, size_t errors)
{
    xml_write_count(out, "tests", tests);
    xml_write_count(out, "failures", failed);
    xml_write_count(out, "errors", errors);
    fputs(">\n", out);
}

static void write_suite(FILE *out, const struct suites *suites, const struct suite *suite)
{
    fputs("  <testsuite", out);
    xml_write_attribute(out, "name", class_name(suite->path));
    write_counts(out, suite->finding_count > 0 ? suite->finding_count : 1, failures(suites, suite),
                 is_error(suite->notification) ? 1 : 0);
    for (size_t i = 0; i < suite->finding_count; i++) {
        write_finding(out, suites, suite->findings[i]);
    }
    if (suite->notification != NULL) write_notification(out, suites, suite->notification);
    if (is_empty(suite)) {
        begin_case(out, STR("no findings"), suite->path);
        fputs("/>\n", out);
    }
    fputs("  </testsuite>\n", out);
}

static void write_suites(FILE *out, const struct suites *suites)
{
    size_t tests = 0, failed = 0, errors = 0;
    for (size_t i = 0; i < suites->all.len; i++) {
        const struct suite *suite = &suites->all.at[i];
        tests += suite->finding_count > 0 ? suite->finding_count : 1;
        failed += failures(suites, suite);
        errors += is_error(suite->notification) ? 1 : 0;
    }
    xml_write_head(out);
    fputs("<testsuites name=\"gander\"", out);
    write_counts(out, tests, failed, errors);
    for (size_t i = 0; i < suites->all.len; i++) write_suite(out, suites, &suites->all.at[i]);
    fputs("</testsuites>\n", out);
}

static void write_junit(FILE *out, const struct report *report, const struct report_style *style)
{
    (void)style;
    struct arena arena;
    arena_init(&arena);
    struct suites suites = {.arena = &arena, .fail_on = report->summary.fail_on};
    collect(&suites, report);
    write_suites(out, &suites);
    arena_release(&arena);
}

const struct reporter reporter_junit = {
    .name = "junit",
    .summary = "JUnit's XML: a suite for each file, a case for each finding",
    .write = write_junit,
};
