/* For realpath(), and for struct winsize behind ioctl(). */
#define _DEFAULT_SOURCE /* NOLINT: the library chose the name */

#include "cli/output.h"

#include "base/interrupt.h"
#include "report/words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- style --------------------------------------------------------------------------------------*/

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

/* https://no-color.org and https://force-color.org: non-empty counts, and 0 forces nothing. */
static bool is_forced(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' && strcmp(value, "0") != 0;
}

static bool wants_color(enum color_choice choice)
{
    switch (choice) {
    case COLOR_ALWAYS:
        return true;
    case COLOR_NEVER:
        return false;
    case COLOR_AUTO:
        break;
    }
    if (is_set("NO_COLOR")) return false;
    if (is_forced("FORCE_COLOR") || is_forced("CLICOLOR_FORCE")) return true;
    const char *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && term != NULL && strcmp(term, "dumb") != 0;
}

static unsigned terminal_columns(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
    return size.ws_col;
}

struct report_style style_for_stdout(enum color_choice choice, bool quiet)
{
    struct report_style style = {.quiet = quiet, .columns = terminal_columns()};
    style.color = wants_color(choice);
    style.links = style.color && (isatty(STDOUT_FILENO) || is_forced("FORCE_HYPERLINK"));
    return style;
}

/* -- files --------------------------------------------------------------------------------------*/

static bool cannot_write(struct error *error, const char *path)
{
    return fail(error, "cannot write %s: %s", path, errno == 0 ? "Write error" : strerror(errno));
}

/* Writes and closes; errno tells why not. */
static bool write_stream(FILE *stream, const struct file_writer *writer,
                         const struct report_style *style)
{
    errno = 0;
    writer->write(stream, writer->of, style);
    bool failed = ferror(stream) != 0;
    int number = errno;
    if (fclose(stream) != 0) {
        failed = true;
        number = errno;
    }
    errno = number;
    return !failed;
}

static bool write_direct(const char *path, const struct file_writer *writer,
                         const struct report_style *style, struct error *error)
{
    FILE *stream = fopen(path, writer->appends ? "a" : "w");
    if (stream == NULL || !write_stream(stream, writer, style)) {
        return errno == EPIPE || cannot_write(error, path);
    }
    return true;
}

/* Nothing of it is left beside [target] when it fails; errno tells why. */
static bool write_beside(const char *temporary, const char *target,
                         const struct file_writer *writer, const struct report_style *style)
{
    struct interrupt interrupt;
    interrupt_hold(&interrupt);
    unlink(temporary); /* of a run with this number that was killed */
    int descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    FILE *stream = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    bool done =
        stream != NULL && write_stream(stream, writer, style) && rename(temporary, target) == 0;
    int number = errno;
    if (!done && descriptor >= 0) unlink(temporary);
    interrupt_release(&interrupt);
    errno = number;
    return done;
}

static bool write_renamed(const char *target, const char *path, const struct file_writer *writer,
                          const struct report_style *style, struct error *error)
{
    struct arena arena;
    arena_init(&arena);
    struct str temporary = str_format(&arena, "%s.%ld.tmp", target, (long)getpid());
    bool done = write_beside(temporary.at, target, writer, style);
    if (!done) cannot_write(error, path);
    arena_release(&arena);
    return done;
}

/* GitHub's runner takes for a command what begins, behind blanks, with `::`, and what has `##[`
 * anywhere in its line (actions/runner, ActionCommand.cs). One character is written as \xNN. */
static void write_defused(struct str line)
{
    size_t start = 0;
    while (start < line.len && (line.at[start] == ' ' || line.at[start] == '\t')) start++;
    size_t done = 0;
    if (str_starts_with(str_slice(line, start, line.len), STR("::"))) {
        printf("%*s\\x3a", (int)start, "");
        done = start + 1;
    }
    for (;;) {
        size_t at = str_find(line, STR("##["), done);
        size_t end = at == SIZE_MAX ? line.len : at;
        fwrite(line.at + done, 1, end - done, stdout);
        if (at == SIZE_MAX) return;
        fputs("\\x23", stdout);
        done = at + 1;
    }
}

static void write_guarded(const struct output *output, const struct report *report,
                          const struct report_style *style)
{
    struct arena arena;
    struct words words;
    arena_init(&arena);
    words_open(&words);
    output->reporter->write(words.out, report, style);
    struct str text = words_text(&words, &arena);
    while (text.len > 0) {
        size_t end = str_find(text, STR("\n"), 0);
        end = end == SIZE_MAX ? text.len : end + 1;
        write_defused(str_slice(text, 0, end));
        text = str_slice(text, end, text.len);
    }
    arena_release(&arena);
}

bool output_write_file(struct str path, const struct file_writer *writer, bool quiet,
                       struct error *error)
{
    const struct report_style plain = {.quiet = quiet, .columns = 100};
    struct stat info;
    bool exists = stat(path.at, &info) == 0;
    if (exists && S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        return cannot_write(error, path.at);
    }
    bool replaces = !writer->appends && (!exists || S_ISREG(info.st_mode));
    if (!replaces) return write_direct(path.at, writer, &plain, error);
    /* A link stays a link: what it points to is replaced. */
    char *resolved = exists ? realpath(path.at, NULL) : NULL;
    const char *target = resolved == NULL ? path.at : resolved;
    bool done = write_renamed(target, path.at, writer, &plain, error);
    free(resolved);
    return done;
}

struct reporting {
    const struct reporter *reporter;
    const struct report *report;
};

static void write_report(FILE *out, const void *of, const struct report_style *style)
{
    const struct reporting *reporting = of;
    reporting->reporter->write(out, reporting->report, style);
}

bool output_write(const struct output *output, const struct report *report,
                  const struct report_style *style, struct error *error)
{
    if (output->path.len == 0) {
        if (output->guarded)
            write_guarded(output, report, style);
        else
            output->reporter->write(stdout, report, style);
        return true;
    }
    const struct reporting reporting = {output->reporter, report};
    const struct file_writer writer = {write_report, &reporting, output->reporter->appends};
    return output_write_file(output->path, &writer, style->quiet, error);
}
