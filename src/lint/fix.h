/* How a rule writes a fix: a draft, edits, then offer_fix().
 *
 *     struct fix_draft fix = safe_fix(finding, "end the statement with `;`");
 *     edit_insert(&fix, finding->labels[0].span.source, end, ";");
 *     offer_fix(&fix);
 *
 * Edits of one fix must not overlap. The title makes sense alone, as an editor's menu entry; the
 * finding's first help says the same in its own words. Lines get the line ends of their file, and a
 * file without a final one stays without. */
#ifndef GANDER_LINT_FIX_H
#define GANDER_LINT_FIX_H

#include "lint/diagnostic.h"

struct fix_draft {
    struct diagnostic *finding;
    struct fix fix;
    struct edit *edits;
    size_t edit_count, edit_cap;
};

/* Safe: the same effect on the database, or goose would fail without it. */
struct fix_draft safe_fix(struct diagnostic *finding, const char *title);
/* Unsafe: it changes transactions, data, order, or what Down does. [caveat] says in a few words
 * why, or is NULL. */
struct fix_draft unsafe_fix(struct diagnostic *finding, const char *title, const char *caveat);

void edit_replace(struct fix_draft *draft, struct span span, const char *format, ...)
    PRINTF_LIKE(3, 4);
void edit_insert(struct fix_draft *draft, const struct source *source, uint32_t at,
                 const char *format, ...) PRINTF_LIKE(4, 5);
void edit_delete(struct fix_draft *draft, struct span span);

/* What ends the lines of a file. */
struct str file_line_end(const struct source *source);

/* [text] as lines of their own above a line, or below the last one when [line] is behind it. */
void edit_insert_lines(struct fix_draft *draft, const struct source *source, uint32_t line,
                       struct str text);
/* [text] in the place of a line. */
void edit_replace_line(struct fix_draft *draft, const struct source *source, uint32_t line,
                       struct str text);
void edit_delete_line(struct fix_draft *draft, const struct source *source, uint32_t line);

/* `-- +goose NO TRANSACTION` above `-- +goose Up`. */
void edit_insert_no_transaction(struct fix_draft *draft, const struct goose_file *goose);
/* StatementBegin above the first line of [statement], StatementEnd below its last one. False, and
 * no edit, where other code or a directive stands on its lines. */
bool edit_wrap_in_block(struct fix_draft *draft, const struct goose_file *goose,
                        struct span statement);

/* Besides what edits touch, goose may cut the statements in [span] otherwise. */
void fix_recuts(struct fix_draft *draft, struct span span);

/* A draft without edits is dropped, and one that touches several files. */
void offer_fix(struct fix_draft *draft);

#endif
