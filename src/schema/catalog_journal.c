/* The journal: what was, before each change; marks, transactions and savepoints on top of it. */
#include "schema/catalog_impl.h"

#include <string.h>

static bool is_kept(const struct catalog *catalog)
{
    return catalog->mark_count > 0 || catalog->transaction > 0;
}

void catalog_save(struct catalog *catalog, void *at, size_t size)
{
    if (!is_kept(catalog)) return;
    size_t len = catalog->bytes.len;
    struct undo undo = {UNDO_BYTES, at, NULL, len, size};
    VEC_PUSH(catalog->arena, &catalog->undo, undo);
    catalog->bytes.at =
        vec_make_room(catalog->arena, catalog->bytes.at, len, &catalog->bytes.cap, 1, size);
    memcpy(catalog->bytes.at + len, at, size);
    catalog->bytes.len += size;
}

void catalog_inserted(struct catalog *catalog, void *list_at, size_t *len, size_t index,
                      size_t size)
{
    if (!is_kept(catalog)) return;
    struct undo undo = {UNDO_INSERT, list_at, len, index, size};
    VEC_PUSH(catalog->arena, &catalog->undo, undo);
}

/* A list's array, whatever it points to: its representation is that of any pointer. */
static unsigned char *elements(const void *list_at)
{
    unsigned char *at;
    memcpy(&at, list_at, sizeof at);
    return at;
}

static void close_gap(void *list_at, size_t *len, size_t index, size_t size)
{
    unsigned char *at = elements(list_at);
    (*len)--;
    memmove(at + index * size, at + (index + 1) * size, (*len - index) * size);
}

void catalog_remove(struct catalog *catalog, void *list_at, size_t *len, size_t index, size_t size)
{
    if (is_kept(catalog)) {
        struct undo undo = {UNDO_REMOVE, list_at, len, index, size};
        catalog_save(catalog, elements(list_at) + index * size, size);
        catalog->undo.at[catalog->undo.len - 1] = undo;
    }
    close_gap(list_at, len, index, size);
}

/* -- going back -------------------------------------------------------------------------------- */

static void undo_last(struct catalog *catalog)
{
    const struct undo *undo = &catalog->undo.at[--catalog->undo.len];
    if (undo->kind == UNDO_INSERT) {
        close_gap(undo->at, undo->len, undo->index, undo->size);
        return;
    }
    unsigned char *to = undo->at;
    catalog->bytes.len -= undo->size;
    if (undo->kind == UNDO_REMOVE) {
        to = elements(undo->at) + undo->index * undo->size;
        memmove(to + undo->size, to, (*undo->len - undo->index) * undo->size);
        (*undo->len)++;
    }
    memcpy(to, catalog->bytes.at + catalog->bytes.len, undo->size);
}

void catalog_take_back(struct catalog *catalog, size_t place)
{
    catalog->freed++;
    while (catalog->undo.len > place) undo_last(catalog);
}

size_t catalog_mark(struct catalog *catalog)
{
    catalog->mark_count++;
    catalog->mark = catalog->undo.len;
    catalog->savepoints.len = 0;
    catalog->transaction_start = catalog->undo.len;
    return catalog->undo.len;
}

void catalog_undo(struct catalog *catalog, size_t mark)
{
    catalog_take_back(catalog, mark);
    catalog->mark_count--;
    catalog->mark = mark;
    catalog->savepoints.len = 0;
    catalog->transaction_start = catalog->undo.len;
}

/* -- transactions ------------------------------------------------------------------------------ */

/* ON COMMIT DROP (PostgreSQL manual, CREATE TABLE). */
static void drop_on_commit(struct catalog *catalog)
{
    for (size_t i = catalog->temporary.len; i-- > 0;) {
        struct relation *relation = catalog->temporary.at[i];
        if (!relation_is_live(relation)) continue;
        if (relation->on_commit == 'd')
            catalog_drop_relation(catalog, relation);
        else if (relation->on_commit == 'r')
            CATALOG_SET(catalog, relation->has_rows, false);
    }
}

static void end_transaction(struct catalog *catalog)
{
    drop_on_commit(catalog);
    catalog_end_local_path(catalog);
    catalog->savepoints.len = 0;
    if (catalog->mark_count == 0) catalog->undo.len = catalog->bytes.len = 0;
    catalog->transaction_start = catalog->statement_start = catalog->undo.len;
}

void catalog_begin_statement(struct catalog *catalog)
{
    catalog->in_statement = true;
    catalog->statement_refused = false;
    catalog->statement_start = catalog->undo.len;
}

void catalog_begin_parts(struct catalog *catalog)
{
    catalog_begin_statement(catalog);
    catalog->in_statement = false;
}

void catalog_restart_statement(struct catalog *catalog)
{
    catalog_take_back(catalog, catalog->statement_start);
    catalog_begin_statement(catalog);
}

void catalog_refuse(struct catalog *catalog)
{
    if (!catalog->conditional) catalog->refused = true;
}

void catalog_refuse_missing(struct catalog *catalog, const struct relation *relation)
{
    if (relation_is_sure(relation) && relation_is_complete(relation)) catalog_refuse(catalog);
}

void catalog_in_transaction(struct catalog *catalog, uint32_t transaction)
{
    if (transaction == catalog->transaction) return;
    if (catalog->transaction != 0) end_transaction(catalog);
    catalog->transaction = transaction;
}

static void roll_back(struct catalog *catalog)
{
    catalog_take_back(catalog, catalog->transaction_start);
    catalog_end_local_path(catalog);
    catalog->savepoints.len = 0;
}

static void follow_savepoint(struct catalog *catalog, const struct change *change)
{
    const size_t mark =
        savepoints_follow(catalog->arena, &catalog->savepoints, change, catalog->undo.len);
    if (mark != SIZE_MAX) catalog_take_back(catalog, mark);
}

void catalog_transaction(struct catalog *catalog, const struct change *change)
{
    switch (change->transaction.command) {
    case TRANSACTION_SAVEPOINT:
    case TRANSACTION_ROLLBACK_TO:
    case TRANSACTION_RELEASE:
        follow_savepoint(catalog, change);
        break;
    case TRANSACTION_ROLLBACK:
        roll_back(catalog);
        break;
    case TRANSACTION_COMMIT:
        end_transaction(catalog);
        break;
    case TRANSACTION_BEGIN:
    case TRANSACTION_PREPARE:
    case TRANSACTION_COMMIT_PREPARED:
    case TRANSACTION_ROLLBACK_PREPARED:
        break;
    }
}
