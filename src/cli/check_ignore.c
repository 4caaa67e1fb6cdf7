#include "cli/check_ignore.h"

#include "cli/commands.h"
#include "cli/message.h"
#include "lint/add_ignore.h"
#include "report/place.h"
#include "report/words.h"
#include "source/replace.h"

#include <inttypes.h>

struct tally {
    size_t comments;
    size_t findings;
    size_t files;
    size_t left;
    bool failed; /* a file could not be written */
};

static void say_written(const struct ignored_file *one)
{
    for (size_t i = 0; i < one->comment_count; i++) {
        write_visible(stdout, one->file->migration->path);
        printf(":%" PRIu32 ": ", one->comments[i].line);
        write_visible(stdout, one->comments[i].text);
        fputc('\n', stdout);
    }
}

/* Where a line is once the comments above it are written. */
static uint32_t line_after(const struct ignored_file *one, uint32_t line)
{
    size_t low = 0; /* comments that stand above, or on it */
    size_t high = one->comment_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (one->comments[middle].before <= line)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? line : line + one->comments[low - 1].shift;
}

static void say_left(struct arena *arena, const struct ignored_file *one)
{
    for (size_t i = 0; i < one->left_count; i++) {
        const struct diagnostic *finding = one->left[i].finding;
        struct place place = place_of(finding_span(finding), finding->path, COLUMN_CODE_POINTS);
        print_message(str_format(arena, STR_FMT ":%" PRIu32 ": %s is not silenced: " STR_FMT,
                                 STR_ARG(place.path), line_after(one, place.start.line),
                                 finding->rule->id, STR_ARG(one->left[i].why)));
    }
}

static void write_one(struct arena *arena, const struct ignored_file *one, struct tally *tally)
{
    struct error error;
    say_left(arena, one);
    tally->left += one->left_count;
    if (one->comment_count == 0) return;
    if (!replace_file(arena, one->file->migration->open_path.at, one->text, &error)) {
        trouble(&error);
        tally->failed = true;
        return;
    }
    say_written(one);
    tally->comments += one->comment_count;
    tally->findings += one->silenced;
    tally->files++;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

int check_add_ignore(const struct check_options *options, const struct run *run)
{
    const struct report *report = &run->report;
    struct tally tally = {0};
    size_t count = 0;
    const struct ignored_file *files = NULL;
    if (report->summary.fail_on != SEVERITY_OFF) {
        const struct ignore_request request = {options->add_ignore, report->summary.fail_on,
                                               report->config->house};
        files = add_ignore(options->arena, report->diagnostics, report->diagnostic_count, &request,
                           &count);
    }
    for (size_t i = 0; i < count; i++) write_one(options->arena, &files[i], &tally);
    if (!options->quiet) {
        printf("%zu finding%s silenced by %zu comment%s in %zu migration%s.\n", tally.findings,
               plural(tally.findings), tally.comments, plural(tally.comments), tally.files,
               plural(tally.files));
    }
    if (tally.failed || report->summary.exit_code == EXIT_TROUBLE) {
        return finish_stdout(EXIT_TROUBLE);
    }
    return finish_stdout(tally.left > 0 && !options->exit_zero ? EXIT_FINDINGS : 0);
}
