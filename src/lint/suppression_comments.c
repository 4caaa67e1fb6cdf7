#include "lint/suppression_comments.h"

#include "base/vec.h"
#include "lint/code.h"
#include "lint/file.h"

#include <stdlib.h>

/* What the statement at hand begins with: only bodies of functions and DO blocks are code. */
enum opening { OPENS, OPENS_CREATE, OPENS_BODY, OPENS_OTHER };

struct finder {
    struct arena *arena;
    const struct source *source;
    struct str code; /* the text, directives blanked */
    enum opening opening;
    VEC(struct comment) comments;
    size_t waiting; /* comments from here on have no code behind them yet */
};

static bool mentions_gander(struct str text)
{
    return str_find_ignoring_case(text, STR("gander"), 0) != SIZE_MAX;
}

static void add_comment(struct finder *finder, struct token token, uint32_t base)
{
    uint32_t start = base + token.start;
    uint32_t end = base + token.end;
    if (!mentions_gander(str_slice(finder->code, start, end))) return;
    struct comment comment = {.at = {finder->source, start, end}, .next_code = NO_CODE};
    comment.block = token.kind == TOKEN_BLOCK_COMMENT;
    VEC_PUSH(finder->arena, &finder->comments, comment);
}

static enum opening follow_opening(enum opening opening, struct str text, struct token token)
{
    if (token.kind == TOKEN_SEMICOLON) return OPENS;
    switch (opening) {
    case OPENS:
        if (token_is(text, token, "do")) return OPENS_BODY;
        return token_is(text, token, "create") ? OPENS_CREATE : OPENS_OTHER;
    case OPENS_CREATE:
        if (token_is(text, token, "or") || token_is(text, token, "replace")) return OPENS_CREATE;
        return token_is(text, token, "function") || token_is(text, token, "procedure")
                   ? OPENS_BODY
                   : OPENS_OTHER;
    case OPENS_BODY:
    case OPENS_OTHER:
        break;
    }
    return opening;
}

static void add_code(struct finder *finder, uint32_t at)
{
    for (; finder->waiting < finder->comments.len; finder->waiting++) {
        finder->comments.at[finder->waiting].next_code = at;
    }
}

static void scan(struct finder *finder, uint32_t start, uint32_t end, bool in_body)
{
    struct str text = str_slice(finder->code, start, end);
    struct lexer lexer = {.text = text};
    struct token token;
    for (token = lex_next(&lexer); token.kind != TOKEN_END; token = lex_next(&lexer)) {
        if (token.kind == TOKEN_LINE_COMMENT || token.kind == TOKEN_BLOCK_COMMENT) {
            add_comment(finder, token, start);
            continue;
        }
        add_code(finder, start + token.start);
        if (in_body) continue;
        finder->opening = follow_opening(finder->opening, text, token);
        if (token.kind == TOKEN_DOLLAR_STRING && finder->opening == OPENS_BODY) {
            uint32_t inner = start + token.start + token.quote_len;
            uint32_t tail = token.unterminated ? 0 : token.quote_len;
            scan(finder, inner, start + token.end - tail, true);
        }
    }
}

static int compare_numbers(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

struct comment *comments_find(struct arena *arena, const struct migration_file *file, size_t *count)
{
    *count = 0;
    if (!mentions_gander(file->source->text)) return NULL;
    VEC(uint32_t) ends = {0};
    const struct goose_section *sections[] = {&file->goose->up, &file->goose->down};
    for (size_t i = 0; i < 2; i++) {
        if (sections[i]->body.source != NULL) VEC_PUSH(arena, &ends, sections[i]->body.start);
        for (size_t s = 0; s < sections[i]->statement_count; s++) {
            VEC_PUSH(arena, &ends, sections[i]->statements[s].span.end);
        }
    }
    VEC_PUSH(arena, &ends, (uint32_t)file->source->text.len);
    qsort(ends.at, ends.len, sizeof *ends.at, compare_numbers);
    struct finder finder = {.arena = arena, .source = file->source};
    finder.code = code_text(arena, file->source, file->goose);
    uint32_t start = 0;
    for (size_t i = 0; i < ends.len; i++) {
        finder.opening = OPENS;
        scan(&finder, start, ends.at[i], false);
        start = ends.at[i];
    }
    *count = finder.comments.len;
    return finder.comments.at;
}

static int compare_units(const void *left, const void *right)
{
    return compare_numbers(&((const struct unit *)left)->start,
                           &((const struct unit *)right)->start);
}

static size_t add_units(const struct source *source, const struct statement *statement,
                        struct unit *units, size_t count)
{
    const struct goose_statement *sent = statement->sent;
    const struct sql_parse *parse = &statement->parse;
    if (sent->span.source == NULL || sent->span.end == sent->span.start) return count;
    struct unit unit = {.start = sent->span.start, .end = sent->span.end};
    if (sent->in_block) unit.block = sent->block;
    if (!parse->parsed || parse->statement_count == 0) {
        units[count++] = unit;
        return count;
    }
    size_t first = count;
    for (size_t i = 0; i < parse->statement_count; i++) {
        struct range at = parse->statements[i].at;
        unit.start = goose_source_span(source, sent, at.start, at.end).start;
        unit.end = sent->span.end;
        if (count > first) units[count - 1].end = unit.start;
        units[count++] = unit;
    }
    return count;
}

struct unit *units_find(struct arena *arena, const struct migration_file *file, size_t *count)
{
    size_t room = 0;
    for (int direction = DIRECTION_UP; direction <= DIRECTION_DOWN; direction++) {
        for (size_t i = 0; i < file->statement_count[direction]; i++) {
            room += file->statements[direction][i].parse.statement_count + 1;
        }
    }
    struct unit *units = arena_array(arena, room, sizeof *units);
    *count = 0;
    for (int direction = DIRECTION_UP; direction <= DIRECTION_DOWN; direction++) {
        for (size_t i = 0; i < file->statement_count[direction]; i++) {
            *count = add_units(file->source, &file->statements[direction][i], units, *count);
        }
    }
    if (*count > 1) qsort(units, *count, sizeof *units, compare_units);
    return units;
}

const struct unit *unit_before(const struct unit *units, size_t count, uint32_t at)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (units[middle].start <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? &units[low - 1] : NULL;
}
