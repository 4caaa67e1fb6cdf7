/* Locks for programs. New members may be added; none changes its meaning within one
 * schema_version. */
#include "base/json.h"
#include "report/locks.h"
#include "report/locks_words.h"

enum { SCHEMA_VERSION = 1 };

static void member_place(struct json *json, const char *key, struct span at, uint32_t byte)
{
    json_key(json, key);
    if (at.source == NULL) {
        json_put_null(json);
        return;
    }
    struct position position = source_position(at.source, byte, COLUMN_CODE_POINTS);
    json_begin_object_inline(json);
    json_member_number(json, "line", position.line);
    json_member_number(json, "column", position.column);
    json_end(json);
}

static const char *mode_name(enum transaction_mode mode)
{
    switch (mode) {
    case IN_GOOSE_TRANSACTION:
        return "goose";
    case IN_IMPLICIT_TRANSACTION:
        return "implicit";
    case IN_USER_TRANSACTION:
        return "explicit";
    case IN_AUTOCOMMIT:
        return "autocommit";
    }
    return "";
}

static const char *standing_name(enum standing standing)
{
    switch (standing) {
    case STANDING_LIVE:
        return "in-use";
    case STANDING_NEW:
        return "new";
    case STANDING_UNRELEASED:
        return "unreleased";
    case STANDING_ABSENT:
        return "absent";
    }
    return "";
}

static void member_string_or_null(struct json *json, const char *name, struct str value)
{
    json_key(json, name);
    if (value.len == 0) {
        json_put_null(json);
    } else {
        json_put_string(json, value);
    }
}

static void members_of_lock(struct json *json, const struct timeline_lock *lock)
{
    json_member_string(json, "relation", lock->relation);
    json_member_string(json, "kind", str_from(object_kind_words(lock->kind)));
    json_member_string(json, "standing", str_from(standing_name(lock->standing)));
    json_member_count(json, "members", lock->members);
    json_member_string(json, "mode", str_from(lock_mode_name(lock->mode)));
    json_member_bool(json, "blocks_reads", lock_blocks_reads(lock->mode));
    json_member_bool(json, "blocks_writes", lock_blocks_writes(lock->mode));
    json_member_bool(json, "rewrite", lock->rewrite);
    json_member_bool(json, "scan", lock->scan);
    json_member_bool(json, "scan_twice", lock->scan_twice);
    json_member_bool(json, "builds_index", lock->builds_index);
    json_member_bool(json, "new_file", lock->new_file);
    json_member_bool(json, "waits_for_snapshots", lock->waits_for_snapshots);
    json_member_bool(json, "uncertain", lock->uncertain);
    member_string_or_null(json, "condition",
                          lock->condition != NULL ? str_from(lock->condition) : STR(""));
    member_string_or_null(json, "inside", lock->inside);
}

static void put_under(struct json *json, const struct timeline_lock *lock)
{
    json_key(json, "under");
    if (lock->under == NULL) {
        json_put_null(json);
        return;
    }
    json_begin_object(json);
    json_member_string(json, "relation", lock->under->relation);
    json_member_string(json, "mode", str_from(lock_mode_name(lock->under->mode)));
    member_place(json, "taken_at", lock->under_taken, lock->under_taken.start);
    json_end(json);
}

static void put_lock(struct json *json, const struct timeline_transaction *transaction,
                     const struct timeline_statement *statement, const struct timeline_lock *lock)
{
    const struct span end =
        statement->given_back.source != NULL ? statement->given_back : transaction->last;
    json_begin_object(json);
    members_of_lock(json, lock);
    json_member_string(json, "why", str_from(lock->why));
    json_member_string(json, "source", str_from(lock->source));
    member_place(json, "taken_at", statement->at, statement->at.start);
    member_place(json, "held_until", end, end.end);
    put_under(json, lock);
    json_end(json);
}

static void put_statement(struct json *json, const struct timeline_transaction *transaction,
                          const struct timeline_statement *statement)
{
    json_begin_object(json);
    json_member_string(json, "tag", str_from(statement->tag));
    json_member_string(json, "sql", statement->text);
    member_place(json, "start", statement->at, statement->at.start);
    member_place(json, "end", statement->at, statement->at.end);
    json_key(json, "locks");
    json_begin_array(json);
    for (size_t i = 0; i < statement->lock_count; i++) {
        put_lock(json, transaction, statement, &statement->locks[i]);
    }
    json_end(json);
    json_end(json);
}

static void put_strongest(struct json *json, const struct timeline_strongest_list *list,
                          bool with_path)
{
    json_key(json, "strongest");
    json_begin_array(json);
    for (size_t i = 0; i < list->len; i++) {
        const struct timeline_strongest *one = &list->at[i];
        json_begin_object(json);
        members_of_lock(json, &one->lock);
        if (with_path) {
            struct str path = one->taken.source == NULL ? STR("") : one->taken.source->path;
            json_member_string(json, "path", path);
        }
        member_place(json, "taken_at", one->taken, one->taken.start);
        json_end(json);
    }
    json_end(json);
}

static void put_transaction(struct json *json, const struct timeline_transaction *transaction)
{
    json_begin_object(json);
    json_member_number(json, "number", transaction->number);
    json_member_string(json, "section",
                       transaction->direction == DIRECTION_UP ? STR("up") : STR("down"));
    json_member_string(json, "mode", str_from(mode_name(transaction->mode)));
    json_member_string(json, "until", str_from(transaction->until));
    json_key(json, "statements");
    json_begin_array(json);
    for (size_t i = 0; i < transaction->statements.len; i++) {
        put_statement(json, transaction, &transaction->statements.at[i]);
    }
    json_end(json);
    put_strongest(json, &transaction->strongest, false);
    json_end(json);
}

static void put_migration(struct json *json, const struct timeline_migration *migration)
{
    json_begin_object(json);
    json_member_string(json, "path", migration->path);
    json_member_number(json, "version", migration->version);
    json_key(json, "transactions");
    json_begin_array(json);
    for (size_t i = 0; i < migration->transactions.len; i++) {
        put_transaction(json, &migration->transactions.at[i]);
    }
    json_end(json);
    json_key(json, "problems");
    json_begin_array(json);
    for (size_t i = 0; i < migration->problems.len; i++) {
        json_put_string(json, migration->problems.at[i]);
    }
    json_end(json);
    json_end(json);
}

static void put_sequence(struct json *json, const struct timeline_sequence *sequence)
{
    json_begin_object(json);
    json_member_string(json, "dir", sequence->dir);
    json_member_number(json, "postgres_version", sequence->postgres_version);
    json_key(json, "migrations");
    json_begin_array(json);
    for (size_t i = 0; i < sequence->migration_count; i++) {
        put_migration(json, &sequence->migrations[i]);
    }
    json_end(json);
    put_strongest(json, &sequence->strongest, true);
    json_end(json);
}

void locks_write_json(FILE *out, const struct lock_timeline *timeline,
                      const struct report_style *style)
{
    (void)style;
    struct json json;
    json_init(&json, out);
    json_begin_object(&json);
    json_member_number(&json, "schema_version", SCHEMA_VERSION);
    json_key(&json, "left_out");
    json_begin_object_inline(&json);
    json_member_count(&json, "old_migrations", timeline->old);
    json_member_count(&json, "on_new_relations", timeline->new_left);
    json_member_count(&json, "weak", timeline->weak_left);
    json_end(&json);
    json_key(&json, "sequences");
    json_begin_array(&json);
    for (size_t i = 0; i < timeline->sequence_count; i++) {
        put_sequence(&json, &timeline->sequences[i]);
    }
    json_end(&json);
    json_end(&json);
    json_finish(&json);
}
