#include "lint/cut_marks.h"

#include "base/vec.h"
#include "goose/lines.h"

#include <string.h>

/* The `;` by which goose knows the end: the last byte of the last word before one that begins with
 * two dashes (reference goose.md 2.1). */
static bool end_in_line(struct span line, uint32_t *at)
{
    struct str text = span_text(line);
    if (!goose_ends_statement(text)) return false;
    struct str trimmed = goose_trim(text);
    size_t end = trimmed.len;
    for (size_t dashes = str_find(trimmed, STR("--"), 0); dashes < trimmed.len;
         dashes = str_find(trimmed, STR("--"), dashes + 1)) {
        struct str before = str_slice(trimmed, 0, dashes);
        size_t words = goose_trim(before).len;
        if (words == dashes) continue;
        end = words;
        break;
    }
    if (end == 0 || trimmed.at[end - 1] != ';') return false;
    *at = line.start + (uint32_t)(trimmed.at - text.at) + (uint32_t)end - 1;
    return true;
}

struct goose_ends find_goose_ends(struct arena *arena, const struct source *source,
                                  const struct goose_section *section)
{
    struct goose_ends ends = {0};
    for (size_t i = 0; i < section->statement_count; i++) {
        const struct goose_statement *sent = &section->statements[i];
        struct goose_end end = {.number = (uint32_t)i + 1};
        if (sent->in_block || sent->span.source == NULL) continue;
        uint32_t line = source_line_of(source, sent->span.end - (sent->span.end > 0));
        if (end_in_line(source_line_span(source, line), &end.at)) VEC_PUSH(arena, &ends, end);
    }
    return ends;
}

/* The bytes of the quotes that open a literal or comment. */
static uint32_t opening_len(struct str text, struct token token)
{
    switch (token.kind) {
    case TOKEN_DOLLAR_STRING:
        return token.quote_len;
    case TOKEN_STRING:
    case TOKEN_QUOTED_NAME: {
        const char *quote = memchr(text.at + token.start, token.kind == TOKEN_STRING ? '\'' : '"',
                                   token.end - token.start);
        return quote == NULL ? 1 : (uint32_t)(quote - (text.at + token.start)) + 1;
    }
    default:
        return 2;
    }
}

static uint32_t closing_len(struct token token)
{
    switch (token.kind) {
    case TOKEN_DOLLAR_STRING:
        return token.quote_len;
    case TOKEN_BLOCK_COMMENT:
        return 2;
    default:
        return 1;
    }
}

static bool cut_kind_of(enum token_kind kind, enum cut_kind *cut)
{
    switch (kind) {
    case TOKEN_DOLLAR_STRING:
        *cut = CUT_IN_DOLLAR_STRING;
        return true;
    case TOKEN_STRING:
        *cut = CUT_IN_STRING;
        return true;
    case TOKEN_QUOTED_NAME:
        *cut = CUT_IN_QUOTED_NAME;
        return true;
    case TOKEN_BLOCK_COMMENT:
        *cut = CUT_IN_BLOCK_COMMENT;
        return true;
    case TOKEN_LINE_COMMENT:
        *cut = CUT_IN_LINE_COMMENT;
        return true;
    default:
        return false;
    }
}

bool cut_in_token(const struct source *source, struct token token, struct cut *cut)
{
    *cut = (struct cut){0};
    if (!cut_kind_of(token.kind, &cut->kind)) return false;
    cut->opening = (struct span){source, token.start, token.start};
    cut->opening.end += opening_len(source->text, token);
    if (token.kind == TOKEN_LINE_COMMENT) return true;
    cut->closing = (struct span){source, token.end - closing_len(token), token.end};
    return true;
}
