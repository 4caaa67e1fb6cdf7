/* What a change may be, and what a name may name: each list once, for the enum and its words. */
#ifndef GANDER_SCHEMA_CHANGE_KIND_H
#define GANDER_SCHEMA_CHANGE_KIND_H

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
    /* RAISE EXCEPTION in a DO block, under no condition */ \
    X(RAISE) \
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
        OBJECT_KIND_COUNT
};

/* "CREATE_INDEX"; "NONE" for CHANGE_NONE. */
const char *change_kind_name(enum change_kind kind);

/* "materialized view" */
const char *object_kind_words(enum object_kind kind);

#endif
