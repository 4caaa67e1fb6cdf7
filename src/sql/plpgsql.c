#include "sql/body.h"
#include "sql/refused.h"

#include <pg_query.h>
#include <string.h>

/* pg_query_parse_plpgsql() never frees one short string of each run. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define HAS_LEAK_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_LEAK_SANITIZER
#endif
#ifdef HAS_LEAK_SANITIZER
#include <sanitizer/lsan_interface.h>
#define LEAKS_BEGIN() __lsan_disable()
#define LEAKS_END()   __lsan_enable()
#else
#define LEAKS_BEGIN() (void)0
#define LEAKS_END()   (void)0
#endif

/* -- which refusals are PostgreSQL's too --------------------------------------------------------
 */

/* Messages that depend on nothing but the text. The others ("must be of type cursor", "collations
 * are not supported by type -") come of libpg_query's knowing no types. */
static const char *const certain[] = {
    "syntax error",
    "missing ",
    "mismatched parentheses",
    "unterminated ",
    "incomplete data type declaration",
    "duplicate declaration",
    "unrecognized exception condition",
    "unrecognized GET DIAGNOSTICS item",
    "too many parameters specified for RAISE",
    "too few parameters specified for RAISE",
    "EXIT cannot be used",
    "CONTINUE cannot be used",
    "end label ",
    "there is no label ",
    "block label ",
    "cannot use RETURN NEXT in a non-SETOF function",
    "cannot use RETURN QUERY in a non-SETOF function",
    "INTO specified more than once",
    "unexpected end of function definition",
    "loop variable of loop over rows must be",
};

/* `"x" is not a known variable`: of a plain name; not of fields, parameters by number, and the
 * variables of triggers, which libpg_query knows nothing of. */
static bool names_plain_variable(const char *message)
{
    const char *name = strchr(message, '"');
    if (name == NULL) return false;
    const char *end = strchr(name + 1, '"');
    if (end == NULL) return false;
    struct str variable = {name + 1, (size_t)(end - name) - 1};
    return memchr(variable.at, '.', variable.len) == NULL &&
           memchr(variable.at, '$', variable.len) == NULL && !str_starts_with(variable, STR("tg_"));
}

static bool is_certain(const char *message)
{
    for (size_t i = 0; i < sizeof certain / sizeof *certain; i++) {
        if (strncmp(message, certain[i], strlen(certain[i])) == 0) return true;
    }
    bool about_variable =
        strstr(message, "\" is not a known variable") != NULL ||
        strstr(message, "\" is declared CONSTANT") != NULL ||
        strstr(message, "since it's declared NOT NULL") != NULL ||
        (strncmp(message, "variable ", 9) == 0 && strstr(message, "\" does not exist") != NULL);
    return about_variable && names_plain_variable(message);
}

/* -- running it -------------------------------------------------------------------------------- */

/* A dollar quote that the text does not hold. */
static struct str dollar_quote(struct arena *arena, struct str text)
{
    struct str quote = STR("$gander$");
    for (unsigned n = 0; str_find(text, quote, 0) != SIZE_MAX; n++) {
        quote = str_format(arena, "$gander%u$", n);
    }
    return quote;
}

struct str plpgsql_compile(struct arena *arena, struct str header, struct str text)
{
    struct str quote = dollar_quote(arena, text);
    struct str parts[] = {header, STR(" LANGUAGE plpgsql AS "), quote, text, quote};
    struct str sql = str_join(arena, parts, sizeof parts / sizeof *parts, STR(""));
    LEAKS_BEGIN();
    PgQueryPlpgsqlParseResult result = pg_query_parse_plpgsql(sql.at);
    LEAKS_END();
    struct str message = {"", 0};
    if (result.error != NULL) message = refused_message(arena, result.error->message);
    pg_query_free_plpgsql_parse_result(result);
    return message;
}

bool plpgsql_check(struct arena *arena, const struct body *body, struct str *message,
                   struct range *at)
{
    struct sql_error refused;
    if (refused_beforehand(arena, body->text, &refused)) return false;
    struct plpgsql_text text = plpgsql_text(arena, body->text);
    *message = plpgsql_compile(arena, body->header, text.text);
    if (message->len == 0 || !is_certain(message->at)) return false;
    struct range place = plpgsql_place(body->header, text.text, *message);
    *at = plpgsql_text_origin(&text, place);
    return true;
}
