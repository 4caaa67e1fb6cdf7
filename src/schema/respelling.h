/* A text being respelled, token by token; only src/schema/respell*.c include this. */
#ifndef GANDER_SCHEMA_RESPELLING_H
#define GANDER_SCHEMA_RESPELLING_H

#include "schema/lex.h"
#include "schema/parts.h"
#include "schema/sql_text.h"

struct token_list {
    struct token *at;
    size_t len, cap;
};

struct respelling {
    struct arena *arena;
    struct str text;
    struct token_list tokens; /* code only, TOKEN_END last */
    struct sql_text made;
    uint32_t copied; /* up to this byte of the text */
};

struct respelling respelling_begin(struct arena *arena, struct str text);

/* [words] instead of the tokens from [first] to [last]. */
void respelling_replace(struct respelling *respelling, size_t first, size_t last, struct str words);

/* The text itself where nothing was replaced. */
struct str respelling_finish(struct respelling *respelling);

/* -- the token at [i]; behind the last there is TOKEN_END -------------------------------------- */

enum token_kind token_kind_at(const struct respelling *respelling, size_t i);
struct str token_text_at(const struct respelling *respelling, size_t i);
bool token_is_word(const struct respelling *respelling, size_t i, const char *word);
bool token_is_operator(const struct respelling *respelling, size_t i, struct str words);

/* This name, quoted or folded. */
bool token_is_name(const struct respelling *respelling, size_t i, struct str name);

/* A type, a collation, a function, an alias or the prefix of a literal. */
bool token_is_no_column(const struct respelling *respelling, size_t i);

/* `t.` stands before it. */
bool token_has_qualifier(const struct respelling *respelling, size_t i);

/* The last token of the relation's or type's name that begins at [i]; SIZE_MAX: another word stands
 * there. */
size_t token_end_of_name(const struct respelling *respelling, size_t i, struct name name);

/* As SQL writes it. */
struct str spelled_name(struct arena *arena, struct name name);

#endif
