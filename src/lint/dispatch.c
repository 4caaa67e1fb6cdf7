#include "lint/dispatch.h"

#include "lint/engine.h"

static void dispatch_rule(struct arena *arena, struct dispatch *dispatch, const struct rule *rule)
{
    for (size_t kind = 1; rule->on_any && kind < CHANGE_KIND_COUNT; kind++) {
        VEC_PUSH(arena, &dispatch->by_kind[kind], rule);
    }
    if (rule->check != NULL) {
        for (size_t i = 0; i < RULE_KINDS && rule->on[i] != CHANGE_NONE; i++) {
            VEC_PUSH(arena, &dispatch->by_kind[rule->on[i]], rule);
        }
    }
    if (rule->check_statement != NULL) VEC_PUSH(arena, &dispatch->statement, rule);
    if (rule->check_file != NULL) VEC_PUSH(arena, &dispatch->file, rule);
    if (rule->check_sequence != NULL) VEC_PUSH(arena, &dispatch->sequence, rule);
    if (rule->needs_locks || is_about_waiting(rule)) dispatch->needs_locks = true;
}

void dispatch_rules(struct dispatch *dispatch, const struct rule_ctx *ctx)
{
    for (size_t i = 0; i < rule_count; i++) {
        if (!rule_may_speak(ctx->config, rules[i])) continue;
        if (rules[i]->needs_sql && !ctx->sequence->sequence->postgres) continue;
        dispatch_rule(ctx->arena, dispatch, rules[i]);
    }
}

bool is_about_waiting(const struct rule *rule)
{
    return rule->category == CATEGORY_LOCKING || rule->category == CATEGORY_REWRITING;
}
