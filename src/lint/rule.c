#include "lint/rule.h"

#include "lint/found.h"

#include "base/vec.h"
#include "lint/engine.h"

static struct diagnostic *new_finding(struct rule_ctx *ctx, const char *format, va_list arguments)
    PRINTF_LIKE(2, 0);

static struct diagnostic *new_finding(struct rule_ctx *ctx, const char *format, va_list arguments)
{
    struct diagnostic *finding = ARENA_NEW(ctx->arena, struct diagnostic);
    finding->arena = ctx->arena;
    finding->rule = ctx->rule;
    finding->severity = rule_level(ctx->config, ctx->rule);
    finding->title = str_format_list(ctx->arena, format, arguments);
    finding->place = PLACE_FILE;
    finding->labels = vec_grow(ctx->arena, NULL, 0, &finding->label_cap, sizeof(struct label));
    finding->labels[0].primary = true;
    finding->label_count = 1;
    struct diagnostic_list *found = ctx->found;
    VEC_PUSH(ctx->arena, found, finding);
    return finding;
}

static void set_file(struct diagnostic *finding, const struct migration_file *file)
{
    finding->file = file;
    if (file == NULL) return;
    finding->path = file->migration->path;
    finding->version = str_format(finding->arena, "%lld", (long long)file->migration->version);
}

/* The file a span stands in; NULL when it is none of the sequence. */
static const struct migration_file *file_of(const struct rule_ctx *ctx, struct span span)
{
    if (span.source == NULL || (ctx->file != NULL && ctx->file->source == span.source)) {
        return ctx->file;
    }
    for (size_t i = 0; i < ctx->sequence->file_count; i++) {
        if (ctx->sequence->files[i].source == span.source) return &ctx->sequence->files[i];
    }
    return ctx->file;
}

static bool within(struct span outer, uint32_t at)
{
    return outer.source != NULL && at >= outer.start && at < outer.end;
}

/* Number of the sent string that byte [at] belongs to; 0: none. */
static uint32_t statement_at(const struct migration_file *file, enum direction direction,
                             uint32_t at)
{
    size_t low = 0;
    size_t high = file->statement_count[direction];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (file->statements[direction][middle].sent->span.start <= at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0) return 0;
    const struct statement *statement = &file->statements[direction][low - 1];
    if (within(statement->sent->span, at) || within(statement->sent->block, at)) {
        return statement->number;
    }
    return 0;
}

/* Section and statement of a finding, from where it stands. */
static void place_by_position(struct diagnostic *finding, uint32_t at)
{
    const struct migration_file *file = finding->file;
    if (file == NULL || file->goose == NULL) return;
    if (within(file->goose->up.body, at)) {
        finding->place = PLACE_UP;
        finding->statement = statement_at(file, DIRECTION_UP, at);
    } else if (within(file->goose->down.body, at)) {
        finding->place = PLACE_DOWN;
        finding->statement = statement_at(file, DIRECTION_DOWN, at);
    }
}

static struct str object_of(const struct change *change)
{
    if (change == NULL) return STR("");
    if (change->name.len != 0) return change->name;
    if (change->kind == CHANGE_CREATE_INDEX) return change->create_index.index.name;
    if (change->object_name.name.len != 0) return change->object_name.name;
    return change->table.name;
}

struct diagnostic *report(struct rule_ctx *ctx, struct range at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct diagnostic *finding = new_finding(ctx, format, arguments);
    va_end(arguments);
    set_file(finding, ctx->file);
    const struct finding_site site = site_at_hand(ctx);
    finding->place = site.place;
    finding->statement = site.statement;
    finding->sql = site.sql;
    finding->inner = site.inner;
    finding->object = object_of(ctx->change);
    struct span span = span_of(ctx, at);
    if (span.source == NULL && ctx->change != NULL) span = span_of(ctx, ctx->change->at);
    if (span.source == NULL && ctx->sql != NULL) span = span_of(ctx, ctx->sql->at);
    if (span.source == NULL) span = ctx->statement->sent->span;
    finding->labels[0].span = span;
    return finding;
}

struct diagnostic *report_span(struct rule_ctx *ctx, struct span at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct diagnostic *finding = new_finding(ctx, format, arguments);
    va_end(arguments);
    set_file(finding, file_of(ctx, at));
    finding->labels[0].span = at;
    if (at.source != NULL) place_by_position(finding, at.start);
    if (ctx->statement != NULL && finding->statement == ctx->statement->number) {
        finding->sql = site_at_hand(ctx).sql;
        finding->inner = site_at_hand(ctx).inner;
        finding->object = object_of(ctx->change);
    }
    return finding;
}

struct diagnostic *report_name(struct rule_ctx *ctx, const struct migration_file *file,
                               const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct diagnostic *finding = new_finding(ctx, format, arguments);
    va_end(arguments);
    set_file(finding, file);
    finding->about_name = true;
    return finding;
}

struct diagnostic *report_gone(struct rule_ctx *ctx, const struct migration *migration,
                               const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct diagnostic *finding = new_finding(ctx, format, arguments);
    va_end(arguments);
    finding->path = migration->path;
    finding->version = str_format(ctx->arena, "%lld", (long long)migration->version);
    finding->about_name = true;
    return finding;
}

struct diagnostic *report_stray(struct rule_ctx *ctx, const struct stray *stray, const char *format,
                                ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct diagnostic *finding = new_finding(ctx, format, arguments);
    va_end(arguments);
    finding->path = stray->path;
    finding->about_name = true;
    return finding;
}

void primary_label(struct diagnostic *finding, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    finding->labels[0].text = str_format_list(finding->arena, format, arguments);
    va_end(arguments);
}

static void push_label(struct diagnostic *finding, struct label added)
{
    finding->labels = vec_grow(finding->arena, finding->labels, finding->label_count,
                               &finding->label_cap, sizeof(struct label));
    finding->labels[finding->label_count++] = added;
}

void label(struct diagnostic *finding, struct span span, const char *format, ...)
{
    if (span.source == NULL) return;
    va_list arguments;
    va_start(arguments, format);
    struct str text = str_format_list(finding->arena, format, arguments);
    va_end(arguments);
    push_label(finding, (struct label){.span = span, .text = text});
}

void label_origin(struct diagnostic *finding, struct span origin, const char *text)
{
    struct label *last = &finding->labels[finding->label_count - 1];
    last->origin = origin;
    last->origin_text = str_from(text);
}

static void push_text(struct diagnostic *finding, struct str **texts, size_t *count, size_t *cap,
                      struct str text)
{
    *texts = vec_grow(finding->arena, *texts, *count, cap, sizeof(struct str));
    (*texts)[(*count)++] = text;
}

void note(struct diagnostic *finding, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct str text = str_format_list(finding->arena, format, arguments);
    va_end(arguments);
    push_text(finding, &finding->notes, &finding->note_count, &finding->note_cap, text);
}

void help(struct diagnostic *finding, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct str text = str_format_list(finding->arena, format, arguments);
    va_end(arguments);
    push_text(finding, &finding->help, &finding->help_count, &finding->help_cap, text);
}
