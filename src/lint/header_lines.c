#include "lint/header_lines.h"

#include "lint/rule.h"

const struct header_field *header_field_of(const struct goose_file *goose, struct str name)
{
    for (size_t i = 0; i < goose->header_count; i++) {
        if (str_equal_ignoring_case(goose->header[i].name, name)) return &goose->header[i];
    }
    return NULL;
}

/* -- the sequence's style ---------------------------------------------------------------------- */

static bool has_fields(const struct rule_ctx *ctx, const struct migration_file *file)
{
    if (file->source == NULL) return false;
    for (size_t i = 0; i < ctx->config->header_field_count; i++) {
        const struct header_field *field =
            header_field_of(file->goose, ctx->config->header_fields[i].name);
        /* Only `--` lines are a style that can be written again. */
        if (field != NULL && str_starts_with(span_text(field->span), STR("--"))) return true;
    }
    return false;
}

/* The migration to write like: the nearest one before [file] that has a header, else behind it. */
static const struct migration_file *model_of(const struct rule_ctx *ctx,
                                             const struct migration_file *file)
{
    if (has_fields(ctx, file)) return file;
    for (size_t i = file->number; i-- > 0;) {
        if (has_fields(ctx, &ctx->sequence->files[i])) return &ctx->sequence->files[i];
    }
    for (size_t i = file->number + 1; i < ctx->sequence->file_count; i++) {
        if (has_fields(ctx, &ctx->sequence->files[i])) return &ctx->sequence->files[i];
    }
    return NULL;
}

/* A line of the model with another value; the field's own name where the model lacks it. */
static struct str line_like(const struct rule_ctx *ctx, const struct migration_file *model,
                            struct str name, struct str value)
{
    const struct header_field *field = NULL;
    if (model != NULL) field = header_field_of(model->goose, name);
    if (field == NULL && model != NULL && model->goose->header_count > 0) {
        /* Spelt like the line that is there: `-- author:` asks for `-- date:`. */
        const struct header_field *other = &model->goose->header[0];
        bool lower = other->name.len > 0 && other->name.at[0] >= 'a' && other->name.at[0] <= 'z';
        if (lower) name = str_lower(ctx->arena, name);
    }
    if (field == NULL || field->value_span.start <= field->span.start ||
        !str_starts_with(span_text(field->span), STR("--"))) {
        return str_format(ctx->arena, "-- " STR_FMT ": " STR_FMT, STR_ARG(name), STR_ARG(value));
    }
    struct str before =
        str_slice(field->span.source->text, field->span.start, field->value_span.start);
    bool glued = !str_ends_with(before, STR(" ")) && !str_ends_with(before, STR("\t")) &&
                 field->value.len == 0;
    return str_format(ctx->arena, STR_FMT "%s" STR_FMT, STR_ARG(before), glued ? " " : "",
                      STR_ARG(value));
}

/* -- values ------------------------------------------------------------------------------------ */

static bool is_author(struct str name)
{
    static const char *const names[] = {"author", "created by", "owner", "written by"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal_ignoring_case(name, str_from(names[i]))) return true;
    }
    return false;
}

/* `Kim Doe <kim@example.com>` or `kim@example.com` where the model writes it so. */
static struct str author_like(const struct rule_ctx *ctx, const struct migration_file *model,
                              struct str name, const struct authorship *written)
{
    const struct header_field *field = model == NULL ? NULL : header_field_of(model->goose, name);
    const struct str like = field == NULL ? STR("") : field->value;
    const bool address = str_find(like, STR("@"), 0) != SIZE_MAX;
    if (!address || written->email.len == 0) return written->author;
    if (str_find(like, STR("<"), 0) == SIZE_MAX) return written->email;
    return str_format(ctx->arena, STR_FMT " <" STR_FMT ">", STR_ARG(written->author),
                      STR_ARG(written->email));
}

/* One line of text that goose cannot take for a directive. */
static bool is_harmless_value(struct str value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.at[i];
        if (c < ' ' || c == 0x7F) return false;
    }
    return value.len > 0 && str_find(value, STR("+goose"), 0) == SIZE_MAX;
}

static bool fits_pattern(const struct header_field_rule *rule, struct str value)
{
    if (rule->pattern.len == 0) return true;
    struct regex *pattern = regex_new(rule->pattern, REGEX_WHOLE, NULL);
    bool fits = pattern != NULL && regex_matches(pattern, value);
    regex_free(pattern);
    return fits;
}

static struct str value_of(const struct rule_ctx *ctx, const struct header_field_rule *rule,
                           const struct migration_file *model, const struct migration_file *file)
{
    const struct authorship *written = &file->migration->written;
    struct str value = STR("");
    if (rule->is_date || str_equal_ignoring_case(rule->name, STR("Date")))
        value = written->date;
    else if (is_author(rule->name))
        value = author_like(ctx, model, rule->name, written);
    return is_harmless_value(value) && fits_pattern(rule, value) ? value : STR("");
}

/* -- where ------------------------------------------------------------------------------------- */

static uint32_t line_of(const struct header_field *field)
{
    return source_line_of(field->span.source, field->span.start);
}

/* Below the last field that the file has and the configuration names before this one; 0: none. */
static uint32_t below_earlier(const struct rule_ctx *ctx, const struct migration_file *file,
                              size_t number)
{
    for (size_t i = number; i-- > 0;) {
        const struct header_field *field =
            header_field_of(file->goose, ctx->config->header_fields[i].name);
        if (field != NULL) return line_of(field) + 1;
    }
    return 0;
}

static uint32_t above_later(const struct rule_ctx *ctx, const struct migration_file *file,
                            size_t number)
{
    for (size_t i = number + 1; i < ctx->config->header_field_count; i++) {
        const struct header_field *field =
            header_field_of(file->goose, ctx->config->header_fields[i].name);
        if (field != NULL) return line_of(field);
    }
    return 0;
}

/* For a whole header: below Up where the model has it there, else at the top. */
static uint32_t place_like(const struct rule_ctx *ctx, const struct migration_file *model,
                           const struct migration_file *file)
{
    if (model == NULL || !model->goose->up.present || !file->goose->up.present) return 1;
    for (size_t i = 0; i < ctx->config->header_field_count; i++) {
        const struct header_field *field =
            header_field_of(model->goose, ctx->config->header_fields[i].name);
        if (field == NULL) continue;
        if (field->span.start < model->goose->up.directive.start) return 1;
        return source_line_of(file->source, file->goose->up.directive.start) + 1;
    }
    return 1;
}

/* The model leaves a line free between its header and what follows. */
static bool has_gap_below(const struct migration_file *model)
{
    if (model == NULL || model->goose->header_count == 0) return false;
    const struct header_field *last = &model->goose->header[model->goose->header_count - 1];
    uint32_t line = line_of(last) + 1;
    return line <= model->source->line_count && str_trim(source_line(model->source, line)).len == 0;
}

/* -- the edit ---------------------------------------------------------------------------------- */

static bool add_whole(struct fix_draft *draft, const struct rule_ctx *ctx,
                      const struct migration_file *model, const struct migration_file *file,
                      struct str_list *lines)
{
    if (has_gap_below(model)) VEC_PUSH(ctx->arena, lines, STR(""));
    edit_insert_lines(draft, file->source, place_like(ctx, model, file),
                      str_join(ctx->arena, lines->at, lines->len, STR("\n")));
    return true;
}

bool edit_insert_header(struct fix_draft *draft, const struct rule_ctx *ctx,
                        const struct migration_file *file)
{
    const struct migration_file *model = model_of(ctx, file);
    struct str_list lines = {0};
    uint32_t at = 0;
    for (size_t i = 0; i < ctx->config->header_field_count; i++) {
        const struct header_field_rule *rule = &ctx->config->header_fields[i];
        if (rule->optional || header_field_of(file->goose, rule->name) != NULL) continue;
        struct str value = value_of(ctx, rule, model, file);
        if (value.len == 0) return false;
        if (lines.len == 0) at = below_earlier(ctx, file, i);
        if (lines.len == 0 && at == 0) at = above_later(ctx, file, i);
        VEC_PUSH(ctx->arena, &lines, line_like(ctx, model, rule->name, value));
    }
    if (lines.len == 0) return false;
    if (at == 0) return add_whole(draft, ctx, model, file, &lines);
    edit_insert_lines(draft, file->source, at,
                      str_join(ctx->arena, lines.at, lines.len, STR("\n")));
    return true;
}
