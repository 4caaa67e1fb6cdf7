/* Which names each change needs. */
#include "lint/missing_need.h"

#include "lint/rule.h"

/* -- privileges, roles ------------------------------------------------------------------------- */

static bool privileges(struct need n)
{
    const struct change *change = n.change;
    const struct range at = change->statement_at;
    if (change->grant.all_in_schema) {
        return lacks_schema(n, change->object_name.name, need_place(change)) ||
               lacks_roles(n, &change->grant.grantees, at);
    }
    unsigned kinds =
        change->object == OBJ_TABLE ? ANY_ROWS | KIND(OBJ_SEQUENCE) : kinds_named(change);
    if (lacks_subject(n, kinds)) return true;
    if (lacks_roles(n, &change->grant.grantees, at)) return true;
    return change->object == OBJ_TABLE &&
           lacks_columns(n, change->table, &change->grant.columns, at);
}

static bool lacks_schemas(struct need n, const struct str_list *schemas, struct range at)
{
    for (size_t i = 0; i < schemas->len && i < MOST_NAMES; i++) {
        if (lacks_schema(n, schemas->at[i], at)) return true;
    }
    return false;
}

/* SET ROLE, SET SESSION AUTHORIZATION */
static bool takes_role(struct need n)
{
    const struct str variable = n.change->set.variable;
    const struct str role = n.change->set.value;
    const bool takes =
        str_equal(variable, STR("role")) || str_equal(variable, STR("session_authorization"));
    if (!takes || n.change->set.by_function || str_equal(role, STR("none"))) return false;
    if (!lacks_role(n, role, n.change->statement_at)) return false;
    n.missing->code = "22023";
    return true;
}

static bool lacks_in_cluster(struct need n)
{
    const struct change *change = n.change;
    const struct range at = change->statement_at;
    switch ((int)change->kind) {
    case CHANGE_GRANT:
    case CHANGE_REVOKE:
        return privileges(n);
    case CHANGE_ALTER_DEFAULT_PRIVILEGES:
        return lacks_schemas(n, &change->grant.in_schemas, at) ||
               lacks_roles(n, &change->grant.for_roles, at) ||
               lacks_roles(n, &change->grant.grantees, at);
    case CHANGE_GRANT_ROLE:
    case CHANGE_REVOKE_ROLE:
        return lacks_role(n, change->object_name.name, at) ||
               lacks_roles(n, &change->grant.grantees, at);
    case CHANGE_ALTER_ROLE:
    case CHANGE_DROP_OWNED:
    case CHANGE_REASSIGN_OWNED:
        return lacks_roles(n, &change->role.names, at) ||
               lacks_role(n, change->object_name.name, at);
    case CHANGE_CREATE_ROLE:
    case CHANGE_CREATE_SCHEMA:
        return lacks_roles(n, &change->role.names, at);
    case CHANGE_SET:
        return takes_role(n);
    default:
        return false;
    }
}

/* -- data and maintenance ---------------------------------------------------------------------- */

static bool data(struct need n)
{
    const struct change *change = n.change;
    if (change->kind != CHANGE_SELECT) {
        if (lacks_relation(n, change->table, need_place(change), ANY_TABLE | KIND(OBJ_VIEW))) {
            return true;
        }
        const struct on_conflict *conflict = change->data.on_conflict;
        if (lacks_columns(n, change->table, &change->data.columns, change->statement_at)) {
            return true;
        }
        if (conflict != NULL &&
            lacks_columns(n, change->table, &conflict->columns, change->statement_at)) {
            return true;
        }
    }
    return lacks_mentioned(n, change->data.mentions, change->statement_at) ||
           lacks_written_value(n);
}

static bool copy(struct need n)
{
    const struct change *change = n.change;
    unsigned kinds = change->copy.is_from ? ANY_TABLE | KIND(OBJ_VIEW) : KIND(OBJ_TABLE);
    if (change->copy.mentions != NULL) {
        return lacks_mentioned(n, change->copy.mentions, change->statement_at);
    }
    return lacks_relation(n, change->table, need_place(change), kinds) ||
           lacks_columns(n, change->table, &change->copy.columns, change->statement_at);
}

static bool reindex(struct need n)
{
    const struct change *change = n.change;
    const char what = change->reindex.what;
    if (what == 's') return lacks_schema(n, change->name, change->statement_at);
    unsigned kinds = what == 'i' ? KIND(OBJ_INDEX) : KIND(OBJ_TABLE) | KIND(OBJ_MATERIALIZED_VIEW);
    return lacks_relation(n, change->table, need_place(change), kinds);
}

static bool truncate_tables(struct need n)
{
    const struct name_list *tables = &n.change->truncate.tables;
    for (size_t i = 0; i < tables->len && i < MOST_NAMES; i++) {
        if (lacks_relation(n, tables->at[i], n.change->statement_at, ANY_TABLE)) return true;
    }
    return false;
}

static bool refresh(struct need n)
{
    if (!lacks_relation(n, n.change->table, need_place(n.change), KIND(OBJ_MATERIALIZED_VIEW))) {
        return false;
    }
    if (n.missing->found == OBJ_TABLE) n.missing->code = "0A000";
    return true;
}

/* -- all of them ------------------------------------------------------------------------------- */

static bool lacks_in_other(struct need n)
{
    const struct change *change = n.change;
    const struct range at = need_place(change);
    switch ((int)change->kind) {
    case CHANGE_INSERT:
    case CHANGE_UPDATE:
    case CHANGE_DELETE:
    case CHANGE_MERGE:
    case CHANGE_SELECT:
        return data(n);
    case CHANGE_EXPLAIN:
    case CHANGE_PREPARE:
    case CHANGE_DECLARE_CURSOR:
        return lacks_mentioned(n, change->data.mentions, change->statement_at);
    case CHANGE_COPY:
        return copy(n);
    case CHANGE_TRUNCATE:
        return truncate_tables(n);
    case CHANGE_REFRESH_MATERIALIZED_VIEW:
        return refresh(n);
    case CHANGE_LOCK_TABLE:
        return lacks_relation(n, change->table, at, ANY_TABLE | KIND(OBJ_VIEW));
    case CHANGE_REINDEX:
        return reindex(n);
    case CHANGE_CLUSTER:
        return lacks_relation(n, change->table, at,
                              KIND(OBJ_TABLE) | KIND(OBJ_MATERIALIZED_VIEW)) ||
               lacks_own_index(n, change->name, change->statement_at);
    case CHANGE_ANALYZE:
    case CHANGE_VACUUM:
        return lacks_relation(n, change->table, at, ANY_RELATION);
    default:
        return lacks_in_cluster(n);
    }
}

bool find_missing(struct rule_ctx *ctx, const struct change *change, struct missing *missing)
{
    typedef bool family(struct need n, bool *is_of_it);
    static family *const families[] = {lacks_for_alteration, lacks_in_type, lacks_for_definition,
                                       lacks_named_object};
    struct need n = {ctx, change, missing};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        bool is_of_it = false;
        bool lacks = families[i](n, &is_of_it);
        if (is_of_it) return lacks;
    }
    return lacks_in_other(n);
}
