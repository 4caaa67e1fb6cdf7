/* Types and domains: what makes and alters them. */
#include "sql/lower.h"

#include <string.h>

/* -- types ------------------------------------------------------------------------------------- */

static void lower_enum(struct lowering *l, const CreateEnumStmt *stmt)
{
    struct change *change =
        lower_add_object(l, CHANGE_CREATE_TYPE, OBJ_TYPE, lower_name_list(l, stmt->typeName));
    lower_head(l, change, "TYPE");
    change->create_type.kind = 'e';
    change->create_type.labels = lower_str_list(l, stmt->vals);
}

static void lower_alter_enum(struct lowering *l, const AlterEnumStmt *stmt)
{
    bool renames = stmt->oldVal != NULL;
    struct change *change =
        lower_add_object(l, renames ? CHANGE_RENAME_ENUM_VALUE : CHANGE_ADD_ENUM_VALUE, OBJ_TYPE,
                         lower_name_list(l, stmt->typeName));
    lower_head(l, change, "TYPE");
    change->name = lower_str(l, renames ? stmt->oldVal : stmt->newVal);
    change->enum_value.value = lower_str(l, stmt->newVal);
    change->enum_value.neighbour = lower_str(l, stmt->newValNeighbor);
    change->enum_value.after = stmt->newValIsAfter;
    change->if_not_exists = stmt->skipIfNewValExists;
    struct range rest = {change->table_at.end, l->at.end};
    change->at = range_from_word(l->sql, rest, renames ? "rename" : "add");
}

static void lower_composite(struct lowering *l, const CompositeTypeStmt *stmt)
{
    struct change *change =
        lower_add_object(l, CHANGE_CREATE_TYPE, OBJ_TYPE, lower_range_var(l, stmt->typevar));
    lower_head(l, change, "TYPE");
    size_t count = (size_t)list_length(stmt->coldeflist);
    change->create_type.kind = 'c';
    change->create_type.attributes = arena_array(l->arena, count, sizeof(struct column));
    change->create_type.attribute_count = count;
    for (size_t i = 0; i < count; i++) {
        const ColumnDef *def = LOWER_AS(ColumnDef, list_nth(stmt->coldeflist, (int)i));
        lower_column(l, def, &change->create_type.attributes[i]);
    }
}

static void lower_range_type(struct lowering *l, const CreateRangeStmt *stmt)
{
    struct change *change =
        lower_add_object(l, CHANGE_CREATE_TYPE, OBJ_TYPE, lower_name_list(l, stmt->typeName));
    change->create_type.kind = 'r';
    change->create_type.options = lower_options(l, stmt->params);
    for (int i = 0; i < list_length(stmt->params); i++) {
        const DefElem *option = LOWER_AS(DefElem, list_nth(stmt->params, i));
        bool subtype = strcmp(option->defname, "subtype") == 0;
        if (subtype && option->arg != NULL && IsA(option->arg, TypeName)) {
            change->create_type.subtype = lower_type(l, LOWER_AS(TypeName, option->arg));
        }
    }
}

static void lower_alter_type(struct lowering *l, const AlterTypeStmt *stmt)
{
    struct change *change =
        lower_add_object(l, CHANGE_ALTER_TYPE, OBJ_TYPE, lower_name_list(l, stmt->typeName));
    change->options.list = lower_options(l, stmt->options);
}

/* -- domains ----------------------------------------------------------------------------------- */

/* Where the next constraint begins, or the statement ends. */
static uint32_t domain_constraint_end(const struct lowering *l, const List *constraints, int n,
                                      uint32_t start)
{
    if (n + 1 == list_length(constraints)) return l->at.end;
    int next = LOWER_AS(Constraint, list_nth(constraints, n + 1))->location;
    return next >= 0 && lower_at(l, next) > start ? lower_at(l, next) : l->at.end;
}

static void lower_domain_constraint(const struct lowering *l, const Constraint *node,
                                    struct range at, struct change *change)
{
    switch (node->contype) {
    case CONSTR_NOTNULL:
        change->create_domain.not_null = true;
        break;
    case CONSTR_DEFAULT:
        change->create_domain.has_default = true;
        change->create_domain.default_value =
            lower_expression(l, node->raw_expr, range_clause(l->sql, at, "default", NULL));
        break;
    case CONSTR_CHECK:
        change->create_domain.constraints[change->create_domain.constraint_count++] =
            lower_constraint(l, node, at);
        break;
    default:
        break;
    }
}

static void lower_create_domain(struct lowering *l, const CreateDomainStmt *stmt)
{
    struct change *change =
        lower_add_object(l, CHANGE_CREATE_DOMAIN, OBJ_DOMAIN, lower_name_list(l, stmt->domainname));
    lower_head(l, change, "DOMAIN");
    change->create_domain.base = lower_type(l, stmt->typeName);
    if (stmt->collClause != NULL) {
        change->create_domain.collation = lower_name_list(l, stmt->collClause->collname);
    }
    size_t count = (size_t)list_length(stmt->constraints);
    change->create_domain.constraints = arena_array(l->arena, count, sizeof(struct constraint));
    for (size_t i = 0; i < count; i++) {
        const Constraint *node = LOWER_AS(Constraint, list_nth(stmt->constraints, (int)i));
        struct range at = {0, 0};
        if (node->location >= 0) at.start = lower_at(l, node->location);
        at.end = domain_constraint_end(l, stmt->constraints, (int)i, at.start);
        lower_domain_constraint(l, node, range_trim(l->sql, at), change);
    }
}

static void lower_alter_domain(struct lowering *l, const AlterDomainStmt *stmt)
{
    struct change *change =
        lower_add_object(l, CHANGE_ALTER_DOMAIN, OBJ_DOMAIN, lower_name_list(l, stmt->typeName));
    lower_head(l, change, "DOMAIN");
    change->cascade = stmt->behavior == DROP_CASCADE;
    change->if_exists = stmt->missing_ok;
    struct str *action = &change->alter_domain.action;
    switch (stmt->subtype) {
    case 'T':
        *action = stmt->def == NULL ? STR("DROP DEFAULT") : STR("SET DEFAULT");
        if (stmt->def != NULL) {
            struct range rest = {change->table_at.end, l->at.end};
            struct expression *value = ARENA_NEW(l->arena, struct expression);
            *value = lower_expression(l, stmt->def, range_clause(l->sql, rest, "default", NULL));
            change->alter_domain.default_value = value;
        }
        break;
    case 'N':
        *action = STR("DROP NOT NULL");
        break;
    case 'O':
        *action = STR("SET NOT NULL");
        break;
    case 'C':
        *action = STR("ADD CONSTRAINT");
        change->alter_domain.constraint =
            lower_table_constraint(l, LOWER_AS(Constraint, stmt->def));
        break;
    case 'X':
        change->alter_domain.constraint.name = lower_str(l, stmt->name);
        *action = STR("DROP CONSTRAINT");
        break;
    default:
        change->alter_domain.constraint.name = lower_str(l, stmt->name);
        *action = STR("VALIDATE CONSTRAINT");
        break;
    }
    change->at = (struct range){change->table_at.end, l->at.end};
    change->at = range_trim(l->sql, change->at);
}

bool lower_type_object(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_CreateEnumStmt:
        lower_enum(l, LOWER_AS(CreateEnumStmt, node));
        return true;
    case T_AlterEnumStmt:
        lower_alter_enum(l, LOWER_AS(AlterEnumStmt, node));
        return true;
    case T_CompositeTypeStmt:
        lower_composite(l, LOWER_AS(CompositeTypeStmt, node));
        return true;
    case T_CreateRangeStmt:
        lower_range_type(l, LOWER_AS(CreateRangeStmt, node));
        return true;
    case T_AlterTypeStmt:
        lower_alter_type(l, LOWER_AS(AlterTypeStmt, node));
        return true;
    case T_CreateDomainStmt:
        lower_create_domain(l, LOWER_AS(CreateDomainStmt, node));
        return true;
    case T_AlterDomainStmt:
        lower_alter_domain(l, LOWER_AS(AlterDomainStmt, node));
        return true;
    default:
        return false;
    }
}
