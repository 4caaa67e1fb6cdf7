/* Edits of SET and set_config(): for the transaction only, or for the session. */
#include "lint/fix_sql.h"
#include "lint/rule.h"

struct words {
    struct token at[12];
    size_t count;
};

static struct words words_of(struct str sql, struct range range)
{
    struct lexer lexer = {.text = str_slice(sql, 0, range.end), .at = range.start};
    struct words words = {0};
    while (words.count < sizeof words.at / sizeof *words.at) {
        struct token token = lex_next_code(&lexer);
        if (token.kind == TOKEN_END) break;
        words.at[words.count++] = token;
    }
    return words;
}

/* The last argument of `SELECT set_config('name', 'value', flag)`, which is all of the statement.
 */
static bool set_config_flag(struct str sql, struct range range, struct range *flag)
{
    struct words words = words_of(sql, range);
    if (words.count < 9 || !token_is(sql, words.at[0], "select")) return false;
    size_t next = token_is(sql, words.at[1], "pg_catalog") ? 3 : 1;
    if (words.count != next + 8 && words.count != next + 9) return false;
    if (!token_is(sql, words.at[next], "set_config") || words.at[next + 1].kind != TOKEN_OPEN ||
        words.at[next + 2].kind != TOKEN_STRING || words.at[next + 4].kind != TOKEN_STRING ||
        words.at[next + 7].kind != TOKEN_CLOSE) {
        return false;
    }
    *flag = (struct range){words.at[next + 6].start, words.at[next + 6].end};
    return words.at[next + 6].kind == TOKEN_WORD;
}

bool edit_set_local(struct fix_draft *draft, const struct source *source,
                    const struct statement *statement, const struct change *change, bool local)
{
    const struct goose_statement *sent = statement->sent;
    struct range flag;
    if (change->in_do) return false;
    if (change->set.by_function)
        return set_config_flag(sent->sql, change->statement_at, &flag) &&
               edit_replace_sent(draft, source, sent, flag, local ? "true" : "false");
    struct words words = words_of(sent->sql, change->statement_at);
    if (words.count < 3 || !token_is(sent->sql, words.at[0], "set")) return false;
    const bool has_local = token_is(sent->sql, words.at[1], "local");
    const bool has_session = token_is(sent->sql, words.at[1], "session");
    if (!local) {
        struct range dropped = {words.at[1].start, words.at[2].start};
        return has_local && edit_replace_sent(draft, source, sent, dropped, "");
    }
    if (has_local || (has_session && token_is(sent->sql, words.at[2], "characteristics")))
        return false;
    if (has_session && !token_is(sent->sql, words.at[2], "authorization")) {
        struct range replaced = {words.at[1].start, words.at[1].end};
        return edit_replace_sent(draft, source, sent, replaced, "LOCAL");
    }
    return edit_insert_sent(draft, source, sent, words.at[0].end, " LOCAL");
}

static bool is_plain(struct str variable)
{
    for (size_t i = 0; i < variable.len; i++) {
        char c = variable.at[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_' && c != '.')
            return false;
    }
    return variable.len > 0;
}

struct str reset_of(struct arena *arena, struct str variable)
{
    if (!is_plain(variable)) return STR("");
    if (str_equal(variable, STR("role"))) return STR("RESET ROLE;");
    if (str_equal(variable, STR("session_authorization")))
        return STR("RESET SESSION AUTHORIZATION;");
    return str_format(arena, "RESET " STR_FMT ";", STR_ARG(variable));
}
