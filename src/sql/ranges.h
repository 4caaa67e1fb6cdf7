/* Finding with the lexer the words of a statement that the parse tree has no location for. Each
 * call looks at the tokens it returns and a few around, or says that it reads on to the end. */
#ifndef GANDER_SQL_RANGES_H
#define GANDER_SQL_RANGES_H

#include "base/str.h"
#include "schema/change.h"
#include "schema/lex.h"

#include <stdbool.h>
#include <stdint.h>

/* Code tokens of [sql] in a range, with the depth of parentheses and brackets. */
struct walk {
    struct str sql;
    struct lexer lexer;
    uint32_t end;
    int depth;          /* after `token` */
    struct token token; /* the last one read; TOKEN_END behind the range */
    uint32_t last_end;  /* end of the token before it; 0: none */
};

struct walk walk_from(struct str sql, struct range range);
bool walk_next(struct walk *walk); /* false at the end */
bool walk_is(const struct walk *walk, const char *word);
bool walk_at_top(const struct walk *walk); /* outside all parentheses */

/* The words at the start that are all among [words] ("CREATE UNIQUE INDEX"); at least one token. */
struct range range_head(struct str sql, struct range statement, const char *words);

/* A possibly qualified name at [start]: `a`, `a.b."C"`. */
struct range range_name(struct str sql, uint32_t start, uint32_t end);

/* The part of [within] before, or from, the first top-level word; all of it, or nothing (empty at
 * the end), when it is not there. Reads to the word. */
struct range range_before_word(struct str sql, struct range within, const char *word);
struct range range_from_word(struct str sql, struct range within, const char *word);

/* What stands behind the first top-level [word], up to [stop] (NULL: none) or the unmatched `)`;
 * empty when the word is not there. */
struct range range_clause(struct str sql, struct range within, const char *word, const char *stop);

/* Up to the first top-level comma or unmatched `)`; without the blanks and comments around. Reads
 * to the range's end. */
struct range range_item(struct str sql, struct range within);

/* What stands in the first pair of parentheses at or behind [start], without them. */
struct range range_in_parentheses(struct str sql, struct range within);

/* [within] without blanks and comments at its ends. Reads all of it only where its last line may
 * end in a comment. */
struct range range_trim(struct str sql, struct range within);

struct str range_text(struct str sql, struct range range);

#endif
