#include "lint/initial_schema.h"

#include "base/error.h"
#include "base/vec.h"

#include <string.h>

/* -- what psql takes for itself ---------------------------------------------------------------- */

static void blank(char *line, size_t len)
{
    memset(line, ' ', len);
}

static bool starts_copy(struct str line)
{
    const struct str tail = STR("from stdin;");
    line = str_trim(line);
    if (line.len < tail.len || !str_equal_ignoring_case(str_slice(line, 0, 5), STR("copy "))) {
        return false;
    }
    return str_equal_ignoring_case(str_slice(line, line.len - tail.len, line.len), tail);
}

/* psql's commands, and the rows behind COPY ... FROM stdin up to `\.`, become blanks, so that the
 * rest keeps its place. */
static struct str without_psql(struct arena *arena, struct str text)
{
    char *copy = arena_alloc(arena, text.len + 1);
    if (text.len > 0) memcpy(copy, text.at, text.len);
    bool rows = false;
    for (size_t start = 0; start < text.len;) {
        size_t end = str_find(text, STR("\n"), start);
        if (end == SIZE_MAX) end = text.len;
        const struct str line = str_slice(text, start, end);
        const bool command = line.len > 1 && line.at[0] == '\\';
        if (rows || command) blank(copy + start, line.len);
        if (rows)
            rows = !str_equal(str_trim(line), STR("\\."));
        else
            rows = starts_copy(line);
        start = end + 1;
    }
    return (struct str){copy, text.len};
}

/* -- reading ----------------------------------------------------------------------------------- */

static bool read_file(struct arena *arena, struct str path, struct initial_file *file,
                      struct str *problem)
{
    struct error error;
    struct str text;
    if (!source_read_file(arena, str_copy(arena, path).at, &text, &error)) {
        *problem = str_format(arena, "initial-schema: %s", error.text);
        return false;
    }
    file->source = source_new(arena, path, text);
    file->parse = sql_parse(arena, without_psql(arena, text));
    if (file->parse.parsed) return true;
    const struct position at =
        source_position(file->source, file->parse.error.at.start, COLUMN_CODE_POINTS);
    *problem = str_format(arena, "initial-schema: " STR_FMT ":%u:%u: " STR_FMT, STR_ARG(path),
                          at.line, at.column, STR_ARG(file->parse.error.message));
    return false;
}

const struct initial_schema *initial_schema_read(struct arena *arena, const struct config *config,
                                                 struct str *problem)
{
    const struct globs *paths = &config->initial_schema;
    struct initial_schema *initial = ARENA_NEW(arena, struct initial_schema);
    struct initial_file *files = arena_array(arena, paths->len, sizeof *files);
    for (size_t i = 0; i < paths->len; i++) {
        if (!read_file(arena, paths->at[i], &files[i], problem)) return NULL;
    }
    *initial = (struct initial_schema){files, paths->len};
    return initial;
}

/* -- replaying --------------------------------------------------------------------------------- */

static void replay_file(const struct initial_file *file, struct catalog *catalog,
                        uint32_t transaction)
{
    for (size_t i = 0; i < file->parse.statement_count; i++) {
        const struct sql_statement *statement = &file->parse.statements[i];
        catalog_begin_statement(catalog);
        for (size_t k = 0; k < statement->change_count; k++) {
            const struct change *change = &statement->changes[k];
            const struct range at = change->at.end > change->at.start ? change->at : statement->at;
            const struct origin origin = {
                .span = {file->source, at.start, at.end},
                .transaction = transaction,
                .initial = true,
            };
            catalog_replay(catalog, change, origin);
        }
    }
}

void initial_schema_replay(const struct initial_schema *initial, struct catalog *catalog,
                           uint32_t *transaction)
{
    if (initial == NULL) return;
    for (size_t i = 0; i < initial->file_count; i++) {
        replay_file(&initial->files[i], catalog, ++*transaction);
    }
    catalog_end_initial(catalog);
}
