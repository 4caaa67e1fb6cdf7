/* Tables with all that stands in them, as JSON. */
#include "schema/print_json.h"
#include "schema/print_parts.h"

/* -- columns ----------------------------------------------------------------------------------- */

static void member_type(struct json *json, struct arena *arena, const struct type_name *type)
{
    json_key(json, "type");
    if (type->name.name.len == 0) {
        json_put_null(json);
        return;
    }
    struct sql_text sql = {.arena = arena};
    put_type(&sql, type);
    json_put_string(json, sql_text_str(&sql));
}

static void write_default(struct json *json, const struct catalog_column *column)
{
    json_key(json, "default");
    if (column->has_default && column->default_value.text.len > 0)
        json_put_string(json, column->default_value.text);
    else
        json_put_null(json);
    if (column->identity != 0) {
        json_member_string(json, "identity",
                           column->identity == 'a' ? STR("always") : STR("by default"));
    }
    if (column->generated != NULL) json_member_string(json, "generated", column->generated->text);
}

static void write_column(struct json *json, struct arena *arena,
                         const struct catalog_column *column)
{
    json_begin_object(json);
    json_member_string(json, "name", column->name);
    json_member_made(json, column->state, &column->made);
    member_type(json, arena, &column->type);
    json_key(json, "not_null");
    if (column->nullability == KNOWN)
        json_put_bool(json, column->not_null);
    else
        json_put_null(json);
    write_default(json, column);
    if (column->collation.name.len > 0) {
        json_member_string(json, "collation", column->collation.name);
    }
    if (column->sequence != NULL) json_member_string(json, "sequence", column->sequence->name.name);
    if (column->inherited) json_member_bool(json, "inherited", true);
    json_end(json);
}

void json_member_columns(struct json *json, struct arena *arena, const struct relation *relation)
{
    json_key(json, "columns");
    json_begin_array(json);
    for (size_t i = 0; i < relation->columns.len; i++) {
        write_column(json, arena, relation->columns.at[i]);
    }
    json_end(json);
}

/* -- constraints ------------------------------------------------------------------------------- */

static const char *constraint_words(enum constraint_kind kind)
{
    switch (kind) {
    case CONSTRAINT_CHECK:
        return "check";
    case CONSTRAINT_NOT_NULL:
        return "not null";
    case CONSTRAINT_UNIQUE:
        return "unique";
    case CONSTRAINT_PRIMARY_KEY:
        return "primary key";
    case CONSTRAINT_FOREIGN_KEY:
        return "foreign key";
    case CONSTRAINT_EXCLUDE:
        return "exclude";
    }
    return "";
}

static void write_references(struct json *json, const struct constraint *spec)
{
    json_key(json, "references");
    json_begin_object(json);
    json_member_name(json, spec->references);
    json_member_words(json, "columns", &spec->referenced_columns);
    json_end(json);
}

static void write_constraint(struct json *json, struct arena *arena,
                             const struct catalog_constraint *constraint)
{
    struct sql_text sql = {.arena = arena};
    put_constraint(&sql, constraint);
    json_begin_object(json);
    json_member_string(json, "name", constraint->name);
    json_member_string(json, "kind", str_from(constraint_words(constraint->spec.kind)));
    json_member_made(json, constraint->state, &constraint->made);
    json_member_bool(json, "validated", constraint->validated);
    json_member_words(json, "columns", &constraint->spec.columns);
    if (constraint->spec.kind == CONSTRAINT_FOREIGN_KEY) write_references(json, &constraint->spec);
    json_member_string(json, "definition", sql_text_str(&sql));
    json_end(json);
}

static void member_constraints(struct json *json, struct arena *arena, const struct relation *table)
{
    json_key(json, "constraints");
    json_begin_array(json);
    for (size_t i = 0; i < table->constraints.len; i++) {
        if (table->constraints.at[i]->spec.kind == CONSTRAINT_NOT_NULL) continue;
        write_constraint(json, arena, table->constraints.at[i]);
    }
    json_end(json);
}

/* -- indexes, triggers, policies, rules -------------------------------------------------------- */

static void write_index(struct json *json, struct arena *arena, const struct relation *index)
{
    struct sql_text sql = {.arena = arena};
    put_index(&sql, index);
    json_begin_object(json);
    json_member_name(json, index->name);
    json_member_made(json, index->state, &index->made);
    json_member_bool(json, "unique", index->index.unique);
    json_member_bool(json, "valid", index->index.valid);
    if (index->index.constraint != NULL) {
        json_member_string(json, "constraint", index->index.constraint->name);
    }
    json_member_string(json, "definition", sql_text_str(&sql));
    json_end(json);
}

void json_member_indexes(struct json *json, struct arena *arena, const struct relation *relation)
{
    json_key(json, "indexes");
    json_begin_array(json);
    for (size_t i = 0; i < relation->indexes.len; i++) {
        if (relation->indexes.at[i]->state == KNOWN_ABSENT) continue;
        write_index(json, arena, relation->indexes.at[i]);
    }
    json_end(json);
}

static void write_defined(struct json *json, struct str name, enum knowledge state,
                          const struct origin *made, const struct sql_text *sql)
{
    json_begin_object(json);
    json_member_string(json, "name", name);
    json_member_made(json, state, made);
    json_member_string(json, "definition", sql_text_str(sql));
    json_end(json);
}

void json_member_triggers(struct json *json, struct arena *arena, const struct relation *relation)
{
    json_key(json, "triggers");
    json_begin_array(json);
    for (size_t i = 0; i < relation->triggers.len; i++) {
        const struct catalog_trigger *trigger = relation->triggers.at[i];
        struct sql_text sql = {.arena = arena};
        put_trigger(&sql, trigger);
        write_defined(json, trigger->name, trigger->state, &trigger->made, &sql);
    }
    json_end(json);
}

static void member_policies(struct json *json, struct arena *arena, const struct relation *table)
{
    json_key(json, "policies");
    json_begin_array(json);
    for (size_t i = 0; i < table->policies.len; i++) {
        const struct catalog_policy *policy = table->policies.at[i];
        struct sql_text sql = {.arena = arena};
        put_policy(&sql, policy);
        write_defined(json, policy->name, policy->state, &policy->made, &sql);
    }
    json_end(json);
}

static void member_rules(struct json *json, struct arena *arena, const struct relation *table)
{
    json_key(json, "rules");
    json_begin_array(json);
    for (size_t i = 0; i < table->rules.len; i++) {
        const struct catalog_rule *rule = table->rules.at[i];
        struct sql_text sql = {.arena = arena};
        put_rule(&sql, rule);
        write_defined(json, rule->name, rule->state, &rule->made, &sql);
    }
    json_end(json);
}

/* -- tables ------------------------------------------------------------------------------------ */

static void write_parents(struct json *json, const struct relation *table)
{
    json_key(json, table->partition_of != NULL ? "partition_of" : "inherits");
    json_begin_array(json);
    for (size_t i = 0; i < table->parents.len; i++) {
        json_begin_object_inline(json);
        json_member_name(json, table->parents.at[i]->name);
        json_end(json);
    }
    json_end(json);
    if (table->partition_of != NULL) {
        json_member_string(json, "partition_bound", table->partition_bound);
    }
}

void json_put_table(struct json *json, struct arena *arena, const struct relation *table)
{
    json_begin_object(json);
    json_member_name(json, table->name);
    json_member_string(json, "kind", str_from(object_kind_words(table->kind)));
    json_member_made(json, table->state, &table->made);
    json_member_doubt(json, relation_may_have_changed(table));
    json_member_bool(json, "complete", table->complete);
    json_member_bool(json, "unlogged", table->unlogged);
    json_member_bool(json, "partitioned", table->partitioned);
    if (table->parents.len > 0) write_parents(json, table);
    json_member_bool(json, "row_security", table->row_security);
    json_member_columns(json, arena, table);
    member_constraints(json, arena, table);
    json_member_indexes(json, arena, table);
    json_member_triggers(json, arena, table);
    member_policies(json, arena, table);
    member_rules(json, arena, table);
    json_end(json);
}
