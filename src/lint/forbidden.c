/* What PostgreSQL refuses inside a transaction block with SQLSTATE 25001: the manual's page of each
 * command, measured on servers 11 to 18 (reference hazards.md 1.3). */
#include "lint/rule.h"

#include <string.h>

static bool known_partitioned(const struct rule_ctx *ctx, struct name relation)
{
    const struct relation *known = known_relation(ctx, relation);
    if (known == NULL) return false;
    if (known->kind != OBJ_INDEX) return known->partitioned;
    /* An index is partitioned when its table is. */
    const struct relation *table = known_relation(ctx, relation_owner(known));
    return known->partitioned || (table != NULL && table->partitioned);
}

static struct name reindexed(const struct change *change)
{
    return change->table.name.len != 0 ? change->table : change->object_name;
}

static const char *reindex(const struct rule_ctx *ctx, const struct change *change)
{
    if (change->concurrently) return "REINDEX CONCURRENTLY";
    switch (change->reindex.what) {
    case 's':
        return "REINDEX SCHEMA";
    case 'y':
        return "REINDEX SYSTEM";
    case 'd':
        return "REINDEX DATABASE";
    case 'i':
        return known_partitioned(ctx, reindexed(change)) ? "REINDEX INDEX of a partitioned index"
                                                         : NULL;
    case 't':
        return known_partitioned(ctx, reindexed(change)) ? "REINDEX TABLE of a partitioned table"
                                                         : NULL;
    default:
        return NULL;
    }
}

static const char *cluster(const struct rule_ctx *ctx, const struct change *change)
{
    struct name table = change->table;
    if (table.name.len == 0 && change->vacuum.tables.len != 0) table = change->vacuum.tables.at[0];
    if (table.name.len == 0) return "CLUSTER without a table";
    if (ctx->config->postgres_version < 15) return NULL;
    return known_partitioned(ctx, table) ? "CLUSTER of a partitioned table" : NULL;
}

static struct str subscription_of(const struct change *change)
{
    return change->name.len != 0 ? change->name : change->object_name.name;
}

/* `ALTER SUBSCRIPTION s SET (slot_name = NONE)` lets go of the slot; any ALTER that came before is
 * taken for that, because its options are not kept. */
static bool slot_let_go(const struct rule_ctx *ctx, const struct change *drop)
{
    const struct change **all;
    size_t count = section_changes(ctx, ctx->direction, &all);
    for (size_t i = 0; i < count && all[i] != drop; i++) {
        if (all[i]->kind == CHANGE_ALTER_SUBSCRIPTION &&
            str_equal(subscription_of(all[i]), subscription_of(drop))) {
            return true;
        }
    }
    return false;
}

static const char *transaction_command(const struct change *change)
{
    if (change->transaction.command == TRANSACTION_COMMIT_PREPARED) return "COMMIT PREPARED";
    if (change->transaction.command == TRANSACTION_ROLLBACK_PREPARED) return "ROLLBACK PREPARED";
    return NULL;
}

/* The words for a change that is refused; NULL for one that is not. */
static const char *refused(const struct rule_ctx *ctx, const struct change *change)
{
    switch ((int)change->kind) {
    case CHANGE_CREATE_INDEX:
        return change->concurrently ? "CREATE INDEX CONCURRENTLY" : NULL;
    case CHANGE_DROP_INDEX:
        return change->concurrently ? "DROP INDEX CONCURRENTLY" : NULL;
    case CHANGE_DETACH_PARTITION:
        return change->concurrently ? "DETACH PARTITION CONCURRENTLY" : NULL;
    case CHANGE_REINDEX:
        return reindex(ctx, change);
    case CHANGE_VACUUM:
        return change->vacuum.full ? "VACUUM FULL" : "VACUUM";
    case CHANGE_CLUSTER:
        return cluster(ctx, change);
    case CHANGE_CREATE_DATABASE:
        return "CREATE DATABASE";
    case CHANGE_DROP_DATABASE:
        return "DROP DATABASE";
    case CHANGE_SET_TABLESPACE:
        return change->object == OBJ_DATABASE ? "ALTER DATABASE SET TABLESPACE" : NULL;
    case CHANGE_CREATE_TABLESPACE:
        return "CREATE TABLESPACE";
    case CHANGE_DROP_TABLESPACE:
        return "DROP TABLESPACE";
    case CHANGE_ALTER_SYSTEM:
        return "ALTER SYSTEM";
    case CHANGE_DISCARD:
        return change->tag != NULL && strcmp(change->tag, "DISCARD ALL") == 0 ? "DISCARD ALL"
                                                                              : NULL;
    case CHANGE_CREATE_SUBSCRIPTION:
        return change->subscription.creates_slot ? "CREATE SUBSCRIPTION with a slot" : NULL;
    case CHANGE_ALTER_SUBSCRIPTION:
        return change->subscription.creates_slot ? "ALTER SUBSCRIPTION with a refresh" : NULL;
    case CHANGE_DROP_SUBSCRIPTION:
        return slot_let_go(ctx, change) ? NULL : "DROP SUBSCRIPTION with a slot";
    case CHANGE_ADD_ENUM_VALUE:
        return ctx->config->postgres_version <= 11 ? "ALTER TYPE ADD VALUE" : NULL;
    case CHANGE_TRANSACTION:
        return transaction_command(change);
    default:
        return NULL;
    }
}

bool forbidden_in_transaction(const struct rule_ctx *ctx, const struct change *change,
                              const char **what)
{
    const char *words = change->in_do ? NULL : refused(ctx, change);
    if (words == NULL) return false;
    if (what != NULL) *what = words;
    return true;
}

const char *forbidden_in_do(const struct rule_ctx *ctx, const struct change *change)
{
    return change->in_do ? refused(ctx, change) : NULL;
}
