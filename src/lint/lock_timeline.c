#include "lint/lock_timeline.h"

#include "lint/engine.h"
#include "lint/lock_strongest.h"
#include "lint/one_line.h"

struct timeline_savepoint {
    struct str name;
    size_t held; /* statements before it */
};

struct recorder {
    struct arena *arena;
    const struct timeline_options *options;
    struct lock_timeline *timeline;
    struct timeline_migration **migrations; /* by the file's number; NULL: not asked about */
    struct timeline_migration *migration;
    struct timeline_transaction open;          /* the one whose statements are being met */
    uint32_t transaction;                      /* its number in the replay; 0: none */
    unsigned number;                           /* in its migration */
    VEC(struct timeline_savepoint) savepoints; /* of the open transaction */
    VEC(size_t) held;                          /* its statements whose locks are held */
};

/* -- which locks are told ---------------------------------------------------------------------- */

static bool does_work(const struct timeline_lock *lock)
{
    return lock->rewrite || lock->scan || lock->builds_index;
}

static const struct relation *parent_of(const struct relation *relation)
{
    if (relation == NULL) return NULL;
    if (relation->partition_of != NULL) return relation->partition_of;
    return relation->kind == OBJ_TABLE && relation->parents.len > 0 ? relation->parents.at[0]
                                                                    : NULL;
}

/* What the relation is a mere part of: its index, its column's sequence. */
static const struct relation *whole_of(const struct relation *relation)
{
    if (relation == NULL) return NULL;
    if (relation->kind == OBJ_INDEX) return relation->table;
    return relation->kind == OBJ_SEQUENCE ? relation->sequence.owner_table : NULL;
}

static size_t find(const struct lock_list *locks, const struct relation *relation)
{
    for (size_t i = 0; relation != NULL && i < locks->len; i++) {
        if (locks->at[i].known == relation) return i;
    }
    return SIZE_MAX;
}

/* The lock of the same statement beside which this one is not worth a line; SIZE_MAX: none. Whoever
 * reaches a partition goes through its table as a rule, and through the table to an index. */
static size_t covered_by(const struct lock_list *locks, size_t which)
{
    enum { DEEPEST = 16 };
    const struct lock *lock = &locks->at[which];
    size_t covering = SIZE_MAX;
    const struct relation *above = whole_of(lock->known);
    if (above == NULL) above = parent_of(lock->known);
    for (int depth = 0; above != NULL && depth < DEEPEST; depth++) {
        size_t at = find(locks, above);
        if (at != SIZE_MAX && at != which && locks->at[at].mode >= lock->mode) covering = at;
        above = parent_of(above);
    }
    return covering;
}

static bool is_part(const struct relation *relation)
{
    return relation != NULL && (relation->kind == OBJ_INDEX || relation->kind == OBJ_SEQUENCE);
}

static struct timeline_lock plain(const struct rule_ctx *ctx, const struct lock *lock)
{
    struct timeline_lock made = {
        .relation = name_text(ctx->arena, lock->relation),
        .shown = show_name(ctx, lock->relation),
        .kind = lock->kind,
        .mode = lock->mode,
        .standing = lock->created ? STANDING_NEW : standing_of(ctx, lock->relation),
        .partitioned = lock->known != NULL && lock->known->partitioned,
        .rewrite = lock->rewrite,
        .scan = lock->scan,
        .scan_twice = lock->scan_twice,
        .builds_index = lock->builds_index,
        .new_file = lock->new_file,
        .waits_for_snapshots = lock->waits_for_snapshots,
        .uncertain = lock->uncertain,
        .conditional = lock->conditional,
        .why = lock->why,
        .source = lock->source,
    };
    /* An index is as much in use as its table, but for the transaction that makes it. */
    bool index = lock->known != NULL && lock->known->kind == OBJ_INDEX;
    if (index && made.standing != STANDING_NEW && lock->known->table != NULL) {
        made.standing = standing_of(ctx, lock->known->table->name);
    }
    return made;
}

/* A part's own work is its table's: an index is built while the table waits. */
static void count_in(struct timeline_lock *into, const struct timeline_lock *lock, bool part)
{
    into->rewrite |= lock->rewrite && !part;
    into->scan |= lock->scan && !part;
    into->scan_twice |= lock->scan_twice && !part;
    into->builds_index |= lock->builds_index;
    into->uncertain |= lock->uncertain;
    if (!part) into->members++;
}

/* -- what an earlier statement holds ----------------------------------------------------------- */

static void look_under(const struct recorder *recorder, const struct rule_ctx *ctx,
                       struct timeline_lock *lock)
{
    const struct held_lock *held = strongest_held(ctx, false);
    if (held == NULL) return;
    struct timeline_lock *under = ARENA_NEW(recorder->arena, struct timeline_lock);
    *under = plain(ctx, &held->lock);
    lock->under = under;
    lock->under_taken = held->statement;
}

static bool is_told(const struct recorder *recorder, const struct timeline_lock *lock)
{
    if (recorder->options->all) return true;
    if (lock->standing != STANDING_LIVE) {
        recorder->timeline->new_left++;
        return false;
    }
    if (lock_blocks_writes(lock->mode) && lock->kind != OBJ_TYPE) return true;
    if (does_work(lock) && lock->under != NULL) return true;
    recorder->timeline->weak_left++;
    return false;
}

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
    if (change == NULL || change->kind != CHANGE_TRANSACTION) return NULL;
    if (change->in_do && ctx->mode != IN_AUTOCOMMIT) return NULL;
    switch (change->transaction.command) {
    case TRANSACTION_COMMIT:
        return "COMMIT";
    case TRANSACTION_ROLLBACK:
        return "ROLLBACK";
    case TRANSACTION_PREPARE:
        return "COMMIT PREPARED";
    case TRANSACTION_BEGIN:
    case TRANSACTION_SAVEPOINT:
    case TRANSACTION_RELEASE:
    case TRANSACTION_ROLLBACK_TO:
    case TRANSACTION_COMMIT_PREPARED:
    case TRANSACTION_ROLLBACK_PREPARED:
        break;
    }
    return NULL;
}

static void record_locks(struct recorder *recorder, const struct rule_ctx *ctx,
                         struct timeline_statement *statement)
{
    const struct lock_list *locks = statement_locks(ctx);
    struct timeline_lock *made = arena_array(ctx->arena, locks->len, sizeof *made);
    size_t *covering = arena_array(ctx->arena, locks->len, sizeof *covering);
    for (size_t i = 0; i < locks->len; i++) {
        made[i] = plain(ctx, &locks->at[i]);
        covering[i] = recorder->options->all ? SIZE_MAX : covered_by(locks, i);
    }
    for (size_t i = 0; i < locks->len; i++) {
        if (covering[i] == SIZE_MAX) continue;
        count_in(&made[covering[i]], &made[i], is_part(locks->at[i].known));
    }
    statement->locks = arena_array(ctx->arena, locks->len, sizeof *statement->locks);
    for (size_t i = 0; i < locks->len; i++) {
        if (covering[i] != SIZE_MAX || locks->at[i].relation.name.len == 0) continue;
        if (does_work(&made[i])) look_under(recorder, ctx, &made[i]);
        if (is_told(recorder, &made[i])) statement->locks[statement->lock_count++] = made[i];
    }
}

/* SAVEPOINT, RELEASE, ROLLBACK TO: the last gives back what was locked since (manual 13.3.1). */
static void follow_savepoint(struct recorder *recorder, const struct rule_ctx *ctx, struct span at)
{
    const struct change *change = ctx->change;
    if (change == NULL || change->kind != CHANGE_TRANSACTION) return;
    const struct str name = change->transaction.savepoint;
    const bool back = change->transaction.command == TRANSACTION_ROLLBACK_TO;
    if (change->transaction.command == TRANSACTION_SAVEPOINT) {
        struct timeline_savepoint made = {name, recorder->held.len};
        VEC_PUSH(recorder->arena, &recorder->savepoints, made);
    }
    if (!back && change->transaction.command != TRANSACTION_RELEASE) return;
    size_t i = recorder->savepoints.len;
    while (i > 0 && !str_equal(recorder->savepoints.at[i - 1].name, name)) i--;
    if (i == 0) return;
    while (back && recorder->held.len > recorder->savepoints.at[i - 1].held) {
        const size_t which = recorder->held.at[--recorder->held.len];
        recorder->open.statements.at[which].given_back = at;
    }
    recorder->savepoints.len = back ? i : i - 1;
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

static void see(void *of, const struct rule_ctx *ctx)
{
    struct recorder *recorder = of;
    enter(recorder, ctx);
    struct timeline_transaction *open = &recorder->open;
    struct timeline_statement statement = statement_of(ctx);
    open->last = statement.at;
    open->until = ends_with(ctx);
    open->ended_by_itself = open->until != NULL;
    follow_savepoint(recorder, ctx, statement.at);
    record_locks(recorder, ctx, &statement);
    if (statement.lock_count == 0) return;
    statement.text = one_line(ctx->arena, span_text(statement.at));
    VEC_PUSH(recorder->arena, &recorder->held, open->statements.len);
    VEC_PUSH(recorder->arena, &open->statements, statement);
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
    recorder->timeline->migrations += sequence->migration_count;
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
    struct recorder recorder = {.arena = arena, .options = options, .timeline = timeline};
    recorder.migrations = arena_array(arena, files->file_count, sizeof *recorder.migrations);
    *sequence = (struct timeline_sequence){.dir = files->sequence->dir,
                                           .postgres_version = config->postgres_version};
    list_migrations(&recorder, files, sequence);
    const struct onlooker onlooker = {see, &recorder, options->down};
    watch_sequence(arena, config, files, &onlooker);
    close_transaction(&recorder);
    add_up(arena, sequence);
}
