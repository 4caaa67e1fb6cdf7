/* CREATE DOMAIN and ALTER DOMAIN. */
#include "schema/catalog_impl.h"

static void add_domain_check(struct catalog *catalog, struct catalog_object *domain,
                             const struct constraint *spec)
{
    struct catalog_constraint *check = ARENA_NEW(catalog->arena, struct catalog_constraint);
    check->spec = *spec;
    check->state = catalog->conditional ? UNKNOWN : KNOWN;
    check->made = check->validated_at = catalog->origin;
    check->validated = !spec->not_valid;
    check->local = true;
    check->name = spec->name;
    if (check->name.len == 0) {
        check->name = catalog_choose_constraint(catalog, catalog->arena, domain->name.name, STR(""),
                                                "check", domain->name.schema);
    }
    catalog_use_constraint_name(catalog, (struct name){domain->name.schema, check->name}, true);
    CATALOG_PUSH(catalog, &domain->constraints, check);
    struct catalog_edge edge = {.kind = OBJ_CONSTRAINT, .object = domain, .constraint = check};
    catalog_expression_edges(catalog, &check->spec.check, edge);
}

static void alter_domain_check(struct catalog *catalog, const struct change *change,
                               struct catalog_object *domain)
{
    struct str name = change->alter_domain.constraint.name;
    for (size_t i = 0; i < domain->constraints.len; i++) {
        struct catalog_constraint *check = domain->constraints.at[i];
        if (!str_equal(check->name, name)) continue;
        if (str_equal(change->alter_domain.action, STR("VALIDATE CONSTRAINT"))) {
            CATALOG_SET(catalog, check->validated, true);
            CATALOG_SET(catalog, check->validated_at, catalog->origin);
            return;
        }
        CATALOG_SET(catalog, check->state, KNOWN_ABSENT);
        catalog_use_constraint_name(catalog, (struct name){domain->name.schema, name}, false);
        CATALOG_REMOVE(catalog, &domain->constraints, i);
        return;
    }
}

void catalog_alter_domain(struct catalog *catalog, const struct change *change)
{
    struct catalog_object *domain = catalog_object(catalog, OBJ_TYPE, change->object_name);
    struct str action = change->alter_domain.action;
    if (domain == NULL) return;
    if (catalog->conditional) {
        CATALOG_SET(catalog, domain->complete, false);
    } else if (str_equal(action, STR("ADD CONSTRAINT"))) {
        if (change->alter_domain.constraint.kind == CONSTRAINT_CHECK) {
            add_domain_check(catalog, domain, &change->alter_domain.constraint);
        } else {
            CATALOG_SET(catalog, domain->not_null, true);
        }
    } else if (str_equal(action, STR("SET NOT NULL"))) {
        CATALOG_SET(catalog, domain->not_null, true);
    } else if (str_equal(action, STR("DROP NOT NULL"))) {
        CATALOG_SET(catalog, domain->not_null, false);
    } else if (str_equal(action, STR("SET DEFAULT"))) {
        CATALOG_SET(catalog, domain->has_default, true);
        CATALOG_SET(catalog, domain->default_value, *change->alter_domain.default_value);
    } else if (str_equal(action, STR("DROP DEFAULT"))) {
        CATALOG_SET(catalog, domain->has_default, false);
    } else {
        alter_domain_check(catalog, change, domain);
    }
}

void catalog_create_domain(struct catalog *catalog, const struct change *change)
{
    struct catalog_object *domain =
        catalog_new_object(catalog, change, OBJ_DOMAIN, change->object_name);
    if (domain == NULL) return;
    domain->type_kind = 'd';
    domain->base = catalog_resolve_type(catalog, change->create_domain.base, &domain->base_object);
    domain->not_null = change->create_domain.not_null;
    domain->has_default = change->create_domain.has_default;
    domain->default_value = change->create_domain.default_value;
    catalog_put_object(catalog, domain);
    for (size_t i = 0; i < change->create_domain.constraint_count; i++) {
        const struct constraint *spec = &change->create_domain.constraints[i];
        if (spec->kind == CONSTRAINT_CHECK) add_domain_check(catalog, domain, spec);
    }
    if (domain->base_object == NULL) return;
    struct catalog_edge edge = {.kind = OBJ_DOMAIN, .object = domain};
    catalog_depend_on_object(catalog, domain->base_object, edge);
}
