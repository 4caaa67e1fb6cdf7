/* The schema as SQL. */
#include "schema/print.h"
#include "schema/print_item.h"

struct sql_printer {
    FILE *out;
    struct arena *arena;
    const struct order *order;
    const struct item *last; /* printed; NULL: nothing yet */
    bool last_was_short;     /* it took one line */
};

/* -- comments ---------------------------------------------------------------------------------- */

/* Each line behind `-- `. Nothing in it can end the comment. */
static void print_comment(struct sql_printer *printer, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t end = str_find(text, STR("\n"), at);
        if (end == SIZE_MAX) end = text.len;
        fputs("-- ", printer->out);
        for (size_t i = at; i < end; i++) {
            putc(text.at[i] == '\r' ? ' ' : text.at[i], printer->out);
        }
        putc('\n', printer->out);
        at = end + 1;
    }
}

static struct str place(struct arena *arena, const struct origin *origin)
{
    if (origin->span.source == NULL) return STR("");
    return str_format(arena, STR_FMT ":%u", STR_ARG(origin->span.source->path),
                      source_line_of(origin->span.source, origin->span.start));
}

static struct str why_unknown(struct sql_printer *printer, enum knowledge state,
                              const struct origin *made)
{
    struct str at = place(printer->arena, made);
    if (at.len == 0) return STR("made elsewhere");
    if (state != UNKNOWN)
        return str_format(printer->arena, "not fully known, made at " STR_FMT, STR_ARG(at));
    return str_format(printer->arena, "whether it is there depends on a condition (" STR_FMT ")",
                      STR_ARG(at));
}

/* Worth a line: known, or as unknown as the whole relation is. */
static bool is_told(const struct relation *relation, enum knowledge state)
{
    return state == KNOWN || (relation->state == UNKNOWN && state == UNKNOWN);
}

static void put_known_columns(struct sql_text *sql, const struct relation *relation)
{
    for (size_t i = 0; i < relation->columns.len; i++) {
        const struct catalog_column *column = relation->columns.at[i];
        if (!is_told(relation, column->state)) continue;
        put(sql, "\n    ");
        if (column->type.name.name.len > 0)
            put_column(sql, column);
        else
            put_word(sql, column->name);
    }
}

static void put_known_constraints(struct sql_text *sql, const struct relation *relation)
{
    for (size_t i = 0; i < relation->constraints.len; i++) {
        const struct catalog_constraint *constraint = relation->constraints.at[i];
        if (constraint->spec.kind == CONSTRAINT_NOT_NULL) continue;
        if (!is_told(relation, constraint->state)) continue;
        put(sql, "\n    CONSTRAINT ");
        put_word(sql, constraint->name);
        put(sql, " ");
        put_constraint(sql, constraint);
        if (!constraint->validated) put(sql, " NOT VALID");
    }
}

/* A relation of which only some is known, as far as it is known. */
static void print_part(struct sql_printer *printer, const struct relation *relation)
{
    struct sql_text known = {.arena = printer->arena};
    put_known_columns(&known, relation);
    put_known_constraints(&known, relation);
    struct sql_text sql = {.arena = printer->arena};
    put_format(&sql, "%s ", object_kind_words(relation->kind));
    put_name(&sql, relation->name);
    put(&sql, ": ");
    put_str(&sql, why_unknown(printer, relation->state, &relation->made));
    if (known.len > 0) put(&sql, "; known of it:");
    put_str(&sql, sql_text_str(&known));
    print_comment(printer, sql_text_str(&sql));
}

static struct str name_of(struct sql_printer *printer, const struct item *item)
{
    struct sql_text sql = {.arena = printer->arena};
    if (item->object != NULL) {
        put_format(&sql, "%s ", object_kind_words(item->object->kind));
        put_name(&sql, item->object->name);
    } else if (item->constraint != NULL) {
        put(&sql, "constraint ");
        put_word(&sql, item->constraint->name);
    } else {
        put_format(&sql, "%s ", object_kind_words(item->relation->kind));
        put_name(&sql, item->relation->name);
    }
    return sql_text_str(&sql);
}

static struct str why(struct sql_printer *printer, const struct item *item)
{
    const struct catalog_constraint *constraint = item->constraint;
    if (constraint != NULL && constraint->referenced != NULL &&
        !relation_is_known(constraint->referenced)) {
        return STR("the table it refers to is not made by these migrations");
    }
    if (constraint != NULL) return why_unknown(printer, constraint->state, &constraint->made);
    if (item->object != NULL) return why_unknown(printer, item->object->state, &item->object->made);
    return why_unknown(printer, item->relation->state, &item->relation->made);
}

/* -- one after the other ----------------------------------------------------------------------- */

/* Short statements of one kind stand together. */
static void print_gap(struct sql_printer *printer, const struct item *item, bool is_short)
{
    bool together = printer->last != NULL && printer->last->kind == item->kind &&
                    printer->last_was_short && is_short;
    if (!together) putc('\n', printer->out);
    printer->last = item;
    printer->last_was_short = is_short;
}

static bool may_have_changed(const struct item *item)
{
    if (item->object != NULL) return object_may_have_changed(item->object);
    return relation_may_have_changed(item->relation);
}

static void print_statement(struct sql_printer *printer, const struct item *item, struct str text)
{
    size_t first_end = str_find(text, STR("\n"), 0);
    bool doubtful = may_have_changed(item);
    print_gap(printer, item, first_end + 1 == text.len && !doubtful);
    if (doubtful) print_comment(printer, STR("Perhaps changed or dropped since:"));
    if (item_is_known(item)) {
        fwrite(text.at, 1, text.len, printer->out);
        return;
    }
    struct str reason = why(printer, item);
    struct str name = name_of(printer, item);
    print_comment(printer, str_format(printer->arena, STR_FMT ": " STR_FMT ":", STR_ARG(name),
                                      STR_ARG(reason)));
    print_comment(printer, text);
}

/* Columns that a condition made, of a table that is there. */
static void print_unknown_columns(struct sql_printer *printer, const struct relation *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct catalog_column *column = table->columns.at[i];
        if (column->state == KNOWN) continue;
        struct sql_text sql = {.arena = printer->arena};
        put(&sql, "column ");
        put_name(&sql, table->name);
        put(&sql, ".");
        put_word(&sql, column->name);
        put(&sql, ": ");
        put_str(&sql, why_unknown(printer, column->state, &column->made));
        print_comment(printer, sql_text_str(&sql));
    }
}

static void print_item(struct sql_printer *printer, const struct item *item)
{
    if (item->kind == ITEM_RELATION && !item_is_known(item)) {
        print_gap(printer, item, false);
        print_part(printer, item->relation);
        return;
    }
    struct sql_text sql = {.arena = printer->arena};
    put_item(&sql, printer->order, item);
    if (sql.len > 0) {
        print_statement(printer, item, sql_text_str(&sql));
    } else if (item->kind == ITEM_OBJECT) {
        print_gap(printer, item, false);
        struct str at = place(printer->arena, &item->object->made);
        print_comment(printer, str_format(printer->arena, STR_FMT ": see " STR_FMT,
                                          STR_ARG(name_of(printer, item)), STR_ARG(at)));
    }
    if (item->kind == ITEM_RELATION) print_unknown_columns(printer, item->relation);
}

static bool has_functions(const struct order *order)
{
    for (size_t i = 0; i < order->items.len; i++) {
        const struct catalog_object *object = order->items.at[i].object;
        if (object == NULL) continue;
        if (object->kind == OBJ_FUNCTION || object->kind == OBJ_PROCEDURE) return true;
    }
    return false;
}

/* Statements that run SQL nobody can read. */
static void print_unread(struct sql_printer *printer)
{
    const struct origin_list *unread = catalog_unread(printer->order->catalog);
    bool any = false;
    for (size_t i = 0; i < unread->len; i++) {
        struct str at = place(printer->arena, &unread->at[i]);
        if (at.len == 0) continue;
        any = true;
        print_comment(printer,
                      str_format(printer->arena,
                                 "Not replayed: " STR_FMT ": what it runs is not written there",
                                 STR_ARG(at)));
    }
    if (any) print_comment(printer, STR("What follows is what there is if it changed nothing."));
}

/* Statements that stop goose. */
static void print_refused(struct sql_printer *printer, const struct schema_document *document)
{
    for (size_t i = 0; i < document->refusal_count; i++) {
        const struct schema_refusal *refused = &document->refusals[i];
        print_comment(printer,
                      str_format(printer->arena, "Refused by PostgreSQL: " STR_FMT ":%u: " STR_FMT,
                                 STR_ARG(refused->path), refused->line, STR_ARG(refused->words)));
    }
    if (document->refusal_count == 0) return;
    print_comment(printer, STR("goose stops there. What follows is what there is without it."));
}

/* Expressions stand as they were written, under the search_path of then. */
static void print_path(struct sql_printer *printer)
{
    const struct catalog *catalog = printer->order->catalog;
    const struct str_list *schemas = catalog_path_schemas(catalog);
    struct sql_text sql = {.arena = printer->arena};
    for (size_t i = 0; i < schemas->len; i++) {
        const struct catalog_object *schema = NULL;
        struct name name = {STR(""), schemas->at[i]};
        if (catalog_find_object(catalog, OBJ_SCHEMA, name, &schema) == KNOWN_ABSENT) continue;
        put(&sql, ", ");
        put_word(&sql, name.name);
    }
    struct str rest = sql_text_str(&sql);
    if (rest.len > 0)
        fprintf(printer->out, "\nSET search_path = public" STR_FMT ";\n", STR_ARG(rest));
}

static void print_head(struct sql_printer *printer, const struct schema_document *document)
{
    struct str state = STR("before the first migration");
    if (document->last.len > 0) {
        state = str_format(printer->arena, "after " STR_FMT, STR_ARG(document->last));
    }
    print_comment(printer, str_format(printer->arena, "The schema of " STR_FMT " " STR_FMT ".",
                                      STR_ARG(document->dir), STR_ARG(state)));
    for (size_t i = 0; i < document->gap_count; i++) {
        print_comment(printer, str_format(printer->arena, "Not replayed: " STR_FMT,
                                          STR_ARG(document->gaps[i])));
    }
    print_unread(printer);
    print_refused(printer, document);
    print_path(printer);
    if (!has_functions(printer->order)) return;
    fputs("\n-- What the bodies of functions name may come further down.\n"
          "SET check_function_bodies = off;\n",
          printer->out);
}

void schema_print_sql(FILE *out, const struct schema_document *document)
{
    struct order order = order_new(document->arena, document->catalog);
    struct sql_printer printer = {
        .out = out,
        .arena = document->arena,
        .order = &order,
    };
    print_head(&printer, document);
    for (size_t i = 0; i < order.placed.len; i++) {
        print_item(&printer, &order.items.at[order.placed.at[i]]);
    }
}
