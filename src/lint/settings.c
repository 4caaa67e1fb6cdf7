#include "lint/settings.h"

#include "base/nearest.h"
#include "base/vec.h"
#include "lint/glob_set.h"
#include "lint/house_rules.h"
#include "lint/rule.h"
#include "lint/selector.h"
#include "source/paths.h"

/* A configuration file that was read, or the defaults where [path] is empty. */
struct known_config {
    struct str path;
    struct config *config;
};

struct finder {
    struct arena *arena;
    struct places places;
    const struct settings_options *options;
    struct {
        struct known_config *at;
        size_t len, cap;
    } known;
    struct {
        struct config_error *at;
        size_t len, cap;
    } errors;
};

static bool selector_is_known(struct str selector, struct str *nearest)
{
    struct selected selected;
    if (selector_find(NULL, selector, &selected)) return true;
    *nearest = selector_nearest(selector);
    return false;
}

static const struct config_rules known_rules = {selector_is_known, change_kind_number};

static struct str find_path(struct finder *finder, struct str place, bool *both)
{
    *both = false;
    if (finder->options->isolated) return STR("");
    if (finder->options->config_path.len > 0) {
        return path_absolute(finder->arena, &finder->places, finder->options->config_path);
    }
    return config_find(finder->arena, path_absolute(finder->arena, &finder->places, place), both);
}

/* A file below the working directory is called as one would call it from there. */
static struct str path_from_here(const struct finder *finder, struct str path)
{
    struct str here = finder->places.working;
    if (path.len == 0 || path.at[0] != '/') return path;
    path = path_absolute(finder->arena, &finder->places, path);
    if (!path_inside(path, here) || path.len <= here.len + 1) return path;
    return str_slice(path, here.len + 1, path.len);
}

static struct globs paths_from_here(struct finder *finder, struct globs paths)
{
    struct str *shown = arena_array(finder->arena, paths.len, sizeof *shown);
    for (size_t i = 0; i < paths.len; i++) shown[i] = path_from_here(finder, paths.at[i]);
    paths.at = shown;
    return paths;
}

/* Later layers win: the command line's levels stand above those of the files. */
static void add_command_line(struct finder *finder, struct config *config)
{
    const struct settings_options *options = finder->options;
    size_t count = config->rule_level_count + options->rule_level_count;
    struct rule_level *levels = arena_array(finder->arena, count, sizeof *levels);
    for (size_t i = 0; i < config->rule_level_count; i++) levels[i] = config->rule_levels[i];
    for (size_t i = 0; i < options->rule_level_count; i++) {
        levels[config->rule_level_count + i] = options->rule_levels[i];
        levels[config->rule_level_count + i].layer += config->file_layers;
    }
    config->rule_levels = levels;
    config->rule_level_count = count;
    if (options->has_fail_on) config->fail_on = options->fail_on;
    if (options->strict) config->strict = true;
    if (options->baseline.len > 0) config->baseline = options->baseline;
    config->baseline = path_from_here(finder, config->baseline);
    config->initial_schema = paths_from_here(finder, config->initial_schema);
    if (options->postgres_version != 0) config->postgres_version = options->postgres_version;
    if (options->has_start_after) {
        config->has_start_after = true;
        config->start_after = options->start_after;
        config->start_after_path = STR("");
    }
}

static void note_errors(struct finder *finder, const struct config_file *file)
{
    for (size_t i = 0; i < file->error_count; i++) {
        struct config_error error = file->errors[i];
        error.path = path_shown(finder->arena, &finder->places,
                                path_absolute(finder->arena, &finder->places, error.path));
        VEC_PUSH(finder->arena, &finder->errors, error);
    }
}

/* [both]: the folder holds a `.gander.yml` too, and which of them is meant? */
static struct config_file load(struct finder *finder, struct str path, bool both)
{
    struct config_file file = {.config = config_default()};
    if (path.len > 0) file = config_load(finder->arena, path.at, &known_rules);
    if (both) {
        file.errors = ARENA_NEW(finder->arena, struct config_error);
        file.errors[0] = (struct config_error){
            .path = path, .message = STR("there is a `.gander.yml` beside it: keep one of them")};
        file.error_count = 1;
    }
    add_command_line(finder, &file.config);
    return file;
}

static const struct config *config_at(struct finder *finder, struct str path, bool both)
{
    for (size_t i = 0; i < finder->known.len; i++) {
        if (str_equal(finder->known.at[i].path, path)) return finder->known.at[i].config;
    }
    struct config_file file = load(finder, path, both);
    note_errors(finder, &file);
    struct config *config = ARENA_NEW(finder->arena, struct config);
    *config = file.config;
    config->house = house_rules_new(finder->arena, config);
    VEC_PUSH(finder->arena, &finder->known, (struct known_config){path, config});
    return config;
}

static struct finder finder_new(struct arena *arena, const struct settings_options *options)
{
    return (struct finder){.arena = arena, .places = paths_here(arena), .options = options};
}

static bool is_custom(const struct finder *finder, struct str name)
{
    for (size_t i = 0; i < finder->known.len; i++) {
        if (house_rules_find(finder->known.at[i].config->house, name) != NULL) return true;
    }
    return false;
}

static struct str complain(const struct finder *finder, const struct unknown_selector *unknown)
{
    for (size_t i = 0; i < finder->known.len; i++) {
        const struct config *config = finder->known.at[i].config;
        for (size_t j = 0; j < config->custom_rule_count; j++) {
            struct str id = config->custom_rules[j].id;
            if (nearest_word(unknown->name, &id, 1) < 0) continue;
            return str_format(finder->arena,
                              "unknown rule or category `" STR_FMT "`; did you mean `" STR_FMT "`?",
                              STR_ARG(unknown->name), STR_ARG(id));
        }
    }
    return unknown->complaint;
}

/* A configuration that is wrong may lack the rule for that reason alone. */
static struct str find_unknown(const struct finder *finder)
{
    const struct settings_options *options = finder->options;
    for (size_t i = 0; i < options->unknown_count && finder->errors.len == 0; i++) {
        if (!is_custom(finder, options->unknown[i].name))
            return complain(finder, &options->unknown[i]);
    }
    return STR("");
}

struct settings settings_find(struct arena *arena, const struct discovery *found,
                              const struct settings_options *options)
{
    struct finder finder = finder_new(arena, options);
    struct settings settings = {0};
    settings.by_sequence = arena_array(arena, found->sequence_count, sizeof *settings.by_sequence);
    for (size_t i = 0; i < found->sequence_count; i++) {
        bool both = false;
        struct str dir = found->sequences[i].dir;
        if (dir.at[0] != '/') dir = path_join(arena, finder.places.root, dir);
        struct str path = find_path(&finder, dir, &both);
        settings.by_sequence[i] = config_at(&finder, path, both);
    }
    bool one = finder.known.len == 1;
    settings.overall = one ? finder.known.at[0].config : config_at(&finder, STR(""), false);
    settings.unknown = find_unknown(&finder);
    settings.errors = finder.errors.at;
    settings.error_count = finder.errors.len;
    return settings;
}

static void exclude_from(struct finder *finder, struct sequence *sequence,
                         const struct globs *exclude)
{
    struct glob_set set =
        glob_set_new(finder->arena, &finder->places, exclude->dir, exclude->at, exclude->len);
    for (size_t i = 0; i < sequence->migration_count; i++) {
        struct migration *migration = &sequence->migrations[i];
        if (migration->named && !finder->options->force_exclude) continue;
        if (glob_set_covers(finder->arena, &finder->places, &set, migration->path)) {
            migration->reported = false;
        }
    }
    for (size_t i = 0; i < sequence->stray_count; i++) {
        struct stray *stray = &sequence->strays[i];
        if (glob_set_covers(finder->arena, &finder->places, &set, stray->path)) {
            stray->reported = false;
        }
    }
    glob_set_release(&set);
}

void settings_exclude(struct arena *arena, struct discovery *found, const struct settings *settings,
                      const struct settings_options *options)
{
    struct finder finder = finder_new(arena, options);
    for (size_t i = 0; i < found->sequence_count; i++) {
        exclude_from(&finder, &found->sequences[i], &settings->by_sequence[i]->exclude);
        exclude_from(&finder, &found->sequences[i], &options->exclude);
    }
}

struct config_file settings_for(struct arena *arena, struct str place,
                                const struct settings_options *options, struct str *path)
{
    struct finder finder = finder_new(arena, options);
    bool both = false;
    *path = find_path(&finder, place, &both);
    return load(&finder, *path, both);
}

struct str settings_path(struct arena *arena, struct str place,
                         const struct settings_options *options)
{
    struct finder finder = finder_new(arena, options);
    bool both = false;
    return find_path(&finder, place, &both);
}
