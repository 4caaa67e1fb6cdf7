#include "lint/custom.h"

#include "lint/custom_hit.h"
#include "lint/engine.h"
#include "lint/house_rules.h"

struct custom {
    struct checker *at;
    size_t count;
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
    visit_file(scratch, ctx->file, checker->wanted->scope, custom_look, &hit);
    if (hit.found || checker->gave_up) return;
    struct diagnostic *finding =
        name ? report_name(ctx, ctx->file, "%s", "") : report_span(ctx, place, "%s", "");
    custom_write_texts(ctx, finding, &hit, NULL);
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
        if (!verdict->asked) visit_file(scratch, ctx->file, wanted->scope, custom_look, hit);
        verdict->asked = true;
    } else if (verdict->sql != ctx->sql) {
        verdict->sql = ctx->sql;
        hit->found = false;
        visit_statement(scratch, ctx->statement, ctx->sql->at, wanted->scope, custom_look, hit);
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
        struct diagnostic *finding = at_match ? custom_report_hit(ctx, &verdict->hit)
                                              : report(ctx, facts.at[i].at, "%s", "");
        custom_write_texts(ctx, finding, &verdict->hit, &facts.at[i]);
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
        if (!custom_section_fits(checker->wanted,
                                 direction == DIRECTION_UP ? PLACE_UP : PLACE_DOWN))
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
        visit_file(scratch, ctx->file, checker->wanted->scope, custom_report_each, &hit);
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
