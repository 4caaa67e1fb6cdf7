#include "cli/completion_words.h"

#include "lint/rule.h"
#include "report/report.h"

#include <string.h>

static struct str names_of_rules(struct arena *arena)
{
    size_t count = 0;
    struct str *names = arena_array(arena, rule_count + CATEGORY_COUNT + 1, sizeof *names);
    names[count++] = STR("all");
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        names[count++] = str_from(category_name((enum category)i));
    }
    for (size_t i = 0; i < rule_count; i++) names[count++] = str_from(rules[i]->id);
    return str_join(arena, names, count, STR(" "));
}

static struct str ids_of_rules(struct arena *arena)
{
    struct str *names = arena_array(arena, rule_count, sizeof *names);
    for (size_t i = 0; i < rule_count; i++) names[i] = str_from(rules[i]->id);
    return str_join(arena, names, rule_count, STR(" "));
}

static struct str names_of_formats(struct arena *arena)
{
    struct str *names = arena_array(arena, reporter_count, sizeof *names);
    for (size_t i = 0; i < reporter_count; i++) names[i] = str_from(reporters[i]->name);
    return str_join(arena, names, reporter_count, STR(" "));
}

/* The forms that a command which writes no findings can write: its help names them. */
static struct str forms_named(struct arena *arena, const char *help)
{
    static const char *const forms[] = {"text", "markdown", "sql", "json"};
    struct str names[sizeof forms / sizeof *forms];
    size_t count = 0;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (strstr(help, forms[i]) != NULL) names[count++] = str_from(forms[i]);
    }
    return str_join(arena, names, count, STR(" "));
}

struct completion completion_of_value(struct arena *arena, const struct option *option)
{
    struct str argument = str_from(option->argument);
    if (str_equal(argument, STR("FORMAT[=FILE]"))) {
        return (struct completion){.words = names_of_formats(arena)};
    }
    if (str_starts_with(argument, STR("FORMAT"))) {
        return (struct completion){.words = forms_named(arena, option->help)};
    }
    if (str_starts_with(argument, STR("RULE"))) {
        bool list = str_ends_with(argument, STR("[,...]"));
        return (struct completion){.words = names_of_rules(arena), .list = list};
    }
    if (str_equal(argument, STR("SEVERITY"))) {
        return (struct completion){.words = STR("info warning error never")};
    }
    if (str_equal(argument, STR("WHEN"))) {
        return (struct completion){.words = STR("auto always never")};
    }
    bool files = str_equal(argument, STR("FILE")) || str_equal(argument, STR("PATH"));
    return (struct completion){.files = files};
}

struct completion completion_of_operand(struct arena *arena, const struct command_entry *command)
{
    if (command->run == explain_command) return (struct completion){.words = ids_of_rules(arena)};
    if (command->run == help_command) {
        return (struct completion){.words = completion_commands(arena)};
    }
    if (command->run == config_command) {
        return (struct completion){.words = STR("show check schema"), .files = true};
    }
    if (command->run == completions_command) {
        return (struct completion){.words = STR("bash zsh fish")};
    }
    const char *usage = command->line == NULL ? "" : command->line->usage;
    bool takes_paths = strstr(usage, "PATH") != NULL || strstr(usage, "FILE") != NULL ||
                       strstr(usage, "DIR") != NULL;
    return (struct completion){.files = takes_paths};
}

struct str completion_commands(struct arena *arena)
{
    struct str *names = arena_array(arena, command_count, sizeof *names);
    for (size_t i = 0; i < command_count; i++) names[i] = str_from(command_table[i].name);
    return str_join(arena, names, command_count, STR(" "));
}

struct str completion_first_line(const char *help)
{
    struct str line = str_from(help);
    return str_slice(line, 0, str_find(line, STR("\n"), 0));
}
