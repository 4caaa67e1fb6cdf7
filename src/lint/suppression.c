#include "lint/suppression.h"

#include "base/vec.h"
#include "lint/file.h"
#include "lint/rule.h"
#include "lint/suppression_comments.h"
#include "lint/suppression_parse.h"

/* A `disable` that is open; of one name the latest stands on top. */
struct opened {
    size_t suppression;
    size_t target;
    struct opened *below;
};

struct placer {
    struct arena *arena;
    const struct house_rules *house;
    const struct migration_file *file;
    const struct source *source;
    struct suppressions *found;
    const struct unit *units;
    size_t unit_count;
    const struct goose_section *section; /* that ranges are open in; NULL: none */
    struct opened **open;                /* by slot_of() */
};

static size_t slot_of(const struct placer *placer, const struct selected *selected)
{
    if (selected->rule != NULL) return all_rules_number(placer->house, selected->rule);
    return all_rules_count(placer->house) + (size_t)selected->category;
}

static void cover(struct suppression *suppression, struct span span)
{
    for (size_t i = 0; i < suppression->target_count; i++) suppression->targets[i].covers = span;
}

static void misplaced(struct placer *placer, const struct suppression *suppression,
                      const char *label, const char *help)
{
    suppression_mistake(
        placer->arena, placer->found,
        (struct suppression_mistake){.at = suppression->comment,
                                     .title = STR("this comment silences nothing where it stands"),
                                     .label = str_from(label),
                                     .help = str_from(help)});
}

/* -- ignore ------------------------------------------------------------------------------------ */

static bool is_alone_on_line(const struct source *source, struct span comment, struct span line)
{
    for (uint32_t at = line.start; at < comment.start; at++) {
        if (source->text.at[at] != ' ' && source->text.at[at] != '\t') return false;
    }
    return true;
}

static struct span line_at(const struct source *source, uint32_t at)
{
    return source_line_span(source, source_line_of(source, at));
}

/* The first one behind [at]. */
static const struct directive *next_directive(const struct goose_file *goose, uint32_t at)
{
    size_t low = 0;
    size_t high = goose->directive_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (goose->directives[middle].span.start <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < goose->directive_count ? &goose->directives[low] : NULL;
}

static struct span directive_cover(const struct placer *placer, const struct directive *directive,
                                   uint32_t next_code)
{
    struct span line = source_line_span(placer->source, directive->line);
    if (directive->kind != DIRECTIVE_STATEMENT_BEGIN || next_code == NO_CODE) return line;
    const struct unit *unit = unit_before(placer->units, placer->unit_count, next_code);
    if (unit == NULL || unit->block.source == NULL || unit->block.start > directive->span.start ||
        unit->block.end <= directive->span.start) {
        return line;
    }
    line.end = unit->block.end;
    return line;
}

static void place_ignore(struct placer *placer, struct suppression *suppression,
                         const struct comment *comment)
{
    const struct source *source = placer->source;
    struct span line = line_at(source, comment->at.start);
    if (!is_alone_on_line(source, comment->at, line)) {
        cover(suppression, line);
        return;
    }
    uint32_t next = comment->next_code;
    const struct directive *directive = next_directive(placer->file->goose, comment->at.start);
    if (directive != NULL && (next == NO_CODE || directive->span.start < next)) {
        cover(suppression, directive_cover(placer, directive, next));
        return;
    }
    if (next == NO_CODE) {
        misplaced(placer, suppression, "no statement follows",
                  "write it above the statement, or at the end of its line");
        return;
    }
    const struct unit *unit = unit_before(placer->units, placer->unit_count, next);
    bool statement = unit != NULL && unit->start > comment->at.start && next < unit->end;
    cover(suppression,
          statement ? (struct span){source, unit->start, unit->end} : line_at(source, next));
}

static void place_ignore_file(struct placer *placer, struct suppression *suppression)
{
    if (placer->unit_count > 0 && placer->units[0].start < suppression->comment.start) {
        misplaced(placer, suppression, "the first statement stands above",
                  "write it at the top of the file");
        return;
    }
    cover(suppression, (struct span){placer->source, 0, (uint32_t)placer->source->text.len});
    for (size_t i = 0; i < suppression->target_count; i++) {
        suppression->targets[i].whole_file = true;
    }
}

/* -- disable, enable --------------------------------------------------------------------------- */

static const struct goose_section *section_at(const struct goose_file *goose, uint32_t at)
{
    const struct goose_section *sections[] = {&goose->up, &goose->down};
    for (size_t i = 0; i < 2; i++) {
        struct span body = sections[i]->body;
        if (body.source != NULL && at >= body.start && at < body.end) return sections[i];
    }
    return NULL;
}

/* To the section's end, and no further. */
static void close_rest(struct placer *placer)
{
    for (size_t slot = 0; slot < all_rules_count(placer->house) + CATEGORY_COUNT; slot++) {
        for (struct opened *open = placer->open[slot]; open != NULL; open = open->below) {
            const struct suppression *suppression = &placer->found->at[open->suppression];
            struct suppression_target *target = &suppression->targets[open->target];
            target->covers.end = placer->section->body.end;
            target->left_open = true;
            if (target->again) continue;
            struct str name = span_text(target->name);
            suppression_mistake(
                placer->arena, placer->found,
                (struct suppression_mistake){
                    .at = target->name,
                    .title = str_format(placer->arena,
                                        "`" STR_FMT "` stays disabled to the end of the section",
                                        STR_ARG(name)),
                    .label = STR("never enabled again"),
                    .help = str_format(placer->arena,
                                       "write `-- gander:enable " STR_FMT "` where "
                                       "it ends",
                                       STR_ARG(name))});
        }
        placer->open[slot] = NULL;
    }
}

static void enter_section(struct placer *placer, uint32_t at)
{
    const struct goose_section *section = section_at(placer->file->goose, at);
    if (section == placer->section) return;
    if (placer->section != NULL) close_rest(placer);
    placer->section = section;
}

static void place_disable(struct placer *placer, size_t number)
{
    struct suppression *suppression = &placer->found->at[number];
    if (placer->section == NULL) {
        misplaced(placer, suppression, "above every section",
                  "write it below `-- +goose Up`, or `gander:ignore-file`");
        return;
    }
    for (size_t i = 0; i < suppression->target_count; i++) {
        struct suppression_target *target = &suppression->targets[i];
        target->covers =
            (struct span){placer->source, suppression->comment.end, suppression->comment.end};
        struct opened *open = ARENA_NEW(placer->arena, struct opened);
        size_t slot = slot_of(placer, &target->selected);
        *open = (struct opened){number, i, placer->open[slot]};
        placer->open[slot] = open;
    }
}

static void place_enable(struct placer *placer, const struct suppression *suppression)
{
    for (size_t i = 0; i < suppression->target_count; i++) {
        const struct suppression_target *target = &suppression->targets[i];
        size_t slot = slot_of(placer, &target->selected);
        struct opened *open = placer->open[slot];
        if (open == NULL) {
            if (target->again) continue;
            suppression_mistake(
                placer->arena, placer->found,
                (struct suppression_mistake){
                    .at = target->name,
                    .title = str_format(placer->arena, "`" STR_FMT "` was not disabled",
                                        STR_ARG(span_text(target->name))),
                    .label = STR("nothing to enable here"),
                    .help = STR("name what `gander:disable` named in this section")});
            continue;
        }
        placer->found->at[open->suppression].targets[open->target].covers.end =
            suppression->comment.start;
        placer->open[slot] = open->below;
    }
}

/* -- the file ---------------------------------------------------------------------------------- */

static void place(struct placer *placer, size_t number, const struct comment *comment)
{
    struct suppression *suppression = &placer->found->at[number];
    enter_section(placer, comment->at.start);
    switch (suppression->verb) {
    case SUPPRESSION_IGNORE:
        place_ignore(placer, suppression, comment);
        break;
    case SUPPRESSION_IGNORE_FILE:
        place_ignore_file(placer, suppression);
        break;
    case SUPPRESSION_DISABLE:
        place_disable(placer, number);
        break;
    case SUPPRESSION_ENABLE:
        place_enable(placer, suppression);
        break;
    case SUPPRESSION_IRREVERSIBLE:
        break;
    }
}

struct suppressions *suppressions_read(struct arena *arena, const struct migration_file *file,
                                       const struct house_rules *house)
{
    size_t count;
    struct suppressions *found = ARENA_NEW(arena, struct suppressions);
    const struct comment *comments = comments_find(arena, file, &count);
    if (count == 0) return found;
    struct placer placer = {
        .arena = arena, .house = house, .file = file, .source = file->source, .found = found};
    placer.units = units_find(arena, file, &placer.unit_count);
    placer.open =
        arena_array(arena, all_rules_count(house) + CATEGORY_COUNT, sizeof(struct opened *));
    for (size_t i = 0; i < count; i++) {
        if (suppression_parse(arena, house, comments[i].at, comments[i].block, found) != NULL) {
            place(&placer, found->len - 1, &comments[i]);
        }
    }
    if (placer.section != NULL) close_rest(&placer);
    return found;
}

static bool names_rule(const struct selected *selected, const struct rule *rule)
{
    if (selected->rule != NULL) return selected->rule == rule;
    return selected->all || selected->category == (int)rule->category;
}

static bool covers(const struct suppression_target *target, struct span place)
{
    const struct span covered = target->covers;
    return covered.source != NULL && covered.source == place.source &&
           place.start >= covered.start && place.start < covered.end;
}

bool suppression_at(const struct suppressions *all, const struct rule *rule, struct span place,
                    const struct suppression **found)
{
    enum { MOST_COMMENTS = 256 };
    uint32_t least = UINT32_MAX;
    *found = NULL;
    if (all->len > MOST_COMMENTS) return false;
    for (size_t i = 0; i < all->len; i++) {
        for (size_t t = 0; t < all->at[i].target_count; t++) {
            const struct suppression_target *target = &all->at[i].targets[t];
            if (!names_rule(&target->selected, rule) || !covers(target, place)) continue;
            const uint32_t length = target->covers.end - target->covers.start;
            if (length > least) continue;
            least = length;
            *found = &all->at[i];
        }
    }
    return true;
}
