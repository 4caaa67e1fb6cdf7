/* gander explain: a rule's whole page. */
#include "base/json.h"
#include "cli/commands.h"
#include "cli/custom_page.h"
#include "cli/message.h"
#include "cli/options.h"
#include "lint/rule.h"
#include "lint/selector.h"
#include "report/page.h"

#include <stdio.h>

enum explain_format { FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_JSON };

struct explain_options {
    enum explain_format format;
    struct settings_options settings; /* where custom rules come from */
};

static bool take_format(void *into, struct str value, struct error *error)
{
    enum explain_format *format = &((struct explain_options *)into)->format;
    if (str_equal(value, STR("text"))) {
        *format = FORMAT_TEXT;
    } else if (str_equal(value, STR("markdown"))) {
        *format = FORMAT_MARKDOWN;
    } else if (str_equal(value, STR("json"))) {
        *format = FORMAT_JSON;
    } else {
        return fail(error, "explain writes `text`, `markdown` or `json`, not `" STR_FMT "`",
                    STR_ARG(value));
    }
    return true;
}

static bool take_config(void *into, struct str value, struct error *error)
{
    if (value.len == 0) return fail(error, "`--config` needs the path of a file");
    ((struct explain_options *)into)->settings.config_path = value;
    return true;
}

static const struct option options_of_explain[] = {
    {"format", 'f', "FORMAT", "text (the default), markdown or json", take_format},
    {"config", 0, "FILE",
     "take custom rules from this gander.yml; default: those that hold in\n"
     "the working directory and for migrations below it",
     take_config},
};

const struct command explain_command_line = {
    .name = "explain",
    .usage = "explain [OPTION...] RULE",
    .summary = "show a rule's page: why, what to do instead, examples",
    .options = options_of_explain,
    .option_count = sizeof options_of_explain / sizeof *options_of_explain,
    .more =
        "RULE is an id, as in `gander rules`, or another linter's name for the same rule. Of a\n"
        "custom rule the page also shows what it looks for and where it is configured.",
};

static void json_text(struct json *json, const char *key, const char *text)
{
    if (text == NULL)
        json_member_null(json, key);
    else
        json_member_string(json, key, str_from(text));
}

/* [page] NULL: it is no custom rule. */
static void write_json(struct arena *arena, const struct rule *rule, const struct custom_page *page)
{
    struct json json;
    char buffer[RULE_URL_SIZE];
    json_init(&json, stdout);
    json_begin_object(&json);
    json_member_string(&json, "id", str_from(rule->id));
    json_member_string(&json, "category", str_from(category_name(rule->category)));
    json_member_string(&json, "severity", str_from(severity_name(rule->severity)));
    json_member_bool(&json, "on", !rule->off);
    json_member_string(&json, "summary", str_from(rule->summary));
    json_text(&json, "why", rule->why);
    json_text(&json, "instead", rule->instead);
    json_text(&json, "exceptions", rule->exceptions);
    json_text(&json, "fix", rule->fix);
    json_text(&json, "bad", rule->example.bad);
    json_text(&json, "good", rule->example.good);
    json_key(&json, "aliases");
    json_begin_array_inline(&json);
    for (size_t i = 0; i < RULE_ALIASES && rule->aliases[i] != NULL; i++) {
        json_put_string(&json, str_from(rule->aliases[i]));
    }
    json_end(&json);
    json_member_string(&json, "url", rule_url(rule, buffer, sizeof buffer));
    if (page != NULL) custom_page_json(arena, page, &json);
    json_end(&json);
    json_finish(&json);
}

static void write_markdown(struct arena *arena, const struct rule *rule)
{
    printf("# %s\n\n%s\n\n" STR_FMT, rule->id, rule->summary,
           STR_ARG(rule_page_markdown(arena, rule)));
}

static void write_page(struct arena *arena, const struct rule *rule, const struct custom_page *page,
                       enum explain_format format)
{
    switch (format) {
    case FORMAT_TEXT:
        printf(STR_FMT, STR_ARG(rule_page_text(arena, rule)));
        if (page != NULL) custom_page_text(arena, page);
        break;
    case FORMAT_MARKDOWN:
        write_markdown(arena, rule);
        if (page != NULL) custom_page_markdown(arena, page);
        break;
    case FORMAT_JSON:
        write_json(arena, rule, page);
        break;
    }
}

/* Ids and aliases, for "did you mean"; custom rules first. */
static struct str *known_names(struct arena *arena, const struct str *custom, size_t custom_count,
                               size_t *count)
{
    size_t most = rule_count * (RULE_ALIASES + 1) + custom_count;
    struct str *names = arena_array(arena, most, sizeof *names);
    for (*count = 0; *count < custom_count; (*count)++) names[*count] = custom[*count];
    for (size_t i = 0; i < rule_count; i++) names[(*count)++] = str_from(rules[i]->id);
    for (size_t i = 0; i < rule_count; i++) {
        for (size_t a = 0; a < RULE_ALIASES && rules[i]->aliases[a] != NULL; a++) {
            names[(*count)++] = str_from(rules[i]->aliases[a]);
        }
    }
    return names;
}

static bool explain_custom(struct arena *arena, struct str name,
                           const struct explain_options *options, struct error *error)
{
    struct custom_page page = {0};
    struct str *custom;
    size_t custom_count;
    if (custom_page_find(arena, &options->settings, name, &page, &custom, &custom_count)) {
        write_page(arena, page.rule, &page, options->format);
        return true;
    }
    size_t count;
    const struct str *names = known_names(arena, custom, custom_count, &count);
    struct str hint = did_you_mean(arena, name, names, count);
    return fail(error, "no rule is called `" STR_FMT "`" STR_FMT, STR_ARG(name), STR_ARG(hint));
}

/* Another tool's name may stand for several rules; the page is that of the first. */
static void say_alias(struct arena *arena, struct str name)
{
    struct str others = STR("");
    const struct rule *rule;
    for (size_t i = 1; (rule = selector_alias(name, i)) != NULL; i++) {
        others = str_format(arena, STR_FMT ", `%s`", STR_ARG(others), rule->id);
    }
    print_message(str_format(arena, "`" STR_FMT "` is called `%s`" STR_FMT " here", STR_ARG(name),
                             selector_alias(name, 0)->id, STR_ARG(others)));
}

static bool explain(struct arena *arena, const struct arguments *arguments,
                    const struct explain_options *options, struct error *error)
{
    if (arguments->operand_count != 1) {
        return fail(error, "explain wants one RULE; `gander rules` lists them");
    }
    struct str name = arguments->operands[0];
    const struct rule *rule = rule_find(name);
    if (rule == NULL) return explain_custom(arena, name, options, error);
    if (!str_equal(name, str_from(rule->id))) say_alias(arena, name);
    write_page(arena, rule, NULL, options->format);
    return true;
}

int explain_command(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct error error;
    struct explain_options options = {.format = FORMAT_TEXT};
    struct arguments arguments = {.arena = &arena, .into = &options};
    int code = 0;
    if (!options_parse(&explain_command_line, argc, argv, &arguments, &error)) {
        code = trouble(&error);
    } else if (arguments.help) {
        options_print_help(&explain_command_line);
        code = finish_stdout(0);
    } else if (!explain(&arena, &arguments, &options, &error)) {
        code = trouble(&error);
    } else {
        code = finish_stdout(0);
    }
    arena_release(&arena);
    return code;
}
