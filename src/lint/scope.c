#include "lint/scope.h"

#include "base/regex.h"
#include "lint/engine.h"
#include "lint/rule.h"
#include "source/paths.h"

/* The globs of all overrides, compiled for as long as one sequence is looked at. */
struct scope {
    const struct config *config;
    struct arena *arena;
    struct places places;
    struct regex ***globs; /* by override, then glob; NULL: no such pattern */
};

static void compile(struct scope *scope)
{
    const struct config *config = scope->config;
    scope->globs = arena_array(scope->arena, config->override_count, sizeof *scope->globs);
    for (size_t i = 0; i < config->override_count; i++) {
        const struct override *override = &config->overrides[i];
        scope->globs[i] = arena_array(scope->arena, override->path_count, sizeof **scope->globs);
        for (size_t j = 0; j < override->path_count; j++) {
            scope->globs[i][j] = regex_glob(override->paths[j], '/', NULL);
        }
    }
}

static void release(struct scope *scope)
{
    for (size_t i = 0; i < scope->config->override_count; i++) {
        for (size_t j = 0; j < scope->config->overrides[i].path_count; j++) {
            regex_free(scope->globs[i][j]);
        }
    }
}

/* The file's path below the folder that the globs are relative to; empty when it is elsewhere. */
static struct str path_below(const struct scope *scope, struct str dir, struct str shown)
{
    struct str root = path_join(scope->arena, scope->places.root, shown);
    struct str file = path_absolute(scope->arena, &scope->places, root);
    struct str folder = path_absolute(scope->arena, &scope->places, dir);
    if (!path_inside(file, folder) || file.len <= folder.len) return STR("");
    return str_slice(file, folder.len + (folder.len > 1), file.len);
}

static bool matches(const struct scope *scope, size_t number, const struct diagnostic *finding)
{
    const struct override *override = &scope->config->overrides[number];
    if (override->section == OVERRIDE_UP && finding->place != PLACE_UP) return false;
    if (override->section == OVERRIDE_DOWN && finding->place != PLACE_DOWN) return false;
    if (override->path_count == 0) return true;
    struct str path = path_below(scope, override->dir, finding->path);
    for (size_t i = 0; i < override->path_count; i++) {
        const struct regex *glob = scope->globs[number][i];
        if (glob != NULL && path.len > 0 && regex_matches(glob, path)) return true;
    }
    return false;
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
        if (levels[count].layer > 0) levels[count].layer += above;
        count++;
    }
    for (size_t i = 0; i < config.override_count; i++) {
        if (!matches(scope, i, finding)) continue;
        for (size_t j = 0; j < config.overrides[i].rule_level_count; j++) {
            levels[count] = config.overrides[i].rule_levels[j];
            levels[count++].layer = (unsigned)i + 1;
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

static bool is_old(const struct config *config, const struct diagnostic *finding)
{
    if (finding->version.len == 0) return false;
    int64_t version = 0;
    for (size_t i = 0; i < finding->version.len; i++) {
        version = version * 10 + (finding->version.at[i] - '0');
    }
    if (config->has_start_after && version <= config->start_after) return true;
    return version <= rule_start_after(config, finding->rule);
}

size_t scope_findings(struct arena *arena, const struct config *config,
                      struct diagnostic_list *list, size_t from)
{
    struct scope scope = {.config = config, .arena = arena, .places = paths_here(arena)};
    compile(&scope);
    size_t kept = from;
    size_t old = 0;
    for (size_t i = from; i < list->len; i++) {
        struct diagnostic *finding = list->at[i];
        if (is_old(config, finding)) {
            old++;
        } else if (set_level(&scope, finding)) {
            list->at[kept++] = finding;
        }
    }
    list->len = kept;
    release(&scope);
    return old;
}
