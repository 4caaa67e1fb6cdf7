#include "lint/undo.h"

#include "base/vec.h"
#include "lint/rule.h"

enum { MOST_LINES = 8, MOST_EARLIER_CHANGES = 1 << 18 };

/* -- what needs a Down ------------------------------------------------------------------------- */

/* clang-format off */
static const bool leaves_the_schema[CHANGE_KIND_COUNT] = {
    /* data: no Down brings rows back */
    [CHANGE_SELECT] = true, [CHANGE_INSERT] = true, [CHANGE_UPDATE] = true,
    [CHANGE_DELETE] = true, [CHANGE_MERGE] = true, [CHANGE_TRUNCATE] = true,
    [CHANGE_COPY] = true, [CHANGE_CALL] = true, [CHANGE_DO] = true, [CHANGE_EXPLAIN] = true,
    [CHANGE_OPAQUE_SQL] = true, /* nobody can tell */
    /* maintenance, and what is only said about an object */
    [CHANGE_VALIDATE_CONSTRAINT] = true, [CHANGE_REINDEX] = true, [CHANGE_VACUUM] = true,
    [CHANGE_ANALYZE] = true, [CHANGE_CLUSTER] = true, [CHANGE_CHECKPOINT] = true,
    [CHANGE_REFRESH_MATERIALIZED_VIEW] = true, [CHANGE_COMMENT] = true,
    /* the session */
    [CHANGE_SET] = true, [CHANGE_RESET] = true, [CHANGE_SHOW] = true,
    [CHANGE_SET_CONSTRAINTS] = true, [CHANGE_TRANSACTION] = true, [CHANGE_LOCK_TABLE] = true,
    [CHANGE_DISCARD] = true, [CHANGE_NOTIFY] = true, [CHANGE_LISTEN] = true,
    [CHANGE_UNLISTEN] = true, [CHANGE_PREPARE] = true, [CHANGE_EXECUTE] = true,
    [CHANGE_DEALLOCATE] = true, [CHANGE_DECLARE_CURSOR] = true, [CHANGE_FETCH] = true,
    [CHANGE_CLOSE_CURSOR] = true, [CHANGE_LOAD] = true,
};
/* clang-format on */

bool needs_undo(const struct change *change)
{
    if (change->kind == CHANGE_CREATE_TABLE) return !change->create_table.temporary;
    if (change->kind == CHANGE_CREATE_TABLE_AS) return !change->create_table_as.temporary;
    /* DROP EXTENSION is right only where it was not there before. */
    if (change->kind == CHANGE_CREATE_EXTENSION && change->if_not_exists) return false;
    /* No statement takes an enum value back (manual, ALTER TYPE), and a second Up passes. */
    if (change->kind == CHANGE_ADD_ENUM_VALUE && change->if_not_exists) return false;
    return !leaves_the_schema[change->kind];
}

/* DROP ... IF EXISTS of what was not there: nothing was dropped. */
static bool drops_nothing(const struct rule_ctx *ctx, const struct change *change)
{
    const struct relation *known = NULL;
    struct origin gone = {0};
    if (!change->if_exists ||
        (change->kind != CHANGE_DROP_INDEX && change->kind != CHANGE_DROP_TABLE &&
         change->kind != CHANGE_DROP_VIEW)) {
        return false;
    }
    const struct name name = change->kind == CHANGE_DROP_INDEX ? index_of(change) : change->table;
    if (catalog_find(ctx->catalog, OBJ_UNKNOWN, name, &known) != KNOWN_ABSENT) return false;
    return !catalog_gone(ctx->catalog, OBJ_UNKNOWN, name, &gone) || gone.file != ctx->file->number;
}

bool up_needs_undo(const struct rule_ctx *ctx)
{
    const struct migration_file *file = ctx->file;
    struct cursor cursor = {.file = file, .direction = DIRECTION_UP};
    while (cursor_next(&cursor)) {
        if (needs_undo(cursor.change) && !drops_nothing(ctx, cursor.change)) return true;
    }
    return !section_is_parsed(file, DIRECTION_UP);
}

static bool makes_new(const struct change *change)
{
    bool makes = change->kind == CHANGE_CREATE_TABLE || change->kind == CHANGE_CREATE_VIEW ||
                 change->kind == CHANGE_CREATE_TYPE || change->kind == CHANGE_ADD_COLUMN ||
                 change->kind == CHANGE_CREATE_INDEX;
    return makes && needs_undo(change) && !change->if_not_exists && !change->or_replace &&
           !change->in_do;
}

/* What it made may be gone or called otherwise when Up runs again. */
static bool moves_things(const struct change *change)
{
    return is_drop(change) || is_renaming(change) || change->kind == CHANGE_SET_SCHEMA;
}

/* The change that stops a second Up, since what it makes is there; NULL when there is none. */
static const struct change *first_not_repeatable(const struct migration_file *file)
{
    struct cursor cursor = {.file = file, .direction = DIRECTION_UP};
    const struct change *first = NULL;
    while (cursor_next(&cursor)) {
        if (moves_things(cursor.change)) return NULL;
        if (first == NULL && makes_new(cursor.change)) first = cursor.change;
    }
    return first;
}

/* -- the whole way back ------------------------------------------------------------------------ */

/* It goes with its table, which the same Up makes. */
static bool goes_with_table(const struct rule_ctx *ctx, const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_CREATE_TABLE:
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_CREATE_VIEW:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
    case CHANGE_CREATE_SEQUENCE:
    case CHANGE_RENAME_TABLE:
    case CHANGE_RENAME_VIEW:
    case CHANGE_RENAME_MATERIALIZED_VIEW:
    case CHANGE_RENAME_SEQUENCE:
    case CHANGE_RENAME_INDEX:
    case CHANGE_DROP_TABLE:
    case CHANGE_DROP_VIEW:
    case CHANGE_DROP_MATERIALIZED_VIEW:
    case CHANGE_DROP_SEQUENCE:
    case CHANGE_DROP_INDEX:
    case CHANGE_SET_SCHEMA:
        return false;
    default:
        break;
    }
    if (change->table.name.len == 0) return false;
    const struct relation *known = known_relation(ctx, change->table);
    return known != NULL && known->made.file == ctx->file->number && !known->made.initial;
}

/* Up's inverse, last made first; false when one of its changes has none that Up tells. */
static bool way_back(const struct rule_ctx *ctx, struct str_list *lines)
{
    size_t patience = MOST_EARLIER_CHANGES;
    const struct change **changes;
    size_t count = section_changes(ctx, DIRECTION_UP, &changes);
    for (size_t i = count; i-- > 0;) {
        if (!needs_undo(changes[i]) || goes_with_table(ctx, changes[i])) continue;
        struct str line = undo_of(ctx, changes[i], &patience);
        if (line.len == 0) return false;
        VEC_PUSH(ctx->arena, lines, line);
    }
    return lines->len != 0 && section_is_parsed(ctx->file, DIRECTION_UP);
}

static bool drops_data(struct str line)
{
    return str_starts_with(line, STR("DROP TABLE")) ||
           str_find(line, STR(" DROP COLUMN "), 0) != SIZE_MAX;
}

/* Right below the directive. The directives of an empty block go: the first gives its place. */
static void fill_down(struct fix_draft *fix, const struct goose_file *goose, struct str text)
{
    const struct source *source = goose->down.directive.source;
    const uint32_t below = source_line_of(source, goose->down.directive.start) + 1;
    bool filled = false;
    for (size_t i = 0; i < goose->directive_count; i++) {
        const struct directive *directive = &goose->directives[i];
        if (directive->line < below || (directive->kind != DIRECTIVE_STATEMENT_BEGIN &&
                                        directive->kind != DIRECTIVE_STATEMENT_END)) {
            continue;
        }
        if (directive->line == below) {
            edit_replace_line(fix, source, below, text);
            filled = true;
        } else {
            edit_delete_line(fix, source, directive->line);
        }
    }
    if (!filled) edit_insert_lines(fix, source, below, text);
}

/* The statements below the directive, which is written where there is none. */
static bool fix_down(const struct rule_ctx *ctx, struct diagnostic *finding,
                     const struct str_list *lines)
{
    const struct goose_section *down = &ctx->file->goose->down;
    const struct source *source = ctx->file->source;
    if (ctx->file->statement_count[DIRECTION_DOWN] > 0 || !ctx->file->goose->accepted) return false;
    const char *caveat = NULL;
    for (size_t i = 0; i < lines->len; i++) {
        if (drops_data(lines->at[i])) caveat = "it drops data";
    }
    struct str text = str_format(ctx->arena, STR_FMT ";",
                                 STR_ARG(str_join(ctx->arena, lines->at, lines->len, STR(";\n"))));
    struct fix_draft fix = unsafe_fix(finding, "write a Down that takes Up back", caveat);
    if (down->present) {
        fill_down(&fix, ctx->file->goose, text);
        offer_fix(&fix);
        return true;
    }
    bool blank = str_trim(source_line(source, source->line_count)).len == 0;
    text = str_format(ctx->arena, "%s-- +goose Down\n" STR_FMT, blank ? "" : "\n", STR_ARG(text));
    edit_insert_lines(&fix, source, source->line_count + 1, text);
    offer_fix(&fix);
    return true;
}

static bool only_adds_enum_values(const struct migration_file *file)
{
    struct cursor cursor = {.file = file, .direction = DIRECTION_UP};
    bool adds = false;
    while (cursor_next(&cursor)) {
        if (!needs_undo(cursor.change)) continue;
        if (cursor.change->kind != CHANGE_ADD_ENUM_VALUE) return false;
        adds = true;
    }
    return adds && section_is_parsed(file, DIRECTION_UP);
}

void help_with_down(struct rule_ctx *ctx, struct diagnostic *finding, const char *how)
{
    struct str_list lines = {0};
    if (!way_back(ctx, &lines)) {
        if (only_adds_enum_values(ctx->file)) {
            help(finding, "write `ADD VALUE IF NOT EXISTS`, so that the next Up passes: PostgreSQL "
                          "has no statement that takes an enum value back");
            return;
        }
        help(finding, "%s that takes this Up back, last change first", how);
        return;
    }
    if (fix_down(ctx, finding, &lines)) {
        help(finding, "%s that takes this Up back", how);
        return;
    }
    struct str text = str_format(ctx->arena, "%s that takes this Up back:%s", how,
                                 ctx->file->goose->down.present ? "" : "\n-- +goose Down");
    for (size_t i = 0; i < lines.len && i < MOST_LINES; i++) {
        text =
            str_format(ctx->arena, STR_FMT "\n" STR_FMT ";", STR_ARG(text), STR_ARG(lines.at[i]));
    }
    if (lines.len > MOST_LINES) {
        text = str_format(ctx->arena, STR_FMT "\nand %zu more, last made first dropped",
                          STR_ARG(text), lines.len - MOST_LINES);
    }
    help(finding, STR_FMT, STR_ARG(text));
}

static struct str made_by(const struct rule_ctx *ctx, const struct change *change)
{
    if (change->kind == CHANGE_ADD_COLUMN) {
        return str_format(ctx->arena, STR_FMT "." STR_FMT, STR_ARG(show_name(ctx, change->table)),
                          STR_ARG(change->add_column.name));
    }
    if (change->kind == CHANGE_CREATE_INDEX) return change->create_index.index.name;
    struct name name = change->table.name.len != 0 ? change->table : change->object_name;
    return show_name(ctx, name);
}

void note_empty_rollback(struct rule_ctx *ctx, struct diagnostic *finding)
{
    const struct str table = ctx->sequence->sequence->table;
    note(finding, "`goose down` logs EMPTY, runs nothing, and deletes version %lld from " STR_FMT,
         (long long)ctx->file->migration->version, STR_ARG(table));
    const struct change *again = first_not_repeatable(ctx->file);
    struct str made = again == NULL ? STR("") : made_by(ctx, again);
    if (made.len == 0) {
        note(finding, "the schema stays as it is, and the next `goose up` runs this Up again");
    } else {
        note(finding, "the next `goose up` fails because `" STR_FMT "` exists", STR_ARG(made));
    }
}
