#include "schema/respelling.h"

#include "base/vec.h"
#include "schema/sql_text.h"

#include <string.h>

struct respelling respelling_begin(struct arena *arena, struct str text)
{
    struct respelling respelling = {.arena = arena, .text = text, .made = {.arena = arena}};
    struct lexer lexer = {.text = text};
    struct token token;
    do {
        token = lex_next_code(&lexer);
        VEC_PUSH(arena, &respelling.tokens, token);
    } while (token.kind != TOKEN_END);
    return respelling;
}

void respelling_replace(struct respelling *respelling, size_t first, size_t last, struct str words)
{
    struct token start = respelling->tokens.at[first];
    struct token end = respelling->tokens.at[last];
    put_str(&respelling->made, str_slice(respelling->text, respelling->copied, start.start));
    put_str(&respelling->made, words);
    respelling->copied = end.end;
}

struct str respelling_finish(struct respelling *respelling)
{
    if (respelling->copied == 0 && respelling->made.len == 0) return respelling->text;
    put_str(&respelling->made,
            str_slice(respelling->text, respelling->copied, respelling->text.len));
    return sql_text_str(&respelling->made);
}

enum token_kind token_kind_at(const struct respelling *respelling, size_t i)
{
    return i < respelling->tokens.len ? respelling->tokens.at[i].kind : TOKEN_END;
}

struct str token_text_at(const struct respelling *respelling, size_t i)
{
    struct token token = respelling->tokens.at[i];
    return str_slice(respelling->text, token.start, token.end);
}

bool token_is_word(const struct respelling *respelling, size_t i, const char *word)
{
    return i < respelling->tokens.len && token_is(respelling->text, respelling->tokens.at[i], word);
}

static bool folds_to(struct str word, struct str name)
{
    if (word.len != name.len) return false;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if (c != name.at[i]) return false;
    }
    return true;
}

bool token_is_name(const struct respelling *respelling, size_t i, struct str name)
{
    if (token_kind_at(respelling, i) == TOKEN_WORD)
        return folds_to(token_text_at(respelling, i), name);
    if (token_kind_at(respelling, i) != TOKEN_QUOTED_NAME) return false;
    struct str text = token_text_at(respelling, i);
    return text.len == name.len + 2 && text.at[0] == '"' &&
           memcmp(text.at + 1, name.at, name.len) == 0;
}

bool token_is_operator(const struct respelling *respelling, size_t i, struct str words)
{
    return token_kind_at(respelling, i) == TOKEN_OPERATOR &&
           str_ends_with(token_text_at(respelling, i), words);
}

bool token_is_no_column(const struct respelling *respelling, size_t i)
{
    if (i > 0) {
        if (token_is_operator(respelling, i - 1, STR("::")) ||
            token_is_word(respelling, i - 1, "as") || token_is_word(respelling, i - 1, "collate")) {
            return true;
        }
    }
    enum token_kind next = token_kind_at(respelling, i + 1);
    return next == TOKEN_OPEN || next == TOKEN_DOT || next == TOKEN_STRING;
}

bool token_has_qualifier(const struct respelling *respelling, size_t i)
{
    return i > 0 && token_kind_at(respelling, i - 1) == TOKEN_DOT;
}

size_t token_end_of_name(const struct respelling *respelling, size_t i, struct name name)
{
    bool with_schema = token_is_name(respelling, i, name.schema) &&
                       token_kind_at(respelling, i + 1) == TOKEN_DOT &&
                       token_is_name(respelling, i + 2, name.name);
    if (with_schema) return i + 2;
    return token_is_name(respelling, i, name.name) && !token_has_qualifier(respelling, i)
               ? i
               : SIZE_MAX;
}

struct str spelled_name(struct arena *arena, struct name name)
{
    struct sql_text sql = {.arena = arena};
    put_name(&sql, name);
    return sql_text_str(&sql);
}
