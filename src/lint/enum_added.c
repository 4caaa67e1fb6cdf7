/* new_labels(): the enum values that nobody may use yet. */
#include "lint/enum_use.h"

#include "lint/rule.h"

enum { USABLE_WITH_ITS_TYPE = 17, FIRST_IN_TRANSACTION = 12 };

/* Not new: it was there before, so that IF NOT EXISTS did nothing; or the whole type is as new. */
bool label_is_usable(const struct rule_ctx *ctx, const struct new_label *new_label)
{
    const struct change *added = new_label->by;
    const struct catalog_object *type = NULL;
    const struct catalog_label *label = NULL;
    if (catalog_find_object(ctx->catalog, OBJ_TYPE, added->object_name, &type) != KNOWN ||
        type == NULL) {
        return false;
    }
    if (ctx->config->postgres_version >= USABLE_WITH_ITS_TYPE &&
        type->made.transaction == ctx->transaction) {
        return true;
    }
    object_label(type, added->enum_value.value, &label);
    return label != NULL && (label->with_type || label->made.transaction != ctx->transaction);
}

/* As little usable under its other name. */
static void rename_label(const struct rule_ctx *ctx, struct new_label_list *labels,
                         const struct change *renamed)
{
    const struct name type = catalog_resolve(ctx->catalog, OBJ_TYPE, renamed->object_name);
    for (size_t i = 0; i < labels->len; i++) {
        struct new_label *label = &labels->at[i];
        if (name_equal(label->type, type) && str_equal(label->text, renamed->name)) {
            label->text = renamed->enum_value.value;
        }
    }
}

struct new_label_list new_labels(const struct rule_ctx *ctx)
{
    struct new_label_list labels = {0};
    if (ctx->config->postgres_version < FIRST_IN_TRANSACTION || ctx->mode == IN_AUTOCOMMIT ||
        !catalog_added_label(ctx->catalog, ctx->transaction)) {
        return labels;
    }
    struct cursor cursor = cursor_before(ctx, ctx->change);
    while (cursor_next(&cursor)) {
        const struct change *change = cursor.change;
        if (transaction_end(change) != NULL) labels.len = 0;
        if (change->kind == CHANGE_RENAME_ENUM_VALUE) rename_label(ctx, &labels, change);
        if (change->kind != CHANGE_ADD_ENUM_VALUE) continue;
        if (ctx->mode == IN_IMPLICIT_TRANSACTION && cursor.statement != ctx->statement) continue;
        const struct new_label label = {
            .type = catalog_resolve(ctx->catalog, OBJ_TYPE, change->object_name),
            .text = change->enum_value.value,
            .by = change,
            .added = cursor_span(&cursor, change->at),
            .conditional = change->conditional,
        };
        VEC_PUSH(ctx->arena, &labels, label);
    }
    return labels;
}
