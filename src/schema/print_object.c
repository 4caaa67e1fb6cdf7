/* Types, domains and whatever else is no relation, as SQL. */
#include "schema/print_order.h"
#include "schema/print_parts.h"

static void put_enum(struct sql_text *sql, const struct catalog_object *type)
{
    size_t count = 0;
    put(sql, " AS ENUM (");
    for (size_t i = 0; i < type->labels.len; i++) {
        if (type->labels.at[i]->state == KNOWN_ABSENT) continue;
        put(sql, count++ == 0 ? "\n    " : ",\n    ");
        put_literal(sql, type->labels.at[i]->text);
    }
    put(sql, count == 0 ? ")" : "\n)");
}

static void put_attributes(struct sql_text *sql, const struct catalog_object *type)
{
    put(sql, " AS (");
    for (size_t i = 0; i < type->attributes.len; i++) {
        const struct catalog_column *attribute = type->attributes.at[i];
        put(sql, i == 0 ? "\n    " : ",\n    ");
        put_word(sql, attribute->name);
        put(sql, " ");
        put_type(sql, &attribute->type);
        if (attribute->collation.name.len == 0) continue;
        put(sql, " COLLATE ");
        put_name(sql, attribute->collation);
    }
    put(sql, type->attributes.len == 0 ? ")" : "\n)");
}

/* Options of types and operators are names, numbers or keywords: no literals. */
static void put_definition(struct sql_text *sql, const struct named_values *options)
{
    put(sql, " (");
    for (size_t i = 0; i < options->len; i++) {
        if (i > 0) put(sql, ", ");
        put_str(sql, options->at[i].name);
        if (options->at[i].value.len == 0) continue;
        put(sql, " = ");
        put_str(sql, options->at[i].value);
    }
    put(sql, ")");
}

static void put_range(struct sql_text *sql, const struct catalog_object *type)
{
    const struct change *made = type->definition;
    put(sql, " AS RANGE");
    put_definition(sql, &made->create_type.options);
}

static void put_type_definition(struct sql_text *sql, const struct catalog_object *type)
{
    put(sql, "CREATE TYPE ");
    put_name(sql, type->name);
    if (type->type_kind == 'e') put_enum(sql, type);
    if (type->type_kind == 'c') put_attributes(sql, type);
    if (type->type_kind == 'r') put_range(sql, type);
    if (type->type_kind == 'b') put_definition(sql, &type->definition->create_type.options);
}

static void put_domain_constraints(struct sql_text *sql, const struct catalog_object *domain,
                                   bool validated)
{
    for (size_t i = 0; i < domain->constraints.len; i++) {
        const struct catalog_constraint *constraint = domain->constraints.at[i];
        if (constraint->state != KNOWN || constraint->validated != validated) continue;
        if (constraint->spec.kind != CONSTRAINT_CHECK) continue;
        if (validated) {
            put(sql, "\n    CONSTRAINT ");
        } else {
            put(sql, ";\nALTER DOMAIN ");
            put_name(sql, domain->name);
            put(sql, " ADD CONSTRAINT ");
        }
        put_word(sql, constraint->name);
        put(sql, " ");
        put_constraint(sql, constraint);
        if (!validated) put(sql, " NOT VALID");
    }
}

static void put_domain(struct sql_text *sql, const struct catalog_object *domain)
{
    put(sql, "CREATE DOMAIN ");
    put_name(sql, domain->name);
    put(sql, " AS ");
    put_type(sql, &domain->base);
    const struct change *made = domain->definition;
    if (made != NULL && made->create_domain.collation.name.len > 0) {
        put(sql, " COLLATE ");
        put_name(sql, made->create_domain.collation);
    }
    if (domain->has_default) {
        put(sql, " DEFAULT ");
        put_expression(sql, &domain->default_value);
    }
    if (domain->not_null) put(sql, " NOT NULL");
    put_domain_constraints(sql, domain, true);
    put_domain_constraints(sql, domain, false);
}

static const struct named_value *find_option(const struct catalog_object *object, const char *name)
{
    if (object->definition == NULL) return NULL;
    const struct named_values *options = &object->definition->definition.options;
    for (size_t i = 0; i < options->len; i++) {
        if (str_equal(options->at[i].name, str_from(name))) return &options->at[i];
    }
    return NULL;
}

static struct str option_value(const struct catalog_object *object, const char *name)
{
    const struct named_value *option = find_option(object, name);
    return option == NULL ? STR("") : option->value;
}

static void put_extension(struct sql_text *sql, const struct catalog_object *extension)
{
    put(sql, "CREATE EXTENSION ");
    put_word(sql, extension->name.name);
    struct str schema = extension->target_schema;
    if (schema.len > 0 && !str_equal(schema, STR("public"))) {
        put(sql, " SCHEMA ");
        put_word(sql, schema);
    }
    struct str version = option_value(extension, "new_version");
    if (version.len > 0) {
        put(sql, " VERSION ");
        put_literal(sql, version);
    }
    if (find_option(extension, "cascade") != NULL) put(sql, " CASCADE");
}

/* All of its options take strings (manual, CREATE COLLATION); `FROM other` is one of them here. */
static bool put_collation(struct sql_text *sql, const struct catalog_object *collation)
{
    if (collation->definition == NULL) return false;
    const struct named_values *options = &collation->definition->definition.options;
    const struct named_value *from = find_option(collation, "from");
    put(sql, "CREATE COLLATION ");
    put_name(sql, collation->name);
    if (from != NULL) {
        put(sql, " FROM ");
        put_str(sql, from->value);
        return true;
    }
    for (size_t i = 0; i < options->len; i++) {
        put(sql, i == 0 ? " (" : ", ");
        put_str(sql, options->at[i].name);
        put(sql, " = ");
        put_literal(sql, options->at[i].value);
    }
    put(sql, ")");
    return true;
}

static bool publishes_known_tables(const struct catalog_object *publication)
{
    for (size_t i = 0; i < publication->published.len; i++) {
        const struct relation *table = publication->published.at[i];
        if (table->state == KNOWN_ABSENT) continue; /* dropped since: no longer in it */
        if (!relation_is_known(table)) return false;
        if (table->children.len > 0 && !table->partitioned) return false;
    }
    return publication->complete && publication->definition != NULL;
}

static bool put_publication(struct sql_text *sql, const struct catalog_object *publication)
{
    if (!publishes_known_tables(publication)) return false;
    const struct change *made = publication->definition;
    size_t count = 0;
    put(sql, "CREATE PUBLICATION ");
    put_word(sql, publication->name.name);
    if (made->publication.all_tables) put(sql, " FOR ALL TABLES");
    for (size_t i = 0; i < publication->published.len; i++) {
        const struct relation *table = publication->published.at[i];
        if (table->state == KNOWN_ABSENT) continue;
        put(sql, count++ == 0 ? " FOR TABLE " : ", ");
        put_name(sql, table->name);
    }
    put_options(sql, " WITH ", &made->publication.options);
    return true;
}

static void put_statistics(struct sql_text *sql, const struct catalog_object *statistics)
{
    const struct change *made = statistics->definition;
    put(sql, "CREATE STATISTICS ");
    put_name(sql, statistics->name);
    if (made->statistics.kinds.len > 0) put_word_list(sql, &made->statistics.kinds);
    put(sql, " ON ");
    put_words(sql, &statistics->columns);
    put(sql, " FROM ");
    put_name(sql, statistics->table->name);
}

static bool put_event_trigger(struct sql_text *sql, const struct catalog_object *trigger)
{
    const struct change *made = trigger->definition;
    put(sql, "CREATE EVENT TRIGGER ");
    put_word(sql, trigger->name.name);
    put_format(sql, " ON " STR_FMT " EXECUTE FUNCTION ", STR_ARG(made->event_trigger.event));
    put_name(sql, made->event_trigger.function);
    put(sql, "()");
    return true;
}

bool put_object(struct sql_text *sql, const struct catalog_object *object)
{
    switch ((int)object->kind) {
    case OBJ_SCHEMA:
        put(sql, "CREATE SCHEMA ");
        put_word(sql, object->name.name);
        return true;
    case OBJ_EXTENSION:
        put_extension(sql, object);
        return true;
    case OBJ_TYPE:
        if (object->type_kind == 'r' && object->definition == NULL) return false;
        put_type_definition(sql, object);
        return true;
    case OBJ_DOMAIN:
        put_domain(sql, object);
        return true;
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
        if (object->function == NULL || object->function->function.details == NULL) return false;
        put_function(sql, object);
        return true;
    case OBJ_AGGREGATE:
        if (object->function == NULL || object->function->function.body.len == 0) return false;
        put(sql, "CREATE AGGREGATE ");
        put_name(sql, object->name);
        put_str(sql, object->function->function.body);
        return true;
    case OBJ_STATISTICS:
        if (object->table == NULL || object->definition == NULL) return false;
        put_statistics(sql, object);
        return true;
    case OBJ_COLLATION:
        return put_collation(sql, object);
    case OBJ_PUBLICATION:
        return put_publication(sql, object);
    case OBJ_EVENT_TRIGGER:
        return object->definition != NULL && put_event_trigger(sql, object);
    default:
        return false;
    }
}
