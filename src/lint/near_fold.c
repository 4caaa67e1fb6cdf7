#include "lint/near_fold.h"

#include "base/width.h"

static char look_alike(uint32_t value)
{
    static const struct {
        uint32_t value;
        char letter;
    } letters[] = {{0x03BF, 'o'}, {0x039F, 'o'}, {0x0430, 'a'}, {0x0435, 'e'}, {0x0415, 'e'},
                   {0x043E, 'o'}, {0x041E, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0455, 's'},
                   {0x0405, 's'}, {0x0456, 'i'}, {0x0261, 'g'}, {0x0501, 'd'}, {0x051D, 'w'}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (letters[i].value == value) return letters[i].letter;
    }
    return '\0';
}

static bool is_dash(uint32_t value)
{
    return (value >= 0x2010 && value <= 0x2015) || value == 0x2212;
}

static bool is_invisible(uint32_t value)
{
    return (value >= 0x200B && value <= 0x200F) || value == 0x2060 || value == 0xFEFF ||
           value == 0x00AD;
}

static bool is_wide_blank(uint32_t value)
{
    return value == 0xA0 || (value >= 0x2000 && value <= 0x200A) || value == 0x202F ||
           value == 0x3000;
}

static char fold_character(struct folded *folded, uint32_t value)
{
    if (value >= 'A' && value <= 'Z') return (char)(value - 'A' + 'a');
    if (value < 0x80) return value == '\t' ? ' ' : (char)value;
    uint32_t *seen = NULL;
    char as = '?';
    if (is_dash(value)) {
        seen = &folded->dash;
        as = '-';
    } else if (is_invisible(value)) {
        seen = &folded->invisible;
        as = ' ';
    } else if (is_wide_blank(value)) {
        as = ' ';
    } else if (value >= 0xFF01 && value <= 0xFF5E) { /* full-width forms of ASCII */
        seen = &folded->look_alike;
        as = (char)(value - 0xFEE0);
        if (as >= 'A' && as <= 'Z') as = (char)(as - 'A' + 'a');
    } else if (look_alike(value) != '\0') {
        seen = &folded->look_alike;
        as = look_alike(value);
    }
    if (seen != NULL && *seen == 0) *seen = value;
    return as;
}

bool near_fold(struct folded *folded, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        if (folded->len == LONGEST_COMMENT) return false;
        if ((unsigned char)text.at[at] < 0x80) {
            folded->text[folded->len++] = fold_character(folded, (unsigned char)text.at[at++]);
            continue;
        }
        struct code_point point = code_point_at(text, at);
        folded->text[folded->len++] = fold_character(folded, point.value);
        at += point.len;
    }
    return true;
}
