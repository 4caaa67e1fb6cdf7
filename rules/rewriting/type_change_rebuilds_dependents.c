/* type-change-rebuilds-dependents: no row is written, but indexes are built, CHECKs verified and
 * foreign keys checked under ACCESS EXCLUSIVE: of partial and expression indexes PostgreSQL never
 * believes that they still fit, of others only while class and collation stay, of foreign keys
 * while they compare with the same operators (CheckIndexCompatible(), ATAddForeignKeyConstraint()).
 */
#include "lint/rule.h"

enum { MOST_SHOWN = 4 };

struct dependents {
    const struct relation *indexes[MOST_SHOWN];
    size_t index_count;
    const struct catalog_constraint *checks[MOST_SHOWN];
    size_t check_count;
    const struct catalog_constraint *keys[MOST_SHOWN];
    size_t key_count;
};

static void find_indexes(const struct rule_ctx *ctx, const struct change *change,
                         struct dependents *found)
{
    const struct lock_list *locks = change_locks(ctx, change);
    for (size_t i = 0; i < locks->len; i++) {
        const struct lock *lock = &locks->at[i];
        if (lock->kind != OBJ_INDEX || !lock->builds_index || lock->known == NULL) continue;
        if (found->index_count < MOST_SHOWN) found->indexes[found->index_count] = lock->known;
        found->index_count++;
    }
}

static void find_checks(const struct relation *table, struct str column, struct dependents *found)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct catalog_constraint *check = table->constraints.at[i];
        if (check->spec.kind != CONSTRAINT_CHECK || check->state != KNOWN || !check->validated ||
            !str_list_has(&check->spec.check.columns, column)) {
            continue;
        }
        if (found->check_count < MOST_SHOWN) found->checks[found->check_count] = check;
        found->check_count++;
    }
}

static void add_key(struct dependents *found, const struct catalog_constraint *key)
{
    if (key->state != KNOWN || !key->validated) return;
    if (found->key_count < MOST_SHOWN) found->keys[found->key_count] = key;
    found->key_count++;
}

/* Foreign keys from the column, and to it. */
static void find_keys(const struct rule_ctx *ctx, const struct relation *table, struct str column,
                      const struct retype *retype, struct dependents *found)
{
    for (size_t i = 0; retype->rechecks_keys_of && i < table->constraints.len; i++) {
        const struct catalog_constraint *key = table->constraints.at[i];
        if (key->spec.kind == CONSTRAINT_FOREIGN_KEY && str_list_has(&key->spec.columns, column)) {
            add_key(found, key);
        }
    }
    if (!retype->rechecks_keys_to) return;
    const struct dependent_list others = catalog_keys_to(ctx->arena, table);
    for (size_t i = 0; i < others.len; i++) {
        const struct catalog_constraint *key = others.at[i].constraint;
        if (key != NULL && key->table != table &&
            str_list_has(&key->spec.referenced_columns, column)) {
            add_key(found, key);
        }
    }
}

static bool has_expression(const struct relation *index)
{
    for (size_t i = 0; i < index->index.key_count; i++) {
        if (index->index.keys[i].column.len == 0) return true;
    }
    return false;
}

static const char *why_rebuilt(const struct relation *index)
{
    if (index->index.has_where) return "it is partial";
    return has_expression(index) ? "it has an expression" : "its order changes with the type";
}

static void label_dependents(const struct rule_ctx *ctx, struct diagnostic *finding,
                             const struct dependents *found)
{
    for (size_t i = 0; i < found->index_count && i < MOST_SHOWN; i++) {
        const struct relation *index = found->indexes[i];
        label(finding, index->made.span, "index `" STR_FMT "` is rebuilt: %s",
              STR_ARG(index->name.name), why_rebuilt(index));
    }
    for (size_t i = 0; i < found->check_count && i < MOST_SHOWN; i++) {
        label(finding, found->checks[i]->made.span, "`" STR_FMT "` is checked for every row",
              STR_ARG(found->checks[i]->name));
    }
    for (size_t i = 0; i < found->key_count && i < MOST_SHOWN; i++) {
        const struct catalog_constraint *key = found->keys[i];
        label(finding, key->made.span,
              "`" STR_FMT "` is checked for every row of `" STR_FMT "`, with `" STR_FMT
              "` locked too",
              STR_ARG(key->name), STR_ARG(show_name(ctx, key->table->name)),
              STR_ARG(show_name(ctx, key->spec.references)));
    }
}

static struct diagnostic *report_first(struct rule_ctx *ctx, const struct change *change,
                                       const struct dependents *found)
{
    const struct str table = show_name(ctx, change->table);
    if (found->index_count == 0) {
        const struct str name =
            found->check_count > 0 ? found->checks[0]->name : found->keys[0]->name;
        return report(ctx, change->at,
                      "checking `" STR_FMT "` anew for this type blocks reads and writes on "
                      "`" STR_FMT "`",
                      STR_ARG(name), STR_ARG(table));
    }
    if (found->index_count == 1) {
        return report(ctx, change->at,
                      "rebuilding index `" STR_FMT "` for this type blocks reads and writes on "
                      "`" STR_FMT "`",
                      STR_ARG(found->indexes[0]->name.name), STR_ARG(table));
    }
    return report(ctx, change->at,
                  "rebuilding %zu indexes for this type blocks reads and writes on `" STR_FMT "`",
                  found->index_count, STR_ARG(table));
}

static void help_dependents(struct diagnostic *finding, const struct dependents *found)
{
    const struct relation *key = NULL;
    for (size_t i = 0; i < found->index_count && i < MOST_SHOWN; i++) {
        if (found->indexes[i]->index.constraint != NULL) key = found->indexes[i];
    }
    if (key != NULL) {
        help(finding,
             "`" STR_FMT "` cannot be dropped without its constraint: move to a new column of the "
             "new type, filled by a trigger and in batches, and swap the names",
             STR_ARG(key->name.name));
        return;
    }
    if (found->index_count > 0) {
        help(finding, "DROP INDEX CONCURRENTLY before, CREATE INDEX CONCURRENTLY behind, in "
                      "`-- +goose NO TRANSACTION` migrations of their own");
    }
    if (found->check_count + found->key_count > 0) {
        const char *what = found->key_count == 0 ? "CHECK" : "foreign key";
        help(finding,
             "drop the %s before, add it back NOT VALID behind, and validate it in the next "
             "migration",
             found->check_count > 0 && found->key_count > 0 ? "CHECK and the foreign key" : what);
    }
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct relation *table = known_relation(ctx, change->table);
    struct dependents found = {0};
    if (table == NULL || !scan_takes_long(ctx, change->table)) return;
    const struct retype retype = retype_of(ctx, change);
    if (retype.cost != RETYPE_NONE || retyped_in_up(ctx, change) != NULL) return;
    find_indexes(ctx, change, &found);
    find_checks(table, change->name, &found);
    find_keys(ctx, table, change->name, &retype, &found);
    if (found.index_count + found.check_count + found.key_count == 0) return;

    struct diagnostic *finding = report_first(ctx, change, &found);
    primary_label(finding, "takes an ACCESS EXCLUSIVE lock, %s", lock_lasts(ctx));
    label_dependents(ctx, finding, &found);
    note(finding, "no row is written, but SELECT, INSERT, UPDATE and DELETE wait while every row "
                  "is read for this");
    help_dependents(finding, &found);
    finding->object = change->name;
    soften_young_or_down(ctx, finding, change->table);
}

const struct rule rule_type_change_rebuilds_dependents = {
    .id = "type-change-rebuilds-dependents",
    .category = CATEGORY_REWRITING,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .needs_locks = true,
    .summary = "a new type that writes no row rebuilds indexes or checks constraints all the same",
    .why =
        "Under the ACCESS EXCLUSIVE lock of ALTER COLUMN ... TYPE every partial or expression "
        "index that uses the column is built anew, even for a longer varchar or the very same "
        "type; so is one whose order changes; and every validated CHECK on the column is verified, "
        "every foreign key whose comparison changes checked again.",
    .instead = "Drop those indexes CONCURRENTLY and the constraints, change the type, build the "
               "indexes CONCURRENTLY and add the constraints NOT VALID, then validate them.",
    .exceptions =
        "Plain, unique and multicolumn indexes whose order stays, and indexes on other columns; "
        "constraints that are NOT VALID; a table made in the same transaction, temporary, of "
        "`size: small`, or "
        "without "
        "rows since this file, or another one the base ref lacks, made it; a Down whose Up changes "
        "the same column. Down, and such a young table with rows, are a warning.",
    .example = {.bad = "-- file: 00001_users.sql\n"
                       "-- +goose Up\n"
                       "CREATE TABLE users (name varchar(20) CHECK (name <> ''));\n"
                       "\n"
                       "-- +goose Down\n"
                       "DROP TABLE users;\n"
                       "-- file: 00002_name.sql\n"
                       "-- +goose Up\n"
                       "ALTER TABLE users ALTER COLUMN name TYPE varchar(40);\n"
                       "\n"
                       "-- +goose Down\n"
                       "-- gander:irreversible the longer names stay",
                .good = "-- file: 00001_users.sql\n"
                        "-- +goose Up\n"
                        "CREATE TABLE users (name varchar(20) UNIQUE);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP TABLE users;\n"
                        "-- file: 00002_name.sql\n"
                        "-- +goose Up\n"
                        "ALTER TABLE users ALTER COLUMN name TYPE varchar(40);\n"
                        "\n"
                        "-- +goose Down\n"
                        "-- gander:irreversible the longer names stay"},
    .on = {CHANGE_ALTER_COLUMN_TYPE},
    .down_too = true,
    .hides = {"change-column-type", "missing-lock-timeout", "slow-statement-holding-lock",
              "foreign-key-locks-other-table"},
    .check = check,
};
