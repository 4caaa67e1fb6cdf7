#include "lint/agreement.h"

static bool is_unbroken(const struct goose_statement *sent)
{
    return sent->piece_count == 1 && !sent->pieces[0].expanded;
}

/* Behind its last token stand blanks and one `;`. */
static bool ends_at_semicolon(const struct statement *statement)
{
    if (statement->parse.statement_count != 1) return false;
    struct str sql = statement->sent->sql;
    struct str rest = str_slice(sql, statement->parse.statements[0].at.end, sql.len);
    return str_equal(str_trim(rest), STR(";"));
}

static bool is_whole(const struct statement *statement)
{
    const struct goose_statement *sent = statement->sent;
    if (!statement->parse.parsed || !is_unbroken(sent)) return false;
    return sent->in_block ? sent->span.start >= sent->block.start : ends_at_semicolon(statement);
}

bool goose_agrees(const struct migration_file *file)
{
    const struct goose_file *goose = file->goose;
    if (!goose->accepted || goose->dropped_count > 0 || goose->expansion_count > 0) return false;
    for (int direction = DIRECTION_UP; direction <= DIRECTION_DOWN; direction++) {
        for (size_t i = 0; i < file->statement_count[direction]; i++) {
            if (!is_whole(&file->statements[direction][i])) return false;
        }
    }
    return true;
}
