#include "cli/options.h"

#include "base/nearest.h"

#include <stdio.h>
#include <string.h>

struct str did_you_mean(struct arena *arena, struct str written, const struct str *words,
                        size_t count)
{
    int nearest = nearest_word(written, words, count);
    if (nearest < 0) return STR("");
    return str_format(arena, "; did you mean `" STR_FMT "`?", STR_ARG(words[nearest]));
}

static const struct option help_option = {.name = "help", .letter = 'h', .help = "print this help"};

static const struct option *find_long(const struct command *command, struct str name)
{
    if (str_equal(name, str_from(help_option.name))) return &help_option;
    for (size_t i = 0; i < command->option_count; i++) {
        if (str_equal(name, str_from(command->options[i].name))) return &command->options[i];
    }
    return NULL;
}

static const struct option *find_short(const struct command *command, char letter)
{
    if (letter == help_option.letter) return &help_option;
    for (size_t i = 0; letter != 0 && i < command->option_count; i++) {
        if (command->options[i].letter == letter) return &command->options[i];
    }
    return NULL;
}

static bool unknown(const struct command *command, struct arena *arena, struct str written,
                    struct error *error)
{
    struct str *names = arena_array(arena, command->option_count + 1, sizeof *names);
    for (size_t i = 0; i < command->option_count; i++) {
        names[i] = str_format(arena, "--%s", command->options[i].name);
    }
    names[command->option_count] = STR("--help");
    struct str hint = did_you_mean(arena, written, names, command->option_count + 1);
    if (hint.len == 0) hint = str_format(arena, "; see `gander help %s`", command->name);
    return fail(error, "unknown option `" STR_FMT "`" STR_FMT, STR_ARG(written), STR_ARG(hint));
}

/* One word of the command line that is an option; [next] the word behind it. */
struct given {
    const struct option *option;
    struct str written; /* `--format`, `-f` */
    struct str value;   /* behind `=`, or behind the letter */
    bool has_value;
};

static struct given read_long(const struct command *command, struct str word)
{
    size_t equals = str_find(word, STR("="), 0);
    bool has_value = equals != SIZE_MAX;
    struct str written = str_slice(word, 0, equals);
    return (struct given){
        .option = find_long(command, str_slice(written, 2, written.len)),
        .written = written,
        .value = has_value ? str_slice(word, equals + 1, word.len) : STR(""),
        .has_value = has_value,
    };
}

static struct given read_short(const struct command *command, struct str word)
{
    struct given given = {
        .option = find_short(command, word.at[1]),
        .written = str_slice(word, 0, 2),
        .has_value = word.len > 2,
    };
    size_t start = word.len > 2 && word.at[2] == '=' ? 3 : 2;
    given.value = str_slice(word, start, word.len);
    /* Nothing is called `-fx`: an unknown word is shown whole. */
    if (given.option == NULL) given.written = word;
    return given;
}

/* Carries out one option; [used] tells that the next word was its value. */
static bool take(const struct command *command, struct arguments *arguments, struct given given,
                 const char *next, bool *used, struct error *error)
{
    const struct option *option = given.option;
    *used = false;
    if (option == NULL) return unknown(command, arguments->arena, given.written, error);
    if (option->argument == NULL && given.has_value) {
        return fail(error, "option `" STR_FMT "` takes no value", STR_ARG(given.written));
    }
    if (option->argument != NULL && !given.has_value) {
        if (next == NULL) {
            return fail(error, "option `" STR_FMT "` needs a value: %s", STR_ARG(given.written),
                        option->argument);
        }
        given.value = str_from(next);
        *used = true;
    }
    if (option == &help_option) {
        arguments->help = true;
        return true;
    }
    return option->take(arguments->into, str_copy(arguments->arena, given.value), error);
}

bool options_parse(const struct command *command, int argc, char **argv,
                   struct arguments *arguments, struct error *error)
{
    bool only_operands = false;
    arguments->operands = arena_array(arguments->arena, (size_t)argc, sizeof(struct str));
    for (int i = 1; i < argc; i++) {
        struct str word = str_from(argv[i]);
        if (only_operands || word.len < 2 || word.at[0] != '-') {
            arguments->operands[arguments->operand_count++] = word;
            continue;
        }
        if (str_equal(word, STR("--"))) {
            only_operands = true;
            continue;
        }
        bool used;
        struct given given =
            word.at[1] == '-' ? read_long(command, word) : read_short(command, word);
        if (!take(command, arguments, given, argv[i + 1], &used, error)) return false;
        if (arguments->help) return true;
        if (used) i++;
    }
    return true;
}

/* -- help ---------------------------------------------------------------------------------------*/

static int width_of(const struct option *option)
{
    size_t argument = option->argument == NULL ? 0 : strlen(option->argument) + 1;
    return (int)(strlen(option->name) + argument);
}

static void print_option(const struct option *option, int width)
{
    if (option->letter != 0)
        printf("  -%c, ", option->letter);
    else
        fputs("      ", stdout);
    printf("--%s%s%s%*s", option->name, option->argument == NULL ? "" : " ",
           option->argument == NULL ? "" : option->argument, width - width_of(option) + 2, "");
    for (const char *line = option->help;;) {
        const char *end = strchr(line, '\n');
        if (end == NULL) {
            puts(line);
            return;
        }
        printf("%.*s\n%*s", (int)(end - line), line, width + 10, "");
        line = end + 1;
    }
}

void options_print_help(const struct command *command)
{
    int width = width_of(&help_option);
    for (size_t i = 0; i < command->option_count; i++) {
        int wanted = width_of(&command->options[i]);
        if (wanted > width) width = wanted;
    }
    printf("gander %s: %s\n\nUsage: gander %s\n\nOptions:\n", command->name, command->summary,
           command->usage);
    for (size_t i = 0; i < command->option_count; i++) print_option(&command->options[i], width);
    print_option(&help_option, width);
    if (command->print_list != NULL) command->print_list();
    if (command->more != NULL) printf("\n%s\n", command->more);
}
