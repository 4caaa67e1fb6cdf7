/* A table and foldable frames, for job summaries and comments on pull requests. The worst comes
 * first, because what does not fit is left out. The first line lets a bot find its own comment. */
#include "report/markdown_page.h"
#include "report/markdown_text.h"

#include "report/formats.h"
#include "report/page.h"
#include "report/place.h"
#include "report/severest.h"
#include "report/summary.h"
#include "report/text.h"
#include "report/words.h"

#include <inttypes.h>

enum {
    LIMIT = 900 * 1024, /* a job summary holds 1 MiB of every step */
    RESERVE = 4 * 1024, /* of it for what is said about the rest */
    FRAME_COLUMNS = 100,
};

static void write_row(FILE *out, const struct diagnostic *finding)
{
    char url[RULE_URL_SIZE];
    struct place place = place_of(finding_span(finding), finding->path, COLUMN_CODE_POINTS);
    struct arena arena;
    arena_init(&arena);
    struct str line = str_format(&arena, ":%" PRIu32, place.start.line);
    const struct str where[] = {place.path, line};
    fprintf(out, "| %s | ", severity_name(finding->severity));
    markdown_write_code(out, str_join(&arena, where, 2, STR("")));
    fputs(" | ", out);
    markdown_write_fragment(out, finding->title);
    struct str target = rule_url(finding->rule, url, sizeof url);
    fprintf(out, " | [%s](" STR_FMT ") |\n", finding->rule->id, STR_ARG(target));
    arena_release(&arena);
}

static void write_frame(FILE *out, const struct diagnostic *finding)
{
    struct arena arena;
    struct words words;
    arena_init(&arena);
    words_open(&words);
    text_write_finding(words.out, finding, FRAME_COLUMNS);
    struct str frame = words_text(&words, &arena);
    frame = str_slice(frame, 0, frame.len - 1); /* its blank line */
    fprintf(out, "\n<details><summary>%s: ", severity_name(finding->severity));
    markdown_write_html(out, finding->title);
    fputs("</summary>\n\n", out);
    markdown_write_block(out, frame);
    fputs("\n</details>\n", out);
    arena_release(&arena);
}

typedef void finding_writer(FILE *out, const struct diagnostic *finding);

/* Returns for how many findings there was room. */
static size_t add_findings(struct markdown_page *page, finding_writer *write,
                           const struct diagnostic *const *findings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct words part;
        words_open(&part);
        write(part.out, findings[i]);
        if (!markdown_page_add(page, &part)) return i;
    }
    return count;
}

static void write_findings(struct markdown_page *page, const struct report *report)
{
    struct arena arena;
    arena_init(&arena);
    size_t count = report->diagnostic_count;
    const struct diagnostic *const *findings = severest_first(&arena, report);
    fputs("\n| | where | what | rule |\n|---|---|---|---|\n", page->out);
    size_t rows = add_findings(page, write_row, findings, count);
    if (rows < count) fprintf(page->out, "\n%zu more are not listed here.\n", count - rows);
    size_t frames = add_findings(page, write_frame, findings, rows);
    if (frames < rows) {
        fprintf(page->out, "\n%zu more without the lines they are about.\n", rows - frames);
    }
    arena_release(&arena);
}

/* What was not analysed, and what else there is to know. */
static void write_notifications(struct markdown_page *page, const struct report *report)
{
    if (report->notification_count > 0) fputc('\n', page->out);
    for (size_t i = 0; i < report->notification_count; i++) {
        const struct notification *notification = &report->notifications[i];
        struct words item;
        words_open(&item);
        fprintf(item.out, "- %s: ", compiler_level(notification->level));
        markdown_write_fragment(item.out, notification->text);
        fputc('\n', item.out);
        if (markdown_page_add(page, &item)) continue;
        fprintf(page->out, "- %zu more notes\n", report->notification_count - i);
        return;
    }
}

/* The heading counts findings; is there anything else to count? */
static bool counts_more(const struct summary *summary)
{
    return summary->suppressed + summary->baselined + summary->before_start_after +
               summary->not_analysed + summary->points_of_no_return + summary->fixable +
               summary->fixable_unsafe >
           0;
}

static void write_markdown(FILE *out, const struct report *report, const struct report_style *style)
{
    struct markdown_page page = {.out = out, .room = LIMIT - RESERVE};
    fputs("<!-- gander -->\n### gander: ", out);
    write_summary_head(out, &report->summary);
    fputc('\n', out);
    if (report->diagnostic_count > 0) write_findings(&page, report);
    write_notifications(&page, report);
    if (style->quiet || !counts_more(&report->summary)) return;
    fputc('\n', out);
    write_summary_line(out, &report->summary);
}

const struct reporter reporter_markdown = {
    .name = "markdown",
    .summary = "for job summaries and pull requests; added to FILE's end",
    .write = write_markdown,
    .appends = true,
};
