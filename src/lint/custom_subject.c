#include "lint/custom_subject.h"

#include <string.h>

struct visiting {
    struct subject subject;         /* what the next one has of the whole it is part of */
    const struct goose_file *goose; /* for the place of a part; NULL: the subject's own */
    visit_subject *visit;
    void *into;
};

static bool within(struct span span, uint32_t at)
{
    return span.source != NULL && at >= span.start && at < span.end;
}

/* Hands on bytes [start, end) of [text], which starts at the subject's offset. */
static bool hand_on(const struct visiting *visiting, struct str text, size_t start, size_t end)
{
    struct subject subject = visiting->subject;
    subject.text = str_slice(text, start, end);
    subject.offset += (uint32_t)start;
    const struct goose_file *goose = visiting->goose;
    if (goose != NULL && within(goose->up.body, subject.offset)) subject.place = PLACE_UP;
    if (goose != NULL && within(goose->down.body, subject.offset)) subject.place = PLACE_DOWN;
    return visiting->visit(&subject, visiting->into);
}

static bool visit_lines(const struct visiting *visiting, struct str text, size_t start)
{
    for (size_t at = start; at < text.len;) {
        size_t end = str_find(text, STR("\n"), at);
        if (end == SIZE_MAX) end = text.len;
        size_t bare = end > at && text.at[end - 1] == '\r' ? end - 1 : end;
        if (!hand_on(visiting, text, at, bare)) return false;
        at = end + 1;
    }
    return true;
}

/* [start, end) of [text]; bodies in dollar quotes are looked into once. */
static bool visit_comments(const struct visiting *visiting, struct str text, uint32_t start,
                           uint32_t end, bool in_body)
{
    struct lexer lexer = {str_slice(text, 0, end), start};
    for (struct token token = lex_next(&lexer); token.kind != TOKEN_END; token = lex_next(&lexer)) {
        if (token.kind == TOKEN_LINE_COMMENT || token.kind == TOKEN_BLOCK_COMMENT) {
            if (!hand_on(visiting, text, token.start, token.end)) return false;
        } else if (token.kind == TOKEN_DOLLAR_STRING && !in_body) {
            uint32_t tail = token.unterminated ? 0 : token.quote_len;
            if (!visit_comments(visiting, text, token.start + token.quote_len, token.end - tail,
                                true)) {
                return false;
            }
        }
    }
    return true;
}

static void blank(char *code, uint32_t start, uint32_t end)
{
    memset(code + start, ' ', end - start);
}

/* The quotes stay, so that a pattern can see that there is a literal. */
static void blank_literal(char *code, struct token token)
{
    uint32_t start = token.start;
    uint32_t tail = token.unterminated ? 0 : 1;
    if (token.kind == TOKEN_DOLLAR_STRING) {
        start += token.quote_len;
        tail *= token.quote_len;
    } else {
        while (start < token.end && code[start] != '\'') start++;
        start++;
    }
    if (start + tail <= token.end) blank(code, start, token.end - tail);
}

/* Line ends become blanks too: a line break must not hide a statement from a pattern with `.`. */
static struct str code_alone(struct arena *scratch, struct str sql)
{
    char *code = arena_alloc(scratch, sql.len + 1);
    if (sql.len > 0) memcpy(code, sql.at, sql.len);
    struct lexer lexer = {.text = sql};
    for (struct token token = lex_next(&lexer); token.kind != TOKEN_END; token = lex_next(&lexer)) {
        if (token.kind == TOKEN_LINE_COMMENT || token.kind == TOKEN_BLOCK_COMMENT)
            blank(code, token.start, token.end);
        if (token.kind == TOKEN_STRING || token.kind == TOKEN_DOLLAR_STRING)
            blank_literal(code, token);
    }
    for (size_t i = 0; i < sql.len; i++) {
        if (code[i] == '\n' || code[i] == '\r') code[i] = ' ';
    }
    return (struct str){code, sql.len};
}

static bool visit_sql(struct arena *scratch, const struct visiting *visiting, struct str sql,
                      enum custom_scope scope)
{
    switch (scope) {
    case CUSTOM_CODE:
        sql = code_alone(scratch, sql);
        return hand_on(visiting, sql, 0, sql.len);
    case CUSTOM_STATEMENT:
        return hand_on(visiting, sql, 0, sql.len);
    case CUSTOM_COMMENT:
        return visit_comments(visiting, sql, 0, (uint32_t)sql.len, false);
    case CUSTOM_LINE:
        return visit_lines(visiting, sql, 0);
    case CUSTOM_HEADER:
    case CUSTOM_FILE_NAME:
        break;
    }
    return true;
}

void visit_statement(struct arena *scratch, const struct statement *statement, struct range at,
                     enum custom_scope scope, visit_subject *visit, void *into)
{
    struct visiting visiting = {.visit = visit, .into = into};
    visiting.subject.statement = statement;
    visiting.subject.offset = at.start;
    visiting.subject.place = statement->direction == DIRECTION_UP ? PLACE_UP : PLACE_DOWN;
    visit_sql(scratch, &visiting, str_slice(statement->sent->sql, at.start, at.end), scope);
}

static void visit_sent(struct arena *scratch, const struct migration_file *file,
                       enum custom_scope scope, struct visiting *visiting)
{
    for (int direction = DIRECTION_UP; direction <= DIRECTION_DOWN; direction++) {
        for (size_t i = 0; i < file->statement_count[direction]; i++) {
            const struct statement *statement = &file->statements[direction][i];
            visiting->subject.statement = statement;
            visiting->subject.place = direction == DIRECTION_UP ? PLACE_UP : PLACE_DOWN;
            if (!visit_sql(scratch, visiting, statement->sent->sql, scope)) return;
        }
    }
}

void visit_file(struct arena *scratch, const struct migration_file *file, enum custom_scope scope,
                visit_subject *visit, void *into)
{
    struct visiting visiting = {.visit = visit, .into = into};
    visiting.subject.place = PLACE_FILE;
    struct str text = file->source->text;
    struct str mark = STR("\xEF\xBB\xBF");
    size_t start = str_starts_with(text, mark) ? mark.len : 0;
    switch (scope) {
    case CUSTOM_CODE:
    case CUSTOM_STATEMENT:
        visit_sent(scratch, file, scope, &visiting);
        break;
    case CUSTOM_COMMENT:
        visiting.goose = file->goose;
        text = code_text(scratch, file->source, file->goose);
        visit_comments(&visiting, text, 0, (uint32_t)text.len, false);
        break;
    case CUSTOM_LINE:
        visiting.goose = file->goose;
        visit_lines(&visiting, text, start);
        break;
    case CUSTOM_HEADER:
        hand_on(&visiting, text, start, file->goose->header_span.end);
        break;
    case CUSTOM_FILE_NAME:
        hand_on(&visiting, file->migration->name, 0, file->migration->name.len);
        break;
    }
}
