#include "lint/objects.h"

#include "lint/rule.h"

static bool names_it(struct str sql, struct token token, struct str name)
{
    struct str text = str_slice(sql, token.start, token.end);
    if (token.kind == TOKEN_WORD) return str_equal_ignoring_case(text, name);
    if (token.kind != TOKEN_QUOTED_NAME || text.len < 2) return false;
    return str_equal(str_slice(text, 1, text.len - 1), name);
}

struct range range_naming(const struct rule_ctx *ctx, struct range within, struct str name)
{
    struct str sql = ctx->statement->sent->sql;
    if (within.end > sql.len || within.end <= within.start) return within;
    struct lexer lexer = {str_slice(sql, 0, within.end), within.start};
    for (struct token token = lex_next_code(&lexer); token.kind != TOKEN_END;
         token = lex_next_code(&lexer)) {
        if (names_it(sql, token, name)) return (struct range){token.start, token.end};
    }
    return within;
}

void label_made(struct diagnostic *finding, struct origin made, const char *words)
{
    if (made.span.source != NULL) label(finding, made.span, "%s", words);
}

/* -- the same ALTER TABLE ---------------------------------------------------------------------- */

static bool is_sibling(const struct change *a, const struct change *b)
{
    return a != b && run_together(a, b) && name_equal(a->table, b->table);
}

static bool drops(const struct change *change, enum object_kind kind, struct str name)
{
    bool kind_fits = kind == OBJ_COLUMN ? change->kind == CHANGE_DROP_COLUMN
                                        : change->kind == CHANGE_DROP_CONSTRAINT;
    return kind_fits && str_equal(change->name, name);
}

static bool adds(const struct change *change, enum object_kind kind, struct str name)
{
    if (kind == OBJ_COLUMN) {
        return change->kind == CHANGE_ADD_COLUMN && str_equal(change->add_column.name, name);
    }
    if (kind == OBJ_ATTRIBUTE) {
        return change->kind == CHANGE_ADD_ATTRIBUTE && str_equal(change->add_column.name, name);
    }
    return change->kind == CHANGE_ADD_CONSTRAINT &&
           (change->constraint.name.len == 0 || str_equal(change->constraint.name, name));
}

/* Ten thousand parts must not take quadratic time. */
enum { SIBLINGS_LOOKED_AT = 512 };

typedef bool does_to(const struct change *change, enum object_kind kind, struct str name);

static bool any_sibling(const struct rule_ctx *ctx, const struct change *change, does_to *does,
                        enum object_kind kind, struct str name)
{
    const size_t count = ctx->sql == NULL ? 0 : ctx->sql->change_count;
    if (count > SIBLINGS_LOOKED_AT) return true; /* nobody can tell */
    for (size_t i = 0; i < count; i++) {
        const struct change *other = &ctx->sql->changes[i];
        if (is_sibling(other, change) && does(other, kind, name)) return true;
    }
    return false;
}

bool sibling_drops(const struct rule_ctx *ctx, const struct change *change, enum object_kind kind,
                   struct str name)
{
    return any_sibling(ctx, change, drops, kind, name);
}

bool sibling_adds(const struct rule_ctx *ctx, const struct change *change, enum object_kind kind,
                  struct str name)
{
    return any_sibling(ctx, change, adds, kind, name);
}
