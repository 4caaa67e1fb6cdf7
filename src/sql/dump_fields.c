#include "sql/dump_fields.h"

#include "sql/ranges.h"

#include <stdarg.h>

void dump_line(struct dump *dump, const char *format, ...)
{
    if (dump->json != NULL) return;
    va_list arguments;
    va_start(arguments, format);
    struct str text = str_format_list(dump->arena, format, arguments);
    va_end(arguments);
    struct str line = str_format(dump->arena, "%*s" STR_FMT, (int)dump->indent, "", STR_ARG(text));
    while (line.len > 0 && line.at[line.len - 1] == ' ') line.len--;
    VEC_PUSH(dump->arena, &dump->lines, line);
}

/* White space as single blanks, so that a field stays on its line. */
static struct str one_line(struct dump *dump, struct str s)
{
    char *bytes = arena_alloc(dump->arena, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool blank = s.at[i] == ' ' || (s.at[i] >= '\t' && s.at[i] <= '\r');
        if (blank && len > 0 && bytes[len - 1] == ' ') continue;
        bytes[len++] = blank ? ' ' : s.at[i];
    }
    return (struct str){bytes, len};
}

/* -- objects and lists ------------------------------------------------------------------------- */

void dump_open(struct dump *dump, const char *name)
{
    if (dump->json != NULL) {
        json_key(dump->json, name);
        json_begin_object(dump->json);
    }
    dump_line(dump, "%s:", name);
    dump->indent += 2;
}

void dump_open_list(struct dump *dump, const char *name)
{
    if (dump->json == NULL) return;
    json_key(dump->json, name);
    json_begin_array(dump->json);
}

void dump_open_item(struct dump *dump, const char *name, struct str title)
{
    if (dump->json != NULL) json_begin_object(dump->json);
    dump_line(dump, "%s " STR_FMT, name, STR_ARG(one_line(dump, title)));
    dump->indent += 2;
}

void dump_close(struct dump *dump)
{
    if (dump->json != NULL) json_end(dump->json);
    dump->indent -= 2;
}

void dump_close_list(struct dump *dump)
{
    if (dump->json != NULL) json_end(dump->json);
}

/* -- fields ------------------------------------------------------------------------------------ */

void dump_text(struct dump *dump, const char *name, struct str value)
{
    if (dump->json != NULL) json_member_string(dump->json, name, value);
    dump_line(dump, "%s: " STR_FMT, name, STR_ARG(one_line(dump, value)));
}

void dump_str(struct dump *dump, const char *name, struct str value)
{
    if (value.len > 0) dump_text(dump, name, value);
}

void dump_words(struct dump *dump, const char *name, const char *value)
{
    if (value != NULL) dump_str(dump, name, str_from(value));
}

void dump_name(struct dump *dump, const char *name, struct name value)
{
    if (value.name.len > 0 || value.schema.len > 0) {
        dump_str(dump, name, name_text(dump->arena, value));
    }
}

static void range_as_json(struct dump *dump, const char *name, struct range range,
                          const struct dump_place *place)
{
    json_key(dump->json, name);
    json_begin_object_inline(dump->json);
    json_member_string(dump->json, "text", range_text(dump->sql, range));
    if (place != NULL) {
        json_member_number(dump->json, "line", place->line);
        json_member_number(dump->json, "column", place->column);
        json_member_number(dump->json, "end_line", place->end_line);
        json_member_number(dump->json, "end_column", place->end_column);
    }
    json_end(dump->json);
}

void dump_range(struct dump *dump, const char *name, struct range range)
{
    if (range.end <= range.start) return;
    struct dump_place place;
    bool placed = dump->places != NULL && dump->places->find(dump->places->context, range, &place);
    if (dump->json != NULL) {
        range_as_json(dump, name, range, placed ? &place : NULL);
        return;
    }
    struct str text = one_line(dump, range_text(dump->sql, range));
    if (placed) {
        dump_line(dump, "%s: %u:%u " STR_FMT, name, place.line, place.column, STR_ARG(text));
    } else {
        dump_line(dump, "%s: " STR_FMT, name, STR_ARG(text));
    }
}

void dump_bool(struct dump *dump, const char *name, bool value)
{
    if (!value) return;
    if (dump->json != NULL) json_member_bool(dump->json, name, true);
    dump_line(dump, "%s", name);
}

void dump_char(struct dump *dump, const char *name, char value)
{
    if (value != '\0') dump_str(dump, name, (struct str){&value, 1});
}

void dump_number(struct dump *dump, const char *name, int64_t value)
{
    if (dump->json != NULL) json_member_number(dump->json, name, value);
    dump_line(dump, "%s: %lld", name, (long long)value);
}

void dump_list(struct dump *dump, const char *name, struct str_list list)
{
    if (list.len == 0) return;
    if (dump->json == NULL) {
        struct str joined = str_join(dump->arena, list.at, list.len, STR(", "));
        dump_line(dump, "%s: " STR_FMT, name, STR_ARG(one_line(dump, joined)));
        return;
    }
    json_key(dump->json, name);
    json_begin_array_inline(dump->json);
    for (size_t i = 0; i < list.len; i++) json_put_string(dump->json, list.at[i]);
    json_end(dump->json);
}

void dump_names(struct dump *dump, const char *name, struct name_list list)
{
    struct str_list texts = {0};
    for (size_t i = 0; i < list.len; i++) {
        VEC_PUSH(dump->arena, &texts, name_text(dump->arena, list.at[i]));
    }
    dump_list(dump, name, texts);
}

void dump_values(struct dump *dump, const char *name, struct named_values values)
{
    struct str_list texts = {0};
    for (size_t i = 0; i < values.len; i++) {
        const struct named_value *value = &values.at[i];
        const char *action = value->action == 'a'   ? "ADD "
                             : value->action == 's' ? "SET "
                             : value->action == 'd' ? "DROP "
                                                    : "";
        struct str text =
            str_format(dump->arena, "%s" STR_FMT "%s" STR_FMT, action, STR_ARG(value->name),
                       value->value.len > 0 ? " = " : "", STR_ARG(value->value));
        VEC_PUSH(dump->arena, &texts, text);
    }
    dump_list(dump, name, texts);
}
