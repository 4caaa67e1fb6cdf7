/* The physical lines of a file, and white space, as Go's standard library sees them. */
#ifndef GANDER_GOOSE_LINES_H
#define GANDER_GOOSE_LINES_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* goose's read buffer: a line with its LF must fit in (bufio.Scanner, 4 MiB). */
enum { GOOSE_LINE_LIMIT = 4 * 1024 * 1024 };

struct goose_line {
    uint32_t number; /* 1-based */
    uint32_t start;  /* byte offsets in the file */
    uint32_t end;    /* without LF and without the one CR before it */
    uint32_t next;   /* first byte of the next line */
    bool has_lf;
    bool too_long; /* goose cannot read it */
};

/* Moves [line] to the next line; begin with a zeroed one. False at the end of the text. */
bool goose_next_line(struct str text, struct goose_line *line);

struct str goose_line_text(struct str text, const struct goose_line *line);

/* Without the white space that Go's unicode.IsSpace names, at both ends. */
struct str goose_trim(struct str s);
bool goose_is_blank(struct str s);

/* The trimmed text starts with two dashes. */
bool goose_is_comment(struct str line);

/* The last word before the first word that begins with two dashes ends with a semicolon. */
bool goose_ends_statement(struct str line);

#endif
