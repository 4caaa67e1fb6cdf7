/* What the locks_*.c share. Only they include this. */
#ifndef GANDER_SCHEMA_LOCKING_H
#define GANDER_SCHEMA_LOCKING_H

#include "base/vec.h"
#include "schema/lock_set.h"

/* Short, for the tables and the many calls. */
enum {
    AS = LOCK_ACCESS_SHARE,
    RS = LOCK_ROW_SHARE,
    RE = LOCK_ROW_EXCLUSIVE,
    SUE = LOCK_SHARE_UPDATE_EXCLUSIVE,
    S = LOCK_SHARE,
    SRE = LOCK_SHARE_ROW_EXCLUSIVE,
    AE = LOCK_ACCESS_EXCLUSIVE,
};

/* What happens under the lock. */
enum lock_effect {
    SCANS = 1 << 0,
    SCANS_TWICE = 1 << 1,
    REWRITES = 1 << 2,
    BUILDS = 1 << 3,
    NEW_FILE = 1 << 4,
    WAITS = 1 << 5,
    UNCERTAIN = 1 << 6,
    CREATED = 1 << 7,
    PARTLY = 1 << 8, /* of a table's partitions only those that rows or WHERE lead to */
};

/* Which relations an ALTER TABLE reaches without ONLY. */
enum lock_reach {
    ALONE,
    PARTITIONS, /* and below them; not the children of INHERITS */
    FAMILY,
};

struct lock_fact;

/* A partitioned table that lock_with_partitions() went through for the change at hand. */
struct locked_tree {
    const struct relation *relation;
    int mode;
    unsigned effects;
};

struct locking {
    struct arena *arena;
    const struct catalog *catalog;
    const struct lock_settings *settings;
    const struct change *changes; /* of the statement */
    size_t count;
    const struct change *change; /* the one at hand */
    const struct lock_fact *fact;
    const struct relation *target; /* what the catalog has of change->table; NULL */
    struct lock_set set;           /* so far */
    struct {
        struct locked_tree *at;
        size_t len, cap;
    } trees;
};

/* One row of the table in locks.c. */
struct lock_fact {
    uint8_t mode;  /* on the relation the change names; LOCK_NONE: `more` says it all */
    uint8_t reach; /* enum lock_reach, of `mode` */
    void (*more)(struct locking *l);
    const char *why;
    const char *source;
};

/* -- locking.c: adding to the list --------------------------------------------------------------*/

/* [why] NULL: the fact's. */
void lock_relation(struct locking *l, const struct relation *relation, int mode, unsigned effects,
                   const char *why);
/* By the name the statement gives. */
void lock_name(struct locking *l, enum object_kind kind, struct name name, int mode,
               unsigned effects, const char *why);
/* What the change names. */
void lock_target(struct locking *l, int mode, unsigned effects, const char *why);
/* Something that is made now. */
void lock_new(struct locking *l, enum object_kind kind, struct name name);
/* The relation and, unless ONLY, all its partitions and children; a partitioned table has no rows,
 * so its own entry is without effects. */
void lock_family(struct locking *l, const struct relation *relation, int mode, unsigned effects,
                 const char *why);
/* [relation] and, if it is partitioned, its partitions, ONLY or not: triggers of foreign keys that
 * lead to it stand on all of them. NULL: nothing. */
void lock_with_partitions(struct locking *l, const struct relation *relation, int mode,
                          unsigned effects, const char *why);
/* As that, for what a new foreign key names, known or not. */
void lock_new_referenced(struct locking *l, struct name name, int mode, unsigned effects,
                         const char *why);
/* As lock_family(), for what the change names, known or not. */
void lock_target_family(struct locking *l, int mode, unsigned effects, const char *why);
/* What a view's query reads, down to the tables. */
void lock_view_query(struct locking *l, const struct relation *view, int mode, unsigned effects,
                     const char *why);
/* Relations that a query names: it is analysed and not carried out. */
void lock_names(struct locking *l, const struct name_list *names, const char *why);
/* Relations that something reads, and what those that are views read. */
void lock_reads(struct locking *l, const struct name_list *names, unsigned effects,
                const char *why);
void lock_mentions(struct locking *l, const struct mentions *mentions, unsigned effects,
                   const char *why);
/* Every index, or its new file: the table is rewritten. */
void lock_owned_sequences(struct locking *l, int mode, unsigned effects);
void lock_indexes(struct locking *l, const struct relation *table, int mode, unsigned effects,
                  const char *why);
/* REWRITES | SCANS for the target's family, all indexes rebuilt. */
void lock_rewrite(struct locking *l, unsigned more_effects, const char *why);

/* -- locking_catalog.c: asking the catalog ------------------------------------------------------*/

/* What there is of it, known or talked of; NULL. */
const struct relation *locking_find(const struct locking *l, enum object_kind kind,
                                    struct name name);
/* It is in the list already. */
bool locking_listed(const struct locking *l, const struct relation *relation);
bool locking_absent(const struct locking *l, enum object_kind kind, struct name name);
/* IF EXISTS on what is not there, IF NOT EXISTS on what is there. */
bool locking_no_op(const struct locking *l, enum object_kind kind, struct name name);
bool locking_partitioned(const struct relation *relation); /* NULL: no */
bool locking_before(const struct locking *l, int version); /* the server is older */

typedef void on_relation(struct locking *l, const struct relation *relation, void *context);

/* [relation] and everything below it: partitions, children, theirs. */
void locking_each_member(struct locking *l, const struct relation *relation, bool only,
                         on_relation *each, void *context);

/* Live FOREIGN KEYs of [table], those that lead to it. */
typedef void on_constraint(struct locking *l, const struct catalog_constraint *constraint,
                           void *context);
void locking_keys_of(struct locking *l, const struct relation *table, on_constraint *each,
                     void *context);
void locking_keys_to(struct locking *l, const struct relation *table, on_constraint *each,
                     void *context);

/* Constraint of the relation by name that is there; NULL. */
const struct catalog_constraint *locking_find_constraint(const struct relation *relation,
                                                         struct str name);
/* locks_cascade.c: what CASCADE takes along of all that depends on [from], or, if NULL, on a
 * relation. */
void lock_cascade(struct locking *l, struct dependent_list dependents,
                  const struct catalog_object *from);
void lock_composite(struct locking *l, const struct catalog_object *object, const char *why);
void lock_object_cascade(struct locking *l, const struct catalog_object *object);
/* locks_data.c: does a query, UPDATE or DELETE come to every row, to every partition? */
unsigned locks_read_effects(const struct data_change *data);
/* locks_keys.c: what the foreign keys of written rows look up; of all [columns] if there are none.
 * And the rows that refer to those. */
void lock_keys_of_rows(struct locking *l, const struct str_list *columns);
void lock_keys_to_updated(struct locking *l, const struct str_list *columns);
void lock_keys_to_deleted(struct locking *l);
/* locks_constraint.c: the index of a constraint that goes, and the partitions' ones. */
void locks_drop_index_of(struct locking *l, const struct catalog_constraint *constraint);
/* locks_drop.c: a relation that goes, with its indexes, sequences and foreign keys. */
void locks_drop_one(struct locking *l, const struct relation *relation, const char *why);
/* locks_column.c: a column that goes, with its indexes, sequence and foreign keys. */
void locks_drop_column_from(struct locking *l, const struct relation *table, struct str column);
/* locks_column.c: nulls may be there, and no CHECK of before the statement rules them out. */
bool locks_needs_null_check(const struct locking *l, const struct relation *table,
                            struct str column);
/* locks_partition.c: what a new or attached partition does to its table and those around it. */
void locks_join_parent(struct locking *l, const struct relation *parent, struct name partition,
                       const struct relation *child);
/* locks_column.c: the sequence of a serial or identity column. locks_create.c: an index that is
 * made on [table] because another table has this one. */
void locks_new_sequence(struct locking *l, struct name table, struct str column,
                        const struct sequence_options *options);
void locks_new_index_like(struct locking *l, struct name table, const struct relation *index);
/* locks_index.c: a plain index like that one. */
bool locks_equal_index(const struct relation *index, const struct index_key *keys, size_t key_count,
                       struct str method, bool unique);

/* -- what the families of changes do: `more` ----------------------------------------------------*/

/* clang-format off */
#define LOCK_MORE(X) \
    /* locks_create.c */ \
    X(create_table) X(create_table_as) X(create_view) X(refresh) X(create_sequence) \
    X(alter_sequence) \
    /* locks_drop.c */ \
    X(drop_table) X(drop_view) X(drop_sequence) X(drop_schema) X(drop_extension) \
    /* locks_cascade.c */ \
    X(drop_object) \
    /* locks_table.c */ \
    X(set_options) X(set_logged) X(set_access_method) X(set_tablespace) X(set_owner) \
    X(set_schema) X(inherit) X(no_inherit) X(of_type) X(replica_identity) \
    /* locks_column.c, locks_type.c */ \
    X(add_column) X(drop_column) X(set_not_null) X(add_identity) X(set_identity) \
    X(drop_identity) X(column_type) \
    /* locks_constraint.c */ \
    X(add_constraint) X(drop_constraint) X(validate_constraint) X(rename_constraint) \
    /* locks_index.c */ \
    X(create_index) X(drop_index) X(rename_index) X(attach_index) X(drop_statistics) \
    X(reindex) X(cluster) X(cluster_on) \
    /* locks_partition.c */ \
    X(attach_partition) X(detach_partition) \
    /* locks_object.c */ \
    X(create_type) X(rename_type) X(alter_composite) X(alter_domain) X(create_function) X(create_trigger) X(drop_attached) \
    X(create_rule) X(policy) X(comment) X(grant) X(publication) \
    /* locks_data.c */ \
    X(select) X(insert) X(update) X(delete_rows) X(merge) X(copy) X(truncate) X(lock_table) \
    X(vacuum) X(analyze)
/* clang-format on */

#define X(name) void locks_##name(struct locking *l);
LOCK_MORE(X)
#undef X

/* What a new type of the column does to one table of it; [context] is not looked at. */
void locks_retype(struct locking *l, const struct relation *table, void *context);

#endif
