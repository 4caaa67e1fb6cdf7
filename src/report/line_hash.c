#include "report/line_hash.h"

#include "base/vec.h"
#include "base/width.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

enum { WINDOW = 100, BASE = 37 };

static const uint16_t end_of_file = 0xFFFF;

struct rolling {
    uint64_t hash;
    uint64_t power; /* BASE to the WINDOW, modulo 2^64 */
    uint16_t window[WINDOW];
    bool starts_line[WINDOW];
    unsigned at; /* the oldest unit's place */
    bool at_line_start;
    bool after_cr;
    struct arena *arena;
    VEC(struct line_hash) lines;
};

/* A line's hash is the window's that begins with its first unit. Lines start in order, so they are
 * done in order. */
static void emit(struct rolling *rolling)
{
    if (!rolling->starts_line[rolling->at]) return;
    rolling->starts_line[rolling->at] = false;
    VEC_PUSH(rolling->arena, &rolling->lines, (struct line_hash){.hash = rolling->hash});
}

static void push(struct rolling *rolling, uint16_t unit)
{
    uint64_t oldest = rolling->window[rolling->at];
    rolling->hash = BASE * rolling->hash + unit - rolling->power * oldest;
    rolling->window[rolling->at] = unit;
    rolling->at = (rolling->at + 1) % WINDOW;
}

static void take_unit(struct rolling *rolling, uint16_t unit)
{
    bool is_lf_of_crlf = rolling->after_cr && unit == '\n';
    rolling->after_cr = false;
    if (unit == ' ' || unit == '\t' || is_lf_of_crlf) return;
    if (unit == '\r') {
        unit = '\n';
        rolling->after_cr = true;
    }
    emit(rolling);
    rolling->starts_line[rolling->at] = rolling->at_line_start;
    rolling->at_line_start = unit == '\n';
    push(rolling, unit);
}

static void take_code_point(struct rolling *rolling, uint32_t value)
{
    if (value < 0x10000) {
        take_unit(rolling, (uint16_t)value);
        return;
    }
    value -= 0x10000;
    take_unit(rolling, (uint16_t)(0xD800 + (value >> 10)));
    take_unit(rolling, (uint16_t)(0xDC00 + (value & 0x3FF)));
}

static void flush(struct rolling *rolling)
{
    for (unsigned i = 0; i < WINDOW; i++) {
        emit(rolling);
        push(rolling, 0);
    }
}

struct occurrence {
    uint64_t hash;
    size_t line;
};

static int compare_occurrences(const void *left, const void *right)
{
    const struct occurrence *a = left;
    const struct occurrence *b = right;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static void count_occurrences(struct arena *arena, struct line_hash *lines, size_t count)
{
    struct occurrence *sorted = arena_array(arena, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++) sorted[i] = (struct occurrence){lines[i].hash, i};
    if (count > 0) qsort(sorted, count, sizeof *sorted, compare_occurrences);
    uint32_t number = 0;
    for (size_t i = 0; i < count; i++) {
        number = i > 0 && sorted[i].hash == sorted[i - 1].hash ? number + 1 : 1;
        lines[sorted[i].line].occurrence = number;
    }
}

const struct line_hash *line_hashes(struct arena *arena, struct str text, size_t *count)
{
    struct rolling rolling = {.power = 1, .at_line_start = true, .arena = arena};
    for (unsigned i = 0; i < WINDOW; i++) rolling.power *= BASE;
    for (size_t at = 0; at < text.len;) {
        struct code_point point = code_point_at(text, at);
        take_code_point(&rolling, point.value);
        at += point.len;
    }
    take_unit(&rolling, end_of_file);
    flush(&rolling);
    count_occurrences(arena, rolling.lines.at, rolling.lines.len);
    *count = rolling.lines.len;
    return rolling.lines.at;
}

struct str line_hash_text(struct arena *arena, struct line_hash hash)
{
    return str_format(arena, "%" PRIx64 ":%" PRIu32, hash.hash, hash.occurrence);
}
