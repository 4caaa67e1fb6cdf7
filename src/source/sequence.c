#include "source/sequence.h"

#include "source/file.h"
#include "source/settings.h"

#include <stdlib.h>

static bool is_sql(struct str name)
{
    return str_ends_with(name, STR(".sql"));
}

/* -- is it one? ---------------------------------------------------------------------------------*/

static bool mentions_goose(struct arena *arena, const struct folder *folder,
                           const struct entry *entry, struct str stdin_text)
{
    if (entry->is_stdin) return text_mentions_goose(stdin_text);
    return file_mentions_goose(path_join(arena, folder->open_path, entry->name).at);
}

/* [wanted]: of the files the user named, or of the others. */
static bool any_mentions_goose(struct arena *arena, const struct folder *folder,
                               struct str stdin_text, bool wanted)
{
    for (size_t i = 0; i < folder->entry_count; i++) {
        const struct entry *entry = &folder->entries[i];
        if (entry->kind != ENTRY_FILE || !is_sql(entry->name) || entry->wanted != wanted) continue;
        if (mentions_goose(arena, folder, entry, stdin_text)) return true;
    }
    return false;
}

bool sequence_is(struct arena *arena, const struct folder *folder, struct str stdin_text,
                 size_t *versioned)
{
    size_t go = 0;
    bool stdin_versioned = false;
    *versioned = 0;
    for (size_t i = 0; i < folder->entry_count; i++) {
        const struct entry *entry = &folder->entries[i];
        int64_t version;
        struct str digits;
        enum migration_kind kind;
        if (entry->kind != ENTRY_FILE) continue;
        if (!migration_name(entry->name, &version, &digits, &kind)) continue;
        if (kind == MIGRATION_SQL)
            (*versioned)++;
        else
            go++;
        if (entry->is_stdin) stdin_versioned = true;
    }
    if (stdin_versioned) return true;
    if (*versioned > 0 && (folder->named || folder->configured)) return true;
    /* A file the user named is opened first: it is about to be read anyway. */
    if (folder->asked_for && any_mentions_goose(arena, folder, stdin_text, true)) return true;
    if (*versioned + go == 0 && !folder->named && !folder->configured) return false;
    return any_mentions_goose(arena, folder, stdin_text, false);
}

/* -- what is in it ------------------------------------------------------------------------------*/

struct contents {
    VEC(struct migration) migrations;
    VEC(struct stray) strays;
};

/* What a name is that goose makes no migration of; false: nothing to speak of. */
static bool stray_kind_of(struct str name, enum entry_kind entry, enum stray_kind *kind)
{
    int64_t version;
    struct str digits;
    if (entry != ENTRY_FILE) {
        *kind = STRAY_DIRECTORY;
        return is_sql(name);
    }
    if (is_sql(name)) {
        *kind = name.at[0] == '.' ? STRAY_HIDDEN : STRAY_REFUSED;
        return true;
    }
    if (looks_like_sql(name)) {
        *kind = STRAY_EXTENSION;
        return str_equal_ignoring_case(str_slice(name, name.len - 4, name.len), STR(".sql")) ||
               version_before_underscore(name, &version, &digits);
    }
    *kind = STRAY_TEST_GO;
    return str_ends_with(name, STR("_test.go")) &&
           version_before_underscore(name, &version, &digits);
}

static void add(const struct walk *walk, const struct folder *folder, const struct entry *entry,
                struct str stdin_text, struct contents *contents)
{
    struct migration migration = {
        .name = entry->name,
        .path = path_join(walk->arena, folder->path, entry->name),
        .open_path = path_join(walk->arena, folder->open_path, entry->name),
        .reported = folder->whole || entry->wanted,
        .named = entry->wanted,
        .has_text = entry->is_stdin,
    };
    if (entry->is_stdin) {
        migration.open_path = STR("");
        migration.text = stdin_text;
    }
    if (entry->kind == ENTRY_FILE &&
        migration_name(entry->name, &migration.version, &migration.digits, &migration.kind)) {
        VEC_PUSH(walk->arena, &contents->migrations, migration);
        return;
    }
    enum stray_kind kind;
    if (!stray_kind_of(entry->name, entry->kind, &kind)) return;
    VEC_PUSH(walk->arena, &contents->strays,
             (struct stray){kind, migration.path, migration.open_path, migration.name,
                            migration.reported});
}

static bool has_version(const struct sequence *sequence, int64_t version)
{
    size_t low = 0;
    size_t high = sequence->migration_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sequence->migrations[middle].version < version)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sequence->migration_count && sequence->migrations[low].version == version;
}

/* `00012_x_test.go` beside migration 12 is a test of it; alone it was meant to be one. */
static void drop_tests(struct sequence *sequence)
{
    size_t kept = 0;
    for (size_t i = 0; i < sequence->stray_count; i++) {
        int64_t version = 0;
        struct str digits;
        struct stray *stray = &sequence->strays[i];
        if (stray->kind == STRAY_TEST_GO &&
            version_before_underscore(stray->name, &version, &digits) &&
            has_version(sequence, version)) {
            continue;
        }
        sequence->strays[kept++] = *stray;
    }
    sequence->stray_count = kept;
}

struct sequence sequence_of(const struct walk *walk, const struct folder *folder,
                            struct str stdin_text)
{
    struct contents contents = {0};
    for (size_t i = 0; i < folder->entry_count; i++) {
        add(walk, folder, &folder->entries[i], stdin_text, &contents);
    }
    struct sequence sequence = {
        .dir = folder->path,
        .migrations = contents.migrations.at,
        .migration_count = contents.migrations.len,
        .strays = contents.strays.at,
        .stray_count = contents.strays.len,
        .postgres = true,
        .table = STR("goose_db_version"),
    };
    if (sequence.migration_count > 0) {
        qsort(sequence.migrations, sequence.migration_count, sizeof *sequence.migrations,
              migration_order);
    }
    drop_tests(&sequence);
    const struct settings *settings = settings_of(walk, folder);
    if (settings == NULL) return sequence;
    sequence.driver = settings->values.driver;
    sequence.postgres = goose_driver_is_postgres(sequence.driver);
    if (settings->values.table.len > 0) sequence.table = settings->values.table;
    return sequence;
}

/* -- sub-directories ----------------------------------------------------------------------------*/

/* Numbers this high are dates and times. In a sub-directory of timestamps nothing tells a sequence
 * of its own from files that lost their way. */
static const int64_t first_timestamp = 10000000;

static bool carries_on(const struct sequence *above, const struct sequence *below)
{
    if (above->migration_count == 0 || below->migration_count == 0) return false;
    if (below->migrations[0].version <= above->migrations[0].version) return false;
    for (size_t i = 0; i < below->migration_count; i++) {
        int64_t version = below->migrations[i].version;
        if (version >= first_timestamp || has_version(above, version)) return false;
    }
    return true;
}

static int by_path(const void *a, const void *b)
{
    const struct stray *left = a;
    const struct stray *right = b;
    return str_compare(left->path, right->path);
}

void sequence_add_misplaced(struct arena *arena, struct sequence *above,
                            const struct sequence *below)
{
    if (!carries_on(above, below)) return;
    size_t count = above->stray_count;
    struct stray *strays = arena_array(arena, count + below->migration_count, sizeof *strays);
    for (size_t i = 0; i < count; i++) strays[i] = above->strays[i];
    for (size_t i = 0; i < below->migration_count; i++) {
        const struct migration *migration = &below->migrations[i];
        if (migration->kind != MIGRATION_SQL) continue;
        strays[count++] =
            (struct stray){STRAY_IN_SUBDIRECTORY, migration->path, migration->open_path,
                           migration->name, migration->reported};
    }
    qsort(strays, count, sizeof *strays, by_path);
    above->strays = strays;
    above->stray_count = count;
}
