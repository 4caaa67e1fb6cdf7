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

#include "schema/change_kind.h"
#include "schema/parts.h"
#include "schema/query.h"

/* IF [NOT] EXISTS (SELECT ... FROM pg_type WHERE typname = 'mood'): one for all changes under it.
 */
struct guard {
    bool wants;            /* EXISTS; else NOT EXISTS */
    enum object_kind kind; /* OBJ_UNKNOWN: any relation */
    struct name table;     /* of a column, constraint, trigger, policy; name empty: not said */
    struct name name;
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

struct published_table {
    struct name table;
    struct str_list columns; /* none: all */
    struct expression where;
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
    bool if_table_exists; /* ALTER TABLE IF EXISTS ..., as against ... */
    bool if_part_exists;  /* ... DROP COLUMN IF EXISTS: which of them `if_exists` stands for */
    bool if_not_exists;
    bool or_replace;
    bool concurrently;
    bool cascade;
    bool only;         /* ONLY parent */
    bool conditional;  /* in a DO block under IF, CASE, a loop or EXCEPTION */
    bool in_do;        /* inside a DO block */
    bool keeps_schema; /* OPAQUE_SQL: whatever it names, no definition becomes another one */
    const struct guard *guard;         /* the condition, where that asks what there is; or NULL */
    const char *tag;                   /* command tag, "CREATE INDEX" (static) */
    const struct signature *signature; /* of a function, aggregate or operator named here; NULL: */
                                       /*   none was given */
    union {
        struct {
            struct column *columns;
            size_t column_count;
            struct constraint *constraints; /* table constraints */
            size_t constraint_count;
            struct name_list like;
            struct table_like *likes; /* the same, with what is copied */
            struct name_list inherits;
            struct name partition_of;
            struct str partition_bound; /* "IN ('a')", "FROM (1) TO (2)", "DEFAULT" */
            bool is_default_partition;
            bool partitioned; /* PARTITION BY */
            bool temporary;
            bool unlogged;
            struct str_list partition_columns;
            const struct partition_key *partition_key;
            struct name of_type;
            struct str server; /* of a foreign table */
            const struct storage *storage;
        } create_table;
        struct {
            bool temporary;
            bool unlogged;
            bool with_no_data;
            bool select_into;
            struct str_list columns;
            struct str text; /* the query as written */
            const struct storage *storage;
            struct data_change query;
            const struct query *outputs; /* NULL: EXECUTE */
        } create_table_as;               /* also CREATE_MATERIALIZED_VIEW */
        struct column add_column;        /* also ADD_ATTRIBUTE */
        struct {
            struct name new_name; /* RENAME_*: name only; SET_SCHEMA: schema only */
            struct range new_name_at;
        } rename;
        struct {
            struct type_name type;
            struct expression using;
            struct str collation;
            struct name collation_name; /* with its schema */
        } column_type;
        struct expression default_value; /* SET_DEFAULT */
        struct {
            char generated; /* 'a' always, 'd' by default; 0: not said */
            const struct sequence_options *options;
        } identity;                   /* ADD_IDENTITY, SET_IDENTITY */
        struct constraint constraint; /* ADD_CONSTRAINT, ALTER_CONSTRAINT; ALTER_DOMAIN ADD */
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
            const struct storage *storage;
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
            char what;             /* 'i' index, 't' table, 's' schema, 'y' system, 'd' database */
            struct str tablespace; /* empty: none */
        } reindex;
        struct {
            bool temporary;
            bool recursive;
            char check_option; /* 'l' local, 'c' cascaded; 0: none */
            struct str_list columns;
            struct name_list reads;
            struct str text; /* the query as written */
            const struct mentions *mentions;
            const struct storage *storage;
            const struct query *outputs;
        } create_view;
        struct {
            bool with_no_data;
        } refresh;
        struct {
            char kind; /* 'e' enum, 'c' composite, 'r' range, 'b' base, 's' shell */
            struct str_list labels;
            struct column *attributes;
            size_t attribute_count;
            struct type_name subtype;    /* of a range */
            struct named_values options; /* of a range or a base type */
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
            bool sql_body;             /* BEGIN ATOMIC or RETURN; `body` is its text */
            struct str argument_types; /* "int4, text" */
            bool returns_trigger;
            const struct function_details *details; /* NULL: DO */
        } function; /* CREATE_FUNCTION, ALTER_FUNCTION; DO: language and body only */
        struct {
            struct name function;
            bool constraint_trigger;
            bool deferrable;
            bool initially_deferred;
            bool for_each_row;
            bool on_insert, on_update, on_delete, on_truncate;
            char timing; /* 'b' before, 'a' after, 'i' instead of */
            struct str_list arguments;
            struct str_list update_of;
            struct expression when;
            struct str_list when_columns; /* of OLD and NEW; "*" for all of a row */
            struct name from;             /* constraint trigger FROM table */
            struct str old_table;         /* REFERENCING */
            struct str new_table;
        } trigger;
        struct {
            char state; /* 'o' origin (ENABLE), 'a' ALWAYS, 'r' REPLICA, 'd' DISABLE */
            bool all;   /* TRIGGER ALL */
            bool user;  /* TRIGGER USER */
        } firing;       /* ENABLE_TRIGGER, DISABLE_TRIGGER, ENABLE_RULE, DISABLE_RULE */
        struct {
            char event; /* 's' select, 'i' insert, 'u' update, 'd' delete */
            bool instead;
            bool nothing; /* DO NOTHING */
            struct expression where;
            struct str text;                 /* the actions as written */
            const struct mentions *mentions; /* of condition and actions; NULL: nothing */
        } rule;
        struct {
            char command; /* '*' all, 'r' select, 'a' insert, 'w' update, 'd' delete */
            bool permissive;
            struct str_list roles; /* "public", "current_user", ...; ALTER: none: not said */
            bool has_using;
            bool has_check;
            struct expression using;
            struct expression check;
        } policy; /* CREATE_POLICY, ALTER_POLICY */
        /* SELECT, INSERT, UPDATE, DELETE, MERGE, CALL. Of EXPLAIN, PREPARE, DECLARE_CURSOR only
         * what the statement names. */
        struct data_change data;
        struct {
            bool is_from;
            bool stdin_or_stdout;
            bool is_program;
            struct str_list columns;
            struct named_values options;
            const struct mentions *mentions; /* COPY (query) TO; NULL: a table */
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
            struct str_list names; /* none: ALL */
            bool deferred;
        } set_constraints;
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
            struct type_name base;
            struct name collation;
            bool not_null;
            bool has_default;
            struct expression default_value;
            struct constraint *constraints; /* CHECK */
            size_t constraint_count;
        } create_domain;
        struct {
            struct str action; /* 'ADD CONSTRAINT', 'SET NOT NULL', 'SET DEFAULT', ... */
            struct constraint constraint;
            struct expression *default_value; /* NULL: none is set */
        } alter_domain;
        struct {
            bool temporary;
            bool unlogged;
            const struct sequence_options *options; /* never NULL */
        } sequence;
        struct {
            bool superuser;
            bool has_password;
            struct str variable;   /* ALTER ROLE or DATABASE ... SET, RESET; empty: another form */
            struct str value;      /* as of SET; "DEFAULT": RESET */
            struct str_list names; /* IN ROLE, ROLE, ADMIN; *_OWNED: BY; CREATE_SCHEMA: its owner */
        } role;                    /* also ALTER_DATABASE */
        struct {
            struct str value; /* SET_STATISTICS, SET_STORAGE, SET_COMPRESSION, SET_TABLESPACE, */
                              /*   SET_ACCESS_METHOD: the new one; SET_OWNER: the role; */
                              /*   CLUSTER_ON: the index; OF_TYPE: see object_name */
            uint32_t column_number; /* ALTER INDEX ... ALTER COLUMN 2 SET STATISTICS; 0: by name */
        } setting;
        struct {
            struct named_values list;
            bool reset;
        } options; /* SET_TABLE_OPTIONS, SET_COLUMN_OPTIONS, ALTER_FOREIGN_OPTIONS, ALTER_TYPE */
        struct {
            char kind; /* 'd' default, 'f' full, 'n' nothing, 'i' index */
            struct str index;
        } replica_identity;
        struct {
            struct str text;
            bool removes; /* IS NULL */
        } comment;
        struct {
            struct str_list privileges; /* "select", ...; none: ALL */
            struct str_list columns;    /* of all of them */
            struct str_list grantees;   /* "public", "current_user", ... */
            bool grant_option;
            bool all_in_schema; /* ALL TABLES IN SCHEMA: object_name is the schema */
            struct str_list for_roles, in_schemas; /* ALTER_DEFAULT_PRIVILEGES */
        } grant; /* GRANT, REVOKE, ALTER_DEFAULT_PRIVILEGES; *_ROLE: grantees */
        struct {
            struct str_list kinds; /* "ndistinct", ...; none: all */
            struct str_list columns;
            const struct mentions *mentions; /* of its expressions; NULL: none */
        } statistics;
        struct {
            char action; /* 'a' add, 'd' drop, 's' set; 0: CREATE, or options only */
            bool all_tables;
            struct published_table *tables;
            size_t table_count;
            struct str_list schemas;
            struct named_values options;
        } publication;
        struct {
            struct type_name source;
            struct type_name target;
            struct name function; /* name empty: none */
            bool inout;
            char context; /* 'i' implicit, 'a' assignment, 'e' explicit */
        } cast;
        struct {
            struct named_values options;
        } definition; /* CREATE_OPERATOR, CREATE_COLLATION, aggregates; CREATE_EXTENSION */
        struct {
            struct name function;
            struct str event;
        } event_trigger;
    };
};

struct change_list {
    struct change *at;
    size_t len, cap;
};

/* The command that ends the transaction that the change is in, or, after PREPARE TRANSACTION, gives
 * its locks back: "COMMIT", "ROLLBACK", "COMMIT PREPARED". NULL: it does not end it. */
const char *transaction_end(const struct change *change);

/* For messages: `schema.name`, or `name` where there is no schema. */
struct str name_text(struct arena *arena, struct name name);

bool name_equal(struct name a, struct name b); /* exactly, schema included */
uint64_t name_hash(struct name name);
struct name name_copy(struct arena *arena, struct name name);

#endif
