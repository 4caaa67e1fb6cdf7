#include "cli/check_options.h"

#include "cli/check_takes.h"

#include <stdio.h>

bool check_unknown_word(struct arena *arena, const char *what, struct str written,
                        const struct str *words, size_t count, struct error *error)
{
    struct str hint = did_you_mean(arena, written, words, count);
    if (hint.len == 0) {
        hint = str_format(arena, "; known: " STR_FMT,
                          STR_ARG(str_join(arena, words, count, STR(", "))));
    }
    return fail(error, "unknown %s `" STR_FMT "`" STR_FMT, what, STR_ARG(written), STR_ARG(hint));
}

/* False when [value] is no number of at most 18 digits. */
bool check_read_number(struct str value, int64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] < '0' || value.at[i] > '9' || i > 17) return false;
        *number = *number * 10 + (value.at[i] - '0');
    }
    return value.len > 0;
}

static const struct option check_option_table[] = {
    {"format", 'f', "FORMAT[=FILE]",
     "write this format (below; default text) to FILE or standard output;\n"
     "may be given several times, once of them without FILE",
     check_take_format},
    {"fail-on", 0, "SEVERITY",
     "exit with 1 from this severity up: info, warning, error (default), never",
     check_take_fail_on},
    {"exit-zero", 0, NULL, "exit with 0 whatever was found", check_take_exit_zero},
    {"rule", 0, "RULE=LEVEL",
     "set a rule, a category or `all` to off, info, warning, error, or on\n"
     "(its own severity); may be given several times; a rule that is off by\n"
     "default is switched on by its own name only",
     check_take_rule},
    {"only", 0, "RULE[,...]", "run these rules or categories and nothing else", check_take_only},
    {"ignore", 0, "RULE[,...]", "do not run these rules or categories", check_take_ignore},
    {"stdin-filename", 0, "PATH",
     "where the migration on standard input belongs: its sequence is read\n"
     "from there, with this text in the file's place",
     check_take_stdin_filename},
    {"config", 0, "FILE", "read this gander.yml; default: the nearest one above each directory",
     check_take_config},
    {"isolated", 0, NULL, "read no gander.yml", check_take_isolated},
    {"postgres-version", 0, "N", "the oldest server the migrations must run on (default 15)",
     check_take_postgres_version},
    {"start-after", 0, "VERSION", "versions up to this one are read, not reported",
     check_take_start_after},
    {"since", 0, "REF",
     "report on migrations added or changed since HEAD left this git\n"
     "revision, up to the work tree; instead of gander.yml's base-ref",
     check_take_since},
    {"staged", 0, NULL,
     "report on migrations that the next commit adds or changes, with\n"
     "the text that git's index has",
     check_take_staged},
    {"exclude", 0, "GLOB",
     "do not report on these files, or on all in these folders, relative to\n"
     "the working directory; may be given several times",
     check_take_exclude},
    {"force-exclude", 0, NULL, "exclude files that are named, too (for hooks)",
     check_take_force_exclude},
    {"baseline", 0, "FILE", "do not report the findings in this file (see gander baseline)",
     check_take_baseline},
    {"no-baseline", 0, NULL, "report them, whatever the configuration says",
     check_take_no_baseline},
    {"show-suppressed", 0, NULL,
     "report what comments and the baseline silence, too, and mark it\n"
     "(formats text, concise, json, jsonl, sarif)",
     check_take_show_suppressed},
    {"add-ignore", 0, "REASON",
     "instead of a report, write `-- gander:ignore RULE -- REASON` above each\n"
     "statement with a finding from --fail-on up; where goose minds a comment,\n"
     "`ignore-file` at the top; tells what no comment can silence",
     check_take_add_ignore},
    {"fix", 0, NULL, "apply safe fixes, then report what is left", check_take_fix},
    {"unsafe-fixes", 0, NULL,
     "with --fix or --diff: also fixes that change transactions, data or Down",
     check_take_unsafe_fixes},
    {"diff", 0, NULL,
     "print what --fix would change as a unified diff and write nothing;\n"
     "exit with 1 when there is something",
     check_take_diff},
    {"allow-applied", 0, NULL,
     "with --fix or --diff: touch migrations up to --start-after and those\n"
     "of the base ref, too",
     check_take_allow_applied},
    {"strict", 0, NULL, "exit with 2 when something was not analysed", check_take_strict},
    {"allow-no-files", 0, NULL, "finding no migration is no error", check_take_allow_no_files},
    {"color", 0, "WHEN",
     "auto (default: on a terminal), always, never; NO_COLOR and\n"
     "FORCE_COLOR are heeded",
     check_take_color},
    {"quiet", 'q', NULL, "leave out the summary, and on a terminal the line that tells progress",
     check_take_quiet},
    {"threads", 'j', "N", "read N files at a time; 0 (default): one for each processor",
     check_take_threads},
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
