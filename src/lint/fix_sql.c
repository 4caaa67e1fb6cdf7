#include "lint/fix_sql.h"

#include <string.h>

/* -- lines ------------------------------------------------------------------------------------- */

static uint32_t first_line(const struct source *source, const struct goose_statement *sent)
{
    return sent->in_block ? source_line_of(source, sent->block.start) : sent->start_line;
}

static uint32_t last_line(const struct source *source, const struct goose_statement *sent)
{
    return sent->in_block && sent->block.end > sent->block.start
               ? source_line_of(source, sent->block.end - 1)
               : sent->end_line;
}

void edit_insert_above(struct fix_draft *draft, const struct source *source,
                       const struct goose_statement *sent, struct str text)
{
    edit_insert_lines(draft, source, first_line(source, sent), text);
}

void edit_insert_below(struct fix_draft *draft, const struct source *source,
                       const struct goose_statement *sent, struct str text)
{
    edit_insert_lines(draft, source, last_line(source, sent) + 1, text);
}

bool edit_append_statement(struct fix_draft *draft, const struct migration_file *file,
                           enum direction direction, struct str text)
{
    const size_t count = file->statement_count[direction];
    if (count == 0 || !file->goose->accepted) return false;
    edit_insert_below(draft, file->source, file->statements[direction][count - 1].sent, text);
    return true;
}

static bool is_blank_line(const struct source *source, uint32_t line)
{
    return line >= 1 && line <= source->line_count && str_trim(source_line(source, line)).len == 0;
}

/* The edge of a section or a block. */
static bool is_edge(const struct source *source, uint32_t line)
{
    return line < 1 || line > source->line_count ||
           str_starts_with(source_line(source, line), STR("-- +goose"));
}

/* Of the blank lines around what goes, one set is enough; at an edge none. */
void edit_delete_lines(struct fix_draft *draft, const struct source *source, uint32_t first,
                       uint32_t last)
{
    const bool blank_above = is_blank_line(source, first - 1);
    if ((blank_above || is_edge(source, first - 1)) && is_blank_line(source, last + 1))
        last++;
    else if (blank_above && is_edge(source, last + 1))
        first--;
    struct span span = {source, source_line_span(source, first).start, (uint32_t)source->text.len};
    if (last < source->line_count) {
        span.end = source->line_starts[last];
    } else if (!str_ends_with(source->text, STR("\n")) && first > 1) {
        span.start = source_line_span(source, first - 1).end;
    }
    edit_delete(draft, span);
}

/* -- statements -------------------------------------------------------------------------------- */

/* Nothing but blanks and a comment of the line. */
static bool is_free(struct str text)
{
    text = str_trim(text);
    return text.len == 0 || str_starts_with(text, STR("--"));
}

/* The end of the `;` behind byte [at] of the source, or [at]. */
static uint32_t past_semicolon(const struct source *source, uint32_t at, uint32_t limit)
{
    struct lexer lexer = {.text = str_slice(source->text, 0, limit), .at = at};
    struct token token = lex_next_code(&lexer);
    return token.kind == TOKEN_SEMICOLON ? token.end : at;
}

bool edit_delete_statement(struct fix_draft *draft, const struct source *source,
                           const struct statement *statement, struct range sql)
{
    const struct goose_statement *sent = statement->sent;
    struct span at = goose_source_span(source, sent, sql.start, sql.end);
    if (at.source == NULL) return false;
    if (sent->in_block && statement->parse.statement_count <= 1) {
        edit_delete_lines(draft, source, first_line(source, sent), last_line(source, sent));
        return true;
    }
    at.end = past_semicolon(source, at.end, sent->span.end);
    const uint32_t first = source_line_of(source, at.start);
    const uint32_t last = source_line_of(source, at.end - 1);
    const struct span head = source_line_span(source, first);
    const struct span tail = source_line_span(source, last);
    const bool starts = str_trim(str_slice(source->text, head.start, at.start)).len == 0;
    if (starts && is_free(str_slice(source->text, at.end, tail.end))) {
        edit_delete_lines(draft, source, first, last);
        return true;
    }
    while (at.end < tail.end && source->text.at[at.end] == ' ') at.end++;
    edit_delete(draft, at);
    return true;
}

/* -- words ------------------------------------------------------------------------------------- */

bool edit_replace_sent(struct fix_draft *draft, const struct source *source,
                       const struct goose_statement *sent, struct range at, const char *text)
{
    struct span span = goose_source_span(source, sent, at.start, at.end);
    if (span.source == NULL || span.end - span.start != at.end - at.start) return false;
    edit_replace(draft, span, "%s", text);
    return true;
}

/* The letters before byte [at] are a small word, as in `create index`. */
static bool follows_lower_case(struct str sql, uint32_t at)
{
    return sql.at[at - 1] >= 'a' && sql.at[at - 1] <= 'z';
}

bool edit_insert_sent(struct fix_draft *draft, const struct source *source,
                      const struct goose_statement *sent, uint32_t at, const char *text)
{
    if (at == 0) return false;
    struct span before = goose_source_span(source, sent, at - 1, at);
    if (before.source == NULL || before.end - before.start != 1) return false;
    struct str words = str_from(text);
    if (follows_lower_case(sent->sql, at)) words = str_lower(draft->finding->arena, words);
    edit_insert(draft, source, before.end, STR_FMT, STR_ARG(words));
    return true;
}

bool edit_insert_behind_word(struct fix_draft *draft, const struct source *source,
                             const struct goose_statement *sent, struct range sql, const char *word,
                             const char *text)
{
    enum { FIRST_WORDS = 8 };
    struct lexer lexer = {.text = str_slice(sent->sql, 0, sql.end), .at = sql.start};
    for (int words = 0; words < FIRST_WORDS; words++) {
        struct token token = lex_next_code(&lexer);
        if (token_is(lexer.text, token, word))
            return edit_insert_sent(draft, source, sent, token.end, text);
    }
    return false;
}
