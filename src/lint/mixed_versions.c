#include "lint/mixed_versions.h"

#include "base/calendar.h"

enum { CLEARLY = 31 /* days */, NEVER = INT32_MAX };

/* The header's `Date`, when it is a day. */
static const struct header_field *date_of(const struct migration_file *file, int64_t *day)
{
    for (size_t i = 0; file->goose != NULL && i < file->goose->header_count; i++) {
        const struct header_field *field = &file->goose->header[i];
        struct date date;
        if (!str_equal_ignoring_case(field->name, STR("Date"))) continue;
        if (!date_from_iso(field->value, &date) || !date_exists(date)) return NULL;
        *day = date_days(date);
        return field;
    }
    return NULL;
}

static bool day_of_timestamp(const struct migration_file *file, int64_t *day)
{
    if (!is_timestamp(file->migration->version)) return false;
    *day = date_days(timestamp_date(file->migration->version));
    return true;
}

/* A counter, not a mistyped timestamp. */
static bool is_sequential(const struct migration_file *file)
{
    return file->migration->version < 100000000000;
}

static const struct migration_file *newest_before(const struct sequence_files *sequence,
                                                  int64_t before)
{
    for (size_t i = sequence->file_count; i-- > 0;) {
        int64_t day;
        const struct migration_file *file = &sequence->files[i];
        if (day_of_timestamp(file, &day) && day + CLEARLY <= before) return file;
    }
    return NULL;
}

/* NEVER where a timestamp and its file's own `Date` disagree: headers were added to old files, and
 * do not tell when a number was given out. */
static int64_t oldest_timestamp(const struct sequence_files *sequence)
{
    int64_t oldest = NEVER;
    for (size_t i = 0; i < sequence->file_count; i++) {
        int64_t day, written;
        if (!day_of_timestamp(&sequence->files[i], &day)) continue;
        if (oldest == NEVER) oldest = day;
        if (date_of(&sequence->files[i], &written) == NULL) continue;
        if (written - day >= CLEARLY || day - written >= CLEARLY) return NEVER;
    }
    return oldest;
}

struct mixed_versions mixed_versions(const struct sequence_files *sequence)
{
    struct mixed_versions found = {0};
    int64_t oldest = oldest_timestamp(sequence);
    if (oldest == NEVER) return found;
    int64_t found_day = NEVER;
    for (size_t i = sequence->file_count; i-- > 0;) {
        int64_t day = NEVER;
        const struct migration_file *file = &sequence->files[i];
        const struct header_field *field = is_sequential(file) ? date_of(file, &day) : NULL;
        if (field == NULL) continue;
        /* One old date behind it: the date of a file before is a slip of the pen. */
        if (day < oldest + CLEARLY) break;
        if (!file->migration->reported) continue;
        found.late = file;
        found.written = field;
        found_day = day;
    }
    if (found.late != NULL) found.early = newest_before(sequence, found_day);
    return found;
}
