/* Columns: added, dropped, changed. */
#include "schema/locking.h"
#include "schema/new_column.h"

/* -- ADD COLUMN -------------------------------------------------------------------------------- */

/* NULL: no row is written. */
static const char *rewrite_reason(const struct locking *l, const struct column *column,
                                  bool *uncertain)
{
    *uncertain = false;
    switch (new_column_of(l->catalog, column, l->settings->postgres_version).cost) {
    case NEW_COLUMN_FREE:
        break;
    case NEW_COLUMN_NUMBER:
        return "every row gets a number from the new sequence";
    case NEW_COLUMN_STORED:
        return "the generated column is computed for every row";
    case NEW_COLUMN_DOMAIN:
        return "the domain's constraints are checked by writing every row anew";
    case NEW_COLUMN_VOLATILE:
        return "the default is volatile: every row gets a value of its own";
    case NEW_COLUMN_MAYBE_VOLATILE:
        *uncertain = true;
        return "its default may be volatile, and then every row is written anew";
    }
    return NULL;
}

static bool has_default_value(const struct column *column)
{
    return column->has_default && !column->default_value.is_null;
}

static void lock_foreign_key(struct locking *l, const struct column *column,
                             const struct constraint *constraint)
{
    /* Without a DEFAULT clause all values are null, and validation is skipped. */
    bool validates = column->has_default;
    if (validates) lock_target_family(l, AE, SCANS, "the foreign key is checked against every row");
    lock_new_referenced(l, constraint->references, SRE,
                        validates && has_default_value(column) ? SCANS : 0,
                        validates ? "the foreign key is checked against it"
                                  : "the foreign key puts triggers on it");
}

static void lock_new_index(struct locking *l, const struct column *column,
                           const struct constraint *constraint)
{
    lock_target_family(l, AE, SCANS | BUILDS, "an index is built from every row");
    if (l->target == NULL) return;
    struct constraint named = *constraint;
    struct str name = column->name;
    if (named.columns.len == 0) named.columns = (struct str_list){&name, 1, 1};
    struct str index = catalog_constraint_name(l->catalog, l->arena, l->target, &named);
    lock_new(l, OBJ_INDEX, (struct name){l->target->name.schema, index});
}

static void add_column_constraint(struct locking *l, const struct column *column,
                                  const struct constraint *constraint)
{
    switch (constraint->kind) {
    case CONSTRAINT_CHECK:
        lock_target_family(l, AE, SCANS, "the CHECK is verified for every row");
        break;
    case CONSTRAINT_UNIQUE:
    case CONSTRAINT_PRIMARY_KEY:
        lock_new_index(l, column, constraint);
        break;
    case CONSTRAINT_FOREIGN_KEY:
        lock_foreign_key(l, column, constraint);
        break;
    default:
        break;
    }
}

void locks_new_sequence(struct locking *l, struct name table, struct str column,
                        const struct sequence_options *options)
{
    struct name name = {table.schema, {"", 0}};
    if (options != NULL) name.name = options->sequence_name.name;
    if (options != NULL && options->sequence_name.schema.len > 0) {
        name.schema = options->sequence_name.schema;
    }
    if (name.name.len == 0) {
        name.name = catalog_sequence_name(l->catalog, l->arena, table, column);
    }
    lock_new(l, OBJ_SEQUENCE, name);
}

static void lock_new_sequence(struct locking *l, struct str column,
                              const struct sequence_options *options)
{
    struct name table = catalog_resolve(l->catalog, OBJ_TABLE, l->change->table);
    locks_new_sequence(l, table, column, options);
}

static void add_new_column(struct locking *l, const struct column *column)
{
    bool uncertain = false;
    const char *reason = rewrite_reason(l, column, &uncertain);
    if (reason != NULL) lock_rewrite(l, uncertain ? UNCERTAIN : 0, reason);
    bool filled = has_default_value(column) || column->identity != 0 || column->type.is_serial ||
                  column->generated != NULL;
    if (column->not_null && !filled) {
        lock_target_family(l, AE, SCANS, "every row is checked for a null, and has one");
    }
    lock_mentions(l, column->default_value.mentions, 0, NULL);
}

/* Before 13, IF NOT EXISTS makes the constraints and the sequence of a column that is there once
 * more (release notes of 13). */
void locks_add_column(struct locking *l)
{
    const struct column *column = &l->change->add_column;
    const struct catalog_column *old = NULL;
    const bool is_there = l->change->if_not_exists && l->target != NULL &&
                          relation_column(l->target, column->name, &old) == KNOWN;
    if (is_there && !locking_before(l, 13)) return;
    if (!is_there) add_new_column(l, column);
    if (column->type.is_serial || column->identity != 0) {
        lock_new_sequence(l, column->name, column->identity_options);
    }
    for (size_t i = 0; i < column->constraint_count; i++) {
        add_column_constraint(l, column, &column->constraints[i]);
    }
}

/* -- DROP COLUMN ------------------------------------------------------------------------------- */

static void drop_key(struct locking *l, const struct catalog_constraint *constraint, void *context)
{
    const struct str *column = context;
    if (str_list_has(&constraint->spec.columns, *column)) {
        lock_with_partitions(l, constraint->referenced, AE, 0,
                             "the foreign key's triggers on it are dropped");
    }
}

void locks_drop_column_from(struct locking *l, const struct relation *table, struct str column)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (index_mentions(table->indexes.at[i], column)) {
            lock_relation(l, table->indexes.at[i], AE, 0, "it goes with the column");
        }
    }
    locking_keys_of(l, table, drop_key, &column);
    const struct catalog_column *known = NULL;
    relation_column(table, column, &known);
    if (known != NULL) lock_relation(l, known->sequence, AE, 0, "it goes with the column");
}

static void drop_from(struct locking *l, const struct relation *table, void *context)
{
    const struct str *column = context;
    locks_drop_column_from(l, table, *column);
    if (!l->change->cascade) return;
    lock_cascade(l, catalog_dependents(l->catalog, l->arena, table, *column), NULL);
}

void locks_drop_column(struct locking *l)
{
    struct str column = l->change->name;
    if (l->target == NULL) return;
    locking_each_member(l, l->target, l->change->only, drop_from, &column);
    for (size_t i = 0; l->change->only && i < l->target->children.len; i++) {
        lock_relation(l, l->target->children.at[i], AE, 0, "the column becomes its own");
    }
}

/* -- SET NOT NULL ------------------------------------------------------------------------------ */

/* The proof goes in the same ALTER TABLE, so PostgreSQL cannot use it. */
static bool is_dropped_here(const struct locking *l, const struct catalog_constraint *proof)
{
    for (size_t i = 0; i < l->count; i++) {
        if (l->changes[i].kind == CHANGE_DROP_CONSTRAINT &&
            str_equal(l->changes[i].name, proof->name)) {
            return true;
        }
    }
    return false;
}

/* Release notes of 12: valid CHECK constraints spare the scan. */
static bool is_proven(const struct locking *l, const struct relation *table, struct str column)
{
    const struct catalog_constraint *proof = NULL;
    if (locking_before(l, 12) || !column_proven_not_null(table, column, &proof)) return false;
    return proof == NULL || !is_dropped_here(l, proof);
}

bool locks_needs_null_check(const struct locking *l, const struct relation *table,
                            struct str column)
{
    const struct catalog_column *known = NULL;
    relation_column(table, column, &known);
    bool not_null = known != NULL && known->nullability == KNOWN && known->not_null;
    return !not_null && !is_proven(l, table, column);
}

static void set_not_null(struct locking *l, const struct relation *table, void *context)
{
    const struct str *column = context;
    if (table->partitioned || table->kind == OBJ_FOREIGN_TABLE) return;
    if (!locks_needs_null_check(l, table, *column)) return;
    lock_relation(l, table, AE, SCANS, "every row is checked for a null");
}

void locks_set_not_null(struct locking *l)
{
    struct str column = l->change->name;
    if (l->target == NULL) {
        lock_target(l, AE, SCANS, "every row is checked for a null");
    } else {
        locking_each_member(l, l->target, l->change->only, set_not_null, &column);
    }
}

/* -- identity ---------------------------------------------------------------------------------- */

static struct relation *sequence_of(const struct locking *l)
{
    const struct catalog_column *column = NULL;
    if (l->target != NULL) relation_column(l->target, l->change->name, &column);
    return column != NULL ? column->sequence : NULL;
}

void locks_add_identity(struct locking *l)
{
    lock_new_sequence(l, l->change->name, l->change->identity.options);
}

void locks_set_identity(struct locking *l)
{
    const struct sequence_options *options = l->change->identity.options;
    bool values =
        options != NULL && (options->has_restart || options->has_start || options->has_increment ||
                            options->has_min || options->has_max || options->has_cache ||
                            options->has_cycle || options->no_min || options->no_max);
    lock_relation(l, sequence_of(l), SRE, values ? NEW_FILE : 0, "nextval() waits");
}

void locks_drop_identity(struct locking *l)
{
    lock_relation(l, sequence_of(l), AE, 0, "it goes with the identity");
}
