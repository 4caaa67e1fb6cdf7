/* Rows, comments, and code that may do anything. */
#include "schema/builtin_functions.h"
#include "schema/catalog_impl.h"
#include "schema/lex.h"

enum { NEWEST_VERSION = 18 };

/* -- rows -------------------------------------------------------------------------------------- */

static void set_rows(struct catalog *catalog, struct name name, bool has_rows)
{
    struct relation *relation = catalog_relation(catalog, name);
    while (relation != NULL) {
        if (relation->has_rows != has_rows) CATALOG_SET(catalog, relation->has_rows, has_rows);
        if (relation->emptied != 0 && has_rows) CATALOG_SET(catalog, relation->emptied, 0);
        for (size_t i = 0; i < relation->indexes.len; i++) {
            struct relation *index = relation->indexes.at[i];
            if (index->has_rows != has_rows) CATALOG_SET(catalog, index->has_rows, has_rows);
        }
        relation = has_rows ? relation->partition_of : NULL;
    }
}

/* Rows of a partitioned table land in any of its partitions. */
static void put_rows(struct catalog *catalog, struct name name)
{
    struct relation *relation = catalog_relation(catalog, name);
    if (relation == NULL) return;
    set_rows(catalog, name, true);
    if (!relation->partitioned) return;
    struct relation_list all = catalog_with_children(catalog, relation, false);
    for (size_t i = 1; i < all.len; i++) set_rows(catalog, all.at[i]->name, true);
}

void catalog_emptied(struct catalog *catalog, struct relation *table)
{
    if (catalog->conditional) return;
    struct relation_list all = catalog_with_children(catalog, table, false);
    for (size_t i = 0; i < all.len; i++) {
        CATALOG_SET(catalog, all.at[i]->emptied, catalog->transaction);
        CATALOG_SET(catalog, all.at[i]->emptied_tick, catalog->tick);
    }
}

static void truncate(struct catalog *catalog, const struct change *change)
{
    if (catalog->conditional) return;
    for (size_t i = 0; i < change->truncate.tables.len; i++) {
        struct relation *table = catalog_table(catalog, change->truncate.tables.at[i]);
        if (table == NULL || change->only) continue;
        catalog_emptied(catalog, table);
        if (table->state != KNOWN) continue;
        struct relation_list all = catalog_with_children(catalog, table, false);
        for (size_t k = 0; k < all.len; k++) set_rows(catalog, all.at[k]->name, false);
    }
}

static void refresh(struct catalog *catalog, const struct change *change)
{
    struct relation *view = catalog_relation(catalog, change->table);
    if (view == NULL || view->kind != OBJ_MATERIALIZED_VIEW) return;
    CATALOG_SET(catalog, view->view.populated, !change->refresh.with_no_data);
    set_rows(catalog, view->name, !change->refresh.with_no_data || catalog->conditional);
}

/* -- calls ------------------------------------------------------------------------------------- */

static bool is_any(struct str text, struct token token, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (token_is(text, token, *words)) return true;
    }
    return false;
}

/* Behind PERFORM: `pg_sleep(1)`. */
static bool performs_built_in(struct str body, struct lexer *lexer)
{
    struct token name = lex_next_code(lexer);
    if (name.kind != TOKEN_WORD) return false;
    struct str word = str_slice(body, name.start, name.end);
    return builtin_function(word, NEWEST_VERSION) != BUILTIN_NONE;
}

/* A statement of its body begins with a word that makes or changes something, or runs what does. */
static bool body_may_change_schema(struct str body)
{
    static const char *const commands[] = {"create",  "alter", "drop", "import",
                                           "execute", "call",  NULL};
    static const char *const openings[] = {"begin", "then", "else", "loop", "atomic", NULL};
    struct lexer lexer = {.text = body};
    bool at_start = true;
    for (;;) {
        struct token token = lex_next_code(&lexer);
        if (token.kind == TOKEN_END) return false;
        if (at_start && is_any(body, token, commands)) return true;
        if (at_start && token_is(body, token, "perform") && !performs_built_in(body, &lexer)) {
            return true;
        }
        at_start = token.kind == TOKEN_SEMICOLON || is_any(body, token, openings);
    }
}

static bool may_change_schema(const struct catalog_object *function)
{
    const struct change *made = function->function;
    if (made == NULL) return true;
    if (function->kind == OBJ_AGGREGATE) return false;
    if (made->function.volatility == 'i' || made->function.volatility == 's') return false;
    bool readable = made->function.language.len == 0 ||
                    str_equal(made->function.language, STR("sql")) ||
                    str_equal(made->function.language, STR("plpgsql"));
    return !readable || body_may_change_schema(made->function.body);
}

static void call(struct catalog *catalog, struct name name)
{
    if (name.name.len == 0) return;
    bool maybe_built_in = name.schema.len == 0 || str_equal(name.schema, STR("pg_catalog"));
    if (maybe_built_in && builtin_function(name.name, NEWEST_VERSION) != BUILTIN_NONE) return;
    catalog->call_tick = catalog->tick;
    const struct catalog_object *function = catalog_function(catalog, name, NULL);
    if (function != NULL && function->extension != NULL) return;
    if (function == NULL || function->next_overload != NULL || may_change_schema(function)) {
        catalog_opaque(catalog, catalog->origin);
    }
}

static struct name split_name(struct str text)
{
    size_t dot = str_find(text, STR("."), 0);
    if (dot == SIZE_MAX) return (struct name){STR(""), text};
    return (struct name){str_slice(text, 0, dot), str_slice(text, dot + 1, text.len)};
}

static void select_calls(struct catalog *catalog, const struct change *change)
{
    for (size_t i = 0; i < change->data.functions.len; i++) {
        call(catalog, split_name(change->data.functions.at[i]));
    }
}

void catalog_data(struct catalog *catalog, const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_INSERT:
    case CHANGE_MERGE:
        put_rows(catalog, change->table);
        break;
    case CHANGE_COPY:
        if (change->copy.is_from) put_rows(catalog, change->table);
        break;
    case CHANGE_TRUNCATE:
        truncate(catalog, change);
        break;
    case CHANGE_REFRESH_MATERIALIZED_VIEW:
        refresh(catalog, change);
        break;
    case CHANGE_CALL:
        call(catalog, change->object_name);
        break;
    case CHANGE_SELECT:
        select_calls(catalog, change);
        break;
    default:
        break;
    }
}

/* -- comments ---------------------------------------------------------------------------------- */

static void comment_inside(struct catalog *catalog, const struct change *change, struct str text)
{
    struct relation *table = catalog_relation(catalog, change->table);
    if (table == NULL) return;
    if (change->object == OBJ_COLUMN) {
        struct catalog_column *column = relation_find_column(table, change->name);
        if (column != NULL) CATALOG_SET(catalog, column->comment, text);
    } else if (change->object == OBJ_CONSTRAINT) {
        struct catalog_constraint *constraint = relation_find_constraint(table, change->name);
        if (constraint != NULL) CATALOG_SET(catalog, constraint->comment, text);
    } else if (change->object == OBJ_TRIGGER) {
        for (size_t i = 0; i < table->triggers.len; i++) {
            struct catalog_trigger *trigger = table->triggers.at[i];
            if (str_equal(trigger->name, change->name))
                CATALOG_SET(catalog, trigger->comment, text);
        }
    }
}

void catalog_comment(struct catalog *catalog, const struct change *change)
{
    if (catalog->conditional) return;
    struct str text = change->comment.removes ? STR("") : change->comment.text;
    if (catalog_space(change->object) == OBJ_TABLE) {
        struct relation *relation = catalog_relation(catalog, change->table);
        if (relation != NULL) CATALOG_SET(catalog, relation->comment, text);
    } else if (change->object == OBJ_COLUMN || change->object == OBJ_CONSTRAINT ||
               change->object == OBJ_TRIGGER || change->object == OBJ_POLICY ||
               change->object == OBJ_RULE) {
        comment_inside(catalog, change, text);
    } else {
        struct catalog_object *object =
            catalog_object(catalog, change->object, change->object_name);
        if (object != NULL) CATALOG_SET(catalog, object->comment, text);
    }
}
