/* gander config: what holds, whether it is right, and its schema. */
#include "cli/config.h"

#include "cli/commands.h"
#include "cli/message.h"

#include <stdio.h>

static bool take_config(void *into, struct str value, struct error *error)
{
    struct settings_options *options = into;
    if (value.len == 0) return fail(error, "`--config` needs the path of a file");
    options->config_path = value;
    return true;
}

static const struct option options_of_config[] = {
    {"config", 0, "FILE", "this gander.yml instead of the nearest one", take_config},
};

const struct command config_command_line = {
    .name = "config",
    .usage = "config show|check|schema [OPTION...] [PATH...]",
    .summary = "show, check or describe the configuration",
    .options = options_of_config,
    .option_count = sizeof options_of_config / sizeof *options_of_config,
    .more = "  config show [PATH]      each setting for PATH (default: the working directory), and "
            "the\n"
            "                          file and line it comes from\n"
            "  config check [PATH...]  read every gander.yml that a check of PATH would read, and "
            "those\n"
            "                          named; nothing is linted\n"
            "  config schema           the JSON Schema of gander.yml, for editors\n"
            "\n"
            "Exit code: 0 done; 2 a mistake in a gander.yml, or something could not be read.",
};

static const struct {
    struct str name;
    int (*run)(struct arena *arena, const struct settings_options *options, const struct str *paths,
               size_t path_count);
} verbs[] = {
    {STR_INIT("show"), config_show},
    {STR_INIT("check"), config_check},
    {STR_INIT("schema"), config_schema},
};

enum { VERB_COUNT = sizeof verbs / sizeof *verbs };

static int unknown_verb(struct arena *arena, const struct arguments *arguments)
{
    struct error error;
    struct str names[VERB_COUNT];
    for (size_t i = 0; i < VERB_COUNT; i++) names[i] = verbs[i].name;
    if (arguments->operand_count == 0) {
        fail(&error, "config does one of show, check, schema; see `gander help config`");
        return trouble(&error);
    }
    struct str hint = did_you_mean(arena, arguments->operands[0], names, VERB_COUNT);
    if (hint.len == 0) hint = STR("; known: show, check, schema");
    fail(&error, "config cannot `" STR_FMT "`" STR_FMT, STR_ARG(arguments->operands[0]),
         STR_ARG(hint));
    return trouble(&error);
}

static int run_verb(struct arena *arena, const struct settings_options *options,
                    const struct arguments *arguments)
{
    for (size_t i = 0; arguments->operand_count > 0 && i < VERB_COUNT; i++) {
        if (!str_equal(arguments->operands[0], verbs[i].name)) continue;
        return verbs[i].run(arena, options, arguments->operands + 1, arguments->operand_count - 1);
    }
    return unknown_verb(arena, arguments);
}

int config_command(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct error error;
    struct settings_options options = {0};
    struct arguments arguments = {.arena = &arena, .into = &options};
    int code;
    if (!options_parse(&config_command_line, argc, argv, &arguments, &error)) {
        code = trouble(&error);
    } else if (arguments.help) {
        options_print_help(&config_command_line);
        code = finish_stdout(0);
    } else {
        code = run_verb(&arena, &options, &arguments);
    }
    arena_release(&arena);
    return code;
}
