#include "lint/custom_hit.h"

#include "config/placeholder.h"

enum { LONGEST_MATCH = 60 }; /* columns of a match in a message */

/* -- texts ------------------------------------------------------------------------------------- */

static struct str group_text(const struct hit *hit, size_t group)
{
    if (!hit->found || group >= hit->match.count) return STR("");
    if (hit->match.groups[group].start == SIZE_MAX) return STR("");
    return str_slice(hit->subject.text, hit->match.groups[group].start,
                     hit->match.groups[group].end);
}

static struct str fill_in(const struct rule_ctx *ctx, const struct hit *hit,
                          const struct custom_fact *fact, struct str name)
{
    if (fact != NULL && str_equal(name, STR("table"))) return fact->table;
    if (fact != NULL && str_equal(name, STR("column"))) return fact->column;
    if (fact != NULL && str_equal(name, STR("type"))) return fact->type;
    size_t group = 0;
    if (!str_equal(name, STR("match")))
        group = regex_group(hit->checker->pattern, str_copy(ctx->arena, name).at);
    return code_short(ctx->arena, group_text(hit, group), LONGEST_MATCH);
}

static struct str expand(const struct rule_ctx *ctx, const struct hit *hit,
                         const struct custom_fact *fact, struct str text)
{
    VEC(struct str) parts = {0};
    struct placeholder found = {.end = 0};
    size_t at = 0;
    while (placeholder_find(text, at, &found)) {
        VEC_PUSH(ctx->arena, &parts, str_slice(text, at, found.start));
        VEC_PUSH(ctx->arena, &parts, fill_in(ctx, hit, fact, found.name));
        at = found.end;
    }
    VEC_PUSH(ctx->arena, &parts, str_slice(text, at, text.len));
    return str_join(ctx->arena, parts.at, parts.len, STR(""));
}

void custom_write_texts(const struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct hit *hit, const struct custom_fact *fact)
{
    const struct custom_rule *wanted = hit->checker->wanted;
    finding->title = expand(ctx, hit, fact, wanted->message);
    if (wanted->note.len > 0) {
        note(finding, STR_FMT, STR_ARG(expand(ctx, hit, fact, wanted->note)));
    }
    if (wanted->help.len > 0) {
        help(finding, STR_FMT, STR_ARG(expand(ctx, hit, fact, wanted->help)));
    }
}

/* -- matching ---------------------------------------------------------------------------------- */

static void give_up(const struct rule_ctx *ctx, struct checker *checker)
{
    checker->gave_up = true;
    if (ctx->sequence->gave_up == NULL) return;
    struct gave_up one = {checker->rule, ctx->file->migration->path};
    VEC_PUSH(ctx->arena, ctx->sequence->gave_up, one);
}

bool custom_section_fits(const struct custom_rule *wanted, enum finding_place place)
{
    switch (wanted->section) {
    case OVERRIDE_BOTH:
        return true;
    case OVERRIDE_UP:
        return place == PLACE_UP;
    case OVERRIDE_DOWN:
        return place == PLACE_DOWN;
    }
    return true;
}

/* In an empty match nothing can be underlined: then it is the whole text. */
static struct range match_range(const struct hit *hit)
{
    uint32_t base = hit->subject.offset;
    size_t start = hit->match.groups[0].start;
    size_t end = hit->match.groups[0].end;
    if (start == end) {
        start = 0;
        end = hit->subject.text.len;
    }
    return (struct range){base + (uint32_t)start, base + (uint32_t)end};
}

/* PostgreSQL's statement that holds a byte of the string at hand. */
static const struct sql_statement *sql_at(const struct statement *statement, uint32_t at)
{
    for (size_t i = 0; i < statement->parse.statement_count; i++) {
        const struct sql_statement *sql = &statement->parse.statements[i];
        if (at >= sql->at.start && at < sql->at.end) return sql;
    }
    return NULL;
}

struct diagnostic *custom_report_hit(struct rule_ctx *ctx, const struct hit *hit)
{
    if (hit->checker->wanted->scope == CUSTOM_FILE_NAME)
        return report_name(ctx, ctx->file, "%s", "");
    struct range at = match_range(hit);
    const struct statement *statement = hit->subject.statement;
    if (statement == NULL) {
        return report_span(ctx, (struct span){ctx->file->source, at.start, at.end}, "%s", "");
    }
    ctx->statement = statement;
    ctx->direction = statement->direction;
    if (ctx->sql == NULL) ctx->sql = sql_at(statement, at.start);
    return report(ctx, at, "%s", "");
}

bool custom_look(const struct subject *subject, void *into)
{
    struct hit *hit = into;
    struct checker *checker = hit->checker;
    if (!custom_section_fits(checker->wanted, subject->place) &&
        checker->wanted->scope != CUSTOM_HEADER && checker->wanted->scope != CUSTOM_FILE_NAME) {
        return true;
    }
    hit->subject = *subject;
    switch (regex_find(checker->pattern, subject->text, 0, &hit->match)) {
    case REGEX_NO_MATCH:
        return true;
    case REGEX_LIMIT:
        give_up(hit->ctx, checker);
        return false;
    case REGEX_MATCH:
        break;
    }
    hit->found = true;
    return false;
}

bool custom_report_each(const struct subject *subject, void *into)
{
    struct hit *hit = into;
    struct rule_ctx *ctx = hit->ctx;
    hit->found = false;
    bool go_on = custom_look(subject, hit);
    if (!hit->found) return go_on;
    custom_write_texts(ctx, custom_report_hit(ctx, hit), hit, NULL);
    ctx->statement = NULL;
    ctx->sql = NULL;
    return true;
}
