/* Options of `gander check` about fixes. */
#include "cli/check_takes.h"

bool check_take_fix(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->fix.fix = true;
    return true;
}

bool check_take_unsafe_fixes(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->fix.unsafe_too = true;
    return true;
}

bool check_take_diff(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->fix.diff = true;
    return true;
}

bool check_take_allow_applied(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->fix.allow_applied = true;
    return true;
}

static bool reads_stdin(const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->operand_count; i++) {
        if (str_equal(arguments->operands[i], STR("-"))) return true;
    }
    return false;
}

bool check_fixes_agree(const struct check_options *options, const struct arguments *arguments,
                       struct error *error)
{
    const struct fix_options *fix = &options->fix;
    if (!fix->fix && !fix->diff) {
        if (fix->unsafe_too) return fail(error, "`--unsafe-fixes` goes with `--fix` or `--diff`");
        if (fix->allow_applied)
            return fail(error, "`--allow-applied` goes with `--fix` or `--diff`");
        return true;
    }
    if (fix->diff && options->output_count > 0) {
        return fail(error, "`--diff` is printed instead of a report: leave out `--format`");
    }
    if (options->add_ignore.len > 0)
        return fail(error, "fix first, then run again with `--add-ignore`");
    if (fix->diff) return true;
    return (!reads_stdin(arguments) && !options->git.staged) ||
           fail(error, "`--fix` writes to files: it goes with neither `-` nor `--staged`; "
                       "`--diff` does");
}
