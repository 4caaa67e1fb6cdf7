/* Runs fixtures of rules: `fixture_runner [--bless] FIXTURE...`.
 *
 * A fixture is fixtures/rules/<id>/flags-<what>.sql or allows-<why>.sql, or a folder of that name
 * with a sequence in it. The findings written into it (fixture/annotated.h) must be exactly those
 * gander has; --bless, or GANDER_BLESS in the environment, rewrites them. A `flags-` fixture
 * without a finding of its rule, or an `allows-` fixture with one, fails even then.
 *
 * Where the rule offers fixes they are applied, the result is linted again, and must be what stands
 * in fixed-<what>.sql. A fix that leaves its finding, or moves a cut of goose's, fails even when
 * blessed; so does one that does something else to the same file with CRLF, or without an end of
 * its last line. */
#include "base/vec.h"
#include "fixture/annotated.h"
#include "fixture/fixed.h"
#include "fixture/settings.h"
#include "lint/engine.h"
#include "lint/rule.h"
#include "lint/suppress.h"
#include "pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file of the fixture on the disk. */
struct fixture_file {
    const char *path;
    struct str content;
    struct annotated parts;
    const struct source *source;
};

struct fixture {
    struct arena *arena;
    struct str path;
    struct str rule_id;
    bool flags; /* else it allows */
    bool is_folder;
    bool bless;
    VEC(struct fixture_file *) files;
    VEC(struct sequence_files) sequences;
    struct str config_text;
    struct config config;
    struct diagnostic_list found;
};

static bool complain(const struct fixture *fixture, const char *what)
{
    fprintf(stderr, STR_FMT ": %s\n", STR_ARG(fixture->path), what);
    return false;
}

/* -- reading ----------------------------------------------------------------------------------- */

static struct str last_part(struct str path, struct str *before)
{
    while (path.len > 1 && path.at[path.len - 1] == '/') path.len--;
    size_t at = path.len;
    while (at > 0 && path.at[at - 1] != '/') at--;
    *before = str_slice(path, 0, at == 0 ? 0 : at - 1);
    return str_slice(path, at, path.len);
}

static struct fixture_file *add_file(struct fixture *fixture, const char *path)
{
    struct fixture_file *file = ARENA_NEW(fixture->arena, struct fixture_file);
    struct error error;
    if (!source_read_file(fixture->arena, path, &file->content, &error)) {
        complain(fixture, error.text);
        return NULL;
    }
    file->path = path;
    file->parts = annotated_strip(fixture->arena, file->content);
    struct str config = annotated_config(fixture->arena, file->parts.options);
    struct str both[] = {fixture->config_text, config};
    fixture->config_text = str_join(fixture->arena, both, 2, STR(" "));
    VEC_PUSH(fixture->arena, &fixture->files, file);
    return file;
}

/* One file alone: a sequence of one migration, which is called what `--! name:` says. */
static bool read_single(struct fixture *fixture)
{
    struct fixture_file *file = add_file(fixture, fixture->path.at);
    if (file == NULL) return false;
    struct migration *migration = ARENA_NEW(fixture->arena, struct migration);
    migration->name = file->parts.name.len == 0 ? STR("00001_fixture.sql") : file->parts.name;
    migration->path = migration->name;
    migration->reported = true;
    migration->has_text = true;
    migration->text = file->parts.text;
    if (!migration_name(migration->name, &migration->version, &migration->digits,
                        &migration->kind)) {
        return complain(fixture, "goose takes no file of that name: use a folder");
    }
    struct sequence *sequence = ARENA_NEW(fixture->arena, struct sequence);
    *sequence = (struct sequence){
        .dir = STR("."),
        .migrations = migration,
        .migration_count = 1,
        .postgres = true,
        .table = STR("goose_db_version"),
    };
    VEC_PUSH(fixture->arena, &fixture->sequences, (struct sequence_files){.sequence = sequence});
    return true;
}

/* -- base/: what is already applied ------------------------------------------------------------ */

static struct str base_folder(const struct fixture *fixture)
{
    return str_format(fixture->arena, STR_FMT "/base", STR_ARG(fixture->path));
}

static bool is_base(struct str path)
{
    return str_find(path, STR("/base/"), 0) != SIZE_MAX || str_ends_with(path, STR("/base"));
}

/* The folder base/ is a sequence of its own, and what is in it nobody's stray file. */
static void drop_base(struct discovery *found)
{
    size_t kept = 0;
    for (size_t i = 0; i < found->sequence_count; i++) {
        struct sequence *sequence = &found->sequences[i];
        if (is_base(sequence->dir)) continue;
        size_t strays = 0;
        for (size_t s = 0; s < sequence->stray_count; s++) {
            if (!is_base(sequence->strays[s].path))
                sequence->strays[strays++] = sequence->strays[s];
        }
        sequence->stray_count = strays;
        found->sequences[kept++] = *sequence;
    }
    found->sequence_count = kept;
}

/* What base/ has of [sequence]: the branch began there, and it has not moved on. */
static struct base_sequence *read_base(struct fixture *fixture, const struct sequence *sequence)
{
    struct arena *arena = fixture->arena;
    struct str folder = base_folder(fixture);
    if (access(folder.at, F_OK) != 0) return NULL;
    struct discover_options options = {.paths = &folder, .path_count = 1};
    struct discovery found = discover(arena, &options);
    struct base_sequence *base = base_new(arena, STR("main"), true);
    for (size_t i = 0; i < found.sequence_count; i++) {
        for (size_t m = 0; m < found.sequences[i].migration_count; m++) {
            const struct migration *was = &found.sequences[i].migrations[m];
            const struct migration *is = migration_find(sequence, was->version, was->name);
            struct error error;
            struct str text = STR("");
            source_read_file(arena, was->open_path.at, &text, &error);
            struct base_migration *added = base_add(arena, base, STR("."), was->name);
            added->at_ref = added->shared = true;
            added->fate = is == NULL                                   ? BASE_GONE
                          : is->has_text && !str_equal(is->text, text) ? BASE_EDITED
                                                                       : BASE_KEPT;
            added->migration.has_text = added->fate != BASE_KEPT && was->kind == MIGRATION_SQL;
            added->migration.text = text;
        }
    }
    return base;
}

static bool read_folder(struct fixture *fixture)
{
    struct discover_options options = {.paths = &fixture->path, .path_count = 1};
    struct discovery found = discover(fixture->arena, &options);
    drop_base(&found);
    for (size_t i = 0; i < found.sequence_count; i++) {
        struct sequence *sequence = &found.sequences[i];
        for (size_t m = 0; m < sequence->migration_count; m++) {
            struct migration *migration = &sequence->migrations[m];
            if (migration->kind == MIGRATION_GO) continue;
            struct fixture_file *file = add_file(fixture, migration->open_path.at);
            if (file == NULL) return false;
            migration->has_text = true;
            migration->text = file->parts.text;
        }
        VEC_PUSH(fixture->arena, &fixture->sequences,
                 (struct sequence_files){.sequence = sequence});
    }
    return found.sequence_count > 0 || complain(fixture, "no migration in this folder");
}

/* -- linting ----------------------------------------------------------------------------------- */

/* The fixture's own rule is on; a missing header is no news in fixtures of other rules. */
static bool configure(struct fixture *fixture)
{
    struct rule_level *levels = arena_array(fixture->arena, 2, sizeof *levels);
    levels[0] = (struct rule_level){.selector = STR("missing-header-field"), .has_level = true};
    levels[1] = (struct rule_level){.selector = fixture->rule_id, .on = true, .has_level = true};
    fixture->config = config_default();
    fixture->config.rule_levels = levels;
    fixture->config.rule_level_count = 2;
    struct error error;
    if (rule_find(fixture->rule_id) == NULL) return complain(fixture, "no rule of that name");
    if (!settings_parse(fixture->arena, fixture->config_text, &fixture->config, &error)) {
        return complain(fixture, error.text);
    }
    return true;
}

static struct goose_environment environment_of(const struct fixture *fixture)
{
    const struct config *config = &fixture->config;
    struct goose_variable *variables =
        arena_array(fixture->arena, config->variable_count, sizeof *variables);
    for (size_t i = 0; i < config->variable_count; i++) {
        variables[i].name = config->variables[i].name;
        variables[i].value = config->variables[i].value;
    }
    return (struct goose_environment){.variables = variables,
                                      .variable_count = config->variable_count};
}

/* One file after the other, as in a run: no rule may take later ones for granted. */
static bool feed_file(void *of)
{
    struct sequence_files *files = of;
    if (files->file_count == files->sequence->migration_count) return false;
    files->file_count++;
    return true;
}

static void lint(struct fixture *fixture)
{
    struct goose_environment environment = environment_of(fixture);
    size_t next_file = 0;
    for (size_t i = 0; i < fixture->sequences.len; i++) {
        struct sequence_files *files = &fixture->sequences.at[i];
        const struct sequence *sequence = files->sequence;
        struct base_sequence *base = fixture->is_folder ? read_base(fixture, sequence) : NULL;
        if (base != NULL) base_read(fixture->arena, base, &environment);
        files->base = base;
        files->files = arena_array(fixture->arena, sequence->migration_count, sizeof *files->files);
        files->feed = (struct file_feed){feed_file, files};
        for (size_t m = 0; m < sequence->migration_count; m++) {
            const struct migration *migration = &sequence->migrations[m];
            if (migration->kind != MIGRATION_GO) {
                struct fixture_file *file = fixture->files.at[next_file++];
                file->source = source_new(fixture->arena, migration->path, migration->text);
                files->files[m] = *pipeline_file(fixture->arena, file->source, &environment);
            }
            files->files[m].migration = migration;
            files->files[m].number = (uint32_t)m;
            files->files[m].applied = base_has_applied(base, migration);
        }
        struct diagnostic_list hidden = {0};
        size_t before = fixture->found.len;
        files->hidden = &hidden;
        lint_sequence(fixture->arena, &fixture->config, files, &fixture->found);
        suppress_findings(fixture->arena, &fixture->config, files, &fixture->found, before);
    }
    drop_suppressed(&fixture->found);
    diagnostics_sort(&fixture->found);
}

/* -- comparing --------------------------------------------------------------------------------- */

static void print_lines(const char *mark, struct str text, size_t start, size_t end)
{
    while (start < end) {
        size_t stop = str_find(text, STR("\n"), start);
        if (stop == SIZE_MAX || stop > end) stop = end;
        fprintf(stderr, "%s" STR_FMT "\n", mark, STR_ARG(str_slice(text, start, stop)));
        start = stop + 1;
    }
}

/* What differs, whole lines, between what both texts begin and end with. */
static void print_difference(const char *path, struct str expected, struct str actual)
{
    size_t common = expected.len < actual.len ? expected.len : actual.len;
    size_t head = 0;
    while (head < common && expected.at[head] == actual.at[head]) head++;
    while (head > 0 && expected.at[head - 1] != '\n') head--;
    size_t tail = 0;
    while (tail < common - head &&
           expected.at[expected.len - tail - 1] == actual.at[actual.len - tail - 1]) {
        tail++;
    }
    while (tail > 0 && actual.at[actual.len - tail] != '\n') tail--;
    fprintf(stderr, "%s\n", path);
    print_lines("- ", expected, head, expected.len - tail);
    print_lines("+ ", actual, head, actual.len - tail);
}

static bool write_file(const char *path, struct str text)
{
    FILE *out = fopen(path, "wb");
    if (out == NULL) return false;
    size_t written = fwrite(text.at, 1, text.len, out);
    return fclose(out) == 0 && written == text.len;
}

static bool compare_file(const struct fixture *fixture, const char *path, struct str expected,
                         struct str actual)
{
    if (str_equal(expected, actual)) return true;
    if (!fixture->bless) {
        print_difference(path, expected, actual);
        return complain(fixture, "the findings are not those written into it");
    }
    printf("blessed %s\n", path);
    if (actual.len == 0) return unlink(path) == 0;
    return write_file(path, actual) || complain(fixture, "cannot be written");
}

static bool compare_names(const struct fixture *fixture)
{
    struct str path = str_format(fixture->arena, STR_FMT "/expected.txt", STR_ARG(fixture->path));
    struct str expected = STR("");
    struct error error;
    if (access(path.at, F_OK) == 0 &&
        !source_read_file(fixture->arena, path.at, &expected, &error)) {
        return complain(fixture, error.text);
    }
    struct str actual = annotated_render_names(fixture->arena, &fixture->found);
    return compare_file(fixture, path.at, expected, actual);
}

static bool compare_all(const struct fixture *fixture)
{
    bool same = !fixture->is_folder || compare_names(fixture);
    for (size_t i = 0; i < fixture->files.len; i++) {
        const struct fixture_file *file = fixture->files.at[i];
        struct str actual = annotated_render(fixture->arena, file->parts.options, file->source,
                                             &fixture->found, !fixture->is_folder);
        if (!compare_file(fixture, file->path, file->content, actual)) same = false;
    }
    return same;
}

/* -- fixes ------------------------------------------------------------------------------------- */

enum { MOST_PASSES = 10 };

static bool fix_once(struct fixture *fixture)
{
    size_t next_file = 0;
    for (size_t i = 0; i < fixture->sequences.len; i++) {
        const struct sequence *sequence = fixture->sequences.at[i].sequence;
        for (size_t m = 0; m < sequence->migration_count; m++) {
            struct migration *migration = &sequence->migrations[m];
            if (migration->kind == MIGRATION_GO) continue;
            const struct fixture_file *file = fixture->files.at[next_file++];
            if (!fixed_text(fixture->arena, file->source, &fixture->found, fixture->rule_id,
                            &migration->text)) {
                return complain(fixture, "its fix changes where goose cuts other statements");
            }
        }
    }
    fixture->found = (struct diagnostic_list){0};
    lint(fixture);
    return true;
}

/* The files that fixes have changed; in a folder each below its name. */
static struct str render_fixed(const struct fixture *fixture)
{
    struct str all = STR("");
    for (size_t i = 0; i < fixture->files.len; i++) {
        const struct fixture_file *file = fixture->files.at[i];
        if (str_equal(file->source->text, file->parts.text)) continue;
        struct str above;
        struct str name = last_part(str_from(file->path), &above);
        struct str head = fixture->is_folder
                              ? str_format(fixture->arena, "-- file: " STR_FMT "\n", STR_ARG(name))
                              : STR("");
        struct str parts[] = {all, head, file->source->text};
        all = str_join(fixture->arena, parts, 3, STR(""));
    }
    return all;
}

static size_t count_own(const struct fixture *fixture)
{
    size_t count = 0;
    for (size_t i = 0; i < fixture->found.len; i++) {
        if (str_equal(str_from(fixture->found.at[i]->rule->id), fixture->rule_id)) count++;
    }
    return count;
}

static bool fix_all(struct fixture *fixture)
{
    for (int i = 0; i < MOST_PASSES && fixed_count(&fixture->found, fixture->rule_id) > 0; i++) {
        if (!fix_once(fixture)) return false;
    }
    return true;
}

/* -- the same fixes with other line ends ------------------------------------------------------- */

typedef struct str reshape(struct arena *arena, struct str text);

static struct str with_crlf(struct arena *arena, struct str text)
{
    char *bytes = arena_alloc(arena, 2 * text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\n') bytes[len++] = '\r';
        bytes[len++] = text.at[i];
    }
    return str_copy(arena, (struct str){bytes, len});
}

static struct str without_last_line_end(struct arena *arena, struct str text)
{
    if (str_ends_with(text, STR("\n"))) text.len--;
    return str_copy(arena, text);
}

/* Fixes the reshaped fixture; it must become the reshaped result. */
static bool fixes_alike(struct fixture *fixture, reshape *shape, const struct str *results,
                        const char *complaint)
{
    size_t next = 0;
    for (size_t i = 0; i < fixture->sequences.len; i++) {
        const struct sequence *sequence = fixture->sequences.at[i].sequence;
        for (size_t m = 0; m < sequence->migration_count; m++) {
            if (sequence->migrations[m].kind == MIGRATION_GO) continue;
            sequence->migrations[m].text =
                shape(fixture->arena, fixture->files.at[next++]->parts.text);
        }
    }
    fixture->found = (struct diagnostic_list){0};
    lint(fixture);
    if (!fix_all(fixture)) return false;
    for (size_t i = 0; i < fixture->files.len; i++) {
        struct str expected = shape(fixture->arena, results[i]);
        struct str actual = fixture->files.at[i]->source->text;
        if (str_equal(expected, actual)) continue;
        print_difference(fixture->files.at[i]->path, expected, actual);
        return complain(fixture, complaint);
    }
    return true;
}

/* Where line ends are the subject, or a base has them already, they stay as they are. */
static bool may_be_reshaped(const struct fixture *fixture)
{
    for (size_t i = 0; i < fixture->files.len; i++) {
        if (str_find(fixture->files.at[i]->parts.text, STR("\r"), 0) != SIZE_MAX) return false;
        if (!str_ends_with(fixture->files.at[i]->parts.text, STR("\n"))) return false;
    }
    return !fixture->is_folder || access(base_folder(fixture).at, F_OK) != 0;
}

static bool fixes_any_line_ends(struct fixture *fixture)
{
    if (!may_be_reshaped(fixture)) return true;
    struct str *results = arena_array(fixture->arena, fixture->files.len + 1, sizeof *results);
    for (size_t i = 0; i < fixture->files.len; i++) results[i] = fixture->files.at[i]->source->text;
    return fixes_alike(fixture, with_crlf, results, "its fix writes other line ends than CRLF") &&
           fixes_alike(fixture, without_last_line_end, results,
                       "its fix minds that the last line has no end");
}

static bool compare_fixed(struct fixture *fixture)
{
    size_t before = count_own(fixture);
    size_t fixable = fixed_count(&fixture->found, fixture->rule_id);
    if (fixable > 0 && rule_find(fixture->rule_id)->fix == NULL)
        return complain(fixture, "its rule offers a fix and does not say so");
    if (!fix_all(fixture)) return false;
    if (count_own(fixture) > before - fixable)
        return complain(fixture, "its rule still finds what was fixed");
    struct str path = fixed_path(fixture->arena, fixture->path);
    struct str expected = STR("");
    struct error error;
    if (access(path.at, F_OK) == 0 &&
        !source_read_file(fixture->arena, path.at, &expected, &error)) {
        return complain(fixture, error.text);
    }
    bool same = compare_file(fixture, path.at, expected, render_fixed(fixture));
    return (fixable == 0 || fixes_any_line_ends(fixture)) && same;
}

/* What the fixture's name promises. */
static bool keeps_its_word(const struct fixture *fixture)
{
    bool reported = false;
    for (size_t i = 0; i < fixture->found.len; i++) {
        if (str_equal(str_from(fixture->found.at[i]->rule->id), fixture->rule_id)) reported = true;
    }
    if (reported == fixture->flags) return true;
    return complain(fixture, fixture->flags ? "its rule finds nothing in it"
                                            : "its rule finds something in it");
}

/* -- one fixture ------------------------------------------------------------------------------- */

static bool run(struct arena *arena, const char *path, bool bless)
{
    struct fixture fixture = {.arena = arena, .bless = bless, .config_text = STR("")};
    struct str folder;
    struct str above;
    fixture.path = str_copy(arena, str_from(path));
    struct str name = last_part(fixture.path, &folder);
    fixture.rule_id = last_part(folder, &above);
    fixture.flags = str_starts_with(name, STR("flags-"));
    if (!fixture.flags && !str_starts_with(name, STR("allows-"))) {
        return complain(&fixture, "a fixture's name starts with flags- or allows-");
    }
    struct stat info;
    if (stat(path, &info) != 0) return complain(&fixture, "cannot be read");
    fixture.is_folder = S_ISDIR(info.st_mode);
    if (fixture.is_folder ? !read_folder(&fixture) : !read_single(&fixture)) return false;
    if (!configure(&fixture)) return false;
    lint(&fixture);
    bool kept = keeps_its_word(&fixture);
    bool same = compare_all(&fixture);
    return compare_fixed(&fixture) && same && kept;
}

int main(int argc, char **argv)
{
    bool bless = getenv("GANDER_BLESS") != NULL;
    int failures = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--bless") == 0) {
            bless = true;
            continue;
        }
        struct arena arena;
        arena_init(&arena);
        if (!run(&arena, argv[i], bless)) failures++;
        arena_release(&arena);
    }
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
