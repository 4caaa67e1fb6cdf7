#include "cli/check_options.h"

#include "cli/message.h"
#include "lint/rule.h"

#include <limits.h>
#include <stdio.h>

/* -- outputs ------------------------------------------------------------------------------------*/

static bool unknown_word(struct arena *arena, const char *what, struct str written,
                         const struct str *words, size_t count, struct error *error)
{
    struct str hint = did_you_mean(arena, written, words, count);
    if (hint.len == 0) {
        hint = str_format(arena, "; known: " STR_FMT,
                          STR_ARG(str_join(arena, words, count, STR(", "))));
    }
    return fail(error, "unknown %s `" STR_FMT "`" STR_FMT, what, STR_ARG(written), STR_ARG(hint));
}

static bool unknown_format(struct arena *arena, struct str name, struct error *error)
{
    struct str *names = arena_array(arena, reporter_count, sizeof *names);
    for (size_t i = 0; i < reporter_count; i++) names[i] = str_from(reporters[i]->name);
    return unknown_word(arena, "format", name, names, reporter_count, error);
}

static bool is_taken(const struct check_options *options, struct str path, struct error *error)
{
    for (size_t i = 0; i < options->output_count; i++) {
        if (!str_equal(options->outputs[i].path, path)) continue;
        if (path.len == 0)
            fail(error, "two reports to standard output: give one `--format` a file");
        else
            fail(error, "two reports to " STR_FMT, STR_ARG(path));
        return true;
    }
    return false;
}

static bool take_format(void *into, struct str value, struct error *error)
{
    struct check_options *options = into;
    size_t equals = str_find(value, STR("="), 0);
    struct str name = str_slice(value, 0, equals);
    struct str path = STR("");
    if (equals != SIZE_MAX) {
        path = str_copy(options->arena, str_slice(value, equals + 1, value.len));
        if (path.len == 0)
            return fail(error, "`--format " STR_FMT "` lacks a file", STR_ARG(value));
        if (str_equal(path, STR("-"))) path = STR("");
    }
    const struct reporter *reporter = reporter_find(name);
    if (reporter == NULL) return unknown_format(options->arena, name, error);
    if (is_taken(options, path, error)) return false;
    if (options->output_count == OUTPUT_LIMIT) return fail(error, "too many reports");
    options->outputs[options->output_count++] = (struct output){reporter, path};
    return true;
}

const struct output *check_stdout(const struct check_options *options)
{
    for (size_t i = 0; i < options->output_count; i++) {
        if (options->outputs[i].path.len == 0) return &options->outputs[i];
    }
    return NULL;
}

static bool take_color(void *into, struct str value, struct error *error)
{
    static const struct str names[] = {STR_INIT("auto"), STR_INIT("always"), STR_INIT("never")};
    struct check_options *options = into;
    for (int i = COLOR_AUTO; i <= COLOR_NEVER; i++) {
        if (!str_equal(value, names[i])) continue;
        options->color = (enum color_choice)i;
        return true;
    }
    return unknown_word(options->arena, "colour choice", value, names, 3, error);
}

static bool take_quiet(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->quiet = true;
    return true;
}

/* -- rules --------------------------------------------------------------------------------------*/

static bool is_category(struct str name)
{
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        if (str_equal(name, str_from(category_name((enum category)i)))) return true;
    }
    return false;
}

static bool unknown_rule(struct arena *arena, struct str name, struct error *error)
{
    size_t count = 0;
    struct str *names = arena_array(arena, rule_count + CATEGORY_COUNT + 1, sizeof *names);
    for (size_t i = 0; i < rule_count; i++) names[count++] = str_from(rules[i]->id);
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        names[count++] = str_from(category_name((enum category)i));
    }
    names[count++] = STR("all");
    struct str hint = did_you_mean(arena, name, names, count);
    if (hint.len == 0) hint = STR("; `gander rules` lists them");
    return fail(error, "unknown rule or category `" STR_FMT "`" STR_FMT, STR_ARG(name),
                STR_ARG(hint));
}

/* Names are checked here, so that a slip never silences, or fails to silence, something. */
static bool add_level(struct check_options *options, struct str selector, struct rule_level level,
                      struct error *error)
{
    const struct rule *rule = rule_find(selector);
    bool known = rule != NULL || is_category(selector) || str_equal(selector, STR("all"));
    if (!known) return unknown_rule(options->arena, selector, error);
    if (rule != NULL && !str_equal(selector, str_from(rule->id))) {
        print_message(str_format(options->arena, "note: `" STR_FMT "` is called `%s` here",
                                 STR_ARG(selector), rule->id));
        selector = str_from(rule->id);
    }
    level.selector = selector;
    level.has_level = true;
    /* Layer 0 is the configuration file, 1 what `--only` switches off. */
    level.layer = 2;
    VEC_PUSH(options->arena, &options->rule_levels, level);
    return true;
}

static bool take_rule(void *into, struct str value, struct error *error)
{
    static const struct str levels[] = {STR_INIT("off"), STR_INIT("info"), STR_INIT("warning"),
                                        STR_INIT("error"), STR_INIT("on")};
    struct check_options *options = into;
    size_t equals = str_find(value, STR("="), 0);
    if (equals == SIZE_MAX) {
        return fail(error,
                    "`--rule " STR_FMT "` lacks a level: RULE=off, info, warning, error or on",
                    STR_ARG(value));
    }
    struct str name = str_slice(value, equals + 1, value.len);
    struct rule_level level = {.on = str_equal(name, STR("on"))};
    if (!level.on && !severity_from_name(name, &level.level)) {
        return unknown_word(options->arena, "level", name, levels, 5, error);
    }
    return add_level(options, str_slice(value, 0, equals), level, error);
}

static bool add_levels(struct check_options *options, struct str list, struct rule_level level,
                       struct error *error)
{
    for (size_t at = 0; at <= list.len;) {
        size_t end = str_find(list, STR(","), at);
        if (end == SIZE_MAX) end = list.len;
        struct str selector = str_trim(str_slice(list, at, end));
        if (!add_level(options, selector, level, error)) return false;
        at = end + 1;
    }
    return true;
}

static bool take_ignore(void *into, struct str value, struct error *error)
{
    return add_levels(into, value, (struct rule_level){.level = SEVERITY_OFF}, error);
}

static bool take_only(void *into, struct str value, struct error *error)
{
    struct check_options *options = into;
    if (!options->only) {
        struct rule_level off = {STR_INIT("all"), .has_level = true, .layer = 1};
        VEC_PUSH(options->arena, &options->rule_levels, off);
    }
    options->only = true;
    return add_levels(options, value, (struct rule_level){.on = true}, error);
}

/* -- the verdict, and the run -------------------------------------------------------------------*/

static bool take_fail_on(void *into, struct str value, struct error *error)
{
    static const struct str names[] = {STR_INIT("info"), STR_INIT("warning"), STR_INIT("error"),
                                       STR_INIT("never")};
    struct check_options *options = into;
    struct settings_options *settings = &options->settings;
    settings->has_fail_on = true;
    if (str_equal(value, STR("never"))) {
        settings->fail_on = SEVERITY_OFF;
        return true;
    }
    if (severity_from_name(value, &settings->fail_on) && settings->fail_on != SEVERITY_OFF) {
        return true;
    }
    return unknown_word(options->arena, "severity", value, names, 4, error);
}

static bool take_exit_zero(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->exit_zero = true;
    return true;
}

static bool take_allow_no_files(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->allow_no_files = true;
    return true;
}

static bool take_stdin_filename(void *into, struct str value, struct error *error)
{
    if (value.len == 0 || value.at[value.len - 1] == '/') {
        return fail(error, "`--stdin-filename` needs the path of a file");
    }
    ((struct check_options *)into)->stdin_filename = value;
    return true;
}

/* False when [value] is no number of at most 18 digits. */
static bool read_number(struct str value, int64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] < '0' || value.at[i] > '9' || i > 17) return false;
        *number = *number * 10 + (value.at[i] - '0');
    }
    return value.len > 0;
}

static bool take_threads(void *into, struct str value, struct error *error)
{
    int64_t threads = 0;
    if (!read_number(value, &threads) || threads > 9999) {
        return fail(error, "`--threads` needs a number up to 9999, not `" STR_FMT "`",
                    STR_ARG(value));
    }
    ((struct check_options *)into)->threads = (unsigned)threads;
    return true;
}

/* -- configuration, and what is reported
 * ---------------------------------------------------------*/

static bool take_config(void *into, struct str value, struct error *error)
{
    if (value.len == 0) return fail(error, "`--config` needs the path of a file");
    ((struct check_options *)into)->settings.config_path = value;
    return true;
}

static bool take_isolated(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->settings.isolated = true;
    return true;
}

static bool take_start_after(void *into, struct str value, struct error *error)
{
    struct settings_options *settings = &((struct check_options *)into)->settings;
    settings->has_start_after = true;
    if (read_number(value, &settings->start_after)) return true;
    return fail(error, "`--start-after` needs a version, not `" STR_FMT "`", STR_ARG(value));
}

static bool take_postgres_version(void *into, struct str value, struct error *error)
{
    int64_t version = 0;
    struct str major = str_slice(value, 0, str_find(value, STR("."), 0));
    if (!read_number(major, &version) || version < 10 || version > 99) {
        return fail(error,
                    "`--postgres-version` needs a major version from 10 up, not `" STR_FMT "`",
                    STR_ARG(value));
    }
    ((struct check_options *)into)->settings.postgres_version = (unsigned)version;
    return true;
}

static bool take_exclude(void *into, struct str value, struct error *error)
{
    struct check_options *options = into;
    if (value.len == 0) return fail(error, "`--exclude` needs a glob");
    VEC_PUSH(options->arena, &options->excludes, value);
    return true;
}

static bool take_force_exclude(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->settings.force_exclude = true;
    return true;
}

static bool take_strict(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->settings.strict = true;
    return true;
}

static const struct option check_option_table[] = {
    {"format", 'f', "FORMAT[=FILE]",
     "write this format (below; default text) to FILE or standard output;\n"
     "may be given several times, once of them without FILE",
     take_format},
    {"fail-on", 0, "SEVERITY",
     "exit with 1 from this severity up: info, warning, error (default), never", take_fail_on},
    {"exit-zero", 0, NULL, "exit with 0 whatever was found", take_exit_zero},
    {"rule", 0, "RULE=LEVEL",
     "set a rule, a category or `all` to off, info, warning, error, or on\n"
     "(its own severity); may be given several times",
     take_rule},
    {"only", 0, "RULE[,...]", "run these rules or categories and nothing else", take_only},
    {"ignore", 0, "RULE[,...]", "do not run these rules or categories", take_ignore},
    {"stdin-filename", 0, "PATH",
     "where the migration on standard input belongs: its sequence is read\n"
     "from there, with this text in the file's place",
     take_stdin_filename},
    {"config", 0, "FILE", "read this gander.yml; default: the nearest one above each directory",
     take_config},
    {"isolated", 0, NULL, "read no gander.yml", take_isolated},
    {"postgres-version", 0, "N", "the oldest server the migrations must run on (default 15)",
     take_postgres_version},
    {"start-after", 0, "VERSION", "versions up to this one are read, not reported",
     take_start_after},
    {"exclude", 0, "GLOB",
     "do not report on these files, relative to the working directory;\n"
     "may be given several times",
     take_exclude},
    {"force-exclude", 0, NULL, "exclude files that are named, too (for hooks)", take_force_exclude},
    {"strict", 0, NULL, "exit with 2 when something was not analysed", take_strict},
    {"allow-no-files", 0, NULL, "finding no migration is no error", take_allow_no_files},
    {"color", 0, "WHEN",
     "auto (default: on a terminal), always, never; NO_COLOR and\n"
     "FORCE_COLOR are heeded",
     take_color},
    {"quiet", 'q', NULL, "leave out the summary", take_quiet},
    {"threads", 'j', "N", "read N files at a time; 0 (default): one for each processor",
     take_threads},
};

static void print_formats(void)
{
    puts("\nFormats:");
    for (size_t i = 0; i < reporter_count; i++) {
        printf("  %-11s %s\n", reporters[i]->name, reporters[i]->summary);
    }
}

const struct command check_command_line = {
    .name = "check",
    .usage = "[check] [OPTION...] [PATH...]",
    .summary = "lint goose migrations for PostgreSQL",
    .options = check_option_table,
    .option_count = sizeof check_option_table / sizeof *check_option_table,
    .print_list = print_formats,
    .more =
        "PATH is a migration, a directory of migrations, a tree that holds several such\n"
        "directories, or `-` for standard input. Without PATH: everything below the working\n"
        "directory. A file is reported alone, but its whole sequence is read, because what a\n"
        "statement does depends on the migrations before it. Hidden folders, node_modules and\n"
        "vendor are not entered unless they are named; a `.goose.yml` may name the directory\n"
        "(dir) and the database (driver).\n"
        "\n"
        "Examples:\n"
        "  gander                                  all migrations below this directory\n"
        "  gander check db/migrations/00042_x.sql  one migration\n"
        "  gander check -f text -f sarif=out.sarif services/\n"
        "  gander check --only goose,locking --fail-on warning\n"
        "  gander check --stdin-filename db/migrations/00042_x.sql - < draft.sql\n"
        "\n"
        "Exit code: 0 nothing at or above --fail-on; 1 something was; 2 something could not be\n"
        "done: wrong usage, an unreadable file, no migration found. The report is written in\n"
        "every case.",
};
