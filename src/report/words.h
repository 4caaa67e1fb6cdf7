/* Titles, labels and summaries are fragments with names in backticks; formats that show sentences
 * get them here. */
#ifndef GANDER_REPORT_WORDS_H
#define GANDER_REPORT_WORDS_H

#include "base/arena.h"
#include "base/str.h"

#include <stddef.h>
#include <stdio.h>

/* A growing text; end with words_text(). */
struct words {
    char *buffer;
    size_t size;
    FILE *out;
};

void words_open(struct words *words);
/* What was written, copied into [arena]; closes. */
struct str words_text(struct words *words, struct arena *arena);

/* First letter upper case, a full stop behind it unless it ends like a sentence already. */
struct str sentence(struct arena *arena, struct str fragment);

/* Backticks become single quotes: for plain text. */
struct str plain_quotes(struct arena *arena, struct str text);

/* "index-not-concurrent" -> "IndexNotConcurrent" */
struct str pascal_case(struct arena *arena, struct str id);

/* What stands behind the last '/'. */
struct str base_name(struct str path);

/* Writes [text] broken at blanks so that no line is wider than [columns] cells, as far as words
 * allow. The first line goes on at cell [column]; every further one, also behind a line end in the
 * text, starts with [indent] blanks. Control characters are shown, not sent. */
void write_wrapped(FILE *out, struct str text, unsigned columns, unsigned column, unsigned indent);

/* [text] with control characters shown as \xNN or \u{NNNN} and invalid bytes as U+FFFD. */
void write_visible(FILE *out, struct str text);

/* Cells write_visible() fills. */
size_t visible_cells(struct str text);

#endif
