#include "source/discover.h"
#include "source/sequence.h"

#include <stdlib.h>

/* strconv.ParseInt(s, 10, 64) of Go: an optional sign, then ASCII digits only. */
static bool parse_int64(struct str s, int64_t *value)
{
    size_t at = 0;
    bool negative = false;
    if (s.len > 0 && (s.at[0] == '+' || s.at[0] == '-')) negative = s.at[at++] == '-';
    if (at == s.len) return false;
    uint64_t total = 0;
    for (; at < s.len; at++) {
        if (s.at[at] < '0' || s.at[at] > '9') return false;
        uint64_t digit = (uint64_t)(s.at[at] - '0');
        if (total > (INT64_MAX - digit) / 10) return false; /* INT64_MIN is refused below anyway */
        total = total * 10 + digit;
    }
    *value = negative ? -(int64_t)total : (int64_t)total;
    return true;
}

bool version_before_underscore(struct str name, int64_t *version, struct str *digits)
{
    size_t underscore = str_find(name, STR("_"), 0);
    if (underscore == SIZE_MAX) return false;
    *digits = str_slice(name, 0, underscore);
    return parse_int64(*digits, version) && *version >= 1;
}

bool migration_name(struct str name, int64_t *version, struct str *digits,
                    enum migration_kind *kind)
{
    bool sql = str_ends_with(name, STR(".sql"));
    bool go = str_ends_with(name, STR(".go")) && !str_ends_with(name, STR("_test.go"));
    if (!sql && !go) return false;
    *kind = sql ? MIGRATION_SQL : MIGRATION_GO;
    return version_before_underscore(name, version, digits);
}

int migration_order(const void *a, const void *b)
{
    const struct migration *left = a;
    const struct migration *right = b;
    if (left->version != right->version) return left->version < right->version ? -1 : 1;
    return str_compare(left->name, right->name);
}

const struct migration *migration_find(const struct sequence *sequence, int64_t version,
                                       struct str name)
{
    const struct migration wanted = {.version = version, .name = name};
    if (sequence->migration_count == 0) return NULL;
    return bsearch(&wanted, sequence->migrations, sequence->migration_count,
                   sizeof *sequence->migrations, migration_order);
}

bool migration_is_stdin(const struct migration *migration)
{
    return migration->has_text && migration->open_path.len == 0;
}
