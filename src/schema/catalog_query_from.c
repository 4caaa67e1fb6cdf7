/* FROM: which names there are, and what `column` and `*` stand for. */
#include "schema/catalog_query.h"

const struct query_column *query_find_column(const struct query_columns *columns, struct str name)
{
    for (size_t i = 0; i < columns->len; i++) {
        if (str_equal(columns->at[i].name, name)) return &columns->at[i];
    }
    return NULL;
}

const struct namespace *query_find_rows(const struct query_scope *scope, struct name name)
{
    for (; scope != NULL; scope = scope->outer) {
        for (size_t i = 0; i < scope->names.len; i++) {
            const struct namespace *names = &scope->names.at[i];
            if (!names->rows || !str_equal(names->alias, name.name)) continue;
            if (name.schema.len == 0 || str_equal(name.schema, names->schema)) return names;
        }
    }
    return NULL;
}

/* `AS x (a, b)` names the first so many. */
void query_rename(struct query_columns *columns, const struct str_list *names)
{
    for (size_t i = 0; i < names->len && i < columns->len; i++) {
        columns->at[i].name = names->at[i];
    }
}

struct query_columns query_relation_columns(struct query_work *work,
                                            const struct relation *relation)
{
    struct query_columns columns = {.partial = !relation_is_complete(relation)};
    for (size_t i = 0; i < relation->columns.len; i++) {
        const struct catalog_column *column = relation->columns.at[i];
        struct value_type type = query_resolve_type(work->catalog, &column->type);
        type.collation = column->collation;
        if (type.collation.name.len > 0) type.strength = COLLATION_IMPLICIT;
        if (column->state != KNOWN) {
            columns.partial = true;
            type = (struct value_type){0};
        }
        query_add_column(work, &columns, column->name, type);
    }
    return columns;
}

/* What `SELECT * FROM sequence` gives (manual, CREATE SEQUENCE). */
static struct query_columns table_columns(struct query_work *work, const struct relation *relation)
{
    struct query_columns columns = {.partial = true};
    if (relation == NULL || relation->kind == OBJ_INDEX) return columns;
    if (relation->kind != OBJ_SEQUENCE) return query_relation_columns(work, relation);
    columns.partial = false;
    query_add_column(work, &columns, STR("last_value"), type_of_name("int8"));
    query_add_column(work, &columns, STR("log_cnt"), type_of_name("int8"));
    query_add_column(work, &columns, STR("is_called"), type_of_name("bool"));
    return columns;
}

static struct namespace *add_names(struct query_scope *scope, struct str alias,
                                   struct query_columns columns)
{
    struct namespace names = {.alias = alias, .rows = true, .bare = true, .columns = columns};
    VEC_PUSH(scope->work->arena, &scope->names, names);
    return &scope->names.at[scope->names.len - 1];
}

/* -- tables, sub-selects, functions ------------------------------------------------------------ */

static void add_table(struct query_scope *scope, const struct from_item *item)
{
    struct with_entry *with =
        item->table.schema.len == 0 ? query_find_with(scope, item->table.name) : NULL;
    struct str alias = item->alias.len > 0 ? item->alias : item->table.name;
    const struct relation *relation = NULL;
    if (with == NULL) relation = catalog_relation(scope->work->catalog, item->table);
    struct namespace *names =
        add_names(scope, alias,
                  with != NULL ? query_with_columns(with) : table_columns(scope->work, relation));
    names->relation = relation;
    if (relation != NULL && item->alias.len == 0) names->schema = relation->name.schema;
}

static void add_query(struct query_scope *scope, const struct from_item *item)
{
    const struct query_scope *seen = item->lateral ? scope : scope->outer;
    struct query_columns columns = query_columns(seen, item->query);
    add_names(scope, item->alias, columns);
}

static void add_functions(struct query_scope *scope, const struct from_item *item)
{
    struct query_columns all = {0};
    bool scalar = false;
    for (size_t i = 0; i < item->function_count; i++) {
        struct str alias = item->function_count == 1 ? item->alias : STR("");
        struct query_columns columns =
            query_function_columns(scope, &item->functions[i], alias, &scalar);
        for (size_t c = 0; c < columns.len; c++) {
            query_add_column(scope->work, &all, columns.at[c].name, columns.at[c].type);
        }
        all.partial = all.partial || columns.partial;
    }
    if (item->ordinality) {
        query_add_column(scope->work, &all, STR("ordinality"), type_of_name("int8"));
    }
    struct str alias =
        item->alias.len > 0 || item->function_count == 0 ? item->alias : item->functions[0].name;
    struct namespace *names = add_names(scope, alias, all);
    names->scalar = scalar && all.len == 1;
}

/* -- joins ------------------------------------------------------------------------------------- */

/* What stands in FROM from [first] up to [end]. */
struct side {
    struct query_scope *scope;
    size_t first, end;
};

static bool is_partial(struct side side)
{
    for (size_t i = side.first; i < side.end; i++) {
        const struct namespace *names = &side.scope->names.at[i];
        if (names->bare && names->columns.partial) return true;
    }
    return false;
}

static struct query_column *bare_column(struct side side, struct str name)
{
    for (size_t i = side.first; i < side.end; i++) {
        struct namespace *names = &side.scope->names.at[i];
        for (size_t c = 0; names->bare && c < names->columns.len; c++) {
            struct query_column *column = &names->columns.at[c];
            if (!column->merged && str_equal(column->name, name)) return column;
        }
    }
    return NULL;
}

static struct str_list common_names(struct side left, struct side right)
{
    struct str_list names = {0};
    for (size_t i = left.first; i < left.end; i++) {
        const struct namespace *one = &left.scope->names.at[i];
        for (size_t c = 0; one->bare && c < one->columns.len; c++) {
            const struct query_column *column = &one->columns.at[c];
            if (column->merged || bare_column(right, column->name) == NULL) continue;
            VEC_PUSH(left.scope->work->arena, &names, column->name);
        }
    }
    return names;
}

static void merge_column(const struct query_scope *scope, struct side left, struct side right,
                         struct str name, struct query_columns *merged)
{
    struct query_column *a = bare_column(left, name), *b = bare_column(right, name);
    struct value_type type = {0};
    if (a != NULL && b != NULL) {
        struct value_type both[] = {a->type, b->type};
        type = common_type(scope->work->catalog, both, 2);
    }
    if (a != NULL) a->merged = true;
    if (b != NULL) b->merged = true;
    query_add_column(scope->work, merged, name, type);
}

/* Merged columns come first (manual, 7.2.1.1). */
static void put_first(struct query_scope *scope, size_t first)
{
    struct namespace merged = scope->names.at[scope->names.len - 1];
    for (size_t i = scope->names.len - 1; i > first; i--) {
        scope->names.at[i] = scope->names.at[i - 1];
    }
    scope->names.at[first] = merged;
}

/* `(a JOIN b ...) AS j` hides a and b. */
static void hide(struct query_scope *scope, size_t first, const struct from_item *item)
{
    struct query_columns all = {.partial =
                                    is_partial((struct side){scope, first, scope->names.len})};
    for (size_t i = first; i < scope->names.len; i++) {
        struct namespace *names = &scope->names.at[i];
        for (size_t c = 0; names->bare && c < names->columns.len; c++) {
            const struct query_column *column = &names->columns.at[c];
            if (!column->merged) query_add_column(scope->work, &all, column->name, column->type);
        }
        names->bare = names->rows = false;
    }
    query_rename(&all, &item->columns);
    add_names(scope, item->alias, all);
}

static void add_item(struct query_scope *scope, const struct from_item *item);

static void add_join(struct query_scope *scope, const struct from_item *item)
{
    struct side left = {scope, scope->names.len, 0}, right = {scope, 0, 0};
    add_item(scope, item->left);
    left.end = right.first = scope->names.len;
    add_item(scope, item->right);
    right.end = scope->names.len;
    struct str_list using = item->natural ? common_names(left, right) : item->using;
    if (using.len > 0 || item->natural) {
        struct query_columns merged = {0};
        merged.partial = item->natural && (is_partial(left) || is_partial(right));
        for (size_t i = 0; i < using.len; i++) {
            merge_column(scope, left, right, using.at[i], &merged);
        }
        struct namespace *names = add_names(scope, item->using_alias, merged);
        names->rows = item->using_alias.len > 0;
        put_first(scope, left.first);
    }
    if (item->alias.len > 0) hide(scope, left.first, item);
}

static void add_item(struct query_scope *scope, const struct from_item *item)
{
    size_t first = scope->names.len;
    switch (item->kind) {
    case FROM_TABLE:
        add_table(scope, item);
        break;
    case FROM_QUERY:
        add_query(scope, item);
        break;
    case FROM_FUNCTIONS:
        add_functions(scope, item);
        break;
    case FROM_COLUMNS:
        add_names(scope, item->alias,
                  query_defined_columns(scope, item->definition, item->column_count));
        break;
    case FROM_JOIN:
        add_join(scope, item);
        return;
    case FROM_UNREAD:
        add_names(scope, item->alias, (struct query_columns){.partial = true});
        break;
    }
    struct namespace *names = &scope->names.at[first];
    if (names->columns.partial && item->columns.len > 0) {
        /* The names it is given are those of the first columns, whatever these are. */
        names->columns.len = 0;
        for (size_t i = 0; i < item->columns.len; i++) {
            query_add_column(scope->work, &names->columns, item->columns.at[i],
                             (struct value_type){0});
        }
        return;
    }
    query_rename(&names->columns, &item->columns);
}

void query_open_from(struct query_scope *scope, const struct query *query)
{
    for (size_t i = 0; i < query->from_count; i++) add_item(scope, query->from[i]);
}
