/* gander renumber: new migrations go above those of the base, as after a merge they must. */
#include "cli/check_takes.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/renumber_work.h"
#include "lint/where.h"
#include "report/words.h"

#include <stdio.h>

static bool take_since(void *into, struct str value, struct error *error)
{
    if (value.len == 0) {
        return fail(error, "`--since` needs a git revision, and what was given is empty");
    }
    ((struct renumber_options *)into)->git.base = value;
    return true;
}

static bool take_from(void *into, struct str value, struct error *error)
{
    int64_t *from = &((struct renumber_options *)into)->from;
    if (check_read_number(value, from) && *from > 0) return true;
    return fail(error, "`--from` needs a version, not `" STR_FMT "`", STR_ARG(value));
}

static bool take_dry_run(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct renumber_options *)into)->dry_run = true;
    return true;
}

static bool take_config(void *into, struct str value, struct error *error)
{
    if (value.len == 0) return fail(error, "`--config` needs the path of a file");
    ((struct renumber_options *)into)->settings.config_path = value;
    return true;
}

static const struct option options_of_renumber[] = {
    {"since", 0, "REF",
     "the git revision these migrations are merged into; instead of\n"
     "gander.yml's base-ref",
     take_since},
    {"from", 0, "VERSION",
     "the lowest number to give, such as the first of a block that is\n"
     "reserved for you; default: the one behind REF's highest",
     take_from},
    {"dry-run", 0, NULL, "rename nothing; exit with 1 when there is something to rename",
     take_dry_run},
    {"config", 0, "FILE", "read this gander.yml; default: the nearest one above each directory",
     take_config},
};

const struct command renumber_command_line = {
    .name = "renumber",
    .usage = "renumber [OPTION...] [PATH...]",
    .summary = "give new migrations numbers above those of the base",
    .options = options_of_renumber,
    .option_count = sizeof options_of_renumber / sizeof *options_of_renumber,
    .more =
        "Two branches that each took the next number meet in a merge: goose stops at the second\n"
        "00042, and refuses a 00041 that comes after it. This renames the migrations that REF "
        "does\n"
        "not have, and no others: what REF has may be applied. They keep their order, their "
        "digits\n"
        "and their names; one that is above REF's highest already, in a block of its own perhaps,\n"
        "stays. Timestamps become the time of now (UTC), a second apart. `file-names` in "
        "gander.yml\n"
        "is heeded: numbering, width, contiguous.\n"
        "A header field that holds the old name, and a Go string literal that does, are changed\n"
        "too. PATH is what it is for `gander check`; a file is renumbered alone.\n"
        "\n"
        "Examples:\n"
        "  gander renumber --since origin/main             before or after merging main\n"
        "  gander renumber --since main --from 300         into the block from 300 on\n"
        "  gander renumber --dry-run                       with `base-ref` in gander.yml\n"
        "\n"
        "A database that has run a migration under its old number runs it again under the new\n"
        "one: roll it back there first (goose down).\n"
        "Exit code: 0 done, or nothing to do; 1 with --dry-run when there is something; 2 it "
        "could\n"
        "not be done, and nothing was renamed.",
};

/* -- telling ----------------------------------------------------------------------------------- */

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void say_moves(const struct moves *moves)
{
    for (size_t i = 0; i < moves->len; i++) {
        const struct move *move = &moves->at[i];
        write_visible(stdout, move->from_shown);
        fputs(" -> ", stdout);
        write_visible(stdout, move->to_shown);
        if (move->said.len > 0) {
            fputs(", which says ", stdout);
            write_visible(stdout, move->said);
            fputs(" now", stdout);
        }
        putchar('\n');
    }
}

static void say_nothing_in(const struct renumber_task *task)
{
    const struct renumber_plan *plan = &task->plan;
    fputs("Nothing to renumber in ", stdout);
    write_visible(stdout, task->sequence->dir);
    if (plan->fresh == 0) {
        printf(": no migration that `" STR_FMT "` does not have.\n", STR_ARG(task->base->ref));
    } else if (plan->highest == NULL) {
        printf(": `" STR_FMT "` has no migration there.\n", STR_ARG(task->base->ref));
    } else {
        printf(": %zu new migration%s %s above `", plan->fresh, plural(plan->fresh),
               plan->fresh == 1 ? "is" : "are");
        write_visible(stdout, plan->highest->name);
        printf("`, the newest of `" STR_FMT "`.\n", STR_ARG(task->base->ref));
    }
}

static void say_what_next(const struct renumber_work *work)
{
    size_t count = 0;
    for (size_t i = 0; i < work->task_count; i++) count += work->tasks[i].plan.len;
    if (work->options->dry_run) {
        printf("%zu migration%s to be renamed; nothing was (--dry-run).\n", count, plural(count));
        return;
    }
    printf("%zu migration%s renamed. Git sees it once they are added, by their old names and their "
           "new:\n    git add --all && git commit\n",
           count, plural(count));
}

/* -- the command ------------------------------------------------------------------------------- */

static int carry_out(struct renumber_work *work)
{
    struct error error;
    if (work->moves.len == 0) {
        for (size_t i = 0; i < work->task_count; i++) say_nothing_in(&work->tasks[i]);
        return finish_stdout(0);
    }
    if (!work->options->dry_run && !moves_apply(&work->moves, &error)) return trouble(&error);
    say_moves(&work->moves);
    say_what_next(work);
    return finish_stdout(work->options->dry_run ? EXIT_FINDINGS : 0);
}

/* What is wrong with the tree or a gander.yml: nothing is renamed. */
static bool has_problems(struct arena *arena, const struct discovery *found,
                         const struct settings *settings)
{
    for (size_t i = 0; i < found->problem_count; i++) print_message(found->problems[i]);
    for (size_t i = 0; i < settings->error_count; i++) {
        print_frame(config_error_frame(arena, &settings->errors[i]));
    }
    return found->problem_count + settings->error_count > 0;
}

static int run(struct arena *arena, const struct renumber_options *options,
               const struct arguments *arguments)
{
    struct error error;
    struct renumber_work work = {.arena = arena, .options = options};
    const struct discover_options given = {.paths = arguments->operands,
                                           .path_count = arguments->operand_count};
    struct discover_options where = where_to_look(arena, &given, &options->settings);
    struct discovery found = discover(arena, &where);
    struct settings settings = settings_find(arena, &found, &options->settings);
    settings_exclude(arena, &found, &settings, &options->settings);
    if (has_problems(arena, &found, &settings)) return EXIT_TROUBLE;
    if (found.sequence_count == 0) {
        fail(&error, "no goose migration found");
        return trouble(&error);
    }
    if (!renumber_plan_all(&work, &found, &settings, &error)) return trouble(&error);
    return carry_out(&work);
}

int renumber_command(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct error error;
    struct renumber_options options = {.dry_run = false};
    struct arguments arguments = {.arena = &arena, .into = &options};
    int code;
    if (!options_parse(&renumber_command_line, argc, argv, &arguments, &error)) {
        code = trouble(&error);
    } else if (arguments.help) {
        options_print_help(&renumber_command_line);
        code = finish_stdout(0);
    } else {
        code = run(&arena, &options, &arguments);
    }
    arena_release(&arena);
    return code;
}
