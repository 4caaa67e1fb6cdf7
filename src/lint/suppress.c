#include "lint/suppress.h"

#include "base/vec.h"
#include "lint/engine.h"
#include "lint/rule.h"
#include "lint/scope.h"

#include <stdlib.h>

/* What a target covers. Position 0 is the file's name, byte 0 is position 1. */
struct cover {
    uint64_t start;
    uint64_t end;
    const struct suppression *suppression;
    struct suppression_target *target;
    struct cover *below; /* of the same name, started earlier, not known to have ended */
};

struct covers {
    struct cover *at;
    size_t len, cap;
};

/* A finding of the file at hand, reported or hidden by another. */
struct member {
    struct diagnostic *finding;
    uint64_t position;
    size_t file; /* its number */
    bool hidden;
};

struct members {
    struct member *at;
    size_t len, cap;
};

/* Of a rule and of a category, the covers that findings may stand in. */
struct stacks {
    const struct house_rules *house;
    struct cover **of_rule;
    struct cover **of_category;
};

/* -- what is to be matched --------------------------------------------------------------------- */

static void add_members(struct arena *arena, struct members *members,
                        const struct diagnostic_list *list, size_t from, bool hidden)
{
    for (size_t i = from; i < list->len; i++) {
        struct diagnostic *finding = list->at[i];
        if (finding->file == NULL || finding->file->suppressions == NULL) continue;
        if (finding->file->suppressions->len == 0) continue;
        if (finding->rule->check_suppressions != NULL) continue;
        struct member member = {finding, 0, finding->file->number, hidden};
        struct span primary = finding->labels[0].span;
        if (!finding->about_name && primary.source != NULL) {
            member.position = (uint64_t)primary.start + 1;
        }
        VEC_PUSH(arena, members, member);
    }
}

static int compare_positions(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_members(const void *left, const void *right)
{
    const struct member *a = left;
    const struct member *b = right;
    int order = compare_positions(a->file, b->file);
    return order != 0 ? order : compare_positions(a->position, b->position);
}

/* The wider first, so that the narrower lies on top. */
static int compare_covers(const void *left, const void *right)
{
    const struct cover *a = left;
    const struct cover *b = right;
    int order = compare_positions(a->start, b->start);
    return order != 0 ? order : compare_positions(b->end, a->end);
}

static struct covers covers_of(struct arena *arena, const struct suppressions *all)
{
    struct covers covers = {0};
    for (size_t i = 0; i < all->len; i++) {
        for (size_t t = 0; t < all->at[i].target_count; t++) {
            struct suppression_target *target = &all->at[i].targets[t];
            if (target->covers.source == NULL) continue;
            struct cover cover = {.suppression = &all->at[i], .target = target};
            cover.start = target->whole_file ? 0 : (uint64_t)target->covers.start + 1;
            cover.end = (uint64_t)target->covers.end + (target->whole_file ? 2 : 1);
            VEC_PUSH(arena, &covers, cover);
        }
    }
    if (covers.len > 1) qsort(covers.at, covers.len, sizeof *covers.at, compare_covers);
    return covers;
}

/* -- matching ---------------------------------------------------------------------------------- */

static struct cover **stack_of(const struct stacks *stacks, const struct selected *selected)
{
    if (selected->rule != NULL)
        return &stacks->of_rule[all_rules_number(stacks->house, selected->rule)];
    return &stacks->of_category[selected->category];
}

/* What ended stays ended, since findings come by position. */
static struct cover *top_at(struct cover **stack, uint64_t position)
{
    while (*stack != NULL && (*stack)->end <= position) *stack = (*stack)->below;
    return *stack;
}

static void match(const struct stacks *stacks, const struct member *member)
{
    struct diagnostic *finding = member->finding;
    struct cover *by_rule =
        top_at(&stacks->of_rule[all_rules_number(stacks->house, finding->rule)], member->position);
    struct cover *by_category =
        top_at(&stacks->of_category[finding->rule->category], member->position);
    struct cover *cover = by_rule != NULL ? by_rule : by_category;
    if (cover == NULL) return;
    cover->target->state = TARGET_USED;
    if (member->hidden) return;
    finding->suppressed = (struct suppressed){SUPPRESSED_IN_SOURCE, cover->suppression->reason,
                                              cover->suppression->comment};
}

static void match_file(struct arena *arena, const struct house_rules *house,
                       const struct member *members, size_t count)
{
    struct stacks stacks = {
        .house = house,
        .of_rule = arena_array(arena, all_rules_count(house), sizeof(struct cover *)),
        .of_category = arena_array(arena, CATEGORY_COUNT, sizeof(struct cover *)),
    };
    struct covers covers = covers_of(arena, members[0].finding->file->suppressions);
    size_t next = 0;
    for (size_t i = 0; i < count; i++) {
        for (; next < covers.len && covers.at[next].start <= members[i].position; next++) {
            struct cover **stack = stack_of(&stacks, &covers.at[next].target->selected);
            covers.at[next].below = *stack;
            *stack = &covers.at[next];
        }
        match(&stacks, &members[i]);
    }
}

static void match_all(struct arena *arena, const struct house_rules *house, struct members *members)
{
    if (members->len == 0) return;
    qsort(members->at, members->len, sizeof *members->at, compare_members);
    for (size_t i = 0; i < members->len;) {
        size_t end = i;
        while (end < members->len && members->at[end].file == members->at[i].file) end++;
        match_file(arena, house, &members->at[i], end - i);
        i = end;
    }
}

/* -- who silences nobody ----------------------------------------------------------------------- */

struct judge {
    const struct scope *scope;
    const struct house_rules *house;
    const struct sequence_files *sequence;
    struct diagnostic place;
};

static bool may_speak(const struct judge *judge, const struct rule *rule)
{
    if (rule->needs_sql && !judge->sequence->sequence->postgres) return false;
    return scope_admits(judge->scope, rule, &judge->place);
}

/* Of a category every rule must have had its say, but for those nobody asked for. */
static bool could_match(const struct judge *judge, const struct selected *selected)
{
    if (selected->rule != NULL) return may_speak(judge, selected->rule);
    for (size_t i = 0; i < all_rules_count(judge->house); i++) {
        const struct rule *rule = all_rules_at(judge->house, i);
        if ((int)rule->category != selected->category || rule->off) continue;
        if (!may_speak(judge, rule)) return false;
    }
    return true;
}

static enum finding_place place_of(const struct migration_file *file, uint32_t at)
{
    struct span up = file->goose->up.body;
    struct span down = file->goose->down.body;
    if (up.source != NULL && at >= up.start && at < up.end) return PLACE_UP;
    if (down.source != NULL && at >= down.start && at < down.end) return PLACE_DOWN;
    return PLACE_FILE;
}

/* An alias of several rules is of use when one of them needed it, and unused only once. */
static void judge_aliases(const struct suppression *one)
{
    for (size_t t = 0; t < one->target_count;) {
        size_t end = t + 1;
        bool unused = one->targets[t].state == TARGET_UNUSED;
        for (; end < one->target_count && one->targets[end].again; end++) {
            unused = unused && one->targets[end].state == TARGET_UNUSED;
            if (one->targets[end].state == TARGET_UNUSED) one->targets[end].state = TARGET_UNJUDGED;
        }
        if (!unused && one->targets[t].state == TARGET_UNUSED) {
            one->targets[t].state = TARGET_UNJUDGED;
        }
        t = end;
    }
}

static void judge_file(struct judge *judge, struct arena *arena, const struct migration_file *file)
{
    judge->place.file = file;
    judge->place.path = file->migration->path;
    judge->place.version = str_format(arena, "%lld", (long long)file->migration->version);
    for (size_t i = 0; i < file->suppressions->len; i++) {
        const struct suppression *one = &file->suppressions->at[i];
        for (size_t t = 0; t < one->target_count; t++) {
            struct suppression_target *target = &one->targets[t];
            bool judged = target->state == TARGET_USED || target->left_open;
            if (target->covers.source == NULL || judged) continue;
            judge->place.place = place_of(file, target->covers.start);
            if (could_match(judge, &target->selected)) target->state = TARGET_UNUSED;
        }
        judge_aliases(one);
    }
}

static void report_on_comments(struct rule_ctx *ctx)
{
    for (size_t i = 0; i < rule_count; i++) {
        if (rules[i]->check_suppressions == NULL || !rule_may_speak(ctx->config, rules[i])) {
            continue;
        }
        ctx->rule = rules[i];
        ctx->rule->check_suppressions(ctx);
    }
}

size_t suppress_findings(struct arena *arena, const struct config *config,
                         const struct sequence_files *sequence, struct diagnostic_list *list,
                         size_t from)
{
    struct members members = {0};
    add_members(arena, &members, list, from, false);
    if (sequence->hidden != NULL) add_members(arena, &members, sequence->hidden, 0, true);
    match_all(arena, config->house, &members);

    struct scope *scope = scope_open(arena, config, sequence);
    struct judge judge = {.scope = scope, .house = config->house, .sequence = sequence};
    struct rule_ctx ctx = {.config = config, .sequence = sequence, .arena = arena, .found = list};
    size_t own = list->len;
    for (size_t i = 0; i < sequence->file_count; i++) {
        const struct migration_file *file = &sequence->files[i];
        if (file->suppressions == NULL || !file->migration->reported) continue;
        judge_file(&judge, arena, file);
        ctx.file = file;
        report_on_comments(&ctx);
    }
    scope_close(scope);
    return scope_findings(arena, config, sequence, list, own);
}

void drop_suppressed(struct diagnostic_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->len; i++) {
        if (list->at[i]->suppressed.kind == NOT_SUPPRESSED) list->at[kept++] = list->at[i];
    }
    list->len = kept;
}
