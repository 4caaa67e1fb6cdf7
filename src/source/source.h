/* One file's text and where its lines are.
 *
 * Positions are byte offsets everywhere inside gander; they become lines and columns here, once, at
 * the edge. Lines end at LF (a CR before it belongs to the line end); a byte order mark is not
 * counted in columns; an invalid UTF-8 byte counts as one code point. A final LF ends the last line
 * and opens no further one, so the end of the file is a place on its last line. Immutable once
 * made; lives in the arena it was made in. */
#ifndef GANDER_SOURCE_SOURCE_H
#define GANDER_SOURCE_SOURCE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#include <stdint.h>

struct column_mark;

struct source {
    struct str path;             /* as reports show it: relative, '/', no leading "./" */
    struct str text;             /* the whole file, byte for byte; NUL-terminated behind its end */
    const uint32_t *line_starts; /* byte offset of each line's first byte */
    uint32_t line_count;         /* at least 1, also for an empty file */
    const struct column_mark *marks; /* private; NULL unless some line is very long */
};

/* A stretch of a source's bytes, end exclusive. source == NULL: no place. */
struct span {
    const struct source *source;
    uint32_t start;
    uint32_t end;
};

enum column_unit { COLUMN_CODE_POINTS, COLUMN_UTF16, COLUMN_BYTES };

struct position {
    uint32_t line;   /* 1-based */
    uint32_t column; /* 1-based, in the unit asked for */
};

/* Takes [text] as it is (not copied). Texts of 4 GiB and more are refused where they are read. */
const struct source *source_new(struct arena *arena, struct str path, struct str text);

/* [offset] past the end is taken as the end. */
struct position source_position(const struct source *source, uint32_t offset,
                                enum column_unit unit);

/* 1-based line number of a byte. */
uint32_t source_line_of(const struct source *source, uint32_t offset);

/* A line without its line end and without a BOM; [line] is 1-based. */
struct str source_line(const struct source *source, uint32_t line);

/* The bytes of a line, line end excluded, BOM excluded. */
struct span source_line_span(const struct source *source, uint32_t line);

struct str span_text(struct span span);

/* Reads a whole file into [arena]; false with the reason when it cannot. Refuses directories,
 * devices, and files of 4 GiB and more. [path] is NUL-terminated. */
bool source_read_file(struct arena *arena, const char *path, struct str *text, struct error *error);

#endif
