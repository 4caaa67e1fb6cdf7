#include "lint/rule.h"

struct span span_of(const struct rule_ctx *ctx, struct range range)
{
    if (range.start >= range.end) return (struct span){0};
    return goose_source_span(ctx->file->source, ctx->statement->sent, range.start, range.end);
}

const struct relation *known_relation(const struct rule_ctx *ctx, struct name relation)
{
    const struct relation *known = NULL;
    if (catalog_find(ctx->catalog, OBJ_UNKNOWN, relation, &known) != KNOWN) return NULL;
    return known;
}

bool created_here(const struct rule_ctx *ctx, struct name relation)
{
    const struct relation *known = known_relation(ctx, relation);
    return known != NULL && known->made.transaction == ctx->transaction;
}

/* Transactions are numbered through the whole replay, so those of a section are the latest ones. */
static bool of_this_section(const struct rule_ctx *ctx, const struct origin *made)
{
    return made->transaction >= ctx->section_transaction;
}

bool created_in_file(const struct rule_ctx *ctx, struct name relation)
{
    const struct relation *known = known_relation(ctx, relation);
    return known != NULL && of_this_section(ctx, &known->made);
}

bool is_same_relation(const struct rule_ctx *ctx, struct name a, struct name b)
{
    if (!str_equal(a.name, b.name)) return false;
    return name_equal(catalog_resolve(ctx->catalog, OBJ_UNKNOWN, a),
                      catalog_resolve(ctx->catalog, OBJ_UNKNOWN, b));
}

struct name name_after(const struct change *change)
{
    const struct name *given = &change->rename.new_name;
    return (struct name){
        .schema = given->schema.len > 0 ? given->schema : change->table.schema,
        .name = given->name.len > 0 ? given->name : change->table.name,
    };
}

bool object_created_in_file(const struct rule_ctx *ctx, enum object_kind kind, struct name name)
{
    struct origin made;
    return catalog_made(ctx->catalog, kind, name, &made) == KNOWN && of_this_section(ctx, &made);
}

size_t section_changes(const struct rule_ctx *ctx, enum direction direction,
                       const struct change ***changes)
{
    *changes = ctx->changes[direction];
    return ctx->change_counts[direction];
}

struct str show_name(const struct rule_ctx *ctx, struct name name)
{
    if (str_equal(name.schema, STR("public"))) name.schema = STR("");
    return name_text(ctx->arena, name);
}

void help_renumber(const struct rule_ctx *ctx, struct diagnostic *finding)
{
    const struct base_sequence *base = ctx->sequence->base;
    if (base == NULL) return;
    if (str_equal(ctx->config->base_ref, base->ref))
        help(finding, "or all new ones at once: gander renumber");
    else
        help(finding, "or all new ones at once: gander renumber --since " STR_FMT,
             STR_ARG(base->ref));
}
