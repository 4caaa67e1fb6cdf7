/* down-drops-preexisting: Down drops what was there before Up. IF NOT EXISTS did nothing then, OR
 * REPLACE changed what an earlier migration made (PostgreSQL manual, CREATE TABLE, CREATE VIEW). */
#include "lint/rule.h"

/* Above this many comparisons the file was generated, and nobody waits for the answer. */
enum { MOST_COMPARISONS = 1 << 22 };

static bool drops(const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_DROP_COLUMN:
    case CHANGE_DROP_TABLE:
    case CHANGE_DROP_VIEW:
    case CHANGE_DROP_MATERIALIZED_VIEW:
    case CHANGE_DROP_SEQUENCE:
    case CHANGE_DROP_INDEX:
    case CHANGE_DROP_TYPE:
    case CHANGE_DROP_DOMAIN:
    case CHANGE_DROP_FUNCTION:
        return true;
    default:
        return false;
    }
}

/* Something in the section gives that name another meaning. */
static bool is_renamed(const struct rule_ctx *ctx, enum direction direction,
                       const struct change *dropped)
{
    struct cursor cursor = cursor_section(ctx, direction);
    while (cursor_next(&cursor)) {
        if (renames_dropped(cursor.change, dropped)) return true;
    }
    return false;
}

/* The first change of a section that makes what is dropped; cursor.change NULL: none. */
static struct cursor maker(const struct rule_ctx *ctx, enum direction direction,
                           const struct change *dropped)
{
    struct cursor cursor = cursor_section(ctx, direction);
    while (cursor_next(&cursor)) {
        if (makes_dropped(cursor.change, dropped)) return cursor;
    }
    return (struct cursor){0};
}

static struct diagnostic *report_drop(struct rule_ctx *ctx, const struct cursor *at,
                                      const struct cursor *again, struct span made)
{
    const struct change *dropped = at->change;
    struct str name =
        dropped->kind == CHANGE_DROP_COLUMN
            ? str_format(ctx->arena, STR_FMT "." STR_FMT, STR_ARG(show_name(ctx, dropped->table)),
                         STR_ARG(dropped->name))
            : show_name(ctx, dropped->object_name);
    struct diagnostic *finding = report_span(
        ctx, cursor_span(at, dropped->at),
        "Down drops `" STR_FMT "`, which was there before this migration", STR_ARG(name));
    finding->object = dropped->name;
    if (again->change == NULL) {
        primary_label(finding, "not made by this Up");
    } else {
        primary_label(finding, "drops what an earlier migration made");
        label(finding, cursor_span(again, again->change->at),
              again->change->or_replace ? "replaces the one that was there"
                                        : "does nothing: it was there already");
    }
    label_origin(finding, made, "created here");
    note(finding, "after `goose down` the version before no longer has the schema it was made for");
    help(finding, again->change != NULL && again->change->or_replace
                      ? "put the old definition back instead of dropping it"
                      : "leave it out of Down");
    return finding;
}

struct drops {
    struct diagnostic *finding;
    struct cursor at;
};

/* Only where something else of Down stays: an empty one says nothing. */
static void leave_out(const struct rule_ctx *ctx, const struct drops *drops, size_t count)
{
    if (count >= ctx->file->statement_count[DIRECTION_DOWN] || !ctx->file->goose->accepted) return;
    for (size_t i = 0; i < count; i++) {
        const struct cursor *at = &drops[i].at;
        struct fix_draft fix = unsafe_fix(drops[i].finding, "leave it out of Down", NULL);
        if (at->change->in_do || at->sql->change_count != 1) continue;
        if (edit_delete_statement(&fix, ctx->file->source, at->statement, at->sql->at))
            offer_fix(&fix);
    }
}

static void check_file(struct rule_ctx *ctx)
{
    const struct change **changes;
    size_t up = section_changes(ctx, DIRECTION_UP, &changes);
    size_t down = section_changes(ctx, DIRECTION_DOWN, &changes);
    if (up + down > MOST_COMPARISONS / (down + 1)) return;
    size_t patience = MOST_COMPARISONS;
    VEC(struct drops) found = {0};
    struct cursor at = cursor_section(ctx, DIRECTION_DOWN);
    while (cursor_next(&at)) {
        const struct change *dropped = at.change;
        if (!drops(dropped) || dropped->conditional) continue;
        struct cursor again = maker(ctx, DIRECTION_UP, dropped);
        const struct change *made = again.change;
        if (made != NULL && !made->if_not_exists && !made->or_replace) continue;
        if (maker(ctx, DIRECTION_DOWN, dropped).change != NULL) continue;
        if (is_renamed(ctx, DIRECTION_UP, dropped) || is_renamed(ctx, DIRECTION_DOWN, dropped)) {
            continue;
        }
        struct span earlier;
        if (!was_before_up(ctx, dropped, made, &earlier, &patience)) continue;
        struct diagnostic *finding = report_drop(ctx, &at, &again, earlier);
        if (made != NULL && made->or_replace) continue; /* the old definition is wanted */
        VEC_PUSH(ctx->arena, &found, (struct drops){finding, at});
    }
    leave_out(ctx, found.at, found.len);
}

const struct rule rule_down_drops_preexisting = {
    .id = "down-drops-preexisting",
    .category = CATEGORY_REVERSIBILITY,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "Down drops a table, column or other object that was there before Up",
    .why = "IF NOT EXISTS did nothing when Up ran, and OR REPLACE changed what was there. Rolling "
           "back this one migration then destroys what an earlier one made, with all its rows.",
    .instead = "Drop in Down only what this Up made; put back the old definition of what it "
               "replaced.",
    .exceptions = "Only objects that an earlier migration of the directory made are known to have "
                  "been there.",
    .fix = "unsafe: deletes the DROP, where Down has other statements too",
    .example = {.bad = "-- file: 00001_init.sql\n"
                       "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n"
                       "-- file: 00002_lines.sql\n"
                       "-- +goose Up\n"
                       "CREATE TABLE IF NOT EXISTS invoices (id bigint PRIMARY KEY);\n"
                       "CREATE TABLE invoice_lines (id bigint PRIMARY KEY);\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoice_lines;\n"
                       "DROP TABLE invoices;\n",
                .good = "-- file: 00001_init.sql\n"
                        "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"
                        "-- file: 00002_lines.sql\n"
                        "-- +goose Up\n"
                        "CREATE TABLE invoice_lines (id bigint PRIMARY KEY);\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoice_lines;\n"},
    .check_file = check_file,
};
