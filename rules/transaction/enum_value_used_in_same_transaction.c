/* enum-value-used-in-same-transaction: a value that ALTER TYPE ... ADD VALUE has added cannot be
 * used before its transaction has committed, 55P04 (PostgreSQL manual, ALTER TYPE, Notes). */
#include "lint/rule.h"

static void report_use(struct rule_ctx *ctx, const struct change *change,
                       const struct new_label *used)
{
    const struct str type = show_name(ctx, used->type);
    struct diagnostic *finding =
        report(ctx, change->at,
               "enum value `" STR_FMT "` is used before it is committed: goose stops here",
               STR_ARG(code_short(ctx->arena, used->text, 24)));
    const bool conditional = used->conditional || change->conditional;
    primary_label(finding, "PostgreSQL refuses this (55P04)%s", conditional ? ", if it runs" : "");
    label(finding, used->added, "adds `" STR_FMT "` to `" STR_FMT "`, in the same transaction",
          STR_ARG(used->text), STR_ARG(type));
    note(finding, "a new value can be stored, compared and cast to once the ALTER TYPE has "
                  "committed");
    help(finding, "move the ALTER TYPE ... ADD VALUE into a migration of its own before this one");
    finding->object = used->text;
    if (conditional) soften(finding);
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct new_label_list labels = new_labels(ctx);
    for (size_t i = 0; i < labels.len; i++) {
        const struct new_label *used = &labels.at[i];
        if (!uses_label(ctx, change, used) || label_is_usable(ctx, used)) continue;
        struct diagnostic *before = found_about(ctx, used->added);
        if (before != NULL) {
            label(before, span_of(ctx, change->at), "uses it as well");
        } else {
            report_use(ctx, change, used);
        }
        return;
    }
}

const struct rule rule_enum_value_used_in_same_transaction = {
    .id = "enum-value-used-in-same-transaction",
    .category = CATEGORY_TRANSACTION,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a new enum value is used in the transaction that adds it",
    .why = "goose runs a file in one transaction, and PostgreSQL refuses a value of ALTER TYPE ... "
           "ADD VALUE (55P04) until that has committed: in a default, CHECK, index predicate, "
           "view, query, row or cast.",
    .instead = "ADD VALUE in a migration of its own; use the value in the next.",
    .exceptions =
        "Bodies of PL/pgSQL functions, which are not read until they run; RENAME VALUE; values "
        "that CREATE TYPE brings, and on PostgreSQL 17 and later all values of a type made in the "
        "same transaction; NO TRANSACTION with a string for each statement. Under a condition in a "
        "DO block it is a warning.",
    .example = {.bad = "ALTER TYPE mood ADD VALUE 'calm';\n"
                       "SELECT 'calm'::mood;",
                .good = "ALTER TYPE mood ADD VALUE 'calm';"},
    .on = {CHANGE_CREATE_TABLE,
           CHANGE_CREATE_TABLE_AS,
           CHANGE_CREATE_MATERIALIZED_VIEW,
           CHANGE_CREATE_VIEW,
           CHANGE_ADD_CONSTRAINT,
           CHANGE_CREATE_INDEX,
           CHANGE_CREATE_DOMAIN,
           CHANGE_CREATE_FUNCTION,
           CHANGE_CREATE_TRIGGER,
           CHANGE_CREATE_RULE,
           CHANGE_CREATE_POLICY,
           CHANGE_ALTER_POLICY,
           CHANGE_ATTACH_PARTITION,
           CHANGE_SELECT,
           CHANGE_INSERT,
           CHANGE_UPDATE,
           CHANGE_DELETE,
           CHANGE_MERGE,
           CHANGE_ADD_COLUMN,
           CHANGE_SET_DEFAULT,
           CHANGE_ALTER_COLUMN_TYPE,
           CHANGE_ALTER_DOMAIN,
           CHANGE_COPY},
    .down_too = true,
    .hides = {"*"},
    .check = check,
};
