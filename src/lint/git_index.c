#include "lint/git_index.h"

#include "base/vec.h"
#include "source/paths.h"

#include <stdlib.h>

/* The one found in the work tree; else one that is only in the index. False: no migration. */
static bool migration_of(struct arena *arena, const struct sequence *sequence, struct str name,
                         bool reported, struct migration *migration)
{
    *migration = (struct migration){.name = name, .reported = reported};
    if (!migration_name(name, &migration->version, &migration->digits, &migration->kind)) {
        return false;
    }
    const struct migration *known = migration_find(sequence, migration->version, name);
    if (known != NULL) {
        *migration = *known;
    } else {
        migration->path = path_join(arena, sequence->dir, name);
        migration->open_path = migration->path;
    }
    return true;
}

bool git_index_use(struct arena *arena, const struct git_repository *repository, struct str prefix,
                   bool whole, struct sequence *sequence, struct error *error)
{
    struct git_files files = {0};
    VEC(struct migration) migrations = {0};
    VEC(struct str) blobs = {0};
    VEC(size_t) numbers = {0};
    if (!git_list(arena, repository, STR(""), prefix, &files, error)) return false;
    for (size_t i = 0; i < files.len; i++) {
        struct migration migration;
        if (!migration_of(arena, sequence, files.at[i].name, whole, &migration)) continue;
        /* A link, or the sides of a conflict: the work tree has what can be read. */
        if (files.at[i].is_text && migration.kind == MIGRATION_SQL) {
            VEC_PUSH(arena, &blobs, files.at[i].blob);
            VEC_PUSH(arena, &numbers, migrations.len);
        }
        VEC_PUSH(arena, &migrations, migration);
    }
    struct str *texts = arena_array(arena, blobs.len, sizeof *texts);
    if (!git_texts(arena, repository, blobs.at, blobs.len, texts, error)) return false;
    for (size_t i = 0; i < blobs.len; i++) {
        migrations.at[numbers.at[i]].has_text = true;
        migrations.at[numbers.at[i]].text = texts[i];
    }
    sequence->migrations = migrations.at;
    sequence->migration_count = migrations.len;
    if (migrations.len > 0) {
        qsort(migrations.at, migrations.len, sizeof *migrations.at, migration_order);
    }
    return true;
}
