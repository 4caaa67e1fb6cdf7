/* Edits in terms of statements: whole ones put in or taken out, words put into one. Each is false,
 * and adds no edit, where the text does not allow it. */
#ifndef GANDER_LINT_FIX_SQL_H
#define GANDER_LINT_FIX_SQL_H

#include "lint/file.h"
#include "lint/fix.h"
#include "schema/lex.h"

struct rule_ctx;

/* [text] as lines of their own above what goose sends as one string, its block's directive
 * included; or below. */
void edit_insert_above(struct fix_draft *draft, const struct source *source,
                       const struct goose_statement *sent, struct str text);
void edit_insert_below(struct fix_draft *draft, const struct source *source,
                       const struct goose_statement *sent, struct str text);
/* Below the last statement of a section. */
bool edit_append_statement(struct fix_draft *draft, const struct migration_file *file,
                           enum direction direction, struct str text);

/* Whole lines, and a blank one beside them that would be one too many. */
void edit_delete_lines(struct fix_draft *draft, const struct source *source, uint32_t first,
                       uint32_t last);

/* One of PostgreSQL's statements with its `;`: whole lines where nothing else stands on them, the
 * whole block where nothing else is in it. */
bool edit_delete_statement(struct fix_draft *draft, const struct source *source,
                           const struct statement *statement, struct range sql);

/* [text] in the place of, or behind, bytes of the sent string; behind a word in small letters, in
 * small letters too. */
bool edit_replace_sent(struct fix_draft *draft, const struct source *source,
                       const struct goose_statement *sent, struct range at, const char *text);
bool edit_insert_sent(struct fix_draft *draft, const struct source *source,
                      const struct goose_statement *sent, uint32_t at, const char *text);

/* The statement at hand begins in small letters. */
bool writes_small(const struct rule_ctx *ctx);

/* Behind the first of the words [word] among the first words of the statement. */
bool edit_insert_behind_word(struct fix_draft *draft, const struct source *source,
                             const struct goose_statement *sent, struct range sql, const char *word,
                             const char *text);

/* SET LOCAL instead of SET, true for the last argument of set_config(); or the other way round. */
bool edit_set_local(struct fix_draft *draft, const struct source *source,
                    const struct statement *statement, const struct change *change, bool local);
/* "RESET lock_timeout;"; empty when the name is an odd one. */
struct str reset_of(struct arena *arena, struct str variable);

/* IF [NOT] EXISTS or OR REPLACE, where the statement has such a form. */
bool edit_guard(struct fix_draft *draft, const struct rule_ctx *ctx,
                const struct statement *statement, const struct change *change);
/* The DROP ... IF EXISTS to stand in front of a CREATE or ADD that has none; empty: none helps. */
struct str clearing_drop(struct arena *arena, const struct change *change);

/* Sends each statement of a string that goose sends whole as a string of its own. */
bool edit_split_string(struct fix_draft *draft, const struct migration_file *file,
                       const struct statement *statement);

/* Makes two of the ALTER TABLE at hand: the comma before its action number [at], a single one,
 * becomes the end of a statement. [change]: one of its actions. */
bool edit_split_alter(struct fix_draft *draft, const struct rule_ctx *ctx,
                      const struct change *change, size_t at);

/* Nothing of a section is lost when it runs without a transaction: each statement asks for that,
 * or is a setting or comment. */
bool section_bears_no_transaction(const struct rule_ctx *ctx, enum direction direction);

#endif
