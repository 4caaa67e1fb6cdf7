/* never-validated: NOT VALID and ON ONLY are meant to be completed by a later statement (PostgreSQL
 * manual, ALTER TABLE, VALIDATE CONSTRAINT; ALTER INDEX, ATTACH PARTITION). */
#include "lint/rule.h"

/* The newest migration, and those no database has run, may still be followed by what completes
 * them. */
static bool may_still_come(const struct rule_ctx *ctx, struct origin made)
{
    if (made.span.source == NULL || made.initial) return true;
    const struct migration_file *file = &ctx->sequence->files[made.file];
    const bool unreleased = ctx->sequence->base != NULL && !file->applied;
    return unreleased || made.file + 1 == ctx->sequence->file_count;
}

static void check_constraint(struct rule_ctx *ctx, const struct catalog_constraint *constraint)
{
    if (constraint->validated || constraint->state != KNOWN || constraint->inherited) return;
    if (may_still_come(ctx, constraint->made)) return;
    const struct str table = show_name(ctx, constraint->table->name);
    struct diagnostic *finding =
        report_span(ctx, constraint->made.span,
                    "constraint `" STR_FMT "` was never validated: old rows may break it",
                    STR_ARG(constraint->name));
    primary_label(finding, "added NOT VALID, and no later migration validates it");
    note(finding,
         "new and changed rows of `" STR_FMT "` are checked; the planner trusts it for none",
         STR_ARG(table));
    help(finding,
         "in a new migration: `ALTER TABLE " STR_FMT " VALIDATE CONSTRAINT " STR_FMT
         "`; reads and writes go on meanwhile",
         STR_ARG(table), STR_ARG(constraint->name));
    finding->object = constraint->name;
}

static void check_index(struct rule_ctx *ctx, const struct relation *index)
{
    if (index->index.valid || index->index.constraint != NULL) return;
    if (index->table == NULL || !index->table->partitioned || may_still_come(ctx, index->made)) {
        return;
    }
    struct diagnostic *finding = report_span(
        ctx, index->made.span, "index `" STR_FMT "` was never completed: no query uses it",
        STR_ARG(index->name.name));
    primary_label(finding, "made ON ONLY the parent, and a partition has no index attached to it");
    help(finding,
         "on each partition CREATE INDEX CONCURRENTLY, then `ALTER INDEX " STR_FMT
         " ATTACH PARTITION` that one",
         STR_ARG(show_name(ctx, index->name)));
    finding->object = index->name.name;
}

static void check_sequence(struct rule_ctx *ctx)
{
    const struct relation_list *relations = catalog_relations(ctx->catalog);
    for (size_t i = 0; i < relations->len; i++) {
        const struct relation *relation = relations->at[i];
        if (relation->state == KNOWN_ABSENT) continue;
        if (relation->kind == OBJ_INDEX) check_index(ctx, relation);
        for (size_t c = 0; c < relation->constraints.len; c++) {
            check_constraint(ctx, relation->constraints.at[c]);
        }
    }
}

const struct rule rule_never_validated = {
    .id = "never-validated",
    .category = CATEGORY_SCHEMA,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "a constraint or index was left half made",
    .why = "NOT VALID spares the check of old rows for later, and ON ONLY the indexes of the "
           "partitions. As long as the second step is missing, old rows may break the constraint, "
           "and no query uses the index.",
    .instead =
        "VALIDATE CONSTRAINT in a later migration; ALTER INDEX ... ATTACH PARTITION for each "
        "partition.",
    .exceptions = "What the newest migration left so, or one that is not on the base ref: the next "
                  "one can complete it.",
    .example = {.bad = "-- file: 00001_check.sql\n"
                       "-- +goose Up\n"
                       "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0)\n"
                       "    NOT VALID;\n"
                       "\n"
                       "-- +goose Down\n"
                       "ALTER TABLE orders DROP CONSTRAINT orders_total_check;\n"
                       "-- file: 00002_note.sql\n"
                       "-- +goose Up\n"
                       "ALTER TABLE orders ADD COLUMN note text;\n"
                       "\n"
                       "-- +goose Down\n"
                       "ALTER TABLE orders DROP COLUMN note;\n",
                .good = "-- file: 00001_check.sql\n"
                        "-- +goose Up\n"
                        "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0)\n"
                        "    NOT VALID;\n"
                        "\n"
                        "-- +goose Down\n"
                        "ALTER TABLE orders DROP CONSTRAINT orders_total_check;\n"
                        "-- file: 00002_validate.sql\n"
                        "-- +goose Up\n"
                        "ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;\n"
                        "\n"
                        "-- +goose Down\n"
                        "-- gander:irreversible a validated constraint needs no way back\n"},
    .check_sequence = check_sequence,
};
