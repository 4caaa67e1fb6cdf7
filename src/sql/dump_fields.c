#include "sql/dump_fields.h"

#include <stdarg.h>

void dump_line(struct dump *dump, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct str text = str_format_list(dump->arena, format, arguments);
    va_end(arguments);
    while (text.len > 0 && text.at[text.len - 1] == ' ') text.len--;
    VEC_PUSH(dump->arena, &dump->lines, text);
}

/* -- fields ------------------------------------------------------------------------------------ */

/* White space as single blanks, so that a field stays on its line. */
static struct str one_line(struct dump *dump, struct str s)
{
    struct str copy = str_copy(dump->arena, s);
    char *bytes = arena_alloc(dump->arena, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < copy.len; i++) {
        bool blank = copy.at[i] == ' ' || (copy.at[i] >= '\t' && copy.at[i] <= '\r');
        if (blank && len > 0 && bytes[len - 1] == ' ') continue;
        bytes[len++] = blank ? ' ' : copy.at[i];
    }
    return (struct str){bytes, len};
}

void dump_str(struct dump *dump, const char *name, struct str value)
{
    struct str text = one_line(dump, value);
    if (text.len > 0) dump_line(dump, "    %s: " STR_FMT, name, STR_ARG(text));
}

void dump_name(struct dump *dump, const char *name, struct name value)
{
    if (value.name.len > 0 || value.schema.len > 0) {
        dump_str(dump, name, name_text(dump->arena, value));
    }
}

void dump_range(struct dump *dump, const char *name, struct range range)
{
    dump_str(dump, name, str_slice(dump->sql, range.start, range.end));
}

void dump_bool(struct dump *dump, const char *name, bool value)
{
    if (value) dump_line(dump, "    %s", name);
}

void dump_char(struct dump *dump, const char *name, char value)
{
    if (value != '\0') dump_line(dump, "    %s: %c", name, value);
}

void dump_list(struct dump *dump, const char *name, struct str_list list)
{
    dump_str(dump, name, str_join(dump->arena, list.at, list.len, STR(", ")));
}

void dump_names(struct dump *dump, const char *name, struct name_list list)
{
    struct str_list texts = {0};
    for (size_t i = 0; i < list.len; i++) {
        VEC_PUSH(dump->arena, &texts, name_text(dump->arena, list.at[i]));
    }
    dump_list(dump, name, texts);
}

void dump_expression(struct dump *dump, const char *name, struct expression expression)
{
    if (expression.text.len == 0 && expression.columns.len == 0) return;
    struct str text = one_line(dump, expression.text);
    dump_line(dump, "    %s: " STR_FMT "%s%s", name, STR_ARG(text),
              expression.is_constant ? " [constant]" : "", expression.is_null ? " [null]" : "");
    dump_list(dump, "  calls", expression.functions);
    dump_list(dump, "  columns", expression.columns);
    dump_list(dump, "  literals", expression.literals);
}

struct str dump_type_words(struct dump *dump, struct type_name type)
{
    struct str words = name_text(dump->arena, type.name);
    if (type.typmod_count == 1) {
        words = str_format(dump->arena, STR_FMT "(%d)", STR_ARG(words), type.typmods[0]);
    }
    if (type.typmod_count == 2) {
        words = str_format(dump->arena, STR_FMT "(%d,%d)", STR_ARG(words), type.typmods[0],
                           type.typmods[1]);
    }
    for (unsigned i = 0; i < type.array_dimensions; i++) {
        words = str_format(dump->arena, STR_FMT "[]", STR_ARG(words));
    }
    return str_format(dump->arena, STR_FMT "%s%s, written `" STR_FMT "`", STR_ARG(words),
                      type.is_serial ? " serial" : "", type.setof ? " setof" : "",
                      STR_ARG(one_line(dump, type.text)));
}

/* -- parts ------------------------------------------------------------------------------------- */

static const char *constraint_words(enum constraint_kind kind)
{
    switch (kind) {
    case CONSTRAINT_CHECK:
        return "CHECK";
    case CONSTRAINT_NOT_NULL:
        return "NOT NULL";
    case CONSTRAINT_UNIQUE:
        return "UNIQUE";
    case CONSTRAINT_PRIMARY_KEY:
        return "PRIMARY KEY";
    case CONSTRAINT_FOREIGN_KEY:
        return "FOREIGN KEY";
    case CONSTRAINT_EXCLUDE:
        return "EXCLUDE";
    }
    return "";
}

void dump_constraint(struct dump *dump, const struct constraint *constraint)
{
    dump_line(dump, "    constraint " STR_FMT ": %s", STR_ARG(constraint->name),
              constraint_words(constraint->kind));
    dump_range(dump, "  at", constraint->at);
    dump_list(dump, "  columns", constraint->columns);
    dump_expression(dump, "  check", constraint->check);
    dump_name(dump, "  references", constraint->references);
    dump_range(dump, "  references_at", constraint->references_at);
    dump_list(dump, "  referenced", constraint->referenced_columns);
    dump_str(dump, "  using_index", constraint->using_index);
    dump_char(dump, "  on_delete", constraint->on_delete);
    dump_char(dump, "  on_update", constraint->on_update);
    dump_bool(dump, "  not_valid", constraint->not_valid);
    dump_bool(dump, "  no_inherit", constraint->no_inherit);
    dump_bool(dump, "  deferrable", constraint->deferrable);
    dump_bool(dump, "  initially_deferred", constraint->initially_deferred);
    dump_bool(dump, "  nulls_not_distinct", constraint->nulls_not_distinct);
}

void dump_column(struct dump *dump, const struct column *column)
{
    dump_line(dump, "    column " STR_FMT ": " STR_FMT, STR_ARG(column->name),
              STR_ARG(dump_type_words(dump, column->type)));
    dump_range(dump, "  at", column->at);
    dump_str(dump, "  collation", column->collation);
    dump_bool(dump, "  not_null", column->not_null);
    dump_bool(dump, "  primary_key", column->primary_key);
    if (column->has_default) dump_expression(dump, "  default", column->default_value);
    dump_char(dump, "  identity", column->identity);
    if (column->generated_stored) dump_expression(dump, "  generated", column->generated);
    for (size_t i = 0; i < column->constraint_count; i++) {
        dump_constraint(dump, &column->constraints[i]);
    }
}

void dump_data(struct dump *dump, const struct data_change *data)
{
    dump_list(dump, "columns", data->columns);
    dump_bool(dump, "has_where", data->has_where);
    dump_bool(dump, "where_is_true", data->where_is_true);
    dump_expression(dump, "where", data->where);
    dump_bool(dump, "from_query", data->from_query);
    if (data->row_count > 0) dump_line(dump, "    rows: %zu", data->row_count);
    dump_bool(dump, "on_conflict", data->on_conflict);
    dump_list(dump, "conflict_columns", data->conflict_columns);
    dump_str(dump, "conflict_constraint", data->conflict_constraint);
    dump_names(dump, "reads", data->reads);
    dump_list(dump, "calls", data->functions);
    dump_bool(dump, "has_limit", data->has_limit);
    dump_bool(dump, "locks_rows", data->locks_rows);
    dump_bool(dump, "only_constants", data->only_constants);
}
