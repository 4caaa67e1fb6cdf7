#include "lint/cuts.h"

#include "base/vec.h"
#include "lint/code.h"
#include "lint/cut_marks.h"
#include "lint/statement_reader.h"
#include "sql/parse.h"

#include <stdlib.h>
#include <string.h>

/* So many times a gap is read again behind a literal that was none; then it is left alone. */
enum { MOST_RETRIES = 16, MOST_STARTS = 4 };

/* The text between two blocks of a section, or before the first or behind the last. */
struct gap {
    uint32_t start, end;
    const struct goose_statement *block; /* what follows it; NULL: the section's end */
    uint32_t block_number;
};

struct finder {
    struct arena *arena;
    const struct source *source;
    struct str code; /* directives blanked */
    enum direction direction;
    const struct goose_section *section;
    struct goose_ends ends;
    size_t next_end;
    struct {
        struct cut *at;
        size_t len, cap;
    } cuts;

    /* The statement being read. */
    struct statement_reader reader;
    uint32_t whole_start; /* its first byte, a comment goose cuts included; UINT32_MAX: none yet */
    size_t first_cut;     /* of this statement */
    bool doubtful;        /* a cut in a literal that is likely none */
    struct token starts[MOST_STARTS]; /* words at a line's start that may begin a statement */
    struct token before[MOST_STARTS]; /* ... and the token before each */
    size_t start_count;
    struct span missed; /* the `;` of the statement before, if goose does not cut there */
    uint32_t missed_start;
    unsigned retries;
};

static struct span place(const struct finder *f, uint32_t start, uint32_t end)
{
    return (struct span){f->source, start, end};
}

/* The string being read outside blocks: the one that ends next, or else the block it is glued to.
 */
static uint32_t number_at(const struct finder *f, const struct gap *gap)
{
    if (f->next_end < f->ends.len && f->ends.at[f->next_end].at < gap->end) {
        return f->ends.at[f->next_end].number;
    }
    return gap->block != NULL ? gap->block_number : 0;
}

/* -- cuts -------------------------------------------------------------------------------------- */

static struct cut *add_cut(struct finder *f, enum cut_kind kind, uint32_t at, uint32_t number)
{
    struct cut cut = {
        .kind = kind,
        .at = place(f, at, at + 1),
        .direction = f->direction,
        .statement = number,
    };
    VEC_PUSH(f->arena, &f->cuts, cut);
    return &f->cuts.at[f->cuts.len - 1];
}

/* goose's ends inside one literal or comment. */
static void cut_token(struct finder *f, struct token token, const struct lexer *behind)
{
    bool empty = f->whole_start == UINT32_MAX;
    for (; f->next_end < f->ends.len && f->ends.at[f->next_end].at < token.end; f->next_end++) {
        struct cut in_token;
        if (!cut_in_token(f->source, token, &in_token)) continue;
        /* `SELECT 1;--note;`: it has ended already, on the same line. */
        if (empty && in_token.kind == CUT_IN_LINE_COMMENT) {
            f->missed = (struct span){0};
            continue;
        }
        if (empty) f->whole_start = token.start;
        empty = false;
        const struct goose_end *end = &f->ends.at[f->next_end];
        struct cut *cut = add_cut(f, in_token.kind, end->at, end->number);
        cut->opening = in_token.opening;
        cut->closing = in_token.closing;
        if (cut->kind == CUT_IN_DOLLAR_STRING && !code_literal_is_real(f->code, token, *behind)) {
            f->doubtful = true;
        }
    }
}

/* goose's end at a `;` of code: right, or inside a body. */
static void cut_semicolon(struct finder *f, struct token token)
{
    if (f->next_end >= f->ends.len || f->ends.at[f->next_end].at != token.start) {
        if (f->reader.ended && f->reader.token_count > 1) {
            f->missed = place(f, token.start, token.end);
            f->missed_start = f->whole_start;
        }
        return;
    }
    const struct goose_end *end = &f->ends.at[f->next_end++];
    f->missed = (struct span){0};
    if (f->reader.ended) return;
    enum cut_kind kind = f->reader.enclosure == ENCLOSURE_ATOMIC ? CUT_IN_ATOMIC_BODY : CUT_IN_RULE;
    struct cut *cut = add_cut(f, kind, end->at, end->number);
    cut->opening = place(f, f->reader.opening.start, f->reader.opening.end);
}

/* More follows a `;` that goose has not seen: both leave together. */
static void report_missed(struct finder *f, const struct gap *gap)
{
    if (f->missed.source == NULL) return;
    uint32_t number = number_at(f, gap);
    if (number != 0) {
        struct cut *cut = add_cut(f, CUT_MISSED, f->missed.start, number);
        cut->whole = place(f, f->missed_start, f->missed.end);
    }
    f->missed = (struct span){0};
}

/* -- PostgreSQL's side ------------------------------------------------------------------------- */

static bool parses_text(struct str text)
{
    struct arena scratch;
    arena_init(&scratch);
    struct str sql = str_copy(&scratch, text);
    bool parsed = sql_parse(&scratch, sql).parsed;
    arena_release(&scratch);
    return parsed;
}

static bool parses(const struct finder *f, uint32_t start, uint32_t end)
{
    return parses_text(str_slice(f->code, start, end));
}

static bool begins_statement(struct str code, struct token token)
{
    static const char *const words[] = {"alter",  "create",   "comment", "delete",
                                        "drop",   "grant",    "insert",  "revoke",
                                        "select", "truncate", "update",  "with"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (token_is(code, token, words[i])) return true;
    }
    return false;
}

static bool starts_its_line(const struct finder *f, struct token token)
{
    uint32_t at = token.start;
    while (at > 0 && (f->code.at[at - 1] == ' ' || f->code.at[at - 1] == '\t')) at--;
    return at == 0 || f->code.at[at - 1] == '\n';
}

/* Remembers where another statement may begin although no `;` came before. */
static void note_start(struct finder *f, struct token before, struct token token)
{
    if (f->start_count == MOST_STARTS || before.kind == TOKEN_END || f->reader.parentheses > 0 ||
        f->reader.enclosure != ENCLOSURE_NONE)
        return;
    if (!begins_statement(f->code, token) || !starts_its_line(f, token)) return;
    f->starts[f->start_count] = token;
    f->before[f->start_count++] = before;
}

/* A statement that is refused, and two that are not when a `;` is put between them. */
static void find_swallowed(struct finder *f, uint32_t end, uint32_t number)
{
    if (f->start_count == 0 || number == 0 || parses(f, f->whole_start, end)) return;
    for (size_t i = 0; i < f->start_count; i++) {
        uint32_t start = f->starts[i].start;
        if (!parses(f, f->whole_start, start) || !parses(f, start, end)) continue;
        struct cut *cut = add_cut(f, CUT_SWALLOWED, f->before[i].start, number);
        cut->at = place(f, f->before[i].start, f->before[i].end);
        cut->whole = place(f, f->whole_start, end);
        return;
    }
}

static void close_bodies(struct finder *f)
{
    for (size_t i = f->first_cut; i < f->cuts.len; i++) {
        struct cut *cut = &f->cuts.at[i];
        bool body = cut->kind == CUT_IN_ATOMIC_BODY || cut->kind == CUT_IN_RULE;
        if (!body || f->reader.closing.kind == TOKEN_END) continue;
        cut->closing = place(f, f->reader.closing.start, f->reader.closing.end);
    }
}

/* Whether the cuts of the statement are real: a quote too many makes literals out of code. */
static bool cuts_are_real(struct finder *f, uint32_t end)
{
    if (f->doubtful) return false;
    for (size_t i = f->first_cut; i < f->cuts.len; i++) {
        if (f->cuts.at[i].kind != CUT_IN_DOLLAR_STRING) return parses(f, f->whole_start, end);
    }
    return true;
}

static void next_statement(struct finder *f)
{
    f->reader = (struct statement_reader){.text = f->code};
    f->whole_start = UINT32_MAX;
    f->first_cut = f->cuts.len;
    f->doubtful = false;
    f->start_count = 0;
}

/* The statement ends before byte [end]. False when its cuts were none; [again] is then where to go
 * on reading, behind the first of them. */
static bool finish_statement(struct finder *f, uint32_t end, uint32_t number, uint32_t *again)
{
    bool real = true;
    if (f->first_cut == f->cuts.len) {
        find_swallowed(f, end, number);
    } else if (cuts_are_real(f, end)) {
        close_bodies(f);
        for (size_t i = f->first_cut; i < f->cuts.len; i++) {
            f->cuts.at[i].whole = place(f, f->whole_start, end);
        }
    } else {
        *again = f->cuts.at[f->first_cut].at.end;
        f->cuts.len = f->first_cut;
        while (f->next_end > 0 && f->ends.at[f->next_end - 1].at >= *again) f->next_end--;
        f->missed = (struct span){0};
        real = false;
    }
    next_statement(f);
    return real;
}

/* -- one gap ----------------------------------------------------------------------------------- */

static bool is_comment(struct token token)
{
    return token.kind == TOKEN_LINE_COMMENT || token.kind == TOKEN_BLOCK_COMMENT;
}

static void feed_code(struct finder *f, const struct gap *gap, struct token token)
{
    struct token before = f->whole_start == UINT32_MAX ? (struct token){0} : f->reader.last;
    if (token.kind != TOKEN_SEMICOLON) report_missed(f, gap);
    if (f->whole_start == UINT32_MAX) {
        f->whole_start = token.start;
        f->first_cut = f->cuts.len;
    }
    note_start(f, before, token);
    statement_reader_feed(&f->reader, token);
}

/* Text that no `;` ends, in front of a block: goose glues it to the block. Many write the head of a
 * function there and its body into the block; then both together are right. */
static void find_glued(struct finder *f, const struct gap *gap)
{
    struct token last = f->reader.last;
    if (gap->block->span.start > last.start) return;
    if (parses_text(gap->block->sql) || !parses(f, f->whole_start, last.end)) return;
    struct cut *cut = add_cut(f, CUT_SWALLOWED, last.start, gap->block_number);
    cut->at = place(f, last.start, last.end);
    cut->whole = place(f, f->whole_start, gap->block->block.end);
}

static void finish_gap(struct finder *f, const struct gap *gap)
{
    uint32_t again;
    if (f->first_cut < f->cuts.len) {
        finish_statement(f, gap->end, 0, &again);
    } else if (gap->block != NULL && f->whole_start != UINT32_MAX && f->reader.token_count > 0) {
        find_glued(f, gap);
    }
    if (gap->block != NULL && gap->block->span.start < gap->block->block.start) {
        report_missed(f, gap);
    }
}

/* An unterminated literal or comment ends the reading: every piece goose makes of it fails anyway.
 */
static void read_statements(struct finder *f, const struct gap *gap)
{
    struct lexer lexer = {.text = str_slice(f->code, 0, gap->end), .at = gap->start};
    for (;;) {
        struct token token = lex_next(&lexer);
        if (token.unterminated) {
            f->cuts.len = f->first_cut;
            return;
        }
        if (token.kind == TOKEN_END) break;
        if (!is_comment(token)) feed_code(f, gap, token);
        uint32_t number = number_at(f, gap);
        if (token.kind == TOKEN_SEMICOLON)
            cut_semicolon(f, token);
        else
            cut_token(f, token, &lexer);
        if (is_comment(token) || !f->reader.ended) continue;
        uint32_t again;
        if (finish_statement(f, token.end, number, &again)) continue;
        if (++f->retries > MOST_RETRIES) return;
        lexer.at = again;
    }
    finish_gap(f, gap);
}

static void read_gap(struct finder *f, const struct gap *gap)
{
    next_statement(f);
    f->missed = (struct span){0};
    read_statements(f, gap);
    while (f->next_end < f->ends.len && f->ends.at[f->next_end].at < gap->end) f->next_end++;
}

/* -- sections ---------------------------------------------------------------------------------- */

static void read_section(struct finder *f)
{
    uint32_t at = f->section->body.start;
    for (size_t i = 0; i < f->section->statement_count; i++) {
        const struct goose_statement *sent = &f->section->statements[i];
        if (!sent->in_block || sent->block.source == NULL || sent->block.start < at) continue;
        struct gap gap = {at, sent->block.start, sent, (uint32_t)i + 1};
        read_gap(f, &gap);
        at = sent->block.end;
    }
    if (at < f->section->body.end) {
        struct gap gap = {.start = at, .end = f->section->body.end};
        read_gap(f, &gap);
    }
}

static int compare_places(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_cuts(const void *left, const void *right)
{
    const struct cut *a = left;
    const struct cut *b = right;
    return compare_places(a->at.start, b->at.start);
}

const struct cut *find_cuts(struct arena *arena, const struct source *source,
                            const struct goose_file *goose, size_t *count)
{
    struct finder f = {.arena = arena, .source = source};
    f.code = code_text(arena, source, goose);
    for (int direction = DIRECTION_UP; direction <= DIRECTION_DOWN; direction++) {
        f.direction = (enum direction)direction;
        f.section = direction == DIRECTION_UP ? &goose->up : &goose->down;
        if (f.section->body.source == NULL) continue;
        f.next_end = 0;
        f.retries = 0;
        f.ends = find_goose_ends(f.arena, f.source, f.section);
        read_section(&f);
    }
    if (f.cuts.len > 1) qsort(f.cuts.at, f.cuts.len, sizeof *f.cuts.at, compare_cuts);
    *count = f.cuts.len;
    return f.cuts.at;
}
