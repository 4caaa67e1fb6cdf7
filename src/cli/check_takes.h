/* What each option of `gander check` does with its value; [into] is a struct check_options. Which
 * option calls which stands in the table of check_options.c. */
#ifndef GANDER_CLI_CHECK_TAKES_H
#define GANDER_CLI_CHECK_TAKES_H

#include "cli/check_options.h"

bool check_take_format(void *into, struct str value, struct error *error);
bool check_take_color(void *into, struct str value, struct error *error);
bool check_take_quiet(void *into, struct str value, struct error *error);
bool check_take_rule(void *into, struct str value, struct error *error);
bool check_take_ignore(void *into, struct str value, struct error *error);
bool check_take_only(void *into, struct str value, struct error *error);
bool check_take_fail_on(void *into, struct str value, struct error *error);
bool check_take_exit_zero(void *into, struct str value, struct error *error);
bool check_take_allow_no_files(void *into, struct str value, struct error *error);
bool check_take_stdin_filename(void *into, struct str value, struct error *error);
bool check_take_threads(void *into, struct str value, struct error *error);
bool check_take_config(void *into, struct str value, struct error *error);
bool check_take_isolated(void *into, struct str value, struct error *error);
bool check_take_start_after(void *into, struct str value, struct error *error);
bool check_take_since(void *into, struct str value, struct error *error);
bool check_take_staged(void *into, struct str value, struct error *error);
bool check_take_postgres_version(void *into, struct str value, struct error *error);
bool check_take_show_suppressed(void *into, struct str value, struct error *error);
bool check_take_add_ignore(void *into, struct str value, struct error *error);
bool check_take_baseline(void *into, struct str value, struct error *error);
bool check_take_no_baseline(void *into, struct str value, struct error *error);
bool check_take_exclude(void *into, struct str value, struct error *error);
bool check_take_force_exclude(void *into, struct str value, struct error *error);
bool check_take_fix(void *into, struct str value, struct error *error);
bool check_take_unsafe_fixes(void *into, struct str value, struct error *error);
bool check_take_diff(void *into, struct str value, struct error *error);
bool check_take_allow_applied(void *into, struct str value, struct error *error);
bool check_take_strict(void *into, struct str value, struct error *error);

/* Whether the options about fixes go with the others; before the default report is chosen. */
bool check_fixes_agree(const struct check_options *options, const struct arguments *arguments,
                       struct error *error);

/* `NAME[=PATH]` of --format; [path] is empty for standard output, else NUL-terminated. */
bool check_split_format(struct arena *arena, struct str value, struct str *name, struct str *path,
                        struct error *error);

/* "unknown WHAT `written`", with the nearest or all of [words]. */
bool check_unknown_word(struct arena *arena, const char *what, struct str written,
                        const struct str *words, size_t count, struct error *error);

/* False when [value] is no number of at most 18 digits. */
bool check_read_number(struct str value, int64_t *number);

#endif
