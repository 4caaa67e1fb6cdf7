#include "lint/timeline.h"

#include "lint/rule.h"

#include <stdlib.h>
#include <string.h>

struct timeline {
    struct name_event *at;
    size_t len, cap;
};

struct builder {
    struct arena *arena;
    struct timeline *timeline;
    const struct migration_file *file;
    enum direction direction;
    uint32_t order;
    const struct cursor *cursor;
    bool other_path; /* search_path was set: bare names are not those of `public` */
};

static struct name plain(struct name name)
{
    if (str_equal(name.schema, STR("public"))) name.schema = STR("");
    return name;
}

static bool has_events(enum object_kind kind)
{
    return kind == OBJ_TABLE || kind == OBJ_TYPE || kind == OBJ_ROUTINE || kind == OBJ_SCHEMA ||
           kind == OBJ_COLUMN;
}

static void put(struct builder *b, enum object_kind kind, struct name name, struct str part,
                bool makes)
{
    const struct change *change = b->cursor->change;
    if (name.name.len == 0 || !has_events(kind)) return;
    struct name_event event = {.kind = kind,
                               .name = plain(name),
                               .part = part,
                               .makes = makes,
                               .sure = !change->if_not_exists && !change->if_exists &&
                                       !change->or_replace && !change->conditional &&
                                       !(b->other_path && name.schema.len == 0),
                               .file = b->file->number,
                               .direction = b->direction,
                               .order = b->order,
                               .at = cursor_span(b->cursor, change->at)};
    VEC_PUSH(b->arena, b->timeline, event);
}

static struct name subject(const struct change *change)
{
    return change->table.name.len > 0 ? change->table : change->object_name;
}

static void put_renamed(struct builder *b, enum object_kind kind, struct name from)
{
    const struct change *change = b->cursor->change;
    struct name to = {from.schema, change->rename.new_name.name};
    if (change->kind == CHANGE_SET_SCHEMA) {
        to = (struct name){change->rename.new_name.schema, from.name};
    }
    put(b, kind, from, STR(""), false);
    put(b, kind, to, STR(""), true);
}

static void put_column(struct builder *b)
{
    const struct change *change = b->cursor->change;
    if (change->kind == CHANGE_ADD_COLUMN) {
        put(b, OBJ_COLUMN, change->table, change->add_column.name, true);
        return;
    }
    put(b, OBJ_COLUMN, change->table, change->name, false);
    if (change->kind != CHANGE_RENAME_COLUMN) return;
    put(b, OBJ_COLUMN, change->table, change->rename.new_name.name, true);
}

static void put_change(struct builder *b)
{
    const struct change *change = b->cursor->change;
    const enum object_kind space = catalog_space(change->object);
    switch ((int)change->kind) {
    case CHANGE_CREATE_TABLE:
    case CHANGE_CREATE_TABLE_AS:
    case CHANGE_CREATE_VIEW:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
    case CHANGE_CREATE_SEQUENCE:
        put(b, OBJ_TABLE, change->table, STR(""), true);
        break;
    case CHANGE_CREATE_INDEX:
        put(b, OBJ_TABLE, (struct name){change->table.schema, change->create_index.index.name},
            STR(""), true);
        break;
    case CHANGE_CREATE_TYPE:
    case CHANGE_CREATE_DOMAIN:
        put(b, OBJ_TYPE, change->object_name, STR(""), true);
        break;
    case CHANGE_CREATE_FUNCTION:
        put(b, OBJ_ROUTINE, change->object_name, STR(""), true);
        break;
    case CHANGE_CREATE_SCHEMA:
        put(b, OBJ_SCHEMA, change->object_name, STR(""), true);
        break;
    case CHANGE_ADD_COLUMN:
    case CHANGE_DROP_COLUMN:
    case CHANGE_RENAME_COLUMN:
        put_column(b);
        break;
    case CHANGE_RENAME_TABLE:
    case CHANGE_RENAME_VIEW:
    case CHANGE_RENAME_MATERIALIZED_VIEW:
    case CHANGE_RENAME_INDEX:
    case CHANGE_RENAME_SEQUENCE:
    case CHANGE_RENAME_TYPE:
    case CHANGE_RENAME_DOMAIN:
    case CHANGE_RENAME_FUNCTION:
    case CHANGE_RENAME_SCHEMA:
    case CHANGE_SET_SCHEMA:
        put_renamed(b, space, subject(change));
        break;
    case CHANGE_SET:
        if (str_equal(change->set.variable, STR("search_path"))) b->other_path = true;
        break;
    case CHANGE_DROP_TABLE:
    case CHANGE_DROP_VIEW:
    case CHANGE_DROP_MATERIALIZED_VIEW:
    case CHANGE_DROP_SEQUENCE:
    case CHANGE_DROP_INDEX:
    case CHANGE_DROP_TYPE:
    case CHANGE_DROP_DOMAIN:
    case CHANGE_DROP_FUNCTION:
    case CHANGE_DROP_SCHEMA:
        put(b, space, subject(change), STR(""), false);
        break;
    default:
        break;
    }
}

/* -- building ---------------------------------------------------------------------------------- */

static int compare_keys(const struct name_event *a, const struct name_event *b)
{
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    int order = str_compare(a->name.name, b->name.name);
    if (order == 0) order = str_compare(a->name.schema, b->name.schema);
    return order != 0 ? order : str_compare(a->part, b->part);
}

static int compare_places(const struct name_event *a, const struct name_event *b)
{
    if (a->file != b->file) return a->file < b->file ? -1 : 1;
    if (a->direction != b->direction) return a->direction == DIRECTION_UP ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static int compare(const void *left, const void *right)
{
    int order = compare_keys(left, right);
    return order != 0 ? order : compare_places(left, right);
}

static const struct timeline *timeline_of(struct rule_ctx *ctx)
{
    if (ctx->timeline != NULL) return ctx->timeline;
    read_ahead(ctx);
    struct timeline *timeline = ARENA_NEW(ctx->arena, struct timeline);
    for (size_t i = 0; i < ctx->sequence->file_count; i++) {
        const struct migration_file *file = &ctx->sequence->files[i];
        for (int d = DIRECTION_UP; d <= DIRECTION_DOWN; d++) {
            struct cursor cursor = {.file = file, .direction = (enum direction)d};
            struct builder b = {ctx->arena, timeline, file, (enum direction)d, 0, &cursor, false};
            for (; cursor_next(&cursor); b.order++) put_change(&b);
        }
    }
    if (timeline->len > 0) qsort(timeline->at, timeline->len, sizeof *timeline->at, compare);
    ctx->timeline = timeline;
    return timeline;
}

/* -- asking ------------------------------------------------------------------------------------ */

/* The first event of the key. */
static size_t find_key(const struct timeline *timeline, const struct name_event *key)
{
    size_t low = 0, high = timeline->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_keys(&timeline->at[middle], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Of a Down: its own file's Down and every Up; the Downs of others are of no matter. */
static bool is_met(const struct rule_ctx *ctx, const struct name_event *event)
{
    if (event->direction == DIRECTION_UP) return true;
    return ctx->direction == DIRECTION_DOWN && event->file == ctx->file->number;
}

/* By source position: a section's statements run in the order they stand in. */
static bool is_before(const struct rule_ctx *ctx, const struct name_event *event)
{
    if (event->file != ctx->file->number) return event->file < ctx->file->number;
    if (event->direction != ctx->direction) return true;
    struct span here = span_of(ctx, ctx->change->at);
    if (here.source == NULL || event->at.source == NULL) return true;
    return event->at.start < here.start;
}

static bool is_here(const struct rule_ctx *ctx, const struct name_event *event)
{
    struct span here = span_of(ctx, ctx->change->at);
    return here.source != NULL && event->at.source == here.source && event->at.start == here.start;
}

static const struct name_event *find(struct rule_ctx *ctx, struct name_event key, bool before)
{
    const struct timeline *timeline = timeline_of(ctx);
    const struct name_event *found = NULL;
    key.name = plain(key.name);
    for (size_t i = find_key(timeline, &key); i < timeline->len; i++) {
        const struct name_event *event = &timeline->at[i];
        if (compare_keys(event, &key) != 0) break;
        if (!is_met(ctx, event)) continue;
        if (is_here(ctx, event) && (before || event->makes)) continue;
        if (is_before(ctx, event) != before) continue;
        found = event;
        if (!before) break;
    }
    return found;
}

const struct name_event *event_before(struct rule_ctx *ctx, enum object_kind kind, struct name name,
                                      struct str part)
{
    return find(ctx, (struct name_event){.kind = kind, .name = name, .part = part}, true);
}

const struct name_event *event_after(struct rule_ctx *ctx, enum object_kind kind, struct name name,
                                     struct str part)
{
    return find(ctx, (struct name_event){.kind = kind, .name = name, .part = part}, false);
}
