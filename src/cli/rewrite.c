#include "cli/rewrite.h"

#include "source/replace.h"
#include "source/source.h"

static bool is_unchanged(struct arena *arena, const char *path, struct str before,
                         struct error *error)
{
    struct str text;
    if (!source_read_file(arena, path, &text, error)) return false;
    return str_equal(text, before) ||
           fail(error, "%s is not written: it has changed since it was read", path);
}

bool rewrite_file(const char *path, struct str before, struct str after, struct error *error)
{
    struct arena arena;
    arena_init(&arena);
    bool done =
        is_unchanged(&arena, path, before, error) && replace_file(&arena, path, after, error);
    arena_release(&arena);
    return done;
}
