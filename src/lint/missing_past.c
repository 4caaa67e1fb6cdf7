/* Where something went that is missing. */
#include "lint/missing_need.h"
#include "lint/rule.h"

/* A constraint, a trigger or a label: what is told of the table is no help. */
static bool has_events(const struct missing *missing)
{
    return missing->other == NULL && (missing->part.len == 0 || missing->kind == OBJ_COLUMN);
}

static bool find_gone(const struct rule_ctx *ctx, const struct missing *missing,
                      struct origin *gone)
{
    if (missing->kind == OBJ_CONSTRAINT && missing->within != NULL) {
        return relation_lost_constraint(missing->within, missing->part, gone);
    }
    if (!has_events(missing) || missing->part.len > 0) return false;
    return catalog_gone(ctx->catalog, catalog_space(missing->kind), missing->name, gone);
}

static const struct change *change_at(const struct rule_ctx *ctx, struct span at)
{
    struct cursor cursor = cursor_before(ctx, ctx->change);
    while (cursor_next(&cursor)) {
        const struct span here = cursor_span(&cursor, cursor.change->at);
        if (here.source == at.source && here.start == at.start) return cursor.change;
    }
    return NULL;
}

struct missing_past missing_find_past(struct rule_ctx *ctx, const struct missing *missing)
{
    struct missing_past past = {0};
    struct origin gone = {0};
    const struct name_event *last = NULL;
    if (has_events(missing)) {
        last = event_before(ctx, catalog_space(missing->kind), missing->name, missing->part);
    }
    if (last != NULL && !last->makes) {
        past = (struct missing_past){.known = true, .at = last->at};
    } else if (find_gone(ctx, missing, &gone) && gone.span.source != NULL) {
        past = (struct missing_past){.known = true, .at = gone.span, .by_catalog = true};
    }
    if (past.known) past.by = change_at(ctx, past.at);
    return past;
}

void missing_label_past(struct diagnostic *finding, const struct missing_past *past)
{
    if (!past->known) return;
    label(finding, past->at, past->by_catalog ? "gone since here" : "dropped or renamed here");
}

static bool takes_away(const struct change *change)
{
    return is_drop(change) || change->kind == CHANGE_DROP_COLUMN ||
           change->kind == CHANGE_DROP_CONSTRAINT;
}

bool is_dropped_again(const struct rule_ctx *ctx, const struct missing_past *past)
{
    return past->by != NULL && takes_away(past->by) && takes_away(ctx->change);
}

bool is_taken_along(const struct rule_ctx *ctx, const struct missing_past *past)
{
    return is_dropped_again(ctx, past) && past->by_catalog && past->by->kind != ctx->change->kind;
}
