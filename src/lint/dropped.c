#include "lint/dropped.h"

#include "lint/rule.h"

/* -- copies ------------------------------------------------------------------------------------ */

/* What the statement names, when it is one that writes what it read; else NULL. */
static const struct mentions *copied_by(const struct change *change)
{
    switch (change->kind) {
    case CHANGE_INSERT:
    case CHANGE_UPDATE:
    case CHANGE_MERGE:
        return change->data.mentions;
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
        return change->create_table_as.query.mentions;
    default:
        return NULL;
    }
}

static bool names_relation(const struct name_list *list, struct str name)
{
    for (size_t i = 0; i < list->len; i++) {
        if (str_equal(list->at[i].name, name)) return true;
    }
    return false;
}

static bool writes_column(const struct change *change, struct name table, struct str column)
{
    return change->kind == CHANGE_UPDATE && str_equal(change->table.name, table.name) &&
           str_list_has(&change->data.columns, column);
}

static bool reads_column(const struct mentions *mentions, struct name table, struct str column)
{
    for (size_t i = 0; i < mentions->columns.len; i++) {
        const struct column_ref *ref = &mentions->columns.at[i];
        if (str_equal(ref->relation.name, table.name) &&
            (str_equal(ref->column, column) || str_equal(ref->column, STR("*")))) {
            return true;
        }
    }
    return false;
}

static bool copies(const struct change *change, struct name table, struct str column)
{
    const struct mentions *mentions = copied_by(change);
    if (mentions == NULL) return false;
    if (column.len == 0) return names_relation(&mentions->relations, table.name);
    return reads_column(mentions, table, column) && !writes_column(change, table, column);
}

struct span copied_before(const struct rule_ctx *ctx, struct name table, struct str column)
{
    struct cursor cursor = cursor_before(ctx, ctx->change);
    while (cursor_next(&cursor)) {
        if (copies(cursor.change, table, column)) return cursor_span(&cursor, cursor.change->at);
    }
    return (struct span){0};
}

/* -- users ------------------------------------------------------------------------------------- */

/* Enough to see how far it reaches; and how many functions are looked at. */
enum { MOST_USERS = 4, MOST_ROUTINES = 4096 };

/* `kind` `name` `fate`; no kind: it is not worth a word. */
struct words {
    const char *kind;
    const char *fate;
};

static void label_user(struct diagnostic *finding, struct span made, struct words words,
                       struct name name)
{
    finding->user_count++;
    if (finding->user_count <= MOST_USERS) {
        label(finding, made, "%s `" STR_FMT "` %s", words.kind, STR_ARG(name.name), words.fate);
    }
}

static bool goes_along(const struct dependent *user, const struct relation *table)
{
    if (user->kind == OBJ_CONSTRAINT) {
        return user->constraint == NULL || user->constraint->table == table;
    }
    return user->kind == OBJ_INDEX;
}

/* DROP TABLE a, b; or a later statement of the section. */
static bool is_dropped_too(const struct rule_ctx *ctx, const struct dependent *user)
{
    const struct str owner = user->on.name.len > 0 ? user->on.name : user->name.name;
    if (ctx->change->kind != CHANGE_DROP_TABLE) return false;
    if (names_relation(&ctx->change->drop.names, owner)) return true;
    struct cursor cursor = cursor_after(ctx, ctx->change);
    while (cursor_next(&cursor)) {
        if (cursor.change->kind == CHANGE_DROP_TABLE &&
            str_equal(cursor.change->table.name, owner)) {
            return true;
        }
    }
    return false;
}

static struct words words_of(const struct dependent *user, bool whole_table)
{
    switch ((int)user->kind) {
    case OBJ_VIEW:
        return (struct words){"view", "reads it"};
    case OBJ_MATERIALIZED_VIEW:
        return (struct words){"materialized view", "reads it"};
    case OBJ_INDEX:
        if (!whole_table) return (struct words){"index", "goes with it"};
        break;
    case OBJ_TRIGGER:
        if (!whole_table) return (struct words){"trigger", "names it"};
        break;
    case OBJ_POLICY:
        if (!whole_table) return (struct words){"policy", "names it"};
        break;
    case OBJ_COLUMN:
        if (user->column != NULL && user->column->generated != NULL) {
            return (struct words){"generated column", "is computed from it"};
        }
        break;
    default:
        break;
    }
    return (struct words){0};
}

/* Keys of one column are expected to go; those of several, and what others lean on, are not. */
static struct words words_of_constraint(const struct dependent *user, const struct relation *table,
                                        bool whole_table)
{
    const struct catalog_constraint *constraint = user->constraint;
    if (constraint == NULL) return (struct words){0};
    if (constraint->table != table) return (struct words){"foreign key", "references it"};
    if (whole_table || constraint->spec.columns.len < 2) return (struct words){0};
    return (struct words){"constraint", "goes with it"};
}

static void label_dependents(const struct rule_ctx *ctx, struct diagnostic *finding,
                             const struct relation *table, struct str column, bool along)
{
    const struct dependent_list list = catalog_dependents(ctx->catalog, ctx->arena, table, column);
    for (size_t i = 0; i < list.len; i++) {
        const struct dependent *user = &list.at[i];
        if (goes_along(user, table) != along) continue;
        const struct words words = user->kind == OBJ_CONSTRAINT
                                       ? words_of_constraint(user, table, column.len == 0)
                                       : words_of(user, column.len == 0);
        if (words.kind == NULL) continue;
        if (finding->user_count <= MOST_USERS && is_dropped_too(ctx, user)) continue;
        label_user(finding, user->made.span, words, user->name);
    }
}

static bool fires_for(const struct catalog_object *function, const struct relation *table)
{
    for (size_t i = 0; i < table->triggers.len; i++) {
        if (name_equal(table->triggers.at[i]->function, function->name)) return true;
    }
    return false;
}

static bool is_row_of_trigger(struct str qualifier)
{
    return str_equal(qualifier, STR("new")) || str_equal(qualifier, STR("old"));
}

static bool body_names(const struct catalog_object *function, const struct mentions *mentions,
                       const struct relation *table, struct str column)
{
    const bool of_trigger = fires_for(function, table);
    for (size_t i = 0; i < mentions->columns.len; i++) {
        const struct column_ref *ref = &mentions->columns.at[i];
        if (!str_equal(ref->column, column)) continue;
        if (str_equal(ref->relation.name, table->name.name)) return true;
        if (of_trigger && is_row_of_trigger(ref->qualifier)) return true;
    }
    return false;
}

static bool body_uses(const struct catalog_object *function, const struct relation *table,
                      struct str column)
{
    const struct change *made = function->function;
    if (made == NULL || made->function.details == NULL) return false;
    const struct mentions *mentions = made->function.details->reads;
    if (mentions == NULL) return false;
    if (column.len > 0) return body_names(function, mentions, table, column);
    return names_relation(&mentions->relations, table->name.name) ||
           names_relation(&mentions->writes, table->name.name);
}

/* The section goes on to replace or drop it. */
static bool is_redone_later(const struct rule_ctx *ctx, const struct catalog_object *function)
{
    struct cursor cursor = cursor_after(ctx, ctx->change);
    while (cursor_next(&cursor)) {
        const struct change *later = cursor.change;
        if ((later->kind == CHANGE_CREATE_FUNCTION || later->kind == CHANGE_DROP_FUNCTION) &&
            str_equal(later->object_name.name, function->name.name)) {
            return true;
        }
    }
    return false;
}

static void label_routines(const struct rule_ctx *ctx, struct diagnostic *finding,
                           const struct relation *table, struct str column, enum object_kind kind)
{
    const struct catalog_object_list *objects = catalog_objects_of_kind(ctx->catalog, kind);
    for (size_t i = 0; i < objects->len && i < MOST_ROUTINES; i++) {
        const struct catalog_object *object = objects->at[i];
        if (object->state != KNOWN || !body_uses(object, table, column)) continue;
        if (finding->user_count <= MOST_USERS && is_redone_later(ctx, object)) continue;
        const struct words words = {object_kind_words(kind),
                                    "uses it, and fails when it is called"};
        label_user(finding, object->made.span, words, object->name);
    }
}

static void count_users(struct diagnostic *finding)
{
    if (finding->user_count <= MOST_USERS) return;
    const struct str text =
        str_format(finding->arena, "%u more that these migrations made depend on it",
                   finding->user_count - MOST_USERS);
    if (finding->user_note == 0) {
        note(finding, STR_FMT, STR_ARG(text));
        finding->user_note = finding->note_count;
    } else {
        finding->notes[finding->user_note - 1] = text;
    }
}

void label_users(const struct rule_ctx *ctx, struct diagnostic *finding,
                 const struct relation *table, struct str column)
{
    if (table == NULL) return;
    label_dependents(ctx, finding, table, column, false);
    label_routines(ctx, finding, table, column, OBJ_FUNCTION);
    label_routines(ctx, finding, table, column, OBJ_PROCEDURE);
    label_dependents(ctx, finding, table, column, true);
    count_users(finding);
}
