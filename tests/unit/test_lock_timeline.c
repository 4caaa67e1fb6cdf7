/* What `gander locks` tells: which locks, in which transaction, until when. */
#include "lint/lock_timeline.h"
#include "lint_builder.h"

struct read {
    struct builder builder;
    struct lock_timeline timeline;
    struct timeline_sequence sequence;
    struct timeline_options options;
};

static const struct config fifteen = {.postgres_version = 15};

static const struct timeline_migration *read_by(struct read *read, const struct config *config)
{
    read->timeline = (struct lock_timeline){0};
    lock_timeline_read(&read->builder.arena, config, &read->builder.sequence_files, &read->options,
                       &read->timeline, &read->sequence);
    return &read->sequence.migrations[read->sequence.migration_count - 1];
}

static const struct timeline_migration *read(struct read *of)
{
    return read_by(of, &fifteen);
}

/* The history, which is not asked about, and one migration behind it. */
static const struct timeline_migration *read_text(struct read *into, const char *text)
{
    *into = (struct read){0};
    builder_init(&into->builder);
    builder_add(&into->builder, "-- +goose Up\n"
                                "CREATE TABLE teams (id int PRIMARY KEY);\n"
                                "CREATE TABLE users (id int PRIMARY KEY, name text);\n"
                                "CREATE INDEX users_name ON users (name);\n"
                                "CREATE TABLE days (d date) PARTITION BY RANGE (d);\n"
                                "CREATE TABLE d1 PARTITION OF days DEFAULT;\n"
                                "INSERT INTO days SELECT now();\n");
    into->builder.migrations[0].reported = false;
    builder_add(&into->builder, text);
    return read(into);
}

static const struct timeline_lock *only_lock(const struct timeline_statement *statement)
{
    assert_int_equal(statement->lock_count, 1);
    return &statement->locks[0];
}

static void test_lock_timeline__one_transaction_of_goose(void **state)
{
    (void)state;
    struct read all;
    const struct timeline_migration *migration =
        read_text(&all, "-- +goose Up\n"
                        "ALTER TABLE users\n  ADD COLUMN t int; -- why\n"
                        "UPDATE users SET t = 1;\n"
                        "SELECT 1;\n"
                        "-- +goose Down\n"
                        "DROP TABLE users;\n");
    assert_int_equal(all.sequence.migration_count, 1);
    assert_int_equal(migration->transactions.len, 1);
    const struct timeline_transaction *one = &migration->transactions.at[0];
    assert_int_equal(one->mode, IN_GOOSE_TRANSACTION);
    assert_string_equal(one->until, "goose commits");
    assert_int_equal(one->statements.len, 2);
    assert_text(one->statements.at[0].text, "ALTER TABLE users ADD COLUMN t int");
    assert_text(span_text(one->last), "SELECT 1");
    const struct timeline_lock *update = only_lock(&one->statements.at[1]);
    assert_int_equal(update->mode, LOCK_ROW_EXCLUSIVE);
    assert_true(update->scan);
    assert_int_equal(update->under->mode, LOCK_ACCESS_EXCLUSIVE);
    assert_int_equal(source_line_of(update->under_taken.source, update->under_taken.start), 2);
    assert_int_equal(one->strongest.len, 1);
    assert_int_equal(one->strongest.at[0].lock.mode, LOCK_ACCESS_EXCLUSIVE);
    assert_true(one->strongest.at[0].lock.scan);
    arena_release(&all.builder.arena);
}

static void test_lock_timeline__transactions_of_the_file(void **state)
{
    (void)state;
    struct read all;
    const struct timeline_migration *migration =
        read_text(&all, "-- +goose NO TRANSACTION\n-- +goose Up\n"
                        "DROP INDEX users_name;\n"
                        "BEGIN;\nLOCK TABLE teams;\nROLLBACK;\n"
                        "BEGIN;\nLOCK TABLE users;\n"
                        "-- +goose StatementBegin\n"
                        "LOCK TABLE teams; COMMIT; DROP TABLE days;\n"
                        "-- +goose StatementEnd\n");
    static const char *const until[] = {"the statement is done", "ROLLBACK", "COMMIT",
                                        "the whole block has run"};
    assert_int_equal(migration->transactions.len, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(migration->transactions.at[i].until, until[i]);
    }
    assert_int_equal(migration->transactions.at[2].statements.len, 2);
    assert_true(migration->transactions.at[2].ended_by_itself);
    arena_release(&all.builder.arena);
}

static void test_lock_timeline__a_transaction_nobody_ends(void **state)
{
    (void)state;
    struct read all;
    const struct timeline_migration *migration =
        read_text(&all, "-- +goose NO TRANSACTION\n-- +goose Up\nBEGIN;\nLOCK TABLE teams;\n");
    assert_string_equal(migration->transactions.at[0].until, "the connection is closed");
    arena_release(&all.builder.arena);
}

static void test_lock_timeline__savepoints_give_back(void **state)
{
    (void)state;
    struct read all;
    const struct timeline_migration *migration = read_text(&all, "-- +goose Up\n"
                                                                 "LOCK TABLE users IN SHARE MODE;\n"
                                                                 "SAVEPOINT a;\nSAVEPOINT b;\n"
                                                                 "LOCK TABLE teams;\n"
                                                                 "ROLLBACK TO b;\n"
                                                                 "LOCK TABLE users;\n"
                                                                 "ROLLBACK TO a;\n"
                                                                 "DELETE FROM teams;\n");
    const struct timeline_transaction *one = &migration->transactions.at[0];
    assert_int_equal(one->statements.len, 4);
    assert_null(one->statements.at[0].given_back.source);
    assert_text(span_text(one->statements.at[1].given_back), "ROLLBACK TO b");
    assert_text(span_text(one->statements.at[2].given_back), "ROLLBACK TO a");
    assert_int_equal(one->statements.at[3].locks[0].under->mode, LOCK_SHARE);
    assert_int_equal(one->strongest.len, 2);
    assert_int_equal(one->strongest.at[0].lock.mode, LOCK_SHARE);
    arena_release(&all.builder.arena);
}

static void test_lock_timeline__statements_in_do(void **state)
{
    (void)state;
    struct read all;
    const struct timeline_migration *migration =
        read_text(&all, "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\n"
                        "DO $$ BEGIN\nDROP INDEX users_name;\nUPDATE teams SET id = 2;\n"
                        "COMMIT;\nLOCK TABLE users;\nEND $$;\n-- +goose StatementEnd\n");
    assert_int_equal(migration->transactions.len, 2);
    const struct timeline_transaction *one = &migration->transactions.at[0];
    assert_string_equal(one->until, "COMMIT");
    assert_int_equal(one->statements.len, 2);
    assert_string_equal(one->statements.at[0].tag, "DROP INDEX");
    assert_int_equal(only_lock(&one->statements.at[1])->under->mode, LOCK_ACCESS_EXCLUSIVE);
    assert_string_equal(migration->transactions.at[1].until, "the statement is done");
    arena_release(&all.builder.arena);
}

static void test_lock_timeline__new_and_weak_is_left_out(void **state)
{
    (void)state;
    struct read all;
    static const char *const text = "-- +goose Up\n"
                                    "CREATE TABLE fresh (id int REFERENCES teams);\n"
                                    "CREATE INDEX ON fresh (id);\n"
                                    "SELECT * FROM users;\n";
    const struct timeline_migration *migration = read_text(&all, text);
    const struct timeline_transaction *one = &migration->transactions.at[0];
    assert_int_equal(one->statements.len, 2);
    assert_text(only_lock(&one->statements.at[0])->shown, "teams");
    assert_text(only_lock(&one->statements.at[1])->relation, "public.users");
    assert_true(all.timeline.new_left > 0);
    all.options.all = true;
    one = &read(&all)->transactions.at[0];
    assert_int_equal(one->statements.len, 3);
    assert_int_equal(one->statements.at[0].locks[0].standing, STANDING_NEW);
    assert_int_equal(all.timeline.new_left + all.timeline.weak_left, 0);
    arena_release(&all.builder.arena);
}

/* The key `tables`: dropped here, and yet there. */
static void test_lock_timeline__a_table_made_elsewhere_is_in_use(void **state)
{
    (void)state;
    const struct table_fact fact = {
        .tables = STR("users"), .has_external = true, .is_external = true};
    const struct config config = {
        .postgres_version = 15, .table_facts = &fact, .table_fact_count = 1};
    struct read all;
    read_text(&all, "-- +goose Up\nDROP TABLE users;\n");
    builder_add(&all.builder, "-- +goose Up\nALTER TABLE users ADD COLUMN t int;\n");
    const struct timeline_migration *migration = read(&all);
    assert_int_equal(migration->transactions.len, 0);
    migration = read_by(&all, &config);
    assert_int_equal(migration->transactions.len, 1);
    const struct timeline_lock *lock = only_lock(&migration->transactions.at[0].statements.at[0]);
    assert_int_equal(lock->mode, LOCK_ACCESS_EXCLUSIVE);
    assert_int_equal(lock->standing, STANDING_LIVE);
    arena_release(&all.builder.arena);
}

static void test_lock_timeline__parts_are_told_with_their_whole(void **state)
{
    (void)state;
    struct read all;
    const struct timeline_migration *migration =
        read_text(&all, "-- +goose Up\n"
                        "ALTER TABLE days ALTER d TYPE timestamptz;\n"
                        "ALTER TABLE users ALTER name TYPE int USING 1;\n"
                        "REINDEX INDEX users_name;\n");
    const struct timeline_transaction *one = &migration->transactions.at[0];
    const struct timeline_lock *days = only_lock(&one->statements.at[0]);
    assert_int_equal(days->members, 1);
    assert_true(days->partitioned && days->rewrite);
    assert_true(only_lock(&one->statements.at[1])->builds_index);
    assert_int_equal(one->statements.at[2].lock_count, 2); /* the index under a stronger lock */
    arena_release(&all.builder.arena);
}

static void test_lock_timeline__down_is_tried_out_and_undone(void **state)
{
    (void)state;
    struct read all;
    read_text(&all, "-- +goose Up\nSELECT 1;\n-- +goose Down\nDROP TABLE users;\n");
    builder_add(&all.builder, "-- +goose Up\nDROP INDEX users_name;\n");
    all.options.down = true;
    const struct timeline_migration *last = read(&all);
    const struct timeline_migration *first = &all.sequence.migrations[0];
    assert_int_equal(first->transactions.len, 1);
    assert_int_equal(first->transactions.at[0].direction, DIRECTION_DOWN);
    assert_int_equal(first->transactions.at[0].number, 2);
    assert_text(only_lock(&last->transactions.at[0].statements.at[0])->shown, "users");
    assert_int_equal(all.sequence.strongest.len, 1);
    arena_release(&all.builder.arena);
}

static void test_lock_timeline__what_does_not_parse_is_mentioned(void **state)
{
    (void)state;
    struct read all;
    const struct timeline_migration *migration =
        read_text(&all, "-- +goose Up\nDROP INDEX users_name;\nSELEC 1;\n");
    assert_int_equal(migration->transactions.len, 1);
    assert_int_equal(migration->problems.len, 1);
    arena_release(&all.builder.arena);
}

static void test_lock_timeline__many_tables(void **state)
{
    (void)state;
    struct read all;
    struct arena arena;
    struct str text = STR("-- +goose Up\n");
    arena_init(&arena);
    for (int i = 0; i < 300; i++) {
        text = str_format(&arena, STR_FMT "DROP TABLE a%d;\nLOCK TABLE teams;\n", STR_ARG(text), i);
    }
    const struct timeline_migration *migration = read_text(&all, text.at);
    assert_int_equal(migration->transactions.at[0].statements.len, 600);
    assert_int_equal(migration->transactions.at[0].strongest.len, 301);
    assert_int_equal(all.sequence.strongest.len, 301);
    arena_release(&all.builder.arena);
    arena_release(&arena);
}

static void test_lock_timeline__long_statements_are_cut_between_characters(void **state)
{
    (void)state;
    struct read all;
    struct arena arena;
    struct str text = STR("-- +goose Up\nDROP TABLE x");
    arena_init(&arena);
    for (int i = 0; i < 500; i++) text = str_format(&arena, STR_FMT "é", STR_ARG(text));
    text = str_format(&arena, STR_FMT ";\n", STR_ARG(text));
    const struct timeline_migration *migration = read_text(&all, text.at);
    struct str shown = migration->transactions.at[0].statements.at[0].text;
    assert_true(shown.len < 402);
    assert_true(str_ends_with(shown, STR("é")));
    arena_release(&all.builder.arena);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lock_timeline__one_transaction_of_goose),
        cmocka_unit_test(test_lock_timeline__transactions_of_the_file),
        cmocka_unit_test(test_lock_timeline__a_transaction_nobody_ends),
        cmocka_unit_test(test_lock_timeline__savepoints_give_back),
        cmocka_unit_test(test_lock_timeline__statements_in_do),
        cmocka_unit_test(test_lock_timeline__new_and_weak_is_left_out),
        cmocka_unit_test(test_lock_timeline__a_table_made_elsewhere_is_in_use),
        cmocka_unit_test(test_lock_timeline__parts_are_told_with_their_whole),
        cmocka_unit_test(test_lock_timeline__down_is_tried_out_and_undone),
        cmocka_unit_test(test_lock_timeline__what_does_not_parse_is_mentioned),
        cmocka_unit_test(test_lock_timeline__many_tables),
        cmocka_unit_test(test_lock_timeline__long_statements_are_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
