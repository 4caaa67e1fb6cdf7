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

struct validation {
    struct str name;
    size_t file;
};

/* Up sections whose VALIDATE nobody can follow. */
struct later {
    VEC(struct validation) conditional;
    size_t opaque_until; /* files before it may validate anything */
    bool known;
};

static void look_at(const struct rule_ctx *ctx, struct later *later, struct cursor *cursor,
                    size_t file)
{
    const struct change *change = cursor->change;
    if (change->kind == CHANGE_VALIDATE_CONSTRAINT && change->conditional) {
        const struct validation found = {change->name, file};
        VEC_PUSH(ctx->arena, &later->conditional, found);
    } else if (change->kind == CHANGE_OPAQUE_SQL) {
        const struct span whole = cursor_span(cursor, cursor->sql->at);
        const bool validates =
            whole.source != NULL &&
            str_find_ignoring_case(span_text(whole), STR("validate"), 0) != SIZE_MAX;
        if (validates) later->opaque_until = file + 1;
    }
}

/* Once, and only when a constraint asks. */
static void look_ahead(const struct rule_ctx *ctx, struct later *later)
{
    if (later->known) return;
    later->known = true;
    for (size_t i = 0; i < ctx->sequence->file_count; i++) {
        struct cursor cursor = {.file = &ctx->sequence->files[i], .direction = DIRECTION_UP};
        while (cursor_next(&cursor)) look_at(ctx, later, &cursor, i);
    }
}

static bool may_be_validated(const struct rule_ctx *ctx, struct later *later,
                             const struct catalog_constraint *constraint)
{
    look_ahead(ctx, later);
    if (constraint->made.file < later->opaque_until) return true;
    for (size_t i = 0; i < later->conditional.len; i++) {
        const struct validation *validation = &later->conditional.at[i];
        if (validation->file >= constraint->made.file &&
            str_equal(validation->name, constraint->name)) {
            return true;
        }
    }
    return false;
}

static bool is_left_unvalidated(const struct rule_ctx *ctx, struct later *later,
                                const struct catalog_constraint *constraint)
{
    if (constraint->validated || constraint->state != KNOWN || constraint->inherited) return false;
    if (constraint->table != NULL && constraint->table->temporary) return false;
    return !may_still_come(ctx, constraint->made) && !may_be_validated(ctx, later, constraint);
}

static struct diagnostic *report_constraint(struct rule_ctx *ctx,
                                            const struct catalog_constraint *constraint)
{
    struct diagnostic *finding =
        report_span(ctx, constraint->made.span,
                    "constraint `" STR_FMT "` was never validated: old rows may break it",
                    STR_ARG(constraint->name));
    primary_label(finding, "added NOT VALID, and no later migration validates it");
    finding->object = constraint->name;
    return finding;
}

static void check_constraint(struct rule_ctx *ctx, struct later *later,
                             const struct catalog_constraint *constraint)
{
    if (!is_left_unvalidated(ctx, later, constraint)) return;
    const struct str table = show_name(ctx, constraint->table->name);
    struct diagnostic *finding = report_constraint(ctx, constraint);
    note(finding,
         "new and changed rows of `" STR_FMT "` are checked; the planner trusts it for none",
         STR_ARG(table));
    help(finding,
         "in a new migration: `ALTER TABLE " STR_FMT " VALIDATE CONSTRAINT " STR_FMT
         "`; reads and writes go on meanwhile",
         STR_ARG(table), STR_ARG(constraint->name));
}

/* PostgreSQL manual, ALTER DOMAIN: VALIDATE reads every table with a column of the domain, under a
 * SHARE lock (measured on 11 to 18). */
static void check_domain(struct rule_ctx *ctx, struct later *later,
                         const struct catalog_object *domain)
{
    const struct str name = show_name(ctx, domain->name);
    for (size_t i = 0; i < domain->constraints.len; i++) {
        const struct catalog_constraint *constraint = domain->constraints.at[i];
        if (!is_left_unvalidated(ctx, later, constraint)) continue;
        struct diagnostic *finding = report_constraint(ctx, constraint);
        note(finding, "new and changed values of `" STR_FMT "` are checked", STR_ARG(name));
        help(finding,
             "in a new migration: `ALTER DOMAIN " STR_FMT " VALIDATE CONSTRAINT " STR_FMT
             "`; writes to its tables wait meanwhile",
             STR_ARG(name), STR_ARG(constraint->name));
    }
}

static void check_index(struct rule_ctx *ctx, const struct relation *index)
{
    if (index->index.valid) return;
    if (index->table == NULL || !index->table->partitioned || may_still_come(ctx, index->made)) {
        return;
    }
    const struct catalog_constraint *constraint = index->index.constraint;
    const struct str name = show_name(ctx, index->name);
    struct diagnostic *finding =
        constraint != NULL
            ? report_span(ctx, index->made.span,
                          "constraint `" STR_FMT "` was never completed: it checks no row",
                          STR_ARG(constraint->name))
            : report_span(ctx, index->made.span,
                          "index `" STR_FMT "` was never completed: no query uses it",
                          STR_ARG(index->name.name));
    primary_label(finding, "made ON ONLY the parent, and a partition has no index attached to it");
    help(finding,
         "on each partition CREATE%s INDEX CONCURRENTLY%s, then `ALTER INDEX " STR_FMT
         " ATTACH PARTITION` that one",
         index->index.unique ? " UNIQUE" : "",
         constraint != NULL ? " and ADD CONSTRAINT ... USING INDEX" : "", STR_ARG(name));
    finding->object = index->name.name;
}

static void check_sequence(struct rule_ctx *ctx)
{
    struct later later = {0};
    const struct relation_list *relations = catalog_relations(ctx->catalog);
    for (size_t i = 0; i < relations->len; i++) {
        const struct relation *relation = relations->at[i];
        if (relation->state == KNOWN_ABSENT) continue;
        if (relation->kind == OBJ_INDEX) check_index(ctx, relation);
        for (size_t c = 0; c < relation->constraints.len; c++) {
            check_constraint(ctx, &later, relation->constraints.at[c]);
        }
    }
    const struct catalog_object_list *domains = catalog_objects_of_kind(ctx->catalog, OBJ_DOMAIN);
    for (size_t i = 0; i < domains->len; i++) {
        if (domains->at[i]->state != KNOWN_ABSENT) check_domain(ctx, &later, domains->at[i]);
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
                  "one can complete it. Temporary tables; a VALIDATE CONSTRAINT under a condition, "
                  "or in code that nobody can read.",
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
