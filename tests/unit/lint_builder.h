/* Migrations written in a test: read, cut and parsed as the pipeline does it. */
#ifndef GANDER_TESTS_LINT_BUILDER_H
#define GANDER_TESTS_LINT_BUILDER_H

#include "base/vec.h"
#include "lint/engine.h"
#include "lint/rule.h"
#include "pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { BUILDER_FILES = 8 };

struct builder {
    struct arena arena;
    struct migration migrations[BUILDER_FILES];
    struct migration_file files[BUILDER_FILES];
    struct sequence sequence;
    struct sequence_files sequence_files;
    struct diagnostic_list found;
};

static inline void builder_init(struct builder *builder)
{
    *builder = (struct builder){.found = {0}};
    arena_init(&builder->arena);
    builder->sequence = (struct sequence){.dir = STR(""), .postgres = true};
    builder->sequence.migrations = builder->migrations;
    builder->sequence_files.sequence = &builder->sequence;
    builder->sequence_files.files = builder->files;
}

/* The next migration; its version is its place. */
static inline struct migration_file *builder_add(struct builder *builder, const char *text)
{
    size_t at = builder->sequence.migration_count++;
    struct migration *migration = &builder->migrations[at];
    migration->version = (int64_t)at + 1;
    migration->path = str_format(&builder->arena, "%05zu_x.sql", at + 1);
    migration->name = migration->path;
    migration->reported = true;
    const struct source *source =
        source_new(&builder->arena, migration->path, str_copy(&builder->arena, str_from(text)));
    builder->files[at] = *pipeline_file(&builder->arena, source, NULL);
    builder->files[at].migration = migration;
    builder->files[at].number = (uint32_t)at;
    builder->sequence_files.file_count = at + 1;
    return &builder->files[at];
}

static inline void assert_text(struct str actual, const char *expected)
{
    if (str_equal(actual, str_from(expected))) return;
    print_error("\"" STR_FMT "\" is not \"%s\"\n", STR_ARG(actual), expected);
    fail();
}

#endif
