#include "report/xml.h"

#include "base/width.h"

enum xml_place { XML_TEXT, XML_ATTRIBUTE };

/* What stands for the character; NULL: itself. Readers turn a bare CR into LF everywhere, and LF
 * and tab into a blank in attributes (XML 1.0, 2.11 and 3.3.3). */
static const char *escape_of(uint32_t value, enum xml_place place)
{
    switch (value) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return place == XML_ATTRIBUTE ? "&quot;" : NULL;
    case '\t':
        return place == XML_ATTRIBUTE ? "&#9;" : NULL;
    case '\n':
        return place == XML_ATTRIBUTE ? "&#10;" : NULL;
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

/* XML 1.0, production 2 (Char), for code points that UTF-8 can hold. */
static bool is_legal(struct code_point point)
{
    if (!point.valid || point.value == 0xFFFE || point.value == 0xFFFF) return false;
    return point.value >= 0x20 || point.value == '\t' || point.value == '\n' || point.value == '\r';
}

static void write_escaped(FILE *out, struct str text, enum xml_place place)
{
    for (size_t at = 0; at < text.len;) {
        struct code_point point = code_point_at(text, at);
        const char *escape = escape_of(point.value, place);
        if (!is_legal(point)) {
            fputs("\xEF\xBF\xBD", out);
        } else if (escape != NULL) {
            fputs(escape, out);
        } else {
            fwrite(text.at + at, 1, point.len, out);
        }
        at += point.len;
    }
}

void xml_write_text(FILE *out, struct str text)
{
    write_escaped(out, text, XML_TEXT);
}

void xml_write_attribute(FILE *out, const char *name, struct str value)
{
    fprintf(out, " %s=\"", name);
    write_escaped(out, value, XML_ATTRIBUTE);
    fputc('"', out);
}

void xml_write_count(FILE *out, const char *name, size_t count)
{
    fprintf(out, " %s=\"%zu\"", name, count);
}

void xml_write_head(FILE *out)
{
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
}
