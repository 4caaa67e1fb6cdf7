#include "lint/null_proof.h"

#include "lint/rule.h"

static bool is_of_this_statement(const struct rule_ctx *ctx, struct origin origin)
{
    const struct span whole = span_of(ctx, ctx->sql->at);
    return whole.source != NULL && origin.span.source == whole.source &&
           origin.span.start >= whole.start && origin.span.start < whole.end;
}

/* PostgreSQL drops before it proves, whatever the order they are written in. */
static bool is_dropped_here(const struct rule_ctx *ctx, const struct catalog_constraint *proof)
{
    for (size_t i = 0; i < ctx->sql->change_count; i++) {
        const struct change *sibling = &ctx->sql->changes[i];
        if (sibling->kind == CHANGE_DROP_CONSTRAINT && str_equal(sibling->name, proof->name)) {
            return true;
        }
    }
    return false;
}

static bool proves(const struct catalog_constraint *constraint, struct str column)
{
    if (constraint->spec.kind != CONSTRAINT_CHECK || constraint->state != KNOWN) return false;
    for (size_t i = 0; i < constraint->spec.check.not_null.len; i++) {
        if (str_equal(constraint->spec.check.not_null.at[i], column)) return true;
    }
    return false;
}

enum null_proof null_proof_of(const struct rule_ctx *ctx, const struct relation *table,
                              struct str column, const struct catalog_constraint **found)
{
    enum null_proof best = PROOF_NONE;
    for (size_t i = 0; table != NULL && i < table->constraints.len; i++) {
        const struct catalog_constraint *one = table->constraints.at[i];
        if (!proves(one, column)) continue;
        *found = one;
        best = PROOF_NOT_VALID;
        if (!one->validated) continue;
        best = PROOF_OF_THIS_STATEMENT;
        if (!is_of_this_statement(ctx, one->made) &&
            !is_of_this_statement(ctx, one->validated_at) && !is_dropped_here(ctx, one)) {
            return PROOF_IN_FORCE;
        }
    }
    return best;
}

size_t null_proof_split(const struct sql_statement *sql)
{
    const enum change_kind first = sql->changes[0].kind;
    size_t at = 1;
    while (at < sql->change_count && sql->changes[at].kind == first) at++;
    if (at == sql->change_count) return 0;
    const enum change_kind second = sql->changes[at].kind;
    for (size_t i = at; i < sql->change_count; i++) {
        if (sql->changes[i].kind != second) return 0;
    }
    const bool makes = first == CHANGE_VALIDATE_CONSTRAINT && second == CHANGE_SET_NOT_NULL;
    const bool drops = first == CHANGE_SET_NOT_NULL && second == CHANGE_DROP_CONSTRAINT;
    return makes || drops ? at : 0;
}
