#include "lint/statement_reader.h"

static bool word_is(const struct statement_reader *reader, uint32_t at, const char *word)
{
    return at < STATEMENT_WORDS && at < reader->token_count &&
           token_is(reader->text, reader->words[at], word);
}

/* Place of the word behind CREATE [OR REPLACE]; STATEMENT_WORDS when it is no CREATE. */
static uint32_t created(const struct statement_reader *reader)
{
    if (!word_is(reader, 0, "create")) return STATEMENT_WORDS;
    return word_is(reader, 1, "or") && word_is(reader, 2, "replace") ? 3 : 1;
}

static bool creates(const struct statement_reader *reader, const char *what)
{
    return word_is(reader, created(reader), what);
}

static void open_enclosure(struct statement_reader *reader, enum enclosure enclosure,
                           struct token opening)
{
    reader->enclosure = enclosure;
    reader->opening = opening;
    reader->closing = (struct token){.kind = TOKEN_END};
}

static void close_enclosure(struct statement_reader *reader, struct token closing)
{
    reader->enclosure = ENCLOSURE_NONE;
    reader->closing = closing;
}

static void follow_parenthesis(struct statement_reader *reader, struct token token)
{
    if (token.kind == TOKEN_OPEN) {
        if (reader->parentheses++ == 0 && creates(reader, "rule")) {
            open_enclosure(reader, ENCLOSURE_RULE, token);
        }
    } else if (reader->parentheses > 0 && --reader->parentheses == 0 &&
               reader->enclosure == ENCLOSURE_RULE) {
        close_enclosure(reader, token);
    }
}

/* Only inside a body: elsewhere `end` may be a name. */
static void follow_word(struct statement_reader *reader, struct token token)
{
    if (reader->parentheses > 0) return;
    if (reader->enclosure == ENCLOSURE_ATOMIC) {
        if (token_is(reader->text, token, "case") || token_is(reader->text, token, "begin")) {
            reader->blocks++;
        } else if (token_is(reader->text, token, "end") && --reader->blocks == 0) {
            close_enclosure(reader, token);
        }
    } else if (token_is(reader->text, token, "atomic") &&
               token_is(reader->text, reader->last, "begin") &&
               (creates(reader, "function") || creates(reader, "procedure"))) {
        struct token both = reader->last;
        both.end = token.end;
        reader->blocks = 1;
        open_enclosure(reader, ENCLOSURE_ATOMIC, both);
    }
}

void statement_reader_feed(struct statement_reader *reader, struct token token)
{
    if (reader->ended) *reader = (struct statement_reader){.text = reader->text};
    if (reader->token_count < STATEMENT_WORDS) reader->words[reader->token_count] = token;
    if (reader->token_count == 0) reader->first = token;
    reader->token_count++;
    if (token.kind == TOKEN_OPEN || token.kind == TOKEN_CLOSE) {
        follow_parenthesis(reader, token);
    } else if (token.kind == TOKEN_WORD) {
        follow_word(reader, token);
    }
    reader->last = token;
    reader->ended = token.kind == TOKEN_SEMICOLON && reader->enclosure == ENCLOSURE_NONE;
}
