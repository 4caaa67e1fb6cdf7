/* Days as people write them. */
#include "base/calendar.h"

enum { PARTS = 3 };

/* A run of digits or of letters. */
struct part {
    struct str text;
    bool is_number;
    unsigned number; /* or the month that the letters name; 0: none */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* `January`, `Jan`, `Sept`: at least three letters of it. */
static unsigned month_of(struct str word)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    if (word.len < 3) return 0;
    for (unsigned i = 0; i < sizeof months / sizeof *months; i++) {
        if (str_equal_ignoring_case(str_slice(str_from(months[i]), 0, word.len), word) &&
            word.len <= str_from(months[i]).len) {
            return i + 1;
        }
    }
    return 0;
}

static bool next_part(struct str text, size_t *at, struct part *part)
{
    size_t start = *at;
    size_t end = start;
    *part = (struct part){.is_number = start < text.len && is_digit(text.at[start])};
    while (end < text.len && (part->is_number ? is_digit(text.at[end]) : is_letter(text.at[end]))) {
        if (part->is_number && end - start < 8)
            part->number = part->number * 10 + (unsigned)(text.at[end] - '0');
        end++;
    }
    part->text = str_slice(text, start, end);
    if (!part->is_number) part->number = month_of(part->text);
    *at = end;
    return end > start && part->number > 0;
}

/* One of `-/. ,` and blanks between two parts. */
static char skip_between(struct str text, size_t *at)
{
    char mark = 0;
    size_t end = *at;
    while (end < text.len && (text.at[end] == ' ' || text.at[end] == ',' || text.at[end] == '-' ||
                              text.at[end] == '/' || text.at[end] == '.')) {
        if (mark == 0 || mark == ' ') mark = text.at[end];
        end++;
    }
    if (end - *at > 2) return 0;
    *at = end;
    return mark;
}

static bool order(const struct part parts[PARTS], char mark, struct date *date)
{
    const unsigned a = parts[0].number;
    const unsigned b = parts[1].number;
    const unsigned c = parts[2].number;
    if (parts[0].text.len == 4 && parts[0].is_number && parts[1].is_number && parts[2].is_number) {
        *date = (struct date){a, b, c};
        return true;
    }
    if (parts[2].text.len != 4 || !parts[2].is_number) return false;
    if (!parts[0].is_number) {
        *date = (struct date){c, a, b};
        return parts[1].is_number;
    }
    if (!parts[1].is_number || mark == '.' || a > 12 || a == b) {
        *date = (struct date){c, b, a};
        return true;
    }
    *date = (struct date){c, a, b};
    return b > 12;
}

static bool compact(struct str text, struct date *date, size_t *at)
{
    struct part part;
    *at = 0;
    if (!next_part(text, at, &part) || !part.is_number || part.text.len != 8) return false;
    *date = (struct date){part.number / 10000, part.number / 100 % 100, part.number % 100};
    return true;
}

static bool in_parts(struct str text, struct date *date, size_t *at)
{
    struct part parts[PARTS];
    char marks[PARTS] = {0};
    *at = 0;
    for (int i = 0; i < PARTS; i++) {
        if (i > 0 && (marks[i] = skip_between(text, at)) == 0) return false;
        if (!next_part(text, at, &parts[i])) return false;
    }
    bool all_numbers = parts[0].is_number && parts[1].is_number && parts[2].is_number;
    if (all_numbers && (marks[1] != marks[2] || marks[1] == ' ' || marks[1] == ',')) return false;
    return order(parts, marks[1], date);
}

bool date_from_other(struct str text, struct date *date, struct str *rest)
{
    size_t at;
    if (!compact(text, date, &at) && !in_parts(text, date, &at)) return false;
    *rest = str_slice(text, at, text.len);
    return date->year >= 1900 && date->year <= 9999 && date_exists(*date);
}
