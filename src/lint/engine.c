#include "lint/engine.h"

#include "base/vec.h"
#include "lint/custom.h"
#include "lint/dispatch.h"
#include "lint/initial_schema.h"
#include "lint/rule.h"
#include "lint/transactions.h"
#include "schema/catalog.h"
#include "schema/passes.h"

struct engine {
    struct rule_ctx ctx;
    struct dispatch dispatch;
    struct catalog *catalog;
    struct custom *custom;           /* NULL: no custom rule is on */
    struct table_facts *table_facts; /* NULL: the configuration has none */
    struct lock_facts *lock_facts;   /* NULL: no rule that is on needs them */
    const struct onlooker *onlooker; /* NULL: nobody looks on */
    struct transactions transactions;
    bool quiet;   /* replaying a file that is not reported */
    bool no_news; /* the statement at hand keeps nobody waiting who does not wait already */
};

/* -- one change, one statement, one section ---------------------------------------------------- */

static void lint_change(struct engine *engine, const struct change *change)
{
    struct rule_ctx *ctx = &engine->ctx;
    ctx->change = change;
    const struct rule_list *wanted = &engine->dispatch.by_kind[change->kind];
    for (size_t i = 0; i < wanted->len; i++) {
        ctx->rule = wanted->at[i];
        if (ctx->direction == DIRECTION_DOWN && !ctx->rule->down_too) continue;
        if (engine->no_news && is_about_waiting(ctx->rule)) continue;
        ctx->rule->check(ctx, change);
    }
    ctx->change = NULL;
}

static void replay_change(struct engine *engine, const struct change *change)
{
    const struct rule_ctx *ctx = &engine->ctx;
    struct origin origin = {
        .span = span_of(ctx, change->at),
        .file = ctx->file->number,
        .transaction = ctx->transaction,
    };
    if (origin.span.source == NULL) origin.span = ctx->statement->sent->span;
    catalog_replay(engine->catalog, change, origin);
    if (change->kind == CHANGE_TRANSACTION) transactions_follow(&engine->transactions, change);
}

static void run_rules(struct engine *engine, const struct rule_list *list, bool file_rules)
{
    struct rule_ctx *ctx = &engine->ctx;
    for (size_t i = 0; i < list->len; i++) {
        ctx->rule = list->at[i];
        if (file_rules)
            ctx->rule->check_file(ctx);
        else
            ctx->rule->check_statement(ctx);
    }
}

/* Rules see each action behind those written before it; the catalog then gets what comes of all. */
static void replay_in_passes(struct engine *engine, const struct change *changes, size_t count)
{
    catalog_restart_statement(engine->catalog);
    for (int pass = 0; pass < PASS_COUNT; pass++) {
        for (size_t i = 0; i < count; i++) {
            if (pass_of(&changes[i]) == pass) replay_change(engine, &changes[i]);
        }
    }
}

static void lint_changes(struct engine *engine, const struct change *changes, size_t count)
{
    struct rule_ctx *ctx = &engine->ctx;
    const bool locks = engine->lock_facts != NULL && !engine->quiet;
    if (locks) lock_facts_begin(engine->lock_facts, ctx, changes, count);
    ctx->lock_facts = locks ? engine->lock_facts : NULL;
    ctx->rule = NULL;
    engine->no_news = locks && count > 0 && locks_are_no_news(ctx, changes);
    if (engine->onlooker != NULL && !engine->quiet) {
        ctx->change = count > 0 ? changes : NULL;
        engine->onlooker->statement(engine->onlooker->of, ctx);
        ctx->change = NULL;
    }
    const bool as_written = passes_as_written(changes, count);
    if (!as_written) catalog_begin_parts(engine->catalog);
    for (size_t i = 0; i < count; i++) {
        if (!engine->quiet) lint_change(engine, &changes[i]);
        replay_change(engine, &changes[i]);
    }
    if (!as_written) replay_in_passes(engine, changes, count);
    if (engine->onlooker != NULL && engine->onlooker->after != NULL && !engine->quiet) {
        engine->onlooker->after(engine->onlooker->of, ctx);
    }
    if (locks) lock_facts_end(engine->lock_facts, ctx);
    ctx->lock_facts = NULL;
}

static void lint_sql(struct engine *engine, const struct sql_statement *sql)
{
    engine->ctx.sql = sql;
    catalog_begin_statement(engine->catalog);
    size_t start = 0;
    do {
        size_t end = start;
        while (end < sql->change_count && run_together(&sql->changes[start], &sql->changes[end])) {
            end++;
        }
        lint_changes(engine, &sql->changes[start], end - start);
        start = end;
    } while (start < sql->change_count);
}

static void lint_statement(struct engine *engine, const struct statement *statement)
{
    struct rule_ctx *ctx = &engine->ctx;
    ctx->statement = statement;
    transactions_enter_string(&engine->transactions);
    if (!engine->quiet) run_rules(engine, &engine->dispatch.statement, false);
    for (size_t i = 0; i < statement->parse.statement_count; i++) {
        lint_sql(engine, &statement->parse.statements[i]);
    }
    ctx->sql = NULL;
    ctx->statement = NULL;
}

static void lint_section(struct engine *engine, enum direction direction)
{
    struct rule_ctx *ctx = &engine->ctx;
    ctx->direction = direction;
    transactions_enter_section(&engine->transactions);
    for (size_t i = 0; i < ctx->file->statement_count[direction]; i++) {
        lint_statement(engine, &ctx->file->statements[direction][i]);
    }
    catalog_end_section(engine->catalog);
}

/* -- one file ---------------------------------------------------------------------------------- */

static void gather_changes(struct rule_ctx *ctx, enum direction direction)
{
    struct {
        const struct change **at;
        size_t len, cap;
    } all = {0};
    for (size_t i = 0; i < ctx->file->statement_count[direction]; i++) {
        const struct sql_parse *parse = &ctx->file->statements[direction][i].parse;
        for (size_t s = 0; s < parse->statement_count; s++) {
            for (size_t c = 0; c < parse->statements[s].change_count; c++) {
                VEC_PUSH(ctx->arena, &all, &parse->statements[s].changes[c]);
            }
        }
    }
    ctx->changes[direction] = all.at;
    ctx->change_counts[direction] = all.len;
}

/* Down runs some day after Up, on the schema that Up leaves behind, and never before the next
 * migration's Up: what it does is taken back. */
static void lint_down(struct engine *engine)
{
    size_t mark = catalog_mark(engine->catalog);
    lint_section(engine, DIRECTION_DOWN);
    catalog_undo(engine->catalog, mark);
}

/* A Go migration: nobody knows what it does. */
static void replay_unseen(struct engine *engine, const struct migration_file *file)
{
    struct origin origin = {.file = file->number, .transaction = ++engine->transactions.last};
    catalog_opaque(engine->catalog, origin);
}

static void lint_file(struct engine *engine, const struct migration_file *file)
{
    struct rule_ctx *ctx = &engine->ctx;
    if (file->source == NULL) {
        replay_unseen(engine, file);
        return;
    }
    ctx->file = file;
    engine->quiet = !file->migration->reported;
    if (!engine->quiet) {
        gather_changes(ctx, DIRECTION_UP);
        gather_changes(ctx, DIRECTION_DOWN);
    }
    lint_section(engine, DIRECTION_UP);
    if (!engine->quiet) {
        lint_down(engine);
        ctx->direction = DIRECTION_UP;
        run_rules(engine, &engine->dispatch.file, true);
        if (engine->custom != NULL) custom_check(engine->custom, ctx);
    }
    ctx->file = NULL;
    ctx->changes[DIRECTION_UP] = ctx->changes[DIRECTION_DOWN] = NULL;
    ctx->change_counts[DIRECTION_UP] = ctx->change_counts[DIRECTION_DOWN] = 0;
}

/* -- the sequence ------------------------------------------------------------------------------ */

static void lint_whole(struct engine *engine)
{
    struct rule_ctx *ctx = &engine->ctx;
    for (size_t i = 0; i < engine->dispatch.sequence.len; i++) {
        ctx->rule = engine->dispatch.sequence.at[i];
        ctx->rule->check_sequence(ctx);
    }
}

static bool stray_is_reported(const struct sequence *sequence, struct str path)
{
    for (size_t i = 0; i < sequence->stray_count; i++) {
        if (str_equal(sequence->strays[i].path, path)) return sequence->strays[i].reported;
    }
    return true;
}

static bool is_reported(const struct sequence *sequence, const struct diagnostic *finding)
{
    if (finding->file != NULL) return finding->file->migration->reported;
    return stray_is_reported(sequence, finding->path);
}

bool files_next(const struct sequence_files *files)
{
    return files->feed.next != NULL && files->feed.next(files->feed.of);
}

/* On the schema that was there before the first migration. */
static void start(struct engine *engine, struct arena *arena, const struct config *config,
                  const struct sequence_files *sequence)
{
    engine->catalog = catalog_new(arena);
    engine->table_facts = table_facts_open(arena, config);
    engine->transactions.ctx = &engine->ctx;
    engine->ctx = (struct rule_ctx){
        .config = config,
        .sequence = sequence,
        .arena = arena,
        .catalog = engine->catalog,
        .table_facts = engine->table_facts,
    };
    initial_schema_replay(sequence->initial, engine->catalog, &engine->transactions.last);
}

static void watch_locks(struct engine *engine)
{
    const struct rule_ctx *ctx = &engine->ctx;
    engine->lock_facts =
        lock_facts_new(ctx->arena, engine->catalog, (int)ctx->config->postgres_version);
}

static void finish(struct engine *engine)
{
    table_facts_close(engine->table_facts);
    lock_facts_free(engine->lock_facts);
}

void lint_sequence(struct arena *arena, const struct config *config,
                   const struct sequence_files *sequence, struct diagnostic_list *found)
{
    struct diagnostic_list all = {0};
    struct engine engine = {.custom = custom_open(arena, config)};
    start(&engine, arena, config, sequence);
    engine.ctx.found = &all;
    dispatch_rules(&engine.dispatch, &engine.ctx);
    if (engine.dispatch.needs_locks) watch_locks(&engine);
    for (size_t i = 0; i < sequence->file_count || files_next(sequence); i++) {
        lint_file(&engine, &sequence->files[i]);
    }
    lint_whole(&engine);
    custom_close(engine.custom);
    finish(&engine);
    diagnostics_hide(&all, sequence->hidden);
    for (size_t i = 0; i < all.len; i++) {
        if (is_reported(sequence->sequence, all.at[i])) VEC_PUSH(arena, found, all.at[i]);
    }
}

static void replay_file(struct engine *engine, const struct migration_file *file)
{
    if (file->source == NULL) {
        replay_unseen(engine, file);
        return;
    }
    engine->ctx.file = file;
    engine->quiet = engine->onlooker == NULL || !file->migration->reported;
    lint_section(engine, DIRECTION_UP);
    if (!engine->quiet && engine->onlooker->down) lint_down(engine);
}

static void replay_files(struct engine *engine)
{
    const struct sequence_files *sequence = engine->ctx.sequence;
    for (size_t i = 0; i < sequence->file_count; i++) {
        replay_file(engine, &sequence->files[i]);
    }
}

const struct catalog *replay_sequence(struct arena *arena, const struct config *config,
                                      const struct sequence_files *sequence)
{
    struct engine engine = {0};
    start(&engine, arena, config, sequence);
    replay_files(&engine);
    finish(&engine);
    return engine.catalog;
}

void watch_sequence(struct arena *arena, const struct config *config,
                    const struct sequence_files *sequence, const struct onlooker *onlooker)
{
    struct engine engine = {.onlooker = onlooker};
    start(&engine, arena, config, sequence);
    watch_locks(&engine);
    lock_facts_follow_calls(engine.lock_facts, arena);
    replay_files(&engine);
    finish(&engine);
}
