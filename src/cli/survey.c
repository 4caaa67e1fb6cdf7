#include "cli/survey.h"

#include "base/calendar.h"
#include "base/vec.h"
#include "goose/goose.h"
#include "source/paths.h"

struct field_count {
    struct str name;
    size_t files;
    size_t last; /* number of the file counted last, from 1: a field counts once in a file */
};

struct surveyor {
    struct arena *arena;
    struct survey survey;
    size_t files; /* SQL files read */
    VEC(struct field_count) fields;
};

/* The last component of a sequence's directory speaks of seeds. */
static bool is_seed(struct str dir)
{
    struct arena arena = {0};
    struct str name = str_lower(&arena, path_base(dir));
    bool found = str_find(name, STR("seed"), 0) != SIZE_MAX;
    arena_release(&arena);
    return found;
}

static void count_field(struct surveyor *surveyor, struct str name)
{
    for (size_t i = 0; i < surveyor->fields.len; i++) {
        struct field_count *known = &surveyor->fields.at[i];
        if (!str_equal_ignoring_case(known->name, name)) continue;
        if (known->last != surveyor->files) known->files++;
        known->last = surveyor->files;
        return;
    }
    struct field_count field = {str_copy(surveyor->arena, name), 1, surveyor->files};
    VEC_PUSH(surveyor->arena, &surveyor->fields, field);
}

/* What cannot be read is told by the first check, not here. */
static void read_header(struct surveyor *surveyor, const struct migration *migration)
{
    struct arena arena = {0};
    struct error error;
    struct str text;
    if (migration->kind == MIGRATION_SQL &&
        source_read_file(&arena, migration->open_path.at, &text, &error)) {
        const struct source *source = source_new(&arena, migration->path, text);
        const struct goose_file *file = goose_read(&arena, source, NULL);
        surveyor->files++;
        for (size_t i = 0; i < file->header_count; i++) {
            count_field(surveyor, file->header[i].name);
        }
    }
    arena_release(&arena);
}

static void look_at_version(struct survey *survey, const struct migration *migration)
{
    bool first = survey->migrations++ == 0;
    if (is_timestamp(migration->version))
        survey->sequential = false;
    else
        survey->timestamps = false;
    if (first) survey->width = (unsigned)migration->digits.len;
    if (survey->width != migration->digits.len) survey->width = 0;
}

static void look_at_sequence(struct surveyor *surveyor, const struct sequence *sequence)
{
    for (size_t i = 0; i < sequence->migration_count; i++) {
        look_at_version(&surveyor->survey, &sequence->migrations[i]);
        read_header(surveyor, &sequence->migrations[i]);
    }
}

/* The fields that more than half of the files carry, in the order they were met. */
static void keep_common_fields(struct surveyor *surveyor)
{
    struct str *names = arena_array(surveyor->arena, surveyor->fields.len, sizeof *names);
    for (size_t i = 0; i < surveyor->fields.len; i++) {
        const struct field_count *field = &surveyor->fields.at[i];
        if (field->files * 2 > surveyor->files) {
            names[surveyor->survey.field_count++] = field->name;
        }
    }
    surveyor->survey.fields = names;
}

struct survey survey_of(struct arena *arena, const struct discovery *found)
{
    struct surveyor surveyor = {.arena = arena};
    struct survey *survey = &surveyor.survey;
    struct str *seeds = arena_array(arena, found->sequence_count, sizeof *seeds);
    survey->sequences = found->sequences;
    survey->sequence_count = found->sequence_count;
    survey->timestamps = survey->sequential = true;
    for (size_t i = 0; i < found->sequence_count; i++) {
        struct str dir = found->sequences[i].dir;
        if (is_seed(dir))
            seeds[survey->seed_count++] = dir;
        else
            look_at_sequence(&surveyor, &found->sequences[i]);
    }
    if (survey->migrations == 0) survey->timestamps = survey->sequential = false;
    survey->seeds = seeds;
    keep_common_fields(&surveyor);
    return *survey;
}
