#include "config/load.h"

#include <string.h>

struct str config_error_frame(struct arena *arena, const struct config_error *error)
{
    if (error->line == 0) {
        return str_format(arena, STR_FMT ": " STR_FMT, STR_ARG(error->path),
                          STR_ARG(error->message));
    }
    struct str rest = error->text;
    for (uint32_t line = 1; line < error->line; line++) {
        size_t end = str_find(rest, STR("\n"), 0);
        rest = end == SIZE_MAX ? STR("") : str_slice(rest, end + 1, rest.len);
    }
    struct str line = str_slice(rest, 0, str_find(rest, STR("\n"), 0));
    if (str_ends_with(line, STR("\r"))) line = str_slice(line, 0, line.len - 1);
    size_t before = error->column > 0 ? error->column - 1 : 0;
    struct str head = str_format(
        arena, STR_FMT ":%u:%u: " STR_FMT "\n   |\n%2u | " STR_FMT "\n   | ", STR_ARG(error->path),
        error->line, error->column, STR_ARG(error->message), error->line, STR_ARG(line));
    size_t length = error->length == 0 ? 1 : error->length;
    char *carets = arena_alloc(arena, before + length + 1);
    memset(carets, ' ', before);
    memset(carets + before, '^', length);
    const char *gap = error->help.len == 0 ? "" : " ";
    return str_format(arena, STR_FMT "%s%s" STR_FMT, STR_ARG(head), carets, gap,
                      STR_ARG(error->help));
}
