#include "lint/retype.h"

#include "lint/rule.h"

enum { ZONE_SINCE = 12 }; /* release notes of 12: no rewrite in a session whose zone is UTC */

static struct type_change judge(const struct rule_ctx *ctx, const struct lock_settings *settings,
                                const struct type_name *from, const struct change *change,
                                const struct expression *using_expression)
{
    const struct column_type old_type = {*from, STR("")};
    const struct column_type new_type = {change->column_type.type, STR("")};
    return type_change_of(ctx->catalog, settings, old_type, new_type, using_expression,
                          change->name);
}

static const struct change *same_column(const struct rule_ctx *ctx, const struct change *change,
                                        enum direction direction)
{
    struct cursor cursor = cursor_look(ctx, direction);
    while (cursor_next(&cursor)) {
        const struct change *other = cursor.change;
        if (other->kind == CHANGE_ALTER_COLUMN_TYPE && str_equal(other->name, change->name) &&
            str_equal(other->table.name, change->table.name)) {
            return other;
        }
    }
    return NULL;
}

/* Where the catalog has nothing, the Down says it: that is the type it gives back. */
static const struct type_name *old_type_of(const struct rule_ctx *ctx, const struct change *change)
{
    const struct relation *table = NULL;
    const struct catalog_column *column = NULL;
    catalog_find(ctx->catalog, OBJ_UNKNOWN, change->table, &table);
    if (table != NULL) relation_column(table, change->name, &column);
    if (column != NULL && column->type.name.name.len > 0) return &column->type;
    if (ctx->direction == DIRECTION_DOWN) return NULL;
    const struct change *back = same_column(ctx, change, DIRECTION_DOWN);
    return back != NULL ? &back->column_type.type : NULL;
}

/* -- the old type is unknown ------------------------------------------------------------------- */

/* Common types become these without a rewrite: shorter strings, smaller numerics, fewer digits. */
static bool has_cheap_source(const struct type_name *type)
{
    static const char *const always[] = {"text",     "varchar", "citext", "oid",
                                         "interval", "varbit",  "inet"};
    static const char *const with_modifier[] = {"numeric", "time", "timetz", "timestamp",
                                                "timestamptz"};
    for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
        if (str_equal(type->name.name, str_from(always[i]))) return true;
    }
    for (size_t i = 0; i < sizeof with_modifier / sizeof *with_modifier; i++) {
        if (type->typmod_count > 0 && str_equal(type->name.name, str_from(with_modifier[i]))) {
            return true;
        }
    }
    return str_equal(type->name.name, STR("bpchar")) && type->typmod_count == 0;
}

/* timestamp and timestamptz have the same bytes where the session's TimeZone is UTC. */
static bool is_zone_type(const struct type_name *type)
{
    return type->array_dimensions == 0 && type->typmod_count == 0 &&
           (str_equal(type->name.name, STR("timestamp")) ||
            str_equal(type->name.name, STR("timestamptz")));
}

/* From itself every type comes free of cost, but nobody writes that. */
static bool rewrites_from_most(const struct rule_ctx *ctx, const struct change *change)
{
    const struct type_name *to = &change->column_type.type;
    if (type_is_constrained_domain(ctx->catalog, to)) return true;
    if (has_cheap_source(to)) return false;
    const struct catalog_object *type = NULL;
    const enum knowledge state = catalog_find_object(ctx->catalog, OBJ_TYPE, to->name, &type);
    if (state == KNOWN && (type == NULL || type->type_kind == 'e')) return true;
    return change->column_type.using.cast_to != NULL && (type == NULL || type->type_kind != 'd');
}

static enum retype_cost cost_from_unknown(const struct rule_ctx *ctx,
                                          const struct lock_settings *settings,
                                          const struct change *change)
{
    const struct expression *value = &change->column_type.using;
    const struct expression none = {0};
    if (value->text.len > 0 && !str_equal(value->column, change->name)) return RETYPE_REWRITES;
    if (value->cast_to != NULL) { /* what the cast gives becomes the new type */
        const struct type_change last = judge(ctx, settings, value->cast_to, change, &none);
        if (last.rewrites && !last.unknown) return RETYPE_REWRITES;
    }
    const bool same_bytes = settings->timezone_is_utc && settings->postgres_version >= ZONE_SINCE;
    if (same_bytes && is_zone_type(&change->column_type.type)) return RETYPE_NONE;
    return rewrites_from_most(ctx, change) ? RETYPE_MAY_REWRITE : RETYPE_NONE;
}

/* -- questions --------------------------------------------------------------------------------- */

static enum retype_cost cost_of(const struct type_change *change)
{
    if (!change->rewrites) return RETYPE_NONE;
    if (change->unknown) return RETYPE_MAY_REWRITE;
    return change->depends_on_timezone ? RETYPE_ZONE_REWRITES : RETYPE_REWRITES;
}

struct retype retype_of(const struct rule_ctx *ctx, const struct change *change)
{
    const struct lock_settings settings = lock_settings_of(ctx);
    struct retype retype = {.from = old_type_of(ctx, change)};
    retype.zone_matters =
        settings.postgres_version >= ZONE_SINCE && is_zone_type(&change->column_type.type);
    const struct expression *value = &change->column_type.using;
    if (retype.from == NULL) {
        retype.cost = cost_from_unknown(ctx, &settings, change);
        return retype;
    }
    const struct type_change judged = judge(ctx, &settings, retype.from, change, value);
    retype.cost = cost_of(&judged);
    retype.rechecks_keys_of = judged.rechecks_keys_of;
    retype.rechecks_keys_to = judged.rechecks_keys_to;
    /* An expression is computed for every row, whatever the types are. */
    const bool computed = value->text.len > 0 && !str_equal(value->column, change->name);
    if (computed) retype.cost = RETYPE_REWRITES;
    return retype;
}

const struct change *retyped_in_up(const struct rule_ctx *ctx, const struct change *change)
{
    return ctx->direction == DIRECTION_DOWN ? same_column(ctx, change, DIRECTION_UP) : NULL;
}

bool rewrite_said_in_up(const struct rule_ctx *ctx, const struct change *change)
{
    const struct change *there = retyped_in_up(ctx, change);
    if (there == NULL) return false;
    const struct lock_settings settings = lock_settings_of(ctx);
    return judge(ctx, &settings, &change->column_type.type, there, &there->column_type.using)
        .rewrites;
}

/* -- AT TIME ZONE 'UTC' ------------------------------------------------------------------------ */

static bool is_one_of(struct str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal_ignoring_case(text, str_from(words[i]))) return true;
    }
    return false;
}

static bool is_column(struct arena *arena, struct str sql, struct token token, struct str column)
{
    const struct str text = str_slice(sql, token.start, token.end);
    if (token.kind == TOKEN_WORD) return str_equal_ignoring_case(text, column);
    return token.kind == TOKEN_QUOTED_NAME && str_equal(text, quoted(arena, column));
}

/* The column, perhaps in parentheses, AT TIME ZONE 'UTC', and nothing more. */
static bool says_at_utc(struct arena *arena, struct str sql, struct str column)
{
    static const char *const words[] = {"at", "time", "zone"};
    static const char *const zones[] = {"'utc'", "'etc/utc'", "'gmt'"};
    struct lexer lexer = {sql, 0};
    struct token token = lex_next_code(&lexer);
    while (token.kind == TOKEN_OPEN) token = lex_next_code(&lexer);
    if (!is_column(arena, sql, token, column)) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        token = lex_next_code(&lexer);
        if (!token_is(sql, token, words[i])) return false;
    }
    token = lex_next_code(&lexer);
    if (!is_one_of(str_slice(sql, token.start, token.end), zones, sizeof zones / sizeof *zones)) {
        return false;
    }
    do {
        token = lex_next_code(&lexer);
    } while (token.kind == TOKEN_CLOSE);
    return token.kind == TOKEN_END;
}

bool retype_converts_by_utc(const struct rule_ctx *ctx, const struct change *change)
{
    const struct str value = change->column_type.using.text;
    const struct type_name *from = old_type_of(ctx, change);
    const struct expression none = {0};
    struct lock_settings settings = lock_settings_of(ctx);
    if (!says_at_utc(ctx->arena, value, change->name)) return false;
    if (from == NULL) return is_zone_type(&change->column_type.type);
    settings.timezone_is_utc = true;
    const struct type_change bare = judge(ctx, &settings, from, change, &none);
    return bare.depends_on_timezone && !bare.rewrites;
}
