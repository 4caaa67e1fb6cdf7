/* Guards, so that a statement whose work is done already runs again without an error. */
#include "lint/fix_sql.h"
#include "lint/rule.h"

enum { OR_REPLACE_TRIGGER_SINCE = 14 };

/* Behind [word] among the words that say the change. */
static bool insert_in(struct fix_draft *draft, const struct source *source,
                      const struct goose_statement *sent, struct range at, const char *word,
                      const char *text)
{
    return edit_insert_behind_word(draft, source, sent, at, word, text);
}

/* DROP and RENAME: the last word in front of the name. */
static const char *word_of_object(const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_CREATE_TABLE:
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_DROP_TABLE:
    case CHANGE_RENAME_TABLE:
        return "table";
    case CHANGE_CREATE_MATERIALIZED_VIEW:
    case CHANGE_DROP_VIEW:
    case CHANGE_DROP_MATERIALIZED_VIEW:
    case CHANGE_RENAME_VIEW:
    case CHANGE_RENAME_MATERIALIZED_VIEW:
        return "view";
    case CHANGE_CREATE_INDEX:
    case CHANGE_RENAME_INDEX:
        return "index";
    case CHANGE_DROP_INDEX:
        return change->concurrently ? "concurrently" : "index";
    case CHANGE_CREATE_SEQUENCE:
    case CHANGE_DROP_SEQUENCE:
    case CHANGE_RENAME_SEQUENCE:
        return "sequence";
    case CHANGE_CREATE_SCHEMA:
    case CHANGE_DROP_SCHEMA:
        return "schema";
    case CHANGE_CREATE_EXTENSION:
    case CHANGE_DROP_EXTENSION:
        return "extension";
    case CHANGE_CREATE_STATISTICS:
    case CHANGE_DROP_STATISTICS:
        return "statistics";
    case CHANGE_ADD_ENUM_VALUE:
        return "value";
    case CHANGE_DROP_TYPE:
        return "type";
    case CHANGE_DROP_DOMAIN:
        return "domain";
    case CHANGE_DROP_TRIGGER:
        return "trigger";
    case CHANGE_DROP_POLICY:
        return "policy";
    case CHANGE_DROP_FUNCTION:
        return change->object == OBJ_PROCEDURE ? "procedure" : "function";
    default:
        return NULL;
    }
}

/* ADD and DROP of a column: the word COLUMN may be left out. */
static bool guard_column(struct fix_draft *draft, const struct source *source,
                         const struct goose_statement *sent, const struct change *change)
{
    const bool adds = change->kind == CHANGE_ADD_COLUMN;
    const char *text = adds ? " IF NOT EXISTS" : " IF EXISTS";
    struct lexer lexer = {.text = sent->sql, .at = change->at.start};
    struct token verb = lex_next_code(&lexer);
    struct token next = lex_next_code(&lexer);
    if (!token_is(sent->sql, verb, adds ? "add" : "drop")) return false;
    const bool has_word =
        token_is(sent->sql, next, "column") || (!adds && token_is(sent->sql, next, "constraint"));
    return edit_insert_sent(draft, source, sent, has_word ? next.end : verb.end, text);
}

static bool takes_or_replace(const struct rule_ctx *ctx, const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_CREATE_VIEW:
    case CHANGE_CREATE_FUNCTION:
        return true;
    case CHANGE_CREATE_TRIGGER:
        return !change->trigger.constraint_trigger &&
               ctx->config->postgres_version >= OR_REPLACE_TRIGGER_SINCE;
    default:
        return false;
    }
}

bool edit_guard(struct fix_draft *draft, const struct rule_ctx *ctx,
                const struct statement *statement, const struct change *change)
{
    const struct source *source = ctx->file->source;
    const struct goose_statement *sent = statement->sent;
    const struct range whole = change->statement_at;
    if (change->in_do) return false;
    if (takes_or_replace(ctx, change))
        return insert_in(draft, source, sent, whole, "create", " OR REPLACE");
    if (change->kind == CHANGE_ADD_COLUMN || change->kind == CHANGE_DROP_COLUMN ||
        change->kind == CHANGE_DROP_CONSTRAINT) {
        return change->table.name.len > 0 && guard_column(draft, source, sent, change);
    }
    const char *word = word_of_object(change);
    if (word == NULL || (change->kind == CHANGE_CREATE_INDEX && change->concurrently)) return false;
    const char *kind = change_kind_name(change->kind);
    const bool makes = kind[0] == 'C' || kind[0] == 'A';
    return insert_in(draft, source, sent, whole, word, makes ? " IF NOT EXISTS" : " IF EXISTS");
}

struct str clearing_drop(struct arena *arena, const struct change *change)
{
    struct str own = quoted(arena, change->name);
    struct str table = quoted_name(arena, change->table);
    struct str object = quoted_name(arena, change->object_name);
    struct name index = index_of(change);
    if (change->in_do) return STR("");
    switch ((int)change->kind) {
    case CHANGE_CREATE_INDEX:
        if (index.name.len == 0) return STR("");
        if (index.schema.len == 0) index.schema = change->table.schema;
        return str_format(arena, "DROP INDEX %sIF EXISTS " STR_FMT ";",
                          change->concurrently ? "CONCURRENTLY " : "",
                          STR_ARG(quoted_name(arena, index)));
    case CHANGE_ADD_CONSTRAINT:
        if (change->constraint.name.len == 0 || change->constraint.using_index.len > 0 ||
            change->table.name.len == 0)
            return STR("");
        return str_format(arena, "ALTER TABLE " STR_FMT " DROP CONSTRAINT IF EXISTS " STR_FMT ";",
                          STR_ARG(table), STR_ARG(quoted(arena, change->constraint.name)));
    case CHANGE_CREATE_POLICY:
    case CHANGE_CREATE_TRIGGER:
        return str_format(arena, "DROP %s IF EXISTS " STR_FMT " ON " STR_FMT ";",
                          change->kind == CHANGE_CREATE_POLICY ? "POLICY" : "TRIGGER", STR_ARG(own),
                          STR_ARG(table));
    case CHANGE_CREATE_TYPE:
    case CHANGE_CREATE_DOMAIN:
        return str_format(arena, "DROP %s IF EXISTS " STR_FMT ";",
                          change->kind == CHANGE_CREATE_TYPE ? "TYPE" : "DOMAIN", STR_ARG(object));
    default:
        return STR("");
    }
}
