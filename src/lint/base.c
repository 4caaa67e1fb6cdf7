#include "lint/base.h"

#include "base/vec.h"
#include "lint/load.h"
#include "source/paths.h"

#include <stdlib.h>

/* A whole commit id is shown as git abbreviates it. */
static struct str shown_ref(struct str ref)
{
    enum { COMMIT_ID = 40, SHORT_ID = 12 };
    if (ref.len != COMMIT_ID) return ref;
    for (size_t i = 0; i < ref.len; i++) {
        bool hex = (ref.at[i] >= '0' && ref.at[i] <= '9') || (ref.at[i] >= 'a' && ref.at[i] <= 'f');
        if (!hex) return ref;
    }
    return str_slice(ref, 0, SHORT_ID);
}

struct base_sequence *base_new(struct arena *arena, struct str ref, bool whole)
{
    struct base_sequence *base = ARENA_NEW(arena, struct base_sequence);
    base->ref = shown_ref(ref);
    base->whole = whole;
    return base;
}

struct base_migration *base_add(struct arena *arena, struct base_sequence *base, struct str dir,
                                struct str name)
{
    struct base_migration added = {0};
    struct migration *migration = &added.migration;
    if (!migration_name(name, &migration->version, &migration->digits, &migration->kind)) {
        return NULL;
    }
    migration->name = name;
    migration->path = path_join(arena, dir, name);
    VEC_PUSH(arena, base, added);
    return &base->at[base->len - 1];
}

static int by_version(const void *a, const void *b)
{
    const struct base_migration *left = a;
    const struct base_migration *right = b;
    return migration_order(&left->migration, &right->migration);
}

void base_read(struct arena *arena, struct base_sequence *base,
               const struct goose_environment *environment)
{
    if (base->len > 0) qsort(base->at, base->len, sizeof *base->at, by_version);
    for (size_t i = 0; i < base->len; i++) {
        struct base_migration *one = &base->at[i];
        if (!one->migration.has_text) continue;
        const struct source *source = source_new(arena, one->migration.path, one->migration.text);
        struct migration_file *file = load_source(arena, source, environment, NULL);
        file->migration = &one->migration;
        one->file = file;
    }
}

const struct base_migration *base_find(const struct base_sequence *base,
                                       const struct migration *migration)
{
    size_t low = 0;
    size_t high = base->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = migration_order(&base->at[middle].migration, migration);
        if (order == 0) return &base->at[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct migration *base_highest(const struct base_sequence *base)
{
    for (size_t i = base->len; i-- > 0;) {
        if (base->at[i].at_ref && base->at[i].fate != BASE_GONE) return &base->at[i].migration;
    }
    return NULL;
}

bool base_was_renamed(const struct base_sequence *base, const struct migration *migration)
{
    for (size_t i = 0; i < base->len; i++) {
        const struct base_migration *was = &base->at[i];
        if (was->fate == BASE_GONE && was->migration.version == migration->version) return true;
    }
    return false;
}

bool base_has_applied(const struct base_sequence *base, const struct migration *migration)
{
    const struct base_migration *was = base == NULL ? NULL : base_find(base, migration);
    return was != NULL && was->shared && was->at_ref;
}
