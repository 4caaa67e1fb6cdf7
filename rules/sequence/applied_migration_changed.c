/* applied-migration-changed: goose keeps no checksum and runs a version once. What is edited,
 * renumbered or deleted after databases ran it makes them differ, and nothing tells (goose v3.27.3;
 * reference goose.md 4.5, S30). */
#include "lint/rule.h"

static void lower_to(struct diagnostic *finding, enum severity severity)
{
    if (finding->severity > severity) finding->severity = severity;
}

/* -- edited ------------------------------------------------------------------------------------ */

/* At the first word that differs; about the file where there is none. */
static struct diagnostic *report_edit(struct rule_ctx *ctx, const struct migration_file *is,
                                      const struct sql_difference *difference, struct str title)
{
    struct span first = difference->first;
    if (first.source == NULL && difference->transaction)
        first = is->goose->no_transaction_directive;
    if (first.source == NULL) return report_name(ctx, is, STR_FMT, STR_ARG(title));
    struct diagnostic *finding = report_span(ctx, first, STR_FMT, STR_ARG(title));
    if (difference->shorter)
        primary_label(finding, "ends here, and goes on in `" STR_FMT "`",
                      STR_ARG(ctx->sequence->base->ref));
    else
        primary_label(finding, "differs from here on");
    return finding;
}

static void report_down(struct rule_ctx *ctx, const struct migration_file *is,
                        const struct sql_difference *difference)
{
    struct str title =
        str_format(ctx->arena, "Down of migration %lld is not the one on `" STR_FMT "`",
                   (long long)is->migration->version, STR_ARG(ctx->sequence->base->ref));
    struct diagnostic *finding = report_edit(ctx, is, difference, title);
    lower_to(finding, SEVERITY_WARNING);
    note(finding,
         "goose reads Down when it rolls back: databases that ran the old Up get this one");
    help(finding, "make sure that it undoes what they ran");
}

static void report_up(struct rule_ctx *ctx, const struct base_migration *was,
                      const struct migration_file *is, const struct sql_difference *difference)
{
    struct str title = str_format(
        ctx->arena,
        "migration %lld is already on `" STR_FMT "`: databases that ran it never see this edit",
        (long long)is->migration->version, STR_ARG(ctx->sequence->base->ref));
    struct diagnostic *finding = report_edit(ctx, is, difference, title);
    note(finding,
         "goose runs a version once and keeps no checksum: only new databases get this text");
    if (!difference->section[DIRECTION_UP]) {
        note(finding, "Up has the same statements, in another kind of transaction");
    }
    help(finding,
         "restore it, `git checkout " STR_FMT " -- " STR_FMT "`, and write the change as a new "
         "migration",
         STR_ARG(ctx->sequence->base->ref), STR_ARG(was->migration.path));
}

static void report_comments(struct rule_ctx *ctx, const struct migration_file *is)
{
    struct diagnostic *finding = report_name(
        ctx, is, "comments or blanks of migration %lld changed, which is already on `" STR_FMT "`",
        (long long)is->migration->version, STR_ARG(ctx->sequence->base->ref));
    lower_to(finding, SEVERITY_INFO);
    note(finding, "goose sends the same statements: no database notices");
}

static void check_edited(struct rule_ctx *ctx, const struct base_migration *was,
                         const struct migration_file *is)
{
    if (was->file == NULL || is->source == NULL) return;
    if (str_equal(was->migration.text, is->source->text)) return;
    struct sql_difference difference = sql_difference(was->file, is);
    if (difference.section[DIRECTION_UP] || difference.transaction) {
        report_up(ctx, was, is, &difference);
    } else if (difference.section[DIRECTION_DOWN]) {
        report_down(ctx, is, &difference);
    } else {
        report_comments(ctx, is);
    }
}

/* -- gone -------------------------------------------------------------------------------------- */

static bool is_new(const struct rule_ctx *ctx, const struct migration_file *file)
{
    return base_find(ctx->sequence->base, file->migration) == NULL;
}

static bool is_same_sql(const struct migration_file *was, const struct migration_file *is)
{
    if (was == NULL || is->source == NULL || is->statement_count[DIRECTION_UP] == 0) return false;
    const struct sql_difference difference = sql_difference(was, is);
    return !difference.section[DIRECTION_UP] && !difference.section[DIRECTION_DOWN];
}

/* Where it went: a new file of that number; else a new one with the same statements. */
static const struct migration_file *moved_to(const struct rule_ctx *ctx,
                                             const struct base_migration *was)
{
    const struct sequence_files *all = ctx->sequence;
    const struct migration_file *same = NULL;
    for (size_t i = 0; i < all->file_count; i++) {
        const struct migration_file *file = &all->files[i];
        if (!is_new(ctx, file)) continue;
        if (file->migration->version == was->migration.version) return file;
        if (same == NULL && is_same_sql(was->file, file)) same = file;
    }
    return same;
}

static void report_renamed(struct rule_ctx *ctx, const struct base_migration *was,
                           const struct migration_file *is)
{
    struct diagnostic *finding =
        report_name(ctx, is, "migration %lld has another name on `" STR_FMT "`",
                    (long long)was->migration.version, STR_ARG(ctx->sequence->base->ref));
    lower_to(finding, SEVERITY_INFO);
    note(finding, "it is `" STR_FMT "` there; goose goes by the number and does not notice",
         STR_ARG(was->migration.name));
}

static void report_renumbered(struct rule_ctx *ctx, const struct base_migration *was,
                              const struct migration_file *is)
{
    struct diagnostic *finding =
        report_name(ctx, is, "databases that ran migration %lld run it again as %lld",
                    (long long)was->migration.version, (long long)is->migration->version);
    note(finding,
         "`" STR_FMT "` has it as `" STR_FMT "`; goose knows a migration by its number only",
         STR_ARG(ctx->sequence->base->ref), STR_ARG(was->migration.name));
    help(finding, "give it its number back: git mv " STR_FMT " " STR_FMT,
         STR_ARG(is->migration->name), STR_ARG(was->migration.name));
}

static void report_deleted(struct rule_ctx *ctx, const struct base_migration *was)
{
    if (!ctx->sequence->base->whole) return;
    struct diagnostic *finding = report_gone(
        ctx, &was->migration, "migration %lld is deleted, though it is on `" STR_FMT "`",
        (long long)was->migration.version, STR_ARG(ctx->sequence->base->ref));
    note(finding, "databases that ran it keep its version, and `goose down` stops there; new "
                  "databases never get what it does");
    help(finding, "restore it: git checkout " STR_FMT " -- " STR_FMT,
         STR_ARG(ctx->sequence->base->ref), STR_ARG(was->migration.path));
}

static void check_gone(struct rule_ctx *ctx, const struct base_migration *was)
{
    const struct migration_file *is = moved_to(ctx, was);
    if (is == NULL) {
        report_deleted(ctx, was);
    } else if (is->migration->version != was->migration.version) {
        report_renumbered(ctx, was, is);
    } else if (was->file == NULL || is_same_sql(was->file, is)) {
        report_renamed(ctx, was, is);
    } else {
        check_edited(ctx, was, is);
    }
}

/* -- the sequence ------------------------------------------------------------------------------ */

static const struct migration_file *file_of(const struct sequence_files *all,
                                            const struct migration *migration)
{
    size_t low = 0;
    size_t high = all->file_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = migration_order(all->files[middle].migration, migration);
        if (order == 0) return &all->files[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static void check_sequence(struct rule_ctx *ctx)
{
    const struct base_sequence *base = ctx->sequence->base;
    for (size_t i = 0; base != NULL && i < base->len; i++) {
        const struct base_migration *was = &base->at[i];
        if (!was->shared || !was->at_ref || was->fate == BASE_KEPT) continue;
        const struct migration_file *is = file_of(ctx->sequence, &was->migration);
        if (was->fate == BASE_GONE)
            check_gone(ctx, was);
        else if (is != NULL)
            check_edited(ctx, was, is);
    }
}

const struct rule rule_applied_migration_changed = {
    .id = "applied-migration-changed",
    .category = CATEGORY_SEQUENCE,
    .severity = SEVERITY_ERROR,
    .history = HISTORY_CHANGED,
    .summary = "a migration that databases have already run was edited, renumbered or deleted",
    .why = "goose runs each version once and never looks at the file again. Databases that ran it "
           "keep the old schema, new ones get another, and no command tells the difference.",
    .instead = "Leave it as it is and write the change as a new migration.",
    .exceptions = "Nothing is said without a base: `base-ref` in gander.yml, or `--since`. An edit "
                  "of Down is a warning; of comments and blanks, or a new name under the same "
                  "number, info. A branch that moves `start-after`, as a squash does, may change "
                  "what lies below it.",
    .example = {.bad = "-- base: 00001_init.sql\n"
                       "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY, number text);\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n"
                       "-- file: 00001_init.sql\n"
                       "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY, number text NOT NULL);\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n",
                .good = "-- base: 00001_init.sql\n"
                        "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY, number text);\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"
                        "-- file: 00002_currency.sql\n"
                        "-- +goose Up\n"
                        "ALTER TABLE invoices ADD COLUMN currency text;\n"
                        "-- +goose Down\n"
                        "ALTER TABLE invoices DROP COLUMN currency;\n"},
    .hides_in_file = {"out-of-order-version"},
    .check_sequence = check_sequence,
};
