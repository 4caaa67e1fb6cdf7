/* Types: enums and their labels, composites. */
#include "schema/catalog_impl.h"

/* A type's name with its schema; built-in types stay bare. */
struct type_name catalog_resolve_type(const struct catalog *catalog, struct type_name type,
                                      struct catalog_object **object)
{
    struct name name = type.name;
    if (name.name.len == 0 || type.of_column) return type;
    if (name.schema.len == 0 && catalog_is_builtin_type(name.name)) return type;
    struct catalog_object *found = catalog_object(catalog, OBJ_TYPE, name);
    if (object != NULL) *object = found;
    type.name = found != NULL ? found->name : catalog_resolve(catalog, OBJ_TYPE, name);
    return type;
}

/* -- labels ------------------------------------------------------------------------------------ */

static struct catalog_label *new_label(struct catalog *catalog, struct str text, bool with_type)
{
    struct catalog_label *label = ARENA_NEW(catalog->arena, struct catalog_label);
    label->text = text;
    label->made = catalog->origin;
    label->with_type = with_type;
    label->state = catalog->conditional ? UNKNOWN : KNOWN;
    return label;
}

static size_t label_at(const struct catalog_object *type, struct str text)
{
    for (size_t i = 0; i < type->labels.len; i++) {
        if (str_equal(type->labels.at[i]->text, text)) return i;
    }
    return SIZE_MAX;
}

/* At the end, then moved to its place: the journal knows pushes and single settings. */
static void insert_label(struct catalog *catalog, struct catalog_object *type, size_t place,
                         struct catalog_label *label)
{
    CATALOG_PUSH(catalog, &type->labels, label);
    for (size_t i = type->labels.len - 1; i > place; i--) {
        CATALOG_SET(catalog, type->labels.at[i], type->labels.at[i - 1]);
    }
    if (place < type->labels.len) CATALOG_SET(catalog, type->labels.at[place], label);
}

static void add_label(struct catalog *catalog, const struct change *change,
                      struct catalog_object *type)
{
    if (label_at(type, change->enum_value.value) != SIZE_MAX) return;
    size_t place = type->labels.len;
    if (change->enum_value.neighbour.len > 0) {
        place = label_at(type, change->enum_value.neighbour);
        if (place == SIZE_MAX && type->complete) return;
        if (place == SIZE_MAX)
            place = type->labels.len;
        else if (change->enum_value.after)
            place++;
    }
    insert_label(catalog, type, place, new_label(catalog, change->enum_value.value, false));
}

static void rename_label(struct catalog *catalog, const struct change *change,
                         struct catalog_object *type)
{
    size_t at = label_at(type, change->name);
    if (at == SIZE_MAX || label_at(type, change->enum_value.value) != SIZE_MAX) return;
    if (catalog->conditional)
        CATALOG_SET(catalog, type->labels.at[at]->state, UNKNOWN);
    else {
        CATALOG_SET(catalog, type->labels.at[at]->text, change->enum_value.value);
        catalog_respell_label(catalog, type, change->name, change->enum_value.value);
    }
}

/* -- attributes of composites ------------------------------------------------------------------ */

static struct catalog_column *new_attribute(struct catalog *catalog, const struct column *from)
{
    struct catalog_column *column = ARENA_NEW(catalog->arena, struct catalog_column);
    column->name = from->name;
    column->state = catalog->conditional ? UNKNOWN : KNOWN;
    column->made = catalog->origin;
    column->nullability = KNOWN;
    column->default_known = KNOWN;
    column->collation = from->collation_name;
    column->type = catalog_resolve_type(catalog, from->type, &column->type_object);
    return column;
}

static void attribute_edge(struct catalog *catalog, struct catalog_object *type,
                           const struct catalog_column *attribute)
{
    if (attribute->type_object == NULL) return;
    struct catalog_edge edge = {.kind = OBJ_TYPE, .object = type, .edition = type->edition};
    catalog_depend_on_object(catalog, attribute->type_object, edge);
}

/* Tables of the type have its columns (manual, ALTER TYPE, CASCADE). */
static void alter_typed_tables(struct catalog *catalog, const struct change *change,
                               const struct catalog_object *type)
{
    static const struct {
        enum change_kind attribute, column;
    } kinds[] = {{CHANGE_ADD_ATTRIBUTE, CHANGE_ADD_COLUMN},
                 {CHANGE_DROP_ATTRIBUTE, CHANGE_DROP_COLUMN},
                 {CHANGE_ALTER_ATTRIBUTE_TYPE, CHANGE_ALTER_COLUMN_TYPE},
                 {CHANGE_RENAME_ATTRIBUTE, CHANGE_RENAME_COLUMN}};
    struct relation_list tables = {0};
    for (size_t i = 0; i < type->dependents.len; i++) {
        const struct catalog_edge *edge = &type->dependents.at[i];
        if (edge->relation == NULL || edge->column != NULL || !edge_is_live(edge)) continue;
        if (!name_equal(edge->relation->of_type, type->name)) continue;
        VEC_PUSH(catalog->arena, &tables, edge->relation);
    }
    if (tables.len > 0 && !change->cascade) catalog_refuse(catalog); /* 2BP01 */
    for (size_t i = 0; i < tables.len && change->cascade; i++) {
        struct change *same = ARENA_NEW(catalog->arena, struct change);
        *same = *change;
        same->table = tables.at[i]->name;
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            if (kinds[k].attribute == change->kind) same->kind = kinds[k].column;
        }
        if (same->kind == CHANGE_RENAME_COLUMN)
            catalog_rename_column(catalog, same);
        else
            catalog_column_change(catalog, same);
    }
}

static void alter_attribute(struct catalog *catalog, const struct change *change,
                            struct catalog_object *type)
{
    size_t at = 0;
    while (at < type->attributes.len && !str_equal(type->attributes.at[at]->name, change->name)) {
        at++;
    }
    if (change->kind == CHANGE_ADD_ATTRIBUTE) {
        if (at < type->attributes.len) return;
        struct catalog_column *added = new_attribute(catalog, &change->add_column);
        CATALOG_PUSH(catalog, &type->attributes, added);
        attribute_edge(catalog, type, added);
        return;
    }
    if (at == type->attributes.len) return;
    struct catalog_column *attribute = type->attributes.at[at];
    if (catalog->conditional) {
        CATALOG_SET(catalog, attribute->state, UNKNOWN);
    } else if (change->kind == CHANGE_DROP_ATTRIBUTE) {
        CATALOG_REMOVE(catalog, &type->attributes, at);
    } else if (change->kind == CHANGE_RENAME_ATTRIBUTE) {
        CATALOG_SET(catalog, attribute->name, change->rename.new_name.name);
    } else {
        struct catalog_object *object = NULL;
        struct type_name now = catalog_resolve_type(catalog, change->column_type.type, &object);
        CATALOG_SET(catalog, attribute->type, now);
        CATALOG_SET(catalog, attribute->type_object, object);
        attribute_edge(catalog, type, attribute);
    }
}

/* -- CREATE TYPE ------------------------------------------------------------------------------- */

/* A shell becomes the type that CREATE TYPE describes later. */
static void complete_shell(struct catalog *catalog, const struct change *change)
{
    struct catalog_object *shell = catalog_object(catalog, OBJ_TYPE, change->object_name);
    if (shell != NULL && shell->type_kind == 's' && change->create_type.kind != 's') {
        catalog_drop_object(catalog, shell);
    }
}

static void create_type(struct catalog *catalog, const struct change *change)
{
    complete_shell(catalog, change);
    struct catalog_object *type =
        catalog_new_object(catalog, change, OBJ_TYPE, change->object_name);
    if (type == NULL) return;
    type->type_kind = change->create_type.kind;
    catalog_put_object(catalog, type);
    for (size_t i = 0; i < change->create_type.labels.len; i++) {
        CATALOG_PUSH(catalog, &type->labels,
                     new_label(catalog, change->create_type.labels.at[i], true));
    }
    for (size_t i = 0; i < change->create_type.attribute_count; i++) {
        struct catalog_column *attribute =
            new_attribute(catalog, &change->create_type.attributes[i]);
        CATALOG_PUSH(catalog, &type->attributes, attribute);
        attribute_edge(catalog, type, attribute);
    }
}

bool catalog_added_label(const struct catalog *catalog, uint32_t transaction)
{
    return catalog->label_added == transaction;
}

void catalog_type_change(struct catalog *catalog, const struct change *change)
{
    struct name name = change->object_name.name.len > 0 ? change->object_name : change->table;
    struct catalog_object *type = catalog_object(catalog, OBJ_TYPE, name);
    switch (change->kind) {
    case CHANGE_CREATE_TYPE:
        create_type(catalog, change);
        break;
    case CHANGE_ADD_ENUM_VALUE:
        catalog->label_added = catalog->origin.transaction;
        if (type != NULL) add_label(catalog, change, type);
        break;
    case CHANGE_RENAME_ENUM_VALUE:
        if (type != NULL) rename_label(catalog, change, type);
        break;
    default:
        if (type == NULL) break;
        alter_attribute(catalog, change, type);
        alter_typed_tables(catalog, change, type);
        break;
    }
}
