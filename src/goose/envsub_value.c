#include "goose/envsub_value.h"

struct envsub_value envsub_value(const struct goose_environment *environment, struct str name)
{
    if (environment == NULL) return (struct envsub_value){name, false, true};
    for (size_t i = 0; i < environment->variable_count; i++) {
        if (str_equal(environment->variables[i].name, name)) {
            return (struct envsub_value){environment->variables[i].value, true, false};
        }
    }
    if (environment->unset_is_empty) return (struct envsub_value){{"", 0}, false, false};
    return (struct envsub_value){name, false, true};
}

bool envsub_number(struct str text, int64_t *number)
{
    bool negative = text.len != 0 && text.at[0] == '-';
    size_t at = text.len != 0 && (text.at[0] == '-' || text.at[0] == '+') ? 1 : 0;
    if (at == text.len) return false;
    int64_t sum = 0;
    for (; at < text.len; at++) {
        if (text.at[at] < '0' || text.at[at] > '9') return false;
        int digit = text.at[at] - '0';
        if (sum < (INT64_MIN + digit) / 10) return false;
        sum = sum * 10 - digit; /* negative, because INT64_MIN has no positive counterpart */
    }
    if (!negative && sum == INT64_MIN) return false;
    *number = negative ? sum : -sum;
    return true;
}

static int64_t clamp(int64_t number, int64_t low, int64_t high)
{
    if (number < low) return low;
    return number > high ? high : number;
}

struct str envsub_substring(struct str value, int64_t offset, bool has_length, int64_t length)
{
    int64_t len = (int64_t)value.len;
    int64_t from = clamp(offset < 0 ? offset + len : offset, 0, len);
    int64_t to = len;
    if (has_length && length < 0) to = clamp(length + len, from, len);
    if (has_length && length >= 0) to = length > len - from ? len : from + length;
    return str_slice(value, (size_t)from, (size_t)to);
}
