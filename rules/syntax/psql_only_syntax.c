/* psql-only-syntax: a backslash command, or COPY with its rows: what psql understands and goose
 * cannot send (reference goose.md 2.3, S17, S18). */
#include "lint/rule.h"

/* -- backslash commands ------------------------------------------------------------------------ */

static struct str command_at(struct str sql, uint32_t start)
{
    uint32_t end = start + 1;
    while (end < sql.len && sql.at[end] != ' ' && sql.at[end] != '\t' && sql.at[end] != '\r' &&
           sql.at[end] != '\n' && sql.at[end] != ';')
        end++;
    return str_slice(sql, start, end);
}

static const char *instead_of(struct str command)
{
    static const struct {
        const char *command;
        const char *help;
    } commands[] = {
        {"\\restrict", "delete the line: pg_dump writes it for psql"},
        {"\\unrestrict", "delete the line: pg_dump writes it for psql"},
        {"\\connect", "delete the line: goose has connected already"},
        {"\\c", "delete the line: goose has connected already"},
        {"\\i", "copy the statements of that file into this one"},
        {"\\ir", "copy the statements of that file into this one"},
        {"\\copy", "write the rows as `INSERT ... VALUES`"},
        {"\\.", "write the rows as `INSERT ... VALUES`"},
        {"\\echo", "delete the line"},
        {"\\set", "write the value where it is used, or take it from the environment with "
                  "`-- +goose ENVSUB ON`"},
    };
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (str_equal(command, str_from(commands[i].command))) return commands[i].help;
    }
    return "delete the line, or write what it does in SQL";
}

/* pg_dump's two guards against lines that psql would obey do nothing else. */
static void fix_backslash(const struct rule_ctx *ctx, struct diagnostic *finding,
                          struct str command)
{
    const struct source *source = ctx->file->source;
    const struct span at = finding->labels[0].span;
    if (!str_equal(command, STR("\\restrict")) && !str_equal(command, STR("\\unrestrict"))) return;
    if (at.source == NULL) return;
    uint32_t line = source_line_of(source, at.start);
    if (!str_starts_with(str_trim(source_line(source, line)), command)) return;
    struct fix_draft fix = safe_fix(finding, "delete the line");
    edit_delete_line(&fix, source, line);
    offer_fix(&fix);
}

static bool check_backslash(struct rule_ctx *ctx)
{
    struct str sql = ctx->statement->sent->sql;
    struct range at = ctx->statement->parse.error.at;
    if (at.start >= sql.len || sql.at[at.start] != '\\') return false;
    struct str command = command_at(sql, at.start);
    struct str shown = code_short(ctx->arena, command, 24);
    at.end = at.start + (uint32_t)command.len;
    struct diagnostic *finding = report(
        ctx, at, "PostgreSQL refuses `" STR_FMT "`: it is a command of psql", STR_ARG(shown));
    primary_label(finding, "goose sends it to the server");
    help(finding, "%s", instead_of(command));
    fix_backslash(ctx, finding, command);
    return true;
}

/* -- COPY ... FROM STDIN ----------------------------------------------------------------------- */

/* To the end of the line `\.` that ends the rows; to the end of the section when there is none. */
static struct span rows_behind(const struct rule_ctx *ctx, uint32_t start)
{
    const struct source *source = ctx->file->source;
    const struct goose_section *section =
        ctx->direction == DIRECTION_UP ? &ctx->file->goose->up : &ctx->file->goose->down;
    size_t end = str_find(source->text, STR("\n\\."), start);
    if (end == SIZE_MAX || end > section->body.end)
        end = ctx->statement->sent->span.end;
    else
        end += 3;
    return (struct span){source, start, (uint32_t)end};
}

static void report_copy(struct rule_ctx *ctx, struct range at, bool waits)
{
    struct diagnostic *finding =
        waits ? report(ctx, at, "goose hangs here: PostgreSQL waits for rows that nobody sends")
              : report(ctx, at, "PostgreSQL takes the rows behind this `COPY` for SQL and fails");
    primary_label(finding, "psql would send the rows that follow");
    note(finding, "goose sends text as statements; it has no way to send the rows of a COPY");
    help(finding, "write the rows as `INSERT ... VALUES`");
    finding->explains = rows_behind(ctx, finding->labels[0].span.start);
}

static void check_parsed_copy(struct rule_ctx *ctx)
{
    const struct sql_parse *parse = &ctx->statement->parse;
    for (size_t i = 0; i < parse->statement_count; i++) {
        for (size_t j = 0; j < parse->statements[i].change_count; j++) {
            const struct change *change = &parse->statements[i].changes[j];
            if (change->kind == CHANGE_COPY && change->copy.is_from && change->copy.stdin_or_stdout)
                report_copy(ctx, change->at, true);
        }
    }
}

/* A COPY ... FROM STDIN; before the place where the parser stopped. */
static bool check_rows_in_string(struct rule_ctx *ctx)
{
    struct lexer lexer = {.text = ctx->statement->sent->sql};
    struct token copy = {.kind = TOKEN_END};
    struct token before = {.kind = TOKEN_END};
    for (struct token token = lex_next_code(&lexer); token.kind != TOKEN_END;
         token = lex_next_code(&lexer)) {
        if (token.start > ctx->statement->parse.error.at.start) return false;
        bool begins = before.kind == TOKEN_END || before.kind == TOKEN_SEMICOLON;
        if (begins) copy.kind = TOKEN_END;
        if (begins && token_is(lexer.text, token, "copy")) copy = token;
        if (copy.kind != TOKEN_END && token_is(lexer.text, token, "stdin") &&
            token_is(lexer.text, before, "from")) {
            report_copy(ctx, (struct range){copy.start, token.end}, false);
            return true;
        }
        before = token;
    }
    return false;
}

static void check_statement(struct rule_ctx *ctx)
{
    if (ctx->statement->parse.parsed)
        check_parsed_copy(ctx);
    else if (!check_rows_in_string(ctx))
        check_backslash(ctx);
}

const struct rule rule_psql_only_syntax = {
    .id = "psql-only-syntax",
    .category = CATEGORY_SYNTAX,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a psql command, or COPY with its rows, which goose cannot send",
    .why = "Backslash commands and the rows below `COPY ... FROM STDIN` are for psql. goose sends "
           "them to the server as SQL: a syntax error, or a COPY that waits for ever.",
    .instead = "Delete the command; write rows as `INSERT ... VALUES`.",
    .fix = "safe: deletes `\\restrict` and `\\unrestrict`",
    .example = {.bad = "\\restrict abc\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);",
                .good = "CREATE TABLE invoices (id bigint PRIMARY KEY);"},
    .hides = {"syntax-error"},
    .check_statement = check_statement,
};
