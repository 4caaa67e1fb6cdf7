/* The vocabulary: what a SQL statement changes, in one flat form.
 *
 * Lowering (src/sql/) turns PostgreSQL's irregular trees into these; rules, catalog, locks, the
 * Down check and fixes speak nothing else. One statement gives one change, or several: `ALTER TABLE
 * t ADD a int, DROP b` gives two. A statement nobody has taught gander yet is CHANGE_OTHER with its
 * command tag, never lost. All names are folded as PostgreSQL folds them. Texts and arrays live in
 * the arena lowering was given.
 *
 * Ranges are bytes of the string goose sends; goose_source_span() maps them to the file. */
#ifndef GANDER_SCHEMA_CHANGE_H
#define GANDER_SCHEMA_CHANGE_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct range {
    uint32_t start; /* byte of the sent string */
    uint32_t end;   /* exclusive; start == end: not known */
};

/* clang-format off */
#define CHANGE_KINDS(X) \
    /* tables */ \
    X(CREATE_TABLE) X(CREATE_TABLE_AS) X(DROP_TABLE) X(RENAME_TABLE) X(SET_TABLE_OPTIONS) \
    X(SET_TABLESPACE) X(SET_LOGGED) X(SET_UNLOGGED) X(SET_ACCESS_METHOD) X(CLUSTER_ON) \
    X(SET_WITHOUT_CLUSTER) X(REPLICA_IDENTITY) X(INHERIT) X(NO_INHERIT) X(OF_TYPE) \
    X(NOT_OF_TYPE) X(ENABLE_TRIGGER) X(DISABLE_TRIGGER) X(ENABLE_RULE) X(DISABLE_RULE) \
    X(ENABLE_ROW_SECURITY) X(DISABLE_ROW_SECURITY) X(FORCE_ROW_SECURITY) \
    X(NO_FORCE_ROW_SECURITY) X(ATTACH_PARTITION) X(DETACH_PARTITION) \
    X(ALTER_FOREIGN_OPTIONS) \
    /* columns */ \
    X(ADD_COLUMN) X(DROP_COLUMN) X(RENAME_COLUMN) X(ALTER_COLUMN_TYPE) X(SET_DEFAULT) \
    X(DROP_DEFAULT) X(SET_NOT_NULL) X(DROP_NOT_NULL) X(ADD_IDENTITY) X(SET_IDENTITY) \
    X(DROP_IDENTITY) X(DROP_EXPRESSION) X(SET_STATISTICS) X(SET_STORAGE) X(SET_COMPRESSION) \
    X(SET_COLUMN_OPTIONS) \
    /* constraints */ \
    X(ADD_CONSTRAINT) X(DROP_CONSTRAINT) X(VALIDATE_CONSTRAINT) X(ALTER_CONSTRAINT) \
    X(RENAME_CONSTRAINT) \
    /* indexes */ \
    X(CREATE_INDEX) X(DROP_INDEX) X(RENAME_INDEX) X(ATTACH_INDEX) X(REINDEX) \
    X(CREATE_STATISTICS) X(ALTER_STATISTICS) X(DROP_STATISTICS) \
    /* views */ \
    X(CREATE_VIEW) X(DROP_VIEW) X(RENAME_VIEW) X(CREATE_MATERIALIZED_VIEW) \
    X(DROP_MATERIALIZED_VIEW) X(RENAME_MATERIALIZED_VIEW) X(REFRESH_MATERIALIZED_VIEW) \
    /* sequences */ \
    X(CREATE_SEQUENCE) X(ALTER_SEQUENCE) X(DROP_SEQUENCE) X(RENAME_SEQUENCE) \
    /* types */ \
    X(CREATE_TYPE) X(DROP_TYPE) X(RENAME_TYPE) X(ADD_ENUM_VALUE) X(RENAME_ENUM_VALUE) \
    X(ADD_ATTRIBUTE) X(DROP_ATTRIBUTE) X(ALTER_ATTRIBUTE_TYPE) X(RENAME_ATTRIBUTE) \
    X(ALTER_TYPE) X(CREATE_DOMAIN) X(ALTER_DOMAIN) X(DROP_DOMAIN) X(RENAME_DOMAIN) \
    /* functions, procedures, aggregates, routines: see `object` */ \
    X(CREATE_FUNCTION) X(ALTER_FUNCTION) X(DROP_FUNCTION) X(RENAME_FUNCTION) \
    /* triggers, rules, policies */ \
    X(CREATE_TRIGGER) X(DROP_TRIGGER) X(RENAME_TRIGGER) X(CREATE_RULE) X(DROP_RULE) \
    X(RENAME_RULE) X(CREATE_POLICY) X(ALTER_POLICY) X(DROP_POLICY) X(RENAME_POLICY) \
    X(CREATE_EVENT_TRIGGER) X(ALTER_EVENT_TRIGGER) \
    /* schemas, extensions, everything else that has a name */ \
    X(CREATE_SCHEMA) X(DROP_SCHEMA) X(RENAME_SCHEMA) X(CREATE_EXTENSION) X(ALTER_EXTENSION) \
    X(DROP_EXTENSION) X(CREATE_COLLATION) X(CREATE_CAST) X(CREATE_OPERATOR) \
    X(CREATE_LANGUAGE) X(CREATE_FOREIGN_SERVER) X(CREATE_USER_MAPPING) X(CREATE_PUBLICATION) \
    X(ALTER_PUBLICATION) X(CREATE_SUBSCRIPTION) X(ALTER_SUBSCRIPTION) X(DROP_SUBSCRIPTION) \
    X(SET_SCHEMA) X(SET_OWNER) X(DROP_OBJECT) X(RENAME_OBJECT) X(COMMENT) X(SECURITY_LABEL) \
    /* privileges and the cluster */ \
    X(GRANT) X(REVOKE) X(GRANT_ROLE) X(REVOKE_ROLE) X(ALTER_DEFAULT_PRIVILEGES) \
    X(CREATE_ROLE) X(ALTER_ROLE) X(DROP_ROLE) X(DROP_OWNED) X(REASSIGN_OWNED) \
    X(CREATE_DATABASE) X(ALTER_DATABASE) X(DROP_DATABASE) X(CREATE_TABLESPACE) \
    X(ALTER_TABLESPACE) X(DROP_TABLESPACE) X(ALTER_SYSTEM) \
    /* data */ \
    X(SELECT) X(INSERT) X(UPDATE) X(DELETE) X(MERGE) X(TRUNCATE) X(COPY) X(CALL) X(DO) \
    X(EXPLAIN) \
    /* session and maintenance */ \
    X(SET) X(RESET) X(SHOW) X(SET_CONSTRAINTS) X(TRANSACTION) X(LOCK_TABLE) X(VACUUM) \
    X(ANALYZE) X(CLUSTER) X(DISCARD) X(CHECKPOINT) X(NOTIFY) X(LISTEN) X(UNLISTEN) \
    X(PREPARE) X(EXECUTE) X(DEALLOCATE) X(DECLARE_CURSOR) X(FETCH) X(CLOSE_CURSOR) X(LOAD) \
    /* SQL in a DO block that cannot be read: EXECUTE of a computed string; and what nobody has taught us */ \
    X(OPAQUE_SQL) X(OTHER)
/* clang-format on */

enum change_kind {
    CHANGE_NONE, /* ends a rule's list of kinds */
#define X(name) CHANGE_##name,
    CHANGE_KINDS(X)
#undef X
        CHANGE_KIND_COUNT
};

/* What a name names, where the change kind leaves it open. */
/* clang-format off */
#define OBJECT_KINDS(X) \
    X(UNKNOWN, "object") X(TABLE, "table") X(FOREIGN_TABLE, "foreign table") X(VIEW, "view") \
    X(MATERIALIZED_VIEW, "materialized view") X(INDEX, "index") X(SEQUENCE, "sequence") \
    X(COLUMN, "column") X(CONSTRAINT, "constraint") X(TYPE, "type") X(DOMAIN, "domain") \
    X(ENUM_VALUE, "enum value") X(ATTRIBUTE, "attribute") X(FUNCTION, "function") \
    X(PROCEDURE, "procedure") X(AGGREGATE, "aggregate") X(ROUTINE, "routine") \
    X(TRIGGER, "trigger") X(EVENT_TRIGGER, "event trigger") X(RULE, "rule") X(POLICY, "policy") \
    X(SCHEMA, "schema") X(EXTENSION, "extension") X(ROLE, "role") X(DATABASE, "database") \
    X(TABLESPACE, "tablespace") X(STATISTICS, "statistics object") X(COLLATION, "collation") \
    X(CAST, "cast") X(OPERATOR, "operator") X(LANGUAGE, "language") \
    X(PUBLICATION, "publication") X(SUBSCRIPTION, "subscription") X(SERVER, "server") \
    X(USER_MAPPING, "user mapping") X(OTHER, "object")
/* clang-format on */

enum object_kind {
#define X(name, words) OBJ_##name,
    OBJECT_KINDS(X)
#undef X
};

struct name {
    struct str schema; /* empty: not qualified */
    struct str name;   /* empty: no name */
};

struct name_list {
    struct name *at;
    size_t len, cap;
};

struct str_list {
    struct str *at;
    size_t len, cap;
};

struct type_name {
    struct name
        name; /* PostgreSQL's internal name, as the grammar gives it: int4, varchar, timestamptz; */
              /*   `pg_catalog` is dropped from built-in names */
    struct str text;    /* as written */
    int32_t typmods[2]; /* constant modifiers: varchar(50), numeric(10,2) */
    uint8_t typmod_count;
    uint8_t array_dimensions;
    bool is_serial; /* smallserial, serial, bigserial; name is then int2, int4, int8 */
    bool setof;
};

/* A column default, CHECK, predicate, USING ...: kept as text, with what rules ask of it. */
struct expression {
    struct str text; /* as written; empty: none */
    struct range at;
    bool is_constant;          /* a literal, perhaps cast; NULL too */
    bool is_null;              /* the constant NULL, perhaps cast */
    struct str_list functions; /* names called, "schema.name" or "name", in order of appearance */
    struct str_list columns;   /* column names referred to */
    struct str_list literals;  /* string constants */
};

enum constraint_kind {
    CONSTRAINT_CHECK,
    CONSTRAINT_NOT_NULL,
    CONSTRAINT_UNIQUE,
    CONSTRAINT_PRIMARY_KEY,
    CONSTRAINT_FOREIGN_KEY,
    CONSTRAINT_EXCLUDE,
};

struct constraint {
    enum constraint_kind kind;
    struct str name; /* empty: PostgreSQL makes one */
    struct range at;
    struct str_list columns;
    struct expression check;
    bool not_valid;
    bool no_inherit;
    bool deferrable;
    bool initially_deferred;
    bool nulls_not_distinct;
    struct str using_index; /* UNIQUE or PRIMARY KEY USING INDEX */
    struct name references; /* FOREIGN KEY */
    struct range references_at;
    struct str_list referenced_columns;
    char on_delete; /* 'a' no action, 'r' restrict, 'c' cascade, 'n' null, 'd' default */
    char on_update;
};

struct column {
    struct str name;
    struct range at; /* from the name to the end of the definition */
    struct type_name type;
    struct str collation;
    bool not_null;
    bool primary_key;
    bool has_default; /* a DEFAULT clause, DEFAULT NULL too */
    struct expression default_value;
    char identity; /* 'a' always, 'd' by default, 0 none */
    bool generated_stored;
    struct expression generated;
    struct constraint
        *constraints; /* CHECK, UNIQUE, PRIMARY KEY, REFERENCES written on the column */
    size_t constraint_count;
};

enum transaction_command {
    TRANSACTION_BEGIN,
    TRANSACTION_COMMIT,
    TRANSACTION_ROLLBACK,
    TRANSACTION_SAVEPOINT,
    TRANSACTION_RELEASE,
    TRANSACTION_ROLLBACK_TO,
    TRANSACTION_PREPARE,
    TRANSACTION_COMMIT_PREPARED,
    TRANSACTION_ROLLBACK_PREPARED
};

struct index_key {
    struct str column; /* empty: an expression */
    struct expression expression;
    struct str opclass;
    struct str collation;
    bool descending;
    bool nulls_first;
};

/* What an INSERT, UPDATE, DELETE, MERGE, SELECT or COPY touches. */
struct data_change {
    struct str_list columns; /* written: INSERT's list, UPDATE's SET */
    struct expression where; /* empty text: none */
    bool has_where;
    bool where_is_true; /* WHERE true, WHERE 1 = 1 */
    bool from_query;    /* INSERT ... SELECT */
    size_t row_count;   /* INSERT ... VALUES; 0 otherwise */
    bool on_conflict;
    struct str_list conflict_columns;
    struct str conflict_constraint;
    struct name_list reads;    /* relations read */
    struct str_list functions; /* functions called anywhere in it */
    bool has_limit;
    bool locks_rows;     /* SELECT ... FOR UPDATE */
    bool only_constants; /* SELECT without FROM whose targets are constants */
};

struct change {
    enum change_kind kind;
    enum object_kind object; /* what `table` or `name` names */
    struct name table;       /* the relation concerned; for CREATE/DROP/RENAME of one, itself */
    struct range table_at;   /* its name in the text */
    struct str name;         /* the thing inside or beside it: column, constraint, index, trigger,
                                enum value (old label), policy; or an object's own name */
    struct name object_name; /* objects that are no relations: type, function, schema, index */
    struct range at;         /* the fewest words that say it: `DROP COLUMN email`, `CREATE INDEX` */
    struct range statement_at; /* the PostgreSQL statement it belongs to */
    bool if_exists;
    bool if_not_exists;
    bool or_replace;
    bool concurrently;
    bool cascade;
    bool only;        /* ONLY parent */
    bool conditional; /* in a DO block under IF, CASE, a loop or EXCEPTION */
    bool in_do;       /* inside a DO block */
    const char *tag;  /* command tag, "CREATE INDEX" (static) */
    union {
        struct {
            struct column *columns;
            size_t column_count;
            struct constraint *constraints; /* table constraints */
            size_t constraint_count;
            struct name_list like;
            struct name_list inherits;
            struct name partition_of;
            struct str partition_bound;
            bool is_default_partition;
            bool partitioned; /* PARTITION BY */
            struct str_list partition_columns;
            bool temporary;
            bool unlogged;
            struct name of_type;
        } create_table;
        struct {
            bool temporary;
            bool with_no_data;
            struct str_list columns;
            struct data_change query;
        } create_table_as; /* also CREATE_MATERIALIZED_VIEW */
        struct column add_column;
        struct {
            struct name new_name; /* RENAME_*: name only; SET_SCHEMA: schema only */
            struct range new_name_at;
        } rename;
        struct {
            struct type_name type;
            struct expression using;
            struct str collation;
        } column_type;
        struct expression default_value; /* SET_DEFAULT */
        struct constraint constraint;    /* ADD_CONSTRAINT; ALTER_DOMAIN ADD */
        struct {
            struct name index; /* name empty: PostgreSQL makes one */
            struct range index_at;
            struct index_key *keys;
            size_t key_count;
            struct str_list include;
            struct str method; /* btree, gin, ... */
            bool unique;
            bool nulls_not_distinct;
            struct expression where;
        } create_index;
        struct {
            struct name partition;
            struct range partition_at;
            struct str bound;
            bool is_default;
            bool finalize;
        } partition; /* ATTACH_PARTITION, DETACH_PARTITION, ATTACH_INDEX */
        struct {
            struct name_list names; /* all objects of one DROP ..., this change's among them */
            size_t position;        /* this change's place in it */
        } drop;
        struct {
            char what; /* 'i' index, 't' table, 's' schema, 'y' system, 'd' database */
        } reindex;
        struct {
            bool temporary;
            struct str_list columns;
            struct name_list reads;
            struct str text;
        } create_view;
        struct {
            bool with_no_data;
        } refresh;
        struct {
            char kind; /* 'e' enum, 'c' composite, 'r' range, 'b' base, 's' shell */
            struct str_list labels;
            struct column *attributes;
            size_t attribute_count;
        } create_type;
        struct {
            struct str value;     /* new label */
            struct str neighbour; /* BEFORE/AFTER */
            bool after;
        } enum_value;
        struct {
            struct str language;
            struct str body;       /* the text between the quotes, unescaped */
            struct range body_at;  /* its bytes in the sent string, inside the quotes */
            bool body_is_verbatim; /* body_at holds exactly `body` (dollar-quoted) */
            struct str return_type;
            char volatility; /* 'i', 's', 'v'; 0: not said */
            bool security_definer;
            bool sets_search_path;
            bool sql_body;             /* BEGIN ATOMIC or RETURN */
            struct str argument_types; /* "int4, text" */
            bool returns_trigger;
        } function; /* CREATE_FUNCTION; DO: language and body only */
        struct {
            struct name function;
            bool constraint_trigger;
            bool initially_deferred;
        } trigger;
        struct data_change data; /* SELECT, INSERT, UPDATE, DELETE, MERGE, COPY */
        struct {
            bool is_from;
            bool stdin_or_stdout;
            bool is_program;
        } copy;
        struct {
            struct str variable; /* folded; "transaction_isolation", "role", ... */
            struct str value;    /* as written, without quotes; several joined by ", " */
            bool local;
            bool by_function; /* SELECT set_config(...) */
            bool all;         /* RESET ALL */
        } set;                /* SET, RESET */
        struct {
            enum transaction_command command;
            struct str savepoint;
        } transaction;
        struct {
            struct str mode; /* "ACCESS EXCLUSIVE" */
            bool nowait;
        } lock;
        struct {
            bool full;
            struct name_list tables; /* none: the whole database */
        } vacuum;                    /* VACUUM, ANALYZE, CLUSTER */
        struct {
            struct name_list tables;
            bool restart_identity;
        } truncate;
        struct {
            bool creates_slot; /* or refreshes with a copy */
        } subscription;
        struct {
            struct str action; /* ALTER_DOMAIN: 'ADD CONSTRAINT', 'SET NOT NULL', ... */
            struct constraint constraint;
        } alter_domain;
        struct {
            struct str owned_by_table;
            struct str owned_by_column;
            bool restart;
        } sequence;
        struct {
            bool superuser;
            bool has_password;
        } role;
    };
};

struct change_list {
    struct change *at;
    size_t len, cap;
};

/* "CREATE_INDEX"; "NONE" for CHANGE_NONE. */
const char *change_kind_name(enum change_kind kind);

/* "materialized view" */
const char *object_kind_words(enum object_kind kind);

/* For messages: `schema.name`, or `name` where there is no schema. */
struct str name_text(struct arena *arena, struct name name);

bool name_equal(struct name a, struct name b); /* exactly, schema included */

#endif
