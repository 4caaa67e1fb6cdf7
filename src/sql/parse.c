#include "sql/lower.h"

#include "sql/parse.h"
#include "sql/refused.h"
#include "sql/subtree.h"

#include <pg_query.h>
#include <pg_query/pg_query_internal.h>
#undef DEBUG
#undef STDERR_BUFFER_LEN
#include <stdlib.h>

static void lower_raw(struct arena *arena, struct str sql, const RawStmt *raw,
                      struct body_list *bodies, struct sql_parse *parse, size_t number)
{
    struct sql_statement *statement = &parse->statements[number];
    uint32_t start = raw->stmt_location < 0 ? 0 : (uint32_t)raw->stmt_location;
    uint32_t end = raw->stmt_len == 0 ? (uint32_t)sql.len : start + (uint32_t)raw->stmt_len;
    size_t unrolled = 0;
    struct lowering l = {
        .arena = arena, .sql = sql, .number = number, .bodies = bodies, .unrolled = &unrolled};
    l.at = range_trim(sql, (struct range){start, end});
    l.changes.at = ARENA_NEW(arena, struct change); /* most statements are one change */
    l.changes.cap = 1;
    lower_statement(&l, raw->stmt);
    statement->at = l.at;
    statement->tag = l.tag;
    statement->changes = l.changes.at;
    statement->change_count = l.changes.len;
}

static void lower_list(struct arena *arena, struct str sql, const List *tree,
                       struct body_list *bodies, struct sql_parse *parse)
{
    parse->parsed = true;
    parse->statement_count = (size_t)list_length(tree);
    parse->statements = arena_array(arena, parse->statement_count, sizeof *parse->statements);
    for (int i = 0; i < list_length(tree); i++) {
        const RawStmt *raw = LOWER_AS(RawStmt, list_nth(tree, i));
        lower_raw(arena, sql, raw, bodies, parse, (size_t)i);
    }
}

/* One run of the parser. The tree lives until its context is left. */
struct parser_run {
    MemoryContext context;
    PgQueryInternalParsetreeAndError result;
};

static struct parser_run run_parser(struct str sql)
{
    struct parser_run run = {.context = pg_query_enter_memory_context()};
    run.result = pg_query_raw_parse(sql.at);
    return run;
}

static void end_run(struct parser_run *run)
{
    free(run->result.stderr_buffer);
    if (run->result.error != NULL) pg_query_free_error(run->result.error);
    pg_query_exit_memory_context(run->context);
}

/* Runs the parser, a second time where the first refusal was its own mistake; [sql] is then what it
 * took. */
static struct parser_run parse(struct arena *arena, struct str *sql)
{
    struct parser_run run = run_parser(*sql);
    struct str without;
    if (run.result.error == NULL || !refused_for_comments(arena, *sql, &without)) return run;
    end_run(&run);
    *sql = without;
    return run_parser(without);
}

/* The tree stays in the memory context that is entered already. */
bool sql_subtree(struct arena *arena, struct str sql, const List **tree)
{
    struct sql_error refused;
    if (refused_beforehand(arena, sql, &refused)) return false;
    for (bool again = true; again;) {
        PgQueryInternalParsetreeAndError result = pg_query_raw_parse(sql.at);
        free(result.stderr_buffer);
        *tree = result.tree;
        if (result.error == NULL) return true;
        pg_query_free_error(result.error);
        struct str without;
        again = refused_for_comments(arena, sql, &without) && !str_equal(without, sql);
        sql = without;
    }
    return false;
}

const SelectStmt *sql_only_select(struct arena *arena, struct str sql)
{
    const List *tree = NIL;
    if (!sql_subtree(arena, sql, &tree) || list_length(tree) != 1) return NULL;
    const Node *statement = LOWER_AS(RawStmt, linitial(tree))->stmt;
    return IsA(statement, SelectStmt) ? LOWER_AS(SelectStmt, statement) : NULL;
}

const SelectStmt *sql_evaluation(struct arena *arena, struct str expression)
{
    struct str parts[] = {STR("SELECT "), expression};
    const SelectStmt *select = sql_only_select(arena, str_join(arena, parts, 2, STR("")));
    return select != NULL && list_length(select->targetList) == 1 ? select : NULL;
}

const Node *sql_evaluated(const SelectStmt *evaluation)
{
    if (evaluation == NULL) return NULL;
    return LOWER_AS(ResTarget, linitial(evaluation->targetList))->val;
}

static struct sql_error error_of(struct arena *arena, struct str sql, const struct parser_run *run)
{
    return refused_by_parser(arena, sql, run->result.error->message, run->result.error->cursorpos);
}

bool sql_read(struct arena *arena, struct str sql, struct sql_error *error, sql_tree_reader *read,
              void *context)
{
    if (refused_beforehand(arena, sql, error)) return false;
    struct parser_run run = parse(arena, &sql);
    bool accepted = run.result.error == NULL;
    if (!accepted) *error = error_of(arena, sql, &run);
    if (accepted && read != NULL) read(run.result.tree, sql, context);
    end_run(&run);
    return accepted;
}

/* -- bodies ------------------------------------------------------------------------------------ */

static void check_bodies(struct arena *arena, struct str sql, const struct body_list *bodies,
                         struct sql_parse *parse)
{
    for (size_t i = 0; i < bodies->len; i++) {
        const struct body *body = &bodies->at[i];
        struct sql_statement *statement = &parse->statements[body->statement];
        struct body_error error = {0};
        if (!body_check(arena, sql, body, &error)) continue;
        statement->body_errors = ARENA_NEW(arena, struct body_error);
        *statement->body_errors = error;
        statement->body_error_count = 1;
    }
}

struct sql_parse sql_parse(struct arena *arena, struct str sql)
{
    struct sql_parse parsed = {0};
    if (refused_beforehand(arena, sql, &parsed.error)) return parsed;
    struct body_list bodies = {0};
    struct parser_run run = parse(arena, &sql);
    if (run.result.error == NULL) {
        lower_list(arena, sql, run.result.tree, &bodies, &parsed);
    } else {
        parsed.error = error_of(arena, sql, &run);
    }
    end_run(&run);
    check_bodies(arena, sql, &bodies, &parsed);
    return parsed;
}
