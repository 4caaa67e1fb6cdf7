#include "report/command.h"

#include "base/width.h"
#include "report/words.h"

static const char *escape_of(char byte, const struct command_escape *escapes)
{
    for (; escapes->byte != '\0'; escapes++) {
        if (escapes->byte == byte) return escapes->text;
    }
    return NULL;
}

void command_write(FILE *out, struct str text, const struct command_escape *escapes)
{
    for (size_t at = 0; at < text.len;) {
        struct code_point point = code_point_at(text, at);
        const char *escape = text.at[at] == '\0' ? NULL : escape_of(text.at[at], escapes);
        if (escape != NULL) {
            fputs(escape, out);
        } else {
            write_visible(out, str_slice(text, at, at + point.len));
        }
        at += point.len;
    }
}
