/* What is said of a DROP that something stands against. */
#include "lint/blockers.h"
#include "lint/rule.h"

static struct str subject(const struct rule_ctx *ctx, const struct change *change)
{
    if (change->kind == CHANGE_DROP_COLUMN || change->kind == CHANGE_DROP_CONSTRAINT) {
        return str_format(ctx->arena, STR_FMT "." STR_FMT, STR_ARG(show_name(ctx, change->table)),
                          STR_ARG(change->name));
    }
    bool relation = change->table.name.len > 0;
    return show_name(ctx, relation ? change->table : change->object_name);
}

/* Of several tables that one TRUNCATE names, the one that is referenced. */
static struct str emptied(const struct rule_ctx *ctx, const struct change *change,
                          const struct dependent *it)
{
    const bool known = it->constraint != NULL && it->constraint->referenced != NULL;
    return show_name(ctx, known ? it->constraint->referenced->name : change->table);
}

static const char *kind_words(const struct dependent *it)
{
    if (it->constraint == NULL) return object_kind_words(it->kind);
    switch (it->constraint->spec.kind) {
    case CONSTRAINT_FOREIGN_KEY:
        return "foreign key";
    case CONSTRAINT_PRIMARY_KEY:
        return "primary key";
    case CONSTRAINT_UNIQUE:
        return "unique constraint";
    case CONSTRAINT_CHECK:
    case CONSTRAINT_NOT_NULL:
    case CONSTRAINT_EXCLUDE:
        break;
    }
    return "constraint";
}

/* "foreign key `orders_user_fk` of `orders`" */
static struct str words_of(const struct rule_ctx *ctx, const struct dependent *it)
{
    struct str name = show_name(ctx, it->name);
    if (it->on.name.len == 0 || it->kind == OBJ_INDEX) {
        return str_format(ctx->arena, "%s `" STR_FMT "`", kind_words(it), STR_ARG(name));
    }
    struct str on = show_name(ctx, it->on);
    if (it->kind == OBJ_COLUMN) {
        return str_format(ctx->arena, "column `" STR_FMT "." STR_FMT "`", STR_ARG(on),
                          STR_ARG(name));
    }
    return str_format(ctx->arena, "%s `" STR_FMT "` of `" STR_FMT "`", kind_words(it),
                      STR_ARG(name), STR_ARG(on));
}

static void label_blockers(const struct rule_ctx *ctx, struct diagnostic *finding,
                           const struct blockers *blockers)
{
    enum { SHOWN = 3 };
    for (size_t i = 0; i < blockers->len && i < SHOWN; i++) {
        const struct dependent *it = &blockers->at[i];
        label(finding, it->made.span, "the " STR_FMT, STR_ARG(words_of(ctx, it)));
    }
    if (blockers->len > SHOWN) note(finding, "and %zu more", blockers->len - SHOWN);
}

static bool same_relation(struct name written, struct name full)
{
    if (written.schema.len > 0 && !str_equal(written.schema, full.schema)) return false;
    return str_equal(written.name, full.name);
}

static bool drops(const struct change *change, const struct dependent *it)
{
    bool table = change->kind == CHANGE_DROP_TABLE || change->kind == CHANGE_DROP_VIEW ||
                 change->kind == CHANGE_DROP_MATERIALIZED_VIEW;
    if (table) return same_relation(change->table, it->on.name.len > 0 ? it->on : it->name);
    return is_drop(change) && str_equal(change->name, it->name.name);
}

static bool is_dropped_later(const struct rule_ctx *ctx, const struct change *change,
                             const struct dependent *it, struct span *at)
{
    struct cursor cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        if (!drops(cursor.change, it)) continue;
        *at = cursor_span(&cursor, cursor.change->at);
        return true;
    }
    return false;
}

/* It is still there only because that statement was refused, which is reported already. */
static bool was_to_go(const struct rule_ctx *ctx, const struct change *change,
                      const struct dependent *it)
{
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        if (drops(cursor.change, it)) return true;
    }
    return false;
}

static struct blockers without_those_to_go(const struct rule_ctx *ctx, const struct change *change,
                                           struct blockers all)
{
    size_t kept = 0;
    for (size_t i = 0; i < all.len; i++) {
        if (!was_to_go(ctx, change, &all.at[i])) all.at[kept++] = all.at[i];
    }
    all.len = kept;
    return all;
}

static bool drops_key(const struct change *change, const struct dependent *it)
{
    return change->kind == CHANGE_DROP_INDEX && it->constraint != NULL &&
           it->constraint->index != NULL;
}

/* What is dropped is a part of what needs it. */
static bool help_with_owner(const struct rule_ctx *ctx, struct diagnostic *finding,
                            const struct change *change, const struct dependent *it)
{
    const struct str on = show_name(ctx, it->on);
    if (drops_key(change, it)) {
        help(finding,
             "drop the constraint, its index goes with it: `ALTER TABLE " STR_FMT
             " DROP CONSTRAINT " STR_FMT "`",
             STR_ARG(on), STR_ARG(it->name.name));
    } else if (change->kind == CHANGE_DROP_INDEX && it->kind == OBJ_INDEX) {
        help(finding, "drop that index: those of the partitions go with it");
    } else if (change->kind == CHANGE_DROP_SEQUENCE && it->column != NULL &&
               it->column->identity != 0) {
        help(finding,
             "drop the identity, its sequence goes with it: `ALTER TABLE " STR_FMT
             " ALTER COLUMN " STR_FMT " DROP IDENTITY`",
             STR_ARG(on), STR_ARG(it->name.name));
    } else if (change->kind == CHANGE_DROP_TYPE && it->relation != NULL && it->on.name.len == 0) {
        help(finding, "drop the %s, its row type goes with it", object_kind_words(it->kind));
    } else {
        return false;
    }
    return true;
}

static void help_to_drop(const struct rule_ctx *ctx, struct diagnostic *finding,
                         const struct change *change, const struct dependent *it)
{
    struct span later = {0};
    if (change->kind == CHANGE_TRUNCATE) {
        help(finding,
             "name both tables in one TRUNCATE, or write CASCADE if `" STR_FMT
             "` is to be emptied, too",
             STR_ARG(show_name(ctx, it->on)));
    } else if (help_with_owner(ctx, finding, change, it)) {
        return;
    } else if (is_dropped_later(ctx, change, it, &later)) {
        label(finding, later, "goes only here");
        help(finding, "move this statement behind the one that drops it");
    } else if (it->constraint != NULL && it->on.name.len > 0) {
        help(finding, "drop it first: `ALTER TABLE " STR_FMT " DROP CONSTRAINT " STR_FMT "`",
             STR_ARG(show_name(ctx, it->on)), STR_ARG(it->name.name));
    } else {
        help(finding, "drop or change the " STR_FMT " first", STR_ARG(words_of(ctx, it)));
    }
}

static struct diagnostic *say(struct rule_ctx *ctx, const struct change *change,
                              const struct dependent *it)
{
    const struct str words = words_of(ctx, it);
    if (change->kind == CHANGE_TRUNCATE) {
        const struct str name = emptied(ctx, change, it);
        return report(ctx, range_naming(ctx, change->statement_at, name),
                      "emptying `" STR_FMT "` fails: the " STR_FMT " refers to it", STR_ARG(name),
                      STR_ARG(words));
    }
    const struct range at = range_naming(ctx, change->statement_at,
                                         change->name.len > 0 ? change->name : change->table.name);
    return report(ctx, at, "dropping `" STR_FMT "` fails: the " STR_FMT " needs it",
                  STR_ARG(subject(ctx, change)), STR_ARG(words));
}

void report_blockers(struct rule_ctx *ctx, const struct change *change,
                     const struct blockers *found)
{
    const struct blockers left = without_those_to_go(ctx, change, *found);
    if (left.len == 0) return;
    struct diagnostic *finding = say(ctx, change, &left.at[0]);
    primary_label(finding, "PostgreSQL refuses this (%s), and goose stops here",
                  change->kind == CHANGE_TRUNCATE ? "0A000" : "2BP01");
    label_blockers(ctx, finding, &left);
    help_to_drop(ctx, finding, change, &left.at[0]);
}
