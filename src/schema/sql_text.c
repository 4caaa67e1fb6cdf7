#include "schema/sql_text.h"

#include "base/vec.h"
#include "schema/lex.h"
#include "schema/quote.h"

#include <stdarg.h>
#include <string.h>

/* -- text -------------------------------------------------------------------------------------- */

void put_str(struct sql_text *sql, struct str text)
{
    for (size_t i = 0; i < text.len; i++) VEC_PUSH(sql->arena, sql, text.at[i]);
}

void put(struct sql_text *sql, const char *words)
{
    put_str(sql, str_from(words));
}

void put_format(struct sql_text *sql, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    put_str(sql, str_format_list(sql->arena, format, arguments));
    va_end(arguments);
}

void put_number(struct sql_text *sql, int64_t number)
{
    put_format(sql, "%lld", (long long)number);
}

struct str sql_text_str(const struct sql_text *sql)
{
    return (struct str){sql->at, sql->len};
}

/* -- names ------------------------------------------------------------------------------------- */

void put_word(struct sql_text *sql, struct str name)
{
    put_str(sql, quoted(sql->arena, name));
}

void put_name(struct sql_text *sql, struct name name)
{
    if (str_equal(name.schema, STR("public"))) name.schema = STR("");
    put_str(sql, quoted_name(sql->arena, name));
}

void put_literal(struct sql_text *sql, struct str string)
{
    put_str(sql, quoted_literal(sql->arena, string));
}

void put_words(struct sql_text *sql, const struct str_list *names)
{
    for (size_t i = 0; i < names->len; i++) {
        if (i > 0) put(sql, ", ");
        put_word(sql, names->at[i]);
    }
}

void put_word_list(struct sql_text *sql, const struct str_list *names)
{
    if (names->len == 0) return;
    put(sql, " (");
    put_words(sql, names);
    put(sql, ")");
}

/* -- types ------------------------------------------------------------------------------------- */

/* Internal names that SQL calls otherwise (PostgreSQL manual, table 8.1). [modified]: with a
 * modifier. */
static const struct {
    const char *internal;
    const char *name;
    const char *modified;
    const char *behind; /* of the modifier */
} type_names[] = {
    {"int2", "smallint", NULL, ""},
    {"int4", "integer", NULL, ""},
    {"int8", "bigint", NULL, ""},
    {"float4", "real", NULL, ""},
    {"float8", "double precision", NULL, ""},
    {"bool", "boolean", NULL, ""},
    {"bpchar", "bpchar", "char", ""},
    {"varchar", "varchar", "varchar", ""},
    {"bit", "\"bit\"", "bit", ""},
    {"varbit", "bit varying", "bit varying", ""},
    {"numeric", "numeric", "numeric", ""},
    {"time", "time", "time", ""},
    {"timetz", "timetz", "timetz", ""},
    {"timestamp", "timestamp", "timestamp", ""},
    {"timestamptz", "timestamptz", "timestamptz", ""},
    {"char", "\"char\"", NULL, ""},
};

static bool put_known_type(struct sql_text *sql, const struct type_name *type)
{
    if (type->name.schema.len > 0) return false;
    for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++) {
        if (!str_equal(type->name.name, str_from(type_names[i].internal))) continue;
        if (type->typmod_count == 0) {
            put(sql, type_names[i].name);
            return true;
        }
        if (type_names[i].modified == NULL) return false;
        put(sql, type_names[i].modified);
        put_format(sql, type->typmod_count == 2 ? "(%d,%d)" : "(%d)", (int)type->typmods[0],
                   (int)type->typmods[1]);
        return true;
    }
    return false;
}

/* The parentheses behind a type's name: `(Point,4326)`. */
static struct str written_modifier(struct str text)
{
    size_t open = str_find(text, STR("("), 0);
    if (open == SIZE_MAX) return STR("");
    size_t close = str_find(text, STR(")"), open);
    return close == SIZE_MAX ? STR("") : str_slice(text, open, close + 1);
}

static void put_other_type(struct sql_text *sql, const struct type_name *type)
{
    if (type->name.schema.len == 0 && str_equal(type->name.name, STR("interval"))) {
        struct str text = type->text;
        size_t bracket = str_find(text, STR("["), 0);
        put_str(sql, text.len == 0 ? STR("interval") : str_trim(str_slice(text, 0, bracket)));
        return;
    }
    put_name(sql, type->name);
    put_str(sql, written_modifier(type->text));
}

void put_type(struct sql_text *sql, const struct type_name *type)
{
    if (type->setof) put(sql, "SETOF ");
    if (type->of_column) {
        put_str(sql, type->text);
        return;
    }
    if (!put_known_type(sql, type)) put_other_type(sql, type);
    for (int i = 0; i < type->array_dimensions; i++) put(sql, "[]");
}

/* -- expressions ------------------------------------------------------------------------------- */

/* The last byte inside of [text] is part of a line comment: nothing can follow on its line. */
static bool ends_in_comment(struct str text)
{
    struct lexer lexer = {.text = text};
    bool comment = false;
    for (;;) {
        struct token token = lex_next(&lexer);
        if (token.kind == TOKEN_END) return comment;
        comment = token.kind == TOKEN_LINE_COMMENT;
    }
}

/* `(a) AND (b)` is not in parentheses, `(a AND b)` is. */
static bool is_parenthesized(struct str text)
{
    struct lexer lexer = {.text = text};
    struct token token = lex_next_code(&lexer);
    if (token.kind != TOKEN_OPEN) return false;
    size_t depth = 1;
    while (depth > 0) {
        token = lex_next_code(&lexer);
        if (token.kind == TOKEN_END) return false;
        if (token.kind == TOKEN_OPEN) depth++;
        if (token.kind == TOKEN_CLOSE) depth--;
    }
    return lex_next(&lexer).kind == TOKEN_END;
}

void put_expression(struct sql_text *sql, const struct expression *expression)
{
    put_str(sql, expression->text);
    if (ends_in_comment(expression->text)) put(sql, "\n");
}

void put_parenthesized(struct sql_text *sql, const struct expression *expression)
{
    if (is_parenthesized(expression->text)) {
        put_expression(sql, expression);
        return;
    }
    put(sql, "(");
    put_expression(sql, expression);
    put(sql, ")");
}

void put_options(struct sql_text *sql, const char *keyword, const struct named_values *options)
{
    if (options->len == 0) return;
    put(sql, keyword);
    put(sql, "(");
    for (size_t i = 0; i < options->len; i++) {
        const struct named_value *option = &options->at[i];
        if (i > 0) put(sql, ", ");
        put_str(sql, option->name);
        if (option->value.len == 0) continue;
        put(sql, " = ");
        put_literal(sql, option->value);
    }
    put(sql, ")");
}

static struct str body_quote(struct arena *arena, unsigned attempt)
{
    if (attempt == 0) return STR("$$");
    return attempt == 1 ? STR("$body$") : str_format(arena, "$body%u$", attempt);
}

void put_body(struct sql_text *sql, struct str body)
{
    unsigned attempt = str_ends_with(body, STR("$")) ? 1 : 0;
    struct str quote = body_quote(sql->arena, attempt);
    while (str_find(body, quote, 0) != SIZE_MAX) quote = body_quote(sql->arena, ++attempt);
    put_str(sql, quote);
    put_str(sql, body);
    put_str(sql, quote);
}
