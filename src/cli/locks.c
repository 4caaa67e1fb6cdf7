/* gander locks: which locks migrations take, from when to when. */
#include "report/locks.h"
#include "cli/check_takes.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "pipeline.h"

#include <stdio.h>

struct form {
    const char *name;
    locks_writer *write;
    bool appends;
};

static const struct form forms[] = {
    {"text", locks_write_text, false},
    {"json", locks_write_json, false},
    {"markdown", locks_write_markdown, true},
};

enum { FORM_COUNT = sizeof forms / sizeof *forms };

struct locks_command {
    struct check_options shared; /* first: options that `gander check` has too are taken as there */
    struct timeline_options timeline;
    const struct form *form;
    struct str path; /* of `--format NAME=PATH`; empty: stdout */
};

static bool take_format(void *into, struct str value, struct error *error)
{
    struct locks_command *command = into;
    struct arena *arena = command->shared.arena;
    struct str names[FORM_COUNT];
    struct str name;
    if (!check_split_format(arena, value, &name, &command->path, error)) return false;
    command->form = NULL; /* the last one counts */
    for (size_t i = 0; i < FORM_COUNT; i++) {
        names[i] = str_from(forms[i].name);
        if (str_equal(name, names[i])) command->form = &forms[i];
    }
    if (command->form != NULL) return true;
    return check_unknown_word(arena, "format", name, names, FORM_COUNT, error);
}

static bool take_down(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct locks_command *)into)->timeline.down = true;
    return true;
}

static bool take_all(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct locks_command *)into)->timeline.all = true;
    return true;
}

static const struct option options_of_locks[] = {
    {"format", 'f', "FORMAT[=PATH]",
     "text (the default), json or markdown; markdown is added at PATH's end", take_format},
    {"all", 'a', NULL,
     "also locks on what the migrations themselves make, and those that block\n"
     "nothing an application does; indexes and partitions one by one",
     take_all},
    {"down", 0, NULL, "Down sections too", take_down},
    {"since", 0, "REF", "only migrations added or changed since HEAD left this git revision",
     check_take_since},
    {"staged", 0, NULL, "only migrations in git's index that HEAD lacks, as the index has them",
     check_take_staged},
    {"start-after", 0, "VERSION",
     "leave out versions up to this one; default: what gander.yml says.\n"
     "Files that are named are told in any case",
     check_take_start_after},
    {"postgres-version", 0, "N", "the server, 11 to 18; default: what gander.yml says, or 15",
     check_take_postgres_version},
    {"exclude", 0, "GLOB", "leave out matching files; may be given several times",
     check_take_exclude},
    {"config", 0, "FILE", "read this gander.yml; default: the nearest one above each directory",
     check_take_config},
    {"isolated", 0, NULL, "read no gander.yml", check_take_isolated},
    {"color", 0, "WHEN", "auto (default: on a terminal), always, never", check_take_color},
};

const struct command locks_command_line = {
    .name = "locks",
    .usage = "locks [OPTION...] [PATH...]",
    .summary = "show which locks migrations take, and until when",
    .options = options_of_locks,
    .option_count = sizeof options_of_locks / sizeof *options_of_locks,
    .more =
        "For each migration and transaction: the statements, what each of them locks, what the\n"
        "lock blocks, what takes time meanwhile (rewrite, scan, index build), and which lock on\n"
        "each relation is held at the end. PATH is what it is for `gander check`. A file is told\n"
        "alone, but the history before it is replayed: what a statement locks depends on it.\n"
        "\n"
        "Left out unless --all says so: relations that the migration itself makes (nobody else\n"
        "can wait for them), and locks below SHARE, which block neither SELECT nor INSERT,\n"
        "UPDATE and DELETE; but not the scan or rewrite that another lock is held for. An index\n"
        "is left out beside its table, a partition beside the table it belongs to.\n"
        "\n"
        "A function that a statement calls by name, and that the migrations have made in SQL or\n"
        "PL/pgSQL, is looked into: `in f()`. Triggers are not.\n"
        "\n"
        "`perhaps` stands where the answer hangs on what the migrations do not show; a relation\n"
        "that no migration makes is taken to be in use and full. A lock is held from the moment\n"
        "the statement gets it; while it waits for it, all that come later wait behind it.\n"
        "\n"
        "JSON: sequences[] have migrations[] (path, version, problems[]) with transactions[]:\n"
        "number, section, mode (goose, implicit, explicit, autocommit), until, statements[] and\n"
        "strongest[]. A statement has tag, sql, start, end and locks[]: relation, kind, standing\n"
        "(in-use, new, unreleased, absent), members (partitions and children told with it), mode,\n"
        "blocks_reads, blocks_writes, rewrite, scan, scan_twice, builds_index, new_file,\n"
        "waits_for_snapshots, uncertain, condition (\"if its branch runs\" of a DO block, \"if\n"
        "rows of it are concerned\" of a partition, \"if it is called\", \"if it is there\", or\n"
        "null), inside (the function of these migrations whose body takes it, \"f()\", or null), "
        "why,\n"
        "source, taken_at, held_until, and `under`: the strongest lock of an earlier statement "
        "that\n"
        "lasts while this one works, or null.\n"
        "Places are line and column, from 1, in code points; held_until is the end of the last\n"
        "statement of the transaction, or of the ROLLBACK TO that gives the lock back.\n"
        "\n"
        "Examples:\n"
        "  gander locks db/migrations/00042_x.sql      one migration\n"
        "  gander locks --since origin/main            what this branch adds\n"
        "  gander locks --since origin/main -f markdown=\"$GITHUB_STEP_SUMMARY\"\n"
        "\n"
        "Exit code: 0, or 2 when something could not be read. What PostgreSQL would refuse is\n"
        "mentioned and does not change it: that is for `gander check`.",
};

struct telling {
    const struct form *form;
    const struct lock_timeline *timeline;
};

static void write_form(FILE *out, const void *of, const struct report_style *style)
{
    const struct telling *telling = of;
    telling->form->write(out, telling->timeline, style);
}

static int tell(const struct locks_command *command, const struct lock_timeline *timeline)
{
    const struct telling telling = {command->form, timeline};
    const struct report_style style = style_for_stdout(command->shared.color, false);
    struct error error;
    if (command->path.len == 0) {
        write_form(stdout, &telling, &style);
        return finish_stdout(0);
    }
    const struct file_writer writer = {write_form, &telling, command->form->appends};
    return output_write_file(command->path, &writer, false, &error) ? 0 : trouble(&error);
}

static int run(const struct locks_command *command, const struct arguments *arguments)
{
    const struct check_options *shared = &command->shared;
    struct locks_run run;
    struct locks_options options = {
        .discover = {.paths = arguments->operands, .path_count = arguments->operand_count},
        .settings = shared->settings,
        .git = shared->git,
        .timeline = command->timeline,
    };
    options.settings.exclude = (struct globs){shared->excludes.at, shared->excludes.len, STR(".")};
    pipeline_locks(&run, &options);
    for (size_t i = 0; i < run.note_count; i++) print_message(run.notes[i]);
    for (size_t i = 0; i < run.problem_count; i++) print_frame(run.problems[i]);
    bool anything = run.timeline.sequence_count > 0 || run.problem_count == 0;
    int code = anything ? tell(command, &run.timeline) : 0;
    if (run.problem_count > 0) code = EXIT_TROUBLE;
    pipeline_release_locks(&run);
    return code;
}

int locks_command(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct error error;
    struct locks_command command = {.shared = {.arena = &arena}};
    struct arguments arguments = {.arena = &arena, .into = &command};
    int code;
    bool good = options_parse(&locks_command_line, argc, argv, &arguments, &error);
    if (command.form == NULL) command.form = &forms[0];
    for (size_t i = 0; good && i < arguments.operand_count; i++) {
        if (!str_equal(arguments.operands[i], STR("-"))) continue;
        good = fail(&error, "locks reads files, not standard input");
    }
    if (!good) {
        code = trouble(&error);
    } else if (arguments.help) {
        options_print_help(&locks_command_line);
        code = finish_stdout(0);
    } else {
        code = run(&command, &arguments);
    }
    arena_release(&arena);
    return code;
}
