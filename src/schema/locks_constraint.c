/* Constraints: added, validated, renamed, dropped. */
#include "schema/locking.h"

/* -- CHECK, NOT NULL --------------------------------------------------------------------------- */

/* A child that has the CHECK already keeps its own, and its rows are not read again (manual, CREATE
 * TABLE, INHERITS: constraints of one name are merged); a foreign table has no rows here. */
static bool spares_check(const struct locking *l, const struct relation *table,
                         const struct constraint *constraint)
{
    if (table->partitioned || table->kind == OBJ_FOREIGN_TABLE) return true;
    if (table == l->target || constraint->name.len == 0) return false;
    return locking_find_constraint(table, constraint->name) != NULL;
}

static void check_rows(struct locking *l, const struct relation *table, void *context)
{
    const struct constraint *constraint = context;
    const bool scans = !constraint->not_valid && !spares_check(l, table, constraint);
    const char *why = constraint->kind == CONSTRAINT_NOT_NULL
                          ? "every row is checked for a null"
                          : "the CHECK is verified for every row";
    lock_relation(l, table, AE, scans ? SCANS : 0, scans ? why : NULL);
}

static void add_check(struct locking *l, const struct constraint *constraint)
{
    struct constraint added = *constraint;
    const struct catalog_constraint *there = locking_find_constraint(l->target, constraint->name);
    if (there != NULL && there->inherited) {
        lock_target(l, AE, 0, NULL); /* it has the CHECK, and so have its children */
    } else if (l->target != NULL) {
        const bool alone = l->change->only || constraint->no_inherit;
        locking_each_member(l, l->target, alone, check_rows, &added);
    } else {
        const char *why = "the CHECK is verified for every row";
        lock_target(l, AE, added.not_valid ? 0 : SCANS, added.not_valid ? NULL : why);
    }
}

/* -- UNIQUE, PRIMARY KEY, EXCLUDE -------------------------------------------------------------- */

/* Some column of the key may hold nulls: the index build does not look at that. */
static bool needs_null_check(struct locking *l, const struct str_list *columns)
{
    if (l->target == NULL) return true;
    for (size_t i = 0; i < columns->len; i++) {
        if (locks_needs_null_check(l, l->target, columns->at[i])) return true;
    }
    return false;
}

static void lock_child(struct locking *l, const struct relation *child, void *context)
{
    const bool *scans = context;
    if (child == l->target) return;
    lock_relation(l, child, AE, *scans ? SCANS : 0,
                  *scans ? "every row is checked for a null"
                         : "the key's columns are NOT NULL there, too");
}

/* ADD PRIMARY KEY sets NOT NULL, which goes on to children (transformIndexConstraint); a release
 * note of 18: no longer. */
static void set_not_null_below(struct locking *l, bool scans)
{
    if (l->target == NULL || l->target->partitioned) return;
    locking_each_member(l, l->target, l->change->only, lock_child, &scans);
}

static void use_index(struct locking *l, const struct constraint *constraint)
{
    struct name name = {l->change->table.schema, constraint->using_index};
    if (l->target != NULL) name.schema = l->target->name.schema;
    const struct relation *index = locking_find(l, OBJ_INDEX, name);
    struct str_list columns = {0};
    for (size_t i = 0; index != NULL && i < index->index.key_count; i++) {
        VEC_PUSH(l->arena, &columns, index->index.keys[i].column);
    }
    bool scans = constraint->kind == CONSTRAINT_PRIMARY_KEY &&
                 (index == NULL || needs_null_check(l, &columns));
    if (constraint->kind == CONSTRAINT_PRIMARY_KEY) set_not_null_below(l, scans);
    lock_target(l, AE, scans ? SCANS : 0, scans ? "every row is checked for a null" : NULL);
    bool renamed =
        constraint->name.len > 0 && !str_equal(constraint->name, constraint->using_index);
    if (!renamed) return;
    lock_name(l, OBJ_INDEX, name, locking_before(l, 12) ? AE : SUE, 0,
              "it gets the name of the constraint");
}

struct build {
    const struct constraint *constraint;
    unsigned effects;
};

static void build_on(struct locking *l, const struct relation *table, void *context)
{
    const struct build *build = context;
    struct str name = build->constraint->name;
    if (name.len == 0 || table != l->target) {
        struct constraint unnamed = *build->constraint;
        unnamed.name = STR("");
        name = catalog_constraint_name(l->catalog, l->arena, table, &unnamed);
    }
    /* Release notes of 18: partitions are locked as their table is. */
    bool partition = table != l->target;
    bool set_not_null =
        build->constraint->kind == CONSTRAINT_PRIMARY_KEY && (build->effects & SCANS_TWICE) != 0;
    int mode = partition && locking_before(l, 18) && !set_not_null ? S : AE;
    lock_relation(l, table, mode, table->partitioned ? 0 : build->effects,
                  "an index is built from every row");
    lock_new(l, OBJ_INDEX, (struct name){table->name.schema, name});
}

static void add_index(struct locking *l, const struct constraint *constraint)
{
    bool twice = constraint->kind == CONSTRAINT_EXCLUDE;
    if (constraint->kind == CONSTRAINT_PRIMARY_KEY) {
        twice = needs_null_check(l, &constraint->columns);
    }
    struct build build = {constraint, SCANS | BUILDS | (twice ? SCANS_TWICE : 0)};
    if (constraint->kind == CONSTRAINT_PRIMARY_KEY) set_not_null_below(l, twice);
    if (l->target == NULL) {
        lock_target(l, AE, build.effects, "an index is built from every row");
    } else {
        const bool alone = l->change->only || !l->target->partitioned;
        locking_each_member(l, l->target, alone, build_on, &build);
    }
}

/* -- FOREIGN KEY ------------------------------------------------------------------------------- */

static void add_foreign_key(struct locking *l, const struct constraint *constraint)
{
    unsigned effects = constraint->not_valid ? 0 : SCANS;
    const char *why = constraint->not_valid ? "the foreign key puts triggers on it"
                                            : "the foreign key is checked against every row";
    if (l->target != NULL && l->target->partitioned) {
        lock_family(l, l->target, SRE, effects, why);
    } else {
        lock_target(l, SRE, effects, why);
    }
    lock_new_referenced(l, constraint->references, SRE, effects, why);
}

void locks_add_constraint(struct locking *l)
{
    const struct constraint *constraint = &l->change->constraint;
    switch (constraint->kind) {
    case CONSTRAINT_CHECK:
    case CONSTRAINT_NOT_NULL:
        add_check(l, constraint);
        break;
    case CONSTRAINT_UNIQUE:
    case CONSTRAINT_PRIMARY_KEY:
    case CONSTRAINT_EXCLUDE:
        if (constraint->using_index.len > 0) {
            use_index(l, constraint);
        } else {
            add_index(l, constraint);
        }
        break;
    case CONSTRAINT_FOREIGN_KEY:
        add_foreign_key(l, constraint);
        break;
    }
}

/* -- VALIDATE ---------------------------------------------------------------------------------- */

static void validate_key(struct locking *l, const struct catalog_constraint *key)
{
    const char *why = "the foreign key is checked against every row";
    lock_target_family(l, SUE, SCANS, why);
    const struct relation *other = key->referenced;
    if (other == NULL || other == l->target) return;
    lock_relation(l, other, RS, other->partitioned ? 0 : SCANS, why);
    for (size_t i = 0; i < other->children.len && other->partitioned; i++) {
        lock_family(l, other->children.at[i], AS, SCANS, why);
    }
}

void locks_validate_constraint(struct locking *l)
{
    const struct catalog_constraint *constraint =
        locking_find_constraint(l->target, l->change->name);
    if (constraint != NULL && constraint->state == KNOWN && constraint->validated) {
        lock_target(l, SUE, 0, "it is valid already");
    } else if (constraint != NULL && constraint->spec.kind == CONSTRAINT_FOREIGN_KEY) {
        validate_key(l, constraint);
    } else {
        lock_target_family(l, SUE, SCANS, "the constraint is checked against every row");
    }
}

/* -- DROP, RENAME ------------------------------------------------------------------------------ */

/* Partitions have all of their table's constraints, children only its CHECKs; of one that nobody
 * knows it is taken for granted. */
static bool is_inherited_on(const struct locking *l, const struct catalog_constraint *constraint)
{
    if (constraint == NULL || locking_partitioned(l->target)) return true;
    return constraint->spec.kind == CONSTRAINT_CHECK && !constraint->spec.no_inherit;
}

static bool has_it_from_others(const struct relation *child, const struct relation *parent,
                               struct str name)
{
    for (size_t i = 0; i < child->parents.len; i++) {
        const struct relation *other = child->parents.at[i];
        if (other != parent && locking_find_constraint(other, name) != NULL) return true;
    }
    return false;
}

/* Children are locked also where they keep theirs, by ONLY, as their own or another parent's; below
 * those nothing is (ATExecDropConstraint). */
static void lock_copies(struct locking *l, struct str name)
{
    VEC(const struct relation *) from = {0};
    const size_t most = catalog_relations(l->catalog)->len;
    if (l->target != NULL) VEC_PUSH(l->arena, &from, l->target);
    for (size_t i = 0; i < from.len && i <= most; i++) {
        const struct relation *parent = from.at[i];
        for (size_t k = 0; k < parent->children.len; k++) {
            const struct relation *child = parent->children.at[k];
            const struct catalog_constraint *copy = locking_find_constraint(child, name);
            const bool own = copy != NULL && copy->local;
            lock_relation(l, child, AE, 0, NULL);
            if (l->change->only || own || has_it_from_others(child, parent, name)) continue;
            VEC_PUSH(l->arena, &from, child);
        }
    }
}

static void drop_index(struct locking *l, const struct relation *index, void *context)
{
    (void)context;
    lock_relation(l, index, AE, 0, "it goes with its constraint");
}

void locks_drop_index_of(struct locking *l, const struct catalog_constraint *constraint)
{
    if (constraint->index == NULL) return;
    locking_each_member(l, constraint->index, false, drop_index, NULL);
}

void locks_drop_constraint(struct locking *l)
{
    const struct catalog_constraint *constraint =
        locking_find_constraint(l->target, l->change->name);
    lock_target(l, AE, 0, NULL);
    if (is_inherited_on(l, constraint)) lock_copies(l, l->change->name);
    if (constraint == NULL) return;
    lock_with_partitions(l, constraint->referenced, AE, 0,
                         "the foreign key's triggers on it are dropped");
    if (constraint->index == NULL) return;
    locks_drop_index_of(l, constraint);
    if (!l->change->cascade) return;
    lock_cascade(l, catalog_constraint_dependents(l->catalog, l->arena, constraint), NULL);
}

void locks_rename_constraint(struct locking *l)
{
    const struct catalog_constraint *constraint =
        locking_find_constraint(l->target, l->change->name);
    if (constraint == NULL || constraint->spec.kind == CONSTRAINT_CHECK) {
        lock_target_family(l, AE, 0, NULL);
    }
    if (constraint == NULL) return;
    lock_relation(l, constraint->index, locking_before(l, 12) ? AE : SUE, 0,
                  "it has the name of the constraint");
}
