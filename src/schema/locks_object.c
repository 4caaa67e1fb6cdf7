/* What is not a relation itself: types, domains, functions, triggers, policies, comments, grants.
 */
#include "schema/locking.h"

/* -- types and domains ------------------------------------------------------------------------- */

void locks_create_type(struct locking *l)
{
    const struct change *change = l->change;
    if (change->create_type.kind != 'c') return;
    lock_new(l, OBJ_TYPE, catalog_resolve_new(l->catalog, OBJ_TYPE, change->object_name, false));
}

void locks_rename_type(struct locking *l)
{
    const struct catalog_object *type = NULL;
    catalog_find_object(l->catalog, OBJ_TYPE, l->change->object_name, &type);
    if (type != NULL) lock_composite(l, type, NULL);
}

/* Typed tables follow with CASCADE. */
void locks_alter_composite(struct locking *l)
{
    const struct change *change = l->change;
    struct name type = change->object_name;
    if (type.name.len == 0) type = change->table; /* RENAME ATTRIBUTE */
    type = catalog_resolve(l->catalog, OBJ_TYPE, type);
    lock_name(l, OBJ_TYPE, type, AE, 0, NULL);
    const struct relation_list *all = catalog_relations(l->catalog);
    for (size_t i = 0; change->cascade && i < all->len; i++) {
        const struct relation *table = all->at[i];
        if (table->state != KNOWN_ABSENT && name_equal(table->of_type, type)) {
            lock_relation(l, table, AE, 0, "it is a table of the type");
            if (change->kind == CHANGE_ALTER_ATTRIBUTE_TYPE) locks_retype(l, table, NULL);
        }
    }
}

static bool checks_values(const struct change *change)
{
    struct str action = change->alter_domain.action;
    if (str_equal(action, STR("ADD CONSTRAINT"))) return !change->alter_domain.constraint.not_valid;
    return str_equal(action, STR("SET NOT NULL")) || str_equal(action, STR("VALIDATE CONSTRAINT"));
}

static void lock_columns_of(struct locking *l, const struct catalog_object *domain)
{
    struct dependent_list dependents = catalog_object_dependents(l->catalog, l->arena, domain);
    for (size_t i = 0; i < dependents.len; i++) {
        const struct dependent *dependent = &dependents.at[i];
        if (dependent->column == NULL || dependent->column->type_object != domain) continue;
        lock_relation(l, dependent->relation, S, dependent->relation->partitioned ? 0 : SCANS,
                      NULL);
    }
}

void locks_alter_domain(struct locking *l)
{
    const struct catalog_object *domain = NULL;
    if (!checks_values(l->change)) return;
    catalog_find_object(l->catalog, OBJ_DOMAIN, l->change->object_name, &domain);
    if (domain != NULL) lock_columns_of(l, domain);
}

/* -- functions, triggers, rules, policies ------------------------------------------------------ */

/* A body in SQL is parsed and analysed; PL/pgSQL is not (manual, check_function_bodies). No
 * function in it is called. */
void locks_create_function(struct locking *l)
{
    const struct change *change = l->change;
    const struct function_details *details = change->function.details;
    bool sql = change->function.sql_body || str_equal(change->function.language, STR("sql"));
    if (!sql || details == NULL || details->reads == NULL) return;
    struct mentions names = *details->reads;
    names.sequences.len = 0;
    lock_mentions(l, &names, 0, NULL);
}

void locks_create_trigger(struct locking *l)
{
    lock_name(l, OBJ_TABLE, l->change->trigger.from, AS, 0, "the constraint trigger is FROM it");
}

static bool attached_is_absent(const struct locking *l)
{
    const struct change *change = l->change;
    struct origin made;
    return l->target != NULL &&
           relation_attached(l->target, change->object, change->name, &made) == KNOWN_ABSENT;
}

/* Without such a trigger, policy or rule IF EXISTS gives its lock back at once
 * (get_object_address_relobject). */
void locks_drop_attached(struct locking *l)
{
    if (l->change->if_exists && attached_is_absent(l)) return;
    if (l->change->kind == CHANGE_DROP_TRIGGER && locking_partitioned(l->target)) {
        lock_target_family(l, AE, 0, NULL);
    } else {
        lock_target(l, AE, 0, NULL);
    }
}

void locks_create_rule(struct locking *l)
{
    lock_mentions(l, l->change->rule.mentions, 0, "the rule names it");
}

void locks_policy(struct locking *l)
{
    lock_mentions(l, l->change->policy.using.mentions, 0, "the policy reads it");
    lock_mentions(l, l->change->policy.check.mentions, 0, "the policy reads it");
}

/* -- comments, privileges, publications -------------------------------------------------------- */

void locks_comment(struct locking *l)
{
    switch (l->change->object) {
    case OBJ_TABLE:
    case OBJ_FOREIGN_TABLE:
    case OBJ_VIEW:
    case OBJ_MATERIALIZED_VIEW:
    case OBJ_INDEX:
    case OBJ_SEQUENCE:
    case OBJ_COLUMN:
        lock_target(l, SUE, 0, NULL);
        break;
    case OBJ_CONSTRAINT:
    case OBJ_TRIGGER:
    case OBJ_RULE:
    case OBJ_POLICY:
        if (l->change->table.name.len > 0) lock_target(l, AS, 0, NULL);
        break;
    default:
        break;
    }
}

/* From 18 on; ALL TABLES IN SCHEMA names no table. */
void locks_grant(struct locking *l)
{
    if (locking_before(l, 18) || l->change->table.name.len == 0) return;
    if (l->change->object == OBJ_TABLE || l->change->object == OBJ_SEQUENCE) {
        lock_target(l, AS, 0, NULL);
    }
}

static void lock_published(struct locking *l, const struct change *change)
{
    for (size_t i = 0; i < change->publication.table_count; i++) {
        lock_name(l, OBJ_TABLE, change->publication.tables[i].table, SUE, 0, NULL);
    }
}

/* SET TABLE drops those that were there. */
void locks_publication(struct locking *l)
{
    const struct catalog_object *publication = NULL;
    lock_published(l, l->change);
    if (l->change->publication.action != 's') return;
    catalog_find_object(l->catalog, OBJ_PUBLICATION, l->change->object_name, &publication);
    if (publication != NULL && publication->definition != NULL &&
        publication->definition->kind == CHANGE_CREATE_PUBLICATION) {
        lock_published(l, publication->definition);
    }
}
