#include "lint/git_authors.h"

#include "lint/engine.h"
#include "lint/rule.h"
#include "source/git_births.h"
#include "source/paths.h"

#include <stdlib.h>
#include <time.h>

static bool wanted(const struct config *config)
{
    const struct rule *rule = rule_find(STR("missing-header-field"));
    return config->header_mode != HEADER_OFF && rule != NULL && rule_may_speak(config, rule);
}

/* UTC, as goose stamps new files; SOURCE_DATE_EPOCH where a build is to be repeated. */
static struct str today(struct arena *arena)
{
    time_t now = time(NULL);
    const char *epoch = getenv("SOURCE_DATE_EPOCH"); // NOLINT(concurrency-mt-unsafe)
    if (epoch != NULL && epoch[0] >= '0' && epoch[0] <= '9') now = (time_t)strtoll(epoch, NULL, 10);
    struct tm day;
    if (gmtime_r(&now, &day) == NULL) return STR("");
    return str_format(arena, "%04d-%02d-%02d", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
}

static struct str day_of_version(struct arena *arena, const struct migration *migration)
{
    if (!is_timestamp(migration->version)) return STR("");
    struct str digits = migration->digits;
    return str_format(arena, STR_FMT "-" STR_FMT "-" STR_FMT, STR_ARG(str_slice(digits, 0, 4)),
                      STR_ARG(str_slice(digits, 4, 6)), STR_ARG(str_slice(digits, 6, 8)));
}

static void fill(struct arena *arena, struct migration *migration, const struct git_births *births,
                 struct str prefix)
{
    struct str parts[] = {prefix, migration->name};
    const struct git_birth *birth = git_birth_of(births, str_join(arena, parts, 2, STR("")));
    if (birth != NULL) {
        migration->written = (struct authorship){birth->author, birth->email, birth->date};
        return;
    }
    struct str day = day_of_version(arena, migration);
    if (day.len == 0) day = today(arena);
    migration->written = (struct authorship){births->user, births->email, day};
}

static void ask(struct arena *arena, const struct places *places, struct sequence *sequence)
{
    struct git_repository repository;
    struct git_births births = {0};
    struct str prefix;
    struct error error;
    struct str folder = sequence->dir;
    if (folder.at[0] != '/') folder = path_join(arena, places->root, folder);
    folder = path_real(arena, folder);
    if (folder.len == 0 || path_repository(arena, folder).len == 0) return;
    if (!git_find(arena, folder, &repository, &prefix, &error)) return;
    if (!git_births(arena, &repository, prefix, &births)) return;
    for (size_t i = 0; i < sequence->migration_count; i++) {
        if (!migration_is_stdin(&sequence->migrations[i]))
            fill(arena, &sequence->migrations[i], &births, prefix);
    }
}

void git_authors(struct arena *arena, struct discovery *found, const struct settings *settings)
{
    struct places places = paths_here(arena);
    for (size_t i = 0; i < found->sequence_count; i++) {
        struct sequence *sequence = &found->sequences[i];
        bool reported = false;
        for (size_t m = 0; m < sequence->migration_count; m++) {
            if (sequence->migrations[m].reported) reported = true;
        }
        if (reported && wanted(settings->by_sequence[i])) ask(arena, &places, sequence);
    }
}
