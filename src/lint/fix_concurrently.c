/* CONCURRENTLY into a statement, and the header that lets it run. */
#include "lint/rule.h"

/* The only change of a string; NULL when there are several, or one nobody can read. */
static const struct change *only_change(const struct statement *statement)
{
    const struct sql_parse *parse = &statement->parse;
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

/* -- the word ---------------------------------------------------------------------------------- */

static const char *word_before(const struct change *change)
{
    if (change->kind != CHANGE_REINDEX) return "index";
    switch (change->reindex.what) {
    case 'i':
        return "index";
    case 's':
        return "schema";
    case 'd':
        return "database";
    default:
        return "table";
    }
}

/* `(CONCURRENTLY false)` asks for the other form in so many words. */
static bool has_option(const struct statement *statement, const struct change *change)
{
    struct lexer lexer = {.text = str_slice(statement->sent->sql, 0, change->statement_at.end),
                          .at = change->statement_at.start};
    for (struct token token = lex_next_code(&lexer); token.kind != TOKEN_END;
         token = lex_next_code(&lexer)) {
        if (token_is(lexer.text, token, "concurrently")) return true;
    }
    return false;
}

static bool insert_concurrently(const struct rule_ctx *ctx, const struct statement *statement,
                                const struct change *change, struct fix_draft *fix)
{
    const struct source *source = ctx->file->source;
    if (has_option(statement, change)) return false;
    if (change->kind == CHANGE_DETACH_PARTITION) {
        const struct range name = change->partition.partition_at;
        struct span at = goose_source_span(source, statement->sent, name.start, name.end);
        if (at.source == NULL) return false;
        edit_insert(fix, source, at.end, " CONCURRENTLY");
        return true;
    }
    return edit_insert_behind_word(fix, source, statement->sent, change->statement_at,
                                   word_before(change), " CONCURRENTLY");
}

/* -- the sections ------------------------------------------------------------------------------ */

/* False when the section must stay as it is and cannot: it then forbids the fix. [index]: Up and
 * Down build and drop the same one; without a name one statement of any kind loses nothing. */
static bool fix_section(const struct rule_ctx *ctx, enum direction direction, struct str index,
                        struct fix_draft *fix)
{
    for (size_t i = 0; i < ctx->file->statement_count[direction]; i++) {
        const struct statement *statement = &ctx->file->statements[direction][i];
        const struct change *change = only_change(statement);
        if (change == NULL || i == CURSOR_REACH) return false;
        if (change == ctx->change || (index.len > 0 && is_of_index(change, index))) {
            if (!change->concurrently && !insert_concurrently(ctx, statement, change, fix))
                return false;
        } else if (change->kind != CHANGE_COMMENT &&
                   !(change->kind == CHANGE_SELECT && change->data.only_constants)) {
            if (index.len > 0 || direction == ctx->direction) return false;
            if (ctx->file->statement_count[direction] > 1) return false;
        }
    }
    return true;
}

/* The file runs outside a transaction already: the word is all. */
static void fix_here(const struct rule_ctx *ctx, struct fix_draft *fix)
{
    const struct change *change = only_change(ctx->statement);
    if (change != ctx->change || ctx->mode != IN_AUTOCOMMIT) return;
    if (change->kind == CHANGE_DROP_INDEX && (change->drop.names.len != 1 || change->cascade))
        return;
    if (insert_concurrently(ctx, ctx->statement, change, fix)) offer_fix(fix);
}

void fix_concurrently(const struct rule_ctx *ctx, struct diagnostic *finding, const char *title)
{
    const struct goose_file *goose = ctx->file->goose;
    const struct change *change = ctx->change;
    const bool is_index = change->kind == CHANGE_CREATE_INDEX || change->kind == CHANGE_DROP_INDEX;
    struct fix_draft fix = unsafe_fix(finding, title, NULL);
    if (!goose->up.present || !goose->accepted || change->in_do) return;
    if (goose->no_transaction) {
        fix_here(ctx, &fix);
        return;
    }
    struct str index = is_index ? index_of(change).name : STR("");
    if (is_index && (index.len == 0 || !is_of_index(change, index))) return;
    if (!fix_section(ctx, DIRECTION_UP, index, &fix) ||
        !fix_section(ctx, DIRECTION_DOWN, index, &fix)) {
        return;
    }
    edit_insert_no_transaction(&fix, goose);
    offer_fix(&fix);
}
