/* The columns of a query: its targets, those of WITH, UNION and `*`. */
#include "schema/catalog_query.h"

/* Queries and calls looked at for one statement; a hostile one must not take seconds. */
enum { MOST_WORK = 5000, MOST_COLUMNS = 50000 };

void query_add_column(struct query_work *work, struct query_columns *columns, struct str name,
                      struct value_type type)
{
    if (columns->len >= MOST_QUERY_COLUMNS || work->columns_left == 0) {
        columns->partial = true;
        return;
    }
    work->columns_left--;
    VEC_PUSH(work->arena, columns, (struct query_column){.name = name, .type = type});
}

/* Outside of UNION what is undecided becomes text (resolveTargetListUnknowns). */
static void decide(struct query_columns *columns)
{
    for (size_t i = 0; i < columns->len; i++) {
        struct value_type *type = &columns->at[i].type;
        if (type->state == TYPE_UNDECIDED) *type = type_of_name("text");
    }
}

/* -- WITH -------------------------------------------------------------------------------------- */

static void open_with(struct query_scope *scope, const struct query *query)
{
    struct arena *arena = scope->work->arena;
    scope->with = arena_array(arena, query->with_count, sizeof *scope->with);
    scope->with_count = query->with_count;
    for (size_t i = 0; i < query->with_count; i++) {
        struct query_scope *seen = ARENA_NEW(arena, struct query_scope);
        *seen = (struct query_scope){.work = scope->work, .outer = scope->outer};
        seen->with = scope->with;
        seen->with_count = query->recursive ? query->with_count : i;
        scope->with[i].with = &query->with[i];
        scope->with[i].scope = seen;
        scope->with[i].recursive = query->recursive;
    }
}

struct with_entry *query_find_with(const struct query_scope *scope, struct str name)
{
    for (; scope != NULL; scope = scope->outer) {
        for (size_t i = 0; i < scope->with_count; i++) {
            if (str_equal(scope->with[i].with->name, name)) return &scope->with[i];
        }
    }
    return NULL;
}

static struct query_columns unite(struct query_work *work, struct query_columns left,
                                  const struct query_columns *right);
static struct query_columns arm(const struct query_scope *outer, const struct query *query);

static void publish(struct with_entry *entry, struct query_columns columns)
{
    decide(&columns);
    query_rename(&columns, &entry->with->columns);
    if (entry->with->adds_columns) columns.partial = true;
    entry->columns = columns;
    entry->has_columns = true;
}

/* A recursive one has the columns of its first arm (manual, 7.8.2). */
static void read_recursive(struct with_entry *entry)
{
    const struct query *query = entry->with->query;
    struct query_scope scope = {.work = entry->scope->work, .outer = entry->scope};
    open_with(&scope, query);
    struct query_columns left = arm(&scope, query->left);
    struct query_columns copy = {.partial = left.partial};
    for (size_t i = 0; i < left.len; i++) {
        query_add_column(scope.work, &copy, left.at[i].name, left.at[i].type);
    }
    publish(entry, copy);
    struct query_columns right = arm(&scope, query->right);
    if (!entry->asked_inside) publish(entry, unite(scope.work, left, &right));
}

struct query_columns query_with_columns(struct with_entry *entry)
{
    if (entry->is_open) entry->asked_inside = true;
    if (!entry->is_open && !entry->is_done) {
        entry->is_open = true;
        if (entry->recursive && entry->with->query->left != NULL) {
            read_recursive(entry);
        } else {
            publish(entry, query_columns(entry->scope, entry->with->query));
        }
        entry->is_open = false;
        entry->is_done = true;
    }
    struct query_columns none = {.partial = true};
    if (!entry->has_columns) return none;
    struct query_columns copy = {.partial = entry->columns.partial};
    for (size_t i = 0; i < entry->columns.len; i++) {
        query_add_column(entry->scope->work, &copy, entry->columns.at[i].name,
                         entry->columns.at[i].type);
    }
    return copy;
}

/* -- UNION, INTERSECT, EXCEPT ------------------------------------------------------------------ */

/* Names of the first, types of both (manual, 10.5). */
static struct query_columns unite(struct query_work *work, struct query_columns left,
                                  const struct query_columns *right)
{
    bool partial = left.partial || right->partial;
    for (size_t i = 0; i < left.len; i++) {
        struct value_type both[2] = {left.at[i].type};
        if (i < right->len && !partial) both[1] = right->at[i].type;
        left.at[i].type = common_type(work->catalog, both, 2);
    }
    return left;
}

/* -- targets ----------------------------------------------------------------------------------- */

static void add_all(struct query_work *work, struct query_columns *into,
                    const struct query_columns *from, bool bare)
{
    for (size_t i = 0; i < from->len; i++) {
        if (bare && from->at[i].merged) continue;
        query_add_column(work, into, from->at[i].name, from->at[i].type);
    }
    into->partial = into->partial || from->partial;
}

static void add_star(const struct query_scope *scope, const struct value *value,
                     struct query_columns *columns)
{
    if (value->of.len > 0) {
        struct query_columns fields = query_value_fields(scope, value->of.at[0]);
        add_all(scope->work, columns, &fields, false);
    } else if (value->name.name.len > 0) {
        const struct namespace *names = query_find_rows(scope, value->name);
        if (names == NULL) columns->partial = true;
        if (names == NULL) return;
        add_all(scope->work, columns, &names->columns, false);
        query_note_star(scope, value, names);
    } else {
        query_note_star(scope, value, NULL);
        for (size_t i = 0; i < scope->names.len; i++) {
            const struct namespace *names = &scope->names.at[i];
            if (names->bare) add_all(scope->work, columns, &names->columns, true);
        }
    }
}

static void add_output(const struct query_scope *scope, const struct query_output *output,
                       struct query_columns *columns)
{
    if (output->value->kind == VALUE_STAR) {
        add_star(scope, output->value, columns);
        return;
    }
    struct str name = output->name;
    if (output->named_by != NULL) {
        struct query_columns inner = query_columns(scope, output->named_by);
        name = inner.len > 0 && !inner.partial ? inner.at[0].name : STR("");
    }
    if (name.len == 0) columns->partial = true;
    query_add_column(scope->work, columns, name, query_value(scope, output->value));
}

/* What is undecided stays so: the other arm may decide. */
static struct query_columns arm(const struct query_scope *outer, const struct query *query)
{
    struct query_columns columns = {.partial = true};
    if (query->unread || outer->work->left == 0) return columns;
    outer->work->left--;
    struct query_scope scope = {.work = outer->work, .outer = outer};
    open_with(&scope, query);
    if (query->left != NULL) {
        struct query_columns right;
        columns = arm(&scope, query->left);
        right = arm(&scope, query->right);
        return unite(scope.work, columns, &right);
    }
    query_open_from(&scope, query);
    columns.partial = false;
    for (size_t i = 0; i < query->output_count; i++) {
        add_output(&scope, &query->outputs[i], &columns);
    }
    return columns;
}

struct query_columns query_columns(const struct query_scope *outer, const struct query *query)
{
    struct query_work *work = outer->work;
    if (work->latest == query) return work->latest_columns;
    struct query_columns columns = arm(outer, query);
    decide(&columns);
    work->latest = query;
    work->latest_columns = columns;
    return columns;
}

/* -- a view's, a table's ----------------------------------------------------------------------- */

static void add_catalog_column(struct catalog *catalog, struct relation *relation,
                               const struct query_column *from)
{
    struct catalog_column *column = catalog_blank_column(catalog, relation, from->name);
    struct value_type type = from->type;
    if (type.state == TYPE_TOLD) {
        drop_idle_collation(catalog, &type);
        column->type = catalog_resolve_type(catalog, type.type, &column->type_object);
        column->collation = type.collation;
    }
    CATALOG_PUSH(catalog, &relation->columns, column);
    if (relation_is_table(relation)) catalog_column_edges(catalog, column);
}

static bool has_duplicates(const struct query_columns *columns)
{
    for (size_t i = 0; i < columns->len; i++) {
        if (query_find_column(columns, columns->at[i].name) != &columns->at[i]) return true;
    }
    return false;
}

/* Of a query that cannot be read a list of names is all there is to know. */
static struct query_columns listed(const struct query_scope *scope, const struct str_list *names)
{
    struct query_columns columns = {.partial = true};
    for (size_t i = 0; i < names->len; i++) {
        query_add_column(scope->work, &columns, names->at[i], (struct value_type){0});
    }
    return columns;
}

void catalog_query_columns(struct catalog *catalog, struct relation *relation,
                           const struct query *query, const struct str_list *names)
{
    struct arena scratch;
    arena_init(&scratch);
    struct query_work work = {
        .catalog = catalog, .arena = &scratch, .left = MOST_WORK, .columns_left = MOST_COLUMNS};
    if (!relation_is_table(relation)) work.text = relation->view.text;
    const struct query_scope outer = {.work = &work};
    struct query_columns columns = {.partial = true};
    if (query != NULL) columns = query_columns(&outer, query);
    if (columns.partial && names->len > 0) columns = listed(&outer, names);
    query_rename(&columns, names);
    bool refused = !columns.partial && (names->len > columns.len || has_duplicates(&columns));
    for (size_t i = 0; i < columns.len; i++) {
        const struct query_column *column = &columns.at[i];
        if (column->name.len == 0 || relation_find_column(relation, column->name) != NULL) continue;
        add_catalog_column(catalog, relation, column);
    }
    if (refused) catalog->refused = true;
    if (work.text.len > 0 && !columns.partial) relation->view.text = query_without_stars(&work);
    CATALOG_SET(catalog, relation->complete, !columns.partial);
    arena_release(&scratch);
}
