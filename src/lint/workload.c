#include "lint/workload.h"

#include "lint/rule.h"

/* -- rows -------------------------------------------------------------------------------------- */

static bool covers_index(const struct relation *index, const struct str_list *equals)
{
    if (!index->index.unique || index->index.has_where || index->index.key_count == 0) return false;
    for (size_t k = 0; k < index->index.key_count; k++) {
        bool found = false;
        for (size_t i = 0; i < equals->len; i++) {
            found = found || str_equal(equals->at[i], index->index.keys[k].column);
        }
        if (!found) return false;
    }
    return true;
}

/* WHERE names rows by a unique key of the table. Of a table nobody knows, any column compared with
 * constants may be one. */
static bool is_by_key(const struct rule_ctx *ctx, struct name table, const struct data_change *data)
{
    const struct relation *known = known_relation(ctx, table);
    if (known == NULL) return data->equals.len > 0;
    for (size_t i = 0; i < known->indexes.len; i++) {
        if (covers_index(known->indexes.at[i], &data->equals)) return true;
    }
    return false;
}

static enum work work_on_rows(const struct rule_ctx *ctx, struct name table,
                              const struct data_change *data)
{
    if (data->has_limit || data->has_inner_limit) return WORK_SOME;
    return is_by_key(ctx, table, data) ? WORK_SOME : WORK_LONG;
}

/* The heaviest of the tables that a query reads. */
static struct workload reading(const struct rule_ctx *ctx, const struct data_change *data)
{
    struct workload most = {.work = WORK_BRIEF};
    for (size_t i = 0; i < data->reads.len; i++) {
        const struct name table = data->reads.at[i];
        if (!scan_takes_long(ctx, table)) continue;
        const enum work work = work_on_rows(ctx, table, data);
        if (work > most.work) {
            const char *does = work == WORK_SOME ? "reads a few rows of" : "reads the rows of";
            most = (struct workload){.work = work, .table = table, .does = does};
        }
    }
    return most;
}

static struct workload writing(const struct rule_ctx *ctx, const struct change *change)
{
    const struct workload read = reading(ctx, &change->data);
    if (!scan_takes_long(ctx, change->table)) return read;
    const enum work work = work_on_rows(ctx, change->table, &change->data);
    const char *does = work == WORK_SOME ? "changes a few rows of" : "goes through the rows of";
    return (struct workload){.work = work, .table = change->table, .does = does};
}

/* -- what locks come with ---------------------------------------------------------------------- */

static const char *words_of(const struct lock *lock)
{
    if (lock->rewrite) return "writes anew every row of";
    return lock->builds_index ? "builds an index on" : "reads every row of";
}

/* A column whose type nobody knows may well have the new one's bytes; then what is said of its
 * locks is said for caution's sake. */
static bool is_only_caution(const struct rule_ctx *ctx, const struct change *change,
                            const struct lock *lock)
{
    return change->kind == CHANGE_ALTER_COLUMN_TYPE && lock->uncertain && !lock->builds_index &&
           retype_of(ctx, change).cost == RETYPE_NONE;
}

static struct workload of_locks(const struct rule_ctx *ctx, const struct change *change)
{
    const struct lock_list *locks = change_locks(ctx, change);
    for (size_t i = 0; i < locks->len; i++) {
        const struct lock *lock = &locks->at[i];
        if (!lock->rewrite && !lock->scan && !lock->builds_index) continue;
        if (lock->created || lock->kind == OBJ_INDEX || !scan_takes_long(ctx, lock->relation))
            continue;
        if (is_only_caution(ctx, change, lock)) continue;
        return (struct workload){.work = WORK_LONG,
                                 .table = lock->relation,
                                 .does = words_of(lock),
                                 .unsure = lock->uncertain};
    }
    return (struct workload){.work = WORK_BRIEF};
}

struct workload workload_of(const struct rule_ctx *ctx, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_SELECT:
    case CHANGE_INSERT:
        return reading(ctx, &change->data);
    case CHANGE_UPDATE:
    case CHANGE_DELETE:
    case CHANGE_MERGE:
        return writing(ctx, change);
    default:
        return of_locks(ctx, change);
    }
}
