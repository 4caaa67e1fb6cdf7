/* gander inspect: what goose makes of one file. */
#include "cli/inspect.h"

#include "cli/commands.h"
#include "cli/message.h"
#include "cli/options.h"
#include "pipeline.h"

#include <string.h>

extern char **environ; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables): POSIX */

enum inspect_format { FORMAT_TEXT, FORMAT_JSON };
enum inspect_stage { STAGE_STATEMENTS, STAGE_CHANGES };

struct inspect_options {
    enum inspect_format format;
    enum inspect_stage stage;
};

static bool take_format(void *into, struct str value, struct error *error)
{
    struct inspect_options *options = into;
    if (str_equal(value, STR("text"))) {
        options->format = FORMAT_TEXT;
    } else if (str_equal(value, STR("json"))) {
        options->format = FORMAT_JSON;
    } else {
        return fail(error, "inspect writes `text` or `json`, not `" STR_FMT "`", STR_ARG(value));
    }
    return true;
}

static bool take_stage(void *into, struct str value, struct error *error)
{
    struct inspect_options *options = into;
    if (str_equal(value, STR("statements"))) {
        options->stage = STAGE_STATEMENTS;
    } else if (str_equal(value, STR("changes"))) {
        options->stage = STAGE_CHANGES;
    } else {
        return fail(error, "inspect knows the stages `statements` and `changes`, not `" STR_FMT "`",
                    STR_ARG(value));
    }
    return true;
}

static const struct option options_of_inspect[] = {
    {"format", 'f', "FORMAT", "text (the default) or json", take_format},
    {"stage", 's', "STAGE", "statements (the default), or changes: what rules see of the SQL",
     take_stage},
};

const struct command inspect_command_line = {
    .name = "inspect",
    .usage = "inspect [OPTION...] FILE",
    .summary = "show what goose makes of a migration",
    .options = options_of_inspect,
    .option_count = sizeof options_of_inspect / sizeof *options_of_inspect,
    .more =
        "Shows the directives, every statement as it is sent and in which transaction, what\n"
        "PostgreSQL's parser says to it, and what goose refuses or drops. Under ENVSUB ON\n"
        "variables come from the environment, as with goose.\n"
        "With --stage changes: each change the SQL makes, the statements of DO blocks among them,\n"
        "with its names, flags, position and all that rules may ask for.\n"
        "Exit code: 0 whatever the file is like, 2 when it cannot be read.",
};

/* -- reading ----------------------------------------------------------------------------------- */

/* The process's variables, the first of several with one name, as Go sees them. */
static struct goose_environment process_environment(struct arena *arena)
{
    size_t count = 0;
    while (environ[count] != NULL) count++;
    struct goose_variable *variables = arena_array(arena, count, sizeof *variables);
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        const char *equals = strchr(environ[i], '=');
        if (equals == NULL || equals == environ[i]) continue;
        variables[len].name = (struct str){environ[i], (size_t)(equals - environ[i])};
        variables[len++].value = str_from(equals + 1);
    }
    return (struct goose_environment){variables, len, true};
}

/* As reports show a path: without a leading "./". */
static struct str shown_path(struct str path)
{
    while (str_starts_with(path, STR("./"))) path = str_slice(path, 2, path.len);
    return path;
}

static struct str base_name(struct str path)
{
    size_t start = path.len;
    while (start > 0 && path.at[start - 1] != '/') start--;
    return str_slice(path, start, path.len);
}

static void write_stage(const struct inspection *inspection, const struct inspect_options *options)
{
    bool text = options->format == FORMAT_TEXT;
    if (options->stage == STAGE_CHANGES) {
        (text ? inspect_changes_text : inspect_changes_json)(stdout, inspection);
    } else {
        (text ? inspect_write_text : inspect_write_json)(stdout, inspection);
    }
}

static bool inspect(struct arena *arena, const struct arguments *arguments,
                    const struct inspect_options *options, struct error *error)
{
    if (arguments->operand_count != 1) return fail(error, "inspect wants one FILE");
    struct str path = arguments->operands[0];
    struct str text;
    if (!source_read_file(arena, path.at, &text, error)) return false;
    const struct source *source = source_new(arena, shown_path(path), text);
    struct goose_environment environment = process_environment(arena);
    struct inspection inspection = {.arena = arena,
                                    .file = pipeline_file(arena, source, &environment)};
    struct str digits;
    enum migration_kind kind;
    inspection.has_version =
        migration_name(base_name(source->path), &inspection.version, &digits, &kind);
    write_stage(&inspection, options);
    return true;
}

int inspect_command(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct error error;
    struct inspect_options options = {FORMAT_TEXT, STAGE_STATEMENTS};
    struct arguments arguments = {.arena = &arena, .into = &options};
    bool good = options_parse(&inspect_command_line, argc, argv, &arguments, &error);
    if (good && arguments.help) {
        options_print_help(&inspect_command_line);
    } else if (good) {
        good = inspect(&arena, &arguments, &options, &error);
    }
    int code = good ? finish_stdout(0) : trouble(&error);
    arena_release(&arena);
    return code;
}
