/* ALTER TABLE, what concerns the table as a whole; also of indexes, views and sequences. */
#include "schema/locking.h"

static enum object_kind kind_of_target(const struct locking *l)
{
    return l->target != NULL ? l->target->kind : l->change->object;
}

/* -- storage parameters: reloptions.c ---------------------------------------------------------- */

static bool takes_weak_lock(struct str option)
{
    static const char *const strong[] = {"user_catalog_table",     "fastupdate",
                                         "gin_pending_list_limit", "buffering",
                                         "pages_per_range",        "autosummarize"};
    for (size_t i = 0; i < sizeof strong / sizeof *strong; i++) {
        if (str_equal(option, str_from(strong[i]))) return false;
    }
    return true;
}

void locks_set_options(struct locking *l)
{
    const struct named_values *options = &l->change->options.list;
    bool weak = kind_of_target(l) != OBJ_VIEW;
    for (size_t i = 0; i < options->len; i++) weak = weak && takes_weak_lock(options->at[i].name);
    lock_target(l, weak ? SUE : AE, 0, NULL);
}

/* -- what writes the table anew ---------------------------------------------------------------- */

void locks_set_logged(struct locking *l)
{
    bool known = l->target != NULL && relation_is_complete(l->target);
    bool logs = l->change->kind == CHANGE_SET_LOGGED;
    if (known && l->target->unlogged != logs) return;
    lock_rewrite(l, known ? 0 : UNCERTAIN,
                 logs ? "the table is written to the log" : "the table is written anew");
    if (!locking_before(l, 15)) lock_owned_sequences(l, AE, NEW_FILE);
}

void locks_set_access_method(struct locking *l)
{
    bool known = l->target != NULL && relation_is_complete(l->target);
    struct str now = known ? l->target->access_method : STR("");
    if (known && now.len == 0) now = STR("heap");
    if (known && str_equal(now, l->change->setting.value)) return;
    lock_rewrite(l, known ? 0 : UNCERTAIN, "the table is written anew in the other format");
}

void locks_set_tablespace(struct locking *l)
{
    bool known = l->target != NULL && relation_is_complete(l->target);
    if (known && str_equal(l->target->tablespace, l->change->setting.value)) {
        lock_target(l, AE, 0, "it is there already");
    } else if (l->target != NULL && l->target->partitioned) {
        lock_target(l, AE, 0, "only partitions made later go there");
    } else {
        bool index = kind_of_target(l) == OBJ_INDEX;
        lock_target(l, AE, index ? REWRITES | BUILDS : REWRITES, "its files are copied");
    }
}

/* -- the catalog alone ------------------------------------------------------------------------- */

static bool names_relation(const struct change *change)
{
    switch (change->object) {
    case OBJ_TABLE:
    case OBJ_FOREIGN_TABLE:
    case OBJ_VIEW:
    case OBJ_MATERIALIZED_VIEW:
    case OBJ_INDEX:
    case OBJ_SEQUENCE:
        return change->table.name.len > 0;
    default:
        return false;
    }
}

void locks_set_owner(struct locking *l)
{
    if (!names_relation(l->change)) return;
    lock_target(l, AE, 0, NULL);
    lock_indexes(l, l->target, AE, 0, NULL);
    lock_owned_sequences(l, AE, 0);
}

void locks_set_schema(struct locking *l)
{
    if (!names_relation(l->change)) return;
    lock_target(l, AE, 0, NULL);
    lock_owned_sequences(l, AE, 0);
}

void locks_inherit(struct locking *l)
{
    lock_name(l, OBJ_TABLE, l->change->object_name, SUE, 0, "it gets a child");
    lock_family(l, l->target, AS, 0, "none of its children may be the parent");
}

void locks_no_inherit(struct locking *l)
{
    lock_name(l, OBJ_TABLE, l->change->object_name, AS, 0, "its columns are read");
}

void locks_of_type(struct locking *l)
{
    lock_name(l, OBJ_TYPE, l->change->object_name, AS, 0, "its definition is read");
}

void locks_replica_identity(struct locking *l)
{
    struct name index = {l->change->table.schema, l->change->replica_identity.index};
    if (l->target != NULL) index.schema = l->target->name.schema;
    lock_name(l, OBJ_INDEX, index, S, 0, "it becomes the replica identity");
}
