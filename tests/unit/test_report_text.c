/* The text form, on the worked examples every message is modelled on. */
#include "report_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct report_style plain = {.quiet = true, .columns = 100};

static void assert_report(struct builder *builder, const char *expected)
{
    char *text = rendered(builder, "text", &plain);
    assert_string_equal(text, expected);
    free(text);
    builder_free(builder);
}

static const struct rule index_rule = {.id = "index-not-concurrent",
                                       .category = CATEGORY_LOCKING,
                                       .severity = SEVERITY_ERROR,
                                       .summary = "an index is built without CONCURRENTLY"};
static const struct rule rename_rule = {.id = "rename-column",
                                        .category = CATEGORY_COMPATIBILITY,
                                        .severity = SEVERITY_ERROR,
                                        .summary = "a column is renamed"};
static const struct rule down_rule = {.id = "missing-down",
                                      .category = CATEGORY_REVERSIBILITY,
                                      .severity = SEVERITY_ERROR,
                                      .summary = "a migration has no Down section"};
static const struct rule order_rule = {.id = "out-of-order-version",
                                       .category = CATEGORY_SEQUENCE,
                                       .severity = SEVERITY_ERROR,
                                       .summary = "a version is too low"};
static const struct rule incomplete_rule = {.id = "down-incomplete",
                                            .category = CATEGORY_REVERSIBILITY,
                                            .severity = SEVERITY_ERROR,
                                            .summary = "Down does not undo Up"};
static const struct rule begin_rule = {.id = "missing-statement-begin",
                                       .category = CATEGORY_GOOSE,
                                       .severity = SEVERITY_ERROR,
                                       .summary = "a body is cut"};

static void test_text__labels_on_one_line_and_a_fix(void **state)
{
    (void)state;
    struct builder *b = builder_new();
    struct migration_file *init =
        add_file(b, "db/migrations/00001_init.sql",
                 STR("-- +goose Up\n\nCREATE TABLE orders (id bigint);\n"));
    struct migration_file *file = add_file(b, "db/migrations/00042_orders_user_idx.sql",
                                           STR("-- +goose Up\n"
                                               "CREATE INDEX idx_orders_user ON orders (user_id);\n"
                                               "\n"
                                               "-- +goose Down\n"
                                               "DROP INDEX idx_orders_user;\n"));
    struct diagnostic *finding =
        add_finding(b, &index_rule, file, find_span(file, "CREATE INDEX", 1),
                    "building index `idx_orders_user` blocks writes to `orders`");
    in_section(finding, PLACE_UP, 1);
    finding->labels[0].text = STR("takes a SHARE lock, held until goose commits");
    struct label *table = add_label(finding, find_span(file, "orders", 2), "existing table");
    table->span = find_span(file, "orders (", 1);
    table->span.end -= 2;
    table->origin = find_span(init, "CREATE TABLE orders", 1);
    table->origin_text = STR("created here");
    add_note(finding, "INSERT, UPDATE and DELETE on `orders` wait; SELECT does not");
    add_help(finding, "build it CONCURRENTLY, outside a transaction");
    const struct edit edits[] = {
        insert_before(file, "-- +goose Up", 1, "-- +goose NO TRANSACTION\n"),
        insert_before(file, "idx_orders_user", 1, "CONCURRENTLY "),
        insert_before(file, "idx_orders_user", 2, "CONCURRENTLY "),
    };
    add_fix(b, finding, "build the index concurrently, outside a transaction", edits, 3);
    assert_report(b,
                  "error[index-not-concurrent]: building index `idx_orders_user` blocks writes to "
                  "`orders`\n"
                  "  --> db/migrations/00042_orders_user_idx.sql:2:1 (up, statement 1)\n"
                  "   |\n"
                  " 2 | CREATE INDEX idx_orders_user ON orders (user_id);\n"
                  "   | ^^^^^^^^^^^^                    ------ existing table, created in "
                  "00001_init.sql:3\n"
                  "   | |\n"
                  "   | takes a SHARE lock, held until goose commits\n"
                  "   |\n"
                  "   = note: INSERT, UPDATE and DELETE on `orders` wait; SELECT does not\n"
                  "   = help: build it CONCURRENTLY, outside a transaction (unsafe fix, "
                  "--unsafe-fixes)\n"
                  "   |\n"
                  " 1 + -- +goose NO TRANSACTION\n"
                  " 2 | -- +goose Up\n"
                  "   - CREATE INDEX idx_orders_user ON orders (user_id);\n"
                  " 3 + CREATE INDEX CONCURRENTLY idx_orders_user ON orders (user_id);\n"
                  " 4 |\n"
                  " 5 | -- +goose Down\n"
                  "   - DROP INDEX idx_orders_user;\n"
                  " 6 + DROP INDEX CONCURRENTLY idx_orders_user;\n"
                  "   |\n"
                  "   = rule: gander explain index-not-concurrent\n"
                  "\n");
}

static void test_text__label_in_another_file(void **state)
{
    (void)state;
    struct builder *b = builder_new();
    struct migration_file *view =
        add_file(b, "db/migrations/00017_active_users.sql",
                 STR("-- +goose Up\nCREATE VIEW active_users AS\n"
                     "SELECT id, email FROM users WHERE deleted_at IS NULL;\n"));
    struct migration_file *file =
        add_file(b, "db/migrations/00043_rename_email.sql",
                 STR("-- +goose Up\nALTER TABLE users RENAME COLUMN email TO email_address;\n"));
    struct diagnostic *finding =
        add_finding(b, &rename_rule, file, find_span(file, "RENAME COLUMN email", 1),
                    "renaming `users.email` breaks every running query that still says `email`");
    in_section(finding, PLACE_UP, 1);
    finding->labels[0].text = STR("the old name disappears at commit");
    struct label *label = add_label(finding, find_span(view, "email", 1),
                                    "keeps working, and keeps exposing the name `email`");
    label->title = STR("view `active_users` reads this column too");
    add_help(finding, "rename in three deploys instead:\n"
                      "1. add `email_address`, write both columns, backfill in batches\n"
                      "2. switch reads to `email_address`\n"
                      "3. drop `email` in a later migration");
    add_help(finding, "if no deployed code reads it: -- gander:ignore rename-column -- <reason>");
    assert_report(
        b, "error[rename-column]: renaming `users.email` breaks every running query that still "
           "says `email`\n"
           "  --> db/migrations/00043_rename_email.sql:2:19 (up, statement 1)\n"
           "   |\n"
           " 2 | ALTER TABLE users RENAME COLUMN email TO email_address;\n"
           "   |                   ^^^^^^^^^^^^^^^^^^^ the old name disappears at commit\n"
           "   |\n"
           "note: view `active_users` reads this column too\n"
           "  --> db/migrations/00017_active_users.sql:3:12\n"
           "   |\n"
           " 3 | SELECT id, email FROM users WHERE deleted_at IS NULL;\n"
           "   |            ----- keeps working, and keeps exposing the name `email`\n"
           "   |\n"
           "   = help: rename in three deploys instead:\n"
           "           1. add `email_address`, write both columns, backfill in batches\n"
           "           2. switch reads to `email_address`\n"
           "           3. drop `email` in a later migration\n"
           "   = help: if no deployed code reads it: -- gander:ignore rename-column -- <reason>\n"
           "   = rule: gander explain rename-column\n"
           "\n");
}

static void test_text__directive_with_what_follows_and_an_appended_fix(void **state)
{
    (void)state;
    struct builder *b = builder_new();
    struct migration_file *file = add_file(b, "db/migrations/00044_add_invoices.sql",
                                           STR("-- +goose Up\n"
                                               "CREATE TABLE invoices (\n"
                                               "    id bigint PRIMARY KEY,\n"
                                               "    total numeric NOT NULL,\n"
                                               "    note text\n"
                                               ");\n"));
    struct diagnostic *finding = add_finding(
        b, &down_rule, file, find_span(file, "-- +goose Up", 1), "migration has no Down section");
    finding->labels[0].text = STR("only an Up section in this file");
    add_note(finding, "`goose down` would log EMPTY, run nothing, and still delete version 44 from "
                      "goose_db_version; the next `goose up` then fails because `invoices` exists");
    add_help(finding, "append a Down that undoes this Up");
    add_help(finding,
             "if there is no way back on purpose, say so: -- gander:irreversible <reason>");
    const struct edit edit = append(file, "\n-- +goose Down\nDROP TABLE invoices;\n");
    add_fix(b, finding, "append a Down section", &edit, 1)->caveat = STR("it drops data");
    assert_report(
        b, "error[missing-down]: migration has no Down section\n"
           "  --> db/migrations/00044_add_invoices.sql:1:1\n"
           "   |\n"
           " 1 | -- +goose Up\n"
           "   | ^^^^^^^^^^^^ only an Up section in this file\n"
           " 2 | CREATE TABLE invoices (\n"
           "   |\n"
           "   = note: `goose down` would log EMPTY, run nothing, and still delete version 44 "
           "from\n"
           "           goose_db_version; the next `goose up` then fails because `invoices` "
           "exists\n"
           "   = help: append a Down that undoes this Up (unsafe fix: it drops data)\n"
           "   |\n"
           " 6 | );\n"
           " 7 +\n"
           " 8 + -- +goose Down\n"
           " 9 + DROP TABLE invoices;\n"
           "   |\n"
           "   = help: if there is no way back on purpose, say so: -- gander:irreversible "
           "<reason>\n"
           "   = rule: gander explain missing-down\n"
           "\n");
}

static void test_text__finding_about_a_name(void **state)
{
    (void)state;
    struct builder *b = builder_new();
    struct migration_file *file =
        add_file(b, "db/migrations/00041_add_coupons.sql", STR("-- +goose Up\nSELECT 1;\n"));
    struct diagnostic *finding =
        add_finding(b, &order_rule, file, (struct span){0},
                    "version 41 is lower than version 42, which is already on `origin/main`");
    finding->about_name = true;
    add_note(finding, "added in this branch; `origin/main` already has 00042_orders_user_idx.sql");
    add_note(finding, "a database at version 42 rejects it: \"found 1 missing migrations before "
                      "current version 42\"; with -allow-missing the order differs between "
                      "databases");
    add_help(finding, "renumber it: git mv 00041_add_coupons.sql 00043_add_coupons.sql");
    assert_report(
        b, "error[out-of-order-version]: version 41 is lower than version 42, which is already on "
           "`origin/main`\n"
           "  --> db/migrations/00041_add_coupons.sql (file name)\n"
           "   |\n"
           "   = note: added in this branch; `origin/main` already has "
           "00042_orders_user_idx.sql\n"
           "   = note: a database at version 42 rejects it: \"found 1 missing migrations before "
           "current\n"
           "           version 42\"; with -allow-missing the order differs between databases\n"
           "   = help: renumber it: git mv 00041_add_coupons.sql 00043_add_coupons.sql\n"
           "   = rule: gander explain out-of-order-version\n"
           "\n");
}

static void test_text__labels_in_both_sections(void **state)
{
    (void)state;
    struct builder *b = builder_new();
    struct migration_file *file = add_file(b, "db/migrations/00045_order_money.sql",
                                           STR("-- +goose Up\n"
                                               "ALTER TABLE orders ADD COLUMN total_cents bigint,\n"
                                               "                   ADD COLUMN currency char(3);\n"
                                               "\n"
                                               "-- +goose Down\n"
                                               "ALTER TABLE orders DROP COLUMN total_cents;\n"));
    struct diagnostic *finding =
        add_finding(b, &incomplete_rule, file, find_span(file, "ADD COLUMN currency", 1),
                    "Down does not undo Up: column `orders.currency` is left behind");
    in_section(finding, PLACE_UP, 1);
    finding->labels[0].text = STR("added here, never dropped");
    add_label(finding, find_span(file, "DROP COLUMN total_cents", 1), "Down drops only this one");
    add_note(finding, "after down then up, goose fails: column \"currency\" of relation \"orders\" "
                      "already exists");
    add_help(finding, "drop it too, last added first");
    const struct edit edit =
        insert_before(file, "DROP COLUMN", 1, "DROP COLUMN currency,\n                   ");
    add_fix(b, finding, "drop `currency` too", &edit, 1)->caveat = STR("it drops data");
    assert_report(b,
                  "error[down-incomplete]: Down does not undo Up: column `orders.currency` is left "
                  "behind\n"
                  "  --> db/migrations/00045_order_money.sql:3:20 (up, statement 1)\n"
                  "   |\n"
                  " 2 | ALTER TABLE orders ADD COLUMN total_cents bigint,\n"
                  " 3 |                    ADD COLUMN currency char(3);\n"
                  "   |                    ^^^^^^^^^^^^^^^^^^^ added here, never dropped\n"
                  "...\n"
                  " 5 | -- +goose Down\n"
                  " 6 | ALTER TABLE orders DROP COLUMN total_cents;\n"
                  "   |                    ----------------------- Down drops only this one\n"
                  "   |\n"
                  "   = note: after down then up, goose fails: column \"currency\" of relation "
                  "\"orders\" already exists\n"
                  "   = help: drop it too, last added first (unsafe fix: it drops data)\n"
                  "   |\n"
                  "   - ALTER TABLE orders DROP COLUMN total_cents;\n"
                  " 6 + ALTER TABLE orders DROP COLUMN currency,\n"
                  " 7 +                    DROP COLUMN total_cents;\n"
                  "   |\n"
                  "   = rule: gander explain down-incomplete\n"
                  "\n");
}

static void test_text__short_gaps_and_two_hunks(void **state)
{
    (void)state;
    struct builder *b = builder_new();
    struct migration_file *file = add_file(b, "db/migrations/00046_touch_fn.sql",
                                           STR("-- +goose Up\n"
                                               "CREATE FUNCTION touch() RETURNS trigger AS $$\n"
                                               "BEGIN\n"
                                               "  NEW.updated_at := now();\n"
                                               "  RETURN NEW;\n"
                                               "END;\n"
                                               "$$ LANGUAGE plpgsql;\n"));
    struct diagnostic *finding =
        add_finding(b, &begin_rule, file, find_span(file, ";", 1),
                    "goose will cut this function body in two at the first `;`");
    in_section(finding, PLACE_UP, 1);
    finding->labels[0].text = STR("goose ends the statement here");
    add_label(finding, find_span(file, "$$", 1), "body opens here");
    add_label(finding, find_span(file, "$$", 2), "body closes here");
    add_note(finding, "PostgreSQL would receive lines 2-4 only: unterminated dollar-quoted string");
    add_help(finding, "wrap it so that goose sends it whole");
    const struct edit edits[] = {
        insert_before(file, "CREATE FUNCTION", 1, "-- +goose StatementBegin\n"),
        append(file, "-- +goose StatementEnd\n"),
    };
    add_fix(b, finding, "wrap the function in a block", edits, 2)->safe = true;
    assert_report(
        b, "error[missing-statement-begin]: goose will cut this function body in two at the first "
           "`;`\n"
           "  --> db/migrations/00046_touch_fn.sql:4:26 (up, statement 1)\n"
           "   |\n"
           " 2 | CREATE FUNCTION touch() RETURNS trigger AS $$\n"
           "   |                                            -- body opens here\n"
           " 3 | BEGIN\n"
           " 4 |   NEW.updated_at := now();\n"
           "   |                          ^ goose ends the statement here\n"
           " 5 |   RETURN NEW;\n"
           " 6 | END;\n"
           " 7 | $$ LANGUAGE plpgsql;\n"
           "   | -- body closes here\n"
           "   |\n"
           "   = note: PostgreSQL would receive lines 2-4 only: unterminated dollar-quoted "
           "string\n"
           "   = help: wrap it so that goose sends it whole (safe fix, --fix)\n"
           "   |\n"
           " 1 | -- +goose Up\n"
           " 2 + -- +goose StatementBegin\n"
           " 3 | CREATE FUNCTION touch() RETURNS trigger AS $$\n"
           "   | ...\n"
           " 8 | $$ LANGUAGE plpgsql;\n"
           " 9 + -- +goose StatementEnd\n"
           "   |\n"
           "   = rule: gander explain missing-statement-begin\n"
           "\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text__labels_on_one_line_and_a_fix),
        cmocka_unit_test(test_text__label_in_another_file),
        cmocka_unit_test(test_text__directive_with_what_follows_and_an_appended_fix),
        cmocka_unit_test(test_text__finding_about_a_name),
        cmocka_unit_test(test_text__labels_in_both_sections),
        cmocka_unit_test(test_text__short_gaps_and_two_hunks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
