/* One string of several statements becomes several strings, one ALTER TABLE two. */
#include "lint/apply.h"
#include "lint/fix_sql.h"
#include "lint/rule.h"

/* -- blocks ------------------------------------------------------------------------------------ */

static void drop_directives(struct fix_draft *draft, const struct source *source,
                            const struct goose_statement *sent)
{
    edit_delete_line(draft, source, source_line_of(source, sent->block.start));
    edit_delete_line(draft, source, source_line_of(source, sent->block.end - 1));
}

/* The bytes of the lines that goose sends as this string. */
static struct range lines_of(const struct source *source, const struct goose_statement *sent)
{
    struct span span = sent->in_block ? sent->block : sent->span;
    uint32_t last = source_line_of(source, span.end - 1);
    return (struct range){source_line_span(source, source_line_of(source, span.start)).start,
                          last < source->line_count ? source->line_starts[last]
                                                    : (uint32_t)source->text.len};
}

/* goose sends each statement alone, once the edits are made: tried on these lines only. */
static bool cuts_them(struct fix_draft *draft, const struct migration_file *file,
                      const struct statement *statement)
{
    struct arena *arena = draft->finding->arena;
    const struct range lines = lines_of(file->source, statement->sent);
    struct str head = STR("-- +goose Up\n");
    struct str parts[] = {head, str_slice(file->source->text, lines.start, lines.end)};
    const struct source *part =
        source_new(arena, file->source->path, str_join(arena, parts, 2, STR("")));
    struct edit *edits = arena_array(arena, draft->edit_count + 1, sizeof *edits);
    for (size_t i = 0; i < draft->edit_count; i++) {
        edits[i] = draft->edits[i];
        if (edits[i].span.start < lines.start) continue; /* the header above */
        edits[i].span.start += (uint32_t)head.len - lines.start;
        edits[i].span.end += (uint32_t)head.len - lines.start;
    }
    struct fix fix = {.edits = edits, .edit_count = draft->edit_count};
    struct patch patch = {.source = part};
    patch_add(arena, &patch, draft->finding, &fix);
    const struct source *after = source_new(arena, part->path, patch_text(arena, &patch));
    const struct goose_file *is = goose_read(arena, after, NULL);
    return is->accepted && is->up.statement_count == statement->parse.statement_count;
}

/* A block for each: an end and a beginning above each statement but the first. */
static bool divide_block(struct fix_draft *draft, const struct source *source,
                         const struct statement *statement)
{
    for (size_t i = 1; i < statement->parse.statement_count; i++) {
        struct range at = statement->parse.statements[i].at;
        struct span span = goose_source_span(source, statement->sent, at.start, at.end);
        if (span.source == NULL) return false;
        uint32_t line = source_line_of(source, span.start);
        uint32_t start = source_line_span(source, line).start;
        if (str_trim(str_slice(source->text, start, span.start)).len > 0) return false;
        edit_insert_lines(draft, source, line,
                          STR("-- +goose StatementEnd\n-- +goose StatementBegin"));
    }
    return true;
}

static bool split_block(struct fix_draft *draft, const struct migration_file *file,
                        const struct statement *statement)
{
    const size_t before = draft->edit_count;
    drop_directives(draft, file->source, statement->sent);
    if (cuts_them(draft, file, statement)) return true;
    draft->edit_count = before;
    return divide_block(draft, file->source, statement);
}

/* -- lines ------------------------------------------------------------------------------------- */

/* A comment of one line that ends its line, as a comment that goose knows. */
static bool fix_block_comment(struct fix_draft *draft, const struct source *source,
                              struct span semicolon)
{
    struct lexer lexer = {.text = source->text, .at = semicolon.end};
    struct token comment = lex_next(&lexer);
    uint32_t end = source_line_span(source, source_line_of(source, semicolon.start)).end;
    if (comment.kind != TOKEN_BLOCK_COMMENT || comment.unterminated || comment.end > end ||
        str_trim(str_slice(source->text, comment.end, end)).len > 0) {
        return false;
    }
    struct str inside = str_trim(str_slice(source->text, comment.start + 2, comment.end - 2));
    if (str_find(inside, STR("/*"), 0) != SIZE_MAX) return false;
    const char *blank = comment.start == semicolon.end ? " " : "";
    edit_replace(draft, (struct span){source, comment.start, comment.end},
                 inside.len == 0 ? "%s--" : "%s-- " STR_FMT, blank, STR_ARG(inside));
    return true;
}

/* What goose needs to see the `;` as the end of its line. */
static bool end_line_at(struct fix_draft *draft, const struct migration_file *file,
                        const struct cut *cut)
{
    const struct source *source = file->source;
    uint32_t end = source_line_span(source, source_line_of(source, cut->at.start)).end;
    struct str behind = str_slice(source->text, cut->at.end, end);
    struct str rest = str_trim(behind);
    if (str_starts_with(behind, STR("--"))) {
        edit_insert(draft, source, cut->at.end, " ");
        return true;
    }
    if (rest.len == 0 || str_starts_with(rest, STR("--")))
        return edit_wrap_in_block(draft, file->goose, cut->whole);
    if (str_starts_with(rest, STR("/*"))) return fix_block_comment(draft, source, cut->at);
    struct span blanks = {source, cut->at.end, cut->at.end};
    while (source->text.at[blanks.end] == ' ' || source->text.at[blanks.end] == '\t') blanks.end++;
    bool crlf = end + 1 < source->text.len && source->text.at[end] == '\r';
    edit_replace(draft, blanks, crlf ? "\r\n" : "\n");
    return true;
}

/* Cuts come in source order. */
static size_t first_cut_in(const struct migration_file *file, uint32_t start)
{
    size_t low = 0;
    size_t high = file->cut_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (file->cuts[middle].at.start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool split_lines(struct fix_draft *draft, const struct migration_file *file,
                        const struct statement *statement)
{
    bool any = false;
    const struct span sent = statement->sent->span;
    for (size_t i = first_cut_in(file, sent.start); i < file->cut_count; i++) {
        const struct cut *cut = &file->cuts[i];
        if (cut->at.start >= sent.end) break;
        if (cut->kind != CUT_MISSED) continue;
        if (!end_line_at(draft, file, cut)) return false;
        any = true;
    }
    return any && cuts_them(draft, file, statement);
}

bool edit_split_string(struct fix_draft *draft, const struct migration_file *file,
                       const struct statement *statement)
{
    if (!statement->parse.parsed || statement->parse.statement_count < 2) return false;
    if (!file->goose->accepted) return false;
    const struct goose_statement *sent = statement->sent;
    const bool split =
        sent->in_block ? split_block(draft, file, statement) : split_lines(draft, file, statement);
    fix_recuts(draft, sent->in_block ? sent->block : sent->span);
    return split;
}

/* -- the statement at hand --------------------------------------------------------------------- */

bool writes_small(const struct rule_ctx *ctx)
{
    const struct str sql = ctx->statement->sent->sql;
    const uint32_t start = ctx->change->statement_at.start;
    return start < sql.len && sql.at[start] >= 'a' && sql.at[start] <= 'z';
}

/* -- the header -------------------------------------------------------------------------------- */

bool section_bears_no_transaction(const struct rule_ctx *ctx, enum direction direction)
{
    for (size_t i = 0; i < ctx->file->statement_count[direction] && i < CURSOR_REACH; i++) {
        if (!ctx->file->statements[direction][i].parse.parsed) return false;
    }
    struct cursor cursor = cursor_look(ctx, direction);
    while (cursor_next(&cursor)) {
        const char *what = NULL;
        if (cursor.steps == CURSOR_REACH) return false;
        if (is_harmless(cursor.change)) continue;
        if (!forbidden_in_transaction(ctx, cursor.change, &what)) return false;
    }
    return true;
}

/* -- ALTER TABLE ------------------------------------------------------------------------------- */

bool edit_split_alter(struct fix_draft *draft, const struct rule_ctx *ctx,
                      const struct change *change, size_t at)
{
    const struct change *behind = &ctx->sql->changes[at];
    const struct span whole = span_of(ctx, ctx->sql->at);
    const struct span head = span_of(ctx, (struct range){ctx->sql->at.start, change->table_at.end});
    const struct span between = span_of(ctx, (struct range){behind[-1].at.end, behind->at.start});
    if (whole.source == NULL || head.source == NULL || between.source == NULL) return false;
    if (!str_equal(str_trim(span_text(between)), STR(","))) return false;
    edit_replace(draft, between, ";" STR_FMT STR_FMT " ", STR_ARG(file_line_end(between.source)),
                 STR_ARG(span_text(head)));
    fix_recuts(draft, whole);
    return true;
}
