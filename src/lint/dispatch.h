/* The rules that are on, by what they want to see. Made once per sequence; for the engine. */
#ifndef GANDER_LINT_DISPATCH_H
#define GANDER_LINT_DISPATCH_H

#include "lint/rule.h"

struct rule_list {
    const struct rule **at;
    size_t len, cap;
};

struct dispatch {
    struct rule_list by_kind[CHANGE_KIND_COUNT];
    struct rule_list statement, file, sequence;
    bool needs_locks; /* one of them, or the engine on its behalf */
};

/* Fills an empty one, by the configuration and sequence of [ctx]. */
void dispatch_rules(struct dispatch *dispatch, const struct rule_ctx *ctx);

/* What such a rule reports is that others have to wait. */
bool is_about_waiting(const struct rule *rule);

#endif
