/* function-body-error: a body that the compiler of its language refuses. What libpg_query's
 * PL/pgSQL compiler refuses and PostgreSQL takes is dropped where bodies are checked (src/sql/). */
#include "lint/rule.h"

static void check_statement(struct rule_ctx *ctx)
{
    const struct sql_parse *parse = &ctx->statement->parse;
    for (size_t i = 0; i < parse->statement_count; i++) {
        const struct sql_statement *sql = &parse->statements[i];
        for (size_t j = 0; j < sql->body_error_count; j++) {
            const struct body_error *error = &sql->body_errors[j];
            struct range at = error->at.start < error->at.end ? error->at : sql->at;
            bool is_do = sql->change_count > 0 && sql->changes[0].kind == CHANGE_DO;
            struct diagnostic *finding =
                report(ctx, at, "this body does not compile: " STR_FMT, STR_ARG(error->message));
            finding->sql = (uint32_t)i + 1;
            primary_label(finding, "refused here");
            note(finding, is_do ? "PostgreSQL compiles a DO block before it runs it, and fails"
                                : "PostgreSQL checks the body when the function is created, unless "
                                  "`check_function_bodies` is off");
        }
    }
}

const struct rule rule_function_body_error = {
    .id = "function-body-error",
    .category = CATEGORY_SYNTAX,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "the body of a function or DO block does not compile",
    .why = "PostgreSQL compiles a PL/pgSQL body when the function is created and refuses the "
           "statement when the body has a syntax error.",
    .instead = "Correct the body; the message is that of PostgreSQL's compiler.",
    .exceptions = "What the body names is looked up only when it runs, and is not checked.",
    .example = {.bad = "-- +goose Up\n"
                       "-- +goose StatementBegin\n"
                       "CREATE FUNCTION touch() RETURNS trigger AS $$\n"
                       "BEGIN\n"
                       "  NEW.updated_at := now()\n"
                       "  RETURN NEW;\n"
                       "END;\n"
                       "$$ LANGUAGE plpgsql;\n"
                       "-- +goose StatementEnd\n"
                       "\n"
                       "-- +goose Down\n"
                       "DROP FUNCTION touch();\n",
                .good = "-- +goose Up\n"
                        "-- +goose StatementBegin\n"
                        "CREATE FUNCTION touch() RETURNS trigger AS $$\n"
                        "BEGIN\n"
                        "  NEW.updated_at := now();\n"
                        "  RETURN NEW;\n"
                        "END;\n"
                        "$$ LANGUAGE plpgsql;\n"
                        "-- +goose StatementEnd\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP FUNCTION touch();\n"},
    .check_statement = check_statement,
};
