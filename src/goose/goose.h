/* A migration file as goose reads it, byte for byte (pressly/goose v3.19 to v3.27.3).
 *
 * In: a source. Out: its directives, the strings goose would send for each direction with the
 * source bytes every part came from, the transaction mode, and goose's own errors with positions.
 * goose stops at its first error; this goes on with a best guess, so that one mistake costs only
 * itself. Everything lives in the arena given. Never fails: a bad file is `accepted == false`. */
#ifndef GANDER_GOOSE_GOOSE_H
#define GANDER_GOOSE_GOOSE_H

#include "base/arena.h"
#include "base/str.h"
#include "source/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum direction { DIRECTION_UP, DIRECTION_DOWN };

enum directive_kind {
    DIRECTIVE_UP,
    DIRECTIVE_DOWN,
    DIRECTIVE_STATEMENT_BEGIN,
    DIRECTIVE_STATEMENT_END,
    DIRECTIVE_NO_TRANSACTION,
    DIRECTIVE_ENVSUB_ON,
    DIRECTIVE_ENVSUB_OFF,
    DIRECTIVE_INVALID, /* a `--` line with `+goose` that goose refuses */
};

/* A line goose takes for a directive. */
struct directive {
    enum directive_kind kind;
    uint32_t line;    /* 1-based */
    struct span span; /* the line without its end and without surrounding blanks */
    bool misplaced;   /* goose raises an error here because of its place */
    bool canonical;   /* `-- +goose Xxx` in column 1, exact case, nothing else */
};

/* Why goose refuses the file. Each has one rule. */
enum goose_error_kind {
    GOOSE_UNREADABLE_TEXT, /* BOM on line 1, UTF-16, CR-only line ends, a line of 4 MiB */
    GOOSE_MISSING_UP,      /* no Up; or text before it */
    GOOSE_DUPLICATE_UP,
    GOOSE_DOWN_OUT_OF_ORDER, /* Down before Up, inside an open block, or a second Down */
    GOOSE_STATEMENT_BEGIN_MISPLACED,
    GOOSE_STATEMENT_END_MISPLACED,
    GOOSE_STATEMENT_END_MISSING,
    GOOSE_DIRECTIVE_INDENTED,   /* leading blank or tab */
    GOOSE_DIRECTIVE_EMPTY,      /* `-- +goose` alone */
    GOOSE_DIRECTIVE_REPEATED,   /* two `+goose` in one line */
    GOOSE_DIRECTIVE_UNKNOWN,    /* misspelt, trailing text, prose */
    GOOSE_UNFINISHED_STATEMENT, /* pending text at Down or at the end of the file */
    GOOSE_ENVSUB,               /* an expansion goose's substitution refuses */
};

struct goose_error {
    enum goose_error_kind kind;
    uint32_t line;      /* 1-based */
    struct span span;   /* what to underline */
    struct str message; /* one sentence in gander's words */
    bool in_up;         /* goose would raise it while parsing Up */
    bool in_down;       /* ... while parsing Down */
};

/* [len] bytes of the sent string starting at [sent] came from the source's byte [source] on. Bytes
 * that no piece covers (an expanded variable) come from `source` of the piece marked `expanded`. */
struct piece {
    uint32_t sent;
    uint32_t source;
    uint32_t len;        /* in the sent string */
    uint32_t source_len; /* equals len unless expanded */
    bool expanded;
};

/* One string that goose sends: one Query message of PostgreSQL's simple protocol. */
struct goose_statement {
    struct str sql;             /* exactly; NUL-terminated behind its end */
    const struct piece *pieces; /* in order of `sent`, gapless */
    size_t piece_count;
    uint32_t start_line; /* 1-based line of its first and last byte; for an empty string */
    uint32_t end_line;   /* the line of the block's StatementEnd */
    struct span span;    /* from its first to its last source byte */
    bool in_block;       /* it came from StatementBegin/StatementEnd */
    struct span block;   /* from the StatementBegin line's first byte to StatementEnd's last */
};

/* A line of SQL that goose throws away (reference S01: after a block of comments only). */
struct dropped_line {
    uint32_t line;
    struct span span;  /* the line, trimmed */
    struct span block; /* the block that swallows it: StatementBegin to StatementEnd */
    enum direction direction;
};

/* A `$` expansion under ENVSUB ON. */
struct expansion {
    struct span span; /* `$NAME`, `${...}`, `$$` */
    struct str name;  /* empty for `$$` */
    bool has_default; /* `:-`, `-`, `?` */
    bool known;       /* the variable has a value */
    enum direction direction;
};

struct goose_section {
    bool present; /* its directive is there, be it refused or out of place */
    struct span directive;
    bool accepted;    /* goose parses this direction without an error */
    struct span body; /* from behind the directive's line to the section's end */
    const struct goose_statement *statements;
    size_t statement_count;
};

/* `-- Name: value` comments from the top of the file to the first SQL of Up. */
struct header_field {
    struct str name;        /* as written, trimmed */
    struct str value;       /* trimmed; continuation lines joined by one blank */
    struct span span;       /* the comment line, from `--` */
    struct span value_span; /* empty span at the line's end when there is no value */
};

struct goose_file {
    bool accepted; /* goose's verdict: both directions */
    bool no_transaction;
    struct span no_transaction_directive; /* the first one; source == NULL when none */
    const struct directive *directives;   /* every line goose takes for one, in order */
    size_t directive_count;
    const struct goose_error *errors; /* by line */
    size_t error_count;
    struct goose_section up;
    struct goose_section down;
    const struct dropped_line *dropped;
    size_t dropped_count;
    const struct expansion *expansions;
    size_t expansion_count;
    const struct header_field *header;
    size_t header_count;
    struct span header_span; /* the lines searched for the header */
};

struct goose_variable {
    struct str name;
    struct str value;
};

/* What ENVSUB sees. */
struct goose_environment {
    const struct goose_variable *variables;
    size_t variable_count;
    /* true: an unset variable becomes nothing, as goose does it. false: it becomes its own name, so
     * that `${SCHEMA}.t` still parses (as `SCHEMA.t`) without knowing the environment. */
    bool unset_is_empty;
};

/* [environment] NULL: no variables, placeholders kept parseable. */
const struct goose_file *goose_read(struct arena *arena, const struct source *source,
                                    const struct goose_environment *environment);

/* Source bytes behind [start, end) of a sent string; an empty range gives an empty span. */
struct span goose_source_span(const struct source *source, const struct goose_statement *statement,
                              uint32_t start, uint32_t end);

const char *directive_name(enum directive_kind kind); /* "StatementBegin"; "" for INVALID */

#endif
