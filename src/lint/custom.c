#include "lint/custom.h"

#include "config/placeholder.h"
#include "lint/custom_change.h"
#include "lint/custom_subject.h"
#include "lint/engine.h"
#include "lint/house_rules.h"

#include <string.h>

enum { LONGEST_MATCH = 60 }; /* columns of a match in a message */

/* One rule at work on one file. */
struct checker {
    const struct custom_rule *wanted;
    const struct rule *rule;
    struct regex *pattern; /* NULL: none */
    struct custom_globs globs;
    bool kinds[CHANGE_KIND_COUNT];
    bool gave_up; /* in this file */
};

struct custom {
    struct checker *at;
    size_t count;
};

/* What a pattern was found in; `found` false: in nothing so far. */
struct hit {
    struct checker *checker;
    struct rule_ctx *ctx; /* report each hit; NULL: the first one will do */
    bool found;
    struct subject subject;
    struct regex_match match;
};

/* -- compiled rules ---------------------------------------------------------------------------- */

static struct regex *glob_of(struct str glob)
{
    return glob.len == 0 ? NULL : regex_glob(glob, '.', NULL);
}

/* The configuration has seen that patterns and globs compile. */
static struct checker checker_new(const struct custom_rule *wanted, const struct rule *rule)
{
    struct checker checker = {.wanted = wanted, .rule = rule};
    if (wanted->pattern.len > 0) checker.pattern = regex_new(wanted->pattern, 0, NULL);
    checker.globs = (struct custom_globs){
        .table = glob_of(wanted->table),
        .column = glob_of(wanted->column),
        .column_type = glob_of(wanted->column_type),
        .any_schema = str_find(wanted->table, STR("."), 0) == SIZE_MAX,
    };
    for (size_t i = 0; i < wanted->kind_count; i++) checker.kinds[wanted->kinds[i]] = true;
    return checker;
}

struct custom *custom_open(struct arena *arena, const struct config *config)
{
    struct custom *custom = ARENA_NEW(arena, struct custom);
    size_t count = house_rules_count(config->house);
    custom->at = arena_array(arena, count, sizeof *custom->at);
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = &config->house->at[i];
        if (!rule_may_speak(config, rule)) continue;
        custom->at[custom->count++] = checker_new(&config->custom_rules[i], rule);
    }
    return custom->count == 0 ? NULL : custom;
}

void custom_close(struct custom *custom)
{
    for (size_t i = 0; custom != NULL && i < custom->count; i++) {
        regex_free(custom->at[i].pattern);
        regex_free(custom->at[i].globs.table);
        regex_free(custom->at[i].globs.column);
        regex_free(custom->at[i].globs.column_type);
    }
}

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

static void write_texts(const struct rule_ctx *ctx, struct diagnostic *finding,
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

static bool section_fits(const struct custom_rule *wanted, enum finding_place place)
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

static struct diagnostic *report_hit(struct rule_ctx *ctx, const struct hit *hit)
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

static bool look(const struct subject *subject, void *into)
{
    struct hit *hit = into;
    struct checker *checker = hit->checker;
    if (!section_fits(checker->wanted, subject->place) && checker->wanted->scope != CUSTOM_HEADER &&
        checker->wanted->scope != CUSTOM_FILE_NAME) {
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

static bool look_and_report(const struct subject *subject, void *into)
{
    struct hit *hit = into;
    struct rule_ctx *ctx = hit->ctx;
    hit->found = false;
    bool go_on = look(subject, hit);
    if (!hit->found) return go_on;
    write_texts(ctx, report_hit(ctx, hit), hit, NULL);
    ctx->statement = NULL;
    ctx->sql = NULL;
    return true;
}

/* -- without `changes` ------------------------------------------------------------------------- */

/* Where something is missing: the section's directive. source NULL: there is no such section. */
static struct span place_of_absence(const struct migration_file *file,
                                    const struct custom_rule *wanted)
{
    const struct goose_file *goose = file->goose;
    if (wanted->section == OVERRIDE_DOWN)
        return goose->down.present ? goose->down.directive : (struct span){0};
    if (goose->up.present) return goose->up.directive;
    return wanted->section == OVERRIDE_UP ? (struct span){0} : source_line_span(file->source, 1);
}

static void require(struct rule_ctx *ctx, struct checker *checker, struct arena *scratch)
{
    struct hit hit = {.checker = checker, .ctx = ctx};
    bool name = checker->wanted->scope == CUSTOM_FILE_NAME;
    struct span place = place_of_absence(ctx->file, checker->wanted);
    if (!name && place.source == NULL) return;
    visit_file(scratch, ctx->file, checker->wanted->scope, look, &hit);
    if (hit.found || checker->gave_up) return;
    struct diagnostic *finding =
        name ? report_name(ctx, ctx->file, "%s", "") : report_span(ctx, place, "%s", "");
    write_texts(ctx, finding, &hit, NULL);
}

/* -- with `changes` ---------------------------------------------------------------------------- */

/* The pattern's verdict, which holds for a whole file or for one of PostgreSQL's statements. */
struct verdict {
    struct hit hit;
    const struct sql_statement *sql; /* it was asked about this one */
    bool asked;                      /* about the file */
};

static bool about_file(const struct custom_rule *wanted)
{
    return wanted->required || wanted->scope == CUSTOM_HEADER || wanted->scope == CUSTOM_FILE_NAME;
}

static bool pattern_holds(struct rule_ctx *ctx, struct verdict *verdict, struct arena *scratch)
{
    struct hit *hit = &verdict->hit;
    const struct custom_rule *wanted = hit->checker->wanted;
    if (hit->checker->pattern == NULL) return true;
    if (about_file(wanted)) {
        if (!verdict->asked) visit_file(scratch, ctx->file, wanted->scope, look, hit);
        verdict->asked = true;
    } else if (verdict->sql != ctx->sql) {
        verdict->sql = ctx->sql;
        hit->found = false;
        visit_statement(scratch, ctx->statement, ctx->sql->at, wanted->scope, look, hit);
    }
    return hit->found != wanted->required;
}

static void check_change(struct rule_ctx *ctx, struct verdict *verdict, struct arena *scratch)
{
    const struct checker *checker = verdict->hit.checker;
    struct custom_facts facts = custom_facts(scratch, ctx->change, &checker->globs);
    if (facts.len == 0 || !pattern_holds(ctx, verdict, scratch) || checker->gave_up) return;
    bool at_match = verdict->hit.found && !about_file(checker->wanted);
    for (size_t i = 0; i < facts.len; i++) {
        struct diagnostic *finding =
            at_match ? report_hit(ctx, &verdict->hit) : report(ctx, facts.at[i].at, "%s", "");
        write_texts(ctx, finding, &verdict->hit, &facts.at[i]);
    }
}

static void check_statement(struct rule_ctx *ctx, struct verdict *verdict, struct arena *scratch)
{
    const struct checker *checker = verdict->hit.checker;
    for (size_t i = 0; i < ctx->statement->parse.statement_count; i++) {
        ctx->sql = &ctx->statement->parse.statements[i];
        for (size_t c = 0; c < ctx->sql->change_count && !checker->gave_up; c++) {
            ctx->change = &ctx->sql->changes[c];
            if (checker->kinds[ctx->change->kind]) check_change(ctx, verdict, scratch);
        }
    }
    ctx->sql = NULL;
    ctx->change = NULL;
}

static void check_changes(struct rule_ctx *ctx, struct checker *checker, struct arena *scratch)
{
    struct verdict verdict = {.hit = {.checker = checker, .ctx = ctx}};
    for (int direction = DIRECTION_UP; direction <= DIRECTION_DOWN; direction++) {
        if (!section_fits(checker->wanted, direction == DIRECTION_UP ? PLACE_UP : PLACE_DOWN))
            continue;
        ctx->direction = (enum direction)direction;
        for (size_t i = 0; i < ctx->file->statement_count[direction]; i++) {
            ctx->statement = &ctx->file->statements[direction][i];
            check_statement(ctx, &verdict, scratch);
        }
    }
    ctx->statement = NULL;
}

/* ---------------------------------------------------------------------------------------------- */

static void check_file(struct rule_ctx *ctx, struct checker *checker, struct arena *scratch)
{
    struct hit hit = {.checker = checker, .ctx = ctx};
    ctx->rule = checker->rule;
    checker->gave_up = false;
    if (checker->wanted->kind_count > 0)
        check_changes(ctx, checker, scratch);
    else if (checker->wanted->required)
        require(ctx, checker, scratch);
    else
        visit_file(scratch, ctx->file, checker->wanted->scope, look_and_report, &hit);
}

void custom_check(struct custom *custom, struct rule_ctx *ctx)
{
    struct arena scratch;
    arena_init(&scratch);
    for (size_t i = 0; i < custom->count; i++) {
        check_file(ctx, &custom->at[i], &scratch);
        arena_release(&scratch);
    }
}
