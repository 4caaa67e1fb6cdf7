/* What `ALTER COLUMN ... TYPE` costs and needs, from the two types alone.
 *
 * PostgreSQL builds the cast and rewrites the table unless only the bare column remains of it
 * (ATColumnChangeRequiresRewrite): binary-compatible casts, casts to domains without constraints,
 * modifiers that only grow, and timestamp <-> timestamptz while the session's zone is UTC. */
#ifndef GANDER_SCHEMA_TYPE_CHANGE_H
#define GANDER_SCHEMA_TYPE_CHANGE_H

#include "schema/catalog.h"
#include "schema/type_facts.h"

/* What the session and the server add to the facts. */
struct lock_settings {
    int postgres_version;
    bool timezone_is_utc; /* the session's TimeZone is known to be UTC, Etc/UTC or GMT */
};

struct column_type {
    struct type_name type;
    struct str collation; /* empty: the type's own */
};

struct type_change {
    enum cast_kind cast; /* between the types, whatever USING there is */
    bool rewrites;       /* the table, and with it every index */
    bool rebuilds_index; /* without a rewrite: plain, unique, multicolumn indexes on the column */
    bool rebuilds_hash_index; /* the same for hash indexes; partial and expression indexes that use
                                 the column are rebuilt whatever the types are */
    bool rechecks_keys_of;    /* the foreign keys that lead from the column are checked again, */
    bool rechecks_keys_to;    /* those that lead to it */
    bool no_btree; /* the new type cannot have one: an indexed column refuses the change */
    bool no_hash;
    bool depends_on_timezone; /* no rewrite where the session's TimeZone is UTC */
    bool unknown;             /* a type nobody knows: taken to rewrite */
};

/* [using] empty when there is none; [column] is the column's name. */
struct type_change type_change_of(const struct catalog *catalog,
                                  const struct lock_settings *settings, struct column_type from,
                                  struct column_type to, const struct expression *using_expression,
                                  struct str column);

/* A domain with CHECK or NOT NULL, itself or one that it is made of. */
bool type_is_constrained_domain(const struct catalog *catalog, const struct type_name *type);

/* The DEFAULT that a column of this domain gets; NULL: none, or the type is no domain. */
const struct expression *type_default(const struct catalog *catalog, const struct type_name *type);

#endif
