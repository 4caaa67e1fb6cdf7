/* For people: what, where, why it hurts, what to do. */
#include "report/text.h"
#include "base/vec.h"
#include "report/formats.h"
#include "report/layout.h"
#include "report/page.h"
#include "report/place.h"
#include "report/summary.h"
#include "report/words.h"

#include <inttypes.h>
#include <string.h>

enum {
    WRAP_MARGIN = 3, /* cells that wrapped notes stay away from the right edge */
    NOTE_INDENT = 9, /* "   = note: " without the digits */
};

/* -- the head ---------------------------------------------------------------------------------- */

static void draw_rule_id(const struct canvas *canvas, const struct rule *rule)
{
    char url[RULE_URL_SIZE];
    if (canvas->links) {
        struct str target = rule_url(rule, url, sizeof url);
        fprintf(canvas->out, "\x1B]8;;" STR_FMT "\x1B\\", STR_ARG(target));
    }
    fputs(rule->id, canvas->out);
    if (canvas->links) fputs("\x1B]8;;\x1B\\", canvas->out);
}

static void draw_title(const struct canvas *canvas, const struct diagnostic *finding)
{
    enum paint paint = severity_paint(finding->severity);
    paint_on(canvas, paint);
    fprintf(canvas->out, "%s[", severity_name(finding->severity));
    draw_rule_id(canvas, finding->rule);
    fputc(']', canvas->out);
    paint_off(canvas, paint);
    paint_on(canvas, PAINT_BOLD);
    fputs(": ", canvas->out);
    write_visible(canvas->out, finding->title);
    paint_off(canvas, PAINT_BOLD);
    fputc('\n', canvas->out);
}

static void draw_arrow(const struct canvas *canvas, struct str path)
{
    fprintf(canvas->out, "%*s", (int)canvas->gutter, "");
    paint_text(canvas, PAINT_GUTTER, "-->");
    fputc(' ', canvas->out);
    write_visible(canvas->out, path);
}

static void draw_position(const struct canvas *canvas, struct span span)
{
    struct position at = source_position(span.source, span.start, COLUMN_CODE_POINTS);
    fprintf(canvas->out, ":%" PRIu32 ":%" PRIu32, at.line, at.column);
}

static void draw_section(const struct canvas *canvas, const struct diagnostic *finding)
{
    switch (finding->place) {
    case PLACE_UP:
        fputs(" (up", canvas->out);
        break;
    case PLACE_DOWN:
        fputs(" (down", canvas->out);
        break;
    case PLACE_FILE:
        return;
    }
    if (finding->statement > 0) fprintf(canvas->out, ", statement %" PRIu32, finding->statement);
    fputc(')', canvas->out);
}

static void draw_where(const struct canvas *canvas, const struct diagnostic *finding)
{
    draw_arrow(canvas, finding->path);
    struct span span = finding_span(finding);
    if (finding->about_name || span.source == NULL) {
        fputs(" (file name)", canvas->out);
    } else {
        draw_position(canvas, span);
        draw_section(canvas, finding);
    }
    fputc('\n', canvas->out);
}

static void draw_bar(const struct canvas *canvas)
{
    gutter_mark(canvas, "|");
    fputc('\n', canvas->out);
}

static void draw_aside(const struct canvas *canvas, const struct aside *aside)
{
    const struct label *label = aside->label;
    paint_text(canvas, PAINT_BOLD, "note: ");
    write_visible(canvas->out, label->title.len > 0 ? label->title : label->text);
    fputc('\n', canvas->out);
    draw_arrow(canvas, label->span.source->path);
    draw_position(canvas, label->span);
    fputc('\n', canvas->out);
    draw_bar(canvas);
    frame_draw(canvas, &aside->frame);
}

/* -- the tail: notes, help, fixes -------------------------------------------------------------- */

static void draw_remark(const struct canvas *canvas, enum paint paint, const char *kind,
                        struct str text)
{
    unsigned margin = canvas->columns > WRAP_MARGIN ? canvas->columns - WRAP_MARGIN : 0;
    unsigned indent = canvas->gutter + NOTE_INDENT;
    gutter_mark(canvas, "= ");
    paint_text(canvas, paint, kind);
    fputs(": ", canvas->out);
    write_wrapped(canvas->out, text, margin, indent, indent);
    fputc('\n', canvas->out);
}

/* How to apply it: "build it CONCURRENTLY (unsafe fix, --unsafe-fixes)" */
static struct str fix_words(struct arena *arena, const struct fix *fix, struct str words)
{
    if (fix->safe) return str_format(arena, STR_FMT " (safe fix, --fix)", STR_ARG(words));
    if (fix->caveat.len == 0) {
        return str_format(arena, STR_FMT " (unsafe fix, --unsafe-fixes)", STR_ARG(words));
    }
    return str_format(arena, STR_FMT " (unsafe fix: " STR_FMT ")", STR_ARG(words),
                      STR_ARG(fix->caveat));
}

/* A byte order mark is deleted from a line that looks the same without it. */
static bool shows_something(const struct diff *diff)
{
    for (size_t i = 0; i < diff->row_count; i++) {
        if (diff->rows[i].sign == DIFF_ADDED || diff->rows[i].sign == DIFF_REMOVED) return true;
    }
    return false;
}

static void draw_fix(const struct canvas *canvas, struct arena *arena, const struct layout *layout,
                     size_t number, struct str words)
{
    const struct fix *fix = &layout->finding->fixes[number];
    draw_remark(canvas, PAINT_HELP, "help", fix_words(arena, fix, words));
    for (size_t i = 0; i < layout->diff_counts[number]; i++) {
        const struct diff *diff = &layout->diffs[number][i];
        if (!shows_something(diff)) continue;
        if (diff->source != finding_span(layout->finding).source) {
            draw_arrow(canvas, diff->source->path);
            fputc('\n', canvas->out);
        }
        draw_bar(canvas);
        diff_draw(canvas, diff);
        draw_bar(canvas);
    }
}

/* The first help says in the finding's own words what the first fix does. */
static void draw_help(const struct canvas *canvas, struct arena *arena, const struct layout *layout)
{
    const struct diagnostic *finding = layout->finding;
    for (size_t i = 0; i < finding->fix_count; i++) {
        bool told = i == 0 && finding->help_count > 0;
        draw_fix(canvas, arena, layout, i, told ? finding->help[0] : finding->fixes[i].title);
    }
    for (size_t i = finding->fix_count > 0 ? 1 : 0; i < finding->help_count; i++) {
        draw_remark(canvas, PAINT_HELP, "help", finding->help[i]);
    }
}

static void draw_rule_line(const struct canvas *canvas, const struct rule *rule)
{
    gutter_mark(canvas, "= ");
    paint_text(canvas, PAINT_BOLD, "rule");
    fputs(is_house_rule(rule) ? ": " : ": gander explain ", canvas->out);
    draw_rule_id(canvas, rule);
    if (is_house_rule(rule)) fputs(" of `custom-rules`", canvas->out);
    fputc('\n', canvas->out);
}

/* -- the report -------------------------------------------------------------------------------- */

/* Rules whose page was pointed to already. */
struct told {
    VEC(const struct rule *) rules;
    struct arena *arena;
};

static bool tell_once(struct told *told, const struct rule *rule)
{
    for (size_t i = 0; i < told->rules.len; i++) {
        if (told->rules.at[i] == rule) return false;
    }
    VEC_PUSH(told->arena, &told->rules, rule);
    return true;
}

static void draw_finding(const struct canvas *canvas, struct arena *arena,
                         const struct layout *layout, bool with_rule)
{
    const struct diagnostic *finding = layout->finding;
    bool has_frame = layout->frame.line_count > 0;
    bool suppressed = finding->suppressed.kind != NOT_SUPPRESSED;
    bool has_tail = finding->note_count + finding->help_count + finding->fix_count > 0 ||
                    with_rule || suppressed;
    draw_title(canvas, finding);
    draw_where(canvas, finding);
    if (has_frame) {
        draw_bar(canvas);
        frame_draw(canvas, &layout->frame);
    }
    for (size_t i = 0; i < layout->asides.len; i++) {
        draw_bar(canvas);
        draw_aside(canvas, &layout->asides.at[i]);
    }
    if (has_tail) draw_bar(canvas);
    for (size_t i = 0; i < finding->note_count; i++) {
        draw_remark(canvas, PAINT_BOLD, "note", finding->notes[i]);
    }
    if (suppressed) {
        draw_remark(canvas, PAINT_BOLD, "suppressed", suppressed_words(arena, finding));
    }
    draw_help(canvas, arena, layout);
    if (with_rule) draw_rule_line(canvas, finding->rule);
    fputc('\n', canvas->out);
}

/* What could not be read is said on stderr, where a person sees it too. */
void text_write_finding(FILE *out, const struct diagnostic *finding, unsigned columns)
{
    struct arena arena;
    arena_init(&arena);
    struct layout layout = layout_of(&arena, finding);
    const struct canvas canvas = {.out = out, .columns = columns, .gutter = layout_digits(&layout)};
    draw_finding(&canvas, &arena, &layout, false);
    arena_release(&arena);
}

static bool is_said_on_stderr(const struct notification *notification)
{
    static const char *const ids[] = {"git-failed", "unreadable-file", "unreadable-initial-schema"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (strcmp(notification->id, ids[i]) == 0) return true;
    }
    return false;
}

static void draw_notifications(const struct canvas *canvas, const struct report *report)
{
    bool any = false;
    for (size_t i = 0; i < report->notification_count; i++) {
        const struct notification *notification = &report->notifications[i];
        if (is_said_on_stderr(notification)) continue;
        any = true;
        enum paint paint = severity_paint(notification->level);
        paint_text(canvas, paint, compiler_level(notification->level));
        fputs(": ", canvas->out);
        write_visible(canvas->out, notification->text);
        fputc('\n', canvas->out);
    }
    if (any) fputc('\n', canvas->out);
}

static void write_text(FILE *out, const struct report *report, const struct report_style *style)
{
    struct arena run;
    arena_init(&run);
    struct told told = {.arena = &run};
    struct canvas canvas = {
        .out = out, .color = style->color, .links = style->links, .columns = style->columns};
    for (size_t i = 0; i < report->diagnostic_count; i++) {
        struct arena arena;
        arena_init(&arena);
        struct layout layout = layout_of(&arena, report->diagnostics[i]);
        canvas.gutter = layout_digits(&layout);
        draw_finding(&canvas, &arena, &layout, tell_once(&told, report->diagnostics[i]->rule));
        arena_release(&arena);
    }
    draw_notifications(&canvas, report);
    if (!style->quiet) write_summary_line(out, &report->summary);
    arena_release(&run);
}

const struct reporter reporter_text = {
    .name = "text",
    .summary = "for people: each finding with the lines it is about (the default)",
    .write = write_text,
    .for_people = true,
    .marks_suppressed = true,
};
