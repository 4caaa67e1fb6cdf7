/* gander inspect: what goose makes of one file. */
#include "cli/inspect.h"

#include "base/error.h"
#include "cli/commands.h"
#include "pipeline.h"

#include <stdlib.h>
#include <string.h>

extern char **environ;

static const char usage[] =
    "usage: gander inspect [-f text|json] FILE\n"
    "\n"
    "Shows what goose makes of a migration: its directives, every statement as it is sent and in\n"
    "which transaction, what PostgreSQL's parser says to it, and what goose refuses or drops.\n"
    "Under ENVSUB ON variables come from the environment, as with goose.\n"
    "\n"
    "  -f, --format text|json   how (default: text)\n"
    "  -h, --help               this text\n";

struct inspect_options {
    const char *format;
    const char *path;
    bool help;
};

/* -- options --------------------------------------------------------------------------------------
 */

static bool take_path(struct inspect_options *options, const char *path, struct error *error)
{
    if (options->path != NULL) return fail(error, "inspect takes one FILE, not several");
    options->path = path;
    return true;
}

static bool is_format_option(const char *argument)
{
    return strcmp(argument, "-f") == 0 || strcmp(argument, "--format") == 0;
}

static bool parse_options(char **argv, struct inspect_options *options, struct error *error)
{
    bool only_paths = false;
    for (char **at = argv + 1; *at != NULL; at++) {
        const char *argument = *at;
        if (only_paths || argument[0] != '-') {
            if (!take_path(options, argument, error)) return false;
        } else if (strcmp(argument, "--") == 0) {
            only_paths = true;
        } else if (strcmp(argument, "-h") == 0 || strcmp(argument, "--help") == 0) {
            options->help = true;
        } else if (is_format_option(argument)) {
            if (at[1] == NULL) return fail(error, "%s wants a format: text or json", argument);
            options->format = *++at;
        } else if (strncmp(argument, "--format=", 9) == 0) {
            options->format = argument + 9;
        } else {
            return fail(error, "inspect has no option %s (see gander inspect --help)", argument);
        }
    }
    bool known = strcmp(options->format, "text") == 0 || strcmp(options->format, "json") == 0;
    if (!known) return fail(error, "inspect writes text or json, not %s", options->format);
    if (options->path != NULL || options->help) return true;
    return fail(error, "inspect wants a FILE (see gander inspect --help)");
}

/* -- reading --------------------------------------------------------------------------------------
 */

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
static struct str shown_path(const char *path)
{
    struct str shown = str_from(path);
    while (str_starts_with(shown, STR("./"))) shown = str_slice(shown, 2, shown.len);
    return shown;
}

static struct str base_name(struct str path)
{
    size_t start = path.len;
    while (start > 0 && path.at[start - 1] != '/') start--;
    return str_slice(path, start, path.len);
}

static bool inspect(struct arena *arena, const struct inspect_options *options, struct error *error)
{
    struct str text;
    if (!source_read_file(arena, options->path, &text, error)) return false;
    const struct source *source = source_new(arena, shown_path(options->path), text);
    struct goose_environment environment = process_environment(arena);
    struct inspection inspection = {.arena = arena,
                                    .file = pipeline_file(arena, source, &environment)};
    struct str digits;
    enum migration_kind kind;
    inspection.has_version =
        migration_name(base_name(source->path), &inspection.version, &digits, &kind);
    if (strcmp(options->format, "json") == 0) {
        inspect_write_json(stdout, &inspection);
    } else {
        inspect_write_text(stdout, &inspection);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) return fail(error, "cannot write the output");
    return true;
}

int inspect_command(int argc, char **argv)
{
    (void)argc;
    struct error error = {{0}};
    struct inspect_options options = {.format = "text"};
    bool good = parse_options(argv, &options, &error);
    if (good && options.help) {
        fputs(usage, stdout);
    } else if (good) {
        struct arena arena;
        arena_init(&arena);
        good = inspect(&arena, &options, &error);
        arena_release(&arena);
    }
    if (!good) fprintf(stderr, "gander: %s\n", error.text);
    return good ? EXIT_SUCCESS : EXIT_TROUBLE;
}
