/* What the catalog holds: relations with their columns, constraints, indexes, triggers; types,
 * functions and everything else that has a name.
 *
 * Read only for everybody but src/schema/catalog*.c. Pointers stay valid and stay the same object
 * through renames; lists are in the order PostgreSQL would show, dropped things are not in them.
 * Whatever was made outside the migrations is there only as far as later statements told. */
#ifndef GANDER_SCHEMA_CATALOG_MODEL_H
#define GANDER_SCHEMA_CATALOG_MODEL_H

#include "schema/change.h"
#include "source/source.h"

enum knowledge { KNOWN_ABSENT, UNKNOWN, KNOWN };

/* Where and when something was made. */
struct origin {
    struct span span;     /* `CREATE TABLE orders`; source NULL: not by these migrations */
    uint32_t file;        /* number of the migration in its sequence, from 0 */
    uint32_t transaction; /* number of the transaction in the replay, from 1 */
    bool initial;         /* in a file of `initial-schema`: before all migrations */
};

struct origin_list {
    struct origin *at;
    size_t len, cap;
};

struct catalog;
struct relation;
struct catalog_object;
struct catalog_trigger;

struct relation_list {
    struct relation **at;
    size_t len, cap;
};

struct catalog_object_list {
    struct catalog_object **at;
    size_t len, cap;
};

/* -- what stands in a relation ----------------------------------------------------------------- */

/* `state` of everything: KNOWN; KNOWN_ABSENT once it is dropped; UNKNOWN when conditional code
 * touched it or made it, so that nobody can tell whether it is there or how it looks. */
struct catalog_column {
    struct str name;
    enum knowledge state;
    struct origin made;
    struct relation *table;
    struct type_name type;              /* user types with their schema; name empty: not known */
    struct catalog_object *type_object; /* the user's type, domain or enum; NULL: built in, or */
                                        /*   nothing is known of it */
    struct name collation;              /* name empty: the type's */
    bool not_null;                      /* in force, also through PRIMARY KEY and identity */
    enum knowledge nullability;         /* KNOWN: `not_null` tells; UNKNOWN: nobody can tell */
    enum knowledge default_known;       /* the same of `has_default` */
    bool has_default;
    struct expression default_value;
    char identity;                /* 'a' always, 'd' by default, 0 none */
    struct expression *generated; /* GENERATED ALWAYS AS (...) STORED; NULL: it is not */
    struct relation *sequence;    /* owned by the column: serial, identity, OWNED BY; NULL */
    bool inherited;               /* from a parent or a partitioned table */
    bool local;                   /* also defined here */
    char storage;                 /* 'p' plain, 'e' external, 'x' extended, 'm' main; 0: not said */
    struct str compression;
    struct str statistics; /* SET STATISTICS; empty: not said */
    struct named_values options;
    struct str comment;
    uint32_t edition; /* private: counts its definitions */
};

struct catalog_column_list {
    struct catalog_column **at;
    size_t len, cap;
};

struct catalog_constraint {
    struct str name; /* as PostgreSQL names it when the file does not: t_pkey, t_a_key */
    enum knowledge state;
    struct origin made;
    struct relation *table; /* NULL: a domain's */
    struct constraint
        spec; /* columns and referenced columns complete and as they are called now; */
              /*   `references` with its schema */
    bool validated;
    struct origin validated_at;                /* of VALIDATE CONSTRAINT; else as `made` */
    struct origin gone;                        /* of what dropped it or took it along */
    struct relation *index;                    /* UNIQUE, PRIMARY KEY, EXCLUDE */
    struct relation *referenced;               /* FOREIGN KEY: its state may be UNKNOWN */
    struct catalog_constraint *referenced_key; /* the UNIQUE or PRIMARY KEY it leans on; NULL: */
                                               /*   unknown, or a plain unique index */
    bool inherited;
    bool local;
    struct str comment;
    uint32_t edition;
};

struct catalog_constraint_list {
    struct catalog_constraint **at;
    size_t len, cap;
};

struct catalog_trigger {
    struct str name;
    enum knowledge state;
    struct origin made;
    struct relation *table;
    const struct change *definition; /* its CREATE TRIGGER */
    struct name function;            /* with its schema when known */
    struct str_list update_of;
    struct expression when; /* names as they are now */
    struct str_list when_columns;
    char firing; /* 'o' origin, 'a' always, 'r' replica, 'd' disabled */
    struct str comment;
    bool inherited; /* a partition's copy of its parent's */
    uint32_t edition;
};

struct catalog_trigger_list {
    struct catalog_trigger **at;
    size_t len, cap;
};

struct catalog_policy {
    struct str name;
    enum knowledge state;
    struct origin made;
    struct relation *table;
    char command; /* '*' all, 'r' select, 'a' insert, 'w' update, 'd' delete */
    bool permissive;
    struct str_list roles;
    bool has_using, has_check;
    struct expression using, check;
    uint32_t edition;
};

struct catalog_policy_list {
    struct catalog_policy **at;
    size_t len, cap;
};

struct catalog_rule {
    struct str name;
    enum knowledge state;
    struct origin made;
    struct relation *table;
    const struct change *definition; /* its CREATE RULE */
    struct str text;                 /* of its actions, names as they are now */
    struct expression where;
    char firing;
    uint32_t edition;
};

struct catalog_rule_list {
    struct catalog_rule **at;
    size_t len, cap;
};

/* -- who depends on something ------------------------------------------------------------------ */

/* Private: one thing that depends on a relation, a column of it, or an object. Kept where it leads
 * to; out of date when the dependent is gone or has another edition. */
struct catalog_edge {
    enum object_kind kind;     /* what depends: OBJ_VIEW, OBJ_COLUMN (default, type), ... */
    struct relation *relation; /* itself, or the relation it stands in */
    struct catalog_column *column;
    struct catalog_constraint *constraint;
    struct catalog_trigger *trigger;
    struct catalog_policy *policy;
    struct catalog_rule *rule;
    struct catalog_object *object;
    uint32_t edition;
    char role;                       /* of a column: 'd' default or generated, 't' type */
    const struct catalog_column *on; /* NULL: the whole */
    bool automatic;                  /* goes silently */
};

struct catalog_edge_list {
    struct catalog_edge *at;
    size_t len, cap;
};

/* -- relations --------------------------------------------------------------------------------- */

/* A table, foreign table, view, materialized view, index, sequence. */
struct relation {
    const struct catalog *catalog;
    struct name name; /* schema always filled; temporary ones: pg_temp */
    uint64_t hash;    /* of the name */
    enum object_kind kind;
    enum knowledge state;
    struct origin made;
    struct origin gone;  /* of the statement that dropped it */
    struct origin moved; /* of the last one that renamed it or gave it another schema */
    bool complete;       /* ask relation_is_complete() */
    bool temporary, unlogged, partitioned;
    bool has_rows;    /* rows were put in since it was made, or nobody knows */
    uint32_t emptied; /* ask relation_is_emptied() */
    uint64_t emptied_tick;
    char on_commit;      /* temporary tables: 'd' drop, 'r' delete rows, 0 keep */
    struct name of_type; /* CREATE TABLE OF */
    struct str access_method, tablespace, server, comment;
    struct named_values options;

    /* tables, views, materialized views */
    struct catalog_column_list columns; /* attribute order */
    struct catalog_constraint_list constraints;
    struct catalog_constraint_list lost_constraints; /* in the order they went */
    struct relation_list indexes;
    struct catalog_trigger_list triggers;
    struct catalog_policy_list policies;
    struct catalog_rule_list rules;
    struct catalog_object_list statistics;
    struct relation_list parents, children; /* INHERITS and partitions; of indexes too */
    struct relation *partition_of;          /* NULL: no partition */
    struct str partition_bound;             /* "FOR VALUES IN ('a')", "DEFAULT" */
    bool is_default_partition;
    const struct partition_key *partition_key;
    struct str_list partition_columns; /* those of the key that are plain columns */
    bool row_security, force_row_security;
    char replica_identity; /* 'd' default, 'f' full, 'n' nothing, 'i' index */
    struct relation *replica_index;
    struct relation *clustered_on;

    /* index */
    struct relation *table;
    struct {
        struct index_key *keys;
        size_t key_count;
        struct str_list include;
        struct str method;
        bool unique, primary, nulls_not_distinct;
        struct expression where; /* empty text and no columns: none */
        bool has_where;
        bool valid;                            /* false: CREATE INDEX ON ONLY, not attached yet */
        struct catalog_constraint *constraint; /* whose index it is; NULL: its own master */
    } index;

    /* view, materialized view; a table made from a query */
    struct {
        const struct change *definition;
        struct str text;
        bool populated;
        bool renamed; /* a column of it: the query's own names are no longer its */
    } view;

    /* sequence */
    struct {
        struct relation *owner_table;
        struct catalog_column *owner_column;
        bool internal; /* of an identity column: nobody may drop it */
        struct type_name type;
        int64_t start, increment, min, max, cache;
        bool cycle;
    } sequence;

    struct catalog_edge_list dependents; /* private: ask catalog_dependents() */
    uint64_t tick;                       /* private: when it was made */
    uint32_t edition;                    /* private: counts its definitions */
    uint32_t visit;                      /* private: the walk that saw it last */
};

/* -- everything else with a name --------------------------------------------------------------- */

struct catalog_label {
    struct str text;
    struct origin made; /* of CREATE TYPE or ADD VALUE: unusable in that transaction */
    bool with_type;     /* made by CREATE TYPE */
    enum knowledge state;
};

struct catalog_label_list {
    struct catalog_label **at;
    size_t len, cap;
};

struct catalog_object {
    const struct catalog *catalog;
    struct name name; /* schema filled where the kind has one */
    enum object_kind kind;
    enum knowledge state;
    struct origin made, gone, moved;
    const struct change *definition; /* the statement that made or last replaced it; NULL: none */
    bool complete;
    struct str comment;

    /* types and domains */
    char type_kind; /* 'e' enum, 'c' composite, 'd' domain, 'r' range, 'b' base, 's' shell */
    struct catalog_label_list labels;
    struct catalog_column_list attributes; /* composite */
    struct type_name base;                 /* domain */
    struct catalog_object *base_object;
    bool not_null, has_default;
    struct expression default_value;
    struct catalog_constraint_list constraints;

    /* functions, procedures, aggregates */
    struct str signature;          /* "int4, app.mood": what tells overloads apart */
    const struct change *function; /* CREATE FUNCTION: language, body, details */
    char volatility;               /* 'i', 's', 'v' */
    bool security_definer;
    struct catalog_object *next_overload; /* private */

    struct str target_schema;         /* extension: where its own objects are */
    struct catalog_object *extension; /* one of those: it goes with this only */

    /* statistics, event triggers, operators ...: the relation concerned */
    struct relation *table;
    struct str_list columns;
    struct relation_list published; /* publication: its tables, where `complete` */

    struct catalog_edge_list dependents; /* private */
    uint64_t tick;                       /* private */
    uint32_t edition;                    /* private */
};

/* -- answers ----------------------------------------------------------------------------------- */

/* What catalog_dependents() finds. */
struct dependent {
    enum object_kind kind;
    struct name name;
    struct name on; /* the table of a column, constraint, trigger, policy, rule, index; or empty */
    struct origin made;
    bool automatic; /* goes silently with what it depends on; else DROP needs CASCADE */
    const struct relation *relation; /* itself, or the one it stands in */
    const struct catalog_column *column;
    const struct catalog_constraint *constraint;
    const struct catalog_object *object;
};

struct dependent_list {
    struct dependent *at;
    size_t len, cap;
};

#endif
