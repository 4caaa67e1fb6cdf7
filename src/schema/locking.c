#include "schema/locking.h"

/* -- adding ------------------------------------------------------------------------------------ */

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
    lock.condition = l->change->conditional ? "if its branch runs"
                     : l->change->if_exists && !lock.created && lock.known == NULL
                         ? "if it is there"
                         : NULL;
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
    int mode;
    unsigned effects;
    const char *why;
};

static void lock_member(struct locking *l, const struct relation *relation, void *context)
{
    const struct family *family = context;
    unsigned effects = relation->partitioned ? 0 : family->effects;
    lock_relation(l, relation, family->mode, effects, family->why);
}

void lock_family(struct locking *l, const struct relation *relation, int mode, unsigned effects,
                 const char *why)
{
    struct family family = {mode, effects, why};
    if (relation != NULL) locking_each_member(l, relation, l->change->only, lock_member, &family);
}

void lock_target_family(struct locking *l, int mode, unsigned effects, const char *why)
{
    if (l->target != NULL) {
        lock_family(l, l->target, mode, effects, why);
    } else {
        lock_target(l, mode, effects, why);
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
            lock_name(l, OBJ_UNKNOWN, reads->at[k], mode, effects, why);
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
            lock_view_query(l, read, AS, effects, why);
        } else if (read != NULL && read->children.len > 0) {
            lock_family(l, read, AS, effects, why);
        } else {
            lock_name(l, OBJ_UNKNOWN, names->at[i], AS, effects, why);
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
        lock_name(l, OBJ_UNKNOWN, mentions->writes.at[i], RE, 0, "its rows are changed");
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
    struct family family = {AE, REWRITES | SCANS | more_effects, why};
    if (l->target == NULL) {
        lock_target(l, AE, family.effects, why);
    } else {
        locking_each_member(l, l->target, l->change->only, rewrite_member, &family);
    }
}

/* -- asking the catalog ------------------------------------------------------------------------ */

const struct relation *locking_find(const struct locking *l, enum object_kind kind,
                                    struct name name)
{
    const struct relation *relation = NULL;
    if (name.name.len == 0) return NULL;
    enum knowledge state = catalog_find(l->catalog, kind, name, &relation);
    return state == KNOWN_ABSENT ? NULL : relation;
}

bool locking_listed(const struct locking *l, const struct relation *relation)
{
    return lock_set_has(&l->set, relation);
}

bool locking_absent(const struct locking *l, enum object_kind kind, struct name name)
{
    const struct relation *relation = NULL;
    return catalog_find(l->catalog, kind, name, &relation) == KNOWN_ABSENT;
}

bool locking_no_op(const struct locking *l, enum object_kind kind, struct name name)
{
    const struct relation *relation = NULL;
    enum knowledge state = catalog_find(l->catalog, kind, name, &relation);
    if (l->change->if_exists && state == KNOWN_ABSENT) return true;
    return l->change->if_not_exists && state == KNOWN;
}

bool locking_partitioned(const struct relation *relation)
{
    return relation != NULL && relation->partitioned;
}

bool locking_before(const struct locking *l, int version)
{
    return l->settings->postgres_version < version;
}

bool locking_has(const struct str_list *list, struct str s)
{
    for (size_t i = 0; i < list->len; i++) {
        if (str_equal(list->at[i], s)) return true;
    }
    return false;
}

/* Breadth first; no more steps than there are relations, so that nothing can go round. */
void locking_each_member(struct locking *l, const struct relation *relation, bool only,
                         on_relation *each, void *context)
{
    VEC(const struct relation *) members = {0};
    VEC_PUSH(l->arena, &members, relation);
    size_t most = catalog_relations(l->catalog)->len;
    for (size_t i = 0; i < members.len && i <= most; i++) {
        const struct relation *member = members.at[i];
        each(l, member, context);
        for (size_t k = 0; !only && k < member->children.len; k++) {
            VEC_PUSH(l->arena, &members, member->children.at[k]);
        }
    }
}

void locking_keys_of(struct locking *l, const struct relation *table, on_constraint *each,
                     void *context)
{
    if (table == NULL) return;
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct catalog_constraint *constraint = table->constraints.at[i];
        if (constraint->spec.kind == CONSTRAINT_FOREIGN_KEY && constraint->state != KNOWN_ABSENT) {
            each(l, constraint, context);
        }
    }
}

void locking_keys_to(struct locking *l, const struct relation *table, on_constraint *each,
                     void *context)
{
    if (table == NULL) return;
    struct dependent_list keys = catalog_keys_to(l->arena, table);
    for (size_t i = 0; i < keys.len; i++) each(l, keys.at[i].constraint, context);
}

const struct catalog_constraint *locking_find_constraint(const struct relation *relation,
                                                         struct str name)
{
    const struct catalog_constraint *constraint = NULL;
    if (relation == NULL) return NULL;
    enum knowledge state = relation_constraint(relation, name, &constraint);
    return state == KNOWN_ABSENT ? NULL : constraint;
}

bool locking_index_uses(const struct relation *index, struct str column)
{
    for (size_t i = 0; i < index->index.key_count; i++) {
        const struct index_key *key = &index->index.keys[i];
        if (str_equal(key->column, column) || locking_has(&key->expression.columns, column))
            return true;
    }
    return locking_has(&index->index.include, column) ||
           locking_has(&index->index.where.columns, column);
}
