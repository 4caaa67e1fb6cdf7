#include "config/placeholder.h"

/* As PCRE2 names groups, and at least one letter. */
static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool placeholder_find(struct str text, size_t from, struct placeholder *found)
{
    for (size_t at = from; at < text.len; at++) {
        if (text.at[at] != '{') continue;
        size_t end = at + 1;
        while (end < text.len && is_name_byte(text.at[end])) end++;
        if (end < text.len && text.at[end] == '}' && end > at + 1) {
            *found = (struct placeholder){at, end + 1, str_slice(text, at + 1, end)};
            return true;
        }
        at = end - 1;
    }
    return false;
}
