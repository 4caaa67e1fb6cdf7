/* Options of `gander check` about the configuration, what is reported, and the verdict. */
#include "cli/check_takes.h"
#include "lint/add_ignore.h"

bool check_take_fail_on(void *into, struct str value, struct error *error)
{
    static const struct str names[] = {STR_INIT("info"), STR_INIT("warning"), STR_INIT("error"),
                                       STR_INIT("never")};
    struct check_options *options = into;
    struct settings_options *settings = &options->settings;
    settings->has_fail_on = true;
    if (str_equal(value, STR("never"))) {
        settings->fail_on = SEVERITY_OFF;
        return true;
    }
    if (severity_from_name(value, &settings->fail_on) && settings->fail_on != SEVERITY_OFF) {
        return true;
    }
    return check_unknown_word(options->arena, "severity", value, names, 4, error);
}

bool check_take_exit_zero(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->exit_zero = true;
    return true;
}

bool check_take_allow_no_files(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->allow_no_files = true;
    return true;
}

bool check_take_show_suppressed(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->show_suppressed = true;
    return true;
}

bool check_take_add_ignore(void *into, struct str value, struct error *error)
{
    ((struct check_options *)into)->add_ignore = value;
    return add_ignore_reason(value, error);
}

bool check_take_baseline(void *into, struct str value, struct error *error)
{
    if (value.len == 0) return fail(error, "`--baseline` needs the path of a file");
    ((struct check_options *)into)->settings.baseline = value;
    return true;
}

bool check_take_no_baseline(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->no_baseline = true;
    return true;
}

bool check_take_stdin_filename(void *into, struct str value, struct error *error)
{
    if (value.len == 0 || value.at[value.len - 1] == '/') {
        return fail(error, "`--stdin-filename` needs the path of a file");
    }
    ((struct check_options *)into)->stdin_filename = value;
    return true;
}

bool check_take_threads(void *into, struct str value, struct error *error)
{
    int64_t threads = 0;
    if (!check_read_number(value, &threads) || threads > 9999) {
        return fail(error, "`--threads` needs a number up to 9999, not `" STR_FMT "`",
                    STR_ARG(value));
    }
    ((struct check_options *)into)->threads = (unsigned)threads;
    return true;
}

bool check_take_config(void *into, struct str value, struct error *error)
{
    if (value.len == 0) return fail(error, "`--config` needs the path of a file");
    ((struct check_options *)into)->settings.config_path = value;
    return true;
}

bool check_take_isolated(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->settings.isolated = true;
    return true;
}

bool check_take_start_after(void *into, struct str value, struct error *error)
{
    struct settings_options *settings = &((struct check_options *)into)->settings;
    settings->has_start_after = true;
    if (check_read_number(value, &settings->start_after)) return true;
    return fail(error, "`--start-after` needs a version, not `" STR_FMT "`", STR_ARG(value));
}

bool check_take_since(void *into, struct str value, struct error *error)
{
    if (value.len == 0) {
        return fail(error, "`--since` needs a git revision, and what was given is empty");
    }
    ((struct check_options *)into)->git.since = value;
    return true;
}

bool check_take_staged(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->git.staged = true;
    return true;
}

bool check_take_postgres_version(void *into, struct str value, struct error *error)
{
    int64_t version = 0;
    struct str major = str_slice(value, 0, str_find(value, STR("."), 0));
    if (!check_read_number(major, &version) || version < 10 || version > 99) {
        return fail(error,
                    "`--postgres-version` needs a major version from 10 up, not `" STR_FMT "`",
                    STR_ARG(value));
    }
    ((struct check_options *)into)->settings.postgres_version = (unsigned)version;
    return true;
}

bool check_take_exclude(void *into, struct str value, struct error *error)
{
    struct check_options *options = into;
    if (value.len == 0) return fail(error, "`--exclude` needs a glob");
    VEC_PUSH(options->arena, &options->excludes, value);
    return true;
}

bool check_take_force_exclude(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->settings.force_exclude = true;
    return true;
}

bool check_take_strict(void *into, struct str value, struct error *error)
{
    (void)value;
    (void)error;
    ((struct check_options *)into)->settings.strict = true;
    return true;
}
