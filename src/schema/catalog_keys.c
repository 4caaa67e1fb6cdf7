/* The PRIMARY KEY, UNIQUE and EXCLUDE constraints of one statement: the primary key comes first,
 * and what would make the same index twice makes it once (transformIndexConstraints of PostgreSQL).
 */
#include "schema/catalog_impl.h"

void catalog_collect_key(struct catalog *catalog, struct constraint_list *keys,
                         const struct constraint *spec)
{
    if (spec->kind == CONSTRAINT_UNIQUE || spec->kind == CONSTRAINT_PRIMARY_KEY ||
        spec->kind == CONSTRAINT_EXCLUDE) {
        VEC_PUSH(catalog->arena, keys, *spec);
    }
}

static bool same_include(const struct constraint_index *a, const struct constraint_index *b)
{
    static const struct str_list none;
    return str_list_equal(a == NULL ? &none : &a->include, b == NULL ? &none : &b->include);
}

/* Exclusion constraints are left alone: nobody writes one twice. */
static bool same_key(const struct constraint *a, const struct constraint *b)
{
    if (a->kind == CONSTRAINT_EXCLUDE || b->kind == CONSTRAINT_EXCLUDE) return false;
    if (a->using_index.len > 0 || b->using_index.len > 0) return false;
    return str_list_equal(&a->columns, &b->columns) && same_include(a->index, b->index) &&
           a->nulls_not_distinct == b->nulls_not_distinct && a->deferrable == b->deferrable &&
           a->initially_deferred == b->initially_deferred;
}

static struct constraint *earlier(const struct constraint_list *kept, const struct constraint *key)
{
    for (size_t i = 0; i < kept->len; i++) {
        if (same_key(&kept->at[i], key)) return &kept->at[i];
    }
    return NULL;
}

static void keep(struct catalog *catalog, struct constraint_list *kept,
                 const struct constraint *key)
{
    struct constraint *before = earlier(kept, key);
    if (before == NULL)
        VEC_PUSH(catalog->arena, kept, *key);
    else if (before->name.len == 0)
        before->name = key->name;
}

void catalog_add_keys(struct catalog *catalog, struct relation *table,
                      const struct constraint_list *keys)
{
    struct constraint_list kept = {0};
    for (int primary = 1; primary >= 0; primary--) {
        for (size_t i = 0; i < keys->len; i++) {
            if ((keys->at[i].kind == CONSTRAINT_PRIMARY_KEY) != (primary == 1)) continue;
            keep(catalog, &kept, &keys->at[i]);
        }
    }
    for (size_t i = 0; i < kept.len; i++) catalog_add_constraint(catalog, table, &kept.at[i]);
}
