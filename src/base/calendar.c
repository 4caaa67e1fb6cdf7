#include "base/calendar.h"

unsigned days_in_month(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) return 0;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool date_exists(struct date date)
{
    return date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

int64_t date_days(struct date date)
{
    /* Years begin in March, so that a leap day is a year's last. */
    int64_t months = (int64_t)date.year * 12 + date.month - 3;
    int64_t year = months / 12, month = months % 12;
    return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + date.day - 1;
}

/* The number that [count] digits at [at] spell; false when other bytes stand there. */
static bool digits(struct str text, size_t at, size_t count, unsigned *value)
{
    if (at + count > text.len) return false;
    *value = 0;
    for (size_t i = at; i < at + count; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') return false;
        *value = *value * 10 + (unsigned)(text.at[i] - '0');
    }
    return true;
}

static bool byte_is(struct str text, size_t at, const char *one_of)
{
    if (at >= text.len) return false;
    for (const char *c = one_of; *c != '\0'; c++) {
        if (text.at[at] == *c) return true;
    }
    return false;
}

/* `T09:30`, `T09:30:00`, `T09:30:00.123`, each with `Z`, `+02:00`, `+0200` or nothing behind it. */
static bool is_time_of_day(struct str text)
{
    unsigned hour, minute, second = 0;
    if (!byte_is(text, 0, "Tt ") || !digits(text, 1, 2, &hour) || !byte_is(text, 3, ":") ||
        !digits(text, 4, 2, &minute)) {
        return false;
    }
    size_t at = 6;
    if (byte_is(text, at, ":")) {
        if (!digits(text, at + 1, 2, &second)) return false;
        at += 3;
        if (byte_is(text, at, ".,")) {
            at++;
            while (byte_is(text, at, "0123456789")) at++;
        }
    }
    if (hour > 23 || minute > 59 || second > 60) return false;
    while (byte_is(text, at, " ")) at++;
    for (; at < text.len; at++) {
        if (!byte_is(text, at, "0123456789:+-ZzUTC")) return false;
    }
    return true;
}

bool date_from_iso(struct str text, struct date *date)
{
    return digits(text, 0, 4, &date->year) && byte_is(text, 4, "-") &&
           digits(text, 5, 2, &date->month) && byte_is(text, 7, "-") &&
           digits(text, 8, 2, &date->day) &&
           (text.len == 10 || is_time_of_day(str_slice(text, 10, text.len)));
}

bool is_timestamp_shaped(int64_t version)
{
    return version >= 10000000000000 && version <= 99999999999999;
}

bool is_timestamp(int64_t version)
{
    if (!is_timestamp_shaped(version)) return false;
    unsigned second = (unsigned)(version % 100), minute = (unsigned)(version / 100 % 100),
             hour = (unsigned)(version / 10000 % 100);
    return hour < 24 && minute < 60 && second < 60 && date_exists(timestamp_date(version)) &&
           version > 19700101000000;
}

struct date timestamp_date(int64_t version)
{
    return (struct date){(unsigned)(version / 10000000000), (unsigned)(version / 100000000 % 100),
                         (unsigned)(version / 1000000 % 100)};
}

/* `YYYYMMDDhhmmss`, most significant first. */
enum { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, TIME_PARTS };

static const unsigned lowest[TIME_PARTS] = {1970, 1, 1, 0, 0, 0};

static unsigned highest(const unsigned *parts, int part)
{
    static const unsigned fixed[TIME_PARTS] = {9999, 12, 0, 23, 59, 59};
    return part == DAY ? days_in_month(parts[YEAR], parts[MONTH]) : fixed[part];
}

/* The parts behind [from] start over. */
static void restart(unsigned *parts, int from)
{
    for (int i = from; i < TIME_PARTS; i++) parts[i] = lowest[i];
}

/* Moves on to the next time that exists; false at the end of the year 9999. */
static bool settle(unsigned *parts)
{
    for (int i = 0; i < TIME_PARTS; i++) {
        if (parts[i] < lowest[i]) restart(parts, i);
        if (parts[i] <= highest(parts, i)) continue;
        if (i == YEAR) return false;
        parts[i - 1]++;
        restart(parts, i);
        i = -1;
    }
    return true;
}

int64_t timestamp_after(int64_t version)
{
    if (version < 19700101000000) return 19700101000001;
    if (version >= 99991231235959) return 0;
    unsigned parts[TIME_PARTS];
    int64_t rest = version + 1;
    for (int i = SECOND; i > YEAR; i--, rest /= 100) parts[i] = (unsigned)(rest % 100);
    parts[YEAR] = (unsigned)rest;
    if (!settle(parts)) return 0;
    int64_t next = parts[YEAR];
    for (int i = MONTH; i < TIME_PARTS; i++) next = next * 100 + parts[i];
    return next;
}
