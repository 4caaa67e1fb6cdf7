/* The schema that the migrations have made so far.
 *
 * Replayed change by change, so that a rule sees what its statement will meet. Knowledge has three
 * values: made here and there now; known not to be there; and unknown, which is what everything
 * made outside the migrations is (taken to be old and full). A statement that PostgreSQL would
 * refuse for certain changes nothing. Lives in its arena, and so must the changes replayed. */
#ifndef GANDER_SCHEMA_CATALOG_H
#define GANDER_SCHEMA_CATALOG_H

#include "base/arena.h"
#include "schema/catalog_model.h"
#include "schema/change.h"
#include "source/source.h"

struct catalog *catalog_new(struct arena *arena);

/* -- lookups. Names without a schema go through the replayed search_path. ---------------------- */

/* The state of [name] now. [kind] OBJ_UNKNOWN looks for any relation (table, view, materialized
 * view, index, sequence, foreign table), else for that kind of relation; one of another kind is
 * KNOWN_ABSENT. [relation] is set when KNOWN, and when UNKNOWN but talked of: then it holds what
 * was said. Else it is left alone. */
enum knowledge catalog_find(const struct catalog *catalog, enum object_kind kind, struct name name,
                            const struct relation **relation);

/* The same for schemas, types, domains, extensions, roles, statistics ...; of a function any
 * overload. Built-in types are KNOWN without an object: [object] is then left alone. */
enum knowledge catalog_find_object(const struct catalog *catalog, enum object_kind kind,
                                   struct name name, const struct catalog_object **object);

/* The function of these argument types ("int4, text", as in struct signature); [types] NULL: any
 * overload. */
enum knowledge catalog_find_function(const struct catalog *catalog, struct name name,
                                     const struct str *types, const struct catalog_object **object);

/* The function with the arguments of [change], a CREATE, ALTER or DROP FUNCTION. NULL: none. */
const struct catalog_object *catalog_same_function(const struct catalog *catalog,
                                                   struct arena *arena,
                                                   const struct change *change);

/* A relation or object of any kind: whether it is there and where it was made. */
enum knowledge catalog_made(const struct catalog *catalog, enum object_kind kind, struct name name,
                            struct origin *made);

/* Names of one space exclude each other: a view cannot have the name of a table. OBJ_TABLE is that
 * of all relations, OBJ_TYPE of types and domains, OBJ_ROUTINE of functions and the like; any other
 * kind of object is its own. */
enum object_kind catalog_space(enum object_kind kind);

/* Where a name was dropped or renamed away last; false when it never was. */
bool catalog_gone(const struct catalog *catalog, enum object_kind kind, struct name name,
                  struct origin *gone);

/* The name with the schema PostgreSQL would find it in, or make it in. */
struct name catalog_resolve(const struct catalog *catalog, enum object_kind kind, struct name name);
struct name catalog_resolve_new(const struct catalog *catalog, enum object_kind kind,
                                struct name name, bool temporary);

bool relation_is_complete(const struct relation *relation);

/* KNOWN, and nothing that nobody could read has run since. */
bool relation_is_sure(const struct relation *relation);
bool object_is_sure(const struct catalog_object *object);
/* SQL that nobody can read has run since it was made: it may look different, or be gone. */
bool relation_may_have_changed(const struct relation *relation);
bool object_may_have_changed(const struct catalog_object *object);
/* Something ran that nobody can read: it may have made anything. */
bool catalog_is_opaque(const struct catalog *catalog);
/* An extension was made: types and functions of any name may have come with it. */
bool catalog_has_extension(const struct catalog *catalog);

/* ctid, xmin ...: anything that has rows of its own has them (PostgreSQL manual 5.5). */
bool is_system_column(struct str name);

/* UNKNOWN: it is not recorded, and the relation is not complete; or conditional code touched it:
 * then [column] is set. System columns (ctid, xmin ...) are KNOWN without being set. */
enum knowledge relation_column(const struct relation *relation, struct str name,
                               const struct catalog_column **column);
enum knowledge relation_constraint(const struct relation *relation, struct str name,
                                   const struct catalog_constraint **constraint);
/* Where the constraint was dropped or taken along last; false when it never was, or long ago. */
bool relation_lost_constraint(const struct relation *relation, struct str name,
                              struct origin *gone);
enum knowledge relation_trigger(const struct relation *relation, struct str name,
                                const struct catalog_trigger **trigger);
/* A trigger, policy or rule, as [kind] says; [made] is set when it is there. */
enum knowledge relation_attached(const struct relation *relation, enum object_kind kind,
                                 struct str name, struct origin *made);
enum knowledge object_label(const struct catalog_object *type, struct str text,
                            const struct catalog_label **label);
/* ALTER TYPE ... ADD VALUE was replayed last in this transaction. */
bool catalog_added_label(const struct catalog *catalog, uint32_t transaction);
const struct catalog_constraint *relation_primary_key(const struct relation *relation);

/* The table of an index, the partitioned table of a partition; else no name. */
struct name relation_owner(const struct relation *relation);

/* Made in the replay, and no rows put in since. */
bool relation_is_empty(const struct relation *relation);

/* Whatever was in it, nothing is now, as long as this transaction lasts: it has truncated the
 * table, or added a column that PostgreSQL refuses where there is a row, and holds ACCESS
 * EXCLUSIVE. */
bool relation_is_emptied(const struct relation *relation, uint32_t transaction);

/* SET NOT NULL need not scan: a validated CHECK proves it; [proof] is that. */
bool column_proven_not_null(const struct relation *relation, struct str column,
                            const struct catalog_constraint **proof);

/* Among its keys, INCLUDE or predicate. */
bool index_mentions(const struct relation *index, struct str column);

/* One of these operator classes, whatever their schema; the list ends with NULL. */
bool index_uses_opclass(const struct relation *index, const char *const *names);

/* -- dependents -------------------------------------------------------------------------------- */

/* What depends on a relation, or on one column of it ([column] empty: on any part). Its own
 * columns, constraints, indexes and triggers are among them only when asked for a column. */
struct dependent_list catalog_dependents(const struct catalog *catalog, struct arena *arena,
                                         const struct relation *relation, struct str column);
/* Of these only the foreign keys that refer to the relation: however many partitions it has. */
struct dependent_list catalog_keys_to(struct arena *arena, const struct relation *relation);
struct dependent_list catalog_object_dependents(const struct catalog *catalog, struct arena *arena,
                                                const struct catalog_object *object);
struct dependent_list catalog_constraint_dependents(const struct catalog *catalog,
                                                    struct arena *arena,
                                                    const struct catalog_constraint *constraint);

/* -- names PostgreSQL makes -------------------------------------------------------------------- */

/* makeObjectName(): "a_b_label", shortened to 63 bytes; [second] may be empty. */
struct str catalog_object_name(struct arena *arena, struct str first, struct str second,
                               struct str label);
/* What PostgreSQL would call this index or constraint of this table, were it made now. */
struct str catalog_index_name(const struct catalog *catalog, struct arena *arena,
                              const struct change *change);
/* ... the sequence of a serial or identity column. */
struct str catalog_sequence_name(const struct catalog *catalog, struct arena *arena,
                                 struct name table, struct str column);
/* What it would be called if no other name were in the way. */
struct str catalog_plain_index_name(struct arena *arena, const struct relation *index);
struct str catalog_constraint_name(const struct catalog *catalog, struct arena *arena,
                                   const struct relation *table,
                                   const struct constraint *constraint);

/* -- replay ------------------------------------------------------------------------------------ */

/* Carries out one change made at [origin]. A new transaction number ends the transaction before;
 * BEGIN, COMMIT, ROLLBACK and savepoints are changes like others. */
void catalog_replay(struct catalog *catalog, const struct change *change, struct origin origin);

/* What is replayed from here to the next call is one statement: it is carried out whole, or, where
 * PostgreSQL refuses a part of it, not at all. */
void catalog_begin_statement(struct catalog *catalog);
/* The same, each part for itself: no part refused keeps the others from happening. */
void catalog_begin_parts(struct catalog *catalog);
/* Takes back what has been replayed since, and begins again. */
void catalog_restart_statement(struct catalog *catalog);

/* All so far was there before the first migration: it is in use and full. */
void catalog_end_initial(struct catalog *catalog);

bool made_before_file(const struct origin *made, uint32_t file);

/* Something ran that nobody can read, a Go migration: what was absent may be there now. */
void catalog_opaque(struct catalog *catalog, struct origin origin);

/* Where that was; a Go migration has no span. */
const struct origin_list *catalog_unread(const struct catalog *catalog);

/* What PostgreSQL would refuse, so that nothing of its statement was carried out. */
const struct origin_list *catalog_refusals(const struct catalog *catalog);

/* A section of a file ends: goose's next one may get another connection, so search_path, other
 * settings and temporary relations are as before. */
void catalog_end_section(struct catalog *catalog);

/* Trying changes out, as a Down section is: undo takes back everything replayed since the mark.
 * Marks nest. */
size_t catalog_mark(struct catalog *catalog);
void catalog_undo(struct catalog *catalog, size_t mark);

/* -- all of it, in the order it was made; what is gone is there too: look at `state` ------------
 */

const struct relation_list *catalog_relations(const struct catalog *catalog);
const struct catalog_object_list *catalog_objects(const struct catalog *catalog);
const struct catalog_object_list *catalog_objects_of_kind(const struct catalog *catalog,
                                                          enum object_kind kind);

/* Schemas that a search_path of the migrations named, but for `public`: what expressions say
 * without a schema may be in them. */
const struct str_list *catalog_path_schemas(const struct catalog *catalog);

#endif
