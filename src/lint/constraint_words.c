#include "lint/constraint_words.h"

#include "lint/rule.h"

const struct constraint *added_constraint(const struct change *change, enum constraint_kind kind)
{
    if (change->kind == CHANGE_ADD_CONSTRAINT) {
        return change->constraint.kind == kind ? &change->constraint : NULL;
    }
    if (change->kind != CHANGE_ADD_COLUMN) return NULL;
    const struct column *column = &change->add_column;
    for (size_t i = 0; i < column->constraint_count; i++) {
        if (column->constraints[i].kind == kind) return &column->constraints[i];
    }
    return NULL;
}

bool adds_no_column(const struct rule_ctx *ctx, const struct change *change)
{
    const struct catalog_column *column = NULL;
    if (change->kind != CHANGE_ADD_COLUMN || !change->if_not_exists) return false;
    /* Also of a table that earlier migrations only alter. */
    const struct relation *table = NULL;
    if (catalog_find(ctx->catalog, OBJ_UNKNOWN, change->table, &table) == KNOWN_ABSENT)
        return false;
    return table != NULL && relation_column(table, change->add_column.name, &column) == KNOWN;
}

bool adds_constraint_alone(const struct rule_ctx *ctx, const struct change *change)
{
    enum { WITH_ITS_COLUMN = 13 };
    return ctx->config->postgres_version < WITH_ITS_COLUMN && adds_no_column(ctx, change);
}

bool adds_no_constraint(const struct rule_ctx *ctx, const struct change *change)
{
    return adds_no_column(ctx, change) && !adds_constraint_alone(ctx, change);
}

struct str constraint_columns(const struct rule_ctx *ctx, const struct change *change,
                              const struct constraint *constraint)
{
    if (change->kind == CHANGE_ADD_COLUMN) return change->add_column.name;
    return str_join(ctx->arena, constraint->columns.at, constraint->columns.len, STR(", "));
}

static const char *suffix_of(enum constraint_kind kind)
{
    switch (kind) {
    case CONSTRAINT_CHECK:
        return "check";
    case CONSTRAINT_NOT_NULL:
        return "not_null";
    case CONSTRAINT_UNIQUE:
        return "key";
    case CONSTRAINT_PRIMARY_KEY:
        return "pkey";
    case CONSTRAINT_FOREIGN_KEY:
        return "fkey";
    case CONSTRAINT_EXCLUDE:
        return "excl";
    }
    return "";
}

/* A CHECK of one column has it in its name, one of several has none. */
static struct str checked_column(const struct str_list *used)
{
    for (size_t i = 1; i < used->len; i++) {
        if (!str_equal(used->at[0], used->at[i])) return STR("");
    }
    return used->len > 0 ? used->at[0] : STR("");
}

static struct str named_columns(const struct rule_ctx *ctx, const struct change *change,
                                const struct constraint *constraint)
{
    if (constraint->kind == CONSTRAINT_PRIMARY_KEY) return STR("");
    if (constraint->kind == CONSTRAINT_CHECK) return checked_column(&constraint->check.columns);
    if (change->kind == CHANGE_ADD_COLUMN) return change->add_column.name;
    return str_join(ctx->arena, constraint->columns.at, constraint->columns.len, STR("_"));
}

struct str constraint_name(const struct rule_ctx *ctx, const struct change *change,
                           const struct constraint *constraint)
{
    if (constraint->name.len > 0) return constraint->name;
    const struct relation *table = known_relation(ctx, change->table);
    if (table != NULL && change->kind == CHANGE_ADD_CONSTRAINT) {
        return catalog_constraint_name(ctx->catalog, ctx->arena, table, constraint);
    }
    const struct str columns = named_columns(ctx, change, constraint);
    return str_format(ctx->arena, STR_FMT "%s" STR_FMT "_%s", STR_ARG(change->table.name),
                      columns.len > 0 ? "_" : "", STR_ARG(columns), suffix_of(constraint->kind));
}

struct fix_draft not_valid_fix(struct diagnostic *finding)
{
    return unsafe_fix(finding, "add the constraint NOT VALID",
                      "existing rows stay unchecked until it is validated");
}

bool edit_not_valid(const struct rule_ctx *ctx, struct fix_draft *fix,
                    const struct constraint *constraint)
{
    const struct span span = span_of(ctx, constraint->at);
    if (span.source == NULL) return false;
    edit_insert(fix, span.source, span.end, writes_small(ctx) ? " not valid" : " NOT VALID");
    return true;
}

const char *one_step_each(const struct rule_ctx *ctx)
{
    return ctx->direction == DIRECTION_UP
               ? "one migration a step"
               : "each statement on its own under `-- +goose NO TRANSACTION`";
}

static bool adds(const struct change *change, enum constraint_kind kind)
{
    const struct constraint *added = added_constraint(change, kind);
    return added != NULL && !added->not_valid && added->using_index.len == 0;
}

bool constraint_said_in_up(const struct rule_ctx *ctx, const struct change *change,
                           enum constraint_kind kind)
{
    if (ctx->direction != DIRECTION_DOWN) return false;
    struct cursor cursor = cursor_look(ctx, DIRECTION_UP);
    while (cursor_next(&cursor)) {
        if (adds(cursor.change, kind) && str_equal(cursor.change->table.name, change->table.name)) {
            return true;
        }
    }
    return false;
}
