/* Runs one fixture of lowering: `lower_runner CASE.sql` compares what sql_dump() says with
 * CASE.txt; with GANDER_BLESS in the environment it writes that file. A line `-- next string` in
 * the fixture ends one string and begins another: each is parsed on its own, as goose sends them.
 */
#include "base/vec.h"
#include "source/source.h"
#include "sql/dump.h"

#include <stdio.h>
#include <stdlib.h>

static struct str expected_path(struct arena *arena, struct str path)
{
    struct str base = str_slice(path, 0, path.len - 4);
    return str_format(arena, STR_FMT ".txt", STR_ARG(base));
}

static struct str dump_strings(struct arena *arena, struct str text)
{
    struct str separator = STR("-- next string\n");
    VEC(struct str) parts = {0};
    for (size_t start = 0; start <= text.len;) {
        size_t end = str_find(text, separator, start);
        size_t next = end == SIZE_MAX ? text.len + 1 : end + separator.len;
        struct str sql = str_copy(arena, str_slice(text, start, end));
        struct sql_parse parse = sql_parse(arena, sql);
        if (parts.len > 0) VEC_PUSH(arena, &parts, STR("-- next string\n"));
        VEC_PUSH(arena, &parts, sql_dump(arena, sql, &parse, NULL));
        start = next;
    }
    return str_join(arena, parts.at, parts.len, STR(""));
}

static int write_file(const char *path, struct str text)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    size_t written = fwrite(text.at, 1, text.len, file);
    return fclose(file) == 0 && written == text.len ? 0 : 1;
}

/* The first line that differs, from both sides. */
static void show_difference(struct str expected, struct str found)
{
    size_t at = 0;
    unsigned line = 1;
    while (at < expected.len && at < found.len && expected.at[at] == found.at[at]) {
        line += expected.at[at++] == '\n' ? 1 : 0;
    }
    size_t start = at;
    while (start > 0 && found.at[start - 1] != '\n') start--;
    struct str new_line = STR("\n");
    fprintf(stderr, "line %u\nexpected: " STR_FMT "\n   found: " STR_FMT "\n", line,
            STR_ARG(str_slice(expected, start, str_find(expected, new_line, at))),
            STR_ARG(str_slice(found, start, str_find(found, new_line, at))));
}

static int run(struct arena *arena, struct str path)
{
    struct str text;
    struct str expected;
    struct error error;
    if (!source_read_file(arena, path.at, &text, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    struct str found = dump_strings(arena, text);
    const char *golden = expected_path(arena, path).at;
    if (getenv("GANDER_BLESS") != NULL) return write_file(golden, found);
    if (!source_read_file(arena, golden, &expected, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    if (str_equal(expected, found)) return 0;
    show_difference(expected, found);
    return 1;
}

int main(int argument_count, char **arguments)
{
    if (argument_count != 2 || !str_ends_with(str_from(arguments[1]), STR(".sql"))) {
        fprintf(stderr, "usage: lower_runner CASE.sql\n");
        return 2;
    }
    struct arena arena;
    arena_init(&arena);
    int status = run(&arena, str_from(arguments[1]));
    arena_release(&arena);
    return status;
}
