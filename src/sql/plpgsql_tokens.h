/* The tokens of a PL/pgSQL body, comments left out, and what can be asked about token [n].
 *
 * [n] may be behind the last token, where there is only TOKEN_END; tokens_name() alone needs one
 * that is there. */
#ifndef GANDER_SQL_PLPGSQL_TOKENS_H
#define GANDER_SQL_PLPGSQL_TOKENS_H

#include "base/arena.h"
#include "base/str.h"
#include "schema/change.h"
#include "schema/lex.h"

#include <stdbool.h>
#include <stddef.h>

struct body_tokens {
    struct str text; /* positions are in it */
    const struct token *at;
    size_t len;
};

/* Of these bytes of [text]. */
struct body_tokens tokens_read(struct arena *arena, struct str text, struct range body);

bool tokens_at_end(const struct body_tokens *t, size_t n);
enum token_kind tokens_kind(const struct body_tokens *t, size_t n);

bool tokens_is(const struct body_tokens *t, size_t n, const char *word);
bool tokens_is_any(const struct body_tokens *t, size_t n,
                   const char *const *words); /* up to NULL */
bool tokens_is_operator(const struct body_tokens *t, size_t n, const char *text);
bool tokens_is_name(const struct body_tokens *t, size_t n);

/* `:=` or `=`, perhaps with a sign behind it. */
bool tokens_is_assignment(const struct body_tokens *t, size_t n);

/* The handlers at [n], behind EXCEPTION, all take `duplicate_object` and the like for success. */
bool tokens_handle_only_duplicates(const struct body_tokens *t, size_t n);

/* The name at [n], which is one: folded, or without its quotes. */
struct str tokens_name(struct arena *arena, const struct body_tokens *t, size_t n);

/* The bytes from token [n] up to, not with, token [end]; empty where there are none. */
struct range tokens_range(const struct body_tokens *t, size_t n, size_t end);

/* Each returns the number of a token at or behind [n]; the number of tokens where none is found. */

/* The first of these words outside parentheses and CASE ... END, or the semicolon before it. */
size_t tokens_find_word(const struct body_tokens *t, size_t n, const char *const *words);

size_t tokens_find_semicolon(const struct body_tokens *t, size_t n);

/* The semicolon that ends the SQL statement at [n]. */
size_t tokens_find_statement_end(const struct body_tokens *t, size_t n);

/* What stands behind the target `a`, `a.b` or `a[1]` at [n]; [n] where there is none. */
size_t tokens_skip_target(const struct body_tokens *t, size_t n);

#endif
