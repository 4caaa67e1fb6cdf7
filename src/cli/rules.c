/* gander rules: every rule by category. */
#include "base/json.h"
#include "cli/commands.h"
#include "cli/config.h"
#include "cli/message.h"
#include "cli/options.h"
#include "lint/house_rules.h"
#include "lint/rule.h"
#include "report/page.h"

#include <stdio.h>
#include <string.h>

enum rules_format { FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_JSON };

struct rules_options {
    enum rules_format format;
    struct settings_options settings; /* where custom rules come from */
};

static bool take_format(void *into, struct str value, struct error *error)
{
    enum rules_format *format = &((struct rules_options *)into)->format;
    if (str_equal(value, STR("text"))) {
        *format = FORMAT_TEXT;
    } else if (str_equal(value, STR("markdown"))) {
        *format = FORMAT_MARKDOWN;
    } else if (str_equal(value, STR("json"))) {
        *format = FORMAT_JSON;
    } else {
        return fail(error, "rules writes `text`, `markdown` or `json`, not `" STR_FMT "`",
                    STR_ARG(value));
    }
    return true;
}

static bool take_config(void *into, struct str value, struct error *error)
{
    if (value.len == 0) return fail(error, "`--config` needs the path of a file");
    ((struct rules_options *)into)->settings.config_path = value;
    return true;
}

static bool take_isolated(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct rules_options *)into)->settings.isolated = true;
    return true;
}

static const struct option options_of_rules[] = {
    {"format", 'f', "FORMAT", "text (the default), markdown or json", take_format},
    {"config", 0, "FILE",
     "list the custom rules of this gander.yml; default: the nearest one\n"
     "above the working directory",
     take_config},
    {"isolated", 0, NULL, "read no gander.yml: list no custom rules", take_isolated},
};

const struct command rules_command_line = {
    .name = "rules",
    .usage = "rules [OPTION...]",
    .summary = "list every rule, custom rules of gander.yml included",
    .options = options_of_rules,
    .option_count = sizeof options_of_rules / sizeof *options_of_rules,
    .more = "`gander explain RULE` shows a rule's page.",
};

/* What a rule reports without configuration. */
static const char *default_level(const struct rule *rule)
{
    return rule->off ? "off" : severity_name(rule->severity);
}

static size_t rules_of(const struct house_rules *house, enum category category)
{
    size_t count = 0;
    for (size_t i = 0; i < all_rules_count(house); i++) {
        count += all_rules_at(house, i)->category == category;
    }
    return count;
}

/* -- text -------------------------------------------------------------------------------------- */

static int longest_id(const struct house_rules *house)
{
    size_t longest = 0;
    for (size_t i = 0; i < all_rules_count(house); i++) {
        size_t len = strlen(all_rules_at(house, i)->id);
        if (len > longest) longest = len;
    }
    return (int)longest;
}

static void text_category(const struct house_rules *house, enum category category, int width)
{
    printf("%s\n", category_name(category));
    for (size_t i = 0; i < all_rules_count(house); i++) {
        const struct rule *rule = all_rules_at(house, i);
        if (rule->category != category) continue;
        printf("  %-*s  %-7s  ", width, rule->id, default_level(rule));
        print_visibly(stdout, str_from(rule->summary));
        putchar('\n');
    }
}

static void write_text(const struct house_rules *house)
{
    int width = longest_id(house);
    bool first = true;
    for (int category = 0; category < CATEGORY_COUNT; category++) {
        if (rules_of(house, (enum category)category) == 0) continue;
        if (!first) putchar('\n');
        first = false;
        text_category(house, (enum category)category, width);
    }
}

/* -- markdown: the table of the README --------------------------------------------------------- */

static void markdown_rule(const struct rule *rule)
{
    printf("| <a id=\"%s\"></a>`%s` | %s | ", rule->id, rule->id, default_level(rule));
    for (const char *c = rule->summary; *c != '\0'; c++) {
        if (*c == '|') putchar('\\');
        putchar(*c);
    }
    puts(" |");
}

static void markdown_category(const struct house_rules *house, enum category category)
{
    printf("### %s\n\n| rule | level | finds |\n| --- | --- | --- |\n", category_name(category));
    for (size_t i = 0; i < all_rules_count(house); i++) {
        const struct rule *rule = all_rules_at(house, i);
        if (rule->category == category) markdown_rule(rule);
    }
}

static void write_markdown(const struct house_rules *house)
{
    bool first = true;
    for (int category = 0; category < CATEGORY_COUNT; category++) {
        if (rules_of(house, (enum category)category) == 0) continue;
        if (!first) putchar('\n');
        first = false;
        markdown_category(house, (enum category)category);
    }
}

/* -- json -------------------------------------------------------------------------------------- */

static void json_rule(struct json *json, const struct rule *rule)
{
    char buffer[RULE_URL_SIZE];
    json_begin_object(json);
    json_member_string(json, "id", str_from(rule->id));
    json_member_string(json, "category", str_from(category_name(rule->category)));
    json_member_string(json, "severity", str_from(severity_name(rule->severity)));
    json_member_bool(json, "on", !rule->off);
    json_member_string(json, "summary", str_from(rule->summary));
    json_key(json, "aliases");
    json_begin_array_inline(json);
    for (size_t i = 0; i < RULE_ALIASES && rule->aliases[i] != NULL; i++) {
        json_put_string(json, str_from(rule->aliases[i]));
    }
    json_end(json);
    json_member_string(json, "url", rule_url(rule, buffer, sizeof buffer));
    json_end(json);
}

static void write_json(const struct house_rules *house)
{
    struct json json;
    json_init(&json, stdout);
    json_begin_object(&json);
    json_key(&json, "rules");
    json_begin_array(&json);
    for (int category = 0; category < CATEGORY_COUNT; category++) {
        for (size_t i = 0; i < all_rules_count(house); i++) {
            const struct rule *rule = all_rules_at(house, i);
            if ((int)rule->category == category) json_rule(&json, rule);
        }
    }
    json_end(&json);
    json_end(&json);
    json_finish(&json);
}

/* ---------------------------------------------------------------------------------------------- */

static void write_rules(const struct house_rules *house, enum rules_format format)
{
    switch (format) {
    case FORMAT_TEXT:
        write_text(house);
        break;
    case FORMAT_MARKDOWN:
        write_markdown(house);
        break;
    case FORMAT_JSON:
        write_json(house);
        break;
    }
}

static int run(struct arena *arena, const struct rules_options *options)
{
    struct str path;
    struct config_file file = settings_for(arena, STR("."), &options->settings, &path);
    write_rules(house_rules_new(arena, &file.config), options->format);
    return finish_stdout(config_print_mistakes(arena, &file) > 0 ? EXIT_TROUBLE : 0);
}

int rules_command(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct error error;
    struct rules_options options = {.format = FORMAT_TEXT};
    struct arguments arguments = {.arena = &arena, .into = &options};
    bool good = options_parse(&rules_command_line, argc, argv, &arguments, &error);
    if (good && !arguments.help && arguments.operand_count > 0) {
        good = fail(&error, "rules takes no arguments; for one rule: gander explain " STR_FMT,
                    STR_ARG(arguments.operands[0]));
    }
    int code = 0;
    if (!good) {
        code = trouble(&error);
    } else if (arguments.help) {
        options_print_help(&rules_command_line);
        code = finish_stdout(0);
    } else {
        code = run(&arena, &options);
    }
    arena_release(&arena);
    return code;
}
