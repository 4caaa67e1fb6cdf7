#include "cli/custom_page.h"

#include "base/vec.h"
#include "cli/config.h"
#include "cli/message.h"
#include "lint/house_rules.h"
#include "lint/where.h"
#include "source/paths.h"

#include <stdio.h>

/* -- finding it -------------------------------------------------------------------------------- */

struct search {
    struct arena *arena;
    const struct settings_options *options;
    struct places places;
    struct str id;
    struct custom_page *page;
    VEC(struct str) known;
    VEC(struct str) seen; /* configuration files */
};

/* Where a later file says more about the rule, the last one counts. */
static void find_origin(struct search *search, const struct config_file *file)
{
    struct str key = str_format(search->arena, "custom-rules." STR_FMT, STR_ARG(search->id));
    for (size_t i = 0; i < file->origin_count; i++) {
        const struct config_origin *origin = &file->origins[i];
        if (!str_equal(origin->key, key)) continue;
        struct str path = path_absolute(search->arena, &search->places, origin->path);
        search->page->path = path_shown(search->arena, &search->places, path);
        search->page->line = origin->line;
    }
}

static bool look_into(struct search *search, const struct config_file *file)
{
    const struct house_rules *house = house_rules_new(search->arena, &file->config);
    bool found = false;
    for (size_t i = 0; i < house_rules_count(house); i++) {
        const struct custom_rule *custom = &file->config.custom_rules[i];
        VEC_PUSH(search->arena, &search->known, custom->id);
        if (!str_equal(custom->id, search->id)) continue;
        *search->page = (struct custom_page){.rule = &house->at[i], .custom = custom};
        find_origin(search, file);
        found = true;
    }
    return found;
}

static bool look_at(struct search *search, struct str place)
{
    struct str path = settings_path(search->arena, place, search->options);
    for (size_t i = 0; i < search->seen.len; i++) {
        if (str_equal(search->seen.at[i], path)) return false;
    }
    VEC_PUSH(search->arena, &search->seen, path);
    struct config_file file = settings_for(search->arena, place, search->options, &path);
    config_print_mistakes(search->arena, &file);
    return look_into(search, &file);
}

/* Services below have configurations of their own. */
static bool look_below(struct search *search)
{
    const struct discover_options anything = {0};
    struct discover_options where = where_to_look(search->arena, &anything, search->options);
    struct discovery found = discover(search->arena, &where);
    for (size_t i = 0; i < found.sequence_count; i++) {
        struct str dir = found.sequences[i].dir;
        if (dir.at[0] != '/') dir = path_join(search->arena, search->places.root, dir);
        if (look_at(search, dir)) return true;
    }
    return false;
}

bool custom_page_find(struct arena *arena, const struct settings_options *options, struct str id,
                      struct custom_page *page, struct str **known, size_t *known_count)
{
    struct search search = {
        .arena = arena, .options = options, .places = paths_here(arena), .id = id, .page = page};
    bool one_file = options->isolated || options->config_path.len > 0;
    bool found = look_at(&search, STR(".")) || (!one_file && look_below(&search));
    *known = search.known.at;
    *known_count = search.known.len;
    return found;
}

/* -- showing it -------------------------------------------------------------------------------- */

/* One key of the rule, as `gander.yml` has it. */
struct trait {
    const char *key;
    struct str value;
};

enum { TRAITS = 8 };

static struct str kinds_of(struct arena *arena, const struct custom_rule *custom)
{
    struct str *names = arena_array(arena, custom->kind_count, sizeof *names);
    for (size_t i = 0; i < custom->kind_count; i++) {
        const char *name = change_kind_name((enum change_kind)custom->kinds[i]);
        struct str copy = str_lower(arena, str_from(name));
        char *letters = arena_alloc(arena, copy.len + 1);
        for (size_t j = 0; j <= copy.len; j++) letters[j] = copy.at[j] == '_' ? '-' : copy.at[j];
        names[i] = (struct str){letters, copy.len};
    }
    return str_join(arena, names, custom->kind_count, STR(", "));
}

/* In the order of the manual; those that are not said are left out. */
static size_t traits_of(struct arena *arena, const struct custom_rule *custom,
                        struct trait traits[TRAITS])
{
    static const char *const scopes[] = {"code", "statement", "comment",
                                         "line", "header",    "file-name"};
    static const char *const sections[] = {"", "up", "down"};
    const bool has_pattern = custom->pattern.len > 0;
    const struct trait all[TRAITS] = {
        {"changes", kinds_of(arena, custom)},
        {"table", custom->table},
        {"column", custom->column},
        {"column-type", custom->column_type},
        {"pattern", custom->pattern},
        {"in", has_pattern ? str_from(scopes[custom->scope]) : STR("")},
        {"required", custom->required ? STR("true") : STR("")},
        {"section", str_from(sections[custom->section])},
    };
    size_t count = 0;
    for (size_t i = 0; i < TRAITS; i++) {
        if (all[i].value.len > 0) traits[count++] = all[i];
    }
    return count;
}

void custom_page_text(struct arena *arena, const struct custom_page *page)
{
    struct trait traits[TRAITS];
    size_t count = traits_of(arena, page->custom, traits);
    puts("\nLooks for");
    for (size_t i = 0; i < count; i++) {
        printf("  %s: ", traits[i].key);
        print_visibly(stdout, traits[i].value);
        putchar('\n');
    }
    fputs("\nConfigured in\n  ", stdout);
    print_visibly(stdout, page->path);
    printf(":%u\n", (unsigned)page->line);
}

void custom_page_markdown(struct arena *arena, const struct custom_page *page)
{
    struct trait traits[TRAITS];
    size_t count = traits_of(arena, page->custom, traits);
    puts("\nLooks for:\n\n```yaml");
    for (size_t i = 0; i < count; i++) {
        printf("%s: ", traits[i].key);
        print_visibly(stdout, traits[i].value);
        putchar('\n');
    }
    fputs("```\n\nConfigured in `", stdout);
    print_visibly(stdout, page->path);
    printf(":%u`.\n", (unsigned)page->line);
}

void custom_page_json(struct arena *arena, const struct custom_page *page, struct json *json)
{
    struct trait traits[TRAITS];
    size_t count = traits_of(arena, page->custom, traits);
    json_key(json, "looks_for");
    json_begin_object(json);
    for (size_t i = 0; i < count; i++) json_member_string(json, traits[i].key, traits[i].value);
    json_end(json);
    json_key(json, "configured_in");
    json_begin_object(json);
    json_member_string(json, "path", page->path);
    json_member_number(json, "line", page->line);
    json_end(json);
}
