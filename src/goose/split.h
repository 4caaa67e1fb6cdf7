/* One pass of goose's parser over a file, for one direction: the state machine of goose v3.27.3
 * (internal/sqlparser). What goose stops at is noted, and the pass goes on with a best guess. */
#ifndef GANDER_GOOSE_SPLIT_H
#define GANDER_GOOSE_SPLIT_H

#include "goose/envsub.h"
#include "goose/goose.h"
#include "goose/scan.h"
#include "goose/sent.h"

/* In goose's order: its messages show these numbers. */
enum goose_state {
    STATE_START,
    STATE_UP,
    STATE_UP_BLOCK,
    STATE_UP_CLOSED, /* behind a StatementEnd that has not been stored yet */
    STATE_DOWN,
    STATE_DOWN_BLOCK,
    STATE_DOWN_CLOSED,
};

struct goose_error_list {
    struct goose_error *at;
    size_t len, cap;
};

struct statement_list {
    struct goose_statement *at;
    size_t len, cap;
};

struct dropped_list {
    struct dropped_line *at;
    size_t len, cap;
};

struct goose_pass {
    struct arena *arena;
    struct arena *scratch;
    const struct scan *scan;
    const struct goose_environment *environment;
    enum direction direction;
    struct expansion_list *expansions;
    struct dropped_list *dropped;

    enum goose_state state;
    bool up_seen; /* an Up directive that counted */
    bool envsub;
    struct sent_text pending; /* what goose has in its buffer */
    size_t next_directive;
    struct span block_begin; /* the line of the last StatementBegin */
    struct span block_end;   /* the line of the last StatementEnd */

    struct goose_section sections[2]; /* by direction, without statements */
    struct goose_section *open;       /* whose body is being read */
    struct goose_error_list errors;
    struct statement_list statements;
};

/* Runs a prepared pass to the end of the file. */
void goose_pass_run(struct goose_pass *pass);

/* -- shared by the lines and the directives of a pass ------------------------------------------ */

void goose_pass_error(struct goose_pass *pass, enum goose_error_kind kind, struct span span,
                      struct str message);

/* Carries out a directive line. True: the line is done with; false: it goes on like any line, as
 * StatementEnd does in goose. */
bool goose_pass_directive(struct goose_pass *pass, size_t number, const struct goose_line *line);

/* The state belongs to the section that this pass keeps. */
bool goose_pass_keeps(const struct goose_pass *pass);

/* Stores the buffer as a statement and empties it. */
void goose_pass_store(struct goose_pass *pass, bool in_block);

/* Stores what is pending, unless it is blank, where goose would have given up. */
void goose_pass_rescue(struct goose_pass *pass, bool in_block);

/* The same with goose's "unfinished SQL" error. */
void goose_pass_unfinished(struct goose_pass *pass);

/* The section a state belongs to begins, its text at byte [body]; [directive] may have no source.
 */
void goose_pass_enter(struct goose_pass *pass, enum direction direction, struct span directive,
                      uint32_t line_start, uint32_t body);

#endif
