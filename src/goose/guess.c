#include "goose/guess.h"

enum { LETTERS = 32 };

static char lower_letter(char c)
{
    if (c >= 'a' && c <= 'z') return c;
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : '\0';
}

/* The ASCII letters of [s], lower case; 0 when there are none or too many. */
static size_t letters_of(struct str s, char letters[LETTERS])
{
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = lower_letter(s.at[i]);
        if (c == '\0') continue;
        if (len == LETTERS) return 0;
        letters[len++] = c;
    }
    return len;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edits between two words: insertion, deletion, replacement, two neighbours swapped. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t rows[3][LETTERS + 1] = {{0}};
    for (size_t j = 0; j <= b_len; j++) rows[0][j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t *now = rows[i % 3];
        const size_t *before = rows[(i + 2) % 3];
        const size_t *before_that = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t cost = before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            cost = least(cost, least(before[j], now[j - 1]) + 1);
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            now[j] = swapped ? least(cost, before_that[j - 2] + 1) : cost;
        }
    }
    return rows[a_len % 3][b_len];
}

/* `Up;`, `Up -- first table`: the name and then something that is no word. */
static bool has_trailing_text(struct str s, struct str name)
{
    if (s.len <= name.len || !str_equal_ignoring_case(str_slice(s, 0, name.len), name)) {
        return false;
    }
    char next = s.at[name.len];
    return lower_letter(next) == '\0' && !(next >= '0' && next <= '9') && next != '_';
}

/* Edits to the name; SIZE_MAX when that is too far to be a slip. */
static size_t nearness(struct str s, struct str name)
{
    char written[LETTERS];
    char wanted[LETTERS];
    size_t written_len = letters_of(s, written);
    size_t wanted_len = letters_of(name, wanted);
    if (written_len == 0) return SIZE_MAX;
    size_t allowed = wanted_len >= 8 ? 2 : wanted_len >= 4 ? 1 : 0;
    size_t longer = written_len > wanted_len ? written_len : wanted_len;
    if (2 * longer - written_len - wanted_len > allowed) return SIZE_MAX;
    size_t edits = distance(written, written_len, wanted, wanted_len);
    return edits <= allowed ? edits : SIZE_MAX;
}

/* What people write instead of a name, letters only. */
static enum directive_kind other_word_for(struct str s)
{
    static const struct {
        struct str word;
        enum directive_kind kind;
    } words[] = {{STR_INIT("rollback"), DIRECTIVE_DOWN},
                 {STR_INIT("begin"), DIRECTIVE_STATEMENT_BEGIN},
                 {STR_INIT("beginstatement"), DIRECTIVE_STATEMENT_BEGIN},
                 {STR_INIT("statementstart"), DIRECTIVE_STATEMENT_BEGIN},
                 {STR_INIT("end"), DIRECTIVE_STATEMENT_END},
                 {STR_INIT("endstatement"), DIRECTIVE_STATEMENT_END},
                 {STR_INIT("notx"), DIRECTIVE_NO_TRANSACTION},
                 {STR_INIT("notxn"), DIRECTIVE_NO_TRANSACTION},
                 {STR_INIT("transactionoff"), DIRECTIVE_NO_TRANSACTION},
                 {STR_INIT("envsub"), DIRECTIVE_ENVSUB_ON}};
    char letters[LETTERS];
    struct str written = {letters, letters_of(s, letters)};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_equal(written, words[i].word)) return words[i].kind;
    }
    return DIRECTIVE_INVALID;
}

enum directive_kind goose_guess_directive(struct str name)
{
    enum directive_kind nearest = DIRECTIVE_INVALID;
    size_t fewest = SIZE_MAX;
    for (enum directive_kind kind = DIRECTIVE_UP; kind < DIRECTIVE_INVALID; kind++) {
        struct str wanted = str_from(directive_name(kind));
        if (has_trailing_text(name, wanted)) return kind;
        size_t edits = nearness(name, wanted);
        if (edits >= fewest) continue;
        fewest = edits;
        nearest = kind;
    }
    return nearest != DIRECTIVE_INVALID ? nearest : other_word_for(name);
}
