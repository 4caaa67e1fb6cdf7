/* The runs that the tests of several formats share. */
#ifndef GANDER_TESTS_SCENARIO_H
#define GANDER_TESTS_SCENARIO_H

#include "report_builder.h"

static const struct report_style plain_style = {.columns = 100};

static const struct rule scenario_rule = {
    .id = "index-not-concurrent",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_ERROR,
    .summary = "an index is built without CONCURRENTLY on a table in use",
    .why = "A plain CREATE INDEX takes a SHARE lock, so INSERT, UPDATE and DELETE wait until goose "
           "commits.",
    .instead = "Use CREATE INDEX CONCURRENTLY in a file marked `-- +goose NO TRANSACTION`.",
    .example = {.bad = "CREATE INDEX idx ON users (email);",
                .good = "-- +goose NO TRANSACTION\n-- +goose Up\n"
                        "CREATE INDEX CONCURRENTLY idx ON users (email);"},
    .aliases = {"require-concurrent-index-creation"},
};

static const struct rule whole_file_rule = {
    .id = "out-of-order-version",
    .category = CATEGORY_SEQUENCE,
    .severity = SEVERITY_WARNING,
    .summary = "a version is lower than one already applied",
    .why = "goose refuses it on every database that has the higher one.",
    .instead = "Renumber it.",
};

static const char *const scenario_arguments[] = {"check", "-f", "sarif"};

static inline void set_provenance(struct builder *builder)
{
    builder->report.repository = STR("https://github.com/acme/shop");
    builder->report.revision = STR("b87c4e91f0b2d3a4c5e6f708192a3b4c5d6e7f80");
    builder->report.branch = STR("add-orders-index");
    builder->report.arguments = scenario_arguments;
    builder->report.argument_count = 3;
}

static inline void add_scenario_finding(struct builder *b, const struct migration_file *init,
                                        const struct migration_file *file)
{
    struct diagnostic *finding =
        add_finding(b, &scenario_rule, file, find_span(file, "CREATE INDEX", 1),
                    "building index `idx_orders_user` blocks writes to `orders`");
    in_section(finding, PLACE_UP, 1);
    finding->version = STR("42");
    finding->object = STR("idx_orders_user");
    finding->labels[0].text = STR("takes a SHARE lock, held until goose commits");
    struct span table = find_span(file, "orders (", 1);
    table.end -= 2;
    struct label *label = add_label(finding, table, "existing table");
    label->origin = find_span(init, "CREATE TABLE orders", 1);
    label->origin_text = STR("created here");
    add_note(finding, "INSERT, UPDATE and DELETE on `orders` wait; SELECT does not");
    add_help(finding, "build it CONCURRENTLY, outside a transaction");
    const struct edit edits[] = {
        insert_before(file, "-- +goose Up", 1, "-- +goose NO TRANSACTION\n"),
        insert_before(file, "idx_orders_user", 1, "CONCURRENTLY "),
        insert_before(file, "idx_orders_user", 2, "CONCURRENTLY "),
    };
    add_fix(b, finding, "build the index concurrently, outside a transaction", edits, 3);
}

/* Three migrations, the second with the finding. */
static inline struct builder *scenario(void)
{
    struct builder *b = builder_new();
    struct migration_file *init = add_file(b, "db/migrations/00001_init.sql",
                                           STR("-- +goose Up\n"
                                               "\n"
                                               "CREATE TABLE orders (\n"
                                               "    id bigint PRIMARY KEY,\n"
                                               "    user_id bigint NOT NULL,\n"
                                               "    note text\n"
                                               ");\n"
                                               "\n"
                                               "-- +goose Down\n"
                                               "DROP TABLE orders;\n"));
    struct migration_file *file =
        add_file(b, "db/migrations/00042_orders_user_idx.sql",
                 STR("-- +goose Up\n"
                     "/* é😀 */ CREATE INDEX idx_orders_user ON orders (user_id);\n"
                     "\n"
                     "-- +goose Down\n"
                     "DROP INDEX idx_orders_user;\n"));
    add_file(b, "db/migrations/00043_drop_note.sql",
             STR("-- +goose Up\n"
                 "-- gander:ignore drop-column -- nothing has read it since v1.8\n"
                 "ALTER TABLE orders DROP COLUMN note;\n"
                 "\n"
                 "-- +goose Down\n"
                 "ALTER TABLE orders ADD COLUMN note text;\n"));
    add_scenario_finding(b, init, file);
    set_provenance(b);
    b->report.summary = (struct summary){.migrations = 3,
                                         .with_findings = 1,
                                         .errors = 1,
                                         .suppressed = 1,
                                         .fixable_unsafe = 1,
                                         .fail_on = SEVERITY_ERROR,
                                         .exit_code = 1};
    return b;
}

static inline struct builder *empty_run(void)
{
    struct builder *b = builder_new();
    set_provenance(b);
    return b;
}

/* Something was not read, and a migration is written in Go. */
static inline struct builder *troubled_run(void)
{
    struct builder *b = scenario();
    struct notification go = {
        .id = "go-migration",
        .path = STR("db/migrations/00030_backfill.go"),
        .text = STR("`00030_backfill.go` is a Go migration and is not analysed"),
        .level = SEVERITY_INFO,
    };
    VEC_PUSH(&b->arena, &b->notifications, go);
    b->report.summary.not_analysed = 1;
    b->report.summary.exit_code = 2;
    return b;
}

static inline void add_plain_finding(struct builder *b, const char *path)
{
    struct migration_file *file =
        add_file(b, path, STR("-- +goose Up\nCREATE INDEX i ON t (a);\n"));
    struct diagnostic *finding =
        add_finding(b, &scenario_rule, file, find_span(file, "CREATE INDEX", 1),
                    "building index `i` blocks writes to `t`");
    in_section(finding, PLACE_UP, 1);
}

/* A blank, an accent, a percent sign, a colon and a comma; a byte that is no UTF-8. */
static inline struct builder *odd_path_run(void)
{
    struct builder *b = builder_new();
    add_plain_finding(b, "db/my é%:,s/00001_x.sql");
    add_plain_finding(b, "db/\xFF/00001_x.sql");
    set_provenance(b);
    return b;
}

/* A file that is not in the repository. */
static inline struct builder *outside_run(void)
{
    struct builder *b = builder_new();
    add_plain_finding(b, "/srv/db/00001_x.sql");
    return b;
}

/* Braces, brackets that look like a link, quotes, invalid UTF-8, a BOM, CRLF, a control byte. */
static inline struct builder *odd_text_run(void)
{
    struct builder *b = builder_new();
    struct migration_file *file =
        add_file(b, "db/migrations/00001_odd.sql",
                 STR("\xEF\xBB\xBF-- +goose Up\r\n\tSELECT '\xFF\x1B${A}';\r\n"));
    struct diagnostic *finding =
        add_finding(b, &scenario_rule, file, find_span(file, "'\xFF\x1B${A}'", 1),
                    "`${A}` and [a](1) are {text} with `${A}` and \"quotes\"");
    in_section(finding, PLACE_UP, 1);
    set_provenance(b);
    return b;
}

/* Findings about a file's name, an empty file, and a file nobody read. */
static inline struct builder *whole_file_run(void)
{
    struct builder *b = builder_new();
    struct migration_file *file =
        add_file(b, "db/migrations/00041_add.sql", STR("-- +goose Up\nSELECT 1;\n"));
    struct migration_file *empty = add_file(b, "db/migrations/00042_empty.sql", STR(""));
    struct diagnostic *named = add_finding(b, &whole_file_rule, file, (struct span){0},
                                           "version 41 is lower than version 42");
    named->about_name = true;
    add_finding(b, &whole_file_rule, empty, (struct span){empty->source, 0, 0},
                "version 42 is lower than version 43");
    struct diagnostic *stray =
        add_finding(b, &whole_file_rule, NULL, (struct span){0}, "goose never looks at `43.SQL`");
    stray->path = STR("db/migrations/43.SQL");
    stray->about_name = true;
    set_provenance(b);
    return b;
}

/* [count] warnings, of which the last [errors] are errors. */
static inline struct builder *endless_run(size_t count, size_t errors)
{
    struct builder *b = builder_new();
    struct migration_file *file =
        add_file(b, "db/migrations/00041_add.sql", STR("-- +goose Up\nSELECT 1;\n"));
    struct span span = find_span(file, "SELECT", 1);
    for (size_t i = 0; i < count; i++) {
        struct diagnostic *finding = add_finding(b, &whole_file_rule, file, span, "it is late");
        if (i >= count - errors) finding->severity = SEVERITY_ERROR;
    }
    return b;
}

#endif
