/* Operators, aggregates, sequences, schemas, extensions and the like. */
#include "schema/sql_text.h"
#include "sql/lower.h"

#include <string.h>

/* A change about an object that is no relation. */
struct change *lower_add_object(struct lowering *l, enum change_kind kind, enum object_kind object,
                                struct name name)
{
    struct change *change = lower_add(l, kind);
    change->object = object;
    change->object_name = name;
    change->name = name.name;
    return change;
}

struct name lower_plain_name(const struct lowering *l, const char *name)
{
    return (struct name){{"", 0}, lower_str(l, name)};
}

void lower_head(const struct lowering *l, struct change *change, const char *words)
{
    change->at = range_head(l->sql, l->at, words);
    change->table_at = range_name(l->sql, change->at.end, l->at.end);
}

/* -- operators, aggregates and the like ------------------------------------------------------- */

/* leftarg and rightarg. */
static const struct signature *operator_signature(const struct lowering *l, const List *options)
{
    List *types = NIL;
    for (int i = 0; i < list_length(options); i++) {
        const DefElem *option = LOWER_AS(DefElem, list_nth(options, i));
        bool argument =
            strcmp(option->defname, "leftarg") == 0 || strcmp(option->defname, "rightarg") == 0;
        if (argument && option->arg != NULL && IsA(option->arg, TypeName)) {
            types = lappend(types, option->arg);
        }
    }
    return lower_signature(l, types);
}

/* `(integer) (sfunc = int4pl, stype = integer)` */
static struct str behind_name(const struct lowering *l, const struct change *change)
{
    struct walk walk = walk_from(l->sql, (struct range){change->at.start, l->at.end});
    while (walk_next(&walk)) {
        if (walk.token.kind == TOKEN_OPEN) {
            return range_text(l->sql, (struct range){walk.token.start, l->at.end});
        }
    }
    return STR("");
}

/* CREATE COLLATION c FROM other: a name, which may have points in it. */
static void spell_source(const struct lowering *l, const List *definition,
                         struct named_values *options)
{
    for (int i = 0; i < list_length(definition); i++) {
        const DefElem *option = LOWER_AS(DefElem, list_nth(definition, i));
        if (strcmp(option->defname, "from") != 0 || !IsA(option->arg, List)) continue;
        struct sql_text sql = {.arena = l->arena};
        put_name(&sql, lower_name_list(l, LOWER_AS(List, option->arg)));
        options->at[i].value = sql_text_str(&sql);
    }
}

static void lower_define(struct lowering *l, const DefineStmt *stmt)
{
    static const enum change_kind kinds[] = {
        [OBJECT_AGGREGATE] = CHANGE_CREATE_FUNCTION,
        [OBJECT_OPERATOR] = CHANGE_CREATE_OPERATOR,
        [OBJECT_TYPE] = CHANGE_CREATE_TYPE,
        [OBJECT_COLLATION] = CHANGE_CREATE_COLLATION,
    };
    size_t n = (size_t)stmt->kind;
    enum change_kind kind = n < sizeof kinds / sizeof *kinds ? kinds[n] : CHANGE_NONE;
    if (kind == CHANGE_NONE) kind = CHANGE_OTHER; /* text search objects */
    struct change *change = lower_add_object(l, kind, lower_object_kind(stmt->kind),
                                             lower_name_list(l, stmt->defnames));
    change->or_replace = stmt->replace;
    change->if_not_exists = stmt->if_not_exists;
    lower_head(l, change, "OR REPLACE AGGREGATE OPERATOR TYPE COLLATION");
    struct named_values options = {0};
    if (stmt->definition != NIL) options = lower_options(l, stmt->definition);
    if (kind == CHANGE_CREATE_TYPE) {
        change->create_type.kind = stmt->definition == NIL ? 's' : 'b';
        change->create_type.options = options;
    } else if (kind == CHANGE_CREATE_FUNCTION) {
        if (!stmt->oldstyle) change->signature = lower_aggregate_signature(l, stmt->args);
        if (change->signature != NULL) change->function.argument_types = change->signature->text;
        change->function.language = STR("internal");
        change->function.body = behind_name(l, change);
    } else if (kind != CHANGE_OTHER) {
        change->definition.options = options;
    }
    if (kind == CHANGE_CREATE_COLLATION) {
        spell_source(l, stmt->definition, &change->definition.options);
    }
    if (kind == CHANGE_CREATE_OPERATOR) change->signature = operator_signature(l, stmt->definition);
}

/* -- sequences --------------------------------------------------------------------------------- */

static void lower_sequence(struct lowering *l, enum change_kind kind, const RangeVar *sequence,
                           const List *options)
{
    struct change *change = lower_add(l, kind);
    change->object = OBJ_SEQUENCE;
    lower_target(l, change, sequence);
    change->only = false;
    change->object_name = change->table;
    change->name = change->table.name;
    change->at.end = change->table_at.end;
    change->sequence.temporary = sequence->relpersistence == 't';
    change->sequence.unlogged = sequence->relpersistence == 'u';
    change->sequence.options = lower_sequence_options(l, options);
}

static void lower_create_sequence(struct lowering *l, const CreateSeqStmt *stmt)
{
    lower_sequence(l, CHANGE_CREATE_SEQUENCE, stmt->sequence, stmt->options);
    l->changes.at[l->changes.len - 1].if_not_exists = stmt->if_not_exists;
}

static void lower_alter_sequence(struct lowering *l, const AlterSeqStmt *stmt)
{
    lower_sequence(l, CHANGE_ALTER_SEQUENCE, stmt->sequence, stmt->options);
    l->changes.at[l->changes.len - 1].if_exists = stmt->missing_ok;
}

/* -- schemas and extensions -------------------------------------------------------------------- */

/* Where the elements of CREATE SCHEMA begin: at CREATE and GRANT, which are reserved words. */
static struct range next_element(const struct lowering *l, uint32_t from)
{
    struct walk walk = walk_from(l->sql, (struct range){from, l->at.end});
    struct range element = {from, from};
    bool in_privileges = false; /* GRANT CREATE ON SCHEMA s */
    bool after_with = false;    /* WITH GRANT OPTION */
    while (walk_next(&walk)) {
        bool grants = walk_is(&walk, "grant") && !after_with;
        bool starts = walk_at_top(&walk) && !in_privileges && (walk_is(&walk, "create") || grants);
        if (starts && element.end > element.start) return element;
        if (starts) element.start = walk.token.start;
        if (starts && grants) in_privileges = true;
        if (walk_is(&walk, "on")) in_privileges = false;
        after_with = walk_is(&walk, "with");
        if (element.start > from || starts) element.end = walk.token.end;
    }
    return element;
}

/* CREATE SCHEMA may hold CREATE TABLE and others; unqualified names in it are the schema's. */
static void lower_schema_element(struct lowering *l, const Node *element, struct str schema,
                                 struct range at)
{
    struct range statement = l->at;
    size_t first = l->changes.len;
    if (at.end > at.start) l->at = at;
    lower_statement(l, element);
    l->at = statement;
    for (size_t k = first; k < l->changes.len; k++) {
        struct change *inner = &l->changes.at[k];
        inner->statement_at = statement;
        if (inner->table.name.len > 0 && inner->table.schema.len == 0) {
            inner->table.schema = schema;
        }
        if (inner->kind == CHANGE_CREATE_SEQUENCE) inner->object_name = inner->table;
    }
}

static void lower_schema(struct lowering *l, const CreateSchemaStmt *stmt)
{
    struct name name = lower_plain_name(l, stmt->schemaname);
    if (stmt->schemaname == NULL) name.name = lower_role(l, stmt->authrole);
    struct change *change = lower_add_object(l, CHANGE_CREATE_SCHEMA, OBJ_SCHEMA, name);
    lower_head(l, change, "SCHEMA IF NOT EXISTS");
    change->at = range_head(l->sql, l->at, "SCHEMA");
    change->if_not_exists = stmt->if_not_exists;
    if (stmt->authrole != NULL) {
        lower_push_str(l, &change->role.names, lower_role(l, stmt->authrole));
    }
    uint32_t from = change->at.end;
    for (int i = 0; i < list_length(stmt->schemaElts); i++) {
        struct range at = next_element(l, from);
        lower_schema_element(l, list_nth(stmt->schemaElts, i), name.name, at);
        from = at.end;
    }
}

static void lower_create_extension(struct lowering *l, const CreateExtensionStmt *stmt)
{
    struct change *change = lower_add_object(l, CHANGE_CREATE_EXTENSION, OBJ_EXTENSION,
                                             lower_plain_name(l, stmt->extname));
    lower_head(l, change, "EXTENSION IF NOT EXISTS");
    change->at.end = change->table_at.end;
    change->if_not_exists = stmt->if_not_exists;
    change->definition.options = lower_options(l, stmt->options);
}

bool lower_object(struct lowering *l, const Node *node)
{
    switch (nodeTag(node)) {
    case T_DefineStmt:
        lower_define(l, LOWER_AS(DefineStmt, node));
        return true;
    case T_CreateSeqStmt:
        lower_create_sequence(l, LOWER_AS(CreateSeqStmt, node));
        return true;
    case T_AlterSeqStmt:
        lower_alter_sequence(l, LOWER_AS(AlterSeqStmt, node));
        return true;
    case T_CreateSchemaStmt:
        lower_schema(l, LOWER_AS(CreateSchemaStmt, node));
        return true;
    case T_CreateExtensionStmt:
        lower_create_extension(l, LOWER_AS(CreateExtensionStmt, node));
        return true;
    default:
        return lower_attached(l, node);
    }
}
