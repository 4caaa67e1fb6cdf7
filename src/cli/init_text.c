#include "cli/init.h"

#include "base/calendar.h"
#include "source/paths.h"

/* Fourteen digits are the most a timestamp has. */
static const int64_t first_after_timestamps = 100000000000000;

static void put_plain(FILE *out, struct str text)
{
    fwrite(text.at, 1, text.len, out);
}

static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c == '-' && i > 0)) return false;
    }
    return text.len > 0;
}

/* Between single quotes only the quote itself is special (YAML 1.2, section 7.3.2). */
static void put_name(FILE *out, struct str text)
{
    if (is_plain(text)) {
        put_plain(out, text);
        return;
    }
    fputc('\'', out);
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\'') fputc('\'', out);
        fputc(text.at[i], out);
    }
    fputc('\'', out);
}

/* A slip such as sixteen digits among timestamps would lie above all versions still to come. */
static const struct migration *newest_of(const struct sequence *sequence)
{
    const struct migration *last = &sequence->migrations[sequence->migration_count - 1];
    for (size_t i = sequence->migration_count; i > 0; i--) {
        const struct migration *migration = &sequence->migrations[i - 1];
        if (is_timestamp(migration->version)) return migration;
        if (migration->version < first_after_timestamps) break;
    }
    return last;
}

/* Migrations that were applied cannot be changed, so findings in them help nobody. */
static void put_start_after(FILE *out, const struct sequence *sequence)
{
    const struct migration *newest = newest_of(sequence);
    fputs("# Versions up to this one are replayed, but not reported: they are applied somewhere\n"
          "# and can no longer be changed.\nstart-after: ",
          out);
    put_plain(out, newest->digits);
    fputs("\n\n", out);
}

static void put_numbering(FILE *out, const struct survey *survey)
{
    fputs("file-names:\n", out);
    if (survey->timestamps) {
        fputs("  numbering: timestamp   # as `goose create` makes them\n\n", out);
        return;
    }
    if (!survey->sequential) {
        fputs("  numbering: any         # sequential, timestamp; both are in use here\n\n", out);
        return;
    }
    fputs("  numbering: sequential  # as `goose create -s` makes them\n", out);
    if (survey->width > 0)
        fprintf(out, "  width: %u               # digits of the version\n", survey->width);
    else
        fputs("  # width: 5             # digits of the version; they differ here\n", out);
    fputs("  # contiguous: on       # no holes between the numbers\n\n", out);
}

static void put_header(FILE *out, const struct survey *survey)
{
    fputs("# `-- Name: value` comments above the first statement.\n", out);
    if (survey->field_count == 0) {
        fputs("# header:\n"
              "#   fields:\n"
              "#     Author:\n"
              "#     Ticket: {pattern: '[A-Z]+-[0-9]+', example: DB-12}\n"
              "header: off\n\n",
              out);
        return;
    }
    fputs("header:\n  fields:\n", out);
    for (size_t i = 0; i < survey->field_count; i++) {
        fputs("    ", out);
        put_name(out, survey->fields[i]);
        fputs(":\n", out);
    }
    fputs("    # Ticket: {pattern: '[A-Z]+-[0-9]+', example: DB-12}\n\n", out);
}

static void put_rules(FILE *out)
{
    fputs("# `gander rules` lists them; a rule or a category may be off, info, warning, error, or\n"
          "# on for the rule's own level.\n"
          "# rules:\n"
          "#   rename-column: error\n"
          "#   data: off\n",
          out);
}

static void put_seeds(FILE *out, const struct survey *survey)
{
    if (survey->seed_count == 0) return;
    fputs("\n# Seeds fill empty tables, and nobody rolls them back.\noverrides:\n  - paths: [",
          out);
    for (size_t i = 0; i < survey->seed_count; i++) {
        if (i > 0) fputs(", ", out);
        fputs("'**/", out);
        put_plain(out, path_base(survey->seeds[i]));
        fputs("/**'", out);
    }
    fputs("]\n    rules: {header: off, data: off, locking: off, reversibility: off}\n", out);
}

/* The sequence that has no gander.yml but the main one; NULL: each has its own. */
static const struct sequence *own_sequence(const struct survey *survey)
{
    struct arena arena = {0};
    struct places places = paths_here(&arena);
    struct str here = path_shown(&arena, &places, places.working);
    const struct sequence *own = survey->sequence_count == 1 ? &survey->sequences[0] : NULL;
    for (size_t i = 0; i < survey->sequence_count; i++) {
        if (str_equal(survey->sequences[i].dir, here)) own = &survey->sequences[i];
    }
    arena_release(&arena);
    return own != NULL && own->migration_count > 0 ? own : NULL;
}

void init_write_main(FILE *out, const struct survey *survey)
{
    fputs("# How gander lints the migrations here; `gander config show` tells what holds for a\n"
          "# file, `gander config schema` prints the schema of this file for editors.\n\n"
          "# The oldest PostgreSQL that the migrations must run on.\n"
          "postgres-version: 15\n\n"
          "# The lowest severity that makes a check fail: info, warning, error, never.\n"
          "fail-on: error\n\n"
          "# The branch that databases are made from. With it, edits of what that has and new\n"
          "# numbers below it are findings in every run; `--since` says it for one.\n"
          "# base-ref: origin/main\n\n",
          out);
    const struct sequence *own = own_sequence(survey);
    if (own != NULL) {
        put_start_after(out, own);
    } else {
        fputs(
            "# `start-after` stands in the gander.yml of each directory: their numbers differ.\n\n",
            out);
    }
    put_numbering(out, survey);
    put_header(out, survey);
    put_rules(out);
    put_seeds(out, survey);
}

/* "../../" from a sequence's directory to the one where everything starts. */
void init_write_part(FILE *out, const struct survey *survey, size_t sequence)
{
    const struct sequence *part = &survey->sequences[sequence];
    struct arena arena = {0};
    struct places places = paths_here(&arena);
    struct str dir = path_absolute(&arena, &places, path_join(&arena, places.root, part->dir));
    fputs("extends: ", out);
    for (struct str at = dir; at.len > places.working.len; at = path_parent(at)) {
        fputs("../", out);
    }
    fputs("gander.yml\n\n", out);
    if (part->migration_count > 0) put_start_after(out, part);
    arena_release(&arena);
}
