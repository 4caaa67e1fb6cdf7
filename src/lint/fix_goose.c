/* Edits that every goose file knows. */
#include "lint/fix.h"
#include "schema/lex.h"

void edit_insert_no_transaction(struct fix_draft *draft, const struct goose_file *goose)
{
    struct span up = goose->up.directive;
    edit_insert_lines(draft, up.source, source_line_of(up.source, up.start),
                      STR("-- +goose NO TRANSACTION"));
}

static bool has_code(struct str text)
{
    struct lexer lexer = {.text = text};
    return lex_next_code(&lexer).kind != TOKEN_END;
}

static bool holds_directive(const struct goose_file *goose, uint32_t first, uint32_t last)
{
    for (size_t i = 0; i < goose->directive_count; i++) {
        uint32_t line = goose->directives[i].line;
        if (line >= first && line <= last) return true;
    }
    return false;
}

bool edit_wrap_in_block(struct fix_draft *draft, const struct goose_file *goose,
                        struct span statement)
{
    const struct source *source = statement.source;
    if (statement.end <= statement.start) return false;
    uint32_t first = source_line_of(source, statement.start);
    uint32_t last = source_line_of(source, statement.end - 1);
    uint32_t start = source_line_span(source, first).start;
    uint32_t end = source_line_span(source, last).end;
    if (holds_directive(goose, first, last) ||
        str_trim(str_slice(source->text, start, statement.start)).len > 0 ||
        has_code(str_slice(source->text, statement.end, end))) {
        return false;
    }
    edit_insert_lines(draft, source, first, STR("-- +goose StatementBegin"));
    edit_insert_lines(draft, source, last + 1, STR("-- +goose StatementEnd"));
    fix_recuts(draft, statement);
    return true;
}
