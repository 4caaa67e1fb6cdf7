/* Options of `gander check` about what is written where. */
#include "cli/check_takes.h"

static bool unknown_format(struct arena *arena, struct str name, struct error *error)
{
    struct str *names = arena_array(arena, reporter_count, sizeof *names);
    for (size_t i = 0; i < reporter_count; i++) names[i] = str_from(reporters[i]->name);
    return check_unknown_word(arena, "format", name, names, reporter_count, error);
}

/* Annotations may come behind lines for people, on standard output alone. */
static bool go_together(const struct output *first, const struct output *second)
{
    return first->path.len == 0 && first->reporter->for_people && second->reporter->follows;
}

static bool is_taken(const struct check_options *options, const struct output *wanted,
                     struct error *error)
{
    for (size_t i = 0; i < options->output_count; i++) {
        const struct output *other = &options->outputs[i];
        if (!str_equal(other->path, wanted->path)) continue;
        if (go_together(other, wanted) || go_together(wanted, other)) continue;
        if (wanted->path.len == 0)
            fail(error, "two reports to standard output: give one `--format` a file");
        else
            fail(error, "two reports to " STR_FMT, STR_ARG(wanted->path));
        return true;
    }
    return false;
}

/* In the order given, but lines for people before those that may follow them. */
static void add_output(struct check_options *options, struct output added)
{
    size_t at = options->output_count++;
    for (size_t i = 0; i < at; i++) {
        struct output other = options->outputs[i];
        if (other.path.len > 0 || !go_together(&added, &other)) continue;
        options->outputs[i] = added;
        added = other;
    }
    options->outputs[at] = added;
}

bool check_split_format(struct arena *arena, struct str value, struct str *name, struct str *path,
                        struct error *error)
{
    size_t equals = str_find(value, STR("="), 0);
    *name = str_slice(value, 0, equals);
    *path = STR("");
    if (equals == SIZE_MAX) return true;
    struct str file = str_slice(value, equals + 1, value.len);
    if (file.len == 0) return fail(error, "`--format " STR_FMT "` lacks a file", STR_ARG(value));
    if (!str_equal(file, STR("-"))) *path = str_copy(arena, file);
    return true;
}

bool check_take_format(void *into, struct str value, struct error *error)
{
    struct check_options *options = into;
    struct str name, path;
    if (!check_split_format(options->arena, value, &name, &path, error)) return false;
    const struct reporter *reporter = reporter_find(name);
    if (reporter == NULL) return unknown_format(options->arena, name, error);
    struct output wanted = {.reporter = reporter, .path = path};
    if (is_taken(options, &wanted, error)) return false;
    if (options->output_count == OUTPUT_LIMIT) return fail(error, "too many reports");
    add_output(options, wanted);
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
