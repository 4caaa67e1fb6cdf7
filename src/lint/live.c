#include "lint/live.h"

#include "lint/lost.h"
#include "lint/rule.h"

/* Made by a migration that is merged and deployed together with the one at hand. */
static bool is_unreleased(const struct rule_ctx *ctx, const struct origin *made)
{
    const struct sequence_files *sequence = ctx->sequence;
    if (sequence->base == NULL || made->span.source == NULL || made->initial) return false;
    return made->file < sequence->file_count && !sequence->files[made->file].applied;
}

/* What the catalog has of a relation. */
struct found {
    struct name name;
    enum knowledge state;
    const struct relation *relation; /* NULL: nothing */
};

static struct found find(const struct rule_ctx *ctx, struct name name)
{
    struct found found = {.name = name};
    found.state = catalog_find(ctx->catalog, OBJ_UNKNOWN, name, &found.relation);
    return found;
}

static enum standing standing_of_found(const struct rule_ctx *ctx, const struct found *found)
{
    if (found->state == KNOWN && found->relation != NULL) {
        const struct origin *made = &found->relation->made;
        if (found->relation->temporary || made->transaction == ctx->transaction)
            return STANDING_NEW;
        const bool in_file = made->transaction >= ctx->section_transaction;
        return in_file || is_unreleased(ctx, made) ? STANDING_UNRELEASED : STANDING_LIVE;
    }
    if (found->state == KNOWN_ABSENT) {
        return is_external(ctx, found->name) ? STANDING_LIVE : STANDING_ABSENT;
    }
    const bool lost = is_lost_before(ctx->file, ctx->direction, found->name.name);
    return lost ? STANDING_NEW : STANDING_LIVE;
}

enum standing standing_of(const struct rule_ctx *ctx, struct name relation)
{
    const struct found found = find(ctx, relation);
    return standing_of_found(ctx, &found);
}

enum standing standing_of_column(const struct rule_ctx *ctx, struct name relation,
                                 struct str column)
{
    const struct relation *table = NULL;
    const struct catalog_column *known = NULL;
    catalog_find(ctx->catalog, OBJ_UNKNOWN, relation, &table);
    if (table != NULL && relation_column(table, column, &known) == KNOWN_ABSENT) {
        return STANDING_ABSENT;
    }
    if (known == NULL || known->made.span.source == NULL) return STANDING_LIVE;
    if (known->made.transaction == ctx->transaction) return STANDING_NEW;
    if (known->made.transaction >= ctx->section_transaction) return STANDING_UNRELEASED;
    return is_unreleased(ctx, &known->made) ? STANDING_UNRELEASED : STANDING_LIVE;
}

bool has_rows_in_use(const struct rule_ctx *ctx, struct name table)
{
    const struct found found = find(ctx, table);
    if (found.relation != NULL && relation_is_emptied(found.relation, ctx->transaction)) {
        return false;
    }
    const enum standing standing = standing_of_found(ctx, &found);
    if (standing == STANDING_LIVE) return true;
    return standing == STANDING_UNRELEASED && !relation_is_empty(found.relation);
}

bool scan_takes_long(const struct rule_ctx *ctx, struct name table)
{
    return has_rows_in_use(ctx, table) && !is_small(ctx, table);
}

enum standing standing_of_index(const struct rule_ctx *ctx, struct name index)
{
    const enum standing own = standing_of(ctx, index);
    const struct name table = table_of_index(ctx, index);
    if (own == STANDING_ABSENT || table.name.len == 0) return own;
    return standing_of(ctx, table);
}

struct name index_of(const struct change *change)
{
    if (change->kind == CHANGE_CREATE_INDEX) return change->create_index.index;
    if (change->object_name.name.len > 0) return change->object_name;
    return change->table;
}

struct name table_of_index(const struct rule_ctx *ctx, struct name index)
{
    const struct relation *known = NULL;
    if (catalog_find(ctx->catalog, OBJ_INDEX, index, &known) != KNOWN) return (struct name){0};
    return relation_owner(known);
}

bool is_partitioned(const struct rule_ctx *ctx, struct name relation)
{
    const struct relation *known = known_relation(ctx, relation);
    return known != NULL && known->partitioned;
}

bool is_foreign(const struct rule_ctx *ctx, const struct change *change)
{
    const struct relation *known = known_relation(ctx, change->table);
    return change->object == OBJ_FOREIGN_TABLE ||
           (known != NULL && known->kind == OBJ_FOREIGN_TABLE);
}

void soften(struct diagnostic *finding)
{
    if (finding->severity == SEVERITY_ERROR) {
        finding->severity = SEVERITY_WARNING;
    } else if (finding->severity == SEVERITY_WARNING) {
        finding->severity = SEVERITY_INFO;
    }
}

void soften_young_or_down(const struct rule_ctx *ctx, struct diagnostic *finding, struct name table)
{
    const bool young = standing_of(ctx, table) == STANDING_UNRELEASED;
    if (young || ctx->direction == DIRECTION_DOWN) soften(finding);
}

void at_most(struct diagnostic *finding, enum severity severity)
{
    if (finding->severity > severity) finding->severity = severity;
}

void label_existing(const struct rule_ctx *ctx, struct diagnostic *finding, struct range at,
                    struct name relation, const char *words)
{
    const struct relation *known = known_relation(ctx, relation);
    const bool has_place = at.end > at.start;
    if (known == NULL || known->made.span.source == NULL) {
        if (has_place) {
            label(finding, span_of(ctx, at), "%s, not created in this migration", words);
        } else {
            note(finding, "the %s is not created in this migration", words);
        }
    } else if (known->made.span.source == ctx->file->source) {
        label(finding, known->made.span, "%s",
              created_in_file(ctx, relation) ? "created here, already committed"
                                             : "created by this file's Up");
    } else if (has_place) {
        label(finding, span_of(ctx, at), "%s%s", words,
              is_unreleased(ctx, &known->made) ? " that the base ref does not have yet" : "");
        label_origin(finding, known->made.span, "created here");
    }
}

/* Manual 13.6, Caveats. */
void note_rewrite(struct diagnostic *finding)
{
    note(finding, "a REPEATABLE READ transaction that began before, such as pg_dump, then finds "
                  "the table empty");
}

/* RevalidateCachedQuery() in PostgreSQL's plancache.c; measured on 15. */
void note_cached_plans(struct diagnostic *finding)
{
    note(finding, "`SELECT *` and `RETURNING *` break, too: prepared before, they fail until they "
                  "are prepared anew (0A000)");
}

/* Each section holds one statement at most, so that the header changes nothing for others. */
static bool file_holds_nothing_else(const struct rule_ctx *ctx)
{
    for (int direction = DIRECTION_UP; direction <= DIRECTION_DOWN; direction++) {
        if (ctx->file->statement_count[direction] > 1) return false;
    }
    return ctx->statement->parse.statement_count == 1;
}

void help_outside_transaction(const struct rule_ctx *ctx, struct diagnostic *finding,
                              const char *how)
{
    const bool in_block = ctx->statement->parse.statement_count > 1;
    if (ctx->file->goose->no_transaction) {
        help(finding, "write `%s`%s", how,
             in_block ? ", in a statement of its own" : "; this file runs outside a transaction");
    } else if (file_holds_nothing_else(ctx)) {
        help(finding, "add the line `-- +goose NO TRANSACTION` at the top and write `%s`", how);
    } else {
        help(finding,
             "write `%s` in a migration of its own, with the line `-- +goose NO TRANSACTION` "
             "at its top",
             how);
    }
}
