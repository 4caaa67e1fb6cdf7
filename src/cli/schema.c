/* gander schema: what the migrations make. */
#include "cli/check_takes.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "pipeline.h"
#include "schema/print.h"

#include <stdio.h>

struct schema_command {
    struct schema_options options;
    bool json;
};

static bool take_at(void *into, struct str value, struct error *error)
{
    struct schema_command *command = into;
    command->options.has_at = true;
    if (check_read_number(value, &command->options.at)) return true;
    return fail(error,
                "`--at` needs a version, the number in front of a migration's name; not `" STR_FMT
                "`",
                STR_ARG(value));
}

static bool take_format(void *into, struct str value, struct error *error)
{
    struct schema_command *command = into;
    command->json = str_equal(value, STR("json"));
    if (command->json || str_equal(value, STR("sql"))) return true;
    return fail(error, "schema writes `sql` or `json`, not `" STR_FMT "`", STR_ARG(value));
}

static bool take_config(void *into, struct str value, struct error *error)
{
    if (value.len == 0) return fail(error, "`--config` needs the path of a file");
    ((struct schema_command *)into)->options.settings.config_path = value;
    return true;
}

static bool take_isolated(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct schema_command *)into)->options.settings.isolated = true;
    return true;
}

static const struct option options_of_schema[] = {
    {"at", 0, "VERSION", "the schema after this migration; default: after the newest", take_at},
    {"format", 'f', "FORMAT", "sql (the default) or json", take_format},
    {"config", 0, "FILE", "read this gander.yml; default: the nearest one above the directory",
     take_config},
    {"isolated", 0, NULL, "read no gander.yml", take_isolated},
};

const struct command schema_command_line = {
    .name = "schema",
    .usage = "schema [OPTION...] [DIR]",
    .summary = "print the schema that the migrations make",
    .options = options_of_schema,
    .option_count = sizeof options_of_schema / sizeof *options_of_schema,
    .more =
        "Replays the Up sections of one directory of migrations without a database and prints\n"
        "what PostgreSQL has then: SQL that makes it on an empty database, or JSON with the file\n"
        "and line that made each thing. What nobody can tell from the migrations alone (a table\n"
        "that was made elsewhere, a change under a condition) stands there as a comment, in JSON\n"
        "as `\"state\": \"unknown\"` or `\"complete\": false`. Without DIR the one directory of\n"
        "migrations below this one is taken.\n"
        "\n"
        "A statement that PostgreSQL would refuse changes nothing: a comment at the top names it, "
        "in\n"
        "JSON `\"refused\"`; `gander check` says why.\n"
        "\n"
        "Left out are data, privileges, owners, comments, operators, casts, text search objects, "
        "and\n"
        "goose's own table; subscriptions are named in a comment, and so are publications of less "
        "or\n"
        "more than whole tables.\n"
        "\n"
        "Examples:\n"
        "  gander schema db/migrations              everything, as SQL\n"
        "  gander schema --at 20240131120000        as it was after that migration\n"
        "  diff <(gander schema --at 41) <(gander schema --at 42)\n"
        "                                           what migration 42 changes\n"
        "Exit code: 0, or 2 when a migration cannot be read or there is no such version.",
};

static int print_schema(const struct schema_command *command, struct schema_run *run)
{
    struct schema_document document = {
        .arena = &run->arena,
        .catalog = run->catalog,
        .dir = run->dir,
        .last = run->last == NULL ? STR("") : run->last->name,
        .gaps = run->gaps,
        .gap_count = run->gap_count,
        .refusals = run->refusals,
        .refusal_count = run->refusal_count,
    };
    if (command->json)
        schema_print_json(stdout, &document);
    else
        schema_print_sql(stdout, &document);
    return finish_stdout(0);
}

static int run(const struct schema_command *command)
{
    struct schema_run run;
    int code = EXIT_TROUBLE;
    pipeline_schema(&run, &command->options);
    for (size_t i = 0; i < run.problem_count; i++) print_frame(run.problems[i]);
    if (run.problem_count == 0) code = print_schema(command, &run);
    pipeline_release_schema(&run);
    return code;
}

int schema_command(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct error error;
    struct schema_command command = {0};
    struct arguments arguments = {.arena = &arena, .into = &command};
    int code;
    bool good = options_parse(&schema_command_line, argc, argv, &arguments, &error);
    if (good && !arguments.help && arguments.operand_count > 1) {
        good = fail(&error, "schema prints one schema: name one directory");
    }
    if (!good) {
        code = trouble(&error);
    } else if (arguments.help) {
        options_print_help(&schema_command_line);
        code = finish_stdout(0);
    } else {
        command.options.discover.paths = arguments.operands;
        command.options.discover.path_count = arguments.operand_count;
        code = run(&command);
    }
    arena_release(&arena);
    return code;
}
