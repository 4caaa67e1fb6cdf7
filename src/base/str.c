#include "base/str.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int str_printf_length(struct str s)
{
    return s.len > INT_MAX ? INT_MAX : (int)s.len;
}

struct str str_from(const char *nul_terminated)
{
    if (nul_terminated == NULL) return (struct str){"", 0};
    return (struct str){nul_terminated, strlen(nul_terminated)};
}

struct str str_slice(struct str s, size_t start, size_t end)
{
    if (end > s.len) end = s.len;
    if (start > end) start = end;
    return (struct str){s.len == 0 ? s.at : s.at + start, end - start};
}

bool str_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool str_equal_ignoring_case(struct str a, struct str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.at[i]) != lower(b.at[i])) return false;
    }
    return true;
}

int str_compare(struct str a, struct str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.at, b.at, common);
    if (order != 0) return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

/* Most words differ at once: their lengths are not asked for. */
int str_compare_word(struct str s, const char *word)
{
    for (size_t i = 0; i < s.len; i++) {
        if (word[i] == '\0') return 1;
        if (s.at[i] != word[i]) return (unsigned char)s.at[i] < (unsigned char)word[i] ? -1 : 1;
    }
    return word[s.len] == '\0' ? 0 : -1;
}

bool str_starts_with(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_equal(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends_with(struct str s, struct str suffix)
{
    return s.len >= suffix.len && str_equal(str_slice(s, s.len - suffix.len, s.len), suffix);
}

size_t str_find(struct str s, struct str needle, size_t from)
{
    if (needle.len == 0) return from <= s.len ? from : SIZE_MAX;
    for (size_t i = from; i + needle.len <= s.len; i++) {
        const char *hit = memchr(s.at + i, needle.at[0], s.len - needle.len - i + 1);
        if (hit == NULL) return SIZE_MAX;
        i = (size_t)(hit - s.at);
        if (memcmp(hit, needle.at, needle.len) == 0) return i;
    }
    return SIZE_MAX;
}

bool str_has_word(struct str words, struct str word)
{
    for (size_t at = 0; word.len > 0 && (at = str_find(words, word, at)) != SIZE_MAX; at++) {
        const size_t end = at + word.len;
        const bool starts = at == 0 || words.at[at - 1] == ' ';
        if (starts && (end == words.len || words.at[end] == ' ')) return true;
    }
    return false;
}

/* Where a byte is at or behind [from]; the end when it is not. */
static size_t find_byte(struct str s, char byte, size_t from)
{
    const char *hit = from < s.len ? memchr(s.at + from, byte, s.len - from) : NULL;
    return hit == NULL ? s.len : (size_t)(hit - s.at);
}

size_t str_find_ignoring_case(struct str s, struct str needle, size_t from)
{
    const char first = needle.at[0];
    size_t small = find_byte(s, first, from);
    size_t large = find_byte(s, (char)(first - ('a' - 'A')), from);
    while (small < s.len || large < s.len) {
        size_t at = small < large ? small : large;
        if (str_equal_ignoring_case(str_slice(s, at, at + needle.len), needle)) return at;
        if (at == small)
            small = find_byte(s, first, at + 1);
        else
            large = find_byte(s, s.at[at], at + 1);
    }
    return SIZE_MAX;
}

size_t str_ascii_length(struct str s)
{
    size_t at = 0;
    for (uint64_t eight; at + sizeof eight <= s.len; at += sizeof eight) {
        memcpy(&eight, s.at + at, sizeof eight);
        if ((eight & 0x8080808080808080u) != 0) break;
    }
    while (at < s.len && (unsigned char)s.at[at] < 0x80) at++;
    return at;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    size_t start = 0;
    size_t end = s.len;
    while (start < end && is_space(s.at[start])) start++;
    while (end > start && is_space(s.at[end - 1])) end--;
    return str_slice(s, start, end);
}

struct str str_copy(struct arena *arena, struct str s)
{
    char *copy = arena_alloc(arena, s.len + 1);
    if (s.len != 0) memcpy(copy, s.at, s.len);
    return (struct str){copy, s.len};
}

struct str str_lower(struct arena *arena, struct str s)
{
    char *copy = arena_alloc(arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++) copy[i] = (char)lower(s.at[i]);
    return (struct str){copy, s.len};
}

struct str str_format_list(struct arena *arena, const char *format, va_list arguments)
{
    char usual[512]; /* most are written once */
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(usual, sizeof usual, format, again);
    va_end(again);
    if (length < 0) abort(); /* a malformed format is our bug */
    size_t size = (size_t)length + 1;
    char *text = arena_alloc(arena, size);
    if (size <= sizeof usual)
        memcpy(text, usual, size);
    else
        vsnprintf(text, size, format, arguments);
    return (struct str){text, size - 1};
}

struct str str_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct str text = str_format_list(arena, format, arguments);
    va_end(arguments);
    return text;
}

struct str str_join(struct arena *arena, const struct str *items, size_t count,
                    struct str separator)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++) length += items[i].len + separator.len;
    char *text = arena_alloc(arena, length + 1);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (i != 0 && separator.len != 0) {
            memcpy(text + used, separator.at, separator.len);
            used += separator.len;
        }
        if (items[i].len != 0) memcpy(text + used, items[i].at, items[i].len);
        used += items[i].len;
    }
    return (struct str){text, used};
}
