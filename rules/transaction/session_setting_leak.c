/* session-setting-leak: a SET without LOCAL survives the commit on goose's connection and reaches
 * the migrations behind it (reference goose.md section 3, S22). */
#include "lint/rule.h"

enum { LABELS = 5, SETTINGS = 64 };

/* Settings whose value is that of every PostgreSQL server: pg_dump writes them, nobody feels them.
 */
static bool is_default_value(const struct change *change)
{
    static const struct {
        const char *variable, *value;
    } defaults[] = {
        {"client_encoding", "utf8"},
        {"standard_conforming_strings", "on"},
        {"xmloption", "content"},
        {"default_tablespace", ""},
        {"row_security", "on"},
        {"default_table_access_method", "heap"},
        {"default_with_oids", "false"},
        {"escape_string_warning", "off"},
        {"client_min_messages", "warning"},
        {"client_min_messages", "notice"},
    };
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        if (str_equal(change->set.variable, str_from(defaults[i].variable)) &&
            str_equal_ignoring_case(change->set.value, str_from(defaults[i].value))) {
            return true;
        }
    }
    return false;
}

/* SET TRANSACTION ends with the transaction; so does a failure to record the version, which
 * version-table-unreachable reports. */
static bool leaks(const struct rule_ctx *ctx, const struct cursor *cursor)
{
    const struct change *change = cursor->change;
    if (change->kind != CHANGE_SET || change->set.local) return false;
    if (change->set.variable.len == 0) return false; /* set_config() of a computed name */
    if (takes_back_setting(change, change->set.variable) || is_default_value(change)) return false;
    return version_table_after(ctx, cursor->statement->sent->sql, change) != REACH_NO;
}

struct leak_list {
    struct cursor *at;
    size_t len, cap;
};

/* False when [change] gives a variable its second value in the section: then the first is undone,
 * and the author has said what is to stay. */
static bool forget(struct leak_list *leaked, const struct change *change)
{
    size_t kept = 0;
    for (size_t i = 0; i < leaked->len; i++) {
        const struct str variable = leaked->at[i].change->set.variable;
        const bool replaced = change->kind == CHANGE_SET && !change->set.local &&
                              str_equal(change->set.variable, variable);
        if (replaced || takes_back_setting(change, variable)) continue;
        leaked->at[kept++] = leaked->at[i];
    }
    const bool second = kept < leaked->len;
    leaked->len = kept;
    return !second;
}

/* One RESET a line at the end of the section. */
static bool reset_at_end(const struct rule_ctx *ctx, struct fix_draft *fix,
                         const struct leak_list *leaked)
{
    struct str_list lines = {0};
    for (size_t i = 0; i < leaked->len; i++) {
        struct str line = reset_of(ctx->arena, leaked->at[i].change->set.variable);
        if (line.len == 0) return false;
        VEC_PUSH(ctx->arena, &lines, line);
    }
    return edit_append_statement(fix, ctx->file, leaked->at[0].direction,
                                 str_join(ctx->arena, lines.at, lines.len, STR("\n")));
}

/* Later files may name without a schema what only this path finds. */
static bool holds_search_path(const struct leak_list *leaked)
{
    for (size_t i = 0; i < leaked->len; i++) {
        if (str_equal(leaked->at[i].change->set.variable, STR("search_path"))) return true;
    }
    return false;
}

static void fix_leaks(const struct rule_ctx *ctx, struct diagnostic *finding,
                      const struct leak_list *leaked)
{
    const bool resets = ctx->file->goose->no_transaction;
    const char *title = resets ? "reset it at the end" : "write `SET LOCAL`";
    struct fix_draft fix =
        holds_search_path(leaked)
            ? unsafe_fix(finding, title, "later migrations may find tables only through it")
            : safe_fix(finding, title);
    if (resets) {
        if (reset_at_end(ctx, &fix, leaked)) offer_fix(&fix);
        return;
    }
    for (size_t i = 0; i < leaked->len; i++) {
        const struct cursor *leak = &leaked->at[i];
        if (!edit_set_local(&fix, ctx->file->source, leak->statement, leak->change, true)) return;
    }
    offer_fix(&fix);
}

static void report_leaks(struct rule_ctx *ctx, const struct leak_list *leaked)
{
    const struct cursor *first = &leaked->at[0];
    const struct str variable = first->change->set.variable;
    const size_t more = leaked->len - 1;
    const struct span at = cursor_span(first, first->change->at);
    struct diagnostic *finding =
        more == 0 ? report_span(ctx, at, "the setting of `" STR_FMT "` outlives this migration",
                                STR_ARG(variable))
                  : report_span(ctx, at,
                                "the setting of `" STR_FMT "` and %zu other%s outlive this "
                                "migration",
                                STR_ARG(variable), more, more == 1 ? "" : "s");
    primary_label(finding, "stays set on goose's connection");
    for (size_t i = 1; i < leaked->len && i <= LABELS; i++) {
        label(finding, cursor_span(&leaked->at[i], leaked->at[i].change->at), "this too");
    }
    note(finding, "SET without LOCAL survives the commit; the next migrations of the same "
                  "`goose up` run with it");
    if (ctx->file->goose->no_transaction) {
        help(finding, "end the section with `RESET " STR_FMT ";`", STR_ARG(variable));
    } else {
        help(finding, "write `SET LOCAL`: it ends with goose's transaction");
    }
    finding->object = variable;
    fix_leaks(ctx, finding, leaked);
}

static void check_section(struct rule_ctx *ctx, enum direction direction)
{
    struct leak_list leaked = {0};
    struct cursor cursor = cursor_section(ctx, direction);
    while (cursor_next(&cursor)) {
        const bool first = forget(&leaked, cursor.change);
        if (first && leaked.len < SETTINGS && leaks(ctx, &cursor))
            VEC_PUSH(ctx->arena, &leaked, cursor);
    }
    if (leaked.len > 0) report_leaks(ctx, &leaked);
}

static void check_file(struct rule_ctx *ctx)
{
    check_section(ctx, DIRECTION_UP);
    check_section(ctx, DIRECTION_DOWN);
}

const struct rule rule_session_setting_leak = {
    .id = "session-setting-leak",
    .category = CATEGORY_TRANSACTION,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "a SET without LOCAL or RESET stays in force for later migrations",
    .why = "goose runs many migrations on one connection. A session setting survives the commit, "
           "so the next files run with another search_path, timeout or role than when they run "
           "alone.",
    .instead = "SET LOCAL; in a NO TRANSACTION file SET first and RESET at the end.",
    .exceptions = "A RESET, RESET ALL or DISCARD ALL later in the section; a setting that the "
                  "section sets a second time, to what is to stay; values that every "
                  "server has by default, such as pg_dump's client_encoding.",
    .fix = "safe: writes SET LOCAL; under NO TRANSACTION, adds the RESET; unsafe for search_path: "
           "later files may find tables only through it",
    .example = {.bad = "SET search_path = billing, public;\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);",
                .good = "SET LOCAL search_path = billing, public;\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);"},
    .check_file = check_file,
};
