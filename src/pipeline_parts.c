#include "pipeline_parts.h"

#include "base/vec.h"
#include "lint/initial_schema.h"

const struct goose_environment *environment_of(struct arena *arena, const struct config *config)
{
    if (config->variable_count == 0) return NULL;
    struct goose_variable *variables =
        arena_array(arena, config->variable_count, sizeof *variables);
    for (size_t i = 0; i < config->variable_count; i++) {
        variables[i] =
            (struct goose_variable){config->variables[i].name, config->variables[i].value};
    }
    struct goose_environment *environment = ARENA_NEW(arena, struct goose_environment);
    *environment = (struct goose_environment){
        .variables = variables,
        .variable_count = config->variable_count,
    };
    return environment;
}

struct load *list_migrations(struct arena *arena, const struct discovery *found,
                             const struct settings *settings, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < found->sequence_count; i++) {
        *count += found->sequences[i].migration_count;
    }
    struct load *loads = arena_array(arena, *count, sizeof *loads);
    size_t at = 0;
    for (size_t i = 0; i < found->sequence_count; i++) {
        const struct sequence *sequence = &found->sequences[i];
        const struct goose_environment *environment =
            environment_of(arena, settings->by_sequence[i]);
        for (size_t j = 0; j < sequence->migration_count; j++) {
            loads[at].environment = environment;
            loads[at].house = settings->by_sequence[i]->house;
            loads[at++].migration = &sequence->migrations[j];
        }
    }
    return loads;
}

struct sequence_files gather_files(struct arena *arena, const struct sequence *sequence,
                                   const struct load *loads)
{
    struct sequence_files gathered = {.sequence = sequence};
    gathered.files = arena_array(arena, sequence->migration_count, sizeof *gathered.files);
    for (size_t i = 0; i < sequence->migration_count; i++) {
        if (loads[i].file == NULL) continue;
        gathered.files[gathered.file_count] = *loads[i].file;
        gathered.files[gathered.file_count].number = (uint32_t)gathered.file_count;
        gathered.file_count++;
    }
    return gathered;
}

bool read_initial(struct arena *arena, const struct config *config, struct sequence_files *files,
                  struct str_list *problems)
{
    struct str problem = STR("");
    files->initial = initial_schema_read(arena, config, &problem);
    if (files->initial != NULL) return true;
    if (!str_list_has(problems, problem)) VEC_PUSH(arena, problems, problem);
    return false;
}
