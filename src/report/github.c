/* Workflow commands, from which GitHub's runner makes annotations in a pull request. It unescapes
 * %25, %0D and %0A, in properties %3A and %2C too (actions/runner, ActionCommand.cs), and drops
 * columns unless both are on one line. */
#include "base/width.h"
#include "report/command.h"
#include "report/formats.h"
#include "report/place.h"
#include "report/severest.h"
#include "report/summary.h"

#include <inttypes.h>

enum {
    SHOWN_PER_TYPE = 10, /* the runner makes no more annotations of one severity in a step */
    MESSAGE_UNITS = 4096 /* the runner cuts longer messages */
};

static const struct command_escape message_escapes[] = {
    {'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}, {'\0', NULL}};

static const struct command_escape property_escapes[] = {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"},
                                                         {':', "%3A"}, {',', "%2C"},  {'\0', NULL}};

static const char *command_of(enum severity severity)
{
    return severity == SEVERITY_INFO ? "notice" : severity_name(severity);
}

/* At most [units] UTF-16 units of [text], which is what .NET counts in. */
static struct str cut(struct arena *arena, struct str text, size_t units)
{
    const struct str mark = STR("...");
    size_t filled = 0;
    size_t keep = 0; /* bytes that leave room for the mark */
    for (size_t at = 0; at < text.len;) {
        struct code_point point = code_point_at(text, at);
        filled += point.value > 0xFFFF ? 2 : 1;
        at += point.len;
        if (filled <= units - mark.len) keep = at;
        if (filled > units) {
            const struct str parts[] = {str_slice(text, 0, keep), mark};
            return str_join(arena, parts, 2, STR(""));
        }
    }
    return text;
}

/* The title, and each note on a line of its own. */
static struct str message_text(struct arena *arena, const struct diagnostic *finding)
{
    struct str *parts = arena_array(arena, finding->note_count + 1, sizeof *parts);
    parts[0] = finding->title;
    for (size_t i = 0; i < finding->note_count; i++) parts[i + 1] = finding->notes[i];
    struct str whole = str_join(arena, parts, finding->note_count + 1, STR("\n"));
    return cut(arena, whole, MESSAGE_UNITS);
}

static void write_finding(FILE *out, const struct diagnostic *finding)
{
    struct arena arena;
    arena_init(&arena);
    struct place place = place_of(finding_span(finding), finding->path, COLUMN_CODE_POINTS);
    fprintf(out, "::%s file=", command_of(finding->severity));
    command_write(out, place.path, property_escapes);
    fprintf(out, ",line=%" PRIu32 ",endLine=%" PRIu32, place.start.line, place.end.line);
    if (place.start.line == place.end.line) {
        fprintf(out, ",col=%" PRIu32 ",endColumn=%" PRIu32, place.start.column, place.end.column);
    }
    fprintf(out, ",title=%s::", finding->rule->id);
    command_write(out, message_text(&arena, finding), message_escapes);
    fputc('\n', out);
    arena_release(&arena);
}

/* How many of [findings] come too late for an annotation. */
static size_t count_hidden(const struct diagnostic *const *findings, size_t count)
{
    size_t hidden = 0;
    size_t seen = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && findings[i]->severity != findings[i - 1]->severity) seen = 0;
        if (++seen > SHOWN_PER_TYPE) hidden++;
    }
    return hidden;
}

/* What gets no annotation stays in the runner's log; how much that is must be said. */
static void write_hidden(FILE *out, const struct summary *summary, size_t hidden)
{
    if (hidden == 0) return;
    write_summary(out, summary);
    fprintf(out, " %zu not shown as annotations: GitHub takes %d of each severity from a step.\n",
            hidden, SHOWN_PER_TYPE);
}

static void write_github(FILE *out, const struct report *report, const struct report_style *style)
{
    struct arena arena;
    arena_init(&arena);
    const struct diagnostic **sorted = severest_first(&arena, report);
    size_t count = report->diagnostic_count;
    for (size_t i = 0; i < count; i++) write_finding(out, sorted[i]);
    if (!style->quiet) write_hidden(out, &report->summary, count_hidden(sorted, count));
    arena_release(&arena);
}

const struct reporter reporter_github = {
    .name = "github",
    .summary = "annotations of GitHub Actions; may follow text or concise",
    .write = write_github,
    .follows = true,
};
