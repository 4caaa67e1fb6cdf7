/* The schema as JSON: what `gander help schema` describes. */
#include "schema/print_json.h"

#include "schema/print.h"
#include "schema/print_parts.h"

/* -- what all of it has ------------------------------------------------------------------------ */

void json_member_doubt(struct json *json, bool may_have_changed)
{
    if (may_have_changed) json_member_bool(json, "perhaps_changed", true);
}

void json_member_made(struct json *json, enum knowledge state, const struct origin *made)
{
    json_member_string(json, "state", state == KNOWN ? STR("known") : STR("unknown"));
    json_key(json, "made");
    if (made->span.source == NULL) {
        json_put_null(json);
        return;
    }
    json_begin_object_inline(json);
    json_member_string(json, "file", made->span.source->path);
    json_member_number(json, "line", source_line_of(made->span.source, made->span.start));
    json_end(json);
}

void json_member_name(struct json *json, struct name name)
{
    if (name.schema.len > 0) json_member_string(json, "schema", name.schema);
    json_member_string(json, "name", name.name);
}

void json_member_words(struct json *json, const char *key, const struct str_list *words)
{
    json_key(json, key);
    json_begin_array_inline(json);
    for (size_t i = 0; i < words->len; i++) json_put_string(json, words->at[i]);
    json_end(json);
}

static void member_definition(struct json *json, const struct sql_text *sql)
{
    json_member_string(json, "definition", sql_text_str(sql));
}

/* -- objects ----------------------------------------------------------------------------------- */

static void write_labels(struct json *json, const struct catalog_object *type)
{
    json_key(json, "labels");
    json_begin_array_inline(json);
    for (size_t i = 0; i < type->labels.len; i++) {
        if (type->labels.at[i]->state != KNOWN_ABSENT) {
            json_put_string(json, type->labels.at[i]->text);
        }
    }
    json_end(json);
}

static const char *type_kind(const struct catalog_object *type)
{
    switch (type->type_kind) {
    case 'e':
        return "enum";
    case 'c':
        return "composite";
    case 'r':
        return "range";
    default:
        return "base";
    }
}

static void write_object(struct json *json, struct arena *arena,
                         const struct catalog_object *object)
{
    struct sql_text sql = {.arena = arena};
    json_begin_object(json);
    json_member_name(json, object->name);
    bool type = object->kind == OBJ_TYPE;
    json_member_string(json, "kind",
                       str_from(type ? type_kind(object) : object_kind_words(object->kind)));
    json_member_made(json, object->state, &object->made);
    json_member_doubt(json, object_may_have_changed(object));
    if (object->type_kind == 'e') write_labels(json, object);
    if (object->signature.len > 0) json_member_string(json, "arguments", object->signature);
    if (put_object(&sql, object)) member_definition(json, &sql);
    json_end(json);
}

static void write_objects(struct json *json, const struct schema_document *document,
                          const char *key, bool (*wanted)(enum object_kind kind))
{
    const struct catalog_object_list *objects = catalog_objects(document->catalog);
    json_key(json, key);
    json_begin_array(json);
    for (size_t i = 0; i < objects->len; i++) {
        const struct catalog_object *object = objects->at[i];
        if (object->state == KNOWN_ABSENT || object->made.span.source == NULL) continue;
        if (wanted(object->kind)) write_object(json, document->arena, object);
    }
    json_end(json);
}

static bool is_schema(enum object_kind kind)
{
    return kind == OBJ_SCHEMA;
}

static bool is_extension(enum object_kind kind)
{
    return kind == OBJ_EXTENSION;
}

static bool is_type(enum object_kind kind)
{
    return kind == OBJ_TYPE || kind == OBJ_DOMAIN;
}

static bool is_function(enum object_kind kind)
{
    return kind == OBJ_FUNCTION || kind == OBJ_PROCEDURE || kind == OBJ_AGGREGATE;
}

static bool is_other(enum object_kind kind)
{
    return !is_schema(kind) && !is_extension(kind) && !is_type(kind) && !is_function(kind) &&
           kind != OBJ_TRIGGER && kind != OBJ_POLICY && kind != OBJ_RULE;
}

/* -- relations that are no tables -------------------------------------------------------------- */

static void write_sequence(struct json *json, struct arena *arena, const struct relation *sequence)
{
    struct sql_text sql = {.arena = arena};
    put_sequence(&sql, sequence);
    json_begin_object(json);
    json_member_name(json, sequence->name);
    json_member_made(json, sequence->state, &sequence->made);
    json_member_doubt(json, relation_may_have_changed(sequence));
    if (sequence->sequence.owner_column != NULL) {
        json_key(json, "owner");
        json_begin_object_inline(json);
        json_member_name(json, sequence->sequence.owner_table->name);
        json_member_string(json, "column", sequence->sequence.owner_column->name);
        json_end(json);
    }
    json_member_bool(json, "identity", sequence->sequence.internal);
    member_definition(json, &sql);
    json_end(json);
}

static void write_view(struct json *json, struct arena *arena, const struct relation *view)
{
    struct sql_text sql = {.arena = arena};
    put_view(&sql, view);
    json_begin_object(json);
    json_member_name(json, view->name);
    json_member_bool(json, "materialized", view->kind == OBJ_MATERIALIZED_VIEW);
    json_member_made(json, view->state, &view->made);
    json_member_doubt(json, relation_may_have_changed(view));
    json_member_columns(json, arena, view);
    json_member_indexes(json, arena, view);
    json_member_triggers(json, arena, view);
    member_definition(json, &sql);
    json_end(json);
}

static void write_relations(struct json *json, const struct schema_document *document,
                            const char *key, bool (*wanted)(enum object_kind kind),
                            void (*write)(struct json *json, struct arena *arena,
                                          const struct relation *relation))
{
    const struct relation_list *relations = catalog_relations(document->catalog);
    json_key(json, key);
    json_begin_array(json);
    for (size_t i = 0; i < relations->len; i++) {
        const struct relation *relation = relations->at[i];
        if (relation->state == KNOWN_ABSENT || relation->temporary) continue;
        if (wanted(relation->kind)) write(json, document->arena, relation);
    }
    json_end(json);
}

static bool is_sequence(enum object_kind kind)
{
    return kind == OBJ_SEQUENCE;
}

static bool is_table(enum object_kind kind)
{
    return kind == OBJ_TABLE || kind == OBJ_FOREIGN_TABLE;
}

static bool is_view(enum object_kind kind)
{
    return kind == OBJ_VIEW || kind == OBJ_MATERIALIZED_VIEW;
}

/* Statements that run SQL nobody can read. */
static void write_unread(struct json *json, const struct schema_document *document)
{
    const struct origin_list *unread = catalog_unread(document->catalog);
    for (size_t i = 0; i < unread->len; i++) {
        const struct span *span = &unread->at[i].span;
        if (span->source == NULL) continue;
        json_put_string(json, str_format(document->arena,
                                         STR_FMT ":%u: what it runs is not written there",
                                         STR_ARG(span->source->path),
                                         source_line_of(span->source, span->start)));
    }
}

static void write_refused(struct json *json, const struct schema_document *document)
{
    json_key(json, "refused");
    json_begin_array(json);
    for (size_t i = 0; i < document->refusal_count; i++) {
        const struct schema_refusal *refused = &document->refusals[i];
        json_begin_object_inline(json);
        json_member_string(json, "file", refused->path);
        json_member_number(json, "line", refused->line);
        json_member_string(json, "statement", refused->words);
        json_end(json);
    }
    json_end(json);
}

/* -- the document ------------------------------------------------------------------------------ */

void schema_print_json(FILE *out, const struct schema_document *document)
{
    struct json json;
    json_init(&json, out);
    json_begin_object(&json);
    json_member_string(&json, "directory", document->dir);
    if (document->last.len > 0)
        json_member_string(&json, "after", document->last);
    else
        json_member_null(&json, "after");
    json_key(&json, "not_replayed");
    json_begin_array(&json);
    for (size_t i = 0; i < document->gap_count; i++) json_put_string(&json, document->gaps[i]);
    write_unread(&json, document);
    json_end(&json);
    write_refused(&json, document);
    write_objects(&json, document, "schemas", is_schema);
    write_objects(&json, document, "extensions", is_extension);
    write_objects(&json, document, "types", is_type);
    write_relations(&json, document, "sequences", is_sequence, write_sequence);
    write_relations(&json, document, "tables", is_table, json_put_table);
    write_relations(&json, document, "views", is_view, write_view);
    write_objects(&json, document, "functions", is_function);
    write_objects(&json, document, "others", is_other);
    json_end(&json);
    json_finish(&json);
}
