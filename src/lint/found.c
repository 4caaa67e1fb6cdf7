/* Earlier findings of a rule that the one at hand joins: a cause is told once. What a comment
 * silences apart stays apart, and nothing joins a finding that another rule hides. */
#include "lint/found.h"

#include "lint/rule.h"

static uint32_t sql_number(const struct rule_ctx *ctx)
{
    if (ctx->sql == NULL) return 0;
    return (uint32_t)(ctx->sql - ctx->statement->parse.statements) + 1;
}

/* In a DO block, statements hide one another's findings no more than elsewhere. */
static uint32_t inner_number(const struct rule_ctx *ctx)
{
    if (ctx->change == NULL || !ctx->change->in_do) return 0;
    return (uint32_t)(next_action(ctx, ctx->change, NULL) - ctx->sql->changes) + 1;
}

struct finding_site site_at_hand(const struct rule_ctx *ctx)
{
    return (struct finding_site){
        .place = ctx->direction == DIRECTION_UP ? PLACE_UP : PLACE_DOWN,
        .statement = ctx->statement->number,
        .sql = sql_number(ctx),
        .inner = inner_number(ctx),
    };
}

/* The comment that silences the change at hand. False: nobody can tell. */
static bool find_silencer(const struct rule_ctx *ctx, const struct suppression **found)
{
    const struct suppressions *all = ctx->file->suppressions;
    *found = NULL;
    if (all == NULL || all->len == 0) return true;
    return suppression_at(all, ctx->rule, span_of(ctx, ctx->change->at), found);
}

static bool is_silenced_by(const struct rule_ctx *ctx, const struct diagnostic *finding,
                           const struct suppression *wanted)
{
    const struct suppressions *all = ctx->file->suppressions;
    const struct suppression *found = NULL;
    if (all == NULL || all->len == 0) return true;
    return suppression_at(all, ctx->rule, finding->labels[0].span, &found) && found == wanted;
}

/* Other rules have their say between two changes of a statement: so far back, and no further. */
enum { FINDINGS_LOOKED_AT = 32 };

struct diagnostic *found_in_statement(const struct rule_ctx *ctx)
{
    const struct finding_site here = site_at_hand(ctx);
    const struct suppression *silencer;
    if (!find_silencer(ctx, &silencer)) return NULL;
    const size_t len = ctx->found->len;
    for (size_t i = len; i > 0 && len - i < FINDINGS_LOOKED_AT; i--) {
        struct diagnostic *finding = ctx->found->at[i - 1];
        if (finding->file != ctx->file || finding->place != here.place ||
            finding->statement != here.statement || finding->sql != here.sql ||
            finding->inner != here.inner) {
            return NULL;
        }
        if (finding->rule == ctx->rule && is_silenced_by(ctx, finding, silencer)) return finding;
    }
    return NULL;
}

/* What another rule says of its statement hides it: nothing can be added to it. */
static bool will_be_hidden(const struct diagnostic_list *found, size_t at)
{
    struct diagnostic *finding = found->at[at];
    const size_t first = at > FINDINGS_LOOKED_AT ? at - FINDINGS_LOOKED_AT : 0;
    const size_t end = at + FINDINGS_LOOKED_AT;
    for (size_t i = first; i < found->len && i < end && !finding->will_be_hidden; i++) {
        finding->will_be_hidden = diagnostic_hides(found->at[i], finding);
    }
    return finding->will_be_hidden;
}

static bool may_be_joined(const struct rule_ctx *ctx, size_t at, const struct suppression *silencer)
{
    return !will_be_hidden(ctx->found, at) && is_silenced_by(ctx, ctx->found->at[at], silencer);
}

void gather_on_table(struct diagnostic *finding, struct name table)
{
    finding->table = table;
    finding->gathered = 1;
}

struct diagnostic *found_on_table(const struct rule_ctx *ctx, struct name table)
{
    enum { LOOKED_AT = 512 };
    const struct suppression *silencer;
    if (!find_silencer(ctx, &silencer)) return NULL;
    const enum finding_place place = ctx->direction == DIRECTION_UP ? PLACE_UP : PLACE_DOWN;
    const size_t len = ctx->found->len;
    for (size_t i = len; i > 0 && len - i < LOOKED_AT; i--) {
        struct diagnostic *finding = ctx->found->at[i - 1];
        if (finding->file != ctx->file) return NULL;
        if (finding->rule == ctx->rule && finding->place == place && finding->gathered > 0 &&
            name_equal(finding->table, table) && may_be_joined(ctx, i - 1, silencer)) {
            return finding;
        }
    }
    return NULL;
}

struct diagnostic *found_about(const struct rule_ctx *ctx, struct span cause)
{
    enum { LOOKED_AT = 64 };
    const struct suppression *silencer;
    if (!find_silencer(ctx, &silencer)) return NULL;
    const size_t len = ctx->found->len;
    for (size_t i = len; i > 0 && len - i < LOOKED_AT; i--) {
        struct diagnostic *finding = ctx->found->at[i - 1];
        if (finding->file != ctx->file) return NULL;
        if (finding->rule != ctx->rule || finding->label_count < 2) continue;
        const struct span about = finding->labels[1].span;
        if (about.source != cause.source || about.start != cause.start) continue;
        if (may_be_joined(ctx, i - 1, silencer)) return finding;
    }
    return NULL;
}

const struct diagnostic *found_in_up(const struct rule_ctx *ctx)
{
    enum { LOOKED_AT = 512 };
    const size_t len = ctx->found->len;
    for (size_t i = len; i > 0 && len - i < LOOKED_AT; i--) {
        const struct diagnostic *finding = ctx->found->at[i - 1];
        if (finding->file != ctx->file) return NULL;
        if (finding->rule != ctx->rule || finding->place != PLACE_UP) continue;
        if (finding->severity == SEVERITY_ERROR && !will_be_hidden(ctx->found, i - 1)) {
            return finding;
        }
    }
    return NULL;
}
