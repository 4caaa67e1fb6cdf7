#include "lint/lock_calls.h"

#include "schema/lock_set.h"
#include "sql/parse.h"

#include "base/vec.h"

/* A function that the statement calls, or one that its functions call. */
struct called {
    const struct change *definition;
    struct str inside; /* the one that the statement itself names: "f()" */
    bool perhaps;      /* for some rows only, or in some branch */
};

/* A function's statements. */
struct body {
    const struct change *definition;
    const struct change **changes;
    size_t count;
};

struct lock_calls {
    struct arena *arena;
    const struct catalog *catalog;
    VEC(struct body) bodies;
    struct str unreadable;
};

/* One statement's. */
struct calling {
    struct lock_calls *calls;
    struct arena *arena;
    const struct lock_settings *settings;
    struct lock_set set;
    VEC(struct called) called; /* each is gone through once */
};

struct lock_calls *lock_calls_new(struct arena *arena, const struct catalog *catalog)
{
    struct lock_calls *calls = ARENA_NEW(arena, struct lock_calls);
    calls->arena = arena;
    calls->catalog = catalog;
    return calls;
}

void lock_calls_begin(struct lock_calls *calls)
{
    calls->unreadable = STR("");
}

struct str lock_calls_unreadable(const struct lock_calls *calls)
{
    return calls->unreadable;
}

/* -- what is called ---------------------------------------------------------------------------- */

static const struct mentions *mentions_of(const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_SELECT:
    case CHANGE_INSERT:
    case CHANGE_UPDATE:
    case CHANGE_DELETE:
    case CHANGE_MERGE:
    case CHANGE_CALL:
        return change->data.mentions;
    default:
        return NULL;
    }
}

bool lock_calls_any(const struct change *change)
{
    const struct mentions *mentions = mentions_of(change);
    return mentions != NULL && mentions->functions.len > 0;
}

/* For each row that there is, and there may be none. */
static bool is_for_rows(const struct change *change)
{
    if (change->kind == CHANGE_CALL) return false;
    const bool once = change->kind == CHANGE_SELECT || change->kind == CHANGE_INSERT;
    return !once || change->data.reads.len > 0 || change->data.has_where;
}

/* NULL: not of these migrations, or one of several that share the name. */
static const struct change *definition_of(const struct lock_calls *calls, struct name name)
{
    const struct catalog_object *function = NULL;
    enum knowledge state = catalog_find_object(calls->catalog, OBJ_ROUTINE, name, &function);
    if (state != KNOWN || function == NULL || function->next_overload != NULL) return NULL;
    return function->function;
}

/* -- its body ---------------------------------------------------------------------------------- */

/* PL/pgSQL runs like the code of a DO block. Empty: it cannot be read. */
static struct str as_statements(struct arena *arena, const struct change *definition)
{
    const struct str quote = STR("$body$");
    const struct str body = definition->function.body;
    if (str_equal(definition->function.language, STR("sql"))) {
        return definition->function.sql_body ? STR("") : str_copy(arena, body);
    }
    if (!str_equal(definition->function.language, STR("plpgsql"))) return STR("");
    if (str_find(body, quote, 0) != SIZE_MAX) return STR("");
    return str_format(arena, "DO " STR_FMT STR_FMT STR_FMT, STR_ARG(quote), STR_ARG(body),
                      STR_ARG(quote));
}

/* RETURN 1 and BEGIN ATOMIC: a query that names what the body names. */
static void take_names(struct arena *arena, struct body *body)
{
    const struct change *definition = body->definition;
    struct change *query = ARENA_NEW(arena, struct change);
    query->kind = CHANGE_SELECT;
    query->data.has_where = true;
    query->data.mentions = definition->function.details->reads;
    body->changes = arena_array(arena, 1, sizeof(const struct change *));
    body->changes[body->count++] = query;
}

static void take_statements(struct arena *arena, struct body *body, struct str sql)
{
    const struct sql_parse parse = sql_parse(arena, sql);
    size_t count = 0;
    for (size_t i = 0; i < parse.statement_count; i++) count += parse.statements[i].change_count;
    body->changes = arena_array(arena, count, sizeof(const struct change *));
    for (size_t i = 0; i < parse.statement_count; i++) {
        const struct sql_statement *statement = &parse.statements[i];
        for (size_t k = 0; k < statement->change_count; k++) {
            body->changes[body->count++] = &statement->changes[k];
        }
    }
}

static struct body body_of(struct lock_calls *calls, const struct change *definition)
{
    for (size_t i = 0; i < calls->bodies.len; i++) {
        if (calls->bodies.at[i].definition == definition) return calls->bodies.at[i];
    }
    struct body body = {.definition = definition};
    const struct str sql = as_statements(calls->arena, definition);
    if (sql.len > 0) {
        take_statements(calls->arena, &body, sql);
    } else if (definition->function.sql_body && definition->function.details != NULL) {
        take_names(calls->arena, &body);
    }
    VEC_PUSH(calls->arena, &calls->bodies, body);
    return body;
}

/* -- its locks --------------------------------------------------------------------------------- */

static bool is_done_inside(const struct body *body, struct str table, enum change_kind kind)
{
    for (size_t i = 0; i < body->count; i++) {
        const struct change *change = body->changes[i];
        if (change->kind == kind && str_equal(change->table.name, table)) return true;
    }
    return false;
}

/* A table that the body makes, works on and perhaps drops: the catalog never has it, and nobody
 * else. */
static bool is_own_table(const struct body *body, const struct lock *lock)
{
    const struct str table = lock->relation.name;
    if (lock->created) return is_done_inside(body, table, CHANGE_DROP_TABLE);
    return lock->known == NULL && (is_done_inside(body, table, CHANGE_CREATE_TABLE) ||
                                   is_done_inside(body, table, CHANGE_CREATE_TABLE_AS));
}

static void add_locks(struct calling *calling, const struct called *called, const struct body *body,
                      const struct change *change)
{
    const struct lock_list list =
        locks_of_change(calling->arena, calling->calls->catalog, calling->settings, change, 1, 0);
    for (size_t i = 0; i < list.len; i++) {
        struct lock lock = list.at[i];
        if (is_own_table(body, &lock)) continue;
        lock.inside = called->inside;
        if (called->perhaps && lock.condition == NULL) lock.condition = "if it is called";
        lock_set_add(&calling->set, &lock);
    }
}

static bool is_called(const struct calling *calling, const struct change *definition)
{
    for (size_t i = 0; i < calling->called.len; i++) {
        if (calling->called.at[i].definition == definition) return true;
    }
    return false;
}

/* [by] NULL: the statement itself does. */
static void call(struct calling *calling, const struct change *change, const struct called *by)
{
    const struct mentions *mentions = mentions_of(change);
    for (size_t i = 0; mentions != NULL && i < mentions->functions.len; i++) {
        const struct name name = mentions->functions.at[i];
        struct called called = {.definition = definition_of(calling->calls, name)};
        if (called.definition == NULL || is_called(calling, called.definition)) continue;
        called.perhaps = change->conditional || is_for_rows(change) || (by != NULL && by->perhaps);
        called.inside =
            by != NULL ? by->inside : str_format(calling->arena, STR_FMT "()", STR_ARG(name.name));
        VEC_PUSH(calling->arena, &calling->called, called);
    }
}

static void go_through(struct calling *calling, const struct called *called)
{
    const struct body body = body_of(calling->calls, called->definition);
    for (size_t i = 0; i < body.count; i++) {
        const struct change *change = body.changes[i];
        if (change->kind == CHANGE_OPAQUE_SQL) calling->calls->unreadable = called->inside;
        add_locks(calling, called, &body, change);
        call(calling, change, called);
    }
}

struct lock_list lock_calls_add(struct lock_calls *calls, struct arena *arena,
                                const struct lock_settings *settings, const struct change *change,
                                struct lock_list own)
{
    enum { MOST_FUNCTIONS = 64 };
    struct calling calling = {.calls = calls, .arena = arena, .settings = settings};
    calling.set.arena = arena;
    call(&calling, change, NULL);
    if (calling.called.len == 0) return own;
    for (size_t i = 0; i < own.len; i++) lock_set_add(&calling.set, &own.at[i]);
    for (size_t i = 0; i < calling.called.len && i < MOST_FUNCTIONS; i++) {
        const struct called called = calling.called.at[i]; /* the list grows: functions call on */
        go_through(&calling, &called);
    }
    return calling.set.list;
}
