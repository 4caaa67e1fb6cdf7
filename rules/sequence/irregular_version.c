/* irregular-version: a number that was meant as a timestamp and is none for goose, which wants 14
 * digits and a time that exists (goose v3.27.3, fix.go and create.go; reference goose.md 4.4); or a
 * sequential number that came after timestamps, and sorts before them. */
#include "lint/rule.h"

enum fault { FAULT_NONE, FAULT_NO_SUCH_TIME, FAULT_FAR_FUTURE, FAULT_SHORT, FAULT_LONG };

enum { TIMESTAMP_WIDTH = 14, LAST_YEAR = 2100 };

static unsigned width_of(int64_t version)
{
    unsigned width = 0;
    for (; version > 0; version /= 10) width++;
    return width;
}

static bool is_year(int64_t year)
{
    return year >= 1970 && year <= LAST_YEAR;
}

static enum fault fault_of(int64_t version)
{
    unsigned width = width_of(version);
    if (width > TIMESTAMP_WIDTH) return FAULT_LONG;
    if (width == TIMESTAMP_WIDTH) {
        if (!is_timestamp(version)) return FAULT_NO_SUCH_TIME;
        return is_year(version / 10000000000) ? FAULT_NONE : FAULT_FAR_FUTURE;
    }
    return width == 12 && is_year(version / 100000000) ? FAULT_SHORT : FAULT_NONE;
}

static void note_sequential(struct diagnostic *finding, int64_t version)
{
    if (version == INT64_MAX) return;
    note(finding,
         "goose counts it as a sequential number: `goose create -s` goes on with %lld, and "
         "`goose fix` leaves it as it is",
         (long long)version + 1);
}

static void help_timestamp(struct diagnostic *finding)
{
    help(finding, "before it is applied anywhere, rename it: 14 digits, `YYYYMMDDhhmmss`, UTC");
}

/* How many digits the version before has where those are too many already: once it ran, fewer would
 * not do any more. Else goose's own. */
static unsigned width_wanted(const struct sequence_files *files, size_t at)
{
    const unsigned before = at == 0 ? 0 : width_of(files->files[at - 1].migration->version);
    return before > TIMESTAMP_WIDTH ? before : TIMESTAMP_WIDTH;
}

static void report_long(struct rule_ctx *ctx, const struct migration_file *file, unsigned wanted)
{
    const int64_t version = file->migration->version;
    struct diagnostic *finding =
        wanted == TIMESTAMP_WIDTH
            ? report_name(ctx, file, "version %lld has %u digits and sorts behind every timestamp",
                          (long long)version, width_of(version))
            : report_name(ctx, file,
                          "version %lld has %u digits and sorts behind every version of %u",
                          (long long)version, width_of(version), wanted);
    note(finding, "a database that ran it refuses each later migration with %u digits as missing",
         wanted);
    if (wanted > TIMESTAMP_WIDTH) {
        help(finding, "before it is applied anywhere, rename it: %u digits, like the one before it",
             wanted);
    } else {
        help_timestamp(finding);
    }
}

static void report_fault(struct rule_ctx *ctx, size_t at, enum fault fault)
{
    const struct migration_file *file = &ctx->sequence->files[at];
    const unsigned wanted = width_wanted(ctx->sequence, at);
    int64_t version = file->migration->version;
    struct diagnostic *finding = NULL;
    switch (fault) {
    case FAULT_NONE:
        return;
    case FAULT_NO_SUCH_TIME:
        finding = report_name(ctx, file, "version %lld is a time that does not exist",
                              (long long)version);
        note_sequential(finding, version);
        break;
    case FAULT_FAR_FUTURE:
        finding = report_name(ctx, file, "version %lld sorts behind every real timestamp",
                              (long long)version);
        note(finding, "a database that ran it refuses each later migration as missing");
        break;
    case FAULT_SHORT:
        finding = report_name(ctx, file,
                              "version %lld has 12 digits and sorts before every "
                              "timestamp of goose",
                              (long long)version);
        note_sequential(finding, version);
        break;
    case FAULT_LONG:
        report_long(ctx, file, wanted);
        return;
    }
    help_timestamp(finding);
}

/* The day it was written, as a timestamp behind all there are; 0: that would not be one. */
static int64_t timestamp_for(const struct sequence_files *files, struct str written)
{
    struct date date;
    if (!date_from_iso(written, &date)) return 0;
    int64_t version = (int64_t)date.year * 10000000000 + (int64_t)date.month * 100000000 +
                      (int64_t)date.day * 1000000;
    int64_t newest = files->files[files->file_count - 1].migration->version;
    return is_timestamp(version) && version > newest ? version : 0;
}

static void report_mixed(struct rule_ctx *ctx, struct mixed_versions mixed)
{
    const struct migration *late = mixed.late->migration;
    long long older = (long long)mixed.early->migration->version;
    struct diagnostic *finding = report_span(
        ctx, mixed.written->value_span,
        "sequential version %lld was given out after timestamp %lld, and runs before it",
        (long long)late->version, older);
    primary_label(finding, "written after " STR_FMT, STR_ARG(mixed.early->migration->name));
    note(finding,
         "goose goes by the number: new databases run %lld first; one that ran %lld refuses it as "
         "missing, or with -allow-missing runs it late",
         (long long)late->version, older);
    struct str rest = str_slice(late->name, late->digits.len, late->name.len);
    int64_t version = timestamp_for(ctx->sequence, mixed.written->value);
    if (version == 0) {
        help(finding, "number one way from here on; if no database ran it yet, rename it: 14 "
                      "digits, `YYYYMMDDhhmmss`, UTC");
    } else {
        help(finding,
             "number one way from here on; if no database ran it yet: git mv " STR_FMT
             " %lld" STR_FMT,
             STR_ARG(late->name), (long long)version, STR_ARG(rest));
    }
}

/* All numbers too long for a counter have one width, and not goose's: the house has a form of its
 * own, and one finding says what that means. Returns the newest of them. */
static const struct migration_file *house_style(const struct sequence_files *files)
{
    const struct migration_file *newest = NULL;
    size_t count = 0;
    for (size_t i = 0; i < files->file_count; i++) {
        int64_t version = files->files[i].migration->version;
        enum fault fault = fault_of(version);
        if (is_timestamp_shaped(version)) return NULL;
        if (fault == FAULT_NONE) continue;
        if (newest != NULL && width_of(newest->migration->version) != width_of(version)) {
            return NULL;
        }
        newest = &files->files[i];
        count++;
    }
    return count > 1 ? newest : NULL;
}

static void report_style(struct rule_ctx *ctx, const struct migration_file *newest)
{
    unsigned width = width_of(newest->migration->version);
    struct diagnostic *finding = report_name(
        ctx, newest, "versions of %u digits do not sort with those of `goose create`", width);
    note(finding, "it writes 14 digits: such a migration would stand %s all of these",
         width > TIMESTAMP_WIDTH ? "before" : "behind");
    help(finding, "keep to one width: name new migrations by hand, as these are");
}

/* Once such a version ran, every later one must be as long to come behind it: what follows the
 * first of its width is no new mistake, and no 14 digits would mend it. */
static bool follows_its_like(const struct sequence_files *files, size_t at)
{
    const int64_t version = files->files[at].migration->version;
    if (at == 0 || fault_of(version) != FAULT_LONG) return false;
    return width_of(files->files[at - 1].migration->version) == width_of(version);
}

static void check_sequence(struct rule_ctx *ctx)
{
    const struct sequence_files *files = ctx->sequence;
    struct mixed_versions mixed = mixed_versions(files);
    if (mixed.late != NULL) report_mixed(ctx, mixed);
    const struct migration_file *newest = house_style(files);
    if (newest != NULL) {
        report_style(ctx, newest);
        return;
    }
    for (size_t i = 0; i < files->file_count; i++) {
        if (!files->files[i].migration->reported || follows_its_like(files, i)) continue;
        report_fault(ctx, i, fault_of(files->files[i].migration->version));
    }
}

const struct rule rule_irregular_version = {
    .id = "irregular-version",
    .category = CATEGORY_SEQUENCE,
    .severity = SEVERITY_WARNING,
    .summary = "a version is a timestamp that goose does not take for one, or numbering is mixed",
    .why = "goose orders versions as plain numbers. One with a digit too many stands behind every "
           "later timestamp: databases that ran it then refuse the migrations that follow, as "
           "missing. One that is no real time is taken for a counter and goes on counting. And a "
           "sequential number stands before every timestamp, whenever it was written.",
    .instead = "Let `goose create` write the number, or use 14 digits, `YYYYMMDDhhmmss`, in UTC.",
    .exceptions = "One switch is fine: sequential numbers, then timestamps, which is also what "
                  "`goose fix` leaves. A sequential number is reported when its `Date` is a month "
                  "or more behind a timestamp. Where every timestamp of a directory has the same "
                  "unusual width, only the newest is reported; of several that are too long, the "
                  "first of each width.",
    .example = {.bad = "-- file: 20250131093000_init.sql\n"
                       "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n"
                       "-- file: 2025020110150000_paid.sql\n"
                       "-- +goose Up\n"
                       "ALTER TABLE invoices ADD COLUMN paid_at timestamptz;\n"
                       "-- +goose Down\n"
                       "ALTER TABLE invoices DROP COLUMN paid_at;\n",
                .good = "-- file: 20250131093000_init.sql\n"
                        "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"
                        "-- file: 20250201101500_paid.sql\n"
                        "-- +goose Up\n"
                        "ALTER TABLE invoices ADD COLUMN paid_at timestamptz;\n"
                        "-- +goose Down\n"
                        "ALTER TABLE invoices DROP COLUMN paid_at;\n"},
    .hides_in_file = {"file-name-convention"},
    .check_sequence = check_sequence,
};
