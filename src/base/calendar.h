/* Dates of the Gregorian calendar, as header fields and file names write them. */
#ifndef GANDER_BASE_CALENDAR_H
#define GANDER_BASE_CALENDAR_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct date {
    unsigned year, month, day;
};

/* 0 when there is no such month. */
unsigned days_in_month(unsigned year, unsigned month);
bool date_exists(struct date date);

/* Days since 0000-03-01; only differences mean something. The date must exist. */
int64_t date_days(struct date date);

/* ISO 8601, extended form: `2026-01-31`, with or without a time of day behind it
 * (`2026-01-31T09:30:00Z`). Says only that it is written so: date_exists() tells the rest. */
bool date_from_iso(struct str text, struct date *date);

/* A day written otherwise that can be read in one way only: `2026/01/31`, `31.01.2026`, `20260131`,
 * `31 January 2026`, `Jan 31, 2026`, `31/01/2026` but not `01/02/2026`. It exists. [rest] gets what
 * stands behind it: a time of day. */
bool date_from_other(struct str text, struct date *date, struct str *rest);

/* The version is 14 digits `YYYYMMDDhhmmss`: says nothing about whether that time exists. */
bool is_timestamp_shaped(int64_t version);

/* What goose takes for a timestamp: 14 digits, a time that exists, after 1970-01-01 (goose v3.27.3,
 * migration_sql.go and fix.go parse it with the layout 20060102150405). */
bool is_timestamp(int64_t version);

/* The day of a version that is shaped like a timestamp. */
struct date timestamp_date(int64_t version);

/* The first timestamp behind [version]; 0 when there is none. */
int64_t timestamp_after(int64_t version);

#endif
