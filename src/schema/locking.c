#include "schema/locking.h"

/* -- adding ------------------------------------------------------------------------------------ */

static const char *condition(const struct locking *l, const struct lock *lock, unsigned effects)
{
    if (l->change->conditional) return "if its branch runs";
    if (l->change->if_exists && !lock->created && lock->known == NULL) return "if it is there";
    return (effects & PARTLY) != 0 ? "if rows of it are concerned" : NULL;
}

static void push(struct locking *l, struct lock lock, unsigned effects, const char *why)
{
    lock.scan = (effects & (SCANS | SCANS_TWICE)) != 0;
    lock.scan_twice = (effects & SCANS_TWICE) != 0;
    lock.rewrite = (effects & REWRITES) != 0;
    lock.builds_index = (effects & BUILDS) != 0;
    lock.new_file = (effects & NEW_FILE) != 0;
    lock.waits_for_snapshots = (effects & WAITS) != 0;
    lock.uncertain = (effects & UNCERTAIN) != 0;
    lock.created = (effects & CREATED) != 0;
    lock.condition = condition(l, &lock, effects);
    lock.why = why != NULL ? why : l->fact->why;
    lock.source = l->fact->source;
    lock_set_add(&l->set, &lock);
}

void lock_relation(struct locking *l, const struct relation *relation, int mode, unsigned effects,
                   const char *why)
{
    if (relation == NULL) return;
    struct lock lock = {.relation = relation->name,
                        .known = relation,
                        .kind = relation->kind,
                        .mode = (enum lock_mode)mode};
    push(l, lock, effects, why);
}

/* The system's own catalogs and views: nothing of the user's waits for those. */
static bool is_system(struct name name)
{
    static const char *const schemas[] = {"pg_catalog", "information_schema", "pg_toast"};
    if (name.schema.len == 0) return str_starts_with(name.name, STR("pg_"));
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        if (str_equal(name.schema, str_from(schemas[i]))) return true;
    }
    return false;
}

void lock_name(struct locking *l, enum object_kind kind, struct name name, int mode,
               unsigned effects, const char *why)
{
    if (name.name.len == 0) return;
    const struct relation *relation = locking_find(l, OBJ_UNKNOWN, name);
    if (relation != NULL) {
        lock_relation(l, relation, mode, effects, why);
        return;
    }
    if (is_system(name)) return;
    struct lock lock = {.relation = catalog_resolve(l->catalog, kind, name),
                        .kind = kind == OBJ_UNKNOWN ? OBJ_TABLE : kind,
                        .mode = (enum lock_mode)mode};
    push(l, lock, effects, why);
}

/* Of change->table, which nobody knows: `object` may be of what stands on it, an index or trigger.
 */
static enum object_kind target_kind(const struct change *change)
{
    switch ((int)change->object) {
    case OBJ_FOREIGN_TABLE:
    case OBJ_VIEW:
    case OBJ_MATERIALIZED_VIEW:
    case OBJ_SEQUENCE:
    case OBJ_TYPE:
        return change->object;
    case OBJ_INDEX:
        return change->kind == CHANGE_CREATE_INDEX ? OBJ_TABLE : OBJ_INDEX;
    default:
        return OBJ_TABLE;
    }
}

void lock_target(struct locking *l, int mode, unsigned effects, const char *why)
{
    if (l->target != NULL) {
        lock_relation(l, l->target, mode, effects, why);
    } else {
        lock_name(l, target_kind(l->change), l->change->table, mode, effects, why);
    }
}

void lock_new(struct locking *l, enum object_kind kind, struct name name)
{
    struct lock lock = {.relation = name, .kind = kind, .mode = LOCK_ACCESS_EXCLUSIVE};
    push(l, lock, CREATED, NULL);
}

struct family {
    const struct relation *top;
    int mode;
    unsigned effects;
    const char *why;
};

static void lock_member(struct locking *l, const struct relation *relation, void *context)
{
    const struct family *family = context;
    unsigned effects = relation->partitioned ? family->effects & PARTLY : family->effects;
    if (relation == family->top || relation->partition_of == NULL) effects &= ~(unsigned)PARTLY;
    lock_relation(l, relation, family->mode, effects, family->why);
}

void lock_family(struct locking *l, const struct relation *relation, int mode, unsigned effects,
                 const char *why)
{
    struct family family = {relation, mode, effects, why};
    if (relation != NULL) locking_each_member(l, relation, l->change->only, lock_member, &family);
}

/* Every partition of a table has the foreign keys of its table, and those may lead to thousands of
 * partitions: once is enough. */
static bool is_done(struct locking *l, const struct relation *relation, int mode, unsigned effects)
{
    if (!relation->partitioned) return false;
    for (size_t i = 0; i < l->trees.len; i++) {
        const struct locked_tree *tree = &l->trees.at[i];
        if (tree->relation == relation && tree->mode == mode && tree->effects == effects) {
            return true;
        }
    }
    VEC_PUSH(l->arena, &l->trees, (struct locked_tree){relation, mode, effects});
    return false;
}

void lock_with_partitions(struct locking *l, const struct relation *relation, int mode,
                          unsigned effects, const char *why)
{
    struct family family = {relation, mode, effects, why};
    if (relation == NULL || is_done(l, relation, mode, effects)) return;
    locking_each_member(l, relation, !relation->partitioned, lock_member, &family);
}

void lock_new_referenced(struct locking *l, struct name name, int mode, unsigned effects,
                         const char *why)
{
    const struct relation *relation = locking_find(l, OBJ_UNKNOWN, name);
    if (relation != NULL) {
        lock_with_partitions(l, relation, mode, effects, why);
    } else {
        lock_name(l, OBJ_TABLE, name, mode, effects, why);
    }
}

void lock_target_family(struct locking *l, int mode, unsigned effects, const char *why)
{
    if (l->target != NULL) {
        lock_family(l, l->target, mode, effects, why);
    } else {
        lock_target(l, mode, effects, why);
    }
}

/* [read]: what there is of the name; NULL. */
static void lock_named_family(struct locking *l, const struct relation *read, struct name name,
                              int mode, unsigned effects, const char *why)
{
    if (read != NULL && read->children.len > 0) {
        lock_family(l, read, mode, effects, why);
    } else {
        lock_name(l, OBJ_UNKNOWN, name, mode, effects & ~(unsigned)PARTLY, why);
    }
}

/* A view's query is locked and read with it, down to the tables. */
enum { MOST_VIEWS = 256 };

void lock_view_query(struct locking *l, const struct relation *view, int mode, unsigned effects,
                     const char *why)
{
    VEC(const struct relation *) views = {0};
    VEC_PUSH(l->arena, &views, view);
    for (size_t i = 0; i < views.len && i < MOST_VIEWS; i++) {
        const struct change *definition = views.at[i]->view.definition;
        if (definition == NULL || definition->kind != CHANGE_CREATE_VIEW) continue;
        const struct name_list *reads = &definition->create_view.reads;
        for (size_t k = 0; k < reads->len; k++) {
            const struct relation *read = locking_find(l, OBJ_UNKNOWN, reads->at[k]);
            bool is_view = read != NULL && read->kind == OBJ_VIEW;
            if (is_view && !locking_listed(l, read)) VEC_PUSH(l->arena, &views, read);
            lock_named_family(l, read, reads->at[k], mode, effects, why);
        }
    }
}

void lock_names(struct locking *l, const struct name_list *names, const char *why)
{
    for (size_t i = 0; i < names->len; i++) lock_name(l, OBJ_UNKNOWN, names->at[i], AS, 0, why);
}

void lock_reads(struct locking *l, const struct name_list *names, unsigned effects, const char *why)
{
    for (size_t i = 0; i < names->len; i++) {
        const struct relation *read = locking_find(l, OBJ_UNKNOWN, names->at[i]);
        if (read != NULL && read->kind == OBJ_VIEW) {
            lock_relation(l, read, AS, 0, why);
            lock_view_query(l, read, AS, effects | PARTLY, why); /* it may have a WHERE */
        } else {
            lock_named_family(l, read, names->at[i], AS, effects, why);
        }
    }
}

void lock_owned_sequences(struct locking *l, int mode, unsigned effects)
{
    for (size_t i = 0; l->target != NULL && i < l->target->columns.len; i++) {
        lock_relation(l, l->target->columns.at[i]->sequence, mode, effects,
                      "it belongs to a column of the table");
    }
}

void lock_mentions(struct locking *l, const struct mentions *mentions, unsigned effects,
                   const char *why)
{
    if (mentions == NULL) return;
    lock_reads(l, &mentions->relations, effects, why);
    for (size_t i = 0; i < mentions->writes.len; i++) {
        const struct relation *written = locking_find(l, OBJ_UNKNOWN, mentions->writes.at[i]);
        lock_name(l, OBJ_UNKNOWN, mentions->writes.at[i], RE, 0, "its rows are changed");
        if (locking_partitioned(written)) {
            lock_family(l, written, RE, PARTLY, "its rows are changed");
        }
    }
    for (size_t i = 0; i < mentions->sequences.len; i++) {
        lock_name(l, OBJ_SEQUENCE, mentions->sequences.at[i], RE, 0,
                  "nextval() or setval() is called");
    }
}

void lock_indexes(struct locking *l, const struct relation *table, int mode, unsigned effects,
                  const char *why)
{
    if (table == NULL) return;
    for (size_t i = 0; i < table->indexes.len; i++) {
        lock_relation(l, table->indexes.at[i], mode, effects, why);
    }
}

static void rewrite_member(struct locking *l, const struct relation *relation, void *context)
{
    const struct family *family = context;
    lock_member(l, relation, context);
    if (relation->partitioned) return;
    lock_indexes(l, relation, AE, BUILDS | (family->effects & UNCERTAIN), family->why);
}

void lock_rewrite(struct locking *l, unsigned more_effects, const char *why)
{
    struct family family = {l->target, AE, REWRITES | SCANS | more_effects, why};
    if (l->target == NULL) {
        lock_target(l, AE, family.effects, why);
    } else {
        locking_each_member(l, l->target, l->change->only, rewrite_member, &family);
    }
}
