/* partition-change-locks-parent: a partition is made, detached or dropped under ACCESS EXCLUSIVE on
 * the whole partitioned table, though a weaker form exists (PostgreSQL manual 5.11.2.2). */
#include "lint/rule.h"

enum { WEAK_ATTACH_SINCE = 12, DETACH_CONCURRENTLY_SINCE = 14 };

/* The partitioned table that the change locks; without a name when it locks none. */
static struct name parent_of(const struct rule_ctx *ctx, const struct change *change)
{
    const unsigned version = ctx->config->postgres_version;
    switch (change->kind) {
    case CHANGE_CREATE_TABLE:
        if (version < WEAK_ATTACH_SINCE) break;
        return change->create_table.partition_of;
    case CHANGE_DETACH_PARTITION:
        if (version < DETACH_CONCURRENTLY_SINCE || change->concurrently) break;
        return change->partition.finalize ? (struct name){0} : change->table;
    case CHANGE_DROP_TABLE: {
        const struct relation *dropped = known_relation(ctx, change->table);
        if (version < DETACH_CONCURRENTLY_SINCE || dropped == NULL) break;
        return relation_owner(dropped);
    }
    default:
        break;
    }
    return (struct name){0};
}

/* The lock is held already, by an earlier partition of the same parent, or with the parent's own
 * DROP. */
static bool lock_is_no_news(const struct rule_ctx *ctx, const struct change *change,
                            struct name parent)
{
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        if (str_equal(parent_of(ctx, cursor.change).name, parent.name)) return true;
    }
    cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        if (cursor.change->kind == CHANGE_DROP_TABLE &&
            str_equal(cursor.change->table.name, parent.name)) {
            return true;
        }
    }
    return false;
}

/* A Down that takes away the partition its own Up made: reported there. */
static bool takes_back(const struct rule_ctx *ctx, const struct change *change)
{
    if (ctx->direction != DIRECTION_DOWN) return false;
    const struct name partition =
        change->kind == CHANGE_DETACH_PARTITION ? change->partition.partition : change->table;
    struct cursor cursor = cursor_look(ctx, DIRECTION_UP);
    while (cursor_next(&cursor)) {
        if (cursor.change->kind == CHANGE_CREATE_TABLE &&
            str_equal(cursor.change->table.name, partition.name)) {
            return true;
        }
    }
    return false;
}

static bool has_default_partition(const struct rule_ctx *ctx, struct name parent)
{
    const struct relation *known = NULL;
    catalog_find(ctx->catalog, OBJ_TABLE, parent, &known);
    for (size_t i = 0; known != NULL && i < known->children.len; i++) {
        const struct relation *partition = known->children.at[i];
        if (partition->is_default_partition && partition->state != KNOWN_ABSENT) return true;
    }
    return false;
}

/* -- CREATE TABLE (LIKE ...), ATTACH ----------------------------------------------------------- */

/* A name, perhaps with its schema, from the next token on. */
static struct range name_at(struct lexer *lexer)
{
    struct token token = lex_next_code(lexer);
    struct range range = {token.start, token.end};
    for (;;) {
        struct lexer ahead = *lexer;
        if (lex_next_code(&ahead).kind != TOKEN_DOT) return range;
        range.end = lex_next_code(&ahead).end;
        *lexer = ahead;
    }
}

/* `FOR VALUES ...` and nothing behind it. */
static bool is_plain_bound(struct lexer lexer)
{
    static const char *const words[] = {"for", "values", "in", "from", "to"};
    unsigned depth = 0;
    struct token before = lex_next_code(&lexer);
    if (!token_is(lexer.text, before, "for")) return false;
    for (struct token token = lex_next_code(&lexer); token.kind != TOKEN_END;
         token = lex_next_code(&lexer)) {
        if (token.kind == TOKEN_CLOSE && depth > 0) depth--;
        bool known =
            depth > 0 || token.kind == TOKEN_OPEN || token.kind == TOKEN_CLOSE ||
            (token_is(lexer.text, token, "with") && token_is(lexer.text, before, "values"));
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (token_is(lexer.text, token, words[i])) known = true;
        }
        if (!known) return false;
        if (token.kind == TOKEN_OPEN) depth++;
        before = token;
    }
    return true;
}

/* `PARTITION OF parent` becomes the end of one statement and the beginning of the next. */
static bool divide(const struct rule_ctx *ctx, struct fix_draft *fix, const struct cursor *at)
{
    const struct change *change = at->change;
    const struct goose_statement *sent = at->statement->sent;
    struct lexer lexer = {.text = str_slice(sent->sql, 0, change->statement_at.end),
                          .at = change->statement_at.start};
    if (change->in_do || change->if_not_exists || change->create_table.temporary) return false;
    if (!token_is(lexer.text, lex_next_code(&lexer), "create") ||
        !token_is(lexer.text, lex_next_code(&lexer), "table")) {
        return false;
    }
    struct range name = name_at(&lexer);
    struct token partition = lex_next_code(&lexer);
    lex_next_code(&lexer); /* OF */
    struct range parent = name_at(&lexer);
    if (!token_is(lexer.text, partition, "partition") || !is_plain_bound(lexer)) return false;
    struct str name_text = str_slice(sent->sql, name.start, name.end);
    struct str parent_text = str_slice(sent->sql, parent.start, parent.end);
    struct str text = str_format(ctx->arena,
                                 "(LIKE " STR_FMT " INCLUDING ALL EXCLUDING IDENTITY);" STR_FMT
                                 "ALTER TABLE " STR_FMT " ATTACH PARTITION " STR_FMT,
                                 STR_ARG(parent_text), STR_ARG(file_line_end(ctx->file->source)),
                                 STR_ARG(parent_text), STR_ARG(name_text));
    struct range words = {partition.start, parent.end};
    return edit_replace_sent(fix, ctx->file->source, sent, words, text.at);
}

/* This partition, and those of the same parent behind it, which have no finding of their own. */
static void attach_instead(const struct rule_ctx *ctx, struct diagnostic *finding,
                           const struct change *change)
{
    struct fix_draft fix =
        unsafe_fix(finding, "create the table, then attach it", "two statements in place of one");
    struct cursor cursor = cursor_look(ctx, ctx->direction);
    if (!ctx->file->goose->accepted) return;
    while (cursor_next(&cursor)) {
        if (cursor.steps == CURSOR_REACH) return;
        if (cursor.change->kind != CHANGE_CREATE_TABLE ||
            !str_equal(cursor.change->create_table.partition_of.name,
                       change->create_table.partition_of.name)) {
            continue;
        }
        if (!divide(ctx, &fix, &cursor)) return;
    }
    offer_fix(&fix);
}

static void help_detach(const struct rule_ctx *ctx, struct diagnostic *finding, struct name parent)
{
    if (has_default_partition(ctx, parent)) {
        note(finding, "PostgreSQL refuses CONCURRENTLY: the table has a default partition");
        help(finding, "set a short lock_timeout before it, and run it when little is going on");
        return;
    }
    note(finding, "CONCURRENTLY is refused while the table has a default partition");
    help_outside_transaction(ctx, finding, "DETACH PARTITION ... CONCURRENTLY");
    fix_concurrently(ctx, finding, "detach it concurrently, outside a transaction");
}

static void explain(const struct rule_ctx *ctx, struct diagnostic *finding,
                    const struct change *change, struct str parent)
{
    switch (change->kind) {
    case CHANGE_CREATE_TABLE:
        help(finding,
             "CREATE TABLE ... (LIKE " STR_FMT " INCLUDING ALL EXCLUDING IDENTITY), then "
             "ATTACH PARTITION, which lets reads and writes go on",
             STR_ARG(parent));
        attach_instead(ctx, finding, change);
        return;
    case CHANGE_DETACH_PARTITION:
        help_detach(ctx, finding, change->table);
        return;
    default:
        help(finding, "DETACH PARTITION ... CONCURRENTLY in an earlier migration, then drop the "
                      "table that it leaves");
        return;
    }
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct name parent = parent_of(ctx, change);
    if (parent.name.len == 0) return;
    const enum standing standing = standing_of(ctx, parent);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return;
    if (change->if_not_exists && known_relation(ctx, change->table) != NULL) return;
    if (takes_back(ctx, change) || lock_is_no_news(ctx, change, parent)) return;

    const struct str text = show_name(ctx, parent);
    const char *act = change->kind == CHANGE_CREATE_TABLE       ? "creating"
                      : change->kind == CHANGE_DETACH_PARTITION ? "detaching"
                                                                : "dropping";
    struct diagnostic *finding =
        report(ctx, change->at, "%s a partition blocks reads and writes of all of `" STR_FMT "`",
               act, STR_ARG(text));
    primary_label(finding, "takes an ACCESS EXCLUSIVE lock on the parent, %s", lock_lasts(ctx));
    note(finding,
         "it waits for every transaction that uses `" STR_FMT "`, and all that come "
         "later wait behind it",
         STR_ARG(text));
    explain(ctx, finding, change, text);
    finding->object = parent.name;
    if (standing == STANDING_UNRELEASED) soften(finding);
}

const struct rule rule_partition_change_locks_parent = {
    .id = "partition-change-locks-parent",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "a partition is made or removed under a lock on the whole partitioned table",
    .why = "CREATE TABLE ... PARTITION OF, DETACH PARTITION and DROP TABLE of a partition take "
           "ACCESS EXCLUSIVE on the parent: while they wait for running transactions, every query "
           "of every partition waits behind them.",
    .instead = "CREATE TABLE (LIKE parent INCLUDING ALL EXCLUDING IDENTITY), then ATTACH "
               "PARTITION. DETACH PARTITION "
               "... CONCURRENTLY under `-- +goose NO TRANSACTION`, then DROP TABLE.",
    .exceptions = "A parent created in the same transaction, or dropped in the same section; the "
                  "second and later partitions of one parent; a Down that removes the partition "
                  "its Up made; servers before 12 (create) or 14 (detach, drop).",
    .fix = "unsafe: CREATE TABLE (LIKE ...) and ATTACH PARTITION; DETACH ... CONCURRENTLY, and NO "
           "TRANSACTION where the file holds nothing else",
    .example = {.bad = "CREATE TABLE events_2026_01 PARTITION OF events\n"
                       "    FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');",
                .good =
                    "CREATE TABLE events_2026_01 (LIKE events INCLUDING ALL EXCLUDING IDENTITY);\n"
                    "ALTER TABLE events ATTACH PARTITION events_2026_01\n"
                    "    FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');"},
    .aliases = {"require-concurrent-partition-detach"},
    .on = {CHANGE_CREATE_TABLE, CHANGE_DETACH_PARTITION, CHANGE_DROP_TABLE},
    .down_too = true,
    .hides = {"missing-lock-timeout"},
    .check = check,
};
