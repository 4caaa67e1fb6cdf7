#include "lint/scope.h"

#include "lint/engine.h"
#include "lint/glob_set.h"
#include "lint/rule.h"

struct scope {
    const struct config *config;
    const struct sequence_files *sequence;
    struct arena *arena;
    struct places places;
    struct glob_set *paths; /* of each override */
};

static bool matches(const struct scope *scope, size_t number, const struct diagnostic *finding)
{
    const struct override *override = &scope->config->overrides[number];
    if (override->section == OVERRIDE_UP && finding->place != PLACE_UP) return false;
    if (override->section == OVERRIDE_DOWN && finding->place != PLACE_DOWN) return false;
    return override->path_count == 0 ||
           glob_set_covers(scope->arena, &scope->places, &scope->paths[number], finding->path);
}

/* `rules`, the overrides that match, and the command line, in one list of rising layers. */
static struct config config_for(const struct scope *scope, const struct diagnostic *finding)
{
    struct config config = *scope->config;
    size_t room = config.rule_level_count;
    for (size_t i = 0; i < config.override_count; i++) {
        room += config.overrides[i].rule_level_count;
    }
    struct rule_level *levels = arena_array(scope->arena, room, sizeof *levels);
    size_t count = 0;
    unsigned above = (unsigned)config.override_count;
    for (size_t i = 0; i < config.rule_level_count; i++) {
        levels[count] = config.rule_levels[i];
        if (levels[count].layer > config.file_layers) levels[count].layer += above;
        count++;
    }
    for (size_t i = 0; i < config.override_count; i++) {
        if (!matches(scope, i, finding)) continue;
        for (size_t j = 0; j < config.overrides[i].rule_level_count; j++) {
            levels[count] = config.overrides[i].rule_levels[j];
            levels[count++].layer = config.file_layers + (unsigned)i + 1;
        }
    }
    config.rule_levels = levels;
    config.rule_level_count = count;
    return config;
}

/* A rule that reports one case at another level than its own keeps that. */
static bool set_level(const struct scope *scope, struct diagnostic *finding)
{
    if (scope->config->override_count == 0) return true;
    struct config config = config_for(scope, finding);
    enum severity level = rule_level(&config, finding->rule);
    if (level == SEVERITY_OFF) return false;
    if (finding->severity == rule_level(scope->config, finding->rule)) finding->severity = level;
    return finding->severity != SEVERITY_OFF;
}

/* What concerns every run of goose is never history, nor is what a branch does now. */
static bool is_current(const struct sequence_files *sequence, const struct diagnostic *finding)
{
    switch (finding->rule->history) {
    case HISTORY_ALWAYS:
        return true;
    case HISTORY_CHANGED:
        return sequence->base != NULL && sequence->base->start_after_stands;
    case HISTORY_OLD:
        break;
    }
    return finding->file != NULL && finding->file->migration->fresh;
}

static bool is_old(const struct scope *scope, const struct diagnostic *finding)
{
    const struct config *config = scope->config;
    if (finding->version.len == 0) return false;
    int64_t version = 0;
    for (size_t i = 0; i < finding->version.len; i++) {
        version = version * 10 + (finding->version.at[i] - '0');
    }
    if (version <= rule_start_after(config, finding->rule)) return true;
    return config->has_start_after && version <= config->start_after &&
           !is_current(scope->sequence, finding);
}

struct scope *scope_open(struct arena *arena, const struct config *config,
                         const struct sequence_files *sequence)
{
    struct scope *scope = ARENA_NEW(arena, struct scope);
    *scope = (struct scope){
        .config = config, .sequence = sequence, .arena = arena, .places = paths_here(arena)};
    scope->paths = arena_array(arena, config->override_count, sizeof *scope->paths);
    for (size_t i = 0; i < config->override_count; i++) {
        const struct override *override = &config->overrides[i];
        scope->paths[i] = glob_set_new(arena, &scope->places, override->dir, override->paths,
                                       override->path_count);
    }
    return scope;
}

void scope_close(struct scope *scope)
{
    for (size_t i = 0; i < scope->config->override_count; i++) glob_set_release(&scope->paths[i]);
}

bool scope_admits(const struct scope *scope, const struct rule *rule,
                  const struct diagnostic *place)
{
    struct diagnostic probe = *place;
    probe.rule = rule;
    probe.severity = rule_level(scope->config, rule);
    if (scope->config->override_count == 0 && probe.severity == SEVERITY_OFF) return false;
    return !is_old(scope, &probe) && set_level(scope, &probe);
}

size_t scope_findings(struct arena *arena, const struct config *config,
                      const struct sequence_files *sequence, struct diagnostic_list *list,
                      size_t from)
{
    struct scope *scope = scope_open(arena, config, sequence);
    size_t kept = from;
    size_t old = 0;
    for (size_t i = from; i < list->len; i++) {
        struct diagnostic *finding = list->at[i];
        if (is_old(scope, finding)) {
            old++;
        } else if (set_level(scope, finding)) {
            list->at[kept++] = finding;
        }
    }
    list->len = kept;
    scope_close(scope);
    return old;
}
