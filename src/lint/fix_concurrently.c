#include "lint/rule.h"

/* The only change of a section; NULL when there are several, or one nobody can read. */
static const struct change *only_change(const struct rule_ctx *ctx, enum direction direction)
{
    if (ctx->file->statement_count[direction] != 1) return NULL;
    const struct sql_parse *parse = &ctx->file->statements[direction][0].parse;
    if (!parse->parsed || parse->statement_count != 1) return NULL;
    return parse->statements[0].change_count == 1 ? &parse->statements[0].changes[0] : NULL;
}

static bool is_of_index(const struct change *change, struct str name)
{
    if (change->in_do) return false;
    if (change->kind == CHANGE_DROP_INDEX)
        return change->drop.names.len == 1 && !change->cascade &&
               str_equal(change->drop.names.at[0].name, name);
    return change->kind == CHANGE_CREATE_INDEX && !change->only &&
           str_equal(change->create_index.index.name, name);
}

/* Behind the word INDEX, which in both statements stands in front of the name. */
static bool insert_concurrently(const struct rule_ctx *ctx, enum direction direction,
                                struct fix_draft *fix)
{
    const struct goose_statement *sent = ctx->file->statements[direction][0].sent;
    struct lexer lexer = {.text = sent->sql};
    for (int words = 0; words < 3; words++) {
        struct token token = lex_next_code(&lexer);
        if (!token_is(sent->sql, token, "index")) continue;
        struct span at = goose_source_span(ctx->file->source, sent, token.start, token.end);
        if (at.source == NULL || at.end - at.start != token.end - token.start) return false;
        edit_insert(fix, at.source, at.end, " CONCURRENTLY");
        return true;
    }
    return false;
}

/* False when the section must stay as it is and cannot: it then forbids the fix. */
static bool fix_section(const struct rule_ctx *ctx, enum direction direction, struct str index,
                        struct fix_draft *fix)
{
    if (ctx->file->statement_count[direction] == 0) return true;
    const struct change *change = only_change(ctx, direction);
    if (change == NULL || !is_of_index(change, index)) return false;
    return change->concurrently || insert_concurrently(ctx, direction, fix);
}

void fix_concurrently(const struct rule_ctx *ctx, struct diagnostic *finding, const char *title)
{
    const struct goose_file *goose = ctx->file->goose;
    const struct change *change = ctx->change;
    if (!goose->up.present || !goose->accepted || change->in_do) return;
    struct str index = change->kind == CHANGE_CREATE_INDEX ? change->create_index.index.name
                       : change->drop.names.len == 1       ? change->drop.names.at[0].name
                                                           : STR("");
    if (index.len == 0) return;
    struct fix_draft fix = unsafe_fix(finding, title, NULL);
    if (!fix_section(ctx, DIRECTION_UP, index, &fix) ||
        !fix_section(ctx, DIRECTION_DOWN, index, &fix)) {
        return;
    }
    if (!goose->no_transaction) edit_insert_no_transaction(&fix, goose);
    offer_fix(&fix);
}
