/* gander rules: every rule by category. */
#include "base/json.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/options.h"
#include "lint/rule.h"
#include "report/page.h"

#include <stdio.h>
#include <string.h>

enum rules_format { FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_JSON };

static bool take_format(void *into, struct str value, struct error *error)
{
    enum rules_format *format = into;
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

static const struct option options_of_rules[] = {
    {"format", 'f', "FORMAT", "text (the default), markdown or json", take_format},
};

const struct command rules_command_line = {
    .name = "rules",
    .usage = "rules [OPTION...]",
    .summary = "list every rule",
    .options = options_of_rules,
    .option_count = sizeof options_of_rules / sizeof *options_of_rules,
    .more = "`gander explain RULE` shows a rule's page.",
};

/* What a rule reports without configuration. */
static const char *default_level(const struct rule *rule)
{
    return rule->off ? "off" : severity_name(rule->severity);
}

static size_t rules_of(enum category category)
{
    size_t count = 0;
    for (size_t i = 0; i < rule_count; i++) count += rules[i]->category == category;
    return count;
}

/* -- text -------------------------------------------------------------------------------------- */

static int longest_id(void)
{
    size_t longest = 0;
    for (size_t i = 0; i < rule_count; i++) {
        size_t len = strlen(rules[i]->id);
        if (len > longest) longest = len;
    }
    return (int)longest;
}

static void text_category(enum category category, int width)
{
    printf("%s\n", category_name(category));
    for (size_t i = 0; i < rule_count; i++) {
        if (rules[i]->category != category) continue;
        printf("  %-*s  %-7s  %s\n", width, rules[i]->id, default_level(rules[i]),
               rules[i]->summary);
    }
}

static void write_text(void)
{
    int width = longest_id();
    bool first = true;
    for (int category = 0; category < CATEGORY_COUNT; category++) {
        if (rules_of((enum category)category) == 0) continue;
        if (!first) putchar('\n');
        first = false;
        text_category((enum category)category, width);
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

static void markdown_category(enum category category)
{
    printf("### %s\n\n| rule | level | finds |\n| --- | --- | --- |\n", category_name(category));
    for (size_t i = 0; i < rule_count; i++) {
        if (rules[i]->category == category) markdown_rule(rules[i]);
    }
}

static void write_markdown(void)
{
    bool first = true;
    for (int category = 0; category < CATEGORY_COUNT; category++) {
        if (rules_of((enum category)category) == 0) continue;
        if (!first) putchar('\n');
        first = false;
        markdown_category((enum category)category);
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

static void write_json(void)
{
    struct json json;
    json_init(&json, stdout);
    json_begin_object(&json);
    json_key(&json, "rules");
    json_begin_array(&json);
    for (int category = 0; category < CATEGORY_COUNT; category++) {
        for (size_t i = 0; i < rule_count; i++) {
            if ((int)rules[i]->category == category) json_rule(&json, rules[i]);
        }
    }
    json_end(&json);
    json_end(&json);
    json_finish(&json);
}

/* ---------------------------------------------------------------------------------------------- */

static void write_rules(enum rules_format format)
{
    switch (format) {
    case FORMAT_TEXT:
        write_text();
        break;
    case FORMAT_MARKDOWN:
        write_markdown();
        break;
    case FORMAT_JSON:
        write_json();
        break;
    }
}

int rules_command(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct error error;
    enum rules_format format = FORMAT_TEXT;
    struct arguments arguments = {.arena = &arena, .into = &format};
    bool good = options_parse(&rules_command_line, argc, argv, &arguments, &error);
    if (good && !arguments.help && arguments.operand_count > 0) {
        good = fail(&error, "rules takes no arguments; for one rule: gander explain " STR_FMT,
                    STR_ARG(arguments.operands[0]));
    }
    int code = 0;
    if (!good) {
        code = trouble(&error);
    } else {
        if (arguments.help)
            options_print_help(&rules_command_line);
        else
            write_rules(format);
        code = finish_stdout(0);
    }
    arena_release(&arena);
    return code;
}
