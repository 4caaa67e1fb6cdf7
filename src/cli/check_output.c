/* Options of `gander check` about what is written where. */
#include "cli/check_takes.h"

static bool unknown_format(struct arena *arena, struct str name, struct error *error)
{
    struct str *names = arena_array(arena, reporter_count, sizeof *names);
    for (size_t i = 0; i < reporter_count; i++) names[i] = str_from(reporters[i]->name);
    return check_unknown_word(arena, "format", name, names, reporter_count, error);
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

bool check_take_format(void *into, struct str value, struct error *error)
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

bool check_take_color(void *into, struct str value, struct error *error)
{
    static const struct str names[] = {STR_INIT("auto"), STR_INIT("always"), STR_INIT("never")};
    struct check_options *options = into;
    for (int i = COLOR_AUTO; i <= COLOR_NEVER; i++) {
        if (!str_equal(value, names[i])) continue;
        options->color = (enum color_choice)i;
        return true;
    }
    return check_unknown_word(options->arena, "colour choice", value, names, 3, error);
}

bool check_take_quiet(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->quiet = true;
    return true;
}
