/* Names PostgreSQL makes when a statement gives none: ChooseRelationName(), ChooseConstraintName(),
 * ChooseIndexName() of PostgreSQL 15, src/backend/commands/indexcmds.c, catalog/pg_constraint.c. */
#include "schema/catalog_impl.h"

#include <string.h>

enum { NAME_BYTES = 63 };

/* pg_mbcliplen(): no character of UTF-8 is cut. */
static struct str clip(struct str name, size_t bytes)
{
    if (name.len <= bytes) return name;
    while (bytes > 0 && ((unsigned char)name.at[bytes] & 0xc0) == 0x80) bytes--;
    return str_slice(name, 0, bytes);
}

/* The longer of both is shortened first. */
struct str catalog_object_name(struct arena *arena, struct str first, struct str second,
                               struct str label)
{
    size_t overhead = (label.len > 0 ? label.len + 1 : 0) + (second.len > 0 ? 1 : 0);
    size_t room = overhead < NAME_BYTES ? NAME_BYTES - overhead : 0;
    size_t a = first.len, b = second.len;
    while (a + b > room) {
        if (a > b)
            a--;
        else
            b--;
    }
    first = clip(first, a);
    struct str name = first;
    if (second.len > 0) {
        name = str_format(arena, STR_FMT "_" STR_FMT, STR_ARG(first), STR_ARG(clip(second, b)));
    }
    if (label.len == 0) return name;
    return str_format(arena, STR_FMT "_" STR_FMT, STR_ARG(name), STR_ARG(label));
}

/* -- relations and constraints ----------------------------------------------------------------- */

static bool constraint_exists(const struct catalog *catalog, struct name name)
{
    const struct entry *entry = catalog_entry_if_any(catalog, OBJ_CONSTRAINT, name);
    return entry != NULL && entry->uses > 0;
}

static bool relation_exists(const struct catalog *catalog, struct name name)
{
    const struct entry *entry = catalog_entry_if_any(catalog, OBJ_TABLE, name);
    return entry != NULL && entry->relation != NULL && relation_is_live(entry->relation);
}

static struct name_hint *hint_for(const struct catalog *catalog, struct name base)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < base.name.len; i++) {
        hash = (hash ^ (unsigned char)base.name.at[i]) * 0x100000001b3u;
    }
    return &catalog->hints[(hash ^ hash >> 32) % NAME_HINTS];
}

struct wanted_name {
    struct str first, second;
    const char *label;
    struct str schema;
    bool is_relation, is_constraint;
};

static bool is_taken(const struct catalog *catalog, const struct wanted_name *wanted,
                     struct name name)
{
    return (wanted->is_relation && relation_exists(catalog, name)) ||
           (wanted->is_constraint && constraint_exists(catalog, name));
}

/* Without a number, then with 1, 2, ...: the first that is free. */
static struct str choose(const struct catalog *catalog, struct arena *arena,
                         const struct wanted_name *wanted)
{
    struct str label = str_from(wanted->label);
    struct name name = {wanted->schema,
                        catalog_object_name(arena, wanted->first, wanted->second, label)};
    if (!is_taken(catalog, wanted, name)) return name.name;
    struct name_hint *hint = hint_for(catalog, name);
    bool known = hint->freed == catalog->freed && hint->is_relation == wanted->is_relation &&
                 name_equal(hint->base, name);
    struct name_hint now = {name, wanted->is_relation, known ? hint->pass : 1, catalog->freed};
    for (;; now.pass++) {
        label = str_format(arena, "%s%u", wanted->label, now.pass);
        name.name = catalog_object_name(arena, wanted->first, wanted->second, label);
        if (!is_taken(catalog, wanted, name)) break;
    }
    now.base.schema = str_copy(catalog->arena, now.base.schema);
    now.base.name = str_copy(catalog->arena, now.base.name);
    *hint = now;
    return name.name;
}

struct str catalog_choose_relation(const struct catalog *catalog, struct arena *arena,
                                   struct str first, struct str second, const char *label,
                                   struct str schema, bool is_constraint)
{
    struct wanted_name wanted = {first, second, label, schema, true, is_constraint};
    return choose(catalog, arena, &wanted);
}

struct str catalog_choose_constraint(const struct catalog *catalog, struct arena *arena,
                                     struct str first, struct str second, const char *label,
                                     struct str schema)
{
    struct wanted_name wanted = {first, second, label, schema, false, true};
    return choose(catalog, arena, &wanted);
}

/* -- columns in a name ------------------------------------------------------------------------- */

/* ChooseIndexNameAddition(), ChooseForeignKeyConstraintNameAddition(): a_b_c, cut once it is too
 * long. */
static struct str joined(struct arena *arena, const struct str_list *names)
{
    struct str all = {"", 0};
    for (size_t i = 0; i < names->len && all.len <= NAME_BYTES; i++) {
        all = i == 0 ? names->at[i]
                     : str_format(arena, STR_FMT "_" STR_FMT, STR_ARG(all), STR_ARG(names->at[i]));
    }
    return all;
}

/* ChooseIndexColumnNames(): no name twice. */
static void add_column_name(struct arena *arena, struct str_list *names, struct str name)
{
    struct str unique = name;
    for (unsigned i = 1; str_list_has(names, unique); i++) {
        struct str number = str_format(arena, "%u", i);
        unique = str_format(arena, STR_FMT STR_FMT, STR_ARG(clip(name, NAME_BYTES - number.len)),
                            STR_ARG(number));
    }
    VEC_PUSH(arena, names, unique);
}

static bool is_word(char c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || (unsigned char)c >= 0x80;
}

/* `lower(a)`, all of it: the function's name, without its schema. */
static struct str called(struct arena *arena, struct str text)
{
    size_t end = 0;
    while (end < text.len && is_word(text.at[end])) end++;
    if (end == 0 || end == text.len || text.at[end] != '(') return STR("");
    int depth = 0;
    size_t at = end;
    for (; at < text.len; at++) {
        if (text.at[at] == '(') depth++;
        if (text.at[at] == ')' && --depth == 0) break;
    }
    if (at + 1 < text.len) return STR("");
    struct str name = str_slice(text, 0, end);
    for (size_t dot; (dot = str_find(name, STR("."), 0)) != SIZE_MAX;) {
        name = str_slice(name, dot + 1, name.len);
    }
    return str_lower(arena, name);
}

/* FigureIndexColname(): a function's name, a cast's type, else `expr`. */
static struct str key_name(struct arena *arena, const struct index_key *key)
{
    if (key->column.len > 0) return key->column;
    const struct expression *expression = key->expression;
    if (expression->column.len > 0) return expression->column;
    struct str text = str_trim(expression->text);
    struct str function = called(arena, text);
    if (function.len > 0) return function;
    if (expression->cast_to == NULL) return STR("expr");
    size_t cast = str_find(text, STR("::"), 0);
    if (cast != SIZE_MAX) function = called(arena, str_trim(str_slice(text, 0, cast)));
    return function.len > 0 ? function : expression->cast_to->name.name;
}

static struct str index_columns_name(struct arena *arena, const struct index_key *keys,
                                     size_t key_count, struct str_list include)
{
    struct str_list names = {0};
    for (size_t i = 0; i < key_count; i++)
        add_column_name(arena, &names, key_name(arena, &keys[i]));
    for (size_t i = 0; i < include.len; i++) add_column_name(arena, &names, include.at[i]);
    return joined(arena, &names);
}

struct str catalog_choose_index(const struct catalog *catalog, struct arena *arena,
                                const struct relation *table, const struct index_key *keys,
                                size_t key_count, struct str_list include, const char *label)
{
    struct str columns = {"", 0};
    if (strcmp(label, "pkey") != 0) columns = index_columns_name(arena, keys, key_count, include);
    return catalog_choose_relation(catalog, arena, table->name.name, columns, label,
                                   table->name.schema, strcmp(label, "idx") != 0);
}

struct str catalog_plain_index_name(struct arena *arena, const struct relation *index)
{
    struct str columns =
        index_columns_name(arena, index->index.keys, index->index.key_count, index->index.include);
    return catalog_object_name(arena, index->table->name.name, columns, STR("idx"));
}

/* -- constraints ------------------------------------------------------------------------------- */

static struct str choose_key(const struct catalog *catalog, struct arena *arena,
                             const struct relation *table, const struct constraint *constraint,
                             const char *label)
{
    const struct constraint_index *index = constraint->index;
    struct str_list include = index == NULL ? (struct str_list){0} : index->include;
    if (index != NULL && index->key_count > 0) {
        return catalog_choose_index(catalog, arena, table, index->keys, index->key_count, include,
                                    label);
    }
    size_t count = constraint->columns.len;
    struct index_key *keys = arena_array(arena, count, sizeof *keys);
    for (size_t i = 0; i < count; i++) keys[i].column = constraint->columns.at[i];
    return catalog_choose_index(catalog, arena, table, keys, count, include, label);
}

/* A CHECK that names one column has it in its name (AddRelationNewConstraints). */
static struct str only_column(const struct expression *check)
{
    return check->columns.len == 1 ? check->columns.at[0] : STR("");
}

struct str catalog_choose_for(const struct catalog *catalog, struct arena *arena,
                              const struct relation *table, const struct constraint *constraint)
{
    switch (constraint->kind) {
    case CONSTRAINT_CHECK:
    case CONSTRAINT_NOT_NULL:
        return catalog_choose_constraint(catalog, arena, table->name.name,
                                         only_column(&constraint->check), "check",
                                         table->name.schema);
    case CONSTRAINT_FOREIGN_KEY:
        return catalog_choose_constraint(catalog, arena, table->name.name,
                                         joined(arena, &constraint->columns), "fkey",
                                         table->name.schema);
    case CONSTRAINT_PRIMARY_KEY:
        return choose_key(catalog, arena, table, constraint, "pkey");
    case CONSTRAINT_UNIQUE:
        return choose_key(catalog, arena, table, constraint, "key");
    case CONSTRAINT_EXCLUDE:
        return choose_key(catalog, arena, table, constraint, "excl");
    }
    return STR("");
}

struct str catalog_constraint_name(const struct catalog *catalog, struct arena *arena,
                                   const struct relation *table,
                                   const struct constraint *constraint)
{
    return constraint->name.len > 0 ? constraint->name
                                    : catalog_choose_for(catalog, arena, table, constraint);
}

struct str catalog_index_name(const struct catalog *catalog, struct arena *arena,
                              const struct change *change)
{
    if (change->create_index.index.name.len > 0) return change->create_index.index.name;
    const struct relation table = {.name = catalog_resolve(catalog, OBJ_TABLE, change->table)};
    return catalog_choose_index(catalog, arena, &table, change->create_index.keys,
                                change->create_index.key_count, change->create_index.include,
                                "idx");
}

struct str catalog_sequence_name(const struct catalog *catalog, struct arena *arena,
                                 struct name table, struct str column)
{
    return catalog_choose_relation(catalog, arena, table.name, column, "seq", table.schema, false);
}
