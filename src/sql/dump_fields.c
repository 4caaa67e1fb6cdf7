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
