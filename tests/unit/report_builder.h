/* Builds what reporters print by hand: files given as text, spans found by their words. */
#ifndef GANDER_TESTS_REPORT_BUILDER_H
#define GANDER_TESTS_REPORT_BUILDER_H

#include "base/vec.h"
#include "goose/goose.h"
#include "lint/rule.h"
#include "report/report.h"
#include "sql/parse.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct builder {
    struct arena arena;
    struct config config;
    VEC(const struct source *) sources;
    VEC(const struct diagnostic *) findings;
    VEC(struct notification) notifications;
    struct report report;
};

static inline struct builder *builder_new(void)
{
    struct builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL) abort();
    arena_init(&builder->arena);
    builder->config = config_default();
    builder->report.config = &builder->config;
    builder->report.summary.fail_on = SEVERITY_ERROR;
    return builder;
}

static inline void builder_free(struct builder *builder)
{
    arena_release(&builder->arena);
    free(builder);
}

static inline void add_statements(struct builder *builder, struct migration_file *file,
                                  enum direction direction, const struct goose_section *section)
{
    struct statement *all = arena_array(&builder->arena, section->statement_count, sizeof *all);
    for (size_t i = 0; i < section->statement_count; i++) {
        all[i] = (struct statement){
            .sent = &section->statements[i],
            .direction = direction,
            .number = (uint32_t)i + 1,
            .parse = sql_parse(&builder->arena, section->statements[i].sql),
        };
    }
    file->statements[direction] = all;
    file->statement_count[direction] = section->statement_count;
}

/* A migration file, read and parsed. */
static inline struct migration_file *add_file(struct builder *builder, const char *path,
                                              struct str text)
{
    struct migration_file *file = ARENA_NEW(&builder->arena, struct migration_file);
    file->source = source_new(&builder->arena, str_from(path), str_copy(&builder->arena, text));
    file->goose = goose_read(&builder->arena, file->source, NULL);
    add_statements(builder, file, DIRECTION_UP, &file->goose->up);
    add_statements(builder, file, DIRECTION_DOWN, &file->goose->down);
    VEC_PUSH(&builder->arena, &builder->sources, file->source);
    return file;
}

/* Where [words] stand for the [number]th time, from 1. */
static inline struct span find_span(const struct migration_file *file, const char *words,
                                    unsigned number)
{
    size_t at = SIZE_MAX;
    for (size_t from = 0; number > 0; number--, from = at + 1) {
        at = str_find(file->source->text, str_from(words), from);
        if (at == SIZE_MAX) abort();
    }
    return (struct span){file->source, (uint32_t)at, (uint32_t)(at + strlen(words))};
}

static inline struct diagnostic *add_finding(struct builder *builder, const struct rule *rule,
                                             const struct migration_file *file, struct span primary,
                                             const char *title)
{
    struct diagnostic *finding = ARENA_NEW(&builder->arena, struct diagnostic);
    finding->arena = &builder->arena;
    finding->rule = rule;
    finding->severity = rule->severity;
    finding->title = str_from(title);
    finding->file = file;
    finding->path = file == NULL ? STR("") : file->source->path;
    finding->labels = arena_array(&builder->arena, 8, sizeof *finding->labels);
    finding->labels[0] = (struct label){.span = primary, .primary = true};
    finding->label_count = 1;
    finding->label_cap = 8;
    finding->notes = arena_array(&builder->arena, 8, sizeof *finding->notes);
    finding->note_cap = 8;
    finding->help = arena_array(&builder->arena, 8, sizeof *finding->help);
    finding->help_cap = 8;
    finding->place = PLACE_FILE;
    VEC_PUSH(&builder->arena, &builder->findings, finding);
    return finding;
}

static inline void in_section(struct diagnostic *finding, enum finding_place place,
                              uint32_t statement)
{
    finding->place = place;
    finding->statement = statement;
}

static inline struct label *add_label(struct diagnostic *finding, struct span span,
                                      const char *text)
{
    struct label *added = &finding->labels[finding->label_count++];
    *added = (struct label){.span = span, .text = str_from(text)};
    return added;
}

static inline void add_note(struct diagnostic *finding, const char *text)
{
    finding->notes[finding->note_count++] = str_from(text);
}

static inline void add_help(struct diagnostic *finding, const char *text)
{
    finding->help[finding->help_count++] = str_from(text);
}

static inline struct fix *add_fix(struct builder *builder, struct diagnostic *finding,
                                  const char *title, const struct edit *edits, size_t count)
{
    struct fix *fix = ARENA_NEW(&builder->arena, struct fix);
    struct edit *copy = arena_array(&builder->arena, count, sizeof *copy);
    if (count > 0) memcpy(copy, edits, count * sizeof *copy);
    *fix = (struct fix){.title = str_from(title), .edits = copy, .edit_count = count};
    finding->fixes = fix;
    finding->fix_count = 1;
    return fix;
}

/* An insertion before [words]. */
static inline struct edit insert_before(const struct migration_file *file, const char *words,
                                        unsigned number, const char *text)
{
    struct span span = find_span(file, words, number);
    span.end = span.start;
    return (struct edit){span, str_from(text)};
}

static inline struct edit append(const struct migration_file *file, const char *text)
{
    uint32_t end = (uint32_t)file->source->text.len;
    return (struct edit){{file->source, end, end}, str_from(text)};
}

/* The report in a format, as a string to be freed. */
static inline char *rendered(struct builder *builder, const char *format,
                             const struct report_style *style)
{
    char *buffer = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&buffer, &size);
    const struct reporter *reporter = reporter_find(str_from(format));
    if (out == NULL || reporter == NULL) abort();
    builder->report.diagnostics = builder->findings.at;
    builder->report.diagnostic_count = builder->findings.len;
    builder->report.notifications = builder->notifications.at;
    builder->report.notification_count = builder->notifications.len;
    builder->report.sources = builder->sources.at;
    builder->report.source_count = builder->sources.len;
    reporter->write(out, &builder->report, style);
    fclose(out);
    return buffer;
}

#endif
