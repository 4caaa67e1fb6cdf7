#include "lint/lock_timeline.h"

#include "lint/engine.h"
#include "lint/lock_strongest.h"
#include "lint/lock_teller.h"
#include "lint/one_line.h"
#include "schema/savepoints.h"

struct recorder {
    struct arena *arena;
    struct lock_teller teller;
    struct timeline_migration **migrations; /* by the file's number; NULL: not asked about */
    struct timeline_migration *migration;
    struct timeline_transaction open;    /* the one whose statements are being met */
    uint32_t transaction;                /* its number in the replay; 0: none */
    unsigned number;                     /* in its migration */
    struct savepoint_list savepoints;    /* of the open transaction; marks: lengths of `held` */
    VEC(size_t) held;                    /* its statements whose locks are held */
    struct timeline_statement statement; /* the one at hand */
    size_t relations;                    /* in the catalog before it */
};

/* -- the statements of a transaction ----------------------------------------------------------- */

/* What goose commits it commits behind the last statement; what the file's own COMMIT ends, there.
 */
static const char *until(const struct timeline_transaction *transaction)
{
    if (transaction->until != NULL) return transaction->until;
    switch (transaction->mode) {
    case IN_GOOSE_TRANSACTION:
        return "goose commits";
    case IN_IMPLICIT_TRANSACTION:
        return "the whole block has run";
    case IN_USER_TRANSACTION:
        return "the connection is closed";
    case IN_AUTOCOMMIT:
        return "the statement is done";
    }
    return "";
}

static void close_transaction(struct recorder *recorder)
{
    struct timeline_transaction *open = &recorder->open;
    if (recorder->transaction != 0 && open->statements.len > 0) {
        open->until = until(open);
        open->number = recorder->number;
        for (size_t i = 0; i < open->statements.len; i++) {
            const struct timeline_statement *statement = &open->statements.at[i];
            if (statement->given_back.source != NULL) continue;
            lock_strongest_add(recorder->arena, &open->strongest, statement);
        }
        VEC_PUSH(recorder->arena, &recorder->migration->transactions, *open);
    }
    recorder->transaction = 0;
    recorder->savepoints.len = recorder->held.len = 0;
}

static void enter(struct recorder *recorder, const struct rule_ctx *ctx)
{
    struct timeline_migration *migration = recorder->migrations[ctx->file->number];
    if (recorder->transaction == ctx->transaction) {
        recorder->open.mode = ctx->mode; /* BEGIN in an implicit block */
        return;
    }
    close_transaction(recorder);
    if (migration != recorder->migration) recorder->number = 0;
    recorder->migration = migration;
    recorder->transaction = ctx->transaction;
    recorder->number++;
    recorder->open = (struct timeline_transaction){.direction = ctx->direction, .mode = ctx->mode};
}

/* How the statement ends its transaction; NULL: it does not. */
static const char *ends_with(const struct rule_ctx *ctx)
{
    const struct change *change = ctx->change;
    if (change == NULL || (change->in_do && ctx->mode != IN_AUTOCOMMIT)) return NULL;
    return transaction_end(change);
}

/* SAVEPOINT, RELEASE, ROLLBACK TO: the last gives back what was locked since (manual 13.3.1). */
static void follow_savepoint(struct recorder *recorder, const struct rule_ctx *ctx, struct span at)
{
    if (ctx->change == NULL || ctx->change->kind != CHANGE_TRANSACTION) return;
    const size_t mark =
        savepoints_follow(recorder->arena, &recorder->savepoints, ctx->change, recorder->held.len);
    while (mark < recorder->held.len) {
        const size_t which = recorder->held.at[--recorder->held.len];
        recorder->open.statements.at[which].given_back = at;
    }
}

static struct timeline_statement statement_of(const struct rule_ctx *ctx)
{
    const struct change *change = ctx->change;
    const bool inner = change != NULL && change->in_do;
    struct timeline_statement statement = {
        .at = span_of(ctx, inner ? change->statement_at : ctx->sql->at),
        .tag = inner ? change->tag : ctx->sql->tag};
    if (statement.at.source == NULL && inner) statement.at = span_of(ctx, ctx->sql->at);
    if (statement.at.source == NULL) statement.at = ctx->statement->sent->span;
    return statement;
}

/* Nobody can tell from here what such a text does. */
static void note_unreadable(struct recorder *recorder, const struct rule_ctx *ctx)
{
    const struct change *change = ctx->change;
    const bool itself = change != NULL && change->kind == CHANGE_OPAQUE_SQL;
    const struct str function = statement_unreadable_call(ctx);
    if (!itself && function.len == 0) return;
    const struct span at = recorder->statement.at;
    const struct str what =
        itself ? STR("SQL that is put together")
               : str_format(ctx->arena, "SQL that " STR_FMT " puts together", STR_ARG(function));
    VEC_PUSH(recorder->arena, &recorder->migration->problems,
             str_format(recorder->arena,
                        STR_FMT ":%u: " STR_FMT " as it runs: nobody knows what it locks",
                        STR_ARG(recorder->migration->path), source_line_of(at.source, at.start),
                        STR_ARG(what)));
}

static void see(void *of, const struct rule_ctx *ctx)
{
    struct recorder *recorder = of;
    enter(recorder, ctx);
    struct timeline_transaction *open = &recorder->open;
    recorder->statement = statement_of(ctx);
    recorder->relations = catalog_relations(ctx->catalog)->len;
    open->last = recorder->statement.at;
    open->until = ends_with(ctx);
    open->ended_by_itself = open->until != NULL;
    follow_savepoint(recorder, ctx, recorder->statement.at);
    note_unreadable(recorder, ctx);
    lock_tell(&recorder->teller, ctx, &recorder->statement);
}

static void see_after(void *of, const struct rule_ctx *ctx)
{
    struct recorder *recorder = of;
    struct timeline_transaction *open = &recorder->open;
    struct timeline_statement *statement = &recorder->statement;
    lock_tell_new(&recorder->teller, ctx, recorder->relations, statement);
    if (statement->lock_count == 0) return;
    statement->text = one_line(ctx->arena, span_text(statement->at));
    VEC_PUSH(recorder->arena, &recorder->held, open->statements.len);
    VEC_PUSH(recorder->arena, &open->statements, *statement);
}

/* -- migrations -------------------------------------------------------------------------------- */

/* What PostgreSQL or goose would stop at: nothing is known of its locks. */
static void note_problems(struct arena *arena, const struct migration_file *file,
                          struct timeline_migration *migration)
{
    if (file->source == NULL) {
        VEC_PUSH(arena, &migration->problems,
                 str_format(arena, STR_FMT ": a Go migration: nobody knows what it locks",
                            STR_ARG(migration->path)));
        return;
    }
    if (!file->goose->up.accepted) {
        VEC_PUSH(arena, &migration->problems,
                 str_format(arena, STR_FMT ": goose refuses it; see `gander check`",
                            STR_ARG(migration->path)));
    }
    for (size_t i = 0; i < file->statement_count[DIRECTION_UP]; i++) {
        const struct statement *statement = &file->statements[DIRECTION_UP][i];
        if (statement->parse.parsed) continue;
        VEC_PUSH(arena, &migration->problems,
                 str_format(arena, STR_FMT ":%u: PostgreSQL refuses it: " STR_FMT,
                            STR_ARG(file->source->path), statement->sent->start_line,
                            STR_ARG(statement->parse.error.message)));
    }
}

static void list_migrations(struct recorder *recorder, const struct sequence_files *files,
                            struct timeline_sequence *sequence)
{
    struct arena *arena = recorder->arena;
    sequence->migrations = arena_array(arena, files->file_count, sizeof *sequence->migrations);
    for (size_t i = 0; i < files->file_count; i++) {
        const struct migration_file *file = &files->files[i];
        if (!file->migration->reported) continue;
        struct timeline_migration *migration = &sequence->migrations[sequence->migration_count++];
        migration->path = file->migration->path;
        migration->name = file->migration->name;
        migration->version = file->migration->version;
        note_problems(arena, file, migration);
        recorder->migrations[i] = migration;
    }
    recorder->teller.timeline->migrations += sequence->migration_count;
}

static void add_up(struct arena *arena, struct timeline_sequence *sequence)
{
    struct timeline_strongest_list *all = &sequence->strongest;
    for (size_t i = 0; i < sequence->migration_count; i++) {
        const struct timeline_migration *migration = &sequence->migrations[i];
        for (size_t t = 0; t < migration->transactions.len; t++) {
            for (size_t s = 0; s < migration->transactions.at[t].statements.len; s++) {
                lock_strongest_add(arena, all, &migration->transactions.at[t].statements.at[s]);
            }
        }
    }
}

void lock_timeline_read(struct arena *arena, const struct config *config,
                        const struct sequence_files *files, const struct timeline_options *options,
                        struct lock_timeline *timeline, struct timeline_sequence *sequence)
{
    struct recorder recorder = {.arena = arena, .teller = {arena, options, timeline}};
    recorder.migrations = arena_array(arena, files->file_count, sizeof *recorder.migrations);
    *sequence = (struct timeline_sequence){.dir = files->sequence->dir,
                                           .postgres_version = config->postgres_version};
    list_migrations(&recorder, files, sequence);
    const struct onlooker onlooker = {see, see_after, &recorder, options->down};
    watch_sequence(arena, config, files, &onlooker);
    close_transaction(&recorder);
    add_up(arena, sequence);
}
