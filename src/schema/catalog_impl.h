/* What the catalog's own files share. Only src/schema/catalog*.c include this.
 *
 * Every change of what may be there already goes through the journal (CATALOG_SET, CATALOG_INSERT,
 * CATALOG_REMOVE), field by field, so that catalog_undo() and ROLLBACK can take it back. What is
 * new may be filled in freely until it is put somewhere. */
#ifndef GANDER_SCHEMA_CATALOG_IMPL_H
#define GANDER_SCHEMA_CATALOG_IMPL_H

#include "base/vec.h"
#include "schema/catalog.h"
#include "schema/savepoints.h"

struct entry;

struct entry_list {
    struct entry **at;
    size_t len, cap;
};

/* What is known of one name. */
struct entry {
    uint64_t hash;
    enum object_kind space;
    struct name name;
    enum knowledge state;
    struct relation *relation;
    struct catalog_object *object; /* of routines the first overload */
    struct origin gone;
    bool was_dropped;
    uint64_t tick;             /* when `state` was set last */
    uint32_t uses;             /* constraints: how many have this name */
    struct entry_list members; /* of a schema: every name ever put into it */
};

enum undo_kind { UNDO_BYTES, UNDO_INSERT, UNDO_REMOVE };

struct undo {
    enum undo_kind kind;
    void *at;     /* the bytes; or the list's `at` field */
    size_t *len;  /* the list's length */
    size_t index; /* in the list; or of the old bytes in `bytes` */
    size_t size;  /* of the bytes, of one element */
};

struct search_path {
    struct str_list schemas;
    bool is_set;
};

/* A name PostgreSQL made lately: all numbers before [pass] were taken then. */
struct name_hint {
    struct name base;
    bool is_relation;
    unsigned pass;
    uint64_t freed;
};

enum { NAME_HINTS = 256 };

struct catalog {
    struct arena *arena;
    struct entry **slots; /* open addressing, linear probing; a power of two, half empty */
    size_t slot_count, entry_count;

    VEC(struct undo) undo;
    VEC(unsigned char) bytes; /* old contents, for `undo` */
    size_t mark_count, mark;  /* the newest mark */

    uint32_t transaction;             /* the one at hand */
    size_t transaction_start;         /* its place in `undo` */
    uint32_t label_added;             /* the last transaction with an ADD VALUE */
    struct savepoint_list savepoints; /* marks: lengths of `undo` */

    struct search_path plain_path;               /* nobody has set one */
    struct search_path path, outer_path;         /* in force; behind SET LOCAL */
    struct search_path role_path, database_path; /* ALTER ROLE, DATABASE ... SET: new sessions' */
    struct str_list path_schemas;                /* that were ever in it */
    bool path_is_local;

    uint64_t tick, opaque_tick; /* counts changes; the one nobody could read, last */
    uint64_t call_tick;         /* ... that called a function, which may put rows anywhere */
    uint32_t visit;
    uint64_t unread_tick; /* the last SQL among those */
    struct relation_list relations;
    struct catalog_object_list objects, objects_of_kind[OBJECT_KIND_COUNT];
    struct relation_list temporary;
    bool has_temporary; /* a name was ever put into pg_temp */
    struct origin_list unread;
    struct origin_list refusals; /* statements that PostgreSQL would not carry out */
    uint64_t freed;              /* how often a name may have become free */
    struct name_hint *hints;     /* NAME_HINTS of them, by hash: a thousand indexes on one column */
    uint64_t extension_tick;     /* when one was made last: any name may come with it; 0: never */
    struct str_list operators;   /* names of operators that were made */
    bool has_implicit_cast;      /* one was made */

    VEC(struct catalog_edge) doomed; /* still to be dropped */
    size_t doomed_at;
    bool dropping;

    struct origin origin;      /* of the change at hand */
    bool conditional;          /* it may not run */
    const struct guard *guard; /* of the change before */
    enum knowledge guard_holds;
    bool refused;           /* PostgreSQL would not do it */
    bool in_statement;      /* catalog_begin_statement() was called */
    bool statement_refused; /* a part of it was */
    size_t statement_start; /* its place in `undo` */
};

/* -- catalog_journal.c ------------------------------------------------------------------------- */
void catalog_save(struct catalog *catalog, void *at, size_t size);
/* Behind a push that made room already; [index] the new element's. */
void catalog_inserted(struct catalog *catalog, void *list_at, size_t *len, size_t index,
                      size_t size);
void catalog_remove(struct catalog *catalog, void *list_at, size_t *len, size_t index, size_t size);
void catalog_take_back(struct catalog *catalog, size_t place); /* in `undo` */
void catalog_transaction(struct catalog *catalog, const struct change *change);
/* Called for each change: a new number ends the old transaction. */
void catalog_in_transaction(struct catalog *catalog, uint32_t transaction);

#define CATALOG_SET(catalog, place, ...)                                                           \
    (catalog_save((catalog), &(place), sizeof(place)), (place) = (__VA_ARGS__))
#define CATALOG_PUSH(catalog, list, ...)                                                           \
    (VEC_PUSH((catalog)->arena, (list), __VA_ARGS__),                                              \
     catalog_inserted((catalog), &(list)->at, &(list)->len, (list)->len - 1, sizeof *(list)->at))
#define CATALOG_REMOVE(catalog, list, index)                                                       \
    catalog_remove((catalog), &(list)->at, &(list)->len, (index), sizeof *(list)->at)
/* Removes the pointer [item] where the list has it. */
#define CATALOG_REMOVE_ITEM(catalog, list, item)                                                   \
    do {                                                                                           \
        for (size_t index_ = (list)->len; index_-- > 0;) {                                         \
            if ((list)->at[index_] != (item)) continue;                                            \
            CATALOG_REMOVE(catalog, list, index_);                                                 \
            break;                                                                                 \
        }                                                                                          \
    } while (0)

/* Nothing of the statement happens; where the change may not run anyway, nobody can tell. */
void catalog_refuse(struct catalog *catalog);
/* What it names is not among the parts of [relation], of which all are known. */
void catalog_refuse_missing(struct catalog *catalog, const struct relation *relation);

/* -- catalog_names.c --------------------------------------------------------------------------- */
/* NULL when nothing was ever said of it. The name needs its schema where the kind has one. */
struct entry *catalog_entry_if_any(const struct catalog *catalog, enum object_kind kind,
                                   struct name name);
struct entry *catalog_entry(struct catalog *catalog, enum object_kind kind, struct name name);
/* What is known, opaque code and dropped schemas considered. */
enum knowledge catalog_state(const struct catalog *catalog, const struct entry *entry);
enum knowledge catalog_name_state(const struct catalog *catalog, enum object_kind kind,
                                  struct name name);
/* The same for whom the entry of the name is at hand; NULL: there is none. */
enum knowledge catalog_entry_state(const struct catalog *catalog, const struct entry *entry,
                                   enum object_kind kind, struct name name);
void catalog_set_state(struct catalog *catalog, struct entry *entry, enum knowledge state);
bool has_schema(enum object_kind kind);
struct name catalog_schema_name(struct str schema);

/* -- catalog_path.c ---------------------------------------------------------------------------- */
void catalog_first_path(struct catalog *catalog);
void catalog_set_path(struct catalog *catalog, const struct change *change);
void catalog_end_local_path(struct catalog *catalog);
void catalog_rename_in_path(struct catalog *catalog, struct str from, struct str to);
void catalog_set_default_path(struct catalog *catalog, const struct change *change);
/* False: there is no schema to make it in, so that PostgreSQL refuses. */
bool catalog_target(const struct catalog *catalog, enum object_kind kind, struct name *name,
                    bool temporary);

/* -- catalog_relation.c ------------------------------------------------------------------------ */
/* The live relation, or one that was talked of; NULL when it is absent or never named. */
struct relation *catalog_relation(const struct catalog *catalog, struct name name);
/* The same, but one never named is recorded as unknown; NULL only when it is absent. */
struct relation *catalog_relation_or_shell(struct catalog *catalog, enum object_kind kind,
                                           struct name name);
/* The same of what has columns: NULL for an index or a sequence. */
struct relation *catalog_table(struct catalog *catalog, struct name name);
/* A new one under a free name; NULL when PostgreSQL would refuse or do nothing. */
struct relation *catalog_new_relation(struct catalog *catalog, const struct change *change,
                                      enum object_kind kind, struct name name);
void catalog_put_relation(struct catalog *catalog, struct relation *relation);
/* Takes the name away from what bears it now. */
void catalog_forget_relation(struct catalog *catalog, struct relation *relation);
void catalog_relation_unknown(struct catalog *catalog, struct relation *relation);
bool relation_is_live(const struct relation *relation); /* KNOWN or UNKNOWN */
bool relation_is_table(const struct relation *relation);
/* [relation] and all below it, parents first; in the catalog's arena. */
struct relation_list catalog_with_children(struct catalog *catalog, struct relation *relation,
                                           bool only);

/* -- catalog_column.c, catalog_column_alter.c -------------------------------------------------- */
struct catalog_column *relation_find_column(const struct relation *relation, struct str name);
struct catalog_column *catalog_new_column(struct catalog *catalog, struct relation *table,
                                          const struct column *from);
void catalog_column_constraints(struct catalog *catalog, struct relation *table,
                                const struct column *column);
void catalog_column_change(struct catalog *catalog, const struct change *change);
struct catalog_column *catalog_blank_column(struct catalog *catalog, struct relation *table,
                                            struct str name);
void catalog_column_edges(struct catalog *catalog, struct catalog_column *column);
/* Its type or default: what it leaned on before counts no more. */
void catalog_column_changed(struct catalog *catalog, struct catalog_column *column);
void catalog_set_not_null(struct catalog *catalog, struct catalog_column *column, bool not_null);
void catalog_set_default(struct catalog *catalog, struct catalog_column *column,
                         const struct expression *value);
void catalog_set_column_type(struct catalog *catalog, struct catalog_column *column,
                             struct type_name type);
struct catalog_column *catalog_inherit_column(struct catalog *catalog, struct relation *child,
                                              const struct catalog_column *from);

/* -- catalog_constraint.c, catalog_constraint_alter.c ------------------------------------------ */
struct catalog_constraint *relation_find_constraint(const struct relation *relation,
                                                    struct str name);
struct catalog_constraint *catalog_add_constraint(struct catalog *catalog, struct relation *table,
                                                  const struct constraint *spec);
void catalog_add_to_table(struct catalog *catalog, const struct change *change);
void catalog_constraint_change(struct catalog *catalog, const struct change *change);
void catalog_drop_constraint(struct catalog *catalog, struct catalog_constraint *constraint);
void catalog_inherit_constraint(struct catalog *catalog, struct relation *child,
                                struct catalog_constraint *from);
void catalog_use_constraint_name(struct catalog *catalog, struct name name, bool use);

/* -- catalog_keys.c ---------------------------------------------------------------------------- */
struct constraint_list {
    struct constraint *at;
    size_t len, cap;
};

/* Nothing for a CHECK or a foreign key. */
void catalog_collect_key(struct catalog *catalog, struct constraint_list *keys,
                         const struct constraint *spec);
void catalog_add_keys(struct catalog *catalog, struct relation *table,
                      const struct constraint_list *keys);

/* -- catalog_index.c --------------------------------------------------------------------------- */
void catalog_create_index(struct catalog *catalog, const struct change *change);
struct relation *catalog_constraint_index(struct catalog *catalog,
                                          struct catalog_constraint *constraint);
void catalog_attach_index(struct catalog *catalog, const struct change *change);
void catalog_inherit_indexes(struct catalog *catalog, struct relation *partition,
                             struct relation *parent);
/* For the catalog to write to: renames do. */
struct index_key *catalog_copy_keys(struct catalog *catalog, const struct index_key *keys,
                                    size_t count);

/* -- catalog_choose.c -------------------------------------------------------------------------- */
struct str catalog_choose_relation(const struct catalog *catalog, struct arena *arena,
                                   struct str first, struct str second, const char *label,
                                   struct str schema, bool is_constraint);
struct str catalog_choose_constraint(const struct catalog *catalog, struct arena *arena,
                                     struct str first, struct str second, const char *label,
                                     struct str schema);
struct str catalog_choose_index(const struct catalog *catalog, struct arena *arena,
                                const struct relation *table, const struct index_key *keys,
                                size_t key_count, struct str_list include, const char *label);
struct str catalog_choose_for(const struct catalog *catalog, struct arena *arena,
                              const struct relation *table, const struct constraint *constraint);

/* -- catalog_table.c, catalog_like.c, catalog_inherit.c ---------------------------------------- */
void catalog_create_table(struct catalog *catalog, const struct change *change);
void catalog_create_table_as(struct catalog *catalog, const struct change *change);
void catalog_like(struct catalog *catalog, struct relation *table, const struct change *change,
                  const struct table_like *like);
void catalog_like_after(struct catalog *catalog, struct relation *table,
                        const struct change *change, const struct table_like *like);
void catalog_table_setting(struct catalog *catalog, const struct change *change);
void catalog_merge_parent(struct catalog *catalog, struct relation *child, struct relation *parent);
void catalog_link(struct catalog *catalog, struct relation *child, struct relation *parent);
bool catalog_parent_has_column(const struct relation *child, struct str name);
bool catalog_parent_has_check(const struct relation *child, struct str name);
/* Whether a child's column or CHECK goes along with its parent's. It stays where it is its own, or
 * another parent [still] has it; with ONLY it becomes its own (ATExecDropColumn,
 * ATExecDropConstraint). */
bool catalog_copy_goes(struct catalog *catalog, bool *inherited, bool *local, bool still,
                       bool only);
void catalog_inherit_change(struct catalog *catalog, const struct change *change);
void catalog_partition_parts(struct catalog *catalog, struct relation *partition,
                             struct relation *parent);

/* -- catalog_view.c, catalog_sequence.c -------------------------------------------------------- */
void catalog_create_view(struct catalog *catalog, const struct change *change);
/* catalog_query.c: gives [relation], which has none yet, the columns of a query, called [names] as
 * far as these go; a view's text gets them in the place of stars. [query] NULL: it cannot be read.
 */
void catalog_query_columns(struct catalog *catalog, struct relation *relation,
                           const struct query *query, const struct str_list *names);
void catalog_mention_edges(struct catalog *catalog, const struct mentions *mentions,
                           struct catalog_edge edge);
void catalog_type_edge(struct catalog *catalog, struct type_name type, struct catalog_edge edge);
void catalog_expression_edges(struct catalog *catalog, const struct expression *expression,
                              struct catalog_edge edge);
void catalog_create_sequence(struct catalog *catalog, const struct change *change);
void catalog_alter_sequence(struct catalog *catalog, const struct change *change);
struct relation *catalog_column_sequence(struct catalog *catalog, struct relation *table,
                                         const struct column *from);

/* -- catalog_depend.c, catalog_drop.c ---------------------------------------------------------- */
void catalog_depend_on_relation(struct catalog *catalog, struct relation *relation,
                                struct catalog_edge edge);
void catalog_depend_on_object(struct catalog *catalog, struct catalog_object *object,
                              struct catalog_edge edge);
bool edge_is_live(const struct catalog_edge *edge);

/* -- catalog_guard.c --------------------------------------------------------------------------- */
/* False: what stands around the change keeps it from running. Sets `conditional`. */
bool catalog_runs(struct catalog *catalog, const struct change *change);

/* -- catalog_respell.c: views' queries --------------------------------------------------------- */
void catalog_keep_query(struct catalog *catalog, struct relation *view);
void catalog_respell_relation(struct catalog *catalog, struct relation *relation,
                              struct name old_name);
void catalog_respell_label(struct catalog *catalog, const struct catalog_object *type,
                           struct str from, struct str to);
void catalog_respell_schema(struct catalog *catalog, struct str from, struct str to);
void catalog_respell_type(struct catalog *catalog, struct catalog_object *type,
                          struct name old_name);
void catalog_respell_column(struct catalog *catalog, struct relation *table,
                            const struct catalog_column *column, struct str old_name);
void catalog_drop(struct catalog *catalog, const struct change *change);
/* Without asking dependents. */
void catalog_drop_relation(struct catalog *catalog, struct relation *relation);
void catalog_drop_column(struct catalog *catalog, const struct change *change);
void catalog_remove_column(struct catalog *catalog, struct catalog_column *column);
/* -- catalog_block.c: does something lean on it that DROP without CASCADE would ask for -------- */
bool catalog_relation_blocked(struct catalog *catalog, const struct relation *relation,
                              uint32_t also_dropped);
bool catalog_column_blocked(const struct catalog *catalog, const struct catalog_column *column);
bool catalog_object_blocked(const struct catalog_object *object);
void catalog_drop_object(struct catalog *catalog, struct catalog_object *object);

/* -- catalog_rename.c -------------------------------------------------------------------------- */
void catalog_rename(struct catalog *catalog, const struct change *change);
void catalog_set_schema(struct catalog *catalog, const struct change *change);
void catalog_move_relation(struct catalog *catalog, struct relation *relation, struct name name);
void catalog_rename_column(struct catalog *catalog, const struct change *change);
void catalog_rename_inside(struct catalog *catalog, const struct change *change);

/* -- catalog_{type,domain,function,object,attached}.c ------------------------------------------ */
struct catalog_object *catalog_object(const struct catalog *catalog, enum object_kind kind,
                                      struct name name);
struct catalog_object *catalog_new_object(struct catalog *catalog, const struct change *change,
                                          enum object_kind kind, struct name name);
void catalog_put_object(struct catalog *catalog, struct catalog_object *object);
void catalog_forget_object(struct catalog *catalog, struct catalog_object *object);
void catalog_object_unknown(struct catalog *catalog, struct catalog_object *object);
void catalog_create_extension(struct catalog *catalog, const struct change *change);
bool catalog_extension_blocked(const struct catalog *catalog,
                               const struct catalog_object *extension);
void catalog_drop_with_opclasses(struct catalog *catalog, const struct catalog_object *extension);
void catalog_create_object(struct catalog *catalog, const struct change *change);
struct type_name catalog_resolve_type(const struct catalog *catalog, struct type_name type,
                                      struct catalog_object **object);
void catalog_type_change(struct catalog *catalog, const struct change *change);
void catalog_create_domain(struct catalog *catalog, const struct change *change);
void catalog_alter_domain(struct catalog *catalog, const struct change *change);
bool catalog_is_builtin_type(struct str name);
void catalog_create_function(struct catalog *catalog, const struct change *change);
void catalog_create_publication(struct catalog *catalog, const struct change *change);
void catalog_alter_publication(struct catalog *catalog, const struct change *change);
void catalog_alter_function(struct catalog *catalog, const struct change *change);
struct catalog_object *catalog_function(const struct catalog *catalog, struct name name,
                                        const struct str *signature);
struct str catalog_change_signature(const struct catalog *catalog, struct arena *arena,
                                    const struct change *change);
void catalog_attached_change(struct catalog *catalog, const struct change *change);
void catalog_copy_trigger(struct catalog *catalog, struct relation *child,
                          const struct catalog_trigger *from);
void catalog_comment(struct catalog *catalog, const struct change *change);

/* -- catalog_data.c ---------------------------------------------------------------------------- */
void catalog_data(struct catalog *catalog, const struct change *change);
/* The change would have failed on a row, or took all of them away. */
void catalog_emptied(struct catalog *catalog, struct relation *table);

#endif
