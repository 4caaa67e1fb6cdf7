#include "base/nearest.h"

enum { LONGEST = 48 };

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: Levenshtein's distance, and swapped neighbours count once. */
size_t edit_distance(struct str a, struct str b)
{
    if (a.len > LONGEST || b.len > LONGEST) return SIZE_MAX;
    size_t rows[3][LONGEST + 1];
    for (size_t j = 0; j <= b.len; j++) rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = lower(a.at[i - 1]) == lower(b.at[j - 1]);
            row[j] = smaller(smaller(above[j] + 1, row[j - 1] + 1), above[j - 1] + (same ? 0 : 1));
            bool swapped = i > 1 && j > 1 && lower(a.at[i - 1]) == lower(b.at[j - 2]) &&
                           lower(a.at[i - 2]) == lower(b.at[j - 1]);
            if (swapped) row[j] = smaller(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a.len % 3][b.len];
}

int nearest_word(struct str written, const struct str *words, size_t count)
{
    size_t limit = written.len / 3 > 1 ? written.len / 3 : 1;
    int nearest = -1;
    for (size_t i = 0; i < count; i++) {
        size_t distance = edit_distance(written, words[i]);
        if (distance > limit) continue;
        if (nearest >= 0 && distance >= edit_distance(written, words[nearest])) continue;
        nearest = (int)i;
    }
    return nearest;
}
