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
    return constraint->spec.kind == CONSTRAINT_CHECK && constraint->state == KNOWN &&
           str_list_has(&constraint->spec.check.not_null, column);
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

/* What ADD COLUMN in the same ALTER TABLE makes of it; NULL: it adds none of that name. */
static const struct column *column_added_with(const struct rule_ctx *ctx,
                                              const struct change *change, struct str name)
{
    const struct change *other = NULL;
    while ((other = next_action(ctx, change, other)) != NULL) {
        if (other->kind == CHANGE_ADD_COLUMN && str_equal(other->add_column.name, name)) {
            return &other->add_column;
        }
    }
    return NULL;
}

bool is_made_not_null(const struct column *column)
{
    return column->not_null || column->type.is_serial || column->identity != 0;
}

/* Whether the column is known to be NOT NULL, or known not to be: KNOWN with [nullable] set. */
static enum knowledge find_nullable(const struct rule_ctx *ctx, const struct change *change,
                                    struct str name, bool *nullable)
{
    const struct relation *table = known_relation(ctx, change->table);
    const struct column *added = column_added_with(ctx, change, name);
    const struct catalog_column *column = NULL;
    if (table == NULL) {
        *nullable = added != NULL && !is_made_not_null(added);
        return added != NULL ? KNOWN : UNKNOWN;
    }
    const enum knowledge there = relation_column(table, name, &column);
    if (there != KNOWN || column == NULL) return there;
    *nullable = !column->not_null;
    return column->nullability;
}

struct nullable_columns nullable_columns_of(const struct rule_ctx *ctx, const struct change *change,
                                            const struct constraint *key)
{
    struct nullable_columns found = {STR(""), STR("")};
    const struct lock *lock = target_lock(ctx, change);
    if (key->kind != CONSTRAINT_PRIMARY_KEY || lock == NULL) return found;
    if (!lock->scan_twice && !is_partitioned(ctx, change->table)) return found;
    for (size_t i = 0; i < key->columns.len; i++) {
        bool nullable = false;
        const struct str name = key->columns.at[i];
        const enum knowledge state = find_nullable(ctx, change, name, &nullable);
        if (state == UNKNOWN && found.unknown.len == 0) found.unknown = name;
        if (state == KNOWN && nullable && found.known.len == 0) found.known = name;
    }
    return found;
}
