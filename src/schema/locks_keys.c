/* Foreign keys of rows that are written: each is checked row by row. */
#include "schema/locking.h"

struct written {
    const struct str_list *columns; /* none: all */
};

/* -- the rows that are referred to ------------------------------------------------------------- */

static void check_parent(struct locking *l, const struct catalog_constraint *key, void *context)
{
    const struct written *written = context;
    bool touched = written->columns->len == 0;
    for (size_t i = 0; i < key->spec.columns.len; i++) {
        touched = touched || str_list_has(written->columns, key->spec.columns.at[i]);
    }
    if (!touched) return;
    lock_with_partitions(l, key->referenced, RS, PARTLY, "foreign keys of the rows are checked");
}

void lock_keys_of_rows(struct locking *l, const struct str_list *columns)
{
    struct written written = {columns};
    locking_keys_of(l, l->target, check_parent, &written);
}

/* -- the rows that refer to them --------------------------------------------------------------- */

/* Rows of a partition are rows of its table: keys lead to either. */
static void each_key_to(struct locking *l, const struct relation *table, on_constraint *each,
                        void *context)
{
    enum { DEEPEST = 64 };
    for (int depth = 0; table != NULL && depth < DEEPEST; depth++) {
        locking_keys_to(l, table, each, context);
        table = table->partition_of;
    }
}

static bool writes_child(char action)
{
    return action == 'c' || action == 'n' || action == 'd';
}

static bool is_indexed(const struct catalog_constraint *key)
{
    for (size_t i = 0; key->table != NULL && i < key->table->indexes.len; i++) {
        const struct relation *index = key->table->indexes.at[i];
        if (index->index.key_count > 0 && key->spec.columns.len > 0 &&
            str_equal(index->index.keys[0].column, key->spec.columns.at[0])) {
            return true;
        }
    }
    return false;
}

/* NO ACTION and RESTRICT look for rows, the others change them. */
static void lock_child(struct locking *l, const struct catalog_constraint *key, char action)
{
    lock_relation(l, key->table, writes_child(action) ? RE : RS, is_indexed(key) ? 0 : SCANS,
                  l->change->kind == CHANGE_UPDATE
                      ? "rows that refer to the changed ones are looked for"
                      : "rows that refer to the deleted ones are looked for");
}

struct deleted {
    const struct relation **at;
    size_t len, cap;
};

/* ON DELETE CASCADE deletes on. */
static void check_child(struct locking *l, const struct catalog_constraint *key, void *context)
{
    struct deleted *deleted = context;
    lock_child(l, key, key->spec.on_delete);
    if (key->spec.on_delete != 'c' || key->table == NULL) return;
    for (size_t i = 0; i < deleted->len; i++) {
        if (deleted->at[i] == key->table) return;
    }
    VEC_PUSH(l->arena, deleted, key->table);
}

void lock_keys_to_deleted(struct locking *l)
{
    struct deleted deleted = {0};
    VEC_PUSH(l->arena, &deleted, l->target);
    for (size_t i = 0; i < deleted.len; i++) {
        each_key_to(l, deleted.at[i], check_child, &deleted);
    }
}

static void check_referrer(struct locking *l, const struct catalog_constraint *key, void *context)
{
    const struct written *written = context;
    bool touched = false;
    for (size_t i = 0; i < key->spec.referenced_columns.len; i++) {
        touched = touched || str_list_has(written->columns, key->spec.referenced_columns.at[i]);
    }
    if (touched) lock_child(l, key, key->spec.on_update);
}

void lock_keys_to_updated(struct locking *l, const struct str_list *columns)
{
    struct written written = {columns};
    each_key_to(l, l->target, check_referrer, &written);
}
