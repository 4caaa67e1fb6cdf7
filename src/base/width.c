#include "base/width.h"

#include <utf8proc.h>

static const uint32_t replacement = 0xFFFD;

struct code_point code_point_at(struct str s, size_t at)
{
    unsigned char first = (unsigned char)s.at[at];
    if (first < 0x80) return (struct code_point){first, 1, true};

    /* A code point has at most four bytes; the library takes a signed length. */
    size_t left = s.len - at > 4 ? 4 : s.len - at;
    utf8proc_int32_t value = -1;
    utf8proc_ssize_t len =
        utf8proc_iterate((const utf8proc_uint8_t *)s.at + at, (utf8proc_ssize_t)left, &value);
    if (len <= 0 || value < 0) return (struct code_point){replacement, 1, false};
    return (struct code_point){(uint32_t)value, (uint32_t)len, true};
}

bool code_point_goes_on(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

struct str str_cut(struct str s, size_t most)
{
    enum { LONGEST = 4 };
    if (s.len <= most) return s;
    size_t end = most;
    while (end > 0 && most - end < LONGEST && code_point_goes_on(s.at[end])) end--;
    return str_slice(s, 0, end);
}

unsigned code_point_cells(uint32_t value)
{
    int cells = utf8proc_charwidth((utf8proc_int32_t)value);
    return cells <= 0 ? 0 : (unsigned)cells;
}

bool code_point_is_control(uint32_t value)
{
    return value < 0x20 || (value >= 0x7F && value <= 0x9F) ||
           (value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069);
}

size_t str_cells(struct str s)
{
    size_t cells = 0;
    for (size_t at = 0; at < s.len;) {
        struct code_point point = code_point_at(s, at);
        cells += code_point_cells(point.value);
        at += point.len;
    }
    return cells;
}
