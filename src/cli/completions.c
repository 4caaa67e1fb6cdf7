/* gander completions: a script that lets a shell complete gander's command line. */
#include "cli/completion_words.h"
#include "cli/message.h"

#include <stdio.h>

const struct command completions_command_line = {
    .name = "completions",
    .usage = "completions bash|zsh|fish",
    .summary = "print a script that completes gander's command line",
    .more = "`cmake --install` puts all three where the shells look for them. By hand:\n"
            "  bash  source <(gander completions bash)\n"
            "  zsh   gander completions zsh > \"${fpath[1]}/_gander\"\n"
            "  fish  gander completions fish > ~/.config/fish/completions/gander.fish",
};

static const struct {
    struct str name;
    void (*print)(struct arena *arena);
} shells[] = {
    {STR_INIT("bash"), completions_bash},
    {STR_INIT("zsh"), completions_zsh},
    {STR_INIT("fish"), completions_fish},
};

enum { SHELL_COUNT = sizeof shells / sizeof *shells };

static bool print_for(struct arena *arena, const struct arguments *arguments, struct error *error)
{
    struct str names[SHELL_COUNT];
    if (arguments->operand_count != 1) {
        return fail(error, "completions needs the name of one shell: bash, zsh, fish");
    }
    for (size_t i = 0; i < SHELL_COUNT; i++) {
        names[i] = shells[i].name;
        if (!str_equal(arguments->operands[0], names[i])) continue;
        shells[i].print(arena);
        return true;
    }
    struct str hint = did_you_mean(arena, arguments->operands[0], names, SHELL_COUNT);
    if (hint.len == 0) hint = STR("; known: bash, zsh, fish");
    return fail(error, "no completions for `" STR_FMT "`" STR_FMT, STR_ARG(arguments->operands[0]),
                STR_ARG(hint));
}

int completions_command(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct error error;
    struct arguments arguments = {.arena = &arena};
    bool good = options_parse(&completions_command_line, argc, argv, &arguments, &error);
    if (good && arguments.help)
        options_print_help(&completions_command_line);
    else if (good)
        good = print_for(&arena, &arguments, &error);
    int code = finish_stdout(good ? 0 : trouble(&error));
    arena_release(&arena);
    return code;
}
