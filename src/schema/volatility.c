#include "schema/volatility.h"

#include "schema/builtin_functions.h"
#include "schema/lex.h"

/* Of extensions often used in defaults: uuid-ossp, pgcrypto (before 13 its gen_random_uuid() was
 * the only one), tablefunc. Their SQL scripts declare the volatility. */
static const char *const volatile_extension_functions[] = {
    "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4",      "gen_random_uuid",
    "gen_random_bytes", "gen_salt",           "pgp_sym_encrypt",       "pgp_sym_encrypt_bytea",
    "pgp_pub_encrypt",  "normal_rand",        "pgp_pub_encrypt_bytea",
};

static const char *const immutable_extension_functions[] = {
    "crypt",
    "decrypt",
    "digest",
    "encrypt",
    "hmac",

    "uuid_generate_v3",
    "uuid_generate_v5",
    "uuid_nil",
    "uuid_ns_dns",
    "uuid_ns_oid",
    "uuid_ns_url",
    "uuid_ns_x500",
};

/* Key words to the grammar, no functions (SQLValueFunction); all stable. */
static const char *const value_functions[] = {
    "current_catalog", "current_date",      "current_role", "current_schema",
    "current_time",    "current_timestamp", "current_user", "localtime",
    "localtimestamp",  "session_user",      "user",
};

static bool is_one_of(struct str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(name, str_from(names[i]))) return true;
    }
    return false;
}

#define IS_ONE_OF(name, table) is_one_of((name), (table), sizeof(table) / sizeof *(table))

static enum volatility extension_function(struct str name)
{
    if (IS_ONE_OF(name, volatile_extension_functions)) return VOLATILITY_VOLATILE;
    if (IS_ONE_OF(name, immutable_extension_functions)) return VOLATILITY_IMMUTABLE;
    return VOLATILITY_UNKNOWN;
}

/* pg_catalog comes first in every search_path: a built-in name is the built-in function. */
static enum volatility unqualified(struct str name, int version)
{
    if (IS_ONE_OF(name, value_functions)) return VOLATILITY_STABLE;
    switch (builtin_function(name, version)) {
    case BUILTIN_IMMUTABLE:
        return VOLATILITY_IMMUTABLE;
    case BUILTIN_STABLE_OR_IMMUTABLE:
    case BUILTIN_STABLE:
        return VOLATILITY_STABLE;
    case BUILTIN_VOLATILE:
        return VOLATILITY_VOLATILE;
    case BUILTIN_NONE:
        break;
    }
    return VOLATILITY_UNKNOWN;
}

/* -- functions that migrations make ------------------------------------------------------------ */

/* `SELECT 1`, `SELECT 'x'`: from 12 on PostgreSQL puts the constant in the call's place before it
 * looks at volatility (measured: pg-cross-version-locks). */
static bool is_constant_body(struct str body)
{
    struct lexer lexer = {body, 0};
    struct token token = lex_next_code(&lexer);
    if (!token_is(body, token, "select")) return false;
    token = lex_next_code(&lexer);
    if (token.kind != TOKEN_NUMBER && token.kind != TOKEN_STRING) return false;
    token = lex_next_code(&lexer);
    if (token.kind == TOKEN_SEMICOLON) token = lex_next_code(&lexer);
    return token.kind == TOKEN_END;
}

static enum volatility made_function(const struct catalog *catalog, struct name name, int version)
{
    const struct catalog_object *object = NULL;
    enum knowledge state = catalog_find_function(catalog, name, NULL, &object);
    if (state != KNOWN || object == NULL || object->extension != NULL) return VOLATILITY_UNKNOWN;
    if (object->volatility == 'i') return VOLATILITY_IMMUTABLE;
    if (object->volatility == 's') return VOLATILITY_STABLE;
    const struct change *definition = object->function;
    bool sql = definition != NULL && definition->kind == CHANGE_CREATE_FUNCTION &&
               str_equal(definition->function.language, STR("sql"));
    if (version >= 12 && sql && is_constant_body(definition->function.body)) {
        return VOLATILITY_IMMUTABLE;
    }
    return VOLATILITY_VOLATILE;
}

static struct name split(struct str function)
{
    size_t dot = str_find(function, STR("."), 0);
    if (dot == SIZE_MAX) return (struct name){{"", 0}, function};
    return (struct name){str_slice(function, 0, dot), str_slice(function, dot + 1, function.len)};
}

enum volatility function_volatility(const struct catalog *catalog, struct str function,
                                    int postgres_version)
{
    struct name name = split(function);
    enum volatility found = VOLATILITY_UNKNOWN;
    if (name.schema.len == 0) found = unqualified(name.name, postgres_version);
    if (found == VOLATILITY_UNKNOWN) found = made_function(catalog, name, postgres_version);
    if (found == VOLATILITY_UNKNOWN) found = extension_function(name.name);
    return found;
}

enum volatility expression_volatility(const struct catalog *catalog,
                                      const struct expression *expression, int postgres_version)
{
    enum volatility worst =
        expression->has_value_function ? VOLATILITY_STABLE : VOLATILITY_IMMUTABLE;
    for (size_t i = 0; i < expression->functions.len; i++) {
        enum volatility one =
            function_volatility(catalog, expression->functions.at[i], postgres_version);
        if (one > worst) worst = one;
    }
    return worst;
}
