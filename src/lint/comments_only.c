#include "lint/comments_only.h"

#include "lint/fingerprint.h"
#include "lint/load.h"

static bool same_section(struct arena *arena, const struct goose_section *old,
                         const struct goose_section *new)
{
    if (old->accepted != new->accepted || old->statement_count != new->statement_count) {
        return false;
    }
    for (size_t i = 0; i < old->statement_count; i++) {
        if (!str_equal(fingerprint_text(arena, old->statements[i].sql),
                       fingerprint_text(arena, new->statements[i].sql))) {
            return false;
        }
    }
    return true;
}

static bool same_file(struct arena *arena, const struct goose_file *old,
                      const struct goose_file *new)
{
    return old->accepted == new->accepted && old->error_count == new->error_count &&
           old->dropped_count == new->dropped_count &&
           old->no_transaction == new->no_transaction &&same_section(arena, &old->up, &new->up) &&
           same_section(arena, &old->down, &new->down);
}

bool comments_change_nothing(const struct source *before, struct str after,
                             const struct house_rules *house, size_t added)
{
    struct arena scratch;
    arena_init(&scratch);
    const struct source *source = source_new(&scratch, before->path, after);
    const struct migration_file *old = load_source(&scratch, before, NULL, house);
    const struct migration_file *new = load_source(&scratch, source, NULL, house);
    bool same = same_file(&scratch, old->goose, new->goose) &&
                old->suppressions->mistake_count == new->suppressions->mistake_count &&
                old->suppressions->len + added == new->suppressions->len;
    arena_release(&scratch);
    return same;
}
