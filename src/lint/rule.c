#include "lint/rule.h"

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

static uint32_t sql_number(const struct rule_ctx *ctx)
{
    if (ctx->sql == NULL) return 0;
    return (uint32_t)(ctx->sql - ctx->statement->parse.statements) + 1;
}

/* In a DO block, statements hide one another's findings no more than elsewhere. */
static uint32_t inner_number(const struct rule_ctx *ctx)
{
    bool inner = ctx->change != NULL && ctx->change->in_do;
    return inner ? ctx->change->statement_at.start + 1 : 0;
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
    finding->place = ctx->direction == DIRECTION_UP ? PLACE_UP : PLACE_DOWN;
    finding->statement = ctx->statement->number;
    finding->sql = sql_number(ctx);
    finding->inner = inner_number(ctx);
    finding->object = object_of(ctx->change);
    struct span span = span_of(ctx, at);
    if (span.source == NULL && ctx->change != NULL) span = span_of(ctx, ctx->change->at);
    if (span.source == NULL && ctx->sql != NULL) span = span_of(ctx, ctx->sql->at);
    if (span.source == NULL) span = ctx->statement->sent->span;
    finding->labels[0].span = span;
    return finding;
}

static bool is_of_statement_at_hand(const struct rule_ctx *ctx, const struct diagnostic *finding)
{
    const enum finding_place place = ctx->direction == DIRECTION_UP ? PLACE_UP : PLACE_DOWN;
    return finding->file == ctx->file && finding->place == place &&
           finding->statement == ctx->statement->number && finding->sql == sql_number(ctx) &&
           finding->inner == inner_number(ctx);
}

/* Other rules have their say between two changes of a statement: so far back, and no further. */
enum { FINDINGS_LOOKED_AT = 32 };

struct diagnostic *found_in_statement(const struct rule_ctx *ctx)
{
    const size_t len = ctx->found->len;
    for (size_t i = len; i > 0 && len - i < FINDINGS_LOOKED_AT; i--) {
        struct diagnostic *finding = ctx->found->at[i - 1];
        if (!is_of_statement_at_hand(ctx, finding)) return NULL;
        if (finding->rule == ctx->rule) return finding;
    }
    return NULL;
}

/* What another rule says of its statement hides it: nothing can be added to it. */
static bool will_be_hidden(const struct diagnostic_list *found, size_t at)
{
    const struct diagnostic *finding = found->at[at];
    const size_t first = at > FINDINGS_LOOKED_AT ? at - FINDINGS_LOOKED_AT : 0;
    for (size_t i = first; i < found->len && i < at + FINDINGS_LOOKED_AT; i++) {
        if (diagnostic_hides(found->at[i], finding)) return true;
    }
    return false;
}

void gather_on_table(struct diagnostic *finding, struct name table)
{
    finding->table = table;
    finding->gathered = 1;
}

struct diagnostic *found_on_table(const struct rule_ctx *ctx, struct name table)
{
    enum { LOOKED_AT = 512 };
    const enum finding_place place = ctx->direction == DIRECTION_UP ? PLACE_UP : PLACE_DOWN;
    const size_t len = ctx->found->len;
    for (size_t i = len; i > 0 && len - i < LOOKED_AT; i--) {
        struct diagnostic *finding = ctx->found->at[i - 1];
        if (finding->file != ctx->file) return NULL;
        if (finding->rule == ctx->rule && finding->place == place && finding->gathered > 0 &&
            name_equal(finding->table, table) && !will_be_hidden(ctx->found, i - 1)) {
            return finding;
        }
    }
    return NULL;
}

struct diagnostic *found_about(const struct rule_ctx *ctx, struct span cause)
{
    enum { LOOKED_AT = 64 };
    const size_t len = ctx->found->len;
    for (size_t i = len; i > 0 && len - i < LOOKED_AT; i--) {
        struct diagnostic *finding = ctx->found->at[i - 1];
        if (finding->file != ctx->file) return NULL;
        if (finding->rule != ctx->rule || finding->label_count < 2) continue;
        const struct span about = finding->labels[1].span;
        if (about.source != cause.source || about.start != cause.start) continue;
        if (!will_be_hidden(ctx->found, i - 1)) return finding;
    }
    return NULL;
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
        finding->sql = sql_number(ctx);
        finding->inner = inner_number(ctx);
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
